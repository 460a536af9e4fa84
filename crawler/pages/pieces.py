"""Runs of visible text, with how they look and where they stand. Pure.

Page classes work on pieces; what leaves the package are ``Block`` records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.records import Anchor, Block, BlockKind, Region

EDGE = " \n\t\xa0\u200b\ufeff"
"""What does not count at the ends of a text: blanks, and the spacers of old layouts."""


class Span(NamedTuple):
    """``text[start:end]`` is the anchor text of link number ``link`` of the page."""

    start: int
    end: int
    link: int


class Looks(NamedTuple):
    """How a piece looks, as far as its tags say; all shares are of its visible characters."""

    tag: str = ""
    """Innermost block element."""
    landmark: str = ""
    """main, article, nav, header, footer or aside it stands in; empty = none."""
    bold: float = 0.0
    italic: float = 0.0
    linked: float = 0.0
    size: int = 0
    """Size in ``<font>`` units (3 is normal, 7 the largest) if all of it has one; 0 = not said."""
    is_opener: bool = False
    """A button or summary: what follows opens when it is pressed."""
    is_boxed: bool = False
    """Alone in a table of its own."""


class Piece(NamedTuple):
    """A block with its looks; ``spans`` point into ``text`` and are in order."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    marker: str = ""
    spans: tuple[Span, ...] = ()
    region: Region = Region.CONTENT
    looks: Looks = Looks()
    origin: int = 0
    """Number of the piece when the page was walked over; its parts keep it."""
    code: tuple[tuple[int, int], ...] = ()
    """What is set as code or as what is typed: start and end in ``text``, in order."""

    def cut(self, start: int, end: int | None = None) -> Piece:
        """The part ``text[start:end]`` without blanks at its ends, looking the same."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip(EDGE))
        text = part.strip(EDGE)
        end = start + len(text)
        spans = tuple(
            Span(max(s.start, start) - start, min(s.end, end) - start, s.link)
            for s in self.spans
            if s.start < end and s.end > start
        )
        code = tuple(
            (max(a, start) - start, min(b, end) - start)
            for a, b in self.code
            if a < end and b > start
        )
        return self._replace(text=text, spans=spans, code=code)

    def lines(self) -> list[Piece]:
        """One piece for each line, empty lines left out."""
        if "\n" not in self.text:
            return [self]
        return [line for line in self._cut_at(r"\n") if line.text]

    def paragraphs(self) -> list[Piece]:
        """Cut at empty lines, as ``<br><br>`` makes them."""
        if "\n\n" not in self.text:
            return [self]
        return [part for part in self._cut_at(r"\n[\s\xa0]*\n") if part.text]

    def _cut_at(self, separator: str) -> Iterator[Piece]:
        """The parts between separators; each span is looked at by the parts it may touch."""
        position, first = 0, 0
        ends = [(m.start(), m.end()) for m in re.finditer(separator, self.text)]
        for end, following in (*ends, (len(self.text), len(self.text))):
            while first < len(self.spans) and self.spans[first].end <= position:
                first += 1
            last = first
            while last < len(self.spans) and self.spans[last].start < end:
                last += 1
            yield self._replace(spans=self.spans[first:last]).cut(position, end)
            position = following

    def as_chrome(self) -> Piece:
        """The same piece as part of the page's frame, outside the content."""
        return self._replace(region=Region.CHROME)

    @property
    def is_content(self) -> bool:
        """Whether it belongs to what the page is about."""
        return self.region is Region.CONTENT

    def to_block(self, hrefs: Sequence[str]) -> Block:
        """The ``Block`` record; ``hrefs`` are the printed link targets of the page, by number."""
        return Block(
            kind=self.kind,
            text=self.text,
            region=self.region,
            level=self.level,
            marker=self.marker,
            code=self.code,
            anchors=tuple(Anchor(start=s.start, end=s.end, href=hrefs[s.link]) for s in self.spans),
        )
