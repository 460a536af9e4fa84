"""Differences of two texts: what was and what comes can be read back from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.styling.diffing import diff, tokens

DIFFS = (
    ("nothing changes", "A b.", "A b.", [("=", "A b.")]),
    ("nothing at all", "", "", []),
    ("all is new", "", "doi:10.1/a", [("+", "doi:10.1/a")]),
    ("all goes", "A b", "", [("-", "A b")]),
    (
        "a name is one word",
        "Liu L. doi: 10.1155/2015/32819",
        "Liu L. doi: 10.1155/2015/328196",
        [("=", "Liu L. doi: "), ("-", "10.1155/2015/32819"), ("+", "10.1155/2015/328196")],
    ),
    (
        "added at the end",
        "Spine 2009;3:1-9",
        "Spine 2009;3:1-9. doi:10.1/a",
        [("=", "Spine 2009;3:1-9"), ("+", ". doi:10.1/a")],
    ),
    (
        "punctuation around a word is kept",
        "(Lee, 2009).",
        "(Leigh, 2009).",
        [("=", "("), ("-", "Lee"), ("+", "Leigh"), ("=", ", 2009).")],
    ),
    (
        "a space between two changes goes with them",
        "Lee B, Hu C. Backs",
        "Leigh D, Hu C. Backs",
        [("-", "Lee B"), ("+", "Leigh D"), ("=", ", Hu C. Backs")],
    ),
    ("line breaks count", "A\nb", "A b", [("=", "A"), ("-", "\n"), ("+", " "), ("=", "b")]),
)


@pytest.mark.parametrize(("why", "before", "after", "expected"), DIFFS)
def test_diff(why: str, before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert list(diff(before, after)) == expected, why


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    steps = diff(before, after)
    assert "".join(text for sign, text in steps if sign != "+") == before
    assert "".join(text for sign, text in steps if sign != "-") == after
    assert all(text for _, text in steps)
    assert "".join(tokens(before)) == before


def test_texts_without_end_are_replaced_as_one() -> None:
    before, after = "a b " * 20_000, "c d " * 20_000
    assert diff(f"Lee {before}", f"Lee {after}")[0] == ("=", "Lee ")
    assert len(diff(before, after)) <= 4
