"""The fields of a reference that is one row of a table, each from its own cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.records import Field
from pipelines.references.columns import Column
from pipelines.references.fields import read_identifiers
from pipelines.references.numbers import YEAR, is_article_number, read_numbers
from pipelines.references.spans import field_between
from pipelines.references.tables import cells_of

CONFIDENCE = 0.9
"""What stands in a column of its own is surer than what is cut out of a line."""
_VOLUME = re.compile(
    r"[^\d(]{0,8}(?P<volume>\d{1,4})\s?(?:\(\s?(?P<issue>[^()]{1,20})\)|/(?P<no>\d+))?"
)
_NUMBER = re.compile(r"\d{1,4}[A-Za-z]?")
_PAGES = re.compile(
    r"[A-Za-z]{0,2}\d{1,8}[A-Za-z]?(?:\s?[-–—‐‑−]\s?[A-Za-z]{0,2}\d{1,8}[A-Za-z]?)?"
)
_PMID = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
_WHOLE = {
    Column.AUTHORS: "authors",
    Column.TITLE: "title",
    Column.PUBLISHER: "publisher",
}


def read_row(printed: str, columns: Sequence[Column]) -> tuple[Field, ...]:
    """Every field of a row whose cells stand in these columns, in the order of the text.

    >>> cells = (Column.AUTHORS, Column.YEAR, Column.TITLE, Column.CONTAINER)
    >>> for field in read_row("Abel MF | 2016 | Lenke 5 curves | World J Orthop 7:553", cells):
    ...     print(field.name, "=", field.value)
    authors = Abel MF
    year = 2016
    title = Lenke 5 curves
    container = World J Orthop
    volume = 7
    pages = 553
    """
    fields = read_identifiers(printed)
    for column, (start, end) in zip(columns, cells_of(printed), strict=True):
        found = list(_read(printed, column, start, end))
        known = {field.name for field in fields}
        fields += [field for field in found if field.name not in known]
    return tuple(sorted(fields, key=lambda f: (f.start, f.end)))


def _read(printed: str, column: Column, start: int, end: int) -> Iterator[Field]:
    name = _WHOLE.get(column)
    if name:
        field = field_between(name, printed, printed, start, end, CONFIDENCE)
        if field:
            yield field
    elif column is Column.CONTAINER:
        yield from _container(printed, start, end)
    elif column is Column.YEAR:
        yield from _first(YEAR, "year", printed, start, end)
    elif column is Column.VOLUME:
        yield from _volume(printed, start, end)
    elif column is Column.ISSUE:
        yield from _first(_NUMBER, "issue", printed, start, end)
    elif column is Column.PAGES:
        for field in _first(_PAGES, "pages", printed, start, end):
            is_article = is_article_number(field.value)
            yield _field(
                "article_number" if is_article else "pages", printed, field.start, field.end
            )
    elif column is Column.PMID:
        yield from _first(_PMID, "pmid", printed, start, end)


def _container(printed: str, start: int, end: int) -> Iterator[Field]:
    """A journal, and what stands behind its name: year, volume, pages."""
    numbers = read_numbers(printed[:end], start)
    place = min((field.start for field in numbers), default=end)
    if not numbers and (year := YEAR.search(printed, start + 1, end)):
        place = year.start()
        yield _field("year", printed, *year.span())
    container = field_between("container", printed, printed, start, place, CONFIDENCE)
    if container:
        yield container
    yield from numbers


def _volume(printed: str, start: int, end: int) -> Iterator[Field]:
    """``12``, ``12(3)``, ``12/3`` and ``12(3):45-6``."""
    numbers = read_numbers(printed[:end], start)
    if any(field.name == "volume" for field in numbers):
        yield from numbers
    elif match := _VOLUME.match(printed, start, end):
        yield _field("volume", printed, *match.span("volume"))
        issue = "issue" if match["issue"] else "no"
        if match[issue]:
            yield _field("issue", printed, *match.span(issue))


def _first(
    pattern: re.Pattern[str], name: str, printed: str, start: int, end: int
) -> Iterator[Field]:
    match = pattern.search(printed, start, end)
    if match:
        yield _field(name, printed, *match.span())


def _field(name: str, printed: str, start: int, end: int) -> Field:
    return Field(name=name, value=printed[start:end], start=start, end=end, confidence=CONFIDENCE)
