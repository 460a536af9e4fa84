"""Cuts a page into sections at headings and endings, with lines that may be references.

Where no heading announces references, blocks are looked at only when something in them may be
told to be one by itself (``lines.may_be_sure``), since most of what pages say is prose. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from archive.records import Block, BlockKind, Region
from pipelines.references.authors import is_name, is_names_only
from pipelines.references.columns import Column
from pipelines.references.endings import (
    is_contact,
    is_doubtful_ending,
    is_ending,
    is_interruption,
)
from pipelines.references.headings import is_reference_heading, reference_label
from pipelines.references.levels import reference_in
from pipelines.references.lines import (
    ENOUGH,
    Line,
    Part,
    is_sure_reference,
    may_be_head,
    may_be_sure,
)
from pipelines.references.markers import (
    lone_marker,
    read_marker,
    split_line,
    without_back_links,
)
from pipelines.references.numbers import YEAR
from pipelines.references.remainders import begins_with_place, is_identifier
from pipelines.references.tables import cells_of, find_rows
from pipelines.references.title_first import names_before_dash
from pipelines.text import fold_space

MOST_LINES = 2500
"""Lines of one block that are looked at: some 800 references."""
MANY_LINES, SHORT_LINES = 8, 8
"""Of so many lines in a block those of a reference have more characters each, line ends counted:
what has fewer is set upright, letter by letter, or is a column of numbers."""
SO_MANY_LINES, NARROW_LINES = 200, 16
"""The same of a long block: no column of references is so narrow for so long."""
LINES_OF_CODE = 16
"""Lines of a block of code that are asked whether they are references."""
LONGEST_CARD_LINE = 700
LONGEST_PLACE = 300
"""Characters of the title or the names, and of the place, of a publication set as a card."""
MOST_NOTES = 2
"""Identifiers below the place of a card."""
LONGEST_ADDRESS_LINE = 80
MOST_NEXT = 20
"""Items behind one that are asked whether their list goes on."""
SHORTEST = 30
"""Characters of an entry that nothing but its place in a list speaks for."""
Rows = Mapping[int, Sequence[Column]]
"""Rows of tables of works: see ``tables.find_rows``."""
PROSE = re.compile(
    r"\b(?:offers?|provides?|you|your|we|our|is|are|has|have|website)\b", re.IGNORECASE
)
"""Small words that sentences have and references seldom."""
_ENDS_IN_YEAR = re.compile(r"(?:[.:;,]\s[^.:;\n]{0,60}(?:1[89]|20)\d\d\)?\.?|https?://\S{4,200})$")
"""The year, or the address, that a whole entry ends in; a title may end in one, too, but not behind
the end of a sentence."""
_EMPTY_CELL = re.compile(r"\s*\|\s+")
"""The first cell of a row, with nothing in it."""


@dataclass(slots=True)
class Section:
    """Lines between two headings."""

    heading: str = ""
    """That of the list, if one announces it; empty = none."""
    listed: bool = False
    level: int = 0
    """Of the heading that announces the list."""
    is_below: bool = False
    """A heading of its own stands between the list's and it."""
    lines: list[Line] = field(default_factory=list)


def find_sections(blocks: Sequence[Block]) -> Iterator[Section]:
    """The page cut at its headings, and at lines that end a list (which are left out).

    A smaller heading divides the list that it stands in.
    """
    section = Section()
    rows, titles = find_rows(blocks), _titles(blocks)

    def is_numbered(index: int) -> bool:
        """Whether nothing but a number or a key heads a definition."""
        return index > 0 and lone_marker(blocks[index - 1].text) != ""

    def is_sure_alone(index: int, block: Block) -> bool:
        """Whether a definition of nothing, as lists are indented, is a reference beyond doubt."""
        is_defined = index > 0 and blocks[index - 1].kind is BlockKind.TERM
        return not is_defined and may_be_sure(fold_space(block.text)) and _is_sure([block])

    waiting: list[int] = []  # blocks below no heading of a list: most say nothing of works
    for index, block in enumerate(blocks):
        if block.region is not Region.CONTENT:
            continue
        if block.kind is BlockKind.DEFINITION and not (
            section.listed or is_numbered(index) or is_sure_alone(index, block)
        ):
            continue  # of a glossary
        is_heading = block.kind is BlockKind.HEADING
        announces = is_reference_heading(block.text) and (
            is_heading
            or is_reference_heading(block.text, set_as_heading=False)
            or _is_sure(blocks[index + 1 : index + 2])
        )
        is_title = index in titles
        if index in rows or not (is_title or is_heading or announces):
            if section.listed:
                section = yield from _filled(section, blocks, [index], rows)
            else:
                waiting.append(index)
            continue
        if section.lines or _may_hold(blocks, waiting, rows):
            section = yield from _filled(section, blocks, waiting, rows)
        yield section
        waiting = []
        if is_title:
            section = Section(section.heading, section.listed, section.level, is_below=True)
            section.lines += _lines(index, block, "")
        elif announces:
            section = Section(block.text, listed=True, level=block.level)
        elif section.listed and block.level > section.level > 0:
            section = Section(section.heading, True, section.level, is_below=True)
        else:
            section = Section()
    if section.lines or _may_hold(blocks, waiting, rows):
        section = yield from _filled(section, blocks, waiting, rows)
    yield section


