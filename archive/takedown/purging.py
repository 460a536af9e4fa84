"""Removes something for good: from WARC files, tables, indexes and journals.

The order: the new version of each file is written beside the old one; one transaction deletes the
rows, moves the others to their new offsets, and notes which files are to be replaced; the files
are replaced and sealed; the database is cleaned of what deleted rows leave behind. Killed at any
moment, the archive is as before or as it is to be, but for what ``finish`` makes up when the same
command, a crawl or a replay is run again.

What lies on the medium below the file system, and in backups, is out of reach.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sqlite_utils import Database

from archive.crawls import committed_ends
from archive.evidence.exchanges import FOLDER as EVIDENCE
from archive.evidence.exchanges import evidence_ends
from archive.opening import explain
from archive.schema import SEARCH, enable_search
from archive.store import Store
from archive.takedown.forgetting import forget
from archive.takedown.hiding import Decision, note_purged
from archive.takedown.replacing import CannotPurge, draft_of, replace_files
from archive.takedown.rewriting import move_rows, rewrite
from archive.takedown.targets import Target
from archive.warc.captures import recover
from archive.warc.files import warc_files

__all__ = ["CannotPurge", "complete", "finish", "is_unfinished", "purge", "replace_files"]


def purge(store: Store, captures: Path, target: Target, decision: Decision) -> int:
    """Remove a target from the files in ``captures`` and from the tables; returns how many records
    went.

    The folder must be held. ``complete`` ends it, once nothing that was made from the archive
    shows it any more. Raises ``CannotPurge``, ``CannotRewrite``, ``StoreError``, OSError.
    """
    conn = store.db.conn
    replace_files(store.db, captures)
    recover(captures, committed_ends(store.db))
    evidence = captures.with_name(EVIDENCE)
    recover(evidence, evidence_ends(conn))
    conn.execute("PRAGMA secure_delete = ON")
    removed = 0
    with store.unit():
        removed += _rewrite_all(store.db, captures, target, "captures", "renderings")
        note_purged(conn, target, target.captures, decision)
        gone = forget(conn, target.captures, target.addresses)
        exchanges = Target(target.addresses, gone)
        if (gone or target.addresses) and evidence.is_dir():
            removed += _rewrite_all(store.db, evidence, exchanges, "exchanges")
    replace_files(store.db, captures)
    return removed


def _rewrite_all(db: Database, folder: Path, target: Target, *tables: str) -> int:
    """Write new versions of the files that hold something of the target, and correct the places in
    rows of ``tables``; returns how many records were left out."""
    removed = 0
    for path in warc_files(folder):
        draft = draft_of(path)
        new = rewrite(path, target, draft)
        removed += new.removed
        if not new.removed:
            draft.unlink()
            continue
        db.execute(
            "INSERT INTO rewrites (warc_file, file_sha256) VALUES (?, ?)",
            (f"{folder.name}/{path.name}", new.sha256),
        )
        for table in tables:
            move_rows(db.conn, path.name, new.offsets, table)
    return removed


def is_unfinished(db: Database) -> bool:
    """Whether a purge was begun but not completed."""
    sql = "SELECT EXISTS (SELECT 1 FROM takedowns WHERE state = 'purging')"
    return bool(db.execute(sql).fetchone()[0])


def finish(store: Store, captures: Path, packages: Iterable[Path] = ()) -> list[Path]:
    """Clean up after a purge; returns the files that were deleted.

    Those are what crashes of crawls left beside the files (``….cut``), which nobody can tell the
    content of, and ``packages``, which hold copies. Raises ``CannotPurge``, ``StoreError``.
    """
    replace_files(store.db, captures)
    evidence = captures.with_name(EVIDENCE)
    deleted = [*captures.glob("*.cut"), *evidence.glob("*.cut"), *packages]
    for path in deleted:
        path.unlink(missing_ok=True)
    scrub(store.db, store.path)
    return deleted


def complete(store: Store, now: str) -> None:
    """Mark a purge as completed; ``now`` is a moment as text."""
    with store.unit():
        store.db.execute(
            "UPDATE takedowns SET state = 'purged', ended_at = ? WHERE state = 'purging'", (now,)
        )


def scrub(db: Database, path: Path) -> None:
    """Leave no byte of deleted rows in a database file, its indexes or its journal.

    The search indexes are made anew: they keep words of deleted rows, and ``VACUUM`` may give
    rows other numbers than they know. Raises ``CannotPurge`` when another process reads, and
    ``StoreError``: on a full disk, for one, which needs the size of the database once more.
    """
    try:
        db.conn.execute("PRAGMA secure_delete = ON")
        with db.atomic():
            for table in SEARCH:
                for trigger in db.table(table).triggers:
                    db.conn.execute(f"DROP TRIGGER {trigger.name}")
                db.conn.execute(f"DROP TABLE IF EXISTS {table}_fts")
        db.conn.execute("VACUUM")
        with db.atomic():
            enable_search(db)
        (is_busy, _, _) = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise explain(error, path) or error from error
    if is_busy:
        raise CannotPurge(
            f"Another process reads {path}, so that its journal cannot be emptied. End it and run "
            "this again: the purge is not complete before."
        )
