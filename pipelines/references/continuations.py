"""Whether a line continues the entry before it or begins another. Pure.

Asked of lines in order: what is printed before it (a number opens an entry), what the line is
(names begin an entry, a journal with its volume cannot), what the entry before still lacks, and
whether the line stands between two numbers that follow one another. Two entries must never become
one, so that a line which may begin an entry begins one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.references.authors import CAPITALS, EAST_ASIAN, is_name, read_authors
from pipelines.references.books import ORGANISATION
from pipelines.references.habits import Habits, is_full, is_remark
from pipelines.references.lines import Likeness, Line, Part, is_sure_reference, likeness
from pipelines.references.numbers import YEAR
from pipelines.references.remainders import (
    LONGEST_PART,
    begins_with_place,
    begins_with_town,
    is_end_of_numbers,
    is_note,
)
from pipelines.references.rests import is_rest
from pipelines.references.second_places import begins_with_second_place
from pipelines.references.sections import PROSE
from pipelines.references.title_first import begins_with_title
from pipelines.references.years import agree_on_year, years_in

LONGEST_END = 24
"""Characters at the end of a line that say whether something is open there."""
MAX_LINES = 8
"""Lines of one entry; hard-wrapped text has about ten words a line."""

_ADDRESS = re.compile(r"[\s(\[<]*(?:https?:|www\.)", re.IGNORECASE)
_ADDRESS_OF_WORK = re.compile(r"doi\.org|pubmed|/pmc|arxiv\.org", re.IGNORECASE)
_TALKS = re.compile(rf"{PROSE.pattern}|\b(?:this|was|were|will|please)\b", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:[/_-]|\bdoi:\s?10\.|\bdoi\s?[:.]?|doi\.org|\bIn:?)\s*$", re.IGNORECASE)
_OPEN_NAMES = re.compile(r"(?:[,;&]|\band|\bund|\bet|\by|\be)\s*$")
_OPEN_TITLE = re.compile(r"\((?:1[89]|20)\d\d[a-z]?\)[.:,]?\s(?:1[89]|20)\d\d$")
"""The year of a work, and one that its title begins with."""
_SENTENCE_END = re.compile(r"(?:[?!]|[^\W\d_]{5}\.|[\d)\]]\.?)\s*$")
_ENDS = re.compile(r"[.?!\])”\"»]\s*$")
_ENDS_ENTRY = re.compile(r"(?:[.?!\])”\"»\d]|/[^\s/]{3,40})\s*$")
"""Where an entry of wrapped text may end: the end of a sentence, a number, a DOI name."""
_SENTENCE = re.compile(r"[.?!]\s+(?=\S)")
_EAST_ASIAN = re.compile(rf"[{EAST_ASIAN}]")
_CONTINUES = re.compile(r"[^\W_A-ZÀ-ÞΑ-ΩА-Я]|[(\d]")
_JOINS_NAMES = re.compile(r"[,;&]\s?\w|(?:and|und|et|y|e|ed|i)\s\w|et al\b", re.IGNORECASE)
_DATED = re.compile(
    rf"{YEAR.pattern}|\b(?:forthcoming|in press|preprint|submitted|im Druck|sous presse)\b", re.I
)
_YEAR_FIRST = re.compile(r"\(?(?:1[6-9]|20)\d\d[a-z]?\)?[.:,]?\s\S")
_ARTICLE = re.compile(r"(?:The|A|An|Der|Die|Das|Le|La|Les|El|Los|Il|Lo)\s")
_IN_A_BOOK = re.compile(r"[.?!]\s(?:In|Dans|En):?\s")
_ENDS_NO_TITLE = re.compile(
    r"\b(?:of|in|on|at|to|for|from|by|with|without|and|or|the|an?|between|among|than|as|und|oder|der|"
    r"die|das|des|dem|den|bei|mit|von|zur?m?|im|de|du|des|la|le|les|et|ou|del|los|las|y|e|di|della|van|"
    r"het|een|en|do|da|dos|i|w|z)$|[:,–-]$",
    re.IGNORECASE,
)
_FAMILY_LAST = re.compile(rf"[,;]\s[{CAPITALS}][\w'’-]{{2,30}}\s*$")
_INITIALS = re.compile(rf"\b[{CAPITALS}]{{1,3}}(?:[.,]|$|\s)")
_INITIALS_FIRST = re.compile(r"[A-Z]{1,3}[.:]\s")
"""A name that was cut before its initials: ``…, Nissinen`` and ``M. Suomen selkäpotilaat.``"""
_EDITORS_LAST = re.compile(r"\b(?:[Ee]d(?:s|itors?)?|Hrsg|Hg|[Éé]ds?|[Rr]ed)\.?\)?[.:,]?\s*$")
_TITLE_CASE = re.compile(r"(?:[A-Z][\w'-]{3,}\s(?:\w{1,3}\s)*){2}")


def goes_on(
    group: Sequence[Line],
    lines: Sequence[Line],
    number: int,
    habits: Habits,
    *,
    is_between: bool = False,
) -> bool:
    """Whether ``lines[number]`` goes on with the entry of which the lines before it are ``group``.

    ``is_between``: it stands between two numbers (see ``lines_between_numbers``).
    """
    line, last = lines[number], group[-1]
    if line.is_marked or line.columns or last.columns or len(group) >= MAX_LINES:
        return False
    whole = likeness(_text(group)) if len(group) > 1 else last.like
    if (
        not line.marker
        and whole.authors
        and whole.has_place
        and begins_with_second_place(line.text)
    ):
        return True
    if line.block == last.block:
        return _goes_on_in_block(group, whole, line, is_between=is_between)
    if habits.width and not line.marker:
        if not is_full(last, line, habits.width):
            return False
        is_open = not (whole.has_place and _ends_with(_ENDS_ENTRY, last))
        if _wraps(group, whole, line) or (is_open and not line.like.authors):
            return True
    is_place = _is_place(line) and _lacks_place(group, whole, line, is_signed=is_between)
    if whole.part is Part.HEAD and _goes_on_with_names(last, line):
        return True
    if not line.marker and _INITIALS_FIRST.match(line.text) and _lacks_initials(group, last):
        return True
    if whole.authors and is_end_of_numbers(last.text, line.text):
        return True
    if is_place or (not line.marker and _is_cut_behind_editors(group, whole, line)):
        return True
    if line.opens and line.marker:
        return False  # the browser draws a number before it
    if is_note(line.text) or _is_end_of_address(last, line):
        return _takes_note(group, whole, line)
    if whole.authors and begins_with_town(line.text) and _IN_A_BOOK.search(_text(group)):
        return not whole.is_published and len(line.text) < 100
    following = lines[number + 1] if number + 1 < len(lines) else None
    lacks = whole.authors > 0 and not whole.has_place
    if (
        lacks
        and not _begins_with_names(group, whole, line)
        and _completes(group, whole, line, following)
    ):
        return True
    if not line.marker and is_rest(_text(group), whole, line, following, habits):
        return True
    if habits.is_interleaved and is_remark(line) and (whole.has_place or whole.is_published):
        return False
    return is_between and _is_remainder(whole, line) and agree_on_year(_text(group), line.text)


def _goes_on_in_block(
    group: Sequence[Line], whole: Likeness, line: Line, *, is_between: bool
) -> bool:
    """The same of a line in the block of the line before."""
    is_other = is_sure_reference(line.like) and is_sure_reference(whole)
    is_wrapped = (is_between and not is_other) or _wraps(group, whole, line)
    return not line.opens and (
        is_wrapped or (_is_place(line) and _lacks_place(group, whole, line, is_signed=is_between))
    )


def lines_between_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of lines without a number between those numbered n and n + 1."""
    numbered = [n for n, line in enumerate(lines) if line.marker.isdigit()]
    return frozenset(
        between
        for first, second in pairwise(numbered)
        if int(lines[second].marker) == int(lines[first].marker) + 1
        for between in range(first + 1, second)
    )


