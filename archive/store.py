"""The only way to the tables, for crawl, replay and verification."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from archive import keeping
from archive.moments import moment_text
from archive.opening import explain, open_database
from archive.records import Capture, Check, Issue, Outcome, PageRecord
from archive.rows import as_json


def software() -> str:
    """This program and its version, as it stands in ``runs.software``."""
    try:
        return f"patientline-archive {version('patientline-archive')}"
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "patientline-archive"


class Store:
    """One crawl database, opened for reading and writing.

    Every method that writes joins the transaction of the surrounding ``unit()``, and makes one
    of its own when there is none. Errors of the disk or the file come out as ``StoreError``
    (see ``archive.opening``) with a sentence for a person.
    """

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open or make the database at ``path``; raises a ``StoreError`` with what to do."""
        return cls(open_database(path), path)

    def close(self) -> None:
        """Close the database; what was committed stays."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def unit(self) -> Iterator[None]:
        """One transaction: all of it is kept, or nothing. May be nested (savepoints).

        The outermost one takes the write lock at once, so that two processes wait for each
        other here and not in the middle.
        """
        try:
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield
            else:
                self.db.conn.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self.db.conn.execute("COMMIT")
                except BaseException:
                    self.db.rollback()
                    raise
        except sqlite3.OperationalError as error:
            raise explain(error, self.path) from error

    def begin_run(self, command: str, site: str, settings: Mapping[str, object]) -> int:
        """Add a run that starts now; its number. ``settings`` must be JSON-able."""
        with self.unit():
            cursor = self.db.conn.execute(
                "INSERT INTO runs (command, site, started_at, software, settings_json) "
                "VALUES (?, ?, ?, ?, ?)",
                (command, site, _now(), software(), as_json(dict(settings))),
            )
        return int(cursor.lastrowid or 0)

    def finish_run(
        self, run_id: int, outcome: Outcome, message: str, counts: Mapping[str, int]
    ) -> None:
        """Say how a run ended, and what it did in numbers."""
        with self.unit():
            self.db.conn.execute(
                "UPDATE runs SET finished_at = ?, outcome = ?, message = ?, counts_json = ? "
                "WHERE id = ?",
                (_now(), outcome, message, as_json(dict(counts)), run_id),
            )

    def keep_coverage(self, run_id: int, urls: Mapping[tuple[str, str], int]) -> None:
        """Say how a crawl's coverage adds up: (state, reason) -> number of URLs."""
        with self.unit():
            self.db.conn.execute("DELETE FROM coverage WHERE run_id = ?", (run_id,))
            self.db.conn.executemany(
                "INSERT INTO coverage (run_id, state, reason, urls) VALUES (?, ?, ?, ?)",
                [(run_id, state, reason, count) for (state, reason), count in urls.items()],
            )

    def keep_capture(self, run_id: int, capture: Capture) -> None:
        """Add a capture. Its WARC record must be on disk before the transaction ends."""
        row = asdict(capture) | {"run_id": run_id, "fetched_at": moment_text(capture.fetched_at)}
        with self.unit():
            self.db.conn.execute(
                f"INSERT OR IGNORE INTO captures ({', '.join(row)}) "
                f"VALUES ({', '.join(':' + c for c in row)})",
                row,
            )

    def keep_page(self, run_id: int, record: PageRecord) -> None:
        """Turn a page record into rows; see ``archive.keeping``. Its capture is kept before.

        ``news`` items are made of their sources by ``archive.settling``.
        """
        with self.unit():
            keeping.keep_page(self.db.conn, run_id, record)

    def keep_unchanged(self, url: str, seen_at: datetime) -> None:
        """Note that a page (canonical URL) was there and unchanged: the answer was 304."""
        with self.unit():
            keeping.keep_unchanged(self.db.conn, url, seen_at)

    def keep_issue(self, run_id: int, issue: Issue) -> None:
        """Add something that was met and not understood, once a run."""
        with self.unit():
            keeping.keep_issue(self.db.conn, run_id, issue)

    def keep_check(self, run_id: int, check: Check) -> int:
        """Append a question and its answer; the number of its row."""
        row = {
            "run_id": run_id,
            "question": check.question,
            "subject": check.subject,
            "authority": check.authority,
            "asked_at": moment_text(check.asked_at),
            "method": check.method,
            "url": check.url,
            "status": check.status,
            "error": check.error,
            "final_url": check.final_url,
            "hops_json": as_json(check.hops),
            "bytes": check.bytes,
            "elapsed_ms": check.elapsed_ms,
            "facts_json": json.dumps(dict(check.facts), ensure_ascii=False, sort_keys=True),
            "rule_version": check.rule_version,
        }
        with self.unit():
            cursor = self.db.conn.execute(
                f"INSERT INTO checks ({', '.join(row)}) VALUES ({', '.join(':' + c for c in row)})",
                row,
            )
        return int(cursor.lastrowid or 0)


def _now() -> str:
    return moment_text(datetime.now(UTC))
