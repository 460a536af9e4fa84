"""Whether a block is the rest of the entry before it: alone, each lacks something. Pure.

An entry has its people, a title, a year, and where it was published. What names people and no
place is no whole entry, nor is what names a place and neither people nor a title. In a list whose
entries are cut all in the same way less is needed, and in one with remarks between its entries
more.
"""

from __future__ import annotations

import re

from pipelines.references import towns
from pipelines.references.authors import EAST_ASIAN, is_name, is_names_only, read_authors
from pipelines.references.books import ORGANISATION
from pipelines.references.habits import (
    LONGEST_NAME,
    PART,
    YEAR_ALONE,
    Habits,
    has_own_title,
    is_tail,
)
from pipelines.references.lines import LONGEST, Likeness, Line, Part
from pipelines.references.notes import blank_notes
from pipelines.references.numbers import YEAR
from pipelines.references.remainders import LEAFLET, LONGEST_PART, is_note
from pipelines.references.sections import PROSE
from pipelines.references.title_first import begins_with_title, names_behind_title
from pipelines.references.years import agree, years_in, years_of_work

LONGEST_PLACE = 200
"""Characters of a block that says no more than where a work is."""
SHORT_PLACE = 80
"""The same behind a place that a work has."""
LONGEST_OPEN = 12
"""Characters at the end of a title that say whether it goes on."""
MOST_WORDS = 3
"""Words behind a name that may be those of a publisher: ``Sage Publications, Thousand Oaks``."""
LONGEST_JOURNAL = 40
"""Characters of a journal's name that may be read as somebody's."""
FARTHEST_YEAR = 60
"""Characters between names and the year that follows them."""

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_EAST_ASIAN = re.compile(rf"[{EAST_ASIAN}]")
_ADDRESS_OF_WORK = re.compile(r"doi\.|pubmed|/pmc|arxiv\.org|handle\.net", re.IGNORECASE)
_IS_WHOLE = re.compile(
    r"https?:|\bwww\.|\b(?:in press|accepted|submitted|unpublished|to appear|forthcoming|preprint"
    r"|personal communication|soumis|à paraître|im Druck|sous presse|unveröffentlicht)\b",
    re.IGNORECASE,
)
"""What is no more to be told of a work: its address, or that it is not published."""
_NAME_END = re.compile(r"\s?[.,:(/]|\s(?:and|und|et|y|e|&)\s")
_PLACE_WORD = re.compile(
    r"(?:J|Z|Zh|Am|Ann|Arch|Acta|Br|Brit|Eur|Int|Proc|Dokl|Bull|Rev|Trans|Compt|Ber|Zbl)\b\.?,?\s"
    r"(?:[^\W\d_]{1,14}\.?,?\s?){0,6}(?=\(?\d)"
)
"""The abbreviated name of a journal, before numbers."""
_ABBREVIATED = re.compile(r"(?:[^\W\d_]{1,14}\.\s){1,4}\d")
"""The end of a journal's abbreviated name, and numbers."""
_STOP = re.compile(r"\w{3}[.?!:]\s")
_YEAR_FIRST = re.compile(r"\(?(?:1[6-9]|20)\d\d[a-z]?\)?[.:,]?\s[^\W\d_]{3}(?!\w{0,9}\.?\s\d)")
_YEAR_EARLY = re.compile(
    r"[^\d\n.]{3,60}(?:\((?:1[89]|20)\d\d[a-z]?\)[.,:]?|,\s(?:1[89]|20)\d\d[a-z]?[,.:])\s"
    r"[\"“„«‘']?\s?[^\W\d_]+\s[^\W\d_]{2}"
)
"""Somebody, a year and a title, though the names are not read."""
_ADDRESS = re.compile(r"https?:|\bwww\.", re.IGNORECASE)
_LEAFLET = re.compile(LEAFLET, re.IGNORECASE)
_HOUSE = re.compile(r"\b(?:Verlag|Publishing|Publishers|Press)\b(?! releases?\b)")
"""A publisher, whatever its name is made of: ``Information Age Publishing``."""
_HOUSE_FIRST = re.compile(
    r"(?:[A-Z]{2,6}\s(?:Press|Publish(?:ing|ers))|(?:[A-Z]\.\s?){1,3}[A-Z][\w'’-]{2,20}"
    r"(?:\s(?:&|and)\s[A-Z][\w'’.-]{1,20}|\sCo(?:\.|mpany)?|\sC\.|\sPubl\w{0,7}\.?|\sInc\.?|\sLtd\.?)?)"
    r",\s[A-Z][\w'’.-]+(?:(?:[,;]\s?|\s)[A-Z][\w'’.-]+){0,3}[,;]?\s?\(?(?:(?:1[89]|20)\d\d\)?)?\.?$"
)
"""A publisher that is called by initials, and its town: ``MIT Press, Cambridge``, ``W.B. Saunders,
Philadelphia.``; somebody who wrote more has more than a town behind his name."""
_IN_TOWN = re.compile(
    r"[A-Z][\w'’&-]++(?:\s[A-Z][\w'’&-]++){0,3}\s?,\s(?P<town>[A-Z][^,;.\d]{2,40})\.?"
)
"""``Churchill Livingstone, New York.``"""
_NUMBERS_NEXT = re.compile(
    r"(?:\b(?:vol(?:ume)?|v|no|nr|n|pp?|bd|band|tome|t|issue|heft|jg|s)\.?\s?)?"
    r"\(?(?:(?!(?:1[6-9]|20)\d\d)\d|(?:1[6-9]|20)\d\d\)?\s?(?:[;:,.]\s?\(?\d|[.;,]?$))",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"[\"“„«‘'*]|-{1,3}[\s,.]|[—–]{2,3}|Vgl\.|See\s|Siehe\s|Cf\.|Voir\s|Véase\s|Zob\."
)
"""How an entry without people may begin: a title in quotation marks, a dash for the same author."""
_BOOK_WORD = re.compile(
    r"\b(?:Press|Publish\w{2,4}|Verlag|Books?|University|Universit\w{1,3}|Universidad\w?|Editions?"
    r"|Éditions?|Editorial|Edizioni|Editora?|Springer|Elsevier|Wiley|Thieme|Routledge|Karger|Zenodo"
    r"|Thesis|Dissertation|Report|Proceedings|Conference|Congress|Symposium|Meeting|Manuscript"
    r"|Ltd|Inc|GmbH|Wydawnictwo|Издательство|изд-во|出版社|書店|신문사)\b",
    re.IGNORECASE,
)
_KIND_FIRST = re.compile(
    r"(?:In|Dans|En|W|В|Στο)\s?:\s?[^\W\d_]|In\s[^\n]{3,80}\(\s?(?:[Ee]ds?|[Hh]rsg|[Hh]g)\b"
    r"|InProc|(?:Master(?:['’]s)?|Ph\.?\s?D\.?|Doctoral|Unpublished|Diploma)?\s?"
    r"(?:[Tt]hesis|[Dd]issertation)\b[,.]"
    r"|(?:Technical|Special|Working|Discussion|Research)\s(?:Report|Publication|Paper|Memorandum)\b"
)
"""The book of a chapter, and what a work is, where it was not printed in a journal."""
_SAME = re.compile(r"(?:-{1,3}|[—–_]{1,6})[\s,.]")
"""The author of the entry above."""
_INITIALS = re.compile(r"\b[A-Z]{1,3}\b(?!-)")
_PERSON = re.compile(r"\b[A-Z]\.|,|\b[A-Z]{1,3}$")
_OTHERS = re.compile(r"[^\W\d_].{,200}\bet al\b")
_IN_A_BOOK = re.compile(r"\b[Ii]n:?\s[^\W\d_a-z]")
_EDITED = re.compile(r"\b[Ii]n\b[^\n]{3,200}?\(\s?(?:[Ee]ds?|[Hh]rsg|[Hh]g|[Dd]irs?)\b")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_ADDRESS_LAST = re.compile(r"(?:\b[Dd][Oo][Ii]\b|https?:|10\.\d{4}).*$", re.S)
_OLD_YEAR = re.compile(r"\b1[5-7]\d\d\b")
_SIGNATURE_END = re.compile(r"(?<=\w{3})[.:]\s|,\s(?=[“\"‘'])")
_ROMAN = re.compile(r"[IVX]{1,4}[.:]\s")
_OPEN_TITLE = re.compile(r"(?:\?|:|\b[IVX]{1,4}\.|\b(?:[Pp]art|[Tt]eil|[Pp]artie|[Pp]arte)\s\d\.)$")
"""A title that asks, or is counted, has often a second half."""
_PAGES_LAST = re.compile(r"\b\d{1,4}\s?[-–—]{1,2}\s?\d{1,4}\.?$")
_TOWN_FIRST = re.compile(
    rf"(?![^:]{{0,60}}(?i:{LEAFLET})[^:]{{0,30}}:)"
    r"(?:[^\W\d_][\w'’-]+,?\s){0,3}(?:[^\W\d_][\w'’-]+|[A-Z][a-z]{1,4}\.|(?:[A-Z]\.){2,3})\s?:\s"
    r"[^\W\d_a-z]"
)
_IN = re.compile(r"\b(?:In|Dans|En|Proc)\b[:.]?\s|Proceedings|Conference|Congress|Symposium")


