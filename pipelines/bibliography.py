"""The bibliography of a page: which of its blocks are references, where each begins and ends.

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

from archive.records import Block, BlockKind, Reference, Region
from pipelines.references.authors import is_name, is_names_only
from pipelines.references.cells import read_row
from pipelines.references.columns import Column
from pipelines.references.endings import is_contact, is_ending
from pipelines.references.fields import read_fields
from pipelines.references.headings import is_reference_heading, reference_label
from pipelines.references.lines import ENOUGH, ENOUGH_IN_LIST, Likeness, Part, likeness
from pipelines.references.markers import (
    lone_marker,
    read_marker,
    split_line,
    without_back_links,
)
from pipelines.references.tables import cells_of, find_rows
from pipelines.text import fold_space

MAX_LINES = 8
"""Lines of one entry; hard-wrapped text has about ten words a line."""
MOST_LINES = 2500
"""Lines of one block that are looked at: some 800 references."""
LONGEST_CARD_LINE = 700
LONGEST_PLACE = 300
"""Characters of the title or the names, and of the place, of a publication set as a card."""
LONGEST_ADDRESS_LINE = 80
SHORTEST = 30
"""Characters of an entry that nothing but its place in a list speaks for."""
NEIGHBOUR = 3.0
"""Points of an entry that stands next to a sure one."""

_SKIPPED = (BlockKind.CODE, BlockKind.TERM)
_REST = re.compile(
    r"[\s(\[]*(?:doi\b|pmid|pmc|https?:|www\.|10\.\d{4}|epub|full text|volltext|pdf|abstract|"
    r"crossref|pubmed|(?:last )?accessed|available|retrieved|published online|arxiv|isbn)",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:[/_-]|\bdoi\s?[:.]?|doi\.org|\bIn:?)\s*$", re.IGNORECASE)
_OPEN_NAMES = re.compile(r"(?:,|&|\band)\s*$")
_SENTENCE_END = re.compile(r"(?:[?!]|[^\W\d_]{5}\.|[\d)\]]\.?)\s*$")
_ENDS = re.compile(r"[.?!:;\])”\"»]\s*$")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_CONTINUES = re.compile(r"[^\W_A-ZÀ-ÞΑ-ΩА-Я]|[(\d]")
_PROSE = re.compile(
    r"\b(?:offers?|provides?|you|your|we|our|is|are|has|have|website)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Line:
    """One line of a block, or one of several entries that share a line."""

    block: int
    start: int
    end: int
    text: str
    marker: str
    opens: bool
    """A printed number, or the first line of a list item or table row: an entry begins here."""
    like: Likeness
    columns: tuple[Column, ...] = ()
    """What its cells hold, in a table with a column for each field."""


@dataclass(slots=True)
class _Entry:
    lines: list[_Line]
    heading: str
    listed: bool
    """It stands below a heading that announces references."""
    is_card: bool = False
    """Title, names and place in lines of their own, as lists of publications have it."""
    accepted: bool = False
    like: Likeness = field(init=False)

    def __post_init__(self) -> None:
        self.like = likeness(self.text.replace("\n", " "))

    @property
    def is_sure(self) -> bool:
        """A reference wherever it stands."""
        return self.is_card or bool(self.lines[0].columns) or _is_sure(self.like)

    @property
    def text(self) -> str:
        return "\n".join(fold_space(line.text) for line in self.lines)


def _is_sure(like: Likeness) -> bool:
    return like.part is Part.WHOLE and like.points >= ENOUGH


def find_references(blocks: Sequence[Block]) -> tuple[Reference, ...]:
    """The references of a page, in page order."""
    found: list[_Entry] = []
    for section in _sections(blocks):
        groups = list(_grouped(section.lines))
        entries = [_Entry(g, section.heading, section.listed, is_card=card) for g, card in groups]
        if section.is_below and not any(entry.is_sure for entry in entries):
            continue  # below the list's heading, and about something else
        _accept(entries)
        found += [entry for entry in entries if entry.accepted]
    return tuple(_reference(entry, number) for number, entry in enumerate(found, 1))


@dataclass(slots=True)
class _Section:
    """Lines between two headings."""

    heading: str = ""
    """That of the list, if one announces it; empty = none."""
    listed: bool = False
    level: int = 0
    """Of the heading that announces the list."""
    is_below: bool = False
    """A heading of its own stands between the list's and it."""
    lines: list[_Line] = field(default_factory=list)


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    """The page cut at its headings, and at lines that end a list (which are left out).

    A smaller heading divides the list that it stands in.
    """
    section = _Section()
    rows, titles = find_rows(blocks), _titles(blocks)
    term = ""  # what a definition is headed by: in a list of references, its key
    for index, block in enumerate(blocks):
        before, term = term, block.text if block.kind is BlockKind.TERM else ""
        if block.region is not Region.CONTENT:
            continue
        if block.kind is BlockKind.DEFINITION and not section.listed:
            continue  # of a glossary
        if index in rows:
            section.lines += _row_lines(index, block, rows[index])
            continue
        if index in titles:
            yield section
            section = _Section(section.heading, section.listed, section.level, is_below=True)
            section.lines += _lines(index, block, "")
            continue
        is_heading = block.kind is BlockKind.HEADING
        announces = is_reference_heading(block.text, set_as_heading=is_heading)
        if is_heading or announces:
            yield section
            if announces:
                section = _Section(block.text, listed=True, level=block.level)
            elif section.listed and block.level > section.level > 0:
                section = _Section(section.heading, True, section.level, is_below=True)
            else:
                section = _Section()
        elif block.kind not in _SKIPPED:
            for line in _lines(index, block, before):
                if is_ending(line.text) and not _is_sure(line.like):
                    if is_contact(line.text):
                        _drop_address(section.lines, index)
                    yield section
                    section = _Section()
                else:
                    section.lines.append(line)
    yield section


