"""Articles (conditions, treatments, essays, opinion polls), and news: one item in full."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from archive.records import BlockKind, DateKind, Issue, PageKind
from crawler.pages.base import LEAD_WITHIN, Page, one, some
from crawler.pages.pieces import Piece
from crawler.pages.polls import read_polls


class Article(Page):
    """A text with a title. All generations; what differs between them is told by words."""

    kind = PageKind.ARTICLE

    def check(self) -> None:
        """An article has a title that a reader sees, and a text below it."""
        title = self.markup.title
        one([] if title is None else [title], "visible title", self.source.url)
        some(self.below_title, "text below its title", self.source.url)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Visible text with polls as rows and a lead that is printed twice only once."""
        return _drop_repeated_lead(read_polls(super().pieces))


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


def _drop_repeated_lead(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A lead that stands above a text and begins it once more counts once."""
    near = [n for n, piece in enumerate(pieces) if piece.is_content][:LEAD_WITHIN]
    for before, number in pairwise(near):
        lead, again = pieces[before], pieces[number]
        if again.text == lead.text and again.kind is BlockKind.PARAGRAPH:
            return (*pieces[:number], again.as_chrome(), *pieces[number + 1 :])
    return pieces
