"""What a date dates: rows (why, HTML, expected ``kind date printed``)."""

from __future__ import annotations

import pytest

from tests.crawler.pages.html_page import page

TEXT = "<p>A text about backs that goes on for a while and says nothing of any day.</p>"

ROWS = [
    ("date line", f"<h1>T</h1><p>20 Dec 2022</p>{TEXT}", ["published 2022-12-20 20 Dec 2022"]),
    (
        "with a name",
        f"<h1>T</h1><p>By Al, 3 Mar 2021</p>{TEXT}",
        ["published 2021-03-03 3 Mar 2021"],
    ),
    (
        "first of two",
        f"<h1>T</h1><p>3 Mar 2021 4 May 2022</p>{TEXT}",
        ["published 2021-03-03 3 Mar 2021"],
    ),
    (
        "event, not publication",
        f"<h1>T</h1><p>Date: 21 January 2025<br>Speakers: A/ B</p>{TEXT}",
        ["event 2025-01-21 21 January 2025"],
    ),
    (
        "a date in a sentence",
        "<h1>T</h1><p>On 3 May 2021 they met in Rome to talk about backs and pain.</p>",
        [],
    ),
    ("far below the title", f"<h1>T</h1>{TEXT * 5}<p>20 Dec 2022</p>", []),
    ("above the title", f"<p>20 Dec 2022</p><h1>T</h1>{TEXT}", []),
    (
        "updated",
        f"<h1>T</h1>{TEXT}<p>page last updated on 21.08.2019</p>",
        ["updated 2019-08-21 21.08.2019"],
    ),
    (
        "updated near the title",
        f"<h1>T</h1><p>Mise à jour : 1er mars 2021</p>{TEXT}",
        ["updated 2021-03-01 1er mars 2021"],
    ),
    (
        "an update told in a text",
        f"<h1>T</h1><p>{'Long words here. ' * 6} It was updated on 3.3.2021.</p>",
        [],
    ),
    (
        "printed beats declared",
        f"<meta name=date content=2020-01-01><h1>T</h1><p>20 Dec 2022</p>{TEXT}",
        ["published 2022-12-20 20 Dec 2022"],
    ),
    (
        "declared",
        f"<meta property='article:modified_time' content='2021-03-03T10:00:00Z'><h1>T</h1>{TEXT}",
        ["updated 2021-03-03 2021-03-03T10:00:00Z"],
    ),
    ("code is no date line", f"<h1>T</h1><pre>2022-12-20</pre>{TEXT}", []),
]


@pytest.mark.parametrize(("html", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_dates(html: str, expected: list[str]) -> None:
    assert [f"{d.kind} {d.iso} {d.printed}" for d in page(html).dates] == expected


def test_the_address_dates_a_page_that_says_nothing() -> None:
    record = page(f"<h1>T</h1>{TEXT}", url="https://x.org/2019/01/29/t.html")
    assert [(d.printed, str(d.iso)) for d in record.dates] == [("2019/01/29", "2019-01-29")]
