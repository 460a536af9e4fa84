"""Year, volume, issue, pages and article number of a printed reference. Pure, bounded.

A number counts only in a shape that lists use: ``2015;2015:328196``, ``19(11): 1849–1854``,
``338:a3115``, ``11(4), 65–79``, ``46, 2227-2237 (2001)``, ``vol. 27, no. 2, p. 308``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from archive.records import Field
from pipelines.memory import remembering
from pipelines.references.labels import (
    ARTICLES,
    ISSUES,
    ISSUES_BEHIND,
    SIDES,
    SIDES_BEHIND,
    VOLUMES,
    VOLUMES_BEHIND,
    alternatives,
    first_letters,
    none_before,
)
from pipelines.references.spans import LONGEST

YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
"""A year in which a work may have been published, wherever it stands."""
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)(?!\d)[a-z]?"
_MONTH = (
    r"(?:[\s,.]{1,2}[A-Za-zÀ-ÿ]{3,9}\.?(?:[-/][A-Za-z]{3,9}\.?)?(?:\s\d{1,2}(?:[-–]\d{1,2})?)?)?"
)
_DATED = rf"(?<!\d){_YEAR}{_MONTH}\s?"
_VOLUME = r"(?P<volume>[A-Z]{0,2}\d{1,4}(?:[-–]?[A-Z]{1,2}\b)?(?:[-–/]\d{1,3}(?!\d))?)"
_ISSUE = (
    r"\(?\s?(?P<issue>(?<=\()[^()]{1,24}?(?=\s?\))|[Ss]uppl\.?\s?\d{0,2}[A-Z]?)"
    r"\s?\)?(?:\s?\([^()]{1,24}\))?"
)
_VOLUMES, _ISSUES, _SIDES, _ARTICLES = map(alternatives, (VOLUMES, ISSUES, SIDES, ARTICLES))
_VOLUMES_BEHIND, _ISSUES_BEHIND, _SIDES_BEHIND = map(
    alternatives, (VOLUMES_BEHIND, ISSUES_BEHIND, SIDES_BEHIND)
)
_P = rf"(?:(?:{_SIDES})\b\.?\s?)"
_PAGE = r"(?:[A-Z]\d\d[A-Z]\d\d|(?:[A-Za-z]{1,3}[.]?)?\d{1,8}(?:\.\d{1,3})?[A-Za-z]?)"
_DASH = r"\s?(?:[-–—‐‑−]|--)\s?"
_RANGE = rf"(?:{_PAGE}{_DASH}{_PAGE}|[ivxl]{{1,7}}{_DASH}[ivxl]{{1,7}})"
_ROMAN = r"[ivx]{1,7}(?=[.,;)\]]{1,2}(?:\s(?!\d)|$)|\s*$)"
"""A page of a preface: ``12:iv.``; behind ``v.`` a figure says that it is a volume."""
_PAGES = rf"(?P<pages>{_RANGE}|{_PAGE}|{_ROMAN})(?![\w/])"
# Not part of a number, and not an issue or a supplement.
_ALONE = (
    rf"(?<![\w./(–-]){none_before(ISSUES)}(?<!\bN\.\s)"
    r"(?<![°º]\s)(?<![°º])(?<!\bpp\.\s)(?<!\bp\.\s)(?<!\bS\.\s)(?<!\bpp\s)"
    r"(?<!\b[Ss]upl\.\s)(?<!\b[Ss]uppl\.\s)"
)

_AT_THE_END = r"(?=[\s.()\[\]]*(?:\d{4}\))?[\s.()\[\]]*$)"

_NO = rf",?\s(?:{_ISSUES})\.?[º°]?\s?(?P<issue>\d{{1,4}}(?:[-–/]\d{{1,3}})?)"
_POINTED = r"(?P<volume>\d{1,4})\.(?P<issue>\d{1,3}(?:[-–/]\d{1,3})?)"
"""``98.2 (2012)``, as MLA has volume and issue."""
_IN_YEAR = rf"\((?:(?:\d{{1,2}}\s)?[A-Za-zÀ-ÿ]{{3,9}}\.?\s)?{_YEAR}\)"

_BEFORE = r"[;,:]\s?(?:[CL]\s)?"
_COLON = r"(?:[:,]|;(?=\s?\d{1,5}[-–]\d))"
_COLON_OR_RANGE = r"(?::|,(?=\s?\d{1,5}[-–−]))"
_UNSURE, _DATED_ONLY = 0.75, 0.65
_DASHES = tuple("-–—‐‑−")
_OPEN = ("(", "uppl")
_SIGNS = (*_DASHES, *_OPEN, ":", ",")
_SHAPES = tuple(
    (confidence, signs, re.compile(pattern))
    for confidence, signs, pattern in (
        (0.95, (), rf"{_DATED}{_BEFORE}{_VOLUME}?\s?(?:{_ISSUE})?\s?{_COLON}\s?{_P}?{_PAGES}"),
        (0.9, ("(", ":,"), rf"{_ALONE}{_VOLUME}{_NO}\s{_IN_YEAR}\s?{_COLON_OR_RANGE}\s?{_PAGES}"),
        (0.9, ("(", ":"), rf"{_ALONE}{_POINTED}\s{_IN_YEAR}\s?:\s?{_PAGES}(?!\s\w)"),
        (0.9, (_OPEN,), rf"{_ALONE}{_VOLUME}\s?{_ISSUE}\s?[:,.]?\s?{_P}?{_PAGES}"),
        (0.85, (":",), rf"{_ALONE}{_VOLUME}\s?:\s?{_P}?{_PAGES}"),
        (0.8, (",", _DASHES), rf"{_ALONE}{_VOLUME}\s?,\s?{_P}?(?P<pages>{_RANGE})(?![\w/])"),
        (0.8, (",",), rf"{_ALONE}{_VOLUME}\s?,\s?{_P}(?P<pages>{_PAGE})(?![\w/])"),
        (0.8, (",",), rf"{_ALONE}{_VOLUME}\s?,\s?(?P<pages>e\d{{2,8}})(?![\w/])"),
        (_UNSURE, (",",), rf"{_ALONE}{_VOLUME}\s?,\s?(?P<pages>{_PAGE}){_AT_THE_END}"),
        (_UNSURE, (), rf"{_DATED}\.\s{_VOLUME}\.\s(?P<pages>{_RANGE})(?![\w/])"),
        (0.7, (), rf"{_DATED}[;,]\s?{_VOLUME}\s?{_ISSUE}"),
        (_DATED_ONLY, (), rf"{_DATED};\s?{_VOLUME}(?![\w:])"),
        (0.6, (_OPEN,), rf"{_ALONE}{_VOLUME}\s?{_ISSUE}(?=[\s.,;]|$)"),
    )
)  # fmt: skip
"""Confidence, what is in a text of this shape (one of each), and the shape; those without signs
begin with a year, the others with a volume."""
_DATED_PLACE = re.compile(r"(?:1[6-9]|20)(?<!\d..)\d\d(?!\d)")
_SIGNED_VOLUME = (
    r"(?=[A-Z]{0,2}\d{1,4}(?:[-–]?[A-Z]{1,2})?(?:[-–/]\d{1,3})?"
    r"(?:\s{0,2}[(:,SsNn]|\.\d[\d–/-]{0,6}\s\())"
)
_ALONE_FIRST, _ALONE_BEHIND = re.compile(_SIGNED_VOLUME), re.compile(rf"[^\w./(-]{_SIGNED_VOLUME}")
"""Where shapes may begin. They are sought once for all shapes, by patterns that the engine skips
through, since every line of every page is looked at. A volume is followed by one of few signs."""
_ISSUE_NUMBER = r"\d{1,3}(?:/\d\d?(?!\d))?(?!\w)|\d{4}(?![\w/])"
_LABELLED = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("volume", rf"(?<!\w)(?:{_VOLUMES})\.?\s?(?P<value>\d{{1,4}})(?!\d)"),
        ("volume", rf"(?<!\d)(?P<value>\d{{1,3}})\.\s?(?:{_VOLUMES_BEHIND})\b"),
        ("issue", rf"(?<!\w)(?:{_ISSUES})\.?[º°]?\s?(?P<value>{_ISSUE_NUMBER})"),
        ("issue", rf"(?<!\d)(?P<value>\d{{1,3}})\.\s?(?:{_ISSUES_BEHIND})\b"),
        (
            "article_number",
            rf"\b(?:{_ARTICLES})\.?\s?(?:[Nn]o|[Nn]r)?[.:]{{0,2}}\s?(?P<value>[A-Z]{{0,3}}\d{{3,9}})\b",
        ),
        ("pages", rf"(?<![\w.]){_P}(?P<value>{_RANGE}|{_PAGE})(?![\w/])"),
        ("pages", rf"(?<![\w.])(?P<value>\d{{1,6}}\.?{_DASH}\d{{1,6}})\.?\s(?:{_SIDES_BEHIND})\b"),
        ("pages", rf"(?<![\w.])(?:pp?|[Pp]ages?)\b\.?\s?(?P<value>{_ROMAN})"),
        ("pages", rf"(?<!\w)(?:{_ISSUES})\.?[º°]?\s?\d{{1,4}},\s(?P<value>{_RANGE})(?=[.,;)]|$)"),
        ("pages", rf"(?<=\d\.\s)P\.\s?(?P<value>{_RANGE})(?![\w/])"),  # GOST 7.0.5
        ("pages", rf"(?<=[–—]\s)P\.\s?(?P<value>{_RANGE})(?![\w/])"),
    )
)  # fmt: skip
_PLACE_NAMES, _ARTICLE = {"volume", "pages"}, "Art"
_ISSUE_LABEL = re.compile(rf"(?:{_ISSUES}|{_ISSUES_BEHIND})(?![^\W\d_º])")
_ISSUE_BEHIND = re.compile(
    rf"\W(?=[{first_letters(f'{ISSUES} {ISSUES_BEHIND}')}]){_ISSUE_LABEL.pattern}"
)
"""What there is to find where volume and pages are known: an issue, the number of an article."""
_LABEL = re.compile(
    rf"(?:{_VOLUMES}|{_VOLUMES_BEHIND}|{_ISSUES}|{_ISSUES_BEHIND}|(?:{_ARTICLES})(?:[Nn][or])?"
    rf"|{_SIDES}|{_SIDES_BEHIND})(?![^\W\d_])"
)
"""What a text with any of them has in it, at its beginning or behind no letter or figure."""
_LABEL_FIRST = first_letters(
    " ".join((VOLUMES, VOLUMES_BEHIND, ISSUES, ISSUES_BEHIND, ARTICLES, SIDES, SIDES_BEHIND))
)
_LABEL_BEHIND = re.compile(rf"\W(?=[{_LABEL_FIRST}]){_LABEL.pattern}")
_MAY_BE_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_YEARS = (
    (0.95, re.compile(rf"\(\s?{_YEAR}(?:,[^()]{{1,24}})?\s?\)")),
    (0.8, re.compile(rf"(?<=[.,;:]\s){_YEAR}(?=\s?[.,;:]|$)")),
    (0.6, re.compile(rf"(?<![\w/.-]){_YEAR}(?![\w/–-])")),
    (0.6, re.compile(rf"(?<![\d.])\d{{1,2}}\.\s?\d{{1,2}}\.\s?{_YEAR}(?![\w/–-])")),
)
_ISSUE_SIGN = re.compile(r"^(?!.*\b(?:S|pp?)\.\s?\d).*(?:\d|[Ss]uppl|[Pp]t|[Ii]ssue)")
"""``3``, ``Suppl 2``, ``5 Pt 1``; ``BGBl. I S. 778`` is a place."""
_STUDY = re.compile(r"[A-Z]{2,8}[\s-](?:19|20)\d\d")
"""``(GBD 2019)``: what a study is called by its letters and its year."""
_SENTENCE_NEXT = re.compile(r"\.\s(?!Art|sz)[^\W\d_]{3}")
_WORD_BEHIND = re.compile(r"\s(?!(?:doi|pmid|available|accessed|retrieved|epub)\b)[a-z]{2}")
_ANY_YEAR = re.compile(r"(?:1[6-9]|20)\d\d[a-z]?")
_ANY_DASH, _NO_DIGIT = re.compile(r"[-–—‐‑−]"), re.compile(r"\D")
_OF_SUPPLEMENT = re.compile(r"S\.?\d{1,4}")
_LETTERED = re.compile(r"[A-Za-z]+\.?\d{2}")


def read_numbers(text: str, start: int = 0) -> list[Field]:
    """Volume, issue, pages or article number, and the year printed among them.

    ``start`` is where the authors end: nothing before it is looked at, nor more than ``LONGEST``
    characters behind it. Absent stays absent.

    >>> {f.name: f.value for f in read_numbers("BMJ. 2009;338:a3115.")}
    {'year': '2009', 'volume': '338', 'article_number': 'a3115'}
    """
    if len(text) > start + LONGEST:
        text = f"{text[: start + LONGEST]}\0"  # where it is cut is no end of a reference
    return list(_numbers_of(text, start))


@remembering
def _numbers_of(text: str, start: int) -> tuple[Field, ...]:
    for confidence, match in _places(text, start):
        found = [] if _is_ratio(match) else _fields_of(match, confidence)
        if found:
            if ":" not in match[0] or match.groupdict().get("issue"):  # 2015:328196 is a volume
                found = _with_year(found, text, start)
            labelled = _labelled(text, start, {f.name for f in found})
            return (*found, *(f for f in labelled if not _is_apart(text, f, match)))
    return tuple(_labelled(text, start, set()))


def _places(text: str, start: int) -> Iterator[tuple[float, re.Match[str]]]:
    """Confidence and match of every shape, the surest shape first, of each the last match first."""
    dated = [place.start() for place in _DATED_PLACE.finditer(text, start)]
    if dated:  # most references are told by the first shape
        confidence, _, shape = _SHAPES[0]
        for match in reversed(_matches_at(dated, shape, text)):
            yield confidence, match
    alone = [0] if start == 0 and _ALONE_FIRST.match(text) else []
    alone += [place.end() for place in _ALONE_BEHIND.finditer(text, max(0, start - 1))]
    if not (dated or alone):
        return
    signs = frozenset([sign for sign in _SIGNS if sign in text])
    for confidence, is_alone, shape in _shapes_with(signs):
        if places := alone if is_alone else dated:
            for match in reversed(_matches_at(places, shape, text)):
                yield confidence, match


@cache  # of so few signs there are few sets
def _shapes_with(signs: frozenset[str]) -> tuple[tuple[float, bool, re.Pattern[str]], ...]:
    """The other shapes that a text with these signs may have; whether they begin with a volume."""
    return tuple(
        (confidence, bool(needed), shape)
        for confidence, needed, shape in _SHAPES[1:]
        if all(not signs.isdisjoint(either) for either in needed)
    )


def _matches_at(places: list[int], shape: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Matches that begin at these places and do not overlap."""
    matches, end = [], 0
    for place in places:
        if place >= end and (match := shape.match(text, place)):
            matches.append(match)
            end = match.end()
    return matches


