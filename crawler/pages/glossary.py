"""Glossary pages: terms and their meanings, sorted under letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from archive.records import BlockKind, PageKind, Term
from crawler.pages.base import Page, some
from crawler.pages.pieces import Piece
from crawler.pages.shaping import CELL_JOINT

LONGEST_TERM = 120


class Glossary(Page):
    """Term and definition, whether they are a definition list, an accordion or a table."""

    kind = PageKind.GLOSSARY

    def check(self) -> None:
        """A glossary has terms."""
        some(self.terms, "terms", self.source.url)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Visible text with terms and definitions as such."""
        title = self.markup.title
        pieces = super().pieces
        begin = 0 if title is None else title + 1
        return (*pieces[:begin], *_tell_terms(pieces[begin:]))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The entries in page order; a definition of several paragraphs keeps its line breaks."""
        return tuple(read_terms(self.content))


def read_terms(pieces: tuple[Piece, ...]) -> Iterator[Term]:
    """Entries from pieces whose terms and definitions are told."""
    letter, term, definition = "", "", list[str]()
    for piece in pieces:
        if piece.kind is BlockKind.DEFINITION:
            definition.append(piece.text)
            continue
        if term and piece.kind in (BlockKind.TERM, BlockKind.HEADING):
            yield Term(letter=letter, term=term, definition="\n".join(definition))
            term, definition = "", []
        if piece.kind is BlockKind.TERM:
            term = piece.text
        elif piece.kind is BlockKind.HEADING and len(piece.text) <= 2:  # a letter
            letter = piece.text
    if term:
        yield Term(letter=letter, term=term, definition="\n".join(definition))


def _tell_terms(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Pieces of the content with the kinds TERM and DEFINITION where they belong."""
    after_term = False
    for piece in pieces:
        if not piece.is_content:
            yield piece
            continue
        if piece.kind is BlockKind.ROW and piece.text.count(CELL_JOINT) == 1:
            end = piece.text.index(CELL_JOINT)
            yield piece.cut(0, end)._replace(kind=BlockKind.TERM)
            yield piece.cut(end + len(CELL_JOINT))._replace(kind=BlockKind.DEFINITION)
            after_term = False
        elif _is_term(piece):
            yield piece._replace(kind=BlockKind.TERM, level=0)
            after_term = True
        elif after_term and piece.kind is BlockKind.PARAGRAPH:
            yield piece._replace(kind=BlockKind.DEFINITION)
            after_term = False
        else:
            yield piece
            after_term = after_term and piece.kind is BlockKind.DEFINITION


def may_tell_terms(pieces: Sequence[Piece], fewest: int) -> bool:
    """Whether so many terms can be told in a page at all, a byline cut in two included."""
    told = sum(piece.kind is BlockKind.ROW or _is_term(piece) for piece in pieces)
    return told + 2 >= fewest


def _is_term(piece: Piece) -> bool:
    """A ``<dt>``, the button of an accordion, or a short line in bold without a size of its own."""
    if piece.kind in (BlockKind.CODE, BlockKind.ROW):
        return False
    if piece.kind is BlockKind.TERM or piece.looks.is_opener:
        return True
    is_bold = piece.looks.bold == 1 and not piece.looks.size and "\n" not in piece.text
    return is_bold and len(piece.text) <= LONGEST_TERM and not piece.looks.tag.startswith("h")
