"""Where each row's text stands in the capture that it was read from: the table ``spans``.

Found by the same rules as a proof finds it. A row whose text is not found whole (that of
a page that another program has written since) has no span, nor has that of a PDF, whose text is
laid out and not written: a proof names its page and line. The same where the captures do not lie
beside the database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.proof.passages import KEYS, Passage, Row, passages_of, row_of
from archive.proof.proving import content_of, open_page
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

_COUNTED = ("bibliography", "mentions", "link_mentions")


def fill_spans(db: sqlite3.Connection, captures: Path) -> None:
    """Find the rows of ``TABLES`` in the WARC files of ``captures``, one page after the other.

    What cannot be read there is passed over: it is for ``archive check`` to say so. The tables
    must have their indexes.
    """
    if not captures.is_dir():
        return
    db.execute("BEGIN")
    for table in _COUNTED:  # which of several equal rows one is, is counted for every row
        # With the position in it SQLite takes it, and not the index that lists the whole page.
        db.execute(f"CREATE INDEX of_spans_{table} ON {table}(page_id, printed, position)")
    sql = " UNION ".join(f"SELECT capture_id FROM {table}" for table in TABLES)
    for (capture_id,) in db.execute(f"{sql} ORDER BY capture_id").fetchall():
        capture = row_of(db, "captures", capture_id)
        if capture is None:
            continue
        page = open_page(db, capture, content_of(db, captures, capture)).page
        if page is None:
            continue
        db.executemany(
            "INSERT INTO spans (table_name, row_id, capture_id, char_offset, char_length, line, "
            "column) VALUES (?, ?, ?, ?, ?, ?, ?)",
            _spans_of(db, page, capture_id),
        )
    for table in _COUNTED:
        db.execute(f"DROP INDEX of_spans_{table}")
    db.execute("COMMIT")


def _spans_of(
    db: sqlite3.Connection, page: Page, capture_id: str
) -> Iterator[tuple[str, str, str, int, int, int, int]]:
    for table in TABLES:
        cursor = db.execute(f"SELECT * FROM {table} WHERE capture_id = ?", (capture_id,))
        names = [column[0] for column in cursor.description]
        for values in cursor.fetchall():
            row: Row = dict(zip(names, values, strict=True))
            span = hull_of(page, passages_of(db, table, row)[1])
            if span is not None:
                place = position(page.source, span.start)
                length = span.end - span.start
                yield table, row[KEYS[table]], capture_id, span.start, length, *place


def hull_of(page: Page, passages: list[Passage]) -> Span | None:
    """From the first to the last character of all passages; None unless each stands there."""
    hulls = []
    for passage in passages:
        found = find_passage(page, passage)
        if not found.is_whole or found.hull is None:
            return None
        hulls.append(found.hull)
    if not hulls:
        return None
    return Span(min(hull.start for hull in hulls), max(hull.end for hull in hulls))