def read_year(text: str, start: int, taken: list[Field]) -> Field | None:
    """The year of publication: in brackets first, then among the numbers, then on its own."""
    patterns = _YEARS if _MAY_BE_YEAR.search(text, start) else ()
    in_brackets = patterns[0][1].search(text, start) if patterns else None
    if in_brackets:
        return _field("year", in_brackets, "year", _YEARS[0][0])
    for field in taken:
        if field.name == "year":
            return field
    for confidence, pattern in patterns[1:]:
        for match in reversed(list(pattern.finditer(text, start))):
            if not any(f.start < match.end("year") and match.start("year") < f.end for f in taken):
                return _field("year", match, "year", confidence)
    return None


def _fields_of(match: re.Match[str], confidence: float) -> list[Field]:
    parts = match.groupdict()
    issue = parts.get("issue") or ""
    issue_is_year = _ANY_YEAR.fullmatch(issue) is not None  # "JHEP 09 (2007) 126"
    if issue and not issue_is_year and not _ISSUE_SIGN.search(issue):
        return []
    if _STUDY.fullmatch(issue):
        return []
    if confidence == _UNSURE and _ANY_YEAR.fullmatch(parts["pages"]):
        return []  # "October 19, 2020"
    if confidence == _DATED_ONLY and _ANY_YEAR.fullmatch(parts["volume"]):
        return []  # "in 2019. WHO; 2020"
    if _ANY_YEAR.fullmatch(parts["volume"] or "") and not issue_is_year and YEAR.search(issue):
        return []  # "Guideline CG146. 2012 (updated 2017)"
    fields = []
    for name in ("year", "volume", "issue", "pages"):
        if not parts.get(name):
            continue
        named = name
        if name == "issue" and issue_is_year:
            named = "year"
        elif name == "pages" and is_article_number(parts["pages"]):
            named = "article_number"
        fields.append(_field(named, match, name, confidence))
    return fields


