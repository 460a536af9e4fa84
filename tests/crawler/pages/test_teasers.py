"""Announcements: rows (why, HTML, expected ``date | title | text | path``)."""

from __future__ import annotations

import pytest

from archive.records import PageKind
from tests.crawler.pages.html_page import page

ROWS = [
    (
        "a piece each",
        "<p>3 May 2021</p><h3><a href=/a>A</a></h3><p>Text ...</p><p>4 May 2021</p><p>B</p>",
        ["2021-05-03 | A | Text ... | /a", "2021-05-04 | B |  | "],
    ),
    (
        "all in one piece",
        "<p>3 May 2021<br><a href=/a>A</a><br>one<br>two</p>",
        ["2021-05-03 | A | one two | /a"],
    ),
    (
        "date and title in a line",
        "<li>3 May 2021: <a href=/a>A</a></li>",
        ["2021-05-03 | A |  | /a"],
    ),
    (
        "the link behind the text",
        "<p>3 May 2021</p><p>A title</p><p>Text <a href=/a>more</a></p>",
        ["2021-05-03 | A title | Text more | /a"],
    ),
    (
        "titles first",
        "<h3><a href=/a>A</a></h3><p>3 May 2021</p><p>x</p>"
        "<h3><a href=/b>B</a></h3><p>4 May 2021</p>",
        ["2021-05-03 | A | x | /a", "2021-05-04 | B |  | /b"],
    ),
    (
        "what follows is none of it",
        "<p>3 May 2021</p><p><a href=/a>A</a></p><p>x</p><h2>Archive</h2><p>y</p>",
        ["2021-05-03 | A | x | /a"],
    ),
    ("a sentence with a date", "<p>3 May 2021 was a day like any other.</p>", []),
]


@pytest.mark.parametrize(("html", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_teasers(html: str, expected: list[str]) -> None:
    record = page(f"<h1>News</h1>{html}", kind=PageKind.LISTING)
    found = []
    for t in record.teasers:
        assert t.published is not None
        path = t.href.removeprefix("https://www.x.org")
        found.append(f"{t.published.iso} | {t.title} | {t.text} | {path}")
    assert found == expected