def _titles(blocks: Sequence[Block]) -> set[int]:
    """Headings that are the titles of publications set as cards.

    One alone may be the title of a page with its authors; so two of a level in a row are needed,
    or one below a heading that announces references.
    """
    shown = [n for n, block in enumerate(blocks) if block.region is Region.CONTENT]
    found: set[int] = set()
    before, is_card = Block(kind=BlockKind.HEADING, text=""), False
    last = -1
    for place, number in enumerate(shown):
        block = blocks[number]
        if block.kind is not BlockKind.HEADING:
            continue
        three = [blocks[n] for n in shown[place : place + 3]]
        was_card, is_card = is_card, block.level > 1 and _is_card(three)
        follows = was_card and before.level == block.level
        if is_card and (follows or is_reference_heading(before.text)):
            found |= {number, last} if follows else {number}
        before, last = block, number
    return found


def _is_card(blocks: Sequence[Block]) -> bool:
    """Whether a heading, the names and the place of a publication stand in these blocks."""
    if any(block.kind is BlockKind.HEADING for block in blocks[1:]):
        return False
    lines = [line for n, block in enumerate(blocks) for line in _lines(n, block, "")]
    return len(lines) >= 3 and lines[1].block > 0 and _card_at(lines, 0) == 3


def _drop_address(lines: list[_Line], block: int) -> None:
    """Take away the lines of a block that end in a telephone number: a name, a street, a town."""
    while lines and lines[-1].block == block and len(lines[-1].text) <= LONGEST_ADDRESS_LINE:
        if lines[-1].like.has_place or _YEAR.search(lines[-1].text):
            return
        lines.pop()


def _lines(index: int, block: Block, term: str) -> Iterator[_Line]:
    is_list = block.kind in (BlockKind.ITEM, BlockKind.ROW, BlockKind.DEFINITION)
    own = lone_marker(block.marker) or lone_marker(term)
    offset = 0
    for count, printed in enumerate(block.text.split("\n", MOST_LINES)[:MOST_LINES]):
        if printed.strip():
            label = reference_label(printed)  # before the first of several entries
            for start, end in split_line(printed[label:]):
                is_first = count == 0 and start == 0
                line = _line(
                    index, printed, label + start, label + end, offset, own if is_first else ""
                )
                line.opens |= is_list and is_first
                if line.text:
                    yield line
        offset += len(printed) + 1


def _row_lines(index: int, block: Block, columns: Sequence[Column]) -> Iterator[_Line]:
    """The one line of a row whose columns are known; none of a header."""
    if not columns:
        return
    marker, start = "", 0
    if columns[0] is Column.NUMBER:
        (_, end), (start, _) = cells_of(block.text)[:2]
        marker, columns = block.text[:end].strip("[]().: "), columns[1:]
    text = block.text[start:]
    like = likeness(fold_space(text))
    yield _Line(index, start, len(block.text), text, marker, True, like, tuple(columns))


