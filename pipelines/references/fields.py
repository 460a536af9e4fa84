"""The parts of one printed reference: authors, year, title, container, numbers, identifiers.

Each with the span it was read from and a confidence; what is not printed, or not clear, stays
absent. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from archive.records import Field
from pipelines.dois import find_names
from pipelines.identifiers import find_identifiers
from pipelines.references.authors import (
    Authors,
    is_names_only,
    read_authors,
    read_family_alone,
)
from pipelines.references.books import (
    PUBLISHER,
    PUBLISHER_LAST,
    PUBLISHER_PAGED,
    begins_with_body,
    read_organisation,
)
from pipelines.references.notes import blank_notes
from pipelines.references.numbers import read_numbers, read_year
from pipelines.references.remainders import is_note
from pipelines.references.scripts import read_eastern
from pipelines.references.second_places import blank_bracketed, own_part
from pipelines.references.spans import LONGEST, blank, field_between
from pipelines.references.title_first import names_before_dash, names_behind_title
from pipelines.references.titles import read_title

_ADDRESS = re.compile(
    r"[hwdHWD](?i:(?:(?<=h)ttps?://|(?<=w)ww\.)\S{1,400}|"
    r"(?<=\bd)oi\b\s{0,2}[:=]?(?:\s{0,2}[^\s\d]{0,20}\d\S{0,60})?)"
)
"""Begins with what it looks for, so that the engine skips to it."""
_STOP_OF_NAMES = re.compile(r"(?:\bal|[A-Z]\.\s?[A-Z]|,\s?[A-Z])\.$")
_EMPTIED = re.compile(r"[(\[][\s.,;]{1,500}[)\]]")
_SAME = re.compile(r"(?:-{2,3}|[—–]{1,6}|_{2,8})[.,]\s")
"""The authors of the entry above."""
_LABELS = re.compile(r"\b(?:doi|pmid|pmcid|arxiv|isbn)\s{0,2}[:=]?\s{0,2}$", re.I)
_PLACE_END = re.compile(r"\s[·|•–]\s|[,;(]|\s(?:\d|doi\b)", re.I)
_LOWER_FIRST = re.compile(r"[a-z]{1,4}[A-Z]|npj\s")
"""``eLife``, ``mTOR``, ``npj Aging``."""
_NO_TITLE = re.compile(r"^\(?(?:1[89]|20)\d\d\b|^[A-Z]{1,3}(?:\.|\s\()|[^\s.]{2}\.\s+[^\W\d_]")
_TITLE_NEXT = re.compile(r"\s?(?:[.:]\s|\(\d{4}\)\W{1,3})\w")


def read_fields(printed: str) -> tuple[Field, ...]:
    """Every field of one reference, in the order of the text.

    >>> for field in read_fields("Abel MF, Singla A. Lenke 5 curves. World J Orthop. 2016;7:553."):
    ...     print(field.name, "=", field.value)
    authors = Abel MF, Singla A
    title = Lenke 5 curves
    container = World J Orthop
    year = 2016
    volume = 7
    pages = 553
    """
    printed = printed[:LONGEST]
    own = own_part(printed, _read_own)
    fields = _read_own(own)
    if len(own) < len(printed):
        others = (f for f in read_identifiers(printed) if f.start >= len(own))
        fields = (*fields, *others)
    return fields


def _read_own(printed: str) -> tuple[Field, ...]:
    """The fields of a reference that ends where its own place does."""
    if "\n" in printed and (titled := _below_title(printed)):
        return titled
    fields = read_identifiers(printed)
    text = _masked(printed, fields)
    card = _card(printed, text)
    if card:
        numbers = read_numbers(text, card[-1].start)
        year = read_year(text, card[-1].start, numbers)
        found = [*fields, *card, *([year] if year else [])]
        found += [f for f in numbers if f.name != "year"]
        return tuple(sorted(found, key=lambda f: (f.start, f.end)))
    eastern, parts, text = read_eastern(printed, text)
    if parts:
        return tuple(sorted([*fields, *parts, *eastern], key=lambda f: (f.start, f.end)))
    behind = names_behind_title(text)
    authors = behind or read_authors(text) or read_family_alone(text)
    if authors is None or (authors.count == 1 and begins_with_body(text)):
        authors = read_organisation(text, printed)
    if authors is None and (same := _SAME.match(text)):
        text = blank(text, *same.span())
        authors = Authors(0, same.end(), 0, "", False)
    start = authors.end if authors else 0
    numbers = eastern or read_numbers(text, start)
    publisher = None if _has_volume(numbers) else _publisher(printed, text, start)
    if publisher:
        fields.append(publisher)
        text = blank(text, publisher.start, publisher.end)
        numbers = [_no_volume(field) for field in read_numbers(text, start)]
    year = read_year(text, start, numbers)
    if authors and authors.count:
        fields.append(_authors_field(printed, authors))
    if year:
        fields.append(year)
    fields += [f for f in numbers if f.name != "year"]
    placed = [*numbers, publisher] if publisher else numbers
    if behind and _has_volume(numbers):
        fields += _around_names(printed, text, behind, min(f.start for f in numbers))
    else:
        fields += read_title(printed, text, authors, year, placed)
    return tuple(sorted(fields, key=lambda f: (f.start, f.end)))


def _card(printed: str, text: str) -> list[Field]:
    """Title, authors and container of a publication set in lines of their own."""
    lines = printed.split("\n")
    if not 3 <= len(lines) <= 5 or not all(map(is_note, lines[3:])):
        return []
    names = [is_names_only(line) for line in lines[:2]]
    if not any(names) or _is_broken(lines, names):
        return []
    first = "title" if names[1] else "authors"
    second = "authors" if names[1] else "title"
    cut = len(lines[0]) + 1
    place = cut + len(lines[1]) + 1
    container = _PLACE_END.search(printed, place)
    end = container.start() if container else place + len(lines[2])
    found = (
        field_between(first, printed, text, 0, cut - 1, 0.8),
        field_between(second, printed, text, cut, place - 1, 0.8),
        field_between("container", printed, text, place, end, 0.7),
    )
    return [f for f in found if f]


def _is_broken(lines: list[str], names: list[bool]) -> bool:
    """Whether these are lines of one text that was broken at a width, and no card: one goes on
    with a small letter, or with another part of the reference behind the end of one."""
    behind = lines[1:3] if names[0] else []
    if any(line[:1].islower() and not _LOWER_FIRST.match(line) for line in behind):
        return True
    if not names[1] and (_NO_TITLE.search(lines[1]) or read_authors(lines[1])):
        return True
    line = lines[1] if names[1] else lines[0]
    people = read_authors(line)
    return people is not None and _TITLE_NEXT.match(line, people.end) is not None


def _below_title(printed: str) -> tuple[Field, ...]:
    """The fields of a title and, below it, names, a dash and the place; else empty."""
    title, _, below = printed.partition("\n")
    place, *notes = below.split("\n")
    names = names_before_dash(place)
    if names is None or read_authors(title) or not all(map(is_note, notes)):
        return ()
    at = len(title) + 1
    behind = [
        replace(f, start=f.start + at, end=f.end + at)
        for f in _read_own(below)
        if f.name not in ("title", "container")
    ]
    places = (f.start for f in behind if f.start > at + names.end)
    end = min((*places, at + len(place)))
    parts = (
        field_between("title", printed, printed, 0, at - 1, 0.8),
        field_between("container", printed, printed, at + names.end, end, 0.8),
    )
    found = (*(part for part in parts if part), *behind)
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))


def _around_names(printed: str, text: str, names: Authors, end: int) -> list[Field]:
    """The title before the names, and the container behind them."""
    found = (
        field_between("title", printed, text, 0, names.start, 0.85),
        field_between("container", printed, text, names.end, end, 0.8),
    )
    return [f for f in found if f]


def read_identifiers(printed: str) -> list[Field]:
    """DOI names, and identifiers of other schemes that stand in none of them."""
    printed = printed[:LONGEST]
    fields = [
        Field(name="doi", value=d.candidates[0].value, start=d.start, end=d.end, confidence=0.9)
        for d in find_names(printed)
    ]
    for found in find_identifiers(printed, [(field.start, field.end) for field in fields]):
        name, value = found.scheme.value, found.value
        span = {"start": found.start, "end": found.end}
        fields.append(Field(name=name, value=value, confidence=0.95, **span))
    return fields


def _masked(printed: str, identifiers: Iterable[Field]) -> str:
    """The text with addresses, identifiers and access notes blanked out; same length."""
    text = printed
    for field in identifiers:
        label = _LABELS.search(text, max(0, field.start - 12), field.start)
        text = blank(text, label.start() if label else field.start, field.end)
    text = blank_bracketed(blank_notes(_blank_all(_ADDRESS, text)))
    return _blank_all(_EMPTIED, text)


def _blank_all(pattern: re.Pattern[str], text: str) -> str:
    for match in pattern.finditer(text):
        text = blank(text, *match.span())
    return text


def _has_volume(numbers: Iterable[Field]) -> bool:
    return any(field.name == "volume" and len(field.value) < 4 for field in numbers)


def _no_volume(field: Field) -> Field:
    """A year before the pages of a chapter is no volume: ``Saunders; 2009:200-240``."""
    is_year = field.name == "volume" and len(field.value) == 4
    return replace(field, name="year") if is_year else field


def _publisher(printed: str, text: str, start: int) -> Field | None:
    if ":" not in text:
        return None
    patterns = (PUBLISHER, PUBLISHER_LAST, PUBLISHER_PAGED)
    match = next(filter(None, (pattern.search(text, start) for pattern in patterns)), None)
    if match is None:
        return None
    return field_between("publisher", printed, text, *match.span("publisher"), 0.75)


def _authors_field(printed: str, authors: Authors) -> Field:
    value = printed[authors.start : authors.end].rstrip(" ,;")
    if value.endswith(".") and not _STOP_OF_NAMES.search(value, max(0, len(value) - 8)):
        value = value[:-1]
    confidence = 0.9 if authors.count > 1 or authors.others else 0.75
    end = authors.start + len(value)
    return Field(name="authors", value=value, start=authors.start, end=end, confidence=confidence)
