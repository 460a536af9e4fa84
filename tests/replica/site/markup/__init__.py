"""Three ways to write the same page: same content, same reading order, other tags."""

from __future__ import annotations

from tests.replica.site.markup.semantic import Semantic
from tests.replica.site.markup.soup import Soup
from tests.replica.site.markup.tables import Tables
from tests.replica.site.nodes import Document

WRITERS = {"semantic": Semantic(), "soup": Soup(), "tables": Tables()}


def render(document: Document, markup: str) -> str:
    """The page as HTML in one of WRITERS."""
    return WRITERS[markup].write(document)
