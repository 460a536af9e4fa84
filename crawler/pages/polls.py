"""Polls among specialists: a question, and options with their votes. Pure.

One page prints them as a table, another as lines; either way each option is a row, so that
nothing takes a numbered question for a reference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.records import BlockKind
from crawler.pages.pieces import Piece

_COUNT = r"(?:votes?|ψήφο(?:ι|ς|υς)|stimmen?|voix|votos?|voti|głos\w*|oy)"
_VOTES = re.compile(
    rf"(?P<option>.*?\S)\s*[|:\s]\s*(?P<votes>\d{{1,6}}\s*{_COUNT})\s*", re.I | re.S
)
_LAST_WORD = re.compile(rf"(?:.*\d)?{_COUNT}", re.I)  # told much sooner than the whole


def read_polls(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same pieces with each option as a row and each question as a paragraph."""
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
