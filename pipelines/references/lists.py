"""The reference lists of a page, and which entry of a list has which number. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.records import Block, Reference

_NUMBER = re.compile(r"\d{1,3}")
LONGEST_MARKER = 8
"""Characters before an entry in which its printed number is looked for."""


@dataclass(slots=True)
class ReferenceList:
    """References that are counted together."""

    first_block: int
    last_block: int
    entries: dict[int, int] = field(default_factory=dict)
    """Number of an entry -> its position on the page."""
    is_numbered: bool = True
    """The numbers are printed, or drawn by the browser; False = counted by us."""
    in_parentheses: bool = False
    """The numbers are printed as ``(1)``."""


def find_lists(references: Sequence[Reference], blocks: Sequence[Block]) -> list[ReferenceList]:
    """The lists of a page in page order: a new one begins where counting begins anew.

    Entries without a number stand under one heading; when most have none, all are counted.
    """
    runs: list[list[Reference]] = []
    for reference in references:
        if not runs or _begins_list(runs[-1], reference):
            runs.append([])
        runs[-1].append(reference)
    return [_list(run, blocks) for run in runs]


def _begins_list(run: Sequence[Reference], reference: Reference) -> bool:
    number = _number(reference)
    if number is not None:  # looking back only then keeps thousands of entries affordable
        last = next((n for one in reversed(run) if (n := _number(one)) is not None), None)
        if last is not None:
            return number <= last
    return reference.heading != run[-1].heading


def _number(reference: Reference) -> int | None:
    return int(reference.marker) if _NUMBER.fullmatch(reference.marker) else None


def _list(run: Sequence[Reference], blocks: Sequence[Block]) -> ReferenceList:
    found = ReferenceList(run[0].first_block, run[-1].last_block)
    printed = {n: one.position for one in run if (n := _number(one)) is not None}
    found.is_numbered = 2 * len(printed) > len(run)
    counted = {number: reference.position for number, reference in enumerate(run, 1)}
    found.entries = printed if found.is_numbered else counted
    found.in_parentheses = "(" in _printed_marker(run[0], blocks[run[0].first_block])
    return found


def _printed_marker(reference: Reference, block: Block) -> str:
    before = block.text[max(0, reference.start - LONGEST_MARKER) : reference.start]
    return before.rsplit("\n", 1)[-1] if before.strip() else block.marker
