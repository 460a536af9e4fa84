"""Who wrote a page, as printed: ``Written by`` lines, and the speakers of a webinar. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawler.pages.pieces import Piece

LONGEST_BYLINE = 160
BELOW_TITLE = 4
"""Pieces below the title in which a byline is looked for."""

_NAME = r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){0,6}"
_BYLINE = re.compile(
    r"\s*(?:written by|text by|authors?\s*:|by|verfasst von|geschrieben von|text von"
    r"|von|autor(?:in|en|es|a)?\s*:|écrit par|rédigé par|par"
    r"|auteurs?\s*:|escrito por|por|scritto da|autori?\s*:|napisał[ay]?|yazan\s*:?"
    r"|γράφει (?:ο|η)|του συγγραφέα)\s+"
    rf"(?P<names>{_NAME}(?:\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*{_NAME})*)\s*\.?\s*",
    re.I,
)
_SPEAKERS = re.compile(
    r"\s*(?:speakers?|referent(?:in|en|innen)?|intervenants?|ponentes?|relatori?)\s*:\s*(?P<names>.+)",
    re.I,
)
_JOINT = re.compile(r"\s*(?:,|;|/|&|\band\b|\bund\b|\bet\b)\s*")


def split_byline(pieces: Sequence[Piece], title: int | None) -> tuple[Piece, ...]:
    """A byline joined to the first paragraph by a line break becomes a piece of its own."""
    if title is None:
        return tuple(pieces)
    for number in range(title + 1, min(title + 1 + BELOW_TITLE, len(pieces))):
        piece = pieces[number]
        first, line_break, _ = piece.text.partition("\n")
        if line_break and names_of(first):
            parts = (piece.cut(0, len(first)), piece.cut(len(first) + 1))
            return (*pieces[:number], *parts, *pieces[number + 1 :])
    return tuple(pieces)


def authors_of(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Names in the bylines near the beginning of the content."""
    names: list[str] = []
    for number, piece in enumerate(pieces):
        if number > BELOW_TITLE + 1:
            break
        for line in piece.text.split("\n")[:4]:
            names.extend(names_of(line))
    return tuple(dict.fromkeys(names))


def names_of(line: str) -> tuple[str, ...]:
    """The names in a line that is a byline or lists speakers; empty for any other line.

    >>> names_of("Speakers: Ann Lee/ Bo Li"), names_of("By the time you read this, it hurts.")
    (('Ann Lee', 'Bo Li'), ())
    """
    if len(line) > LONGEST_BYLINE:
        return ()
    match = _BYLINE.fullmatch(line) or _SPEAKERS.fullmatch(line)
    if not match:
        return ()
    names = [n.strip(" .") for n in _JOINT.split(match["names"]) if n.strip(" .")]
    if any(not word[0].isupper() and len(word) > 3 for name in names for word in name.split()):
        return ()  # words of a sentence, not names ("van", "de" and the like are short)
    return tuple(names)
