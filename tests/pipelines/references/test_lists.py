"""Lists of references: where a new one begins, and that thousands of entries stay affordable."""

from __future__ import annotations

import pytest

from archive.records import Block, BlockKind, Reference
from pipelines.references import lists
from pipelines.references.lists import find_lists

BLOCK = Block(kind=BlockKind.PARAGRAPH, text="Doe J. Title. Spine. 2001;1:1.")
ROWS = [
    # why, (marker, heading) of each entry, first and last entry of the lists
    ("counting begins anew", [("1", "A"), ("2", "A"), ("1", "A")], [(0, 1), (2, 2)]),
    ("an entry without number between", [("1", "A"), ("", "A"), ("2", "A")], [(0, 2)]),
    ("anew behind one without number", [("4", "A"), ("", "A"), ("2", "A")], [(0, 1), (2, 2)]),
    ("no numbers, another heading", [("", "A"), ("", "A"), ("", "B")], [(0, 1), (2, 2)]),
    ("the first number under its heading", [("", "A"), ("1", "A"), ("2", "A")], [(0, 2)]),
    ("the first number, another heading", [("", "A"), ("1", "B")], [(0, 0), (1, 1)]),
]


def references(entries: list[tuple[str, str]]) -> list[Reference]:
    """An entry a block."""
    return [
        Reference(
            position=at + 1, printed=BLOCK.text, marker=marker, heading=heading,
            first_block=at, last_block=at, end=len(BLOCK.text),
        )
        for at, (marker, heading) in enumerate(entries)
    ]  # fmt: skip


@pytest.mark.parametrize(("why", "entries", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_where_a_list_begins(
    why: str, entries: list[tuple[str, str]], expected: list[tuple[int, int]]
) -> None:
    found = find_lists(references(entries), [BLOCK] * len(entries))
    assert [(one.first_block, one.last_block) for one in found] == expected, why


def test_entries_without_number_are_not_looked_through_again_for_each_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size, looks, look = 2000, 0, lists._number

    def counting(reference: Reference) -> int | None:
        nonlocal looks
        looks += 1
        return look(reference)

    monkeypatch.setattr(lists, "_number", counting)
    find_lists(references([("", "A")] * size), [BLOCK] * size)
    assert looks <= 3 * size
