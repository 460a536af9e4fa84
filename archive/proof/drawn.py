"""The words of a page as drawn by a browser, each character with its source offset. Pure.

Blanks are folded to one, every block and every line break is a line of its own. That is what the
find-in-page of a browser, and so a text fragment, is matched against.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

from archive.proof.markup import REFERENCE, pieces_of
from archive.proof.spans import UNDRAWN, Span
from archive.proof.undrawn import words_of

# Elements that stay within a line, unless a style sheet says otherwise (HTML standard,
# "Phrasing content"); at the edges of all others, and at br, a line begins.
_WITHIN_LINES = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "output", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "script", "style", "noscript", "template",
})  # fmt: skip
_UNDRAWN = re.escape("".join(sorted(UNDRAWN)))
_PART = re.compile(rf"({REFERENCE.pattern})|(\s+)|[{_UNDRAWN}]+|([^\s&{_UNDRAWN}]+|&)")


@dataclass(slots=True)
class Drawn:
    """``text[i]`` is drawn for the character at ``starts[i]`` of the source."""

    text: str = ""
    starts: Sequence[int] = field(default_factory=lambda: array("L"))

    def within(self, span: Span) -> tuple[int, int]:
        """The part of ``text`` that a span of the source is drawn as; may be empty."""
        low, high = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return low, high


def read_drawn(source: str) -> Drawn:
    """What a browser draws of a page, as far as its markup tells (not its style sheets)."""
    parts: list[str] = []
    starts = array("L")
    last = "\n"
    for piece in words_of(source):
        if piece.kind in ("start", "end") and piece.name not in _WITHIN_LINES and last != "\n":
            if last == " ":  # a blank before a line break is not drawn
                parts.pop()
                starts.pop()
            parts.append("\n")
            starts.append(piece.start)
            last = "\n"
        if piece.kind != "text":
            continue
        for part in _PART.finditer(source, piece.start, piece.end):
            drawn, at = _drawn(part), part.start()
            if not drawn or (drawn == " " and last in " \n"):
                continue
            parts.append(drawn)
            starts.extend([at] * len(drawn) if part[1] else range(at, at + len(drawn)))
            last = drawn[-1]
    return Drawn("".join(parts), starts)


def _drawn(part: re.Match[str]) -> str:
    """What is drawn for a run of the source: itself, one blank, or nothing."""
    if part[3] is not None:
        return part[0]
    text = unescape(part[0]) if part[1] is not None else part[0]
    return " " if text.isspace() else "".join(char for char in text if char not in UNDRAWN)


def link_text(source: str, at: int) -> Span | None:
    """The content of the link whose start tag holds the character ``at``; None when that is no
    ``a`` element, or has no end."""
    begin: int | None = None
    for piece in pieces_of(source):
        if begin is None and piece.kind == "start" and piece.start <= at < piece.end:
            if piece.name != "a":
                return None
            begin = piece.end
        elif begin is not None and piece.name == "a" and piece.kind in ("start", "end"):
            return Span(begin, piece.start)
    return None
