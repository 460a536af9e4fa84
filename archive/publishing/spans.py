"""The table ``spans``: where the text of each row stands in the capture it was read from.

Found by the same rules as a proof finds it. A row whose text is not found whole (that of
a page that another program has written since) has no span. The same where the captures do not lie
beside the database. Of a PDF the text is taken again; a place is one in that of one of its pages.

A capture does not change. Where its rows and our rules have not changed either since the archive
was published last, the places are taken over from there (``span_bases`` knows what they were
found from). Captures are looked at by as many processes as there are cores, where they are many.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.proof.pdf_source import PdfReader
from archive.publishing.seekers import Seekers, Task, open_before
from archive.publishing.seeking import TABLES, Looked, look_at

FEW = 1000
"""Fewer captures are looked at by one process: each other one costs up to 0.75 CPU s to start."""
MOST_PROCESSES = 8
"""Each takes some 50 MB; more than these the one that keeps what they find could not follow."""

# Keys are digests: written page by page, the rows of ``spans`` would fill it at random.
_STAGES = (
    "CREATE TEMP TABLE found (table_name, row_id, capture_id, char_offset, char_length, line, "
    "column, pdf_page)",
    "CREATE TEMP TABLE kept (capture_id TEXT PRIMARY KEY)",
    "CREATE TEMP TABLE bases (capture_id TEXT PRIMARY KEY, basis_sha256)",
)


def fill_spans(
    db: sqlite3.Connection,
    captures: Path,
    before: Path | None = None,
    *,
    processes: int | None = None,
) -> None:
    """Find the rows of ``TABLES`` in the WARC files of ``captures``, one page after the other.

    ``before`` is where an archive may have been published earlier. What cannot be read in the
    files is passed over: it is for ``archive check`` to say so. The tables must have their indexes,
    and no transaction be open. ``processes`` is how many look; None = as many as there are cores,
    and one where captures are few. Raises ``SeekerError`` when one of them ends or fails.
    """
    if not captures.is_dir():
        return
    if before is not None and _attach(db, before):
        try:
            _seek(db, captures, before, processes)
        except sqlite3.DatabaseError:  # a damaged archive must not keep the next one away
            if db.in_transaction:  # without a journal, but nothing was written yet
                db.execute("ROLLBACK")
            _clear(db)
            _seek(db, captures, None, processes)
        db.execute("DETACH before")
    else:
        _seek(db, captures, None, processes)
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
        open_before(db, before)
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


def _seek(
    db: sqlite3.Connection, captures: Path, before: Path | None, processes: int | None
) -> None:
    """Fill both tables, with what is known from ``before`` where there is one."""
    union = " UNION ".join(f"SELECT capture_id FROM {table}" for table in TABLES)
    lying = f"SELECT id FROM captures WHERE id IN ({union}) ORDER BY warc_file, warc_offset_bytes"
    ids = [key for (key,) in db.execute(lying)]  # so that files are read from their beginning on
    if processes is None:
        processes = min(_cores(), MOST_PROCESSES) if len(ids) >= FEW else 1
    db.execute("BEGIN")
    for stage in _STAGES:
        db.execute(stage)
    with _looking(db, captures, before, ids, processes) as found:
        for looked in found:
            if looked.basis is None:
                continue
            if looked.is_known:
                db.execute("INSERT INTO kept VALUES (?)", looked.basis[:1])
            db.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?)", looked.places)
            db.execute("INSERT INTO bases VALUES (?, ?)", looked.basis)
    if before is not None:  # not straight into the new archive: what is damaged would break off
        db.execute(
            "INSERT INTO found SELECT table_name, row_id, capture_id, char_offset, char_length, "
            "line, column, pdf_page FROM before.spans "
            "WHERE capture_id IN (SELECT capture_id FROM kept)"
        )
    db.execute("INSERT INTO spans SELECT * FROM found ORDER BY table_name, row_id")
    db.execute("INSERT INTO span_bases SELECT * FROM bases ORDER BY capture_id")
    db.execute("COMMIT")


@contextmanager
def _looking(
    db: sqlite3.Connection,
    captures: Path,
    before: Path | None,
    ids: Sequence[str],
    processes: int,
) -> Iterator[Iterator[Looked]]:
    """What is seen of the captures, one after the other; looked at here, or by others."""
    if processes > 1:
        database = Path(db.execute("PRAGMA database_list").fetchone()[2])
        with Seekers(Task(database, captures, before), processes) as seekers:
            yield seekers.look_at(ids)
    else:
        with PdfReader() as pdfs:
            has_bases = before is not None
            yield (look_at(db, captures, key, pdfs, has_bases=has_bases) for key in ids)


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
