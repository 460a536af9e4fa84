"""Tells data tables from layout tables. Pure.

A data table is read row by row, its cells joined; a layout table is only a frame around
text that flows. Nobody marks the difference reliably, so it is told from what the cells hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from crawler.pages.elements import descend, has_inside

LONGEST_CELL = 1500  # characters; longer cells hold text that flows, not data
_HEAVY = ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "form", "hr", "iframe", "article")
_ONE_BLOCK = ("p", "div", "section", "blockquote")
_WORDS = re.compile(r"\w")


def is_layout(table: Tag) -> bool:
    """Whether a ``<table>`` only arranges text on the page."""
    if table.attrs.get("role") in ("presentation", "none"):
        return True
    if "layout" in str(table.attrs.get("class", "")).lower():
        return True
    if has_inside(table, "table"):
        return True
    columns = 0
    for row in rows_of(table):
        filled = 0
        for cell in cells_of(row):
            if _flows(cell):
                return True
            filled += _WORDS.search(cell.get_text()) is not None
        columns = max(columns, filled)
    return columns < 2


def is_boxed(table: Tag) -> bool:
    """Whether the table is one cell around one text, as used to set a quotation apart."""
    if has_inside(table, "table"):
        return False
    cells = [cell for row in rows_of(table) for cell in cells_of(row)]
    return len(cells) == 1


def rows_of(table: Tag) -> Iterator[Tag]:
    """The rows of the table itself, not those of tables inside it."""
    for child in table.children:
        if isinstance(child, Tag):
            if child.name == "tr":
                yield child
            elif child.name in ("tbody", "thead", "tfoot"):
                yield from (c for c in child.children if isinstance(c, Tag) and c.name == "tr")


def cells_of(row: Tag) -> Iterator[Tag]:
    """The cells of a row."""
    return (c for c in row.children if isinstance(c, Tag) and c.name in ("td", "th"))


def _flows(cell: Tag) -> bool:
    """Whether a cell holds more than one block, or more text than a datum has."""
    blocks = 0
    last_break: Tag | None = None
    for tag in descend(cell):
        if not isinstance(tag, Tag):
            if last_break is not None and str(tag).strip():
                last_break = None
            continue
        if tag.name in _HEAVY:
            return True
        if tag.name in _ONE_BLOCK:
            blocks += not has_inside(tag, *_ONE_BLOCK)
            if blocks > 1:
                return True
        elif tag.name == "br":
            if last_break is not None:
                return True  # <br><br>: paragraphs
            last_break = tag
    return len(cell.get_text()) > LONGEST_CELL
