"""Where each row's text stands in the capture that it was read from: the table ``spans``.

Found by the same rules as a proof finds it. A row whose text is not found whole (that of
a page that another program has written since) has no span. The same where the captures do not lie
beside the database. Of a PDF the text is taken again; a place is one in that of one of its pages.

A capture does not change. Where its rows and our rules have not changed either since the archive
was published last, the places are taken over from there (``span_bases`` knows what they were
found from).
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from archive.proof.passages import KEYS, Passage, Row, passages_of, row_of, rows_of
from archive.proof.pdf_source import page_and_offset
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

Sought = tuple[str, str, list[Passage]]
"""A row: its table, its key, and what has to be found of it."""

# Keys are digests: written page by page, the rows of ``spans`` would fill it at random.
_STAGES = (
    "CREATE TEMP TABLE found (table_name, row_id, capture_id, char_offset, char_length, line, "
    "column, pdf_page)",
    "CREATE TEMP TABLE kept (capture_id TEXT PRIMARY KEY)",
    "CREATE TEMP TABLE bases (capture_id TEXT PRIMARY KEY, basis_sha256)",
)
_MOST_REVISITS = 10


def fill_spans(db: sqlite3.Connection, captures: Path, before: Path | None = None) -> None:
    """Find the rows of ``TABLES`` in the WARC files of ``captures``, one page after the other.

    ``before`` is where an archive may have been published earlier. What cannot be read in the
    files is passed over: it is for ``archive check`` to say so. The tables must have their indexes.
    """
    if not captures.is_dir():
        return
    if before is not None and _attach(db, before):
        try:
            _seek(db, captures, has_bases=True)
        except sqlite3.DatabaseError:  # a damaged archive must not keep the next one away
            if db.in_transaction:  # without a journal, but nothing was written yet
                db.execute("ROLLBACK")
            _clear(db)
            _seek(db, captures, has_bases=False)
        db.execute("DETACH before")
    else:
        _seek(db, captures, has_bases=False)
    _clear(db)


def _attach(db: sqlite3.Connection, before: Path) -> bool:
    """Whether there are places to take over; the earlier archive is attached then."""
    if not before.is_file():
        return False
    sql = (  # with other columns than ours it is of another version
        "SELECT count(*) FROM before.sqlite_master JOIN main.sqlite_master USING (name, sql) "
        "WHERE name IN ('spans', 'span_bases')"
    )
    try:
        db.execute("ATTACH ? AS before", (before.resolve().as_uri() + "?mode=ro&immutable=1",))
    except sqlite3.DatabaseError:  # it is no database
        return False
    try:
        if db.execute(sql).fetchone()[0] == 2:
            return True
    except sqlite3.DatabaseError:
        pass
    db.execute("DETACH before")
    return False


def _clear(db: sqlite3.Connection) -> None:
    for stage in ("found", "kept", "bases"):
        db.execute(f"DROP TABLE IF EXISTS temp.{stage}")


def _seek(db: sqlite3.Connection, captures: Path, *, has_bases: bool) -> None:
    """Fill both tables, with what is known from ``before`` where that has bases."""
    db.execute("BEGIN")
    for stage in _STAGES:
        db.execute(stage)
    known = "SELECT 1 FROM before.span_bases WHERE capture_id = ? AND basis_sha256 = ?"
    union = " UNION ".join(f"SELECT capture_id FROM {table}" for table in TABLES)
    for (capture_id,) in db.execute(f"{union} ORDER BY capture_id").fetchall():
        capture = row_of(db, "captures", capture_id)
        if capture is None:
            continue
        sought = _sought_in(db, capture_id)
        basis = (capture_id, _basis(db, capture, sought))
        if has_bases and _is_held(db, captures, capture) and db.execute(known, basis).fetchone():
            db.execute("INSERT INTO kept VALUES (?)", basis[:1])
        else:
            opened = open_content(db, capture, content_of(db, captures, capture))
            if opened.page is None:
                continue
            spans = _spans_of(opened.page, sought, capture_id, is_pdf=opened.is_pdf)
            db.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?)", spans)
        db.execute("INSERT INTO bases VALUES (?, ?)", basis)
    if has_bases:  # not straight into the new archive: what is damaged would break off there
        db.execute(
            "INSERT INTO found SELECT table_name, row_id, capture_id, char_offset, char_length, "
            "line, column, pdf_page FROM before.spans "
            "WHERE capture_id IN (SELECT capture_id FROM kept)"
        )
    db.execute("INSERT INTO spans SELECT * FROM found ORDER BY table_name, row_id")
    db.execute("INSERT INTO span_bases SELECT * FROM bases ORDER BY capture_id")
    db.execute("COMMIT")


def _sought_in(db: sqlite3.Connection, capture_id: str) -> list[Sought]:
    return [
        (table, row[KEYS[table]], passages_of(db, table, row)[1])
        for table in TABLES
        for row in rows_of(db, table, capture_id)
    ]


def _basis(db: sqlite3.Connection, capture: Row, sought: list[Sought]) -> str:
    """A digest of all that the places of a capture's rows depend on."""
    page = (capture["id"], capture["payload_sha256"], capture["mime"])
    depends = (_rules(), page, charset_of(db, capture["id"]), sought)
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
    return [archive / "documents.py", *sorted(f for r in rooms for f in (archive / r).glob("*.py"))]


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


def _spans_of(
    page: Page, sought: list[Sought], capture_id: str, *, is_pdf: bool
) -> Iterator[tuple[str, str, str, int, int, int, int, int | None]]:
    for table, key, passages in sought:
        span = hull_of(page, passages)
        if span is None:
            continue
        start, length, number = span.start, span.end - span.start, None
        source = page.source
        if is_pdf:
            number, begin = page_and_offset(page, start)
            start, source = start - begin, source[begin:]
        yield table, key, capture_id, start, length, *position(source, start), number


def hull_of(page: Page, passages: list[Passage]) -> Span | None:
    """From the first to the last character of all passages; None unless each stands there."""
    start, end = -1, -1
    for passage in passages:
        found = find_passage(page, passage)
        hull = found.hull if found.is_whole else None
        if hull is None:
            return None
        start = hull.start if start < 0 else min(start, hull.start)
        end = max(end, hull.end)
    return Span(start, end) if passages else None