def _is_ratio(match: re.Match[str]) -> bool:
    """Whether it is something else than volume and page: ``with 2:1 randomisation``."""
    parts = match.groupdict()
    is_short = len(parts.get("pages") or "") <= 2 and ":" in match[0]
    behind = _WORD_BEHIND.match(match.string, match.end())
    return is_short and not (parts.get("year") or parts.get("issue")) and behind is not None


def _is_apart(text: str, labelled: Field, place: re.Match[str]) -> bool:
    """Whether a number ends a sentence before the place: ``Report No. 19. Spine 112:533``."""
    is_before = labelled.name == "issue" and labelled.end < place.start()
    return is_before and _SENTENCE_NEXT.match(text, labelled.end) is not None


def _with_year(found: list[Field], text: str, start: int) -> list[Field]:
    """A year that was taken for the volume, where no other is printed: ``12 May 2017, p. 4``."""
    is_taken = any(
        field.name == "volume" and _ANY_YEAR.fullmatch(field.value) is not None for field in found
    )
    is_dated = any(field.name == "year" for field in found)
    if is_dated or not is_taken or len(_YEARS[2][1].findall(text, start)) > 1:
        return found
    return [
        replace(field, name="year")
        if field.name == "volume" and _ANY_YEAR.fullmatch(field.value)
        else field
        for field in found
    ]


