"""Publishes a working database: sanitised, counted, indexed, swapped in whole.

``publish`` builds everything in a scratch folder beside the target and moves it into place
with ``os.replace`` (atomic on POSIX and Windows), the database last: a reader sees the old
archive or the new one, never half of one, and a publish that is killed leaves the old one.

The order inside matters. Where something is hidden the file is packed, so that nothing of it is
left in a free page. ``VACUUM`` may renumber the rowids of tables whose key is text, and full-text
indexes point at rowids (https://www.sqlite.org/lang_vacuum.html): so search is built after it, and
checked against the content.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from archive.opening import explain
from archive.published_schema import PRIVATE_TABLES
from archive.publishing.derived import create_derived
from archive.publishing.facts import FACTS, add_publication
from archive.publishing.naming import own_address
from archive.publishing.sanitising import Sanitiser
from archive.publishing.searching import build_search
from archive.publishing.seekers import SeekerError
from archive.publishing.spans import fill_spans
from archive.schema import (
    VIEWS,
    check_search,
    descriptions,
    migration_names,
    migrations,
)
from archive.site.configuration import configure, faceted_columns, first_orders
from archive.takedown.copies import latest_takedown
from archive.takedown.forgetting import forget
from archive.takedown.hiding import hidden
from archive.warc.captures import digest_of

DATABASE = "archive"
FILE = "archive.db"
COUNTS = "inspect-data.json"  # the name Datasette looks for in a configuration directory
SITE = Path(__file__).resolve().parents[1] / "site"
STATIC_FOLDERS = ("templates", "static", "plugins")


class PublishError(Exception):
    """Nothing was published; the message says why and what to do. The old archive is intact."""


@dataclass(frozen=True, slots=True)
class Published:
    """The archive that was published."""

    folder: Path
    """A Datasette configuration directory: ``datasette FOLDER`` serves it."""
    database: Path
    bytes: int
    sha256: str
    counts: Mapping[str, int]
    """Rows of every public table and view."""


def publish(
    crawl_db: Path,
    out: Path,
    publication: Mapping[str, str],
    *,
    allow_sql: bool = True,
    waits: bool = False,
) -> Published:
    """Build the public archive of ``crawl_db`` in the folder ``out``.

    ``publication`` holds title, licence, licence_url, source, source_url, about and public_url, as
    far as they are known. ``allow_sql`` decides whether readers may send SQL of their own. While
    another publish is at work this one ``waits`` for it to end, or raises: after a takedown it has
    to wait, for the other one began before and is going to show what was taken down.

    Raises PublishError with a sentence for a person; then ``out`` is as it was before.
    """
    if not crawl_db.is_file():
        raise PublishError(
            f"There is nothing to publish: {crawl_db} does not exist. Crawl the site first."
        )
    if written := publication.get("public_url"):
        try:
            publication = {**publication, "public_url": own_address(written)}
        except ValueError as error:
            raise PublishError(
                f"Nothing was published: public_url in the site's profile says {written!r}, which "
                "is no address of a server. Write https://archive.example.org, or leave it out."
            ) from error
    captures = crawl_db.with_name("captures")
    if captures.exists() and not captures.is_dir():
        raise PublishError(
            f"Nothing was published: {captures} is a file where the folder of captures should be. "
            "Put the folder back into its place, and try again."
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / ".publishing.lock", timeout=-1 if waits else 0):
            _sweep(out)
            with tempfile.TemporaryDirectory(dir=out, prefix=".building-") as scratch:
                return _build(crawl_db, out, Path(scratch), publication, allow_sql=allow_sql)
    except Timeout as error:
        raise PublishError(
            f"Another publish is at work in {out}. Wait for it to end and try again."
        ) from error
    except sqlite3.Error as error:
        known = explain(error, crawl_db) or f"{crawl_db} holds what it should not ({error})."
        raise PublishError(f"Nothing was published. {known}") from error
    except SeekerError as error:
        raise PublishError(f"Nothing was published. {error}") from error
    except FileNotFoundError as error:
        raise PublishError(
            f"Nothing was published: {error.filename} is gone. A purge removes what is being built "
            "from what it purges. Try again."
        ) from error
    except OSError as error:
        raise PublishError(
            f"Nothing was published: {error.filename or out} cannot be written "
            f"({error.strerror}). Check permissions and free space, and try again."
        ) from error


def _sweep(out: Path) -> None:
    """Remove what a killed publish left behind; the lock says that none is at work."""
    for leftover in out.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _build(
    crawl_db: Path,
    out: Path,
    scratch: Path,
    publication: Mapping[str, str],
    *,
    allow_sql: bool,
) -> Published:
    database = scratch / FILE
    with closing(_connect(database)) as db:
        taken_down_at = _copy_public(db, crawl_db)
        create_derived(db)
        publication = {**publication, "as_of": _day(db, "last_capture_at")}
        publication |= {"checked_on": _day(db, "last_check_at")}
        add_publication(db, publication)
        _create_indexes(db)
        fill_spans(db, crawl_db.parent / "captures", before=out / FILE)
        _create_views(db)
        build_search(db)
        db.execute("ANALYZE")
        views = set(_names(db, "view"))
        counts, digest = _inspect(db, database)
    size = database.stat().st_size
    counted = {name: {"count": count} for name, count in counts.items()}
    inspected = {
        DATABASE: {
            "hash": digest,
            "size": size,
            "file": FILE,
            # Views apart: Datasette looks up foreign keys for every table it finds here.
            "tables": {name: count for name, count in counted.items() if name not in views},
            "views": {name: count for name, count in counted.items() if name in views},
        }
    }
    (scratch / COUNTS).write_text(json.dumps(inspected, indent=1), encoding="utf-8")
    configure(scratch, publication, counts, taken_down_at, allow_sql=allow_sql)
    for name in STATIC_FOLDERS:
        shutil.copytree(SITE / name, scratch / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(scratch / "site.json", scratch / "plugins" / "site.json")  # datasette publish
    _install(scratch, out)
    return Published(out, out / FILE, size, digest, counts)


def _day(db: sqlite3.Connection, fact: str) -> str:
    """The day of a fact that is a moment; empty without one. Up to that of the latest capture the
    archive knows the site, and links to it are of that day."""
    return str(db.execute(FACTS[fact][2]).fetchone()[0])[:10]


def _connect(path: Path) -> sqlite3.Connection:
    """A new database for building: no journal, since a broken build is thrown away."""
    db = sqlite3.connect(path.resolve().as_uri(), uri=True, isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -32768")  # KiB: keys are digests, so indexes fill at random
    db.execute("PRAGMA foreign_keys = OFF")  # tables are copied one by one; all is checked later
    return db


def _copy_public(db: sqlite3.Connection, crawl_db: Path) -> str:
    """Copy the public tables, one consistent moment of them, without what is private or hidden.

    Returns the moment of the latest takedown that is in force; empty = there is none.
    """
    source = crawl_db.resolve().as_uri() + "?mode=ro"
    db.execute("ATTACH ? AS crawl", (source,))
    db.execute("BEGIN")
    definitions = dict(
        db.execute("SELECT name, sql FROM crawl.sqlite_master WHERE type = 'table'").fetchall()
    )
    public = [name for name in descriptions() if name not in PRIVATE_TABLES]
    _refuse_unfit(db, crawl_db, set(public) - set(definitions))
    sanitiser = Sanitiser.of(db, crawl_db)
    sanitiser.register(db)
    for table in public:
        db.execute(definitions[table])
        columns = [row[1] for row in db.execute(f"PRAGMA crawl.table_info({table})")]
        expressions = [sanitiser.expression(table, column) for column in columns]
        # Without a list of columns SQLite copies a table and its keys as they lie on the disk.
        selected = "*" if expressions == columns else ", ".join(expressions)
        db.execute(f"INSERT INTO main.{table} SELECT {selected} FROM crawl.{table}")
    indexes = db.execute(
        "SELECT tbl_name, sql FROM crawl.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for table, sql in indexes:
        if table in public:
            db.execute(sql)
    has_takedowns = "takedowns" in definitions
    captures = hidden(db).captures if has_takedowns else ()
    taken_down_at = latest_takedown(db) if has_takedowns else ""
    db.execute("COMMIT")
    db.execute("DETACH crawl")
    if captures:
        db.execute("PRAGMA foreign_keys = ON")
        forget(db, captures)
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("VACUUM")
    return taken_down_at


def _refuse_newer(db: sqlite3.Connection, crawl_db: Path) -> None:
    is_table = "SELECT 1 FROM crawl.sqlite_master WHERE name = '_sqlite_migrations'"
    if not db.execute(is_table).fetchone():
        return
    sql = "SELECT name FROM crawl._sqlite_migrations WHERE migration_set = ?"
    applied = {name for (name,) in db.execute(sql, (migrations.name,))}
    if unknown := applied - set(migration_names()):
        raise PublishError(
            f"{crawl_db} was made by a newer version than this one: its schema has {max(unknown)}, "
            "which this version does not know. Publish it with that version."
        )


def _refuse_unfit(db: sqlite3.Connection, crawl_db: Path, missing: set[str]) -> None:
    _refuse_newer(db, crawl_db)
    if missing:
        raise PublishError(
            f"{crawl_db} is not a crawl database of this version: it has no table "
            f"{', '.join(sorted(missing))}. Run crawl or verify once, which brings it up to date."
        )
    if db.execute("SELECT count(*) FROM crawl.pages").fetchone()[0] == 0:
        raise PublishError(
            f"There is nothing to publish: {crawl_db} holds no page. Crawl the site first, "
            "and look at the crawl's summary for what kept pages away."
        )


def _create_indexes(db: sqlite3.Connection) -> None:
    """An index for every order, and for every foreign key and facet that does not lead one."""
    for table, sort in first_orders().items():
        column = sort.removeprefix("-") + (" DESC" if sort.startswith("-") else "")
        keys = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]]
        if keys != [sort.removeprefix("-")]:  # else the table is in order as it is
            db.execute(f"CREATE INDEX {table}_in_order ON {table}({', '.join([column, *keys])})")
    wanted = {
        (table, row[3])
        for table in _names(db, "table")
        for row in db.execute(f"PRAGMA foreign_key_list({table})")
    }
    for table, column in sorted(wanted | set(faceted_columns())):
        if column not in _leading_columns(db, table):
            db.execute(f"CREATE INDEX {table}_by_{column} ON {table}({column})")


def _leading_columns(db: sqlite3.Connection, table: str) -> set[str]:
    names = [row[1] for row in db.execute(f"PRAGMA index_list({table})")]
    return {db.execute(f"PRAGMA index_info({name})").fetchone()[2] for name in names}


def _names(db: sqlite3.Connection, kind: str) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = ? ORDER BY name", (kind,))
    return [name for (name,) in rows]


def _create_views(db: sqlite3.Connection) -> None:
    """The views of the schema, save those that are tables here."""
    tables = set(_names(db, "table"))
    for name, sql in VIEWS.items():
        if name not in tables:
            db.execute(f"CREATE VIEW {name} AS {sql.strip()}")


def _inspect(db: sqlite3.Connection, database: Path) -> tuple[dict[str, int], str]:
    """Rows of each table, and the digest of the file; nothing is written to it any more.

    Raise PublishError unless it is sound, its keys meet and search fits its content. Each takes
    long and only reads, so that they go on side by side. Not asked is whether each index has an
    entry for each row, which takes longer than the whole building: SQLite has made them all from
    these rows, just now.
    """
    unsearchable = check_search(Database(db))  # alone: it is a statement that could write
    with ThreadPoolExecutor(2) as others:
        soundness = others.submit(_quick_check, database)
        digest = others.submit(digest_of, database)
        orphans = db.execute("PRAGMA foreign_key_check").fetchall()
        counts = _count(db)
    whole = digest.result()  # first: it tells where a purge has taken the file away
    if (found := soundness.result()) != "ok":
        raise PublishError(f"Nothing was published: the built database is damaged ({found}).")
    if orphans:
        table, rowid, parent, _ = orphans[0]
        raise PublishError(
            f"Nothing was published: {len(orphans)} rows point to rows that do not exist, the "
            f"first is row {rowid} of {table}, which points to {parent}. Run replay, which makes "
            "all rows again from the captures."
        )
    if unsearchable:
        raise PublishError(
            f"Nothing was published: the search index of {', '.join(unsearchable)} does not fit "
            "its rows. Please report this; it is a fault of the program."
        )
    return counts, whole


def _quick_check(database: Path) -> str:
    """What SQLite finds wrong with the file first; ``ok`` = nothing."""
    with closing(sqlite3.connect(database.resolve().as_uri() + "?mode=ro", uri=True)) as db:
        return str(db.execute("PRAGMA quick_check").fetchone()[0])


def _count(db: sqlite3.Connection) -> dict[str, int]:
    names = _names(db, "table") + _names(db, "view")
    return {
        name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)
    }


def _install(scratch: Path, out: Path) -> None:
    """Move the finished files into place, configuration first, then database and counts."""
    files = sorted(path for path in scratch.rglob("*") if path.is_file())
    names = {path.relative_to(scratch) for path in files}
    for folder in STATIC_FOLDERS:
        for old in (out / folder).rglob("*"):
            if old.is_file() and old.relative_to(out) not in names:
                old.unlink()
    last = (Path(FILE), Path(COUNTS))
    for name in [*sorted(names - set(last)), *last]:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        _sync(scratch / name)
        os.replace(scratch / name, out / name)
    _sync_folders({(out / name).parent for name in names})


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folders(folders: Iterable[Path]) -> None:
    """Make the renames last through a power cut, where the system lets folders be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
