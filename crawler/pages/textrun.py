"""Collects the visible text of one piece: folds blanks, counts anchors and looks. Pure."""

from __future__ import annotations

from archive.records import BlockKind, Region
from crawler.pages.pieces import EDGE, Looks, Piece, Span
from crawler.pages.shaping import CELL_JOINT
from crawler.pages.styles import Style


class TextRun:
    """The text since the last block began."""

    __slots__ = (
        "bold",
        "cells",
        "code",
        "italic",
        "length",
        "linked",
        "opener",
        "parts",
        "sizes",
        "spans",
    )

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Start a new piece."""
        self.parts: list[str] = []
        self.length = 0
        self.bold = self.italic = self.linked = self.opener = 0
        self.sizes: dict[int, int] = {}
        self.spans: list[Span] = []
        self.code: list[tuple[int, int]] = []
        self.cells = 1

    @property
    def ends_blank(self) -> bool:
        """Nothing yet, or a blank or line break last: a further blank would not show."""
        return not self.parts or self.parts[-1][-1] in " \n"

    def add(self, text: str, link: int | None, style: Style) -> None:
        """Append text (not empty) whose blanks are folded already."""
        start = self.length
        self.parts.append(text)
        self.length = end = start + len(text)
        visible = len(text.strip())
        if visible:
            size = style.size
            self.sizes[size] = self.sizes.get(size, 0) + visible
            if style.bold:
                self.bold += visible
            if style.italic:
                self.italic += visible
            if style.is_opener:
                self.opener += visible
        if visible and style.is_code:
            self.code.append((start, end))
        if link is None:
            return
        self.linked += visible
        if self.spans and self.spans[-1].link == link:
            self.spans[-1] = Span(self.spans[-1].start, end, link)
        elif visible:
            self.spans.append(Span(start, end, link))

    def add_blank(self) -> None:
        """A blank, where it would show."""
        if not self.ends_blank:
            self.parts.append(" ")
            self.length += 1

    def break_line(self) -> None:
        """A line break; the blank before it does not show."""
        self._drop_blank()
        self.parts.append("\n")
        self.length += 1

    def end_cell(self) -> None:
        """Begin the next cell of a table row."""
        self._drop_blank()
        self.parts.append(CELL_JOINT)
        self.length += len(CELL_JOINT)
        self.cells += 1

    def _drop_blank(self) -> None:
        if self.parts and self.parts[-1][-1] == " ":
            self.length -= 1
            last = self.parts.pop()[:-1]
            if last:
                self.parts.append(last)

    def finish(
        self, kind: BlockKind, level: int, *, tag: str, landmark: str, is_boxed: bool, origin: int
    ) -> Piece | None:
        """The piece collected, or None when there is nothing to see; starts a new one."""
        total = sum(self.sizes.values())
        whole = "".join(self.parts)
        edge = "\n" if kind is BlockKind.CODE else EDGE  # code keeps its indentation
        text = whole.strip(edge)
        if not total or not text:
            self.clear()
            return None
        looks = Looks(
            tag,
            landmark,
            self.bold / total,
            self.italic / total,
            self.linked / total,
            next(iter(self.sizes)) if len(self.sizes) == 1 else 0,
            self.opener == total,
            is_boxed,
        )
        spans: tuple[Span, ...] = ()
        offset = len(whole) - len(whole.lstrip(edge))
        if self.spans:
            spans = tuple([s for span in self.spans if (s := _trim(whole, span, offset))])
        code = tuple([(max(0, a - offset), b - offset) for a, b in self.code])
        self.clear()
        return Piece(text, kind, level, "", spans, Region.CONTENT, looks, origin, code)


def _trim(text: str, span: Span, offset: int) -> Span | None:
    """The span without blanks at its ends, in a text that lost its first ``offset`` characters."""
    inner = text[span.start : span.end].strip(EDGE)
    if not inner:
        return None
    start = text.index(inner, span.start) - offset
    return Span(start, start + len(inner), span.link)