def lacks_place(group: Sequence[Line]) -> bool:
    """Whether people are named in these lines, and not yet where their work is."""
    whole = likeness(_text(group))
    return whole.authors > 0 and not (whole.has_place or whole.is_published)


def _wraps(group: Sequence[Line], whole: Likeness, line: Line) -> bool:
    """Whether a line goes on with the line above it in its block, as hard-wrapped text does."""
    last, like = group[-1], line.like
    starts = like.authors > 0 and like.part in (Part.WHOLE, Part.HEAD)
    starts |= like.authors > 1 and whole.is_named and not whole.authors
    if _ends_with(_OPEN_NAMES, last):
        return not (like.authors > 0 and is_sure_reference(likeness(_text(group))))
    if starts or is_note(line.text) or _ends_with(_OPEN_END, last):
        return not starts
    if not starts and _OPEN_TITLE.search(last.text) and not (whole.has_place or line.opens):
        return True
    is_open = not (whole.has_place or whole.is_published or _ends_with(_SENTENCE_END, last))
    if whole.part is Part.WHOLE and not is_open:
        return like.authors == 0 and _CONTINUES.match(line.text) is not None
    if whole.part is Part.HEAD or (like.has_place and not whole.has_place):
        return True
    if YEAR.search(line.text) and not YEAR.search(_text(group)):
        is_numbered = group[0].is_marked and not like.authors  # behind the last number, too
        is_cut = lacks_place(group) and not _ends_with(_SENTENCE_END, last)
        return len(line.text) < 80 or (is_numbered and is_cut and not _TALKS.search(line.text))
    return not _ends_with(_SENTENCE_END, last) and not PROSE.search(line.text)


