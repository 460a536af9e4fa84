"""What a Markdown text printed, block by block."""

from __future__ import annotations

import pytest

from archive.proof.passages import blocks_of

BLOCKS = [
    ("paragraphs", "One.\n\nTwo.", ["One.", "Two."]),
    ("a heading", "### What helps\n\nRest.", ["What helps", "Rest."]),
    ("items, one beneath the other", "- Heat\n  - Cold\n12. Rest", ["Heat", "Cold", "Rest"]),
    ("an item of two lines", "- Heat\n  or cold\n- Rest", ["Heat\nor cold", "Rest"]),
    ("rows", "| Does it hurt? | A little |\n| Long? | No |",
     ["Does it hurt?", "A little", "Long?", "No"]),
    ("a quotation of two lines", "> One\n> two", ["One\ntwo"]),
    ("a term", "Disc\n: A cushion", ["Disc", "A cushion"]),
    ("code", "```\nx = 1\n```", ["x = 1"]),
    ("a year is no number of an item", "2015. was dry", ["was dry"]),
    ("nothing", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "expected"), BLOCKS)
def test_blocks(why: str, text: str, expected: list[str]) -> None:
    assert blocks_of(text) == expected, why
