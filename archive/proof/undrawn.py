"""Parts of a page that are never drawn: templates, fall-backs, notes to machines. Pure.

The one rule for the page as it was, for its words, and for what changed in it. What is closed
until somebody opens it (``details``, ``dialog``, ``hidden``) is not told here: its words can be
read, and the page as it was keeps it shut as the original did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from archive.proof.markup import Piece, pieces_of

_FALLBACKS = frozenset({"audio", "canvas", "datalist", "rp", "video"})
"""Their content is for browsers that do not know them (HTML standard, 4.5.11, 4.8, 4.10.8, 4.12.5)
or shown by none where it stands."""
_FOREIGN = frozenset({
    "annotation", "annotation-xml", "clippath", "defs", "desc", "marker", "mask", "metadata",
    "pattern", "symbol",
})  # fmt: skip
"""Never drawn where they stand (SVG 2, 5.3 to 5.8 and 14; MathML Core, 5.1). No HTML element is
called like any of them."""
_CONTROLS = frozenset({"select"})
"""Drawn, and their content is no text of the page."""
NO_WORDS = _FALLBACKS | _CONTROLS | {"noscript"}
"""Elements whose content is not among the words of a page."""
_SOMETIMES = _FOREIGN | {"template", "object"}


def drawn_pieces(source: str) -> Iterator[Piece]:
    """The pieces of a page that a browser without scripts draws, and those that style them.

    >>> source = "a<template>b<p>c</p></template>d<canvas>e</canvas><noscript>f</noscript>"
    >>> "".join(source[p.start : p.end] for p in drawn_pieces(source))
    'ad<canvas></canvas><noscript>f</noscript>'
    """
    return _within(source, pieces_of(source), _FALLBACKS)


def words_of(source: str) -> Iterator[Piece]:
    """The pieces of a page that its words are read from, in a browser that runs scripts: no
    ``noscript``, title, nor controls of forms."""
    for piece in _within(source, pieces_of(source), NO_WORDS):
        if piece.kind == "raw" and piece.name == "xmp":
            yield piece._replace(kind="text", name="")
        elif piece.kind != "text" or not piece.name:
            yield piece


def _within(source: str, pieces: Iterable[Piece], closed: frozenset[str]) -> Iterator[Piece]:
    """All pieces but the content of the elements ``closed``, and of others that are never drawn."""
    curtain = Curtain(source, closed)
    for piece in pieces:
        if curtain.shows(piece):
            yield piece


class Curtain:
    """Tells, piece by piece and in order, which ones browsers draw.

    An element that is left open ends with the one it stands in, as browsers have it.
    """

    def __init__(self, source: str, closed: frozenset[str] = NO_WORDS) -> None:
        """``closed``: elements of which no content is drawn, besides those that never are."""
        self._source = source
        self._closed = closed
        self.opened = ""
        """The element whose content the next piece is, in which nothing is drawn; or empty."""
        self._inside: Counter[str] = Counter()

    def may_fall_at(self, name: str) -> bool:
        """Whether the element of that name may be one that is not drawn."""
        return name in self._closed or name in _SOMETIMES

    def shows(self, piece: Piece) -> bool:
        """Whether a piece is drawn; a tag of an element whose content is not is drawn itself."""
        if not self.opened:
            if piece.kind == "start" and self.may_fall_at(piece.name) and self._hides(piece):
                self.opened, self._inside = piece.name, Counter({piece.name: 1})
            return self.opened != "template"
        if piece.kind == "start":
            self._inside[piece.name] += 1
        elif piece.kind == "end":
            return self._ends_at(piece)
        return False

    def _ends_at(self, piece: Piece) -> bool:
        self._inside[piece.name] -= 1
        is_own_end = self._inside[self.opened] == 0
        is_lower = self._inside[piece.name] < 0 and self.opened not in ("template", "object")
        if not is_own_end and not is_lower:
            return False
        opened, self.opened = self.opened, ""
        return opened != "template"

    def _hides(self, piece: Piece) -> bool:
        """Whether the content of the element that begins here is not drawn."""
        if piece.name == "template":  # one with a shadow root is the content of what it stands in
            return piece.value("shadowrootmode").lower() not in ("open", "closed")
        if piece.name == "object":  # its content stands in for data that do not come
            return bool(piece.value("data").strip())
        if piece.name in _FOREIGN:
            return not self._source.startswith("/>", piece.end - 2)
        return piece.name in self._closed
