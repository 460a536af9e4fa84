"""Edits of a report's findings, and why there are none: read from the captures of their pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.proof.edits import Edit
from archive.reports import changes
from archive.reports.build import build
from tests.archive.proof.small_archive import MOMENT, Small

SOURCE = """<!DOCTYPE html><html><body><p>See <a href="/old.htm">one</a>,
<a href="/old.htm">two</a> and <a href="/old.htm/more">three</a>.</p></body></html>
"""
BOTH = (Edit(find='"/old.htm"', replace='"/new.htm"', times=2),)

# What its page is, what each finding says and should say, and each one's edits with their note.
ROWS: list[tuple[str, str, list[tuple[str, str]], list[tuple[tuple[Edit, ...], str]]]] = [
    (
        "every place that prints the same is changed by one edit",
        "article",
        [("/old.htm", "/new.htm")],
        [(BOTH, "")],
    ),
    (
        "another text for the same place: the first finding has it",
        "article",
        [("/old.htm", "/new.htm"), ("/old.htm", "/newer.htm")],
        [(BOTH, ""), ((), changes._TAKEN)],
    ),
    (
        "the same text for the same place: told once",
        "article",
        [("/old.htm", "/new.htm"), ("/old.htm", "/new.htm")],
        [(BOTH, ""), ((), changes._SHARED)],
    ),
    (
        "a PDF is not what its author can change",
        "document",
        [("/old.htm", "/new.htm")],
        [((), changes._IN_PDF)],
    ),
    (
        "what the source does not print",
        "article",
        [("/lost.htm", "/new.htm")],
        [((), changes._NO_SOURCE)],
    ),
    (
        "nothing is known that it should say: no edit, and nothing to explain",
        "article",
        [("/old.htm", "")],
        [((), "")],
    ),
]


def put(small: Small, kind: str, wanted: list[tuple[str, str]]) -> None:
    """The page, each of its links twice, and a finding for each that is wanted."""
    capture = small.capture("/page.htm", SOURCE)
    page = small.page("/page.htm", capture, kind=kind)
    for number, (says, _) in enumerate(dict(wanted).items(), start=1):
        url = {"url": f"https://www.example.test{says}", "scope": "internal"}
        small.put("links", id=says, first_seen_at=MOMENT, **url)
        for place in (1, 2):
            small.put(
                "link_mentions",
                id=f"{says} {place}",
                page_id=page,
                position=2 * number + place,
                capture_id=capture,
                link_id=says,
                printed=says,
                element="a",
                attribute="href",
            )
    run = {"first_run_id": small.run, "last_run_id": small.run}
    seen = {"first_seen_at": MOMENT, "last_seen_at": MOMENT}
    for number, (says, should_say) in enumerate(wanted):
        small.put(
            "findings",
            id=f"finding {number}",
            kind="link_gone",
            severity="error",
            state="new",
            page_id=page,
            link_mention_id=f"{says} 1",
            subject=says,
            says=says,
            should_say=should_say,
            **run,
            **seen,
        )


@pytest.mark.parametrize(("why", "kind", "wanted", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_a_finding_has_edits_or_says_why_not(
    tmp_path: Path,
    why: str,
    kind: str,
    wanted: list[tuple[str, str]],
    expected: list[tuple[tuple[Edit, ...], str]],
) -> None:
    small = Small(tmp_path / "small")
    put(small, kind, wanted)
    items = sorted(build(small.store).items, key=lambda item: item.id)
    small.store.close()
    assert [(item.edits, item.edits_note) for item in items] == expected, why


SHORT = [
    # printed, what that is, what it should be, what to write
    ("/old.htm", "https://a.test/old.htm", "https://a.test/new.htm?x=1#b", "/new.htm?x=1#b"),
    ("../old.htm", "https://a.test/old.htm", "https://a.test/en/new.htm", "/en/new.htm"),
    ("/old.htm", "https://a.test/old.htm", "https://a.test", "/"),
    ("/old.htm", "https://a.test/old.htm", "https://b.test/new.htm", "https://b.test/new.htm"),
    ("/old.htm", "http://a.test/old.htm", "https://a.test/new.htm", "https://a.test/new.htm"),
    ("/old.htm", "https://a.test/old.htm", "https://a.test//new.htm", "https://a.test//new.htm"),
    (" HTTPS://a.test/o", "https://a.test/o", "https://a.test/new.htm", "https://a.test/new.htm"),
    ("//a.test/o", "https://a.test/o", "https://a.test/new.htm", "https://a.test/new.htm"),
]


@pytest.mark.parametrize(("printed", "url", "meant", "written"), SHORT)
def test_a_link_without_its_server_stays_so(
    tmp_path: Path, printed: str, url: str, meant: str, written: str
) -> None:
    small = Small(tmp_path / "small")
    put(small, "article", [("/old.htm", "/new.htm")])
    (item,) = build(small.store).items
    small.store.close()
    assert changes._as_short(printed, replace(item, subject=url, should_say=meant)) == written
