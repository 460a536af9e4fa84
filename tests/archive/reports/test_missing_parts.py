"""What is missing from a page is called by what it is; and a quiet week says so first."""

from __future__ import annotations

from pathlib import Path

from archive.records import Finding, FindingKind, Outcome, Severity
from archive.reports import html, markdown, terminal
from archive.reports.build import build
from archive.store import Store
from tests.archive import tiny

# Label, and what stands on the page: its address, element and attribute.
PARTS = [
    ("dead link", "leaflet.png", "a", "href"),
    ("missing picture", "spine.png", "img", "src"),
    ("missing picture", "spine.webp", "source", "srcset"),
    ("missing picture", "p.jpg", "video", "poster"),
    ("missing picture", "b.png", "input", "src"),
    ("missing picture", "wide", "link", "imagesrcset"),
    ("missing picture", "p.svg", "object", "data"),
    ("missing picture", "lost.PNG?v=2", "link", "style"),
    ("missing film or sound", "exercise.mp4", "video", "src"),
    ("missing film or sound", "again.mp4", "source", "src"),
    ("missing film or sound", "a.mp3", "source", "src"),
    ("missing film or sound", "talk.mp3#t=3", "embed", "src"),
    ("missing frame", "map", "iframe", "src"),
    ("missing file", "site.css", "link", "href"),
    ("missing file", "leaflet.pdf", "object", "data"),
    ("missing file", "other.pdf", "embed", "src"),
    ("dead link", "spine.txt", "img", "longdesc"),
    ("dead link", "send", "input", "formaction"),
    ("dead link", "de/", "link alternate", "href"),
    ("missing file", "print.css", "link alternate stylesheet", "href"),
    ("missing picture", "preview.png", "meta", "og:image"),
    ("dead link", "preview", "meta", "og:url"),
    ("dead link", "someone", "script", "json-ld"),
]


def test_parts_of_a_page_are_called_what_they_are(tmp_path: Path) -> None:
    rows = [(label, f"https://dead.test/{name}", *where) for label, name, *where in PARTS]
    links = tuple(
        tiny.link(
            url, "x", element=element.split()[0], rel=element.partition(" ")[2], attribute=attribute
        )
        for _, url, element, attribute in rows
    )
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "sample", {})
        tiny.keep(store, run, tiny.page("/one", "Text.", title="One", links=links))
        places = store.db.conn.execute("SELECT id, page_id, printed FROM link_mentions").fetchall()
        findings = [
            Finding(
                kind=FindingKind.LINK_GONE,
                severity=Severity.ERROR,
                page_id=page,
                subject=printed,
                says=printed,
                why="It is not there.",
                link_mention_id=place,
            )
            for place, page, printed in places
        ]
        verify = store.begin_run("verify", "sample", {})
        store.keep_findings(verify, findings, tiny.at(1))
        store.finish_run(verify, Outcome.FINISHED, "", {})
        first = build(store)
        store.keep_findings(store.begin_run("verify", "sample", {}), findings, tiny.at(2))
        second = build(store)
    assert {item.subject: item.label for item in first.items} == {row[1]: row[0] for row in rows}
    named = {item.label: item.text_name for item in first.items}
    names = ("dead link", "missing picture", "missing frame")
    assert [named[name] for name in names] == ["link text", "alt text", "label"]
    assert "\n    alt text    x\n" in terminal.render(second)
    [kind] = first.kinds
    assert (kind.word, kind.number) == ("link_gone", len(rows))
    assert kind.example == (
        "8 missing picture, 6 dead link, 4 missing film or sound, 4 missing file, 1 missing frame"
    )
    assert first.news == ""
    assert second.news == "Nothing new since the last run."
    for form in (html.render(second), markdown.render(second)):
        assert form.index(second.news) < form.index("still open") < form.index("Still open")
