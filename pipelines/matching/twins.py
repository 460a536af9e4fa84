"""Whether two records are surely one work, surely two, or cannot be told. Pure.

A work may be registered twice: by its publisher and by JSTOR, in print and online, before and
after a journal changed hands; a preprint and its article are told by their relations. Between the
two certain answers lies "unknown": both functions are then false.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from archive.records import Work
from pipelines.matching.alphabets import are_apart
from pipelines.matching.wording import folded

_ONE_TITLE = 95
"""Likeness (0 to 100) of two registered titles from which they are one title."""
_OTHER_TITLE = 60
"""Likeness below which they are two works' titles."""
_WORDS_OF_A_TITLE = 4
"""Words from which a title is one work's own; "Editorial" and "Low back pain" are not."""


def are_one_work(one: Work | None, other: Work | None) -> bool:
    """Whether two records are certainly of one work.

    They name each other; or one title of some length, an author in common, and no year, volume or
    first page that speaks against it.
    """
    if one is None or other is None:
        return False
    if _are_related(one, other):
        return True
    has_one_title = any(
        min(len(a.split()), len(b.split())) >= _WORDS_OF_A_TITLE and fuzz.ratio(a, b) >= _ONE_TITLE
        for a, b in _titles(one, other)
    )
    places = ((one.volume, other.volume), (_first_page(one), _first_page(other)))
    has_other_place = any(a and b and a != b for a, b in places)
    return (
        has_one_title
        and bool(families_of(one) & families_of(other))
        and not has_other_place
        and not have_other_years(one, other)
    )


def are_two_works(one: Work | None, other: Work | None) -> bool:
    """Whether two records are certainly of two works: other titles, and another author or year."""
    if one is None or other is None or _are_related(one, other):
        return False
    titles = list(_titles(one, other))
    if are_apart(*((work.title, work.original_title) for work in (one, other))):
        return False
    if not titles or any(fuzz.token_set_ratio(a, b) >= _OTHER_TITLE for a, b in titles):
        return False
    families = families_of(one), families_of(other)
    has_other_authors = all(families) and not families[0] & families[1]
    return has_other_authors or have_other_years(one, other)


def _are_related(one: Work, other: Work) -> bool:
    """A preprint and its article, a version and its successor."""
    return bool({name for _, name in (*one.relations, *other.relations)} & {one.doi, other.doi})


def _titles(one: Work, other: Work) -> Iterator[tuple[str, str]]:
    """Every title of the one beside every title of the other, folded."""
    for a in filter(None, (one.title, one.original_title)):
        for b in filter(None, (other.title, other.original_title)):
            yield folded(a), folded(b)


def families_of(work: Work) -> set[str]:
    """Family names of a work's authors, folded."""
    return {folded(name.partition(",")[0]) for name in work.authors}


def have_other_years(one: Work, other: Work) -> bool:
    """Whether no year of the one is a year of the other, or beside it (online first)."""
    years = [(*work.years, *filter(None, [work.year])) for work in (one, other)]
    return all(years) and all(abs(a - b) > 1 for a in years[0] for b in years[1])


def _first_page(work: Work) -> str:
    return work.pages.replace("–", "-").partition("-")[0].strip().lower()
