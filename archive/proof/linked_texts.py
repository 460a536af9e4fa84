"""Looks up the texts that links to our own pages ask for in captures of these pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from archive.proof.drawn import read_drawn
from archive.proof.proving import page_of
from archive.proof.text_directives import find_texts, texts_of
from archive.records import InternalLink


def look_up(
    db: sqlite3.Connection, captures: Path, links: Iterable[InternalLink]
) -> Iterator[InternalLink]:
    """The links, each with the fragments whose text its page does not show (``unsaid``).

    ``captures`` is the folder of the WARC files. Of a page that cannot be read nothing is said.
    """
    for link in links:
        asked = [fragment for fragment in link.fragments if texts_of(fragment)]
        page = page_of(db, captures, link.capture_id) if asked and link.capture_id else None
        if page is None or link.status != 200:
            yield link
            continue
        found = find_texts(asked, read_drawn(page.source).text, page.source)
        yield replace(link, unsaid=tuple(f for f, word in found.items() if word == "missing"))
