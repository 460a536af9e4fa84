"""What all page classes share: the page handed in, strict selectors, and the record made of it.

A page class is a frozen dataclass with one property a field; it reads a page that was handed
to it and never fetches one. What it relies on it demands with ``one``, ``some`` ...: a page that
has changed is said to have changed, not read wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, TypeVar

from archive.records import (
    BlockKind,
    Issue,
    PageKind,
    PageRecord,
    PrintedDate,
    Source,
    Teaser,
    Term,
)
from crawler.pages.bylines import authors_of, split_byline
from crawler.pages.dating import best_of_each_kind, declared_dates, printed_dates
from crawler.pages.links import IMMEDIATE_S
from crawler.pages.markup import Markup
from crawler.pages.pieces import Piece
from crawler.pages.teasers import read_teasers
from crawler.pages.titles import title_of_html, title_of_url

Found = TypeVar("Found")


class PageChanged(Exception):
    """A page does not have what its class relies on: another layout, or another kind of page."""

    def __init__(self, url: str, what: str, found: int) -> None:
        super().__init__(f"{url} has {found or 'no'} {what}; its page class does not fit it.")
        self.url, self.what, self.found = url, what, found


def one(found: Iterable[Found], what: str, url: str) -> Found:
    """The only element of its kind. Raises PageChanged if there are none or several."""
    several = list(found)
    if len(several) != 1:
        raise PageChanged(url, what, len(several))
    return several[0]


def some(found: Iterable[Found], what: str, url: str) -> list[Found]:
    """All elements of a kind, at least one. Raises PageChanged if there are none."""
    several = list(found)
    if not several:
        raise PageChanged(url, what, 0)
    return several


LEAD_WITHIN = 5
"""Pieces below the title in which the lead begins."""
_SENTENCE_END = re.compile(r"[.!?…:;)\"”»](?:\W|$)")


def _is_sentence(text: str) -> bool:
    """Whether a paragraph says something, unlike a date, a label or a name."""
    beginning = text[:500]
    words = len(beginning.split())
    return words >= 15 or (words >= 4 and bool(_SENTENCE_END.search(beginning)))


@dataclass(frozen=True)
class Page:
    """One HTML page of a known kind."""

    source: Source
    markup: Markup
    kind: ClassVar[PageKind] = PageKind.ARTICLE

    def check(self) -> None:
        """Raise PageChanged when the page is not of this kind."""

    @property
    def page_kind(self) -> PageKind:
        """The kind to record."""
        return self.kind

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All visible text; subclasses add what looks alone could not tell."""
        return split_byline(self.markup.pieces, self.markup.title)

    @cached_property
    def content(self) -> tuple[Piece, ...]:
        """The pieces that the page is about, in order."""
        return tuple(p for p in self.pieces if p.is_content)

    @cached_property
    def title(self) -> str:
        """The title that a reader sees, or else the head's, or the address's."""
        if self.markup.title is not None:
            return " ".join(self.markup.pieces[self.markup.title].text.split())
        declared = title_of_html(self.markup.metadata.html_title)
        if self.markup.site.is_label(declared):
            declared = ""  # only the name of the site, as on all its pages
        return declared or title_of_url(self.source.url) or self.markup.metadata.html_title

    @cached_property
    def below_title(self) -> tuple[Piece, ...]:
        """The content without the title itself."""
        title = self.markup.title
        if title is None:
            return self.content
        origin = self.markup.pieces[title].origin
        return tuple(p for p in self.content if p.origin != origin)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Names as printed, or else as declared in the head."""
        return authors_of(self.below_title) or self.markup.metadata.authors

    @cached_property
    def dates(self) -> tuple[PrintedDate, ...]:
        """At most one date of each kind."""
        metadata, url = self.markup.metadata, self.source.url
        printed = printed_dates(self.markup.pieces, self.markup.title, self.markup.language)
        declared = declared_dates(metadata, url, self.markup.language)
        return best_of_each_kind(d for dates in (printed, declared) for d in dates)

    @cached_property
    def lead(self) -> str:
        """The first paragraph, where nothing but a date or a byline stands above it."""
        for piece in self.below_title[:LEAD_WITHIN]:
            if piece.kind is not BlockKind.PARAGRAPH:
                return ""
            if not authors_of((piece,)) and _is_sentence(piece.text):
                return piece.text
        return ""

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The entries of a glossary."""
        return ()

    @cached_property
    def teasers(self) -> tuple[Teaser, ...]:
        """News announced in a box of the page."""
        site = self.markup.site
        pieces = self.markup.pieces
        box = next(
            (n for n, p in enumerate(pieces) if not p.is_content and site.is_news_label(p.text)),
            None,
        )
        if box is None:
            return ()
        news = [p for p in pieces[box + 1 :] if not site.is_label(p.text)]
        return read_teasers(news, self.markup.language, self.markup.target)

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """What was met and not understood."""
        is_frame = any(site.element in ("frame", "iframe") for site in self.markup.walked.sites)
        if self.content or is_frame or self.markup.refresh.target:
            return ()
        return (self.source.issue("no_content", "No text was found that the page is about."),)

    def to_record(self) -> PageRecord:
        """Everything read from the page. Raises PageChanged when it is not of this kind."""
        self.check()
        markup, refresh = self.markup, self.markup.refresh.target
        canonical = markup.metadata.canonical
        return replace(
            self.source.record(self.page_kind),
            language=markup.language,
            charset=markup.decoded.encoding,
            declared_url=markup.resolver(canonical).url if canonical else None,
            title=self.title,
            html_title=markup.metadata.html_title,
            lead=self.lead,
            authors=self.authors,
            dates=self.dates,
            blocks=tuple(piece.to_block(markup.hrefs) for piece in self.pieces),
            terms=self.terms,
            teasers=self.teasers,
            links=markup.links(self.pieces),
            anchors=markup.walked.anchors,
            meta=markup.metadata.pairs,
            refresh_url=markup.resolver(refresh[0]).url
            if refresh and refresh[1] <= IMMEDIATE_S
            else None,
            noindex=markup.metadata.is_noindex,
            issues=(*markup.issues, *self.issues),
        )