def _line(index: int, printed: str, start: int, end: int, offset: int, own: str) -> _Line:
    first, last = without_back_links(printed[start:end])
    start, end = start + first, start + last
    marker, _, skip = read_marker(printed[start:end])
    skip += reference_label(printed[start + skip : end])
    start += skip
    text = printed[start:end]
    at = offset + start + len(text) - len(text.lstrip())
    text = text.strip()
    return _Line(
        block=index,
        start=at,
        end=at + len(text),
        text=text,
        marker=marker or own,
        opens=skip > 0,
        like=likeness(fold_space(text)),
    )


def _grouped(lines: list[_Line]) -> Iterator[tuple[list[_Line], bool]]:
    """(lines put together to an entry, or to a paragraph that is none; whether it is a card)."""
    group: list[_Line] = []
    number = 0
    while number < len(lines):
        card = _card_at(lines, number)
        if group and (card or not _belongs(group, lines[number])):
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


def _card_at(lines: list[_Line], number: int) -> int:
    """How many lines a card has that begins here: title, names, place (or names, title, place)."""
    three = lines[number : number + 3]
    if len(three) < 3 or not three[2].like.is_named or three[2].like.authors > 1:
        return 0
    first, second, place = (line.text for line in three)
    if any(line.like.has_place for line in three[:2]) or any(line.opens for line in three[1:]):
        return 0
    is_sentence = first.endswith((".", "!")) and len(_PROSE.findall(first)) > 1
    if len(place) > LONGEST_PLACE or is_sentence:
        return 0
    if max(map(len, (first, second))) > LONGEST_CARD_LINE:
        return 0
    if _YEAR.search(second):
        return 0  # names and a year begin an entry of their own
    is_named = is_names_only(second) or is_names_only(first)
    return 3 if is_named or (len(first) >= SHORTEST and is_name(second)) else 0


def _belongs(group: list[_Line], line: _Line) -> bool:
    """Whether the line goes on with the entry that ``group`` began."""
    last, like = group[-1], line.like
    if line.opens or last.columns or len(group) >= MAX_LINES:
        return False
    is_rest = _REST.match(line.text) is not None and len(line.text) < 160
    if line.block != last.block:
        if all(one.like.part is Part.HEAD for one in group):
            return like.has_place and like.authors == 0
        if _is_cut(group) and like.authors == 0 and _CONTINUES.match(line.text):
            return True
        return is_rest and len(line.text) < 120 and group[0].like.authors > 0
    if _OPEN_NAMES.search(last.text):
        return True
    starts = like.authors > 0 and like.part in (Part.WHOLE, Part.HEAD)
    if starts or is_rest or _OPEN_END.search(last.text):
        return not starts
    whole = likeness(" ".join(one.text for one in group))
    if whole.part is Part.WHOLE:
        return like.authors == 0 and _CONTINUES.match(line.text) is not None
    if whole.part is Part.HEAD or (like.has_place and not whole.has_place):
        return True
    if _YEAR.search(line.text) and not _YEAR.search(" ".join(one.text for one in group)):
        return len(line.text) < 80
    return not _SENTENCE_END.search(last.text) and not _PROSE.search(line.text)


def _is_cut(group: list[_Line]) -> bool:
    """Whether names and a title end in the middle of a sentence, with no place yet."""
    is_placed = any(one.like.has_place for one in group)
    is_ended = _ENDS.search(group[-1].text) is not None
    return group[0].like.authors > 0 and not is_placed and not is_ended


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
        entry.accepted |= entry.listed and len(entry.text) >= SHORTEST and not _is_prose(entry)


def _is_listed(entry: _Entry) -> bool:
    """Enough for an entry below a heading that announces references."""
    return entry.like.points >= (1.0 if entry.lines[0].opens else ENOUGH_IN_LIST)


def _is_prose(entry: _Entry) -> bool:
    return entry.like.points < 1.0 and len(_PROSE.findall(entry.text)) > 1


def _is_neighbour(entry: _Entry, other: _Entry) -> bool:
    """The same kind of thing, side by side: an entry with too few points of its own."""
    alike = entry.lines[0].opens == other.lines[0].opens
    dated = other.like.has_place or _YEAR.search(other.text) is not None
    return alike and dated and other.like.points >= NEIGHBOUR


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
