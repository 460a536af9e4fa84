"""Pages of any site: the kind is told from the page itself, and nothing is demanded of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from archive.records import BlockKind, DateKind, Issue, PageKind, PrintedDate, Teaser, Term
from crawler.pages.article import Article
from crawler.pages.dates import date_of_url
from crawler.pages.glossary import Glossary, read_terms
from crawler.pages.pieces import Piece
from crawler.pages.regions import LINKED
from crawler.pages.teasers import read_teasers

FEWEST_WORDS = 12
"""Words of running text from which a page with a title is read as a text."""
FEWEST_WORDS_UNTITLED = 120
FEWEST_TERMS = 5
FEWEST_ENTRIES = 8
"""Linked entries from which a page may be a list."""
_ENTRANCE = re.compile(r"https?://[^/]+/(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|home|default)[^/]*)?$", re.I)
NEWS_TYPES = frozenset({"newsarticle", "blogposting", "reportagenewsarticle", "pressrelease"})


class Generic(Article):
    """A page about which nothing is known beforehand."""

    def check(self) -> None:
        """Any page will do."""

    @property
    def page_kind(self) -> PageKind:
        """Decided from the page."""
        return self._decided

    @cached_property
    def _decided(self) -> PageKind:
        if not 200 <= self.source.status < 300:
            return PageKind.UNREAD  # what an error page says is not what the site publishes
        if self.markup.refresh.target and not self.below_title:
            return PageKind.LANDING
        if self._is_glossary():
            return PageKind.GLOSSARY
        words = running_words(self.below_title)
        if self._is_listing(words):
            return PageKind.LISTING
        if words >= FEWEST_WORDS and self._is_news():
            return PageKind.NEWS
        is_titled = self.markup.title is not None
        if words < (FEWEST_WORDS if is_titled else FEWEST_WORDS_UNTITLED) or self._is_entrance():
            return PageKind.LANDING
        return PageKind.ARTICLE

    def _is_entrance(self) -> bool:
        return bool(_ENTRANCE.match(self.source.url))

    def _is_glossary(self) -> bool:
        told = [p for p in self.content if p.kind in (BlockKind.TERM, BlockKind.DEFINITION)]
        terms = sum(p.kind is BlockKind.TERM for p in told)
        length = sum(len(p.text) for p in self.content)
        return terms >= FEWEST_TERMS and sum(len(p.text) for p in told) > 0.6 * length

    def _is_listing(self, words: int) -> bool:
        entries = sum(p.looks.linked >= LINKED for p in self.below_title)
        if entries >= FEWEST_ENTRIES and entries * 10 > words:
            return True
        listed = read_teasers(self.below_title, self.markup.language, self.markup.target)
        return len([t for t in listed if t.href]) >= 3

    def _is_news(self) -> bool:
        if self.markup.title is None:
            return False
        if self.markup.metadata.types & NEWS_TYPES or date_of_url(self.source.url):
            return True
        return any(d.kind is DateKind.PUBLISHED for d in self.dates)

    @cached_property
    def dates(self) -> tuple[PrintedDate, ...]:
        """As on any page; the entries of a list do not date it."""
        found = super().dates
        if self.__dict__.get("_decided") is PageKind.LISTING:
            return tuple(d for d in found if d.kind is DateKind.UPDATED)
        return found

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Entries, if the page is a glossary."""
        if self._decided is not PageKind.GLOSSARY:
            return ()
        return Glossary(self.source, self.markup).terms or tuple(read_terms(self.content))

    @cached_property
    def teasers(self) -> tuple[Teaser, ...]:
        """Entries, if the page is a list; the news box of a known site in any case."""
        listed: tuple[Teaser, ...] = ()
        if self._decided is PageKind.LISTING:
            listed = read_teasers(self.below_title, self.markup.language, self.markup.target)
        return tuple(dict.fromkeys((*listed, *super().teasers)))

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """An error page need not say anything."""
        return () if self._decided is PageKind.UNREAD else super().issues


def running_words(pieces: Sequence[Piece]) -> int:
    """Words in text that is not mostly links."""
    return sum(len(p.text.split()) for p in pieces if p.looks.linked < 0.5)
