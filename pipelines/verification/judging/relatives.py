"""Two records under one reference: do they belong together, or are they strangers?

Pure. One reference may print two names that are rightly different: a chapter's DOI name and the
ISBN of its book, a preprint and its article, two versions, a work and the notice about it, a work
that is registered twice. Only records that are certainly none of these are strangers; where a
record says too little, the answer is no.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from archive.records import Work
from pipelines.identifiers import isbns_of
from pipelines.matching.twins import are_one_work, are_two_works, families_of, have_other_years
from pipelines.matching.wording import folded
from pipelines.verification.judging.editions import are_versions, is_preprint
from pipelines.verification.judging.notices import is_notice

_SAME_TITLE = 87
"""Likeness (0 to 100) of two titles from which they may be one."""
_OWN_TITLE = 6
"""Words from which a title is one work's own, whoever is named as its author."""
_LIKE_TITLE = 60
"""Likeness of two titles, one of them perhaps with more words, that forbids "strangers"."""
_FEW_WORDS = 3
"""Words below which a title stands in many others: the journal Spine in every book on spines."""
_TITLE_OF_NOTICE = 3
"""Words up to which the title of a notice ("Erratum") does not say what it is about."""
_PARTS = frozenset(
    {"book-chapter", "book-section", "book-part", "reference-entry", "proceedings-article"}
)
"""Works in a book, in Crossref's words."""
_PROCEEDINGS = "proceedings"
_REPOSITORIES = "DataCite"


def are_strangers(one: Work, other: Work, *, is_book: bool = False) -> bool:
    """Whether two records are certainly of works that have nothing to do with each other.

    ``is_book``: ``one`` was found by an ISBN, so that ``other`` may be a part of it.
    """
    if may_belong_together(one, other):
        return False
    return not _may_be_in(other, one) if is_book else bool(one.title and other.title)


def are_surely_strangers(one: Work, other: Work, *, is_book: bool = False) -> bool:
    """The same, without a reference that agrees with one of them: titles have to be unlike."""
    if is_book and other.type in _PARTS and not other.isbn:
        return False
    return are_two_works(one, other) and are_strangers(one, other, is_book=is_book)


def may_belong_together(one: Work, other: Work) -> bool:
    """Whether two records may be of one work, or of works of which one stands for the other."""
    names = {one.doi, other.doi} - {""}
    related = [{name for _, name in work.relations} for work in (one, other)]
    if related[0] & related[1] or (related[0] | related[1]) & names:
        return True
    if {*one.is_notice_of, *other.is_notice_of} & names or are_versions(one.doi, other.doi):
        return True
    if are_one_work(one, other) or _is_about(one, other) or _is_about(other, one):
        return True
    if _may_be_translated(one, other):
        return True
    ours, theirs = families_of(one), families_of(other)
    if ours & theirs and any(is_preprint(w) or w.agency == _REPOSITORIES for w in (one, other)):
        return True  # preprints, manuscripts and data are often called otherwise than the article
    is_own_title = min(len(folded(work.title).split()) for work in (one, other)) >= _OWN_TITLE
    may_be_theirs = not ours or not theirs or bool(ours & theirs) or is_own_title
    return may_be_theirs and _likeness(one, other) >= _SAME_TITLE


def _may_be_translated(one: Work, other: Work) -> bool:
    """Whether two records may be of one article in two editions of a journal.

    "Angewandte Chemie" and its "International Edition" each have their own title, volume and pages.
    Another piece by the same people, in a journal that two records name so, looks the same.
    """
    ours, theirs = (
        [set(folded(name).split()) for name in (work.container, work.short_container) if name]
        for work in (one, other)
    )
    return (
        bool(one.authors)
        and families_of(one) == families_of(other)
        and not have_other_years(one, other)
        and any(a < b or b < a for a in ours for b in theirs)
    )


def _is_about(notice: Work, work: Work) -> bool:
    """Whether a record is of a notice that may be about this work."""
    if not is_notice(notice) and "erratum" not in notice.type.lower():
        return False
    is_bare = len(folded(notice.title).split()) <= _TITLE_OF_NOTICE
    return is_bare or _has_words_of(notice, work)


def _may_be_in(work: Work, book: Work) -> bool:
    """Whether a work may be a book, a part of it, or another edition, as far as records tell."""
    isbns = set(isbns_of(work.isbn)), set(isbns_of(book.isbn))
    if not book.title or not work.title or isbns[0] & isbns[1] or _has_words_of(book, work):
        return True
    if book.type == _PROCEEDINGS and not work.isbn:
        return True  # an article of a journal whose issue is a book, too
    if work.type in _PARTS and not (work.container or work.isbn):
        return True
    return bool(families_of(work) & families_of(book))


def _has_words_of(one: Work, other: Work) -> bool:
    """Whether the title of one is that of the other, or of what holds it, with more or less."""
    return any(
        fuzz.token_set_ratio(a, b) >= _LIKE_TITLE
        if min(len(a.split()), len(b.split())) >= _FEW_WORDS
        else fuzz.ratio(a, b) >= _SAME_TITLE
        for a in _titles(one)
        for b in _places(other)
    )


def _likeness(one: Work, other: Work) -> float:
    return max((fuzz.ratio(a, b) for a in _titles(one) for b in _titles(other)), default=0.0)


def _titles(work: Work) -> Iterator[str]:
    for title in (work.title, f"{work.title} {work.subtitle}", work.original_title):
        if title.strip():
            yield folded(title)


def _places(work: Work) -> Iterator[str]:
    yield from _titles(work)
    yield from (folded(name) for name in (work.container, work.short_container) if name)
