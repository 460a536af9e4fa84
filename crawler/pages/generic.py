"""The page class for any site: tells the kind from the page, and demands nothing of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from archive.records import BlockKind, DateKind, Issue, PageKind
from crawler.pages.article import Article
from crawler.pages.dates import date_of_url
from crawler.pages.glossary import Glossary, may_tell_terms
from crawler.pages.markup import Markup
from crawler.pages.pieces import Piece
from crawler.pages.regions import LINKED
from crawler.pages.signs import (
    NEWS_TYPES,
    is_called_glossary,
    is_door,
    is_list_of_posts,
    is_no_news,
)
from crawler.pages.teasers import read_teasers

FEWEST_WORDS = 12
"""Words of running text from which a page with a title is read as a text."""
FEWEST_WORDS_UNTITLED = 120
FEWEST_TERMS, FEWEST_TERMS_CALLED = 5, 2
"""Terms of a glossary; of a page that is called one fewer do."""
FEWEST_LETTERS = 3
FEWEST_ENTRIES = 8
"""Linked entries from which a page may be a list."""
FEWEST_ANNOUNCEMENTS = 3

# An address with a query is none, but for a language: TYPO3 and Joomla have their whole site at
# ``/index.php?id=12``.
_ENTRANCE = re.compile(
    r"https?://[^/]+/(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|home|default)\.[^/?]*)?"
    r"(?:\?(?:l|hl|lang|language|locale)=[\w-]{0,5})?$",
    re.I,
)


def decide_kind(page: Article) -> PageKind:
    """What a page, read as an article, is for its reader, as far as the page itself tells."""
    source, markup = page.source, page.markup
    if not 200 <= source.status < 300:
        return PageKind.UNREAD  # what an error page says is not what the site publishes
    text = page.below_title
    if not text:
        return PageKind.LANDING
    is_called = is_called_glossary(page.title)
    fewest = FEWEST_TERMS_CALLED if is_called else FEWEST_TERMS
    if may_tell_terms(markup.pieces, fewest) and _is_glossary(
        Glossary(source, markup), fewest, is_called=is_called
    ):
        return PageKind.GLOSSARY
    words = running_words(text)
    metadata = markup.metadata
    if is_door(source.url, has_password=metadata.has_password):
        return PageKind.LANDING
    says_list = is_list_of_posts(source.url, page.title, metadata.classes, metadata.types)
    if _is_listing(text, words, markup) or (says_list and not _ENTRANCE.match(source.url)):
        return PageKind.LISTING
    is_titled = markup.title is not None
    if words < (FEWEST_WORDS if is_titled else FEWEST_WORDS_UNTITLED):
        return PageKind.LANDING
    if is_titled and _is_news(page):
        return PageKind.NEWS
    return PageKind.LANDING if _ENTRANCE.match(source.url) else PageKind.ARTICLE


class Generic(Article):
    """A page of which nothing is known beforehand: whatever is there is taken."""

    def check(self) -> None:
        """Any page will do."""

    @cached_property
    def page_kind(self) -> PageKind:
        """Decided from the page."""
        return decide_kind(self)

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """An error page need not say anything."""
        return () if self.page_kind is PageKind.UNREAD else super().issues


def running_words(pieces: Sequence[Piece]) -> int:
    """Words in text that is not mostly links."""
    return sum(len(p.text.split()) for p in pieces if p.looks.linked < 0.5)


def _is_glossary(page: Glossary, fewest: int, *, is_called: bool) -> bool:
    """Terms make up most of the page, and are tagged, stand under letters or below its word."""
    if len(page.terms) < fewest:
        return False
    told = sum(
        len(p.text) for p in page.content if p.kind in (BlockKind.TERM, BlockKind.DEFINITION)
    )
    if told < 0.6 * sum(len(p.text) for p in page.content):
        return False
    tagged = sum(p.kind is BlockKind.TERM for p in page.markup.pieces)
    letters = {t.letter for t in page.terms if t.letter}
    return is_called or tagged >= fewest or len(letters) >= FEWEST_LETTERS


def _is_listing(text: Sequence[Piece], words: int, markup: Markup) -> bool:
    entries = sum(p.looks.linked >= LINKED for p in text)
    if entries >= FEWEST_ENTRIES and entries * 10 > words:
        return True
    listed = read_teasers(text, markup.language, markup.target)
    return len([t for t in listed if t.href]) >= FEWEST_ANNOUNCEMENTS


def _is_news(page: Article) -> bool:
    metadata = page.markup.metadata
    if is_no_news(page.source.url, metadata.classes, metadata.types, page.below_title):
        return False
    if metadata.types & NEWS_TYPES or date_of_url(page.source.url):
        return True
    return any(d.kind is not DateKind.UPDATED for d in page.dates)
