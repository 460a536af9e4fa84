"""Title and container of a printed reference: what stands between authors and numbers. Pure."""

from __future__ import annotations

import re

from archive.records import Field
from pipelines.references.authors import CAPITALS, Authors
from pipelines.references.books import find_chapter
from pipelines.references.spans import EDGE, field_between

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
_YEAR_LAST = re.compile(r"[\s.,(]+(?:1[89]|20)\d\d$")
_LABEL_LAST = re.compile(
    r"[\s.,;(]+(?:[Ii]ssue|[Nn]o|[Nn]r|[Vv]ol(?:ume)?|[Pp]p?|S|Seiten?|[Ss]tr|σσ?|Art)[\s.:]*\Z"
)
"""A label whose number was read: ``, Issue``, ``(pp.``."""
_SMALL_NUMBER = re.compile(r"\d{1,3}(?!\d)")


def read_title(
    printed: str, text: str, authors: Authors | None, year: Field | None, numbers: list[Field]
) -> list[Field]:
    """Title and container, as far as they are printed.

    ``numbers`` are the fields behind title and container: volume, pages, publisher ...
    """
    if not (authors or year or numbers):
        return []
    start = authors.end if authors else 0
    end = min((f.start for f in numbers), default=len(text))
    if year and start <= year.start <= start + 4:  # "Names (2015) Title"
        rest = _AFTER_YEAR.match(text, year.end)
        start = rest.end() if rest else year.end
    elif year and year.start < end and not text[year.end : end].strip(EDGE):
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
    return [c for c in cuts if text[start:c].strip(EDGE) and text[c:end].strip(EDGE)]


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
