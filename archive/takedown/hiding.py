"""Takedowns that can be undone: what is hidden stays in the archive but is not shown.

Hidden things are left out of everything that is made for readers: the published archive with its
search, replay, proofs and exports, reports, packages and indexes. A hidden address is crawled as
before, so that the evidence goes on; a purged one is not asked again until that is lifted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from archive.keeping.rows import as_json
from archive.takedown.forgetting import forget
from archive.takedown.targets import Target, addresses_of, captures_at, family_of

_IN_FORCE = "state IN ('hidden', 'purging', 'purged')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decides, when, and why."""

    who: str
    why: str
    at: str
    """Moment as text (``archive.moments``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """A row of ``takedowns``."""

    id: int
    state: str
    url: str
    capture_id: str | None
    payload_sha256: str
    decided_at: str
    decided_by: str
    because: str
    ended_at: str | None
    ended_by: str
    ended_because: str


def hide(conn: sqlite3.Connection, target: Target, decision: Decision) -> int:
    """Hide a target; returns how many addresses or captures are newly hidden.

    To be called in a transaction.
    """
    before = conn.total_changes
    if target.addresses:
        rows = [(url, None) for url in sorted(target.addresses)]
    else:
        sql = "SELECT url, id FROM captures WHERE id IN (SELECT value FROM json_each(?))"
        rows = conn.execute(sql, (as_json(sorted(target.captures)),)).fetchall()
    conn.executemany(
        "INSERT INTO takedowns (state, url, capture_id, decided_at, decided_by, because) "
        "SELECT 'hidden', :url, :capture, :at, :who, :why WHERE NOT EXISTS (SELECT 1 FROM "
        f"takedowns WHERE url = :url AND capture_id IS :capture AND {_IN_FORCE})",
        [
            {"url": u, "capture": c, "at": decision.at, "who": decision.who, "why": decision.why}
            for u, c in rows
        ],
    )
    return conn.total_changes - before


def lift(conn: sqlite3.Connection, target: Target, decision: Decision) -> int:
    """Show a target again and let a purged address be asked again; returns how many rows that ends.

    What was purged stays so. To be called in a transaction.
    """
    cursor = conn.execute(
        "UPDATE takedowns SET state = 'lifted', ended_at = :at, ended_by = :who, "
        "ended_because = :why WHERE state = 'hidden' AND (capture_id IN "
        "(SELECT value FROM json_each(:captures)) OR capture_id IS NULL AND url IN "
        "(SELECT value FROM json_each(:urls))) OR state = 'purged' AND capture_id IS NULL "
        "AND url IN (SELECT value FROM json_each(:urls))",
        {
            "at": decision.at,
            "who": decision.who,
            "why": decision.why,
            "captures": as_json(sorted(target.captures)),
            "urls": as_json(sorted(target.addresses)),
        },
    )
    return cursor.rowcount


def takedowns(conn: sqlite3.Connection) -> list[Takedown]:
    """Every takedown ever made, oldest first."""
    names = list(Takedown.__dataclass_fields__)
    rows = conn.execute(f"SELECT {', '.join(names)} FROM takedowns ORDER BY id")
    return [Takedown(**dict(zip(names, row, strict=True))) for row in rows]


def purged(conn: sqlite3.Connection, name: str) -> Takedown | None:
    """The latest purge in force for ``name``, the id of a capture or an address."""
    found = [one for one in takedowns(conn) if name == (one.capture_id or one.url)]
    return next((one for one in reversed(found) if one.state == "purged"), None)


def decisions(conn: sqlite3.Connection) -> tuple[int, int]:
    """(takedowns ever made, takedowns that have ended): changes with every decision."""
    counts = conn.execute("SELECT count(*), count(ended_at) FROM takedowns").fetchone()
    return int(counts[0]), int(counts[1])


def hidden(conn: sqlite3.Connection) -> Target:
    """Everything that readers must not be shown."""
    rows = conn.execute(f"SELECT url, capture_id FROM takedowns WHERE {_IN_FORCE}").fetchall()
    if not rows:
        return Target(frozenset(), frozenset())
    named = {str(capture) for _, capture in rows if capture is not None}
    urls = {str(url) for url, capture in rows if capture is None}
    addresses = addresses_of(conn, urls)
    return Target(addresses, family_of(conn, named | captures_at(conn, addresses)))


@contextmanager
def without_hidden(conn: sqlite3.Connection) -> Iterator[Target]:
    """A context in which the tables look as if hidden captures did not exist; yields the hidden
    ones.

    Everything for readers is made in it. Nothing may be written inside: its transaction is
    rolled back.
    """
    target = hidden(conn)
    if not target.captures:
        yield target
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        forget(conn, target.captures)
        yield target
    finally:
        conn.rollback()


def barred_addresses(conn: sqlite3.Connection) -> frozenset[str]:
    """Addresses that must not be asked again: purged, and not lifted since."""
    sql = "SELECT url FROM takedowns WHERE capture_id IS NULL AND state IN ('purging', 'purged')"
    return frozenset(str(url) for (url,) in conn.execute(sql))


def note_purged(
    conn: sqlite3.Connection, target: Target, captures: Iterable[str], decision: Decision
) -> None:
    """Write the tombstones: a row for each address and each capture. Call it inside a
    transaction."""
    given = {
        "at": decision.at,
        "who": decision.who,
        "why": decision.why,
        "captures": as_json(sorted(captures)),
        "urls": as_json(sorted(target.addresses)),
    }
    conn.execute(
        "UPDATE takedowns SET state = 'lifted', ended_at = :at, ended_by = :who, "
        "ended_because = 'purged' WHERE state = 'hidden' AND (capture_id IN "
        "(SELECT value FROM json_each(:captures)) OR capture_id IS NULL AND url IN "
        "(SELECT value FROM json_each(:urls)))",
        given,
    )
    columns = "state, url, capture_id, payload_sha256, warc_file, decided_at, decided_by, because"
    conn.execute(
        f"INSERT INTO takedowns ({columns}) SELECT 'purging', value, NULL, '', '', :at, :who, :why "
        "FROM json_each(:urls) WHERE value NOT IN (SELECT url FROM takedowns "
        "WHERE capture_id IS NULL AND state IN ('purging', 'purged'))",
        given,
    )
    conn.execute(
        f"INSERT INTO takedowns ({columns}) SELECT 'purging', url, id, payload_sha256, warc_file, "
        ":at, :who, :why FROM captures WHERE id IN (SELECT value FROM json_each(:captures))",
        given,
    )
