"""Looks up in captures of our own pages what links to them ask for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from archive.decoding import decode_as
from archive.proof.passages import row_of
from archive.proof.text_directives import find_texts, texts_of
from archive.records import InternalLink


def look_up(
    db: sqlite3.Connection, captures: Path, links: Iterable[InternalLink]
) -> Iterator[InternalLink]:
    """The links, each with the fragments whose text its page does not show (``unsaid``).

    ``captures`` is the folder of the WARC files. A page that cannot be read is left out.
    """
    for link in links:
        asked = [fragment for fragment in link.fragments if texts_of(fragment)]
        if asked and link.capture_id and link.status == 200:
            yield replace(link, unsaid=_unsaid(db, captures, link.capture_id, asked))
        else:
            yield link


def _unsaid(
    db: sqlite3.Connection, captures: Path, capture_id: str, asked: list[str]
) -> tuple[str, ...]:
    """Those of the fragments whose text a capture does not show."""
    # Slow to import, and few sites have such links to their own pages.
    from archive.proof.drawn import read_drawn
    from archive.proof.proving import page_of

    page = page_of(db, captures, capture_id)
    if page is None:
        return ()
    found = find_texts(asked, read_drawn(page.source).text, page.source)
    return tuple(f for f, word in found.items() if word == "missing")


def source_of(db: sqlite3.Connection, captures: Path, capture_id: str) -> str:
    """The text of a captured page or script, as it was sent; empty where it cannot be read."""
    from archive.proof.proving import charset_like, charset_of, content_of

    row = row_of(db, "captures", capture_id)
    content = content_of(db, captures, row) if row else None
    if row is None or content is None or content.holder.content is None:
        return ""
    charset = charset_of(db, capture_id) or charset_like(db, row, content)
    return decode_as(content.holder.content, charset)
