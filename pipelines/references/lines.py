"""How much a line looks like a reference, or like the beginning or end of one. Pure.

Points are given for what reference lists print and prose does not: author names with initials
at the beginning, volume:pages, identifiers, journal abbreviations. No single sign is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from pipelines.dois import prints_name
from pipelines.identifiers import find_identifiers
from pipelines.references.authors import CAPITALS, EAST_ASIAN, Authors, read_authors
from pipelines.references.books import ORGANISATION
from pipelines.references.columns import Column
from pipelines.references.numbers import read_numbers
from pipelines.references.title_first import names_behind_title
from pipelines.text import SPACES, fold_space, plain_signs, words_of

ENOUGH = 6.0
"""Points of a reference that stands anywhere."""
ENOUGH_IN_LIST = 2.0
"""Points of an entry below a heading that announces references, or among other entries."""
LONGEST = 1500
"""Characters; nobody prints a longer reference."""


class Part(Enum):
    """Which part of a reference a line is."""

    WHOLE = "whole"
    HEAD = "head"  # authors, perhaps the year, and nothing else
    TAIL = "tail"  # title and numbers, or an identifier, without authors
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a line shows of being a reference."""

    points: float
    """Counted as far as ``ENOUGH``."""
    part: Part
    authors: int
    """Names of people at the beginning."""
    has_place: bool
    """Volume and pages, or an identifier: something that says where the work is."""
    is_named: bool
    """It prints an identifier."""
    is_published: bool = False
    """It prints a publisher with its town, or ends in a journal's name with its year."""


@dataclass(slots=True)
class Line:
    """One line of a block, or one of several entries that share a line: ``text[start:end]``."""

    block: int
    start: int
    end: int
    text: str
    marker: str
    opens: bool
    """A printed number, or the first line of a list item or table row: an entry begins here."""
    columns: tuple[Column, ...] = ()
    """What its cells hold, in a table with a column for each field."""
    is_marked: bool = False
    """A number, key, bullet or label is printed before it: it is no part of another entry."""
    is_bare: bool = False
    """Its number is nothing but figures, in front of a name."""
    _judged: tuple[str, Likeness] | None = field(
        default=None, init=False, repr=False, compare=False
    )
    """The text that was judged last, and how."""

    @property
    def like(self) -> Likeness:
        """How much the text looks like a reference; told when it is asked, since most are not."""
        if self._judged is None or self._judged[0] is not self.text:
            self._judged = self.text, likeness(fold_space(self.text))
        return self._judged[1]


