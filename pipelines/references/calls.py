"""Places in running text that may point to an entry of a reference list. Pure, bounded.

Numbers in brackets ``[2-4, 7]``, in parentheses ``(3)``, raised ``³,⁵`` or announced (``ref. 3``),
and names with a year: ``Lee et al., 2009; Smith 2010a``, ``Lee and colleagues (2009)``. Whether an
entry answers is decided elsewhere; what cannot point is left out here: a year, a measure, an
interval, a power, an isotope, the number before an item of an enumeration or after a noun that
counts (``Figure (2)``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from pipelines.references.authors import FAMILY, read_authors
from pipelines.references.numbers import YEAR


class Style(StrEnum):
    """How a pointer by number is set."""

    BRACKETS = "brackets"
    PARENTHESES = "parentheses"
    RAISED = "raised"
    WORD = "word"  # "ref. 3"


@dataclass(frozen=True, slots=True)
class NumberCall:
    """``text[start:end]`` names the entries ``numbers``: one number, or a range of them."""

    start: int
    end: int
    style: Style
    numbers: tuple[int, ...]
    is_joined: bool = False
    """Behind an ``and``: it may count something else, so that it accuses nobody."""


@dataclass(frozen=True, slots=True)
class NameCall:
    """``text[start:end]`` names a work by the family name of its first author and its year."""

    start: int
    end: int
    family: str
    second: str
    """Family name of another author that is named; empty = none."""
    others: bool
    """``et al.`` or the like."""
    year: str
    letter: str
    """The ``a`` of ``2010a``; empty = none."""
    is_further: bool = False
    """A further year of the name before: ``2011`` in ``Lee 2009, 2011``."""


LONGEST_RANGE = 40
"""Entries that one range may name; a wider one is an interval of something else."""
MOST = 400
"""Numbers or names found in one block."""
MOST_LOOKED_AT = 4 * MOST
LONGEST_NAMES = 160
"""Characters before a year in which the names begin that it goes with."""

RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(RAISED_DIGITS + "⁻", "0123456789-")
_PART = r"\d{1,3}(?:\s?[-–—‐‑−]\s?\d{1,3})?"
_PARTS = re.compile(_PART)
_BODY = rf"(?:[Rr]efs?\.?\s?)?{_PART}(?:\s?[,;]\s?{_PART}){{0,30}}"
_AND = rf",?\s(?:and|&|und|et|y|e|en|i|ve|och|og|ja|és|și|и|και)\s(?P<joined>{_PART})"
_CLOSED = r"(?=\s?[)\]]|[.,;](?!\w)(?!\s{0,3}[^\W\d_A-ZÀ-ÞΑ-ΩА-Я])|\s*$)"
"""What stands behind the last number of several that are announced: in ``reference 2 and 12
months`` the second counts months."""
_R = f"[{RAISED_DIGITS}]{{1,3}}"
_RAISED_PART = rf"{_R}(?:\s?[⁻–—-]\s?{_R})?"
_PLACES = (
    (Style.BRACKETS, re.compile(rf"(?<=\S)[ ]?\[\s?(?P<body>{_BODY}(?:{_AND})?)\s?\]")),
    (
        Style.PARENTHESES,
        re.compile(rf"(?:(?<=[^\W\d_]|[”\"’%)])[ ]?|(?<=[.,]))\(\s?(?P<body>{_BODY})\s?\)"),
    ),
    (
        Style.RAISED,
        re.compile(
            rf"(?<=[^\s\d{RAISED_DIGITS}⁺⁻])[ ]?"
            rf"(?P<body>{_RAISED_PART}(?:[,;]?\s?{_RAISED_PART}){{0,30}})"
        ),
    ),
    (
        Style.WORD,
        re.compile(
            r"\b(?:[Rr]efs?\.\s?|[Rr]efs\s(?=\d)|(?<=[(\[])[Rr]ef\s(?=\d)"
            r"|[Rr]eferences?\s(?:[Nn]o\.\s?)?)"
            rf"(?P<body>{_BODY}(?:{_AND}{_CLOSED})?)(?![\w.]\w)"
        ),
    ),
)  # fmt: skip
_ACROSS = re.compile(r"\[(\d{1,3})\]\s?[-–—‐‑−]\s?\[(?=(\d{1,3})\])")
"""``[1]–[4]``: what is between them, which stand there themselves."""
_HINTS = {
    Style.BRACKETS: re.compile(r"\["),
    Style.PARENTHESES: re.compile(r"\("),
    Style.RAISED: re.compile(f"[{RAISED_DIGITS}]"),
    Style.WORD: re.compile(r"[Rr]ef"),
}
_INTERVAL = re.compile(
    r"(?:\b(?:C\.?I|K\.?I|I\.?C|IQR|range|interval|Intervall?)\b|%)[\s:,=]*$", re.I
)
_BETWEEN = re.compile(
    r"\b(?:of|between|from|to|by|than|von|zwischen|bis|auf|de|entre|à|tra|fra|da|a|van|tussen|av"
    r"|mellem|mellan|mellom)$"
)
"""``a score of [1 and 5]``: its values, no entries."""
_MEASURE = re.compile(
    r"\s?(?:%|°|(?:mm|cm|m|km|mg|g|kg|ml|l|h|min|s|points?|years?|months?|weeks?|days?|Punkte?|"
    r"Jahren?|ans|años|anni|anos|lat|yıl|χρόνια)\b)"
)
_UNIT = re.compile(r"(?:(?<![^\W\d_])(?:[^\W\d_]|[kcdmµμn]m|ft|chi|eta)|χ|η|/[a-zµ]{1,4}|\d)$")
_ISOTOPE = re.compile(r"[⁺⁻]|[^\W\d_]")
_COUNTED = re.compile(
    r"(?:\b(?:and|or|und|oder|et|ou|y|e|o|i|lub|ve|veya|και|fig(?:ure|\.)?s?|tab(?:le|elle|\.)?s?|"
    r"abb(?:ildung|\.)?|box|grade?s?|stages?|stadium|type?s?|typ|phases?|levels?|class|klasse|"
    r"group|gruppe?|step|schritt|part|teil|chapter|kapitel|section|score|item|option|number|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eins|zwei|drei|vier|fünf|"
    r"sechs|sieben|acht|neun|zehn|deux|trois|quatre|cinq|sept|huit|neuf|dix|dos|tres|cuatro|"
    r"due|tre|quattro|cinque|dois|três|dwa|trzy|iki|üç|dört|δύο|τρία))$",
    re.I,
)
_ENUMERATION = re.compile(r"(?:[,;:.]|\b(?:and|or|und|oder|et|ou|y|o|e|i|lub|ve|και))\s\(\d\)\s\w")
"""A block that counts its items prints no pointers of that form."""

_OTHERS = (
    r"(?:,?\s(?:et\.?\sal\b\.?|u\.\s?a\.|y\scols?\b\.?|e\scoll?\b\.?|et\scoll?\b\.?|i\swsp\.|"
    r"ve\sark\.|και\sσυν\.|κ\.\s?ά\.|a\skol\.|i\ssur\.|m\.\s?fl\.|(?:and|und|et|y|e|i|ve|και)\s(?:his\s|her\s|their\s)?(?:colleagues|"
    r"co-?workers|others|Kolleg(?:en|innen)|Mitarbeiter|collègues|colegas|colleghi|inni|"
    r"arkadaşları|συνεργάτες)))"
)
_WITH = (
    rf"(?:[,;]\s{FAMILY}){{0,4}}(?:,?\s(?:and|&|und|et|y|e|i|en|ve|och|og|ja|és|și|и|і|και)|;)\s"
    rf"(?P<second>{FAMILY})"
)
_NAMED = re.compile(
    rf"\b(?P<family>{FAMILY})(?:['’]s?\b)?(?:(?P<others>{_OTHERS})|{_WITH})?,?\s?[(\[]?\s?"
    r"(?<!\d)(?P<year>(?:1[89]|20)\d\d)(?P<letter>[a-k])?(?!\w)"
)
_BRACKETED_YEAR = re.compile(r"\([^()]{3,120}(?:1[89]|20)\d\d")
FEWEST_POINTERS = 2
"""Works that a text names in brackets and that none of them names."""
_NEXT_YEAR = re.compile(
    r"\s?(?:[,;&]|\band\b|\bund\b|\bet\b)\s?(?P<year>(?:1[89]|20)\d\d)?(?P<letter>[a-k])?(?!\w)"
)


def find_number_calls(text: str) -> list[NumberCall]:
    """Every place that may name entries by number, in order; each part of a place on its own.

    >>> [(text[c.start:c.end], c.numbers) for text in ["Walking helps [2-4, 7]."]
    ...  for c in find_number_calls(text)]
    [('2-4', (2, 3, 4)), ('7', (7,))]
    """
    found: list[NumberCall] = []
    for style, pattern in _PLACES:
        if _HINTS[style].search(text) is None:
            continue
        if style is Style.PARENTHESES and _ENUMERATION.search(text):
            continue
        for match in islice(pattern.finditer(text), MOST_LOOKED_AT):
            if _may_point(style, text, match):
                found += _parts(style, match)
            if len(found) >= MOST:
                break
    for match in islice(_ACROSS.finditer(text), MOST):
        first, last = map(int, match.groups())
        if 1 < last - first < LONGEST_RANGE:
            between = tuple(range(first + 1, last))
            found.append(NumberCall(match.start(1), match.end(2), Style.BRACKETS, between))
    return sorted(found, key=lambda call: call.start)


def _may_point(style: Style, text: str, match: re.Match[str]) -> bool:
    if style is Style.WORD:
        return True
    start, end = match.span()
    before = text[max(0, start - 24) : start]
    if style is Style.RAISED:
        return not (_UNIT.search(before) or _ISOTOPE.match(text, end))
    if _INTERVAL.search(before) or _MEASURE.match(text, end):
        return False
    if style is Style.BRACKETS:
        return match["joined"] is None or not _BETWEEN.search(before)
    return not _COUNTED.search(before)


def _parts(style: Style, match: re.Match[str]) -> list[NumberCall]:
    offset, body = match.start("body"), match["body"].translate(_LOWERED)
    joined = match.start("joined") if "joined" in match.re.groupindex else -1
    found = []
    for part in _PARTS.finditer(body):
        ends = [int(number) for number in re.findall(r"\d+", part[0])]
        first, last = ends[0], ends[-1]
        if first < 1 or last < first or last - first >= LONGEST_RANGE:
            return []
        start, end = offset + part.start(), offset + part.end()
        numbers = tuple(range(first, last + 1))
        found.append(NumberCall(start, end, style, numbers, is_joined=start == joined))
    return found


def points_to_works(text: str) -> bool:
    """Whether a text names several works by author and year in brackets, as none of them does.

    >>> points_to_works("It helps (Lamb et al. 2010), and is cheap (Lee 2012; Kim 2015, p. 9).")
    True
    >>> points_to_works("Predictors of symptoms (Hara et al., 2010). Eur Spine J 19:1849")
    False
    """
    if len(_BRACKETED_YEAR.findall(text)) < FEWEST_POINTERS or read_authors(text) is not None:
        return False
    calls = (text[call.start : call.end] for call in find_name_calls(text))
    return sum(f"({printed}" in text for printed in calls) >= FEWEST_POINTERS


def find_name_calls(text: str) -> Iterator[NameCall]:
    """Every place that may name works by author and year; further years of one author follow.

    >>> [(c.family, c.year, c.letter) for c in find_name_calls("(Lee et al., 2009; Kim 2010a, b)")]
    [('Lee', '2009', ''), ('Kim', '2010', 'a'), ('Kim', '2010', 'b')]
    """
    last = 0
    for year_at in islice(YEAR.finditer(text), MOST):
        begin = max(last, year_at.start() - LONGEST_NAMES)
        match = _NAMED.search(text, begin, year_at.end() + 2)
        if match is None:
            continue
        family, others = match["family"], match["others"] is not None
        second, year = match["second"] or "", match["year"]
        yield NameCall(
            match.start(), match.end(), family, second, others, year, match["letter"] or ""
        )
        last = match.end()
        following = _NEXT_YEAR.match(text, last)
        while following and (following["year"] or following["letter"]):
            year = following["year"] or year
            start = following.start("year" if following["year"] else "letter")
            letter = following["letter"] or ""
            yield NameCall(start, following.end(), family, second, others, year, letter, True)
            last = following.end()
            following = _NEXT_YEAR.match(text, last)
