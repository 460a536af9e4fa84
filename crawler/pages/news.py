"""News pages: one news item in full."""

from __future__ import annotations

from functools import cached_property

from archive.records import DateKind, Issue, PageKind
from crawler.pages.article import Article


class News(Article):
    """One dated item: title, date line, text; speakers count as its authors."""

    kind = PageKind.NEWS

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """News without any date is kept, and said to be odd."""
        if any(d.kind is not DateKind.UPDATED for d in self.dates):
            return super().issues
        return (
            *super().issues,
            self.source.issue("no_date", "A news item without a date of its own."),
        )