# Most lines are prose, and every line of every page is judged: patterns begin with what they
# look for (what must not stand before it is asked behind that), so that the engine skips to it.
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:1[89]|20)(?<![\d/.-]..)\d\d[a-z]?(?![\d/])")
_YEAR_IN_BRACKETS = re.compile(r"\((?:1[89]|20)\d\d[a-z]?(?:,[^()]{1,24})?\)")
_DATE = re.compile(
    r"\d(?<!\w.)(?:(?:(?<=1)9|(?<=2)0)\d\d-\d\d-\d\d|\d?[./]\d{1,2}[./](?:19|20)\d\d)\b"
)
"""A day in digits, which is no volume and page."""
_TIME_BEHIND = r"(?:(?:to|bis|à|–|-)\s?\d{1,2}:[0-5]\d(?!\d)|(?:[ap]\.?m|Uhr|h)\b)"
_TIME = re.compile(rf"\d(?<!\w.)\d?:[0-5]\d(?!\d)\s?{_TIME_BEHIND}")
"""A time of day (``12:30 to 14:00``, ``8:15 am``), which is none either."""
_PARTED_FIGURES = re.compile(r"[./-]\d\d?[./-]")
_CLOCK = re.compile(rf":[0-5]\d(?!\d)\s?{_TIME_BEHIND}")
"""What a text with such a day, or with such a time, has in it; quick."""
_JOURNALS = (
    "J Journal Lancet BMJ JAMA Spine Engl Proc Ann Arch Clin Res Rev Surg Acta Z Bull Zeitschrift"
    " Revue Revista Rivista Press Verlag Publisher Publishing Elsevier Springer Wiley Thieme"
    " Cochrane PLoS PLOS Nature Science BMC Dtsch Eur Int Am Br Scand In Proceedings Thesis"
    " Dissertation Conference Guideline Leitlinie"
)
_JOURNAL_WORDS = frozenset(_JOURNALS.split())
_ENDING = re.compile(
    rf"[.?!]\s+[{CAPITALS}][\w .&’'-]{{1,70}}[.,]?\s+"
    r"\(?(?:1[89]|20)\d\d\)?(?:\s?;[^.]{0,40})?[.\s]*$"
)
_SIGNED_OR_QUOTED = re.compile(
    rf"{ORGANISATION.pattern}|[“\"„][^“”\"„\n]{{8,200}}[.,?!][”“\"]\s[{CAPITALS}]"
)
"""A body at the beginning, or a title in quotation marks, as MLA has those of nobody."""
_COLON = re.compile(rf":\s[{CAPITALS}]")
_BEHIND_YEAR = 47
"""Characters from such a year on, the stops and blanks at the end not counted."""
_BLANKS_AND_STOPS = f". \n{SPACES}"
_BOOK = re.compile(
    rf"[.:;,]\s(?:[{CAPITALS}][\w.'’-]{{1,30}}[\s,/&]{{1,3}}){{0,4}}[{CAPITALS}][\w.'’-]{{1,30}}\s?:\s"
    rf"[{CAPITALS}][^.:;\n]{{2,70}}[;,.]\s\(?(?:1[89]|20)\d\d"
)
"""``Edinburgh: Churchill Livingstone; 2004``."""
_OTHERS = re.compile(r"\bet\.? al\b|\bu\. ?a\.|\by cols?\b|\bi wsp\.|\bve ark\.|\bκαι συν\.", re.I)
_OTHERS_SIGNS = ("et al", "et. al", "u.a.", "u. a.", "y col", "i wsp.", "ve ark.", "συν.")
"""What stands in a line that has such words; quick."""
_ADDRESSES = ("http://", "https://", "www.")
_PROSE = (
    "we you your our us they i is are was were has have can may will should wir sie ist sind wird"
    " werden nous vous est sont usted es son pueden è sono você são jest są είναι μπορεί"
)
_PROSE_WORDS = frozenset(_PROSE.split())
_EAST_WORD = re.compile(rf"[{EAST_ASIAN}]")
_TYPE = re.compile(r"[\[［](?:[JMDCRNPSGAZ]|EB|DB|CP)(?:/OL)?[\]］]")
"""``[J]``, as lists of GB/T 7714 say what kind of work it is."""
_PARTICLE = re.compile(r"(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|al|ten|ter)\s", re.I)
_REST = re.compile(r"[\s.,;:()]*(?:(?:[A-Z][a-z]{2,8}\.?\s)?(?:1[89]|20)\d\d[a-z]?[\s.,;:()]*)?")


@lru_cache(maxsize=4096)
def likeness(line: str) -> Likeness:
    """Judge one line, its printed number removed.

    >>> likeness("Albanese M. Family study. J Pediatr Orthop. 1982;2:496.").part
    <Part.WHOLE: 'whole'>
    >>> likeness("Liu, L., Skinner M., McDonough,S. (2015)").part
    <Part.HEAD: 'head'>
    """
    if not 8 <= len(line) <= LONGEST:
        return Likeness(0.0, Part.NONE, 0, False, False)
    authors = read_authors(line)
    start = authors.end if authors else 0
    named = prints_name(line) or bool(find_identifiers(line))
    numbered = year = published = False
    points = _points_of_names(line, authors) + _points_of_words(line, authors)
    points += 3.0 if named else 0.0
    has_year = _YEARS.search(line) is not None
    if has_year:
        year = _YEAR.search(line) is not None
        ending = _ends_in_year(line)
        book = _COLON.search(line) is not None and _BOOK.search(line) is not None
        published = ending or book
        points += (
            (1.0 if year else 0.0)
            + (0.5 if _YEAR_IN_BRACKETS.search(line) else 0.0)
            + (1.5 if ending else 0.0)
            + (3.0 if book else 0.0)
            + (1.0 if authors is None and year and _SIGNED_OR_QUOTED.match(line) else 0.0)
        )
    is_settled = named and points >= ENOUGH  # numbers only add to it
    if not is_settled and _DIGIT.search(line):
        fields = _names_of_numbers(line, start, has_year=has_year)
        numbered = not fields.isdisjoint({"pages", "article_number"})
        numbered |= fields >= {"volume", "issue"}
        points += (1.5 if numbered else 0.0) + (1.5 if numbered and year else 0.0)
        if authors is None and year and "volume" in fields and _is_title_first(line):
            points += 2.0
    place = numbered or named
    part = Part.NONE
    if authors and not place and _is_names_alone(line, authors):
        part = Part.HEAD
    elif points >= ENOUGH and (authors or (year and place)):
        part = Part.WHOLE
    elif authors is None and place:
        part = Part.TAIL
    count = authors.count if authors else 0
    return Likeness(min(points, ENOUGH), part, count, place, named, published)


