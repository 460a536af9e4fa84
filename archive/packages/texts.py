"""A page's text for the search of a package: all that a reader sees of its capture."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.proof.drawn import read_drawn
from archive.proof.pdf_source import is_pdf, read_apart, text_of
from archive.proof.replay import replay

MAX_CHARACTERS = 100_000
"""Of a page: readers of packages keep the text of all pages in memory."""


def visible_text(db: sqlite3.Connection, captures: Path, capture_id: str) -> str:
    """Text of a capture, of a PDF too, as long as it may be; empty when it has none, cannot be
    read, or is too long to be shown. Raises OSError when no process can be started for a PDF."""
    held = replay(db, captures, capture_id)
    if held is None:
        return ""
    body = held.content.holder.content or b""
    if is_pdf(body):
        document = read_apart(body)
        text = text_of(document) if document else ""
    elif held.source is None or held.is_plain:
        text = held.source or ""
    else:
        text = read_drawn(held.source).text
    return text.strip()[:MAX_CHARACTERS]
