"""The bibliography of a page: which blocks are references, and where each begins and ends.

A list may stand under a heading in any language or under none, numbered or not, as items,
paragraphs, rows or lines of one paragraph; an entry may be cut in two lines or blocks, and the
site's blurb may follow without a break. What decides is how a line reads (``lines.likeness``) and
what stands next to it, never its tags; only tables with a column for each field are read by their
columns (``tables``). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.records import Block, Reference
from pipelines.references.calls import points_to_works
from pipelines.references.cells import read_row
from pipelines.references.continuations import goes_on, lacks_place, lines_between_numbers
from pipelines.references.fields import read_fields
from pipelines.references.habits import Habits, habits_of, is_comment
from pipelines.references.lines import (
    ENOUGH_IN_LIST,
    Likeness,
    Line,
    is_sure_reference,
    likeness,
)
from pipelines.references.numbers import YEAR
from pipelines.references.remainders import is_links
from pipelines.references.rests import is_dated_page
from pipelines.references.sections import (
    PROSE,
    SHORTEST,
    card_at,
    find_sections,
)
from pipelines.references.sequences import mark_sequences
from pipelines.text import fold_space

NEIGHBOUR, LIKELY = 3.0, 4.0
"""Points of an entry that stands next to a sure one; of one in a part of a list."""
_IN_PRESS = re.compile(r"[.;,(]\s?(?:[Ii]n press|im Druck|sous presse|en prensa|in stampa)\b")
_ADDRESS = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"[.:;!?,–—\n](?=\s)|[“”\"„«»‘]|[\u3002\uff0c\uff1a]")
"""What stands between the parts of an entry: its author, its title, its publisher."""
_SAYS = re.compile(
    r"\b(?:this|these|is|are|was|were|has|have|gives?|offers?|provides?|diese[mnrs]?|ist|sind|bietet"
    r"|gibt|cette|ces|est|sont|quest[aeio]|sono|est[ae]|estos|estas|são|deze|zijn|denn[ae]|dette)\b",
    re.IGNORECASE,
)
"""A verb or a demonstrative: titles without any end in a full stop, too."""
LONGEST_HEAD = 30
"""Characters of a cell in the head of a table."""


@dataclass(slots=True)
class _Entry:
    lines: list[Line]
    heading: str
    listed: bool
    """It stands below a heading that announces references."""
    is_card: bool = False
    """Title, names and place in lines of their own, as lists of publications have it."""
    accepted: bool = False
    text: str = field(init=False)
    like: Likeness = field(init=False)

    def __post_init__(self) -> None:
        self.text = "\n".join(fold_space(line.text) for line in self.lines)
        self.like = likeness(self.text.replace("\n", " "))

    @property
    def is_sure(self) -> bool:
        """A reference wherever it stands."""
        return self.is_card or bool(self.lines[0].columns) or is_sure_reference(self.like)


def find_references(blocks: Sequence[Block], at_most: int | None = None) -> tuple[Reference, ...]:
    """The references of a page in page order, at most ``at_most`` of them."""
    found: list[_Entry] = []
    for section in find_sections(blocks):
        if not section.lines:
            continue
        mark_sequences(section.lines)
        habits = habits_of(section.lines)
        groups = list(_grouped(section.lines, habits))
        entries = [_Entry(g, section.heading, section.listed, is_card=card) for g, card in groups]
        if section.is_below and not _holds_works(entries):
            continue  # below the list's heading, and about something else
        _accept(entries)
        if habits.is_annotated:
            _leave_out_remarks(entries)
        found += [entry for entry in entries if entry.accepted]
        if at_most is not None and len(found) >= at_most:
            break
    return tuple(_reference(entry, number) for number, entry in enumerate(found[:at_most], 1))


def _grouped(lines: list[Line], habits: Habits) -> Iterator[tuple[list[Line], bool]]:
    """(lines put together to an entry, or to a paragraph that is none; whether it is a card)."""
    group: list[Line] = []
    between = lines_between_numbers(lines)
    number = 0
    while number < len(lines):
        card = card_at(lines, number)
        if card and group and lines[number].block == group[-1].block:
            card = 0 if number in between or lacks_place(group) else card
        if group and (
            card or not goes_on(group, lines, number, habits, is_between=number in between)
        ):
            yield group, False
            group = []
        if card:
            yield lines[number : number + card], True
            number += card
        else:
            group.append(lines[number])
            number += 1
    if group:
        yield group, False


def _accept(entries: list[_Entry]) -> None:
    """Mark the entries that are references."""
    for entry in entries:
        entry.accepted = entry.is_sure
    for ordered in (entries, entries[::-1]):
        for entry, neighbour in pairwise(ordered):
            if entry.accepted and not neighbour.accepted and _is_neighbour(entry, neighbour):
                neighbour.accepted = True
    opening = sum(entry.lines[0].opens for entry in entries if entry.accepted)
    all_open = 2 * opening > sum(entry.accepted for entry in entries)
    listed = [
        n
        for n, entry in enumerate(entries)
        if entry.listed and _is_listed(entry) and (entry.lines[0].opens or not all_open)
    ]
    for entry in entries[: max(listed, default=-1) + 1]:
        entry.accepted = entry.accepted or (entry.listed and _may_be_listed(entry))
    for run in _counted_up(entries):
        sure = [number for number, entry in enumerate(run) if entry.accepted]
        for entry in run[sure[0] : sure[-1]] if sure else ():
            entry.accepted |= _may_be_listed(entry) and (entry.listed or _is_dated(entry))


def _leave_out_remarks(entries: list[_Entry]) -> None:
    """Take back what is said of the entries of a list behind them, and is no reference."""
    for entry in entries:
        if not entry.is_sure and all(is_comment(line) for line in entry.lines):
            entry.accepted = False


def _counted_up(entries: list[_Entry]) -> Iterator[list[_Entry]]:
    """Runs of neighbours whose numbers follow one another."""
    run: list[_Entry] = []
    for entry in entries:
        number, before = entry.lines[0].marker, run[-1].lines[0].marker if run else ""
        if run and not (number.isdigit() and before.isdigit() and int(number) == int(before) + 1):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _may_be_listed(entry: _Entry) -> bool:
    """Whether it may be an entry for no more than its place in a list."""
    if len(entry.text) < SHORTEST or _is_prose(entry) or is_links(entry.text):
        return False
    return not _is_said_of_list(entry)


def _is_said_of_list(entry: _Entry) -> bool:
    """Whether it is a sentence about the works (``This is a good overview.``), or the head of a
    table: without a figure, without a name, and nothing else behind it."""
    text = entry.text
    if entry.like.authors or _DIGIT.search(text):
        return False
    if " | " in text:
        return all(len(cell) <= LONGEST_HEAD for cell in text.split(" | "))
    is_closed = text.endswith(".") and not entry.lines[0].opens
    is_said = text.endswith(":") or (is_closed and _SAYS.search(text) is not None)
    return is_said and _PARTS.search(text) is None


def _holds_works(entries: list[_Entry]) -> bool:
    """Whether one is a reference for sure, or most are works with publisher and town (or year)."""
    likely = [one for one in entries if one.like.is_published and one.like.points >= LIKELY]
    return any(entry.is_sure for entry in entries) or 2 * len(likely) > len(entries)


def _is_dated(entry: _Entry) -> bool:
    """Whether it has a year or an address, or will have one: tips are numbered, too."""
    dates = (YEAR, _ADDRESS, _IN_PRESS)
    return any(date.search(entry.text) is not None for date in dates)


def _is_listed(entry: _Entry) -> bool:
    """Enough for an entry below a heading that announces references."""
    return entry.like.points >= (1.0 if entry.lines[0].opens else ENOUGH_IN_LIST)


def _is_prose(entry: _Entry) -> bool:
    return entry.like.points < 1.0 and len(PROSE.findall(entry.text)) > 1


def _is_neighbour(entry: _Entry, other: _Entry) -> bool:
    """The same kind of thing, side by side: an entry with too few points of its own."""
    alike = entry.lines[0].opens == other.lines[0].opens
    dated = other.like.has_place or YEAR.search(other.text) is not None
    if not (alike and dated) or points_to_works(other.text):
        return False
    return other.like.points >= NEIGHBOUR or is_dated_page(other.text)


def _reference(entry: _Entry, position: int) -> Reference:
    first, last = entry.lines[0], entry.lines[-1]
    printed = entry.text
    return Reference(
        position=position,
        printed=printed,
        marker=first.marker,
        heading=entry.heading,
        first_block=first.block,
        last_block=last.block,
        start=first.start,
        end=last.end,
        fields=read_row(printed, first.columns) if first.columns else read_fields(printed),
    )