def is_rest(text: str, whole: Likeness, line: Line, following: Line | None, habits: Habits) -> bool:
    """Whether a line is the rest of the entry ``text``, where it begins with no list of names.

    ``following``: the line behind it, in the same section.
    """
    printed, like = line.text, line.like
    is_kind = _KIND_FIRST.match(printed) is not None
    if len(printed) > LONGEST_PART or (like.authors > 1 and not is_kind):
        return False
    is_placed = whole.has_place or whole.is_published
    if is_placed and whole.authors and len(printed) > SHORT_PLACE:
        return False  # so it is where whole entries stand side by side
    if len(text) > LONGEST or (not whole.authors and (PROSE.search(text) or PROSE.search(printed))):
        return False
    years, rest_years = years_of_work(text), years_of_work(printed)
    if not agree(years, rest_years):
        return False
    is_dated, is_rest_dated = years != [], rest_years != []
    is_begun = _is_begun(text, whole, line)
    if _names_only(text, whole):
        is_old = _OLD_YEAR.search(text) is not None
        is_told = is_dated or is_rest_dated or is_old or _is_place_next(following)
        return is_begun and not like.authors and is_told and not _is_whole(text, line)
    if is_placed:
        return _is_behind_place(text, whole, is_dated, line, habits)
    if _ADDRESS.match(printed) or _IS_WHOLE.search(text):
        return False
    if habits.is_cut and like.has_place and not like.authors and not PROSE.search(text):
        return True
    if not is_begun or is_tail(printed):
        return is_begun
    if like.has_place and begins_with_title(printed):
        return False
    if is_kind:
        is_other = (is_dated and is_rest_dated and not like.has_place) or _IN_A_BOOK.search(text)
        return not is_other
    is_lacking = _lack_each_other(whole, line) and is_dated and not is_rest_dated
    if is_lacking and _is_place_only(printed):
        return True
    if (
        _is_person(line)
        or _OPENS.match(printed)
        or (_EAST_ASIAN.match(printed) and not _EAST_ASIAN.search(text))
    ):
        return False
    has_title = has_own_title(printed)
    if is_lacking and not (like.authors or _begins_entry(line) or PROSE.search(text)):
        return True
    if is_dated and not is_rest_dated:
        if like.has_place and not has_title and not _is_body(printed):
            return True
        return not _begins_entry(line) and _goes_behind_year(text, line, following, habits)
    if _begins_entry(line):
        return False
    if is_dated:
        return like.has_place and not has_title and not like.authors
    if not has_title:
        return like.has_place or is_rest_dated
    is_open = _OPEN_TITLE.search(text, max(0, len(text) - LONGEST_OPEN)) is not None
    return is_rest_dated and is_open and like.has_place