def _points_of_words(line: str, authors: Authors | None) -> float:
    """Points for the words of a reference, fewer for those of prose."""
    lowered, words = line.lower(), words_of(line)
    prose = sum(map(_PROSE_WORDS.__contains__, map(str.lower, words)))
    is_cut = authors is None and line[:1].islower() and not _PARTICLE.match(line)
    return (
        (1.0 if any(map(lowered.__contains__, _OTHERS_SIGNS)) and _OTHERS.search(line) else 0.0)
        + (0.0 if _JOURNAL_WORDS.isdisjoint(words) else 1.0)
        + (0.5 if any(map(lowered.__contains__, _ADDRESSES)) else 0.0)
        - min(4.0, prose * (1.0 if authors is None else 0.5))
        - (3.0 if is_cut else 0.0)
    )


def _names_of_numbers(line: str, start: int, *, has_year: bool) -> set[str]:
    """Which numbers are read behind the names, where no day and no time of day stands."""
    is_dated = has_year and _PARTED_FIGURES.search(line)
    undated = _DATE.sub(_blank, line) if is_dated else line
    undated = _TIME.sub(_blank, undated) if _CLOCK.search(undated) else undated
    return {field.name for field in read_numbers(undated, start)}


def _ends_in_year(line: str) -> bool:
    """Whether it ends in what may be a journal's name, and its year."""
    stop = len(line.rstrip(_BLANKS_AND_STOPS))
    is_near = _YEARS.search(line, max(0, stop - _BEHIND_YEAR)) is not None
    return is_near and _ENDING.search(line) is not None


def _points_of_names(line: str, authors: Authors | None) -> float:
    """Names in Chinese characters, kana or Hangul look like other words: alone they say nothing."""
    if authors is None:
        return 0.0
    is_east = _EAST_WORD.match(line, authors.start) is not None
    if is_east and not authors.others and not _TYPE.search(line):
        return 0.0
    return 2.0 if authors.count == 1 else 3.0


def _is_title_first(line: str) -> bool:
    """Whether names stand behind a title, and the words of a journal behind them."""
    names = names_behind_title(line)
    return names is not None and not _JOURNAL_WORDS.isdisjoint(_WORD.findall(line, names.end))


_YEARS = re.compile(r"(?:1[89]|20)\d\d")
_CLUES = (
    "10", "doi", "d0i", "doı", "d0ı", "pm", "pubmed", "list_uids", "/med/", "artid=", "arxiv",
    "isbn", "pii", "jstor", "hdl", "http", "www.", *_OTHERS_SIGNS,
)  # fmt: skip
"""What an identifier, an address or ``et al.`` has in it."""


def may_be_sure(text: str) -> bool:
    """Whether a line of this text (in single spaces) may be a reference wherever it stands; quick.

    ``ENOUGH`` points take a year, an identifier, an address or ``et al.``: names, numbers and
    journal words alone give 5.5.
    """
    if _YEARS.search(text) is not None:
        return True
    lowered = plain_signs(text).lower()
    return any(map(lowered.__contains__, _CLUES))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def is_sure_reference(like: Likeness) -> bool:
    """Whether a line is a reference wherever it stands."""
    return like.part is Part.WHOLE and like.points >= ENOUGH


def may_be_head(line: str) -> bool:
    """Whether a line is names, and perhaps a year, as far as its beginning tells; quick."""
    authors = read_authors(line)
    return authors is not None and _is_names_alone(line, authors)


def _is_names_alone(line: str, authors: Authors) -> bool:
    rest = _REST.match(line, authors.end)
    return len(line) - (rest.end() if rest else authors.end) <= 3
