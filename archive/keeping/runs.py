"""Rows of ``runs``: a run begins, states its coverage, and ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from sqlite3 import Connection

from archive.keeping.rows import as_json
from archive.moments import moment_text
from archive.records import Outcome


def software() -> str:
    """This program and its version, as it stands in ``runs.software``."""
    try:
        return f"patientline-archive {version('patientline-archive')}"
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "patientline-archive"


def begin(
    conn: Connection, command: str, site: str, settings: Mapping[str, object], now: datetime
) -> int:
    """Add a run; returns its number. A run still marked as running must have been killed."""
    conn.execute(
        "UPDATE runs SET outcome = ?, message = ? WHERE outcome = ?",
        (Outcome.INTERRUPTED, "It was killed before its end.", Outcome.RUNNING),
    )
    cursor = conn.execute(
        "INSERT INTO runs (command, site, started_at, software, settings_json) "
        "VALUES (?, ?, ?, ?, ?)",
        (command, site, moment_text(now), software(), as_json(dict(settings))),
    )
    return int(cursor.lastrowid or 0)


def finish(
    conn: Connection,
    run_id: int,
    outcome: Outcome,
    message: str,
    counts: Mapping[str, int],
    now: datetime,
) -> None:
    """Record how a run ended, and what it did in numbers."""
    conn.execute(
        "UPDATE runs SET finished_at = ?, outcome = ?, message = ?, counts_json = ? WHERE id = ?",
        (moment_text(now), outcome, message, as_json(dict(counts)), run_id),
    )


def keep_coverage(conn: Connection, run_id: int, urls: Mapping[tuple[str, str], int]) -> None:
    """Write how the coverage of a crawl adds up, replacing what was written before."""
    conn.execute("DELETE FROM coverage WHERE run_id = ?", (run_id,))
    conn.executemany(
        "INSERT INTO coverage (run_id, state, reason, urls) VALUES (?, ?, ?, ?)",
        [(run_id, state, reason, count) for (state, reason), count in urls.items()],
    )
