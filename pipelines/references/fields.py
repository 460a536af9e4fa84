"""The parts of one printed reference: authors, year, title, container, numbers, identifiers.

Each with the span it was read from and a confidence; what is not printed, or not clear, stays
absent. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.records import Field
from pipelines.dois import find_candidates
from pipelines.identifiers import find_identifiers
from pipelines.references.authors import CAPITALS, Authors, is_names_only, read_authors
from pipelines.references.books import (
    EDITION,
    NOTES,
    ORGANISATION,
    PUBLISHER,
    PUBLISHER_LAST,
    find_chapter,
)
from pipelines.references.numbers import read_numbers, read_year

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,400}|\bdoi\b\s{0,2}[:=]?(?:\s{0,2}[^\s\d]{0,20}\d\S{0,60})?", re.I
)
_EMPTIED = re.compile(r"[(\[][\s.,;]{1,500}[)\]]")
_LABELS = re.compile(r"\b(?:doi|pmid|pmcid|arxiv|isbn)\s{0,2}[:=]?\s{0,2}$", re.I)
_QUOTED = re.compile(
    r"[\s.,:]{0,3}(?:[“\"«„]\s?(?P<title>[^”\"»“]{8,300}?)[,.]?\s?[”\"»“](?!:)|‘(?P<single>[^’]{8,300}?)[,.]?’(?=[\s,.])"
    r"|'(?P<plain>(?:[^'\n]|'(?=\w)|'(?=\s\w)){8,300}?)(?:[,.]'(?=\s)|'(?=[,.]\s)))"
)
_SENTENCE = re.compile(
    rf"(?:(?<=[^\s.]{{2}})\.|(?<=\s\d)\.|[?!]|\.(?=\s(?:In|En|Dans)\b))\s+(?=[{CAPITALS}\d\"“(])"
)
_LOOSE_SENTENCE = re.compile(rf"(?<=\s\w)\.\s+(?=[{CAPITALS}])")
_IN_FIRST = re.compile(r"\s*(?:In|En|Dans)\s?:?\s+")
_IN = re.compile(r"(?:^|[\s.,;])(?:In|In:|En:|Dans|In\s?:|:\s?in)[:\s]\s?(?=[^\s])")
_ABBREVIATION = re.compile(rf"\s*(?:[{CAPITALS}][\w’'-]{{0,14}}\.?\s{{0,2}}){{1,3}}")
_AFTER_YEAR = re.compile(r"[a-z]?(?:,[^()]{1,24})?\)?|")
LONGEST = 3000
"""Characters that are read; the longest real reference (150 authors) has some 2,000."""
_PLACE_END = re.compile(r"\s[·|•–]\s|[,;(]|\s(?:\d|doi\b)", re.I)
_YEAR_LAST = re.compile(r"[\s.,(]+(?:1[89]|20)\d\d$")
_LABEL_LAST = re.compile(
    r"[\s.,;(]+(?:[Ii]ssue|[Nn]o|[Nn]r|[Vv]ol(?:ume)?|[Pp]p?|S|Seiten?|[Ss]tr|σσ?|Art)[\s.:]*\Z"
)
"""A label whose number was read: ``, Issue``, ``(pp.``."""
_SMALL_NUMBER = re.compile(r"\d{1,3}(?!\d)")
_BRACKETS = {")": "(", "]": "["}
_EDGE = " \n.,;:()[]–-|"


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
    fields = read_identifiers(printed)
    text = _masked(printed, fields)
    card = _card(printed, text)
    if card:
        numbers = read_numbers(text, card[-1].start)
        year = read_year(text, card[-1].start, numbers)
        found = [*fields, *card, *([year] if year else [])]
        found += [f for f in numbers if f.name != "year"]
        return tuple(sorted(found, key=lambda f: (f.start, f.end)))
    authors = read_authors(text) or _organisation(text)
    start = authors.end if authors else 0
    numbers = read_numbers(text, start)
    publisher = None if _has_volume(numbers) else _publisher(printed, text, start)
    if publisher:
        fields.append(publisher)
        text = _blank(text, publisher.start, publisher.end)
        numbers = read_numbers(text, start)
    year = read_year(text, start, numbers)
    if authors:
        fields.append(_authors_field(printed, authors))
    if year:
        fields.append(year)
    fields += [f for f in numbers if f.name != "year"]
    placed = [*numbers, publisher] if publisher else numbers
    fields += _title_and_container(printed, text, authors, year, placed)
    return tuple(sorted(fields, key=lambda f: (f.start, f.end)))


def _card(printed: str, text: str) -> list[Field]:
    """Title, authors and container of a publication set in lines of their own."""
    lines = printed.split("\n")
    if len(lines) != 3:
        return []
    names = [is_names_only(line) for line in lines[:2]]
    if not any(names):
        return []
    first = "title" if names[1] else "authors"
    second = "authors" if names[1] else "title"
    cut = len(lines[0]) + 1
    place = cut + len(lines[1]) + 1
    container = _PLACE_END.search(printed, place)
    end = container.start() if container else len(printed)
    found = (
        field_between(first, printed, text, 0, cut - 1, 0.8),
        field_between(second, printed, text, cut, place - 1, 0.8),
        field_between("container", printed, text, place, end, 0.7),
    )
    return [f for f in found if f]


def read_identifiers(printed: str) -> list[Field]:
    """DOI names, and identifiers of other schemes that stand in none of them."""
    fields = [
        Field(name="doi", value=d.candidates[0].value, start=d.start, end=d.end, confidence=0.9)
        for d in find_candidates(printed)
    ]
    for found in find_identifiers(printed):
        if not any(f.start < found.end and found.start < f.end for f in fields):
            name, value = found.scheme.value, found.value
            span = {"start": found.start, "end": found.end}
            fields.append(Field(name=name, value=value, confidence=0.95, **span))
    return fields


def _masked(printed: str, identifiers: Iterable[Field]) -> str:
    """The text with addresses, identifiers and access notes blanked out; same length."""
    text = printed
    for field in identifiers:
        label = _LABELS.search(text, max(0, field.start - 12), field.start)
        text = _blank(text, label.start() if label else field.start, field.end)
    for pattern in (_ADDRESS, *NOTES, EDITION, _EMPTIED):
        for match in pattern.finditer(text):
            text = _blank(text, *match.span())
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _has_volume(numbers: Iterable[Field]) -> bool:
    return any(field.name == "volume" for field in numbers)


def _organisation(text: str) -> Authors | None:
    match = ORGANISATION.match(text)
    if match is None:
        return None
    return Authors(0, match.end(), 1, match[0], False)


def _publisher(printed: str, text: str, start: int) -> Field | None:
    match = PUBLISHER.search(text, start) or PUBLISHER_LAST.search(text, start)
    if match is None:
        return None
    return field_between("publisher", printed, text, *match.span("publisher"), 0.75)


def _authors_field(printed: str, authors: Authors) -> Field:
    value = printed[authors.start : authors.end].rstrip(" ,;")
    if value.endswith(".") and not re.search(r"(?:\bal|[A-Z]\.\s?[A-Z]|,\s?[A-Z])\.$", value):
        value = value[:-1]
    confidence = 0.9 if authors.count > 1 or authors.others else 0.75
    end = authors.start + len(value)
    return Field(name="authors", value=value, start=authors.start, end=end, confidence=confidence)


def _title_and_container(
    printed: str, text: str, authors: Authors | None, year: Field | None, numbers: list[Field]
) -> list[Field]:
    """``numbers`` are the fields behind title and container: volume, pages, publisher ..."""
    if not (authors or year or numbers):
        return []
    start = authors.end if authors else 0
    end = min((f.start for f in numbers), default=len(text))
    if year and start <= year.start <= start + 4:  # "Names (2015) Title"
        rest = _AFTER_YEAR.match(text, year.end)
        start = rest.end() if rest else year.end
    elif year and year.start < end and not text[year.end : end].strip(_EDGE):
        end = year.start
    elif year and not numbers:
        end = min(end, year.start) if year.start > start else end
    quoted = _QUOTED.match(text, start, end)
    if quoted:
        group = next(name for name in ("title", "single", "plain") if quoted[name])
        title = field_between("title", printed, text, *quoted.span(group), 0.95)
        container = _container(printed, text, quoted.end(), end)
        return [f for f in (title, container) if f]
    chapter = find_chapter(text, start, end)
    if chapter:
        title = field_between("title", printed, text, start, chapter[0], 0.85)
        container = _container(printed, text, chapter[1], end)
        return [f for f in (title, container) if f]
    is_book = any(field.name == "publisher" for field in numbers)
    return _split_body(printed, text, start, end, has_numbers=bool(numbers), is_book=is_book)


def _split_body(
    printed: str, text: str, start: int, end: int, *, has_numbers: bool, is_book: bool
) -> list[Field]:
    """Title and container between authors and numbers: the container is the last sentence."""
    cuts = _cuts(_SENTENCE, text, start, end) or _cuts(_LOOSE_SENTENCE, text, start, end)
    if not cuts:
        comma = text.rfind(",", start, end)
        name = field_between("title", printed, text, start, end, 0.8 if is_book else 0.4)
        if is_book:
            return [name] if name else []
        if has_numbers and comma > start + 20:
            title = field_between("title", printed, text, start, comma, 0.3)
            return [f for f in (title, _container(printed, text, comma, end, 0.3)) if f]
        return [name] if name and len(name.value) > 3 else []
    cut = cuts[-1]
    for earlier in reversed(cuts[:-1]):  # "J. Geophys. Res. Lett.": abbreviations are sentences too
        if not _ABBREVIATION.fullmatch(text, earlier, cut):
            break
        cut = earlier
    title = field_between("title", printed, text, start, cut, 0.85)
    sure = has_numbers and not is_book
    container = _container(printed, text, cut, end, 0.85 if sure else 0.5)
    return [f for f in (title, container) if f]


def _cuts(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[int]:
    cuts = [match.end() for match in pattern.finditer(text, start, end)]
    return [c for c in cuts if text[start:c].strip(_EDGE) and text[c:end].strip(_EDGE)]


def _container(
    printed: str, text: str, start: int, end: int, confidence: float = 0.8
) -> Field | None:
    inside = _IN_FIRST.match(text, start, end) or _IN.search(text, start, end)
    if inside:
        start = inside.end()
    label = _LABEL_LAST.search(text, max(start, end - 40), end)
    if label and _SMALL_NUMBER.match(text, end):
        end = label.start()
    found = field_between("container", printed, text, start, end, confidence)
    if found and (year := _YEAR_LAST.search(found.value)):
        end = found.end - len(found.value) + year.start()
        found = field_between("container", printed, text, start, end, confidence)
    return found if found and 1 < len(found.value) <= 200 else None


def field_between(
    name: str, printed: str, text: str, start: int, end: int, confidence: float
) -> Field | None:
    """The span without punctuation and blanked parts at its edges; brackets opened are closed."""
    while start < end and text[start] in _EDGE and text[start] not in "([":
        start += 1
    while start < end and text[end - 1] in _EDGE:
        closing = text[end - 1]
        opening = _BRACKETS.get(closing)
        if opening and text.count(opening, start, end) == text.count(closing, start, end):
            break
        end -= 1
    value = " ".join(printed[start:end].split())
    if not value:
        return None
    return Field(name=name, value=value, start=start, end=end, confidence=confidence)