def _ends_with(end: re.Pattern[str], line: Line) -> bool:
    return end.search(line.text, max(0, len(line.text) - LONGEST_END)) is not None


def _text(group: Sequence[Line]) -> str:
    return " ".join(line.text for line in group)


def _goes_on_with_names(last: Line, line: Line) -> bool:
    """Whether names that were cut go on."""
    if _JOINS_NAMES.match(line.text):
        return True
    return line.like.authors > 0 and _ends_with(_OPEN_NAMES, last)


def _lacks_initials(group: Sequence[Line], last: Line) -> bool:
    """Whether nothing but names stands in an entry, and the last of them has no initials."""
    if not _ends_with(_FAMILY_LAST, last):
        return False
    names = read_authors(text := _text(group))
    return names is not None and " " not in text[names.end :].strip(" ,;")


def _is_cut_behind_editors(group: Sequence[Line], whole: Likeness, line: Line) -> bool:
    """Whether the book of a chapter goes on behind its editors, with a publisher or a year."""
    if not (whole.authors and _ends_with(_EDITORS_LAST, group[-1])) or line.like.authors > 1:
        return False
    is_whole = whole.is_published or not _IN_A_BOOK.search(_text(group))
    return not is_whole and YEAR.search(line.text) is not None


def _begins_with_names(group: Sequence[Line], whole: Likeness, line: Line) -> bool:
    """Whether a line begins with authors; a title may look so: ``Targeting IL-17 and TH17 cells``.

    Behind names and a year, one name without a year is no entry; behind several names alone, which
    are none either, what has no initials is no name.
    """
    if line.like.authors != 1 or line.like.part is Part.HEAD:
        return line.like.authors > 0
    if whole.part is Part.HEAD and whole.authors > 1 and line.like.has_place:
        names = read_authors(line.text)
        if names and not _INITIALS.search(line.text, 0, names.end):
            return False
    is_behind_year = whole.part is Part.HEAD and years_in(_text(group)) and not years_in(line.text)
    return not (is_behind_year or _ARTICLE.match(line.text))


def _is_place(line: Line) -> bool:
    """Whether a line is the place of a work, which no entry begins with."""
    return line.like.authors <= 1 and not is_note(line.text) and begins_with_place(line.text)


def _lacks_place(group: Sequence[Line], whole: Likeness, line: Line, *, is_signed: bool) -> bool:
    """Whether the entry names people, or the body that signs it, and not where the work is."""
    is_signed |= whole.authors > 0 or _is_signed(group[0].text)
    is_placed = whole.has_place or (whole.is_published and not line.text[:1].isdigit())
    return is_signed and not is_placed and agree_on_year(_text(group), line.text)