def is_dated_page(text: str) -> bool:
    """Whether somebody, a year and a title begin a text, and it is told when its page was read.

    >>> is_dated_page("NHS (2022) Back pain. At: https://www.nhs.uk/a (Accessed: 3 May 2023).")
    True
    """
    if not (_YEAR_EARLY.match(text) and _ADDRESS.search(text)) or PROSE.search(text):
        return False
    return blank_notes(text) != text


def _lack_each_other(whole: Likeness, line: Line) -> bool:
    """Whether an entry has people and no place, and the line has a place and no people (or only
    what may also be a journal's name)."""
    return whole.authors > 1 and line.like.has_place and line.like.authors <= 1


def _is_place_only(text: str) -> bool:
    """Whether a few words stand before the numbers, and none behind them: a journal, whatever its
    name looks like."""
    number = _DIGIT.search(text)
    if number is None or number.start() > LONGEST_JOURNAL or has_own_title(text):
        return False
    return len(_LONG_WORD.findall(_ADDRESS_LAST.sub("", text), number.start())) <= 1


def _is_whole(text: str, line: Line) -> bool:
    """Whether a line is an entry of its own, though nobody is read at its beginning.

    A body, or three words that may be a name, stand alone before it: the title of a leaflet.
    """
    if begins_with_title(line.text):
        return True
    if YEAR.search(text) or read_authors(text.lstrip("*&,;:. ")):
        return False
    return _OTHERS.match(line.text) is not None


