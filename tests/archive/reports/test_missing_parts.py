"""What is missing from a page is called by what it is; and a quiet week says so first."""

from __future__ import annotations

from pathlib import Path

from archive.records import Finding, FindingKind, Severity
from archive.reports import html, markdown
from archive.reports.build import build
from archive.store import Store
from tests.archive import tiny

# Label, and what stands on the page: its address, element and attribute.
PARTS = {
    "dead link": ("https://dead.test/leaflet.png", "a", "href"),
    "missing picture": ("https://dead.test/spine.png", "img", "src"),
    "missing film or sound": ("https://dead.test/exercise.mp4", "video", "src"),
    "missing frame": ("https://dead.test/map", "iframe", "src"),
    "missing file": ("https://dead.test/site.css", "link", "href"),
}
IN_SHEET = ("https://dead.test/lost.PNG?v=2", "link", "style")


def test_parts_of_a_page_are_called_what_they_are(tmp_path: Path) -> None:
    expected = {url: label for label, (url, _, _) in PARTS.items()} | {
        IN_SHEET[0]: "missing picture"
    }
    links = tuple(
        tiny.link(url, "x", element=element, attribute=attribute)
        for url, element, attribute in (*PARTS.values(), IN_SHEET)
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
        store.keep_findings(store.begin_run("verify", "sample", {}), findings, tiny.at(1))
        first = build(store)
        store.keep_findings(store.begin_run("verify", "sample", {}), findings, tiny.at(2))
        second = build(store)
    assert {item.subject: item.label for item in first.items} == expected
    assert first.news == ""
    assert second.news == "Nothing new since the last run."
    for form in (html.render(second), markdown.render(second)):
        assert form.index(second.news) < form.index("still open") < form.index("Still open")
