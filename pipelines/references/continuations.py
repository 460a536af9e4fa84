"""Whether a line goes on with the entry before it or begins another. Pure.

Asked of lines in order: what is printed before it (a number opens an entry), what the line is
(names begin an entry, a journal with its volume cannot), what the entry before still lacks, and
whether the line stands between two numbers that follow one another. Two entries must never become
one, so that a line which may begin an entry begins one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.references.authors import CAPITALS, read_authors
from pipelines.references.books import ORGANISATION, PUBLISHER, PUBLISHER_LAST
from pipelines.references.lines import Likeness, Part, likeness
from pipelines.references.notes import EDITION
from pipelines.references.sections import PROSE, YEAR, Line, is_sure_reference

MAX_LINES = 8
"""Lines of one entry; hard-wrapped text has about ten words a line."""
LONGEST_NOTE = 160
"""Characters of a line that says no more than where or when a work was found."""
LONGEST_PART = 400
"""Characters of a block that goes on with the title or the place of an entry."""

_NOTE = re.compile(
    r"[\s(\[]*(?:doi\b|pmid|pmc|https?:|www\.|url\s?:|10\.\d{4}|arxiv|isbn|crossref|pubmed|"
    r"full text|volltext|pdf\b|abstract\b|epub|published online|(?:last )?accessed|cited|retrieved|"
    r"available (?:from|at|online)|abgerufen|zugriff|verfügbar unter|consulté|consultado|"
    r"disponible (?:en|sur)|disponibile|disponível em|dostęp|erişim)",
    re.IGNORECASE,
)
"""How a line begins that gives an identifier, an address or the day that a page was read."""
_ADDRESS = re.compile(r"[\s(\[<]*(?:https?:|www\.)", re.IGNORECASE)
_ADDRESS_OF_WORK = re.compile(r"doi\.org|pubmed|/pmc|arxiv\.org", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:[/_-]|\bdoi\s?[:.]?|doi\.org|\bIn:?)\s*$", re.IGNORECASE)
_OPEN_NAMES = re.compile(r"(?:[,;&]|\band|\bund|\bet|\by|\be)\s*$")
_SENTENCE_END = re.compile(r"(?:[?!]|[^\W\d_]{5}\.|[\d)\]]\.?)\s*$")
_ENDS = re.compile(r"[.?!\])”\"»]\s*$")
_SENTENCE = re.compile(r"[.?!]\s+(?=\S)")
_SMALL = re.compile(r"\(?[^\W\d_A-ZÀ-ÞΑ-ΩА-Я]")
_CONTINUES = re.compile(r"[^\W_A-ZÀ-ÞΑ-ΩА-Я]|[(\d]")
_JOINS_NAMES = re.compile(r"[,;&]\s?\w|(?:and|und|et|y|e|ed|i)\s\w|et al\b", re.IGNORECASE)
"""How a line begins that goes on with names."""
_CHAPTER = re.compile(r"(?:In|Dans|En|W)\s?:\s")
_DATE = (
    r"\(?(?:1[89]|20)\d\d[a-z]?\)?"
    r"(?:[\s,]{1,2}[^\W\d_]{3,9}\.?(?:[-/\s][^\W\d_]{3,9}\.?)?(?:\s\d{1,2}(?:[-–]\d{1,2})?)?)?"
)
_VOLUME = (
    r"[A-Z]{0,2}\d{1,4}(?:\s?\([^()]{1,20}\)\s?[:,;.]?|\s?[:,;])\s?(?:pp?\.?\s?)?[A-Za-z]{0,3}\d"
)
_PLACE = rf"(?:{_DATE}\s?[;:,]\s?(?:[A-Z]{{0,2}}\d|[Ss]uppl|\()|{_VOLUME}|[Vv]ol(?:ume|\.)\s?\d)"
_NUMBERS = re.compile(
    rf"{_PLACE}|{_DATE}\s?[.;:,]*$|(?:pp?|S)\.\s?[a-z]?\d|(?:[Nn]o|Band|Bd)\.?\s?\d"
)
"""A line that begins with year, volume or pages."""
_WORD = rf"(?:[{CAPITALS}][\w’'-]*|of|and|the|for|in|on|de|des|du|für|und|et|&)"
_JOURNAL = (
    rf"(?:(?:{_WORD}\.?\s){{0,9}}[{CAPITALS}][\w’'-]*|"
    rf"[{CAPITALS}][\w’'-]*(?:\s[^\W\d][\w’'-]*|\s&){{0,9}})"
)
_CONTAINER = re.compile(
    rf"{_JOURNAL}(?:\s\([^()\d]{{2,24}}\))?[.,:;]?\s(?:{_PLACE}|\(?(?:1[89]|20)\d\d\)?[.;]?\s*$)"
)
"""``J. Bone Joint Surg. Am. 1990;72(3):403``: nothing that an entry begins with."""


def goes_on(
    group: Sequence[Line], lines: Sequence[Line], number: int, *, is_between: bool = False
) -> bool:
    """Whether ``lines[number]`` goes on with the entry of which the lines before it are ``group``.

    ``is_between``: it stands between two numbers (see ``lines_between_numbers``).
    """
    line, last = lines[number], group[-1]
    if line.is_marked or line.columns or last.columns or len(group) >= MAX_LINES:
        return False
    if line.block == last.block:
        return not line.opens and _wraps(group, line)
    whole = likeness(" ".join(one.text for one in group)) if len(group) > 1 else last.like
    if whole.part is Part.HEAD and _goes_on_with_names(last, line):
        return True
    if _begins_place(line) and _lacks_place(group, whole, line, is_signed=is_between):
        return True
    if line.opens and line.marker:
        return False  # the browser draws a number before it
    if _is_note(line) or _is_end_of_address(last, line):
        return _takes_note(group, whole, line)
    following = lines[number + 1] if number + 1 < len(lines) else None
    if line.like.authors == 0 and _completes(group, whole, line, following):
        return True
    return is_between and _is_remainder(line)


def lines_between_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of lines without a number between those numbered n and n + 1."""
    numbered = [n for n, line in enumerate(lines) if line.marker.isdigit() and line.is_marked]
    return frozenset(
        between
        for first, second in pairwise(numbered)
        if int(lines[second].marker) == int(lines[first].marker) + 1
        for between in range(first + 1, second)
    )