def _is_place_next(following: Line | None) -> bool:
    """Whether where a work is stands behind a line."""
    return (
        following is not None
        and not following.marker
        and not following.like.authors
        and following.like.has_place
        and not begins_with_title(following.text)
    )


def _goes_behind_year(text: str, line: Line, following: Line | None, habits: Habits) -> bool:
    """Whether a line without a year goes on with an entry that has one behind its names."""
    title = _behind_year(text)
    if title is None:  # the year ends the entry
        return False
    if line.like.has_place:
        return PART.search(title) is None
    return _may_be_publisher(line, following, habits)


def _begins_entry(line: Line) -> bool:
    """Whether a line begins as an entry does: with somebody, with a body, or in another way."""
    text = line.text
    if _YEAR_FIRST.match(text) or _YEAR_EARLY.match(text) or _is_body(text):
        return True
    if _is_page(text) and not line.like.is_published:
        return True
    if line.like.authors:
        return not (_PLACE_WORD.match(text) or _is_numbers_next(text) or _is_town(text))
    name = _first_piece(text)
    number = _DIGIT.search(text, len(name))
    behind = text[len(name) : number.start() if number else len(text)]
    return is_name(name) and len(_WORD.findall(behind)) > MOST_WORDS


def _is_page(text: str) -> bool:
    """Whether the address of a page stands in a text, and none of a work."""
    return _ADDRESS.search(text) is not None and _ADDRESS_OF_WORK.search(text) is None


def _is_person(line: Line) -> bool:
    """Whether what a line begins with is somebody's name, and no town, publisher or journal."""
    text = line.text
    names = read_authors(text) if line.like.authors else None
    if names is None or _PERSON.search(text, 0, names.end) is None:
        return False
    is_place = _is_house(text) or _PLACE_WORD.match(text) or _TOWN_FIRST.match(text)
    return not (is_place or _is_numbers_next(text))


def _is_numbers_next(text: str) -> bool:
    """Whether the numbers of a place (volume, pages) follow what reads as a name."""
    names = read_authors(text)
    return _NUMBERS_NEXT.match(text[names.end if names else 0 :].lstrip(" .,;:")) is not None


def _is_town(text: str) -> bool:
    if _TOWN_FIRST.match(text) or _is_house(text):
        return True
    return _BOOK_WORD.search(text) is not None and _INITIALS.search(_first_piece(text)) is None


def _is_house(text: str) -> bool:
    """Whether a line is a publisher and its town, whatever its name looks like."""
    if _HOUSE_FIRST.match(text):
        return True
    named = _IN_TOWN.fullmatch(text)
    return named is not None and towns.is_place(named["town"])


def _first_piece(text: str) -> str:
    return _NAME_END.split(text, maxsplit=1)[0]


