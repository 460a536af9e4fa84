"""Articles: conditions, treatments, essays, opinion polls."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from archive.records import BlockKind, PageKind
from crawler.pages.base import Page, PageChanged, some
from crawler.pages.pieces import Piece
from crawler.pages.polls import read_polls


class Article(Page):
    """A text with a title. All generations; what differs between them is told by words."""

    kind = PageKind.ARTICLE

    def check(self) -> None:
        """An article has a title that a reader sees, and a text below it."""
        if self.markup.title is None:
            raise PageChanged(self.source.url, "visible title", 0)
        some(self.below_title, "text below its title", self.source.url)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Visible text with polls as rows and a lead that is printed twice only once."""
        return _drop_repeated_lead(read_polls(super().pieces))


def _drop_repeated_lead(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A long paragraph that is the one before, again, stands there by mistake."""
    kept = list(pieces)
    last = ""
    for number, piece in enumerate(pieces):
        if not piece.is_content or piece.kind is not BlockKind.PARAGRAPH:
            continue
        if piece.text == last and len(piece.text) > 60:
            kept[number] = replace(piece.as_chrome())
        last = piece.text
    return tuple(kept)
