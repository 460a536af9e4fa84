"""What stands in a page and is never drawn: templates, fall-backs, notes to machines. Pure.

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


def drawn_pieces(source: str) -> Iterator[Piece]:
    """The pieces of a page that a browser without scripts draws, and those that style them.

    >>> source = "a<template>b<p>c</p></template>d<canvas>e</canvas><noscript>f</noscript>"
    >>> "".join(source[p.start : p.end] for p in drawn_pieces(source))
    'ad<canvas></canvas><noscript>f</noscript>'
    """
    return _within(source, pieces_of(source), _FALLBACKS)


def words_of(source: str, pieces: Iterable[Piece] | None = None) -> Iterator[Piece]:
    """The pieces of a page that its words are read from, in a browser that runs scripts: no
    ``noscript``, title, nor controls of forms. ``pieces`` are those of ``source``, where the
    caller has them."""
    all_pieces = pieces_of(source) if pieces is None else pieces
    for piece in _within(source, all_pieces, _FALLBACKS | _CONTROLS | {"noscript"}):
        if piece.kind == "raw" and piece.name == "xmp":
            yield piece._replace(kind="text", name="")
        elif piece.kind != "text" or not piece.name:
            yield piece


def _within(source: str, pieces: Iterable[Piece], closed: frozenset[str]) -> Iterator[Piece]:
    """All pieces but the content of the elements ``closed``, and of others that are never drawn.

    An element that is left open ends with the one it stands in, as browsers have it.
    """
    opened = ""
    inside: Counter[str] = Counter()
    for piece in pieces:
        if not opened:
            if piece.kind == "start" and _is_undrawn(source, piece, closed):
                opened, inside = piece.name, Counter({piece.name: 1})
            if opened != "template":
                yield piece
        elif piece.kind == "start":
            inside[piece.name] += 1
        elif piece.kind == "end":
            inside[piece.name] -= 1
            is_own_end = inside[opened] == 0
            if is_own_end or (inside[piece.name] < 0 and opened not in ("template", "object")):
                if opened != "template":
                    yield piece
                opened = ""


def _is_undrawn(source: str, piece: Piece, closed: frozenset[str]) -> bool:
    """Whether the content of the element that begins here is not drawn."""
    if piece.name == "template":  # one with a shadow root is the content of what it stands in
        return piece.value("shadowrootmode").lower() not in ("open", "closed")
    if piece.name == "object":  # its content stands in for data that do not come
        return bool(piece.value("data").strip())
    if piece.name in _FOREIGN:
        return not source.startswith("/>", piece.end - 2)
    return piece.name in closed