def _behind_year(text: str) -> str | None:
    """The text behind a year that follows the names; None where the year stands elsewhere."""
    names = read_authors(text)
    year = YEAR.search(text, names.end if names else 0)
    if year is None or year.start() - (names.end if names else 0) > FARTHEST_YEAR:
        return None
    return text[year.end() :].strip(" .,:;)") or None


def _is_begun(text: str, whole: Likeness, line: Line) -> bool:
    """Whether an entry has begun: signed, or with a title that only its place may follow."""
    if is_signed(text, whole):
        return True
    is_title = text.endswith((".", "?")) and len(text.split()) > 3 and not YEAR.search(text)
    is_title &= not PROSE.search(text) and len(text) <= LONGEST_PART and "http" not in text
    is_place_alone = line.like.has_place and not is_note(line.text) and not has_own_title(line.text)
    return is_title and not line.like.authors and is_place_alone


def is_signed(text: str, whole: Likeness) -> bool:
    """Whether people, a body, or names behind a title stand in an entry that lacks its place."""
    if whole.authors or _SAME.match(text) or ORGANISATION.match(text) or YEAR_ALONE.match(text):
        return True
    named = _SIGNATURE_END.split(text, maxsplit=1)[0]
    if is_name(named) or is_names_only(named) or read_authors(text.lstrip("*&,;:. ")):
        return True
    return text.endswith(".") and names_behind_title(f"{text} A") is not None


def _names_only(text: str, whole: Likeness) -> bool:
    """Whether an entry has come no farther than who wrote it, and when."""
    if whole.part is Part.HEAD:
        return True
    text = text.lstrip("*&,;:. ")
    if names := read_authors(text):
        return YEAR.sub("", text[names.end :]).strip(" .,:;()") == ""
    named = _SAME.sub("", YEAR.sub("", text)).strip(" .,:;()—–-")
    body = ORGANISATION.match(f"{named}. ")
    return (
        named == ""
        or is_name(named)
        or is_names_only(named)
        or (body is not None and body.end() == len(named) and ". " not in named)
    )


def _is_body(text: str) -> bool:
    """Whether a body that signs what it publishes stands first, and a title behind it."""
    body = ORGANISATION.match(text)
    if body is None or _ROMAN.match(text):
        return False
    return len(text) - body.end() > LONGEST_NAME // 4


def _may_be_publisher(line: Line, following: Line | None, habits: Habits) -> bool:
    """Whether a line without a year may say who published a work, or where it was read."""
    text = line.text
    if habits.has_remarks or len(text) > LONGEST_PLACE or PROSE.search(text):
        return False
    if text.endswith("?") or (_LEAFLET.search(text) and not _HOUSE.search(text)):
        return False
    if _BOOK_WORD.search(text) or _ABBREVIATED.match(text) or _is_house(text):
        return True
    if _PAGES_LAST.search(text) or _TOWN_FIRST.match(text):
        return _is_inside(following)
    is_title = len(text) > SHORT_PLACE or _STOP.search(text) is not None
    is_title |= any(len(word) > 3 and word[0].islower() for word in _WORD.findall(text))
    return not (line.like.authors or is_title) and _is_inside(following)


def _is_behind_place(
    text: str, whole: Likeness, is_dated: bool, line: Line, habits: Habits
) -> bool:
    """Whether a line goes on behind the pages of a chapter: its publisher, or a year."""
    if not whole.authors and _EDITED.search(text) is None:
        return False
    printed = line.text
    if is_tail(printed):
        return True
    if len(printed) > SHORT_PLACE or _OPENS.match(printed) or has_own_title(printed):
        return False
    if _ADDRESS.search(printed) or PROSE.search(printed) or line.like.has_place:
        return False
    if years_in(printed):
        return not is_dated and not line.like.is_named
    is_publisher = _BOOK_WORD.search(printed) or _TOWN_FIRST.match(printed)
    return is_publisher is not None and _IN.search(text) is not None and not habits.has_remarks


def _is_inside(following: Line | None) -> bool:
    """Whether an entry begins behind a line."""
    return following is not None and (following.like.authors > 0 or following.marker != "")
