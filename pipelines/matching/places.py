"""Whether a text prints a registered work's place (journal, volume, page). Pure.

An entry may name two works: ``(a) Lee A. BMJ 2005;352:835; (b) Jones B. Spine 2001;24:1264``, or
``Lancet 391: 541–551; German summary in: MMW 2018;160:32``. What is read as volume and page of it
may be those of the one, and its DOI name that of the other.
"""

from __future__ import annotations

import re

from archive.records import Work
from pipelines.matching.parts import Cited
from pipelines.matching.people import compare_author
from pipelines.matching.wording import folded, is_acronym
from pipelines.references.second_places import before_other_place

_FEWEST_DIGITS = 4
"""Of volume and page together: 1 and 12 stand beside each other everywhere."""
_FAR = 30
"""Characters between volume and page."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_OF_A_PLACE = re.compile(r"(?i)suppl\w*|part|heft|issue|pages?|seiten?|number|numéro|núm\w*")
_PAGE = re.compile(r"(?i)[a-z]{0,4}0*(\d+)")


def is_placed(cited: Cited, work: Work) -> bool:
    """Whether the registered volume and first page stand side by side in the print.

    So does the registered year, and the first author or the journal: another work at this place of
    another journal is not this one.
    """
    page = _PAGE.match((work.article_number or work.pages).strip())
    if not work.volume.isdigit() or page is None:
        return False
    volume, first = work.volume.lstrip("0"), page[1]
    if len(volume) + len(first) < _FEWEST_DIGITS:
        return False
    years = {str(year) for year in (work.year, *work.years) if year}
    if years.isdisjoint(cited.words) or not _is_told(cited, work):
        return False
    behind = re.compile(rf"(?i)(?<![\d.])[a-z]{{0,4}}0*{first}(?!\d)")
    for at in re.finditer(rf"(?<![\d./]){volume}(?!\d)", cited.text):
        found = behind.search(cited.text, at.end(), at.end() + _FAR + len(first))
        if found and _is_one_place(cited.text[at.end() : found.start()]):
            return True
    return False


def is_read_behind(cited: Cited) -> bool:
    """Whether all that was read as volume and page stands behind ``Erratum in:`` and the like.

    Then it may be the place of another text, and contradicts nothing.
    """
    before = before_other_place(cited.printed)
    if len(before) == len(cited.printed):
        return False
    names = ("volume", "pages", "article_number")
    read = [cited.fields[name] for name in names if cited.fields.get(name)]
    return read != [] and not any(value in before for value in read)


def _is_told(cited: Cited, work: Work) -> bool:
    journals = [folded(name) for name in (work.container, work.short_container) if name]
    spaced = f" {cited.folded} "
    if any(f" {name} " in spaced for name in journals if name):
        return True
    initials = {word.lower() for word in re.findall(r"\b[A-Z]{3,8}\b", cited.text)}  # NEJM
    is_initialled = any(is_acronym(word, name) for word in initials for name in journals)
    return is_initialled or compare_author(cited, work) is True


def _is_one_place(between: str) -> bool:
    """Whether nothing but an issue, a year and the like stands between volume and page."""
    return all(_OF_A_PLACE.fullmatch(word) for word in _WORD.findall(between))
