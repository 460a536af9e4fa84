"""Filling a crawl database with the rows of a large archive.

    python -m tests.bench.large.fill PAGES FILE [CAPTURES]

A page has on average ten references and thirty checks; five weekly crawls and verifications have
passed. A few works, hosts and pages have most of the citations and links, as everywhere. The same
links stand in the frame of every page, and one of them is broken on all German pages. The rows are
those that crawling and verifying would keep; with a folder CAPTURES the pages lie there in WARC
files.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from contextlib import closing
from itertools import chain
from pathlib import Path

from sqlite_utils import Database

from archive.keeping.rows import Row, insertion
from archive.schema import migrations, refresh_views
from tests.bench.large.copying import copy_all
from tests.bench.large.evidence import Rows, capture_rows, check_rows, coverage_rows, run_rows
from tests.bench.large.pages import DOIS_A_PAGE, LINKS_A_PAGE, Page
from tests.bench.large.subjects import doi_rows, link_rows
from tests.bench.large.warcs import write_captures

ORIGINALS = 10_000
"""Pages with words of their own; a larger archive has each of them several times."""

BATCH = 2_000
"""Rows of a table that are written at once."""


def fill(path: Path, pages: int, captures: Path | None = None) -> None:
    """Make a crawl database of so many pages, and their WARC files in the folder ``captures``.

    Full-text indexes are left to whoever opens it.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -262144")
        migrations.apply(Database(db))
        refresh_views(Database(db))
        indexes = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:  # made at the end, which takes a fraction of the time
            db.execute(f"DROP INDEX {name}")
        db.execute("BEGIN")
        originals = min(pages, ORIGINALS)
        _insert(db, _rows(originals))
        copy_all(db, pages // originals - 1)
        for _, sql in indexes:
            db.execute(sql)
        if captures is not None:
            write_captures(db, captures)
        db.execute("COMMIT")


def _rows(pages: int) -> Rows:
    works, addresses = int(pages * DOIS_A_PAGE), int(pages * LINKS_A_PAGE)
    yield from chain(run_rows(), coverage_rows(pages), doi_rows(works), link_rows(addresses))
    for number in range(pages):
        page = Page(number, pages)
        yield from capture_rows(page)
        yield from page.rows()
    yield from check_rows(pages)


def _insert(db: sqlite3.Connection, rows: Rows) -> None:
    """Batches of rows with the same columns; a row that is there already stays."""
    waiting: dict[tuple[str, ...], list[Row]] = defaultdict(list)

    def write(shape: tuple[str, ...]) -> None:
        batch = waiting.pop(shape)
        statement = insertion(shape[0], batch[0]).replace("INSERT", "INSERT OR IGNORE", 1)
        db.executemany(statement, batch)

    for table, row in rows:
        shape = (table, *row)
        waiting[shape].append(row)
        if len(waiting[shape]) >= BATCH:
            write(shape)
    for shape in list(waiting):
        write(shape)


if __name__ == "__main__":
    fill(Path(sys.argv[2]), int(sys.argv[1]), *map(Path, sys.argv[3:4]))
