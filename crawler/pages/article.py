"""Articles (conditions, treatments, essays, opinion polls), and news: one item in full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from archive.records import BlockKind, DateKind, Issue, PageKind
from crawler.pages.base import LEAD_WITHIN, Page, one, some
from crawler.pages.pieces import Piece

_COUNT = r"(?:votes?|ψήφο(?:ι|ς|υς)|stimmen?|voix|votos?|voti|głos\w*|oy)"
_VOTES = re.compile(
    rf"(?P<option>.*?\S)\s*[|:\s]\s*(?P<votes>\d{{1,6}}\s*{_COUNT})\s*", re.I | re.S
)
_LAST_WORD = re.compile(rf"(?:.*\d)?{_COUNT}", re.I)  # told much sooner than the whole


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
        return _drop_repeated_lead(_with_options(super().pieces))


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


def _with_options(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same pieces with each option of a poll as a row and its question as a paragraph.

    One page prints polls among specialists as a table, another as lines; either way each option is
    a row, so that nothing takes a numbered question for a reference.
    """
    read = [_as_option(piece) for piece in pieces]
    for number in range(1, len(read)):
        before, this = read[number - 1], read[number]
        if _is_option(this) and not _is_option(before) and before.is_content:
            question = before._replace(kind=BlockKind.PARAGRAPH, level=0)
            read[number - 1] = question if before.text.rstrip().endswith("?") else before
    return tuple(read)


def _as_option(piece: Piece) -> Piece:
    if len(piece.text) >= 400:
        return piece
    *_, last = ("", *piece.text.rsplit(None, 1))
    match = _VOTES.fullmatch(piece.text) if _LAST_WORD.fullmatch(last) else None
    if not match:
        return piece
    text = f"{match['option']} | {match['votes'].strip()}"
    spans = tuple(s for s in piece.spans if s.end <= len(match["option"]))
    return piece._replace(kind=BlockKind.ROW, level=0, marker="", text=text, spans=spans)


def _is_option(piece: Piece) -> bool:
    return piece.kind is BlockKind.ROW and bool(_VOTES.fullmatch(piece.text))
