"""Which of the works that a search found, if any, is the one a citation names. Pure.

A search always finds something, and what it finds first resembles the citation: that title and
year agree proves little. (Of 1,511 references collected by Crossref two in five have no DOI
name; the best recorded strategy, search with validation, still names 18 works that are not
meant at its usual threshold: reviews of the cited book, the journal version of a working paper,
the article next to it in the volume.) So here a record has to prove more than one whose DOI
name the page prints itself: every rule below asks for something by which the *place* of the
work is told, journal or page, and nothing may speak against it. There are two levels:

- *suggested*: a person should look, and will nearly always agree;
- *safe*: title, author, page and a second number agree, or, for a citation that gives no title,
  everything else; nothing differs, and no other record comes near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from archive.records import Agreement, Work
from pipelines.matching.agreeing import compare
from pipelines.matching.parts import Cited, compare_title
from pipelines.matching.wording import folded

# What is registered beside works that are cited: parts, containers, reviews of a manuscript.
_NEVER_CITED = frozenset({
    "component", "peer-review", "dataset", "database", "grant", "journal", "journal-issue",
    "journal-volume", "book-series", "book-set", "book-track", "proceedings", "report-series",
    "report-component",
})  # fmt: skip
_PREPRINT = "posted-content"
_BOOKS = frozenset({"book", "monograph", "edited-book", "reference-book"})
_SAID_PREPRINT = re.compile(r"\b(?:preprint|arxiv|biorxiv|medrxiv|ssrn|research square|osf)\b")
# Texts of which a journal article with the same title is another version.
_OTHER_VERSION = re.compile(
    r"\b(?:working paper|discussion paper|ph ?d|thesis|dissertation|habilitation|inaugural"
    r"|poster|meeting abstracts?|slides|technical report|tech rep)\b"
)
# A text about another text, with whose title its own begins or ends.
_ABOUT = frozenset({
    "reply", "response", "rejoinder", "comment", "comments", "commentary", "erratum", "errata",
    "corrigendum", "correction", "corrections", "retraction", "review",
})  # fmt: skip
_TITLE_WORDS = 4
"""Words that a title needs to tell one work from another."""
_FEWEST_FIELDS = 3
_TELLING_PAGE = 10
"""Smaller page numbers are found in every issue of a journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A found work that may be the cited one, and what speaks for it."""

    work: Work
    score: float
    """0 to 1: share of the comparable parts that agree."""
    agreeing: tuple[str, ...]
    is_safe: bool
    """May be added without a second look."""


def choose(printed: str, fields: Mapping[str, str], found: Iterable[Work]) -> list[Match]:
    """The works that may be meant, best first; empty when none is (``found`` in search order).

    When several come near, none of them is safe.
    """
    matches = [m for work in found if (m := match(printed, fields, work)) is not None]
    ranked = sorted(matches, key=lambda m: (not m.is_safe, -m.score, -len(m.agreeing)))
    return ranked if len(ranked) < 2 else [replace(m, is_safe=False) for m in ranked]


def match(printed: str, fields: Mapping[str, str], work: Work) -> Match | None:
    """How well a found record fits; None = it is not the cited work, or there is no proof."""
    if work.type in _NEVER_CITED or work.is_notice_of:
        return None
    comparison = compare(printed, fields, work)
    if comparison.value is not Agreement.AGREES or len(comparison.agreeing) < _FEWEST_FIELDS:
        return None
    proof = _Proof(
        agree=frozenset(comparison.agreeing),
        differ=frozenset(comparison.differing),
        cited=Cited(printed, fields),
        work=work,
        is_lettered_otherwise=comparison.is_lettered_otherwise,
    )
    if not proof.is_enough:
        return None
    return Match(
        work=work,
        score=comparison.score,
        agreeing=comparison.agreeing,
        is_safe=proof.is_safe,
    )


@dataclass(frozen=True, kw_only=True)
class _Proof:
    """What speaks for a record and against it."""

    agree: frozenset[str]
    differ: frozenset[str]
    cited: Cited
    work: Work
    is_lettered_otherwise: bool
    """Another letter behind the page, which may be another text on it."""

    @property
    def is_enough(self) -> bool:
        """Enough to be shown to a person."""
        if {"title", "author"} & self.differ or len(self.differ) > 1 or self._is_about_it:
            return False
        if "title" not in self.agree:
            return self._is_placed_exactly and not self._gives_title
        if not self.is_same_title:
            return self._is_placed_exactly
        if self.work.type == _PREPRINT:
            return "author" in self.agree and bool(_SAID_PREPRINT.search(self.cited.folded))
        if self.work.type in _BOOKS:
            return "author" in self.agree and self._is_of_the_year
        if "page" in self.agree:
            return True
        is_placed = "volume" in self.agree or (self._is_of_the_year and not self._gives_numbers)
        is_vague = self._is_short and not {"author", "volume"} <= self.agree
        is_other = self._is_other_version or self._is_paged_otherwise or is_vague
        return "container" in self.agree and is_placed and not is_other

    @property
    def is_safe(self) -> bool:
        """Enough to be added without a second look."""
        agree, work = self.agree, self.work
        is_doubtful = self.differ or self._is_other_issue or self.is_lettered_otherwise
        if is_doubtful or work.type in _BOOKS or work.type == _PREPRINT:
            return False
        if "title" not in agree:
            return self._is_placed_exactly and {"container", "year"} <= agree
        is_told = "author" in agree or (not work.authors and {"container", "year"} <= agree)
        is_placed = "page" in agree and bool({"year", "volume"} & agree)
        if self._is_short or not work.authors:
            is_placed = is_placed and {"year", "volume"} <= agree
        return is_told and is_placed and self.is_same_title and not self._is_other_version

    @cached_property
    def is_same_title(self) -> bool:
        """Word for word, but for slips of the pen."""
        return compare_title(self.cited, self.work).is_same

    @property
    def _is_placed_exactly(self) -> bool:
        """Everything but the title says that it is this one: what stands there is no other."""
        is_placed = {"author", "volume", "page"} <= self.agree and not self.differ
        return is_placed and bool({"year", "container"} & self.agree) and self._has_telling_page

    @property
    def _has_telling_page(self) -> bool:
        digits = "".join(re.findall(r"\d+", self.work.article_number or self.work.pages)[:1])
        is_of_the_issue = self.cited.field("issue") == folded(self.work.issue) != ""
        return is_of_the_issue or int(digits or 0) >= _TELLING_PAGE

    @property
    def _is_short(self) -> bool:
        """``Editorial``, ``Question and answer``: a title of many works."""
        return len(folded(self.work.title).split()) < _TITLE_WORDS

    @property
    def _is_of_the_year(self) -> bool:
        """Of the very year; elsewhere the one beside it will do."""
        years = {str(year) for year in (self.work.year, *self.work.years)}
        return not years.isdisjoint(self.cited.words)

    @property
    def _gives_numbers(self) -> bool:
        """The print has numbers beside years and title: volume and page are among them."""
        numbers = {word for word in self.cited.words if word.isdigit() and len(word) != 4}
        return not numbers <= set(folded(self.work.title).split())

    @property
    def _gives_title(self) -> bool:
        return len(self.cited.field("title").split()) >= _TITLE_WORDS

    @property
    def _is_about_it(self) -> bool:
        """One of the two is a reply to, or a correction of, the other."""
        said = set((self.cited.field("title") or self.cited.folded).split()) & _ABOUT
        return said != set(folded(self.work.title).split()) & _ABOUT

    @property
    def _is_other_version(self) -> bool:
        return _OTHER_VERSION.search(self.cited.folded) is not None

    @property
    def _is_paged_otherwise(self) -> bool:
        """Both sides name a page, and not the same."""
        is_printed = self.cited.field("pages") or self.cited.field("article_number")
        is_registered = self.work.pages or self.work.article_number
        return bool(is_printed and is_registered) and "page" not in self.agree

    @property
    def _is_other_issue(self) -> bool:
        printed, registered = self.cited.field("issue"), folded(self.work.issue)
        return bool(printed and registered) and not set(printed.split()) & set(registered.split())
