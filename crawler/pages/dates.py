"""Turns printed dates into ISO dates, unless they can be read in two ways. Pure.

Written for the forms of the Patient Line in nine languages, ISO 8601 (as in ``<time>``, meta
elements and JSON-LD) and numeric dates, day first as all of Europe writes them. ``12/7/2022``
on an English page may be either, so it is none. Other languages' month names go to dateparser,
with the language pinned and strict, and only for a text that is nothing but a date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from crawler.pages.months import MONTH_NUMBER

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LONGEST_DATE = 60  # characters, weekday and words included

_ISO = re.compile(r"(?<![\w./-])(\d{4})-(\d\d)-(\d\d)(?=$|[^\w./-]|T\d|[.,](?:\s|$))")
_YEAR_FIRST = re.compile(r"(?<![\w./-])(\d{4})[/.](\d\d)[/.](\d\d)(?![\w/-]|\.\d)")
_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\w/-]|\.\d)")
_DAY_MONTH = re.compile(
    r"(?<![\w./-])(\d{1,2})(?:\s?(?:st|nd|rd|th|er|re|º|ª|°|ο|η)(?=[\s.]))?\.?[\s-]{1,3}"
    r"(?:de\s{1,2}|of\s{1,2}|d[’'])?([^\W\d_]{3,14})\.?,?[\s-]{1,3}(?:de[l]?\s{1,2})?(\d{4})(?!\w)"
)
_MONTH_DAY = re.compile(
    r"(?<!\w)([^\W\d_]{3,14})\.?\s{1,2}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(\d{4})(?!\w)"
)
_FOUR_DIGITS = re.compile(r"\d\d{3}")  # every form has a year; told sooner than by \d{4}
_URL_DATE = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands: printed as ``text[start:end]``."""

    iso: date
    start: int
    end: int


@lru_cache(maxsize=512)  # of all words only names of months stand in dates
def fold(word: str) -> str:
    """Lower case without accents, so that all spellings of a month name are one.

    >>> fold("Aralık"), fold("ΜΑΪΟΥ"), fold("févr")
    ('aralik', 'μαιου', 'fevr')
    """
    bare = unicodedata.normalize("NFD", word.casefold()).replace("ı", "i")
    return "".join(c for c in bare if not unicodedata.combining(c))


def may_hold_date(text: str) -> bool:
    """Quick test: whether ``find_dates`` may find a date. Of an ASCII text, which has no digits but
    the usual ones, the beginning of a year tells it in a tenth of the time."""
    if text.isascii() and not ("19" in text or "20" in text or "21" in text):
        return False
    return _FOUR_DIGITS.search(text) is not None


def find_dates(text: str, language: str = "") -> list[FoundDate]:
    """Every date in a text, in order, without overlaps."""
    if not may_hold_date(text):
        return []
    found = sorted(_every(text, language), key=lambda d: (d.start, -d.end))
    kept: list[FoundDate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def parse_date(text: str, language: str = "") -> date | None:
    """The date that a short text prints, e.g. ``20. Dezember 2022``; None if none or several."""
    text = text.strip()
    if not text or len(text) > LONGEST_DATE:
        return None
    found = {d.iso for d in find_dates(text, language)}
    if len(found) == 1:
        return found.pop()
    if not found and re.search(r"\d{4}", text) and re.search(r"[^\W\d_]{3}", text):
        return _ask_dateparser(text, language)
    return None


def date_of_url(url: str) -> FoundDate | None:
    """The date in a path such as ``/2019/01/29/title.html``."""
    match = _URL_DATE.search(url)
    iso = match and _date(*match.groups())
    return FoundDate(iso, match.start() + 1, match.end()) if match and iso else None


def _every(text: str, language: str) -> Iterator[FoundDate]:
    for match in (*_ISO.finditer(text), *_YEAR_FIRST.finditer(text)):
        yield from _found(match, *match.groups())
    for match in _NUMERIC.finditer(text):
        day, separator, month, year = match.groups()
        if separator == "/" and language[:2] in ("en", "") and day != month and int(day) <= 12:
            # 12/7/2022 has two readings, 12/20/2022 has one.
            if int(month) > 12:
                yield from _found(match, year, day, month)
            continue
        yield from _found(match, year, month, day)
    for match in _DAY_MONTH.finditer(text):
        day, name, year = match.groups()
        yield from _found(match, year, str(MONTH_NUMBER.get(fold(name), 0)), day)
    for match in _MONTH_DAY.finditer(text):
        name, day, year = match.groups()
        yield from _found(match, year, str(MONTH_NUMBER.get(fold(name), 0)), day)


def _found(match: re.Match[str], year: str, month: str, day: str) -> Iterator[FoundDate]:
    iso = _date(year, month, day)
    if iso:
        yield FoundDate(iso, match.start(), match.end())


def _date(year: str, month: str, day: str) -> date | None:
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _ask_dateparser(text: str, language: str) -> date | None:
    """Month names of languages we have no table for; imported late, since it takes a while."""
    primary = language[:2].lower()
    if not primary or any(fold(w) in MONTH_NUMBER for w in re.findall(r"[^\W\d_]{3,}", text)):
        return None
    import dateparser

    try:
        moment = dateparser.parse(
            text,
            languages=[primary],
            settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]},
        )
    except (ValueError, OverflowError, re.error):
        return None
    return moment.date() if moment and EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None
