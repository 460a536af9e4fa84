"""Looks up the texts that links to our own pages ask for in captures of these pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

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