def _is_sure(blocks: Sequence[Block]) -> bool:
    """Whether a block of these begins with a reference beyond doubt."""
    first = (next(_lines(0, block, ""), None) for block in blocks)
    return any(line is not None and is_sure_reference(line.like) for line in first)


def _holds_list(block: Block) -> bool:
    """Whether a block set in <pre> is a list: two of its first lines are references for sure."""
    lines = islice(_lines(0, block, ""), LINES_OF_CODE)
    return sum(is_sure_reference(line.like) for line in lines) > 1


def _may_hold(blocks: Sequence[Block], indices: Sequence[int], rows: Rows) -> bool:
    """Whether any of these blocks may be a reference, though no heading says so."""
    text = fold_space(" ".join(blocks[index].text for index in indices))
    return may_be_sure(text) or any(index in rows for index in indices)


def _filled(
    section: Section, blocks: Sequence[Block], indices: Iterable[int], rows: Rows
) -> Generator[Section, None, Section]:
    """The section with the lines of these blocks; of several that it is cut in, the last one."""
    for index in indices:
        block, before = blocks[index], blocks[index - 1] if index else None
        if index in rows:
            section.lines += _row_lines(index, block, rows[index])
            continue
        if block.kind is BlockKind.TERM:
            continue
        if block.kind is BlockKind.CODE and not (section.listed or _holds_list(block)):
            continue  # references are set in <pre> for their lines
        # What a definition is headed by is its key, in a list of references.
        term = before.text if before and before.kind is BlockKind.TERM else ""
        lines = list(_lines(index, block, term))
        for number, line in enumerate(lines):
            if _ends(line, lines[number + 1 :], blocks, index):
                if is_contact(line.text):
                    _drop_address(section.lines, index)
                yield section
                section = Section()
            elif len(lines) > 1 or not is_interruption(line.text):
                section.lines.append(line)
    return section


def _ends(line: Line, behind: Sequence[Line], blocks: Sequence[Block], index: int) -> bool:
    """Whether a line of ``blocks[index]`` ends the list; ``behind``: those below it there."""
    if not is_ending(line.text) or is_sure_reference(line.like):
        return False
    return not (is_doubtful_ending(line.text) and _list_goes_on(line, behind, blocks, index))


def _list_goes_on(line: Line, behind: Sequence[Line], blocks: Sequence[Block], index: int) -> bool:
    """Whether the next number, or an item that is a reference, stands behind a line of a list."""
    following = blocks[index + 1 : index + 1 + MOST_NEXT]
    if line.marker.isdigit():
        next_ = str(int(line.marker) + 1)
        firsts = (next(_lines(0, block, ""), None) for block in following[:2])
        if any(one is not None and one.marker == next_ for one in (*behind, *firsts)):
            return True
    if blocks[index].kind is not BlockKind.ITEM:
        return False
    items = takewhile(lambda block: block.kind is BlockKind.ITEM, following)
    firsts = (next(_lines(0, block, ""), None) for block in items)
    return any(one is not None and one.like.points >= ENOUGH for one in firsts)


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
        was_card = is_card
        is_card = block.level > 1 and (_is_card(three) or _are_names_above(three[:2]))
        follows = was_card and before.level == block.level
        if is_card and (follows or is_reference_heading(before.text)):
            found |= {number, last} if follows else {number}
        before, last = block, number
    return found


def _are_names_above(blocks: Sequence[Block]) -> bool:
    """Whether a heading is the authors of the work in the block below: names set in bold, in a
    paragraph of their own, above title and place."""
    if len(blocks) < 2 or blocks[1].kind is BlockKind.HEADING:
        return False
    names = next(_lines(0, blocks[0], ""), None)
    if names is None or not may_be_head(fold_space(names.text)):
        return False  # as of most headings
    if names.like.part is not Part.HEAD:
        return False
    work = next(_lines(1, blocks[1], ""), None)
    return work is not None and work.like.has_place and not work.like.authors


def _is_card(blocks: Sequence[Block]) -> bool:
    """Whether a heading, the names and the place of a publication stand in these blocks."""
    if any(block.kind is BlockKind.HEADING for block in blocks[1:]):
        return False
    if not may_be_sure(fold_space(" ".join(block.text for block in blocks))):
        return False  # its place would be told by an identifier
    lines = [line for n, block in enumerate(blocks) for line in _lines(n, block, "")]
    return len(lines) >= 3 and lines[1].block > 0 and card_at(lines, 0) >= 3


def _drop_address(lines: list[Line], block: int) -> None:
    """Take away the lines of a block that end in a telephone number: a name, a street, a town."""
    while lines and lines[-1].block == block and len(lines[-1].text) <= LONGEST_ADDRESS_LINE:
        if lines[-1].like.has_place or YEAR.search(lines[-1].text):
            return
        lines.pop()


