"""Polls: rows (why, HTML, expected ``kind: text`` of what stands below the title)."""

from __future__ import annotations

import pytest

from tests.crawler.pages.html_page import page

ROWS = [
    (
        "as lines",
        "<p><b>1. Would you operate?</b></p>"
        "<div>Yes 12 votes</div><div>No <span>1 vote</span></div>"
        "<p>Total: 13 Specialists answered</p>",
        [
            "paragraph: 1. Would you operate?",
            "row: Yes | 12 votes",
            "row: No | 1 vote",
            "paragraph: Total: 13 Specialists answered",
        ],
    ),
    (
        "as a table, in Greek",
        "<p>1. Χειρουργείο;</p><table><tr><td>Ναι<td>7 ψήφοι<tr><td>Όχι<td>1 ψήφος</table>",
        ["paragraph: 1. Χειρουργείο;", "row: Ναι | 7 ψήφοι", "row: Όχι | 1 ψήφος"],
    ),
    (
        "a sentence about votes",
        "<p>The law passed with a majority of 12 votes, and everybody was glad of it.</p>",
        ["paragraph: The law passed with a majority of 12 votes, and everybody was glad of it."],
    ),
]


@pytest.mark.parametrize(("html", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_polls(html: str, expected: list[str]) -> None:
    blocks = page(f"<h1>Poll</h1>{html}").blocks[1:]
    assert [f"{b.kind}: {b.text}" for b in blocks] == expected