def _wraps(group: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on with the line above it in its block, as hard-wrapped text does."""
    last, like = group[-1], line.like
    if _OPEN_NAMES.search(last.text):
        return True
    starts = like.authors > 0 and like.part in (Part.WHOLE, Part.HEAD)
    if starts or _is_note(line) or _OPEN_END.search(last.text):
        return not starts
    whole = likeness(" ".join(one.text for one in group))
    if whole.part is Part.WHOLE:
        return like.authors == 0 and _CONTINUES.match(line.text) is not None
    if whole.part is Part.HEAD or (like.has_place and not whole.has_place):
        return True
    if YEAR.search(line.text) and not YEAR.search(" ".join(one.text for one in group)):
        return len(line.text) < 80
    return not _SENTENCE_END.search(last.text) and not PROSE.search(line.text)


def _goes_on_with_names(last: Line, line: Line) -> bool:
    """Whether names that were cut go on."""
    if _JOINS_NAMES.match(line.text):
        return True
    return line.like.authors > 0 and _OPEN_NAMES.search(last.text) is not None


def _begins_place(line: Line) -> bool:
    """Whether a line begins with a journal and its volume, with numbers, edition or publisher.

    No entry begins so.
    """
    text = line.text
    if line.like.authors > 1 or len(text) > LONGEST_PART or _is_note(line):
        return False
    if any(shape.match(text) for shape in (_NUMBERS, _CHAPTER, _CONTAINER, EDITION)):
        return True
    behind = f". {text}"  # as it would stand behind a title
    town = next(filter(None, (p.match(behind, 2) for p in (PUBLISHER, PUBLISHER_LAST))), None)
    return town is not None and read_authors(text, text.index(":") + 2) is None


def _lacks_place(
    group: Sequence[Line], whole: Likeness, line: Line, *, is_signed: bool = False
) -> bool:
    """Whether the entry names people, or the body that signs it, and not where the work is."""
    is_signed |= whole.authors > 0 or ORGANISATION.match(group[0].text) is not None
    return is_signed and not whole.has_place and _agree_on_year(group, line)


def _agree_on_year(group: Sequence[Line], line: Line) -> bool:
    """Whether no other year is printed than in the entry; ahead of print is a year earlier."""
    before = [int(year) for one in group for year in YEAR.findall(one.text)]
    years = [int(year) for year in YEAR.findall(line.text)]
    return not before or not years or min(abs(a - b) for a in before for b in years) <= 1


def _is_note(line: Line) -> bool:
    return len(line.text) < LONGEST_NOTE and _NOTE.match(line.text) is not None


def _is_end_of_address(last: Line, line: Line) -> bool:
    """Whether the line is what an address or a DOI name was cut from."""
    return " " not in line.text and _OPEN_END.search(last.text) is not None


def _takes_note(group: Sequence[Line], whole: Likeness, note: Line) -> bool:
    """Whether an identifier, an address or a day belongs to the entry.

    The address of a page may be an entry of its own, where the one before has an address.
    """
    if PROSE.search(note.text) and not note.like.is_named:
        return False
    is_page = _ADDRESS.match(note.text) and not _ADDRESS_OF_WORK.search(note.text)
    if is_page and (note.opens or any("http" in one.text for one in group)):
        return False
    is_signed = whole.authors > 0 or ORGANISATION.match(group[0].text) is not None
    return is_signed or whole.part is Part.WHOLE


def _completes(group: Sequence[Line], whole: Likeness, line: Line, following: Line | None) -> bool:
    """Whether a line without names goes on with names and a title that have no place yet."""
    if not whole.authors or whole.has_place or len(line.text) > LONGEST_PART:
        return False
    text = " ".join(one.text for one in group)
    is_ended = _ENDS.search(text) is not None
    if not is_ended and _SMALL.match(line.text):
        return True
    is_placed = line.like.has_place or line.like.is_published
    if not is_placed and (following is None or not _begins_place(following) or following.is_marked):
        return False
    if whole.is_published or not _agree_on_year(group, line):
        return False
    if whole.part is Part.HEAD:
        return True
    names = read_authors(text)
    title = text[names.end :].lstrip(" .,;:") if names else text
    is_one_sentence = _SENTENCE.search(title) is None
    return is_one_sentence and (not is_ended or not (line.opens or YEAR.search(text)))


def _is_remainder(line: Line) -> bool:
    """Whether a line between two numbers is no prose of its own, and no whole reference."""
    is_prose = len(PROSE.findall(line.text)) > 1 or line.like.points <= -2
    is_entry = line.like.authors > 1 or is_sure_reference(line.like)
    return len(line.text) <= LONGEST_PART and not is_prose and not is_entry
