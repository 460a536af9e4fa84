"""Filters that show differences and comparisons: rows of what comes in and what is shown."""

from __future__ import annotations

import json

import pytest

from archive.site.plugins.comparing import beside, changes

CHANGES = (
    (
        "what goes and what comes",
        [["=", "a "], ["-", "b"], ["+", "c"]],
        "a <del>b</del><ins>c</ins>",
    ),
    ("markup is text", [["+", "<script>"], ["=", "&"]], "<ins>&lt;script&gt;</ins>&amp;"),
    ("a sign of another kind is no mark", [["<b>", "a"]], "a"),
    ("nothing", [], ""),
    ("not pairs", ["abc", 1], ""),
    ("no list", 3, ""),
    ("a mapping", {"a": 1}, ""),
)


@pytest.mark.parametrize(("why", "steps", "expected"), CHANGES)
def test_changes(why: str, steps: object, expected: str) -> None:
    assert changes(json.dumps(steps)) == expected, why


@pytest.mark.parametrize("text", [None, "", "no JSON", "[[", "null"])
def test_what_we_did_not_write_shows_nothing(text: str | None) -> None:
    assert changes(text) == ""


REFERENCE = {"title": "Backs", "year": 2009, "volume": "9", "pages": "", "article_number": "241"}
WORK = {"title": "Backs", "authors": "Lee, A", "year": 2010, "pages": "214", "container": "Spine"}


def test_fields_stand_beside_each_other_with_their_answers() -> None:
    lines = beside(
        REFERENCE, WORK, "title, author, container", "year: 2009 / 2010; page: 241 / 214"
    )
    assert [tuple(line) for line in lines] == [
        ("Title", "Backs", "Backs", "agrees"),
        ("Authors", "", "Lee, A", "agrees"),
        ("Year", "2009", "2010", "differs"),
        ("Journal or book", "", "Spine", "agrees"),
        ("Volume", "9", "", ""),
        ("Pages or article", "241", "214", "differs"),
    ]


def test_what_was_only_read_for_the_comparison_is_shown_too() -> None:
    lines = beside({}, WORK, "authors, article number", "title: Necks / Backs")
    shown = {line.label: (line.printed, line.answer) for line in lines}
    assert shown["Title"] == ("Necks", "differs")
    assert shown["Authors"] == ("", "agrees")
    assert shown["Pages or article"] == ("", "agrees")


def test_nothing_to_compare() -> None:
    assert beside({}, {}, "", "") == []