def _lines(index: int, block: Block, term: str) -> Iterator[Line]:
    count_of_lines = block.text.count("\n") + 1
    if count_of_lines >= MANY_LINES:
        least = NARROW_LINES if count_of_lines >= SO_MANY_LINES else SHORT_LINES
        if len(block.text) < least * count_of_lines:
            return
    is_list = block.kind in (BlockKind.ITEM, BlockKind.ROW, BlockKind.DEFINITION)
    own = lone_marker(block.marker) or lone_marker(term)
    offset, text = 0, block.text
    if block.kind is BlockKind.ROW:
        offset, end, number = reference_in(text)
        text, own = text[offset:end], number or own
    for count, printed in enumerate(text.split("\n", MOST_LINES)[:MOST_LINES]):
        if printed.strip():
            label = reference_label(printed)  # before the first of several entries
            for start, end in split_line(printed[label:]):
                is_first = count == 0 and start == 0
                line = _line(
                    index, printed, label + start, label + end, offset, own if is_first else ""
                )
                line.opens |= is_list and is_first
                line.is_marked |= is_first and term != "" and line.marker != ""
                if line.text:
                    yield line
        offset += len(printed) + 1


def _row_lines(index: int, block: Block, columns: Sequence[Column]) -> Iterator[Line]:
    """The one line of a row whose columns are known; none of a header."""
    if not columns:
        return
    marker, start = "", 0
    if columns[0] is Column.NUMBER:
        (_, end), (start, _) = cells_of(block.text)[:2]
        marker, columns = block.text[:end].strip("[]().: "), columns[1:]
    yield Line(index, start, len(block.text), block.text[start:], marker, True, tuple(columns))


def _line(index: int, printed: str, start: int, end: int, offset: int, own: str) -> Line:
    first, last = without_back_links(printed[start:end])
    start, end = start + first, start + last
    if cell := _EMPTY_CELL.match(printed, start, end):
        start = cell.end()
    marker, style, skip = read_marker(printed[start:end])
    skip += reference_label(printed[start + skip : end])
    start += skip
    text = printed[start:end]
    at = offset + start + len(text) - len(text.lstrip())
    text = text.strip()
    return Line(
        block=index,
        start=at,
        end=at + len(text),
        text=text,
        marker=marker or own,
        opens=skip > 0,
        is_marked=skip > 0,
        is_bare=style == "bare",
    )


def _are_title_names_place(three: Sequence[Line]) -> bool:
    """Whether a place without an identifier stands below names that follow a title: names with
    initials, and numbers behind the name of a journal."""
    title, names, place = three
    if title.like.authors or len(title.text) < SHORTEST or names.like.part is not Part.HEAD:
        return False
    return place.like.has_place and begins_with_place(place.text)


def card_at(lines: list[Line], number: int) -> int:
    """How many lines a card has that begins here: title, names, place (or names, title, place);
    or title, and names with the place; an identifier below them is part of it."""
    if _is_title_and_place(lines, number):
        others = (number + near for near in (-4, -3, -2, 2, 3, 4))
        count = 2 if any(_is_title_and_place(lines, other) for other in others) else 0
    else:
        count = 3 if _is_card_of_three(lines[number : number + 3]) else 0
    behind = lines[number + count : number + count + MOST_NOTES]
    notes = takewhile(lambda one: not one.opens and is_identifier(one.text), behind)
    return count + sum(1 for _ in notes) if count else 0


def _is_card_of_three(three: Sequence[Line]) -> bool:
    """Whether title, names and place (or names, title, place) stand here, each in a line."""
    if len(three) < 3 or three[2].like.authors > 1:
        return False
    if not (three[2].like.is_named or _are_title_names_place(three)):
        return False
    first, second, place = (line.text for line in three)
    if any(line.like.has_place for line in three[:2]) or any(line.opens for line in three[1:]):
        return False
    is_sentence = first.endswith((".", "!")) and len(PROSE.findall(first)) > 1
    is_long = len(place) > LONGEST_PLACE or max(len(first), len(second)) > LONGEST_CARD_LINE
    if is_sentence or is_long:
        return False
    if YEAR.search(second) or _ENDS_IN_YEAR.search(first):
        return False  # names and a year begin an entry of their own, and a year ends one
    is_named = is_names_only(second) or is_names_only(first)
    return is_named or (len(first) >= SHORTEST and is_name(second))


def _is_title_and_place(lines: Sequence[Line], number: int) -> bool:
    """Whether a title stands here, and below it in its block names, a dash and a place: one such
    block alone may be an entry, or several, and what heads them."""
    if not 0 <= number < len(lines) - 1:
        return False
    title, place = lines[number : number + 2]
    if title.block != place.block or (number and lines[number - 1].block == title.block):
        return False
    if title.like.authors or title.like.has_place or YEAR.search(title.text):
        return False
    is_placed = place.like.has_place and not place.opens and len(title.text) <= LONGEST_CARD_LINE
    return is_placed and names_before_dash(place.text) is not None
