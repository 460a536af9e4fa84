"""Opens a crawl database: makes it, updates it, or refuses it with a sentence that helps."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from archive.migrating import remake_changed
from archive.schema import TABLES, enable_search, migration_names, migrations, refresh_views

# How long a statement waits for another process (Datasette reading, a second command) before
# it gives up. Writers hold the database for the length of one batch, well under a second.
BUSY_TIMEOUT_S = 10


class StoreError(Exception):
    """The database cannot be used; the message names the file and says what to do."""


class NewerDatabase(StoreError):
    """A newer version of this program made the database; ours would damage it."""


class UnreadableDatabase(StoreError):
    """The file is damaged, or is not a database of this program."""


class UnwritableDatabase(StoreError):
    """The disk is full or read-only, or the folder is not writable for us."""


class BusyDatabase(StoreError):
    """Another process has held the database for too long."""


def open_database(path: Path) -> Database:
    """Open the database at ``path``, creating folder, file and tables where they are missing.

    Raises one of the ``StoreError`` classes; nothing is changed in a file that is refused.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableDatabase(
            f"The folder {path.parent} cannot be made ({error.strerror}). "
            "Choose a place you may write to."
        ) from error
    if path.is_dir():
        raise UnreadableDatabase(f"{path} is a folder, not a database. Give the path of a file.")
    conn = None
    try:
        conn = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S)
        return _bring_up_to_date(conn, path)
    except (sqlite3.Error, UnicodeDecodeError, StoreError) as error:
        if conn:
            conn.close()
        known = None if isinstance(error, StoreError) else explain(error, path)
        if known is None:
            raise
        raise known from error


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing, also on a medium that may only be read. Raises
    sqlite3.Error.

    A database in WAL mode wants files beside it. Where they cannot be made and there is no journal,
    nobody can be writing (sqlite.org/wal.html#read_only_databases).
    """
    is_still = (
        not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    )
    more = "&immutable=1" if is_still else ""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{more}", uri=True)


def open_to_read(path: Path) -> Database:
    """Open a database for a command that does not write to it.

    Where it may be written that is ``open_database``. Where it may not, it is a private copy, in a
    temporary file that goes when it is closed, brought up to date. Raises one of the ``StoreError``
    classes.
    """
    if not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return open_database(path)
    copy = sqlite3.connect("")
    try:
        with closing(connect_to_read(path)) as source:
            source.backup(copy)
        return _migrate(copy, path)
    except (sqlite3.Error, UnicodeDecodeError, StoreError) as error:
        copy.close()
        known = None if isinstance(error, StoreError) else explain(error, path)
        if known is None:
            raise
        raise known from error


def _bring_up_to_date(conn: sqlite3.Connection, path: Path) -> Database:
    db = Database(conn)
    _refuse_strangers(db, path)
    if path.exists() and not os.access(path, os.W_OK):
        raise _read_only(path)
    conn.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: with NORMAL a power cut may undo the last commits, and then a capture
    # that was acknowledged, or an answer that a registry was asked for, is gone. It costs one
    # fsync a batch, which is little beside the pause that politeness puts between requests.
    conn.execute("PRAGMA synchronous = FULL")
    # 8 MB, not the usual 2: the rows of one batch of pages lie all over their indexes, and what
    # had no room was written and read again and again before the batch was committed.
    conn.execute("PRAGMA cache_size = -8000")
    return _migrate(conn, path)


def _migrate(conn: sqlite3.Connection, path: Path) -> Database:
    db = Database(conn)
    _refuse_strangers(db, path)
    conn.execute("PRAGMA foreign_keys = OFF")  # a migration may drop a table it has made anew
    migrations.apply(db)
    with db.atomic():  # tables written otherwise since their migration, before it was released
        remake_changed(db, TABLES)
    conn.execute("PRAGMA foreign_keys = ON")
    with db.atomic():
        refresh_views(db)
        enable_search(db)
    return db


def _refuse_strangers(db: Database, path: Path) -> None:
    """Raise when the file is of a newer version or of another program."""
    applied = [migration.name for migration in migrations.applied(db)]
    unknown = [name for name in applied if name not in migration_names()]
    if unknown:
        raise NewerDatabase(
            f"{path} was made by {_maker(db)}, a newer version than this one: its schema has "
            f"{unknown[-1]}, which this version does not know. Install that version, or give "
            "another data folder; the file has not been touched."
        )
    if not applied and any(not name.startswith("_") for name in db.table_names()):
        raise UnreadableDatabase(
            f"{path} is an SQLite database of another program. Give another path; "
            "the file has not been touched."
        )


def _maker(db: Database) -> str:
    """The program and version that last worked on the database, as far as it says so."""
    with suppress(sqlite3.Error):
        row = db.execute("SELECT software FROM runs ORDER BY id DESC LIMIT 1").fetchone()
        if row and row[0]:
            return str(row[0])
    return "another version of this program"


def _read_only(path: Path) -> UnwritableDatabase:
    return UnwritableDatabase(
        f"{path} may only be read, or its folder or disk is read-only. "
        "Change the permissions, or choose a place you may write to."
    )


def _damaged(path: Path, error: Exception) -> str:
    return (
        f"{path} is not an SQLite database, or it is damaged ({error}). Move it away and run "
        "replay: everything that was captured is read again from the WARC files. Keep it: checks, "
        "findings and their history are in no other file."
    )


_ROTTEN = ("Could not decode to UTF-8", "malformed JSON")
"""How the words begin for a text with a flipped bit: we write nothing like it, and SQLite has no
check sums that would tell."""


def explain(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> StoreError | None:
    """A disk, file or locking error as a sentence for a person; None if the mistake is our own.

    Result codes: sqlite.org/rescode.html. Where a damaged schema is quoted in a message, that
    cannot be decoded.
    """
    if isinstance(error, UnicodeDecodeError):
        return UnreadableDatabase(_damaged(path, error))
    extended = getattr(error, "sqlite_errorcode", 0)
    if extended == sqlite3.SQLITE_CORRUPT_VTAB:
        return UnreadableDatabase(
            f"A search index of {path} is damaged ({error}). Run replay: it makes the index anew. "
            "Only if that says the same, move the file away and run replay again: all that was "
            "captured is read again; checks, findings and their history are lost with the file."
        )
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return UnwritableDatabase(
            f"The disk that holds {path} is full. Free some space and run the command again: "
            "everything committed so far is kept, and the run goes on from there."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return _read_only(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyDatabase(
            f"Another process is writing to {path}. Wait for it to end and try again."
        )
    is_rotten = str(error).startswith(_ROTTEN)
    if is_rotten or code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return UnreadableDatabase(_damaged(path, error))
    if code == sqlite3.SQLITE_IOERR:
        return UnwritableDatabase(
            f"The disk that holds {path} cannot be read or written ({error}). Check that it is "
            "there, not full and not damaged, and run the command again."
        )
    return None