def is_article_number(pages: str) -> bool:
    """``a3115``, ``e0148584``, ``CD009790``, ``328196``: one number that is no page."""
    if not pages.isdecimal():
        if _ANY_DASH.search(pages) or _OF_SUPPLEMENT.fullmatch(pages):
            return False
        if _LETTERED.match(pages):
            return True
    return len(_NO_DIGIT.sub("", pages)) >= 5


def _labelled(text: str, start: int, known: set[str]) -> list[Field]:
    fields = []
    if "article_number" in known:
        known = known | {"pages"}
    if known >= _PLACE_NAMES and _ARTICLE not in text:
        is_issue = "issue" not in known and _may_have_issue(text, start)
        if not is_issue:
            return []
    first = _LABEL.match(text) if start == 0 else None
    has_label = first or _LABEL_BEHIND.search(text, max(0, start - 1))
    for name, pattern in _LABELLED if has_label else ():
        if name not in known and (match := pattern.search(text, start)):
            known = known | {name}
            fields.append(_field(name, match, "value", 0.8))
    return fields


def _may_have_issue(text: str, start: int) -> bool:
    if start == 0 and _ISSUE_LABEL.match(text):
        return True
    return _ISSUE_BEHIND.search(text, max(0, start - 1)) is not None


def _field(name: str, match: re.Match[str], group: str, confidence: float) -> Field:
    start, end = match.span(group)
    value = match[group].rstrip(".")
    if name == "year":
        value, end = value[:4], start + 4
    return Field(name=name, value=value, start=start, end=end, confidence=confidence)
