"""Tables of works: one row a reference, one column a field (authors, year, title, journal ...).

What the columns hold is read from the header row or, where there is none, from the cells. Empty
cells are not printed, so that a shorter row is laid under the columns that its cells fit. A
table of studies and results, or of dates and events, is no list of references. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from operator import contains

from archive.records import Block, BlockKind, Region
from pipelines.dois import prints_name
from pipelines.identifiers import find_identifiers
from pipelines.references.authors import begins_with_author, is_name, is_names_only
from pipelines.references.columns import Column, column_headed
from pipelines.references.lines import ENOUGH, Part, likeness
from pipelines.references.numbers import YEAR
from pipelines.text import fold_space

CELL_JOINT = " | "
"""Between the cells of a row, as page classes join them."""
MOST_COLUMNS = 10
FEWEST_CELLS = 3
LONGEST_HEADER = 40
LONGEST_NUMBER = 25
SHORTEST_TITLE = 25
"""Characters that titles have on average, where no header says that they are titles."""
FEWEST_ROWS = 2
"""Rows from which columns are told without a header."""
ROWS_TO_TELL = 40
"""Rows that are looked at for it."""
_NUMBERS = (Column.NUMBER, Column.VOLUME, Column.ISSUE, Column.PAGES, Column.PMID)
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_LINKED = re.compile(r"https?://|www\.|^(?:link|pdf|pubmed|full text|abstract|volltext)$", re.I)
_BLANK = re.compile(r"[\s\W]*|n/?a", re.I)


def find_rows(blocks: Sequence[Block]) -> dict[int, tuple[Column, ...]]:
    """The rows of tables of works: index of the block -> what its cells hold.

    Of a header, which holds no work, nothing: ``()``.
    """
    found: dict[int, tuple[Column, ...]] = {}
    for run in _runs(blocks):
        header: tuple[Column, ...] = ()
        rows: list[int] = []
        for index in run:
            columns = _header(blocks[index].text)
            if columns:
                found |= _read(blocks, rows, header)
                header, rows = columns, []
                if _is_of_works(columns):
                    found[index] = ()
            else:
                rows.append(index)
        found |= _read(blocks, rows, header)
    return found


def cells_of(text: str) -> list[tuple[int, int]]:
    """The spans of the cells of a row."""
    spans, start = [], 0
    for cell in text.split(CELL_JOINT):
        spans.append((start, start + len(cell)))
        start += len(cell) + len(CELL_JOINT)
    return spans


def _cells(text: str) -> list[str]:
    return [fold_space(text[start:end]) for start, end in cells_of(text)]


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Indices of rows that follow one another."""
    run: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.ROW and block.region is Region.CONTENT:
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _header(text: str) -> tuple[Column, ...]:
    """What the columns hold, if this row says it; else empty."""
    cells = _cells(text) if len(text) <= LONGEST_HEADER * MOST_COLUMNS else []
    if any(len(cell) > LONGEST_HEADER for cell in cells):
        return ()
    columns = tuple(map(column_headed, cells))
    return columns if len({*columns} - {Column.OTHER}) >= 3 else ()


def _is_of_works(columns: Sequence[Column]) -> bool:
    """Title, people or year, and a place: what a reference has and other tables have not."""
    has = set(columns)
    is_placed = has & {Column.CONTAINER, Column.IDENTIFIER, Column.PMID, Column.PUBLISHER}
    return bool(Column.TITLE in has and is_placed and has & {Column.AUTHORS, Column.YEAR})


def _read(
    blocks: Sequence[Block], rows: Sequence[int], header: Sequence[Column]
) -> dict[int, tuple[Column, ...]]:
    cells = {index: _cells(blocks[index].text) for index in rows}
    columns = header or _told_by_cells(list(cells.values()))
    if not _is_of_works(columns):
        return {}
    laid = {
        index: _laid_under(columns, row)
        for index, row in cells.items()
        if len(row) >= FEWEST_CELLS and row == _cells(fold_space(blocks[index].text)) and all(row)
    }
    return {index: found for index, found in laid.items() if Column.TITLE in found}