def _is_signed(text: str) -> bool:
    """Whether a body, or somebody by his full name, stands at the beginning."""
    return ORGANISATION.match(text) is not None or is_name(text.partition(". ")[0])


def _is_end_of_address(last: Line, line: Line) -> bool:
    """Whether the line is what an address or a DOI name was cut from."""
    return " " not in line.text and _ends_with(_OPEN_END, last)


def _takes_note(group: Sequence[Line], whole: Likeness, note: Line) -> bool:
    """Whether an identifier, an address or a day belongs to the entry.

    The address of a page may be an entry of its own, where the one before has an address.
    """
    if PROSE.search(note.text) and not note.like.is_named:
        return False
    is_page = _ADDRESS.match(note.text) and not _ADDRESS_OF_WORK.search(note.text)
    if is_page and (note.opens or any("http" in one.text for one in group)):
        return False
    if whole.authors > 0 or whole.part is Part.WHOLE or _is_signed(group[0].text):
        return True
    if " " not in note.text and _ADDRESS_OF_WORK.search(note.text) and not whole.is_named:
        return YEAR.search(_text(group)) is not None
    is_placed = whole.has_place and not whole.is_named and YEAR.search(_text(group)) is not None
    return is_placed and note.like.is_named  # a title first, and a DOI name alone is no entry


def _completes(group: Sequence[Line], whole: Likeness, line: Line, following: Line | None) -> bool:
    """Whether a line without names goes on with names, or names and a title, without a place.

    It has the place, or the next line begins with it; and only one of the two has a year, where
    the title may have ended.
    """
    text = _text(group)
    if _EAST_ASIAN.match(line.text) and not _EAST_ASIAN.search(text):
        return False  # a script without capitals, and of another entry
    if begins_with_title(line.text):
        return False  # of another, which begins with its title
    years = years_in(text), years_in(line.text)
    has_place = line.like.has_place or line.like.is_published
    has_place |= following is not None and not following.is_marked and _is_place(following)
    if len(line.text) > LONGEST_PART or not agree_on_year(_text(group), line.text):
        return False
    if whole.part is Part.HEAD:
        if _YEAR_FIRST.match(line.text):
            return not years[0]
        return has_place or (years[0] != [] and not PROSE.search(line.text))
    is_ended = _ENDS.search(text) is not None
    if line.text.lstrip("(")[:1].islower():
        return not (whole.is_published and is_ended)
    if not has_place or whole.is_published or "http" in text or _sentences(text) > 1:
        return False
    if _has_title(line.text) and (is_ended or not _breaks_off(text, line.text)):
        return False
    if not is_ended and text.rpartition(" ")[2][:1].islower():
        return True  # in the middle of a title
    is_one_dated = bool(_DATED.search(text)) != bool(_DATED.search(line.text))
    return is_one_dated and not (is_ended and line.opens)


def _has_title(text: str) -> bool:
    """Whether a line has a title of its own before its place."""
    title, _, rest = text.partition(". ")
    return " " in title and begins_with_place(rest)


def _breaks_off(text: str, rest: str) -> bool:
    """Whether a title that goes on with a capital is broken off.

    It is behind a word or sign that no title ends with, or Where Both Parts Are Set Like This.
    """
    return _ENDS_NO_TITLE.search(text) is not None or (
        _TITLE_CASE.search(text) is not None and _TITLE_CASE.match(rest) is not None
    )


def _sentences(text: str) -> int:
    """How many sentences stand behind the names and the year."""
    names = read_authors(text)
    behind = text[names.end :].lstrip(" .,;:()0123456789") if names else text
    return len(_SENTENCE.findall(behind)) + 1


def _is_remainder(whole: Likeness, line: Line) -> bool:
    """Whether a line between two numbers is no prose of its own, and no whole reference."""
    is_prose = len(PROSE.findall(line.text)) > 1 or line.like.points <= -2
    is_entry = line.like.authors > 1 or is_sure_reference(line.like)
    if whole.has_place or whole.is_published:
        is_entry |= line.like.authors > 0 or line.like.has_place or years_in(line.text) != []
    return len(line.text) <= LONGEST_PART and not is_prose and not is_entry
