"""Pages that lead to others: news lists, search results, calendars, and entrances to a site."""

from __future__ import annotations

from functools import cached_property

from archive.records import DateKind, PageKind, PrintedDate, Teaser
from crawler.pages.base import Page
from crawler.pages.teasers import read_teasers


class Listing(Page):
    """A list whose dated entries are announcements of news."""

    kind = PageKind.LISTING

    @cached_property
    def dates(self) -> tuple[PrintedDate, ...]:
        """The dates printed below the title are those of the entries, not of the page."""
        return tuple(d for d in super().dates if d.kind is DateKind.UPDATED)

    @cached_property
    def teasers(self) -> tuple[Teaser, ...]:
        """Entries of the list, then those of the box that every page has."""
        listed = read_teasers(self.below_title, self.markup.language, self.markup.target)
        return tuple(dict.fromkeys((*listed, *super().teasers)))


class Landing(Page):
    """An entrance to other pages; may have no title of its own, and then no text is invented."""

    kind = PageKind.LANDING
