"""Searches one capture for what its rows print, and where that stands: for ``spans``."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from archive.proof.passages import KEYS, Passage, Row, passages_of, prints_of, row_of, rows_of
from archive.proof.pdf_source import PdfReader, page_and_offset
from archive.proof.proving import charset_of, content_of, open_content
from archive.proof.showing import find_passage
from archive.proof.sources import position
from archive.proof.spans import Page, Span

TABLES = (
    "articles",
    "news",
    "news_sources",
    "bibliography",
    "mentions",
    "pointers",
    "link_mentions",
)
"""Tables whose rows have a span. That of a link is that of its places, ``link_mentions``."""

Place = tuple[str, str, str, int, int, int, int, int | None]
"""A row of ``spans``, in the order of its columns."""
_Prints = list[tuple[str, list[tuple[Any, ...]]]]
"""Table by table what the passages of the rows from a capture are made of."""
_MOST_REVISITS = 10
MOST_SEARCHED = 20_000_000_000
"""Characters of a page that are searched for its rows, each through the whole page at worst: half a
minute. Of a page of 200 kB that is as many as 100,000 rows."""
FEWEST_SOUGHT = 2000
"""Rows of a page that are sought in any case, however long it is."""


class Looked(NamedTuple):
    """What was seen of a capture."""

    basis: tuple[str, str] | None = None
    """Its row of ``span_bases``; None when it is not kept or cannot be read."""
    is_known: bool = False
    """Whether the archive that was published last has its places."""
    places: tuple[Place, ...] = ()


def look_at(
    db: sqlite3.Connection, captures: Path, capture_id: str, pdfs: PdfReader, *, has_bases: bool
) -> Looked:
    """Find the rows of a capture in its record below ``captures``.

    With ``has_bases`` the archive that was published last is attached as ``before``.
    """
    capture = row_of(db, "captures", capture_id)
    if capture is None:
        return Looked()
    prints = [(table, prints_of(db, table, capture_id)) for table in TABLES]
    basis = (capture_id, _basis(db, capture, prints))
    known = "SELECT 1 FROM before.span_bases WHERE capture_id = ? AND basis_sha256 = ?"
    if has_bases and db.execute(known, basis).fetchone() and _is_held(db, captures, capture):
        return Looked(basis, is_known=True)
    opened = open_content(db, capture, content_of(db, captures, capture), read=pdfs.read)
    if opened.page is None:
        return Looked()
    places = _places_in(db, opened.page, capture_id, prints, is_pdf=opened.is_pdf)
    return Looked(basis, places=tuple(places))


def _basis(db: sqlite3.Connection, capture: Row, prints: _Prints) -> str:
    """A digest of all that the places of a capture's rows depend on: they are sought from nothing
    but these prints."""
    page = (capture["id"], capture["payload_sha256"], capture["mime"])
    depends = (_rules(), page, charset_of(db, capture["id"]), prints)
    return sha256(json.dumps(depends).encode()).hexdigest()


@cache
def _rules() -> str:
    """A digest of the program that finds places: another version of it begins anew.

    What a PDF says is what pypdf makes of it: with another release the same text may begin
    elsewhere, though no row has changed.
    """
    digest = sha256(f"{unicodedata.unidata_version} pypdf {version('pypdf')}".encode())
    for path in _program():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _program() -> list[Path]:
    """The files of ours that places depend on."""
    archive = Path(__file__).parents[1]
    rooms = ("proof", "publishing", "warc")
    rules = [archive / "decoding.py", archive / "documents.py"]
    return [*rules, *sorted(f for r in rooms for f in (archive / r).glob("*.py"))]


def _is_held(db: sqlite3.Connection, captures: Path, capture: Row) -> bool:
    """Whether the files still reach as far as the capture, and the one that has its content."""
    for _ in range(_MOST_REVISITS):
        try:
            size = (captures / capture["warc_file"]).stat().st_size
        except OSError:  # gone, or still open and called otherwise
            return False
        if size < capture["warc_offset_bytes"] + capture["warc_length_bytes"]:
            return False
        original = capture["revisit_of"] and row_of(db, "captures", capture["revisit_of"])
        if not original:
            return not capture["revisit_of"]
        capture = original
    return False


def _places_in(
    db: sqlite3.Connection, page: Page, capture_id: str, prints: _Prints, *, is_pdf: bool
) -> Iterator[Place]:
    left = max(FEWEST_SOUGHT, MOST_SEARCHED // max(len(page.source), 1))
    for table, printed in prints:
        for row in islice(rows_of(table, capture_id, printed), max(left, 0)):
            left -= 1
            span = hull_of(page, passages_of(db, table, row)[1])
            if span is None:
                continue
            start, end = span
            length, number, source = end - start, None, page.source
            if is_pdf:
                number, begin = page_and_offset(page, start)
                start, source = start - begin, source[begin:]
            yield (
                table,
                row[KEYS[table]],
                capture_id,
                start,
                length,
                *position(source, start),
                number,
            )


def hull_of(page: Page, passages: list[Passage]) -> Span | None:
    """From the first to the last character of all passages; None unless each stands there."""
    start, end = -1, -1
    for passage in passages:
        found = find_passage(page, passage)
        if not found.spans or not found.is_whole:
            return None
        first, last = found.spans[0][0], found.spans[-1][1]
        start = first if start < 0 or first < start else start
        end = last if last > end else end
    return Span(start, end) if passages else None
