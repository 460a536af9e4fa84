"""The publication years that a text prints, and whether two texts share one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.references.numbers import YEAR

_FIGURES = re.compile(r"(?:1[6-9]|20)\d\d")
"""Those of a year, wherever they stand."""
_BEHIND_SLASH = re.compile(r"/\S*")
MOST_BEFORE_SLASH = 80
"""Characters of a word before its first slash that are left out with it."""
_NO_YEAR = re.compile(
    r"\b(?:[Aa]ccess(?:ed|o)|[Aa]cesso|[Rr]etrieved|[Cc]ited|[Vv]iewed|[Zz]ugriff|[Aa]bgerufen"
    r"|[Cc]onsult[ée]|[Cc]onsultado|[Ee]pub)\b[^\d\n]{0,14}(?:\d{1,2}[\s./-]{1,2}[^\d\n]{0,14}){0,2}"
    r"(?:1[89]|20)\d\d|Phila Pa 1976|(?<=\d{4})[-–]\d\d\b|\b[A-Z]{1,4}(?:19|20)\d\d\b"
)
"""A year in which a page was seen, one in the name of a journal, and what reads as a year."""
_NO_YEAR_WORDS = (
    "ccess", "cesso", "etrieved", "ited", "iewed", "ugriff", "bgerufen", "onsult", "pub",
    "Phila Pa",
)  # fmt: skip
_NO_YEAR_FIGURES = re.compile(r"[-–](?<=\d{4}.)\d\d\b|(?:19|20)(?<=[A-Z]..)\d\d\b")
"""A text with one of these has one of these signs in it; a quick test."""
_RANGE = re.compile(r"\s?[-–]\s?\d(?:\d\d|(?!\d))")


def agree_on_year(before: str, text: str) -> bool:
    """Whether no other year is printed than in the entry; ahead of print is a year earlier."""
    return agree(years_in(before), years_in(text))


def agree(years: Sequence[int], others: Sequence[int]) -> bool:
    """Whether two years are the same, or one apart; where either has none, they are."""
    return not years or not others or min(abs(a - b) for a in years for b in others) <= 1


def years_in(text: str) -> list[int]:
    """The years in a text; pages like 1985–1988 are none, nor is a part of a DOI name."""
    if _FIGURES.search(text) is None:
        return []
    text = _without_addresses(text)
    return [
        int(match[0])
        for match in YEAR.finditer(text)
        if not _RANGE.match(text, match.end()) and text[: match.start()][-1:] not in ("-", "–")
    ]


def years_of_work(text: str) -> list[int]:
    """The same without the years in which a page was seen."""
    if _FIGURES.search(text) is None:
        return []
    may_be_seen = any(map(text.__contains__, _NO_YEAR_WORDS)) or _NO_YEAR_FIGURES.search(text)
    return years_in(_NO_YEAR.sub(" ", text) if may_be_seen else text)


def _without_addresses(text: str) -> str:
    """A text without the words that have a slash in them."""
    if "/" not in text:
        return text
    kept, last = [], 0
    for match in _BEHIND_SLASH.finditer(text):
        before = text[last : match.start()]
        is_inside = before != "" and not before[-1].isspace()
        word = before.rsplit(maxsplit=1)[-1] if is_inside else ""
        kept.append(before[: len(before) - min(len(word), MOST_BEFORE_SLASH)])
        last = match.end()
    return " ".join((*kept, text[last:]))
