"""Printed lists of authors: people where that is certain, else the text. Pure, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.exports.names import people


@pytest.mark.parametrize(
    ("why", "printed", "expected"),
    [
        ("nothing", "", []),
        ("one", "Liu L", ["Liu|L"]),
        ("several", "Liu L, Skinner MA, Baxter GD", ["Liu|L", "Skinner|MA", "Baxter|GD"]),
        ("particles", "van der Berg J-P, Lara A", ["van der Berg|J-P", "Lara|A"]),
        ("others are not named", "Lamb SE, Hansen Z, et al.", ["Lamb|SE", "Hansen|Z"]),
        ("letters", "Gøtzsche PC, Hróbjartsson A", ["Gøtzsche|PC", "Hróbjartsson|A"]),
        ("dots", "Liu, L., Skinner, M. A., & Lee, S.", ["Liu|L.", "Skinner|M. A.", "Lee|S."]),
        ("with and", "Liu, L. and Skinner, M.", ["Liu|L.", "Skinner|M."]),
        ("full names", "Liu, Lizhou; Skinner, Margot", None),
        ("mixed forms", "Liu, L., Skinner M., Lee,S.", None),
        ("a group", "National Institute for Health", None),
        ("a group with a comma", "World Health Organization, Geneva", None),
        ("people and a group", "Liu L, Cochrane Back Group", None),
        ("what is no list", "Accessed 2015", None),
    ],
)  # fmt: skip
def test_lists(why: str, printed: str, expected: list[str] | None) -> None:
    found = people(printed)
    if expected is None:
        assert found == [{"literal": printed}], why
    else:
        assert [f"{name['family']}|{name['given']}" for name in found] == expected, why


@given(st.text())
def test_nothing_is_added(printed: str) -> None:
    for name in people(printed):
        assert all(part in printed for part in name.values())