def _laid_under(columns: Sequence[Column], cells: Sequence[str]) -> tuple[Column, ...]:
    """The columns that the cells of one row stand in; empty when that is not clear.

    A shorter row without any figure is the head of another table.
    """
    if len(cells) > len(columns) or len(columns) > MOST_COLUMNS:
        return ()
    if len(cells) < len(columns) and not _DIGIT.search(" ".join(cells)):
        return ()
    kinds = set(columns)
    fits = [{kind for kind in kinds if _fits(kind, cell, _is_named(cell))} for cell in cells]
    fitting = [
        chosen
        for chosen in combinations(columns, len(cells))
        if Column.TITLE in chosen and all(map(contains, fits, chosen))
    ]
    return fitting[0] if len(set(fitting)) == 1 else ()


def _fits(column: Column, cell: str, is_named: bool) -> bool:
    """Whether a cell may stand in a column; ``is_named``: it holds an identifier or a link."""
    if column is Column.TITLE:
        return _LETTERS.search(cell) is not None and not is_named
    if _BLANK.fullmatch(cell) or column is Column.OTHER:
        return True
    if column is Column.YEAR:
        return YEAR.search(cell) is not None and len(cell) <= LONGEST_NUMBER
    if column is Column.IDENTIFIER:
        return is_named
    if column in _NUMBERS:
        return any(map(str.isdigit, cell)) and len(cell) <= LONGEST_NUMBER and not is_named
    return _LETTERS.search(cell) is not None and not is_named


def _is_named(cell: str) -> bool:
    is_name = prints_name(cell) or find_identifiers(cell)
    return bool(is_name) or _LINKED.search(cell) is not None


def _told_by_cells(rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """What the columns hold, where no header says it; empty when it is not clear."""
    wide = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == wide]
    if len(full) < FEWEST_ROWS or 2 * len(full) < len(rows) or not 3 <= wide <= MOST_COLUMNS:
        return ()
    full = full[:ROWS_TO_TELL]
    columns = [_told(list(cells)) for cells in zip(*full, strict=True)]
    texts = [n for n, column in enumerate(columns) if column is Column.OTHER]
    lengths = {n: sum(len(row[n]) for row in full) / len(full) for n in texts}
    title = max(texts, key=lambda n: lengths[n], default=None)
    is_whole = any(likeness(row[n]).authors and len(row[n]) > 60 for row in full for n in texts)
    if title is None or lengths[title] < SHORTEST_TITLE or is_whole:
        return ()
    sure = sum(_is_sure(row) for row in full)
    if 2 * sure < len(full):
        return ()
    columns[title] = Column.TITLE
    others = [n for n in texts if n != title]
    if len(others) == 1 and all(map(_LETTERS.search, (row[others[0]] for row in full))):
        columns[others[0]] = Column.CONTAINER
    return tuple(columns)


def _is_sure(cells: Sequence[str]) -> bool:
    """Whether the cells side by side read as a reference does."""
    like = likeness(". ".join(cells))
    return like.part is Part.WHOLE and like.points >= ENOUGH


def _told(cells: Sequence[str]) -> Column:
    if all(YEAR.fullmatch(cell.strip("() ")) for cell in cells):
        return Column.YEAR
    if all(map(_is_named, cells)):
        return Column.IDENTIFIER
    if all(re.fullmatch(r"[\[(]?\d{1,3}[\]).]?", cell) for cell in cells):
        return Column.NUMBER
    people = [begins_with_author(c) or is_names_only(c) or is_name(c) for c in cells]
    likely = [likeness(cell).authors > 0 or is_names_only(cell) for cell in cells]
    return Column.AUTHORS if all(people) and any(likely) else Column.OTHER
