"""Which captures and addresses a takedown is about, where it names a capture or an address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from archive.keeping.rows import as_json

# An alias by one of these leads to another page; the others are that page by another name.
_LEADS_AWAY = ("redirect", "refresh")


@dataclass(frozen=True, slots=True)
class Target:
    """What a takedown is about."""

    addresses: frozenset[str]
    """Every address of the page; empty when one capture is meant."""
    captures: frozenset[str]
    """Ids of captures, those that say the same as one of them included."""


class NoTarget(LookupError):
    """The archive holds nothing by that name; the message says what to do."""


def target_of(conn: sqlite3.Connection, name: str) -> Target:
    """What ``name``, the id of a capture or an address, stands for.

    Raises ``NoTarget`` when it is neither in the archive nor an address.
    """
    if conn.execute("SELECT 1 FROM captures WHERE id = ?", (name,)).fetchone():
        return Target(frozenset(), family_of(conn, [name]))
    if not name.startswith(("http://", "https://")):
        raise NoTarget(
            f"{name} is no capture of this archive and no address. Give the id of a capture, as "
            "its page shows it, or an address that begins with http:// or https://."
        )
    addresses = addresses_of(conn, [name])
    return Target(addresses, family_of(conn, captures_at(conn, addresses)))


def addresses_of(conn: sqlite3.Connection, urls: Iterable[str]) -> frozenset[str]:
    """All addresses of the pages at ``urls``, as they are asked and as they are written."""
    found = set(urls)
    found |= _column(
        conn, "SELECT url FROM frontier WHERE request_url IN (SELECT value FROM {})", found
    )
    pages = _column(
        conn,
        "SELECT id FROM pages WHERE url IN (SELECT value FROM {0}) UNION SELECT page_id FROM "
        f"page_aliases WHERE url IN (SELECT value FROM {{0}}) AND reason NOT IN {_LEADS_AWAY}",
        found,
    )
    found |= _column(
        conn,
        "SELECT url FROM pages WHERE id IN (SELECT value FROM {0}) "
        "UNION SELECT url FROM page_aliases WHERE page_id IN (SELECT value FROM {0})",
        pages,
    )
    found |= _column(
        conn, "SELECT request_url FROM frontier WHERE url IN (SELECT value FROM {})", found
    )
    return frozenset(found)


def captures_at(conn: sqlite3.Connection, addresses: Iterable[str]) -> frozenset[str]:
    """The captures of addresses."""
    sql = "SELECT id FROM captures WHERE url IN (SELECT value FROM {})"
    return frozenset(_column(conn, sql, addresses))


def family_of(conn: sqlite3.Connection, captures: Iterable[str]) -> frozenset[str]:
    """Captures together with those whose content they hold, or that hold theirs (revisits)."""
    sql = """
WITH RECURSIVE family(id) AS (
  SELECT value FROM {}
  UNION SELECT captures.revisit_of FROM captures JOIN family ON captures.id = family.id
    WHERE captures.revisit_of IS NOT NULL
  UNION SELECT captures.id FROM captures JOIN family ON captures.revisit_of = family.id
) SELECT captures.id FROM captures JOIN family ON captures.id = family.id"""
    return frozenset(_column(conn, sql, captures))


def same_bytes_elsewhere(conn: sqlite3.Connection, captures: Iterable[str]) -> list[str]:
    """Addresses of other captures with the same content as one of these, once each."""
    sql = """
SELECT DISTINCT url FROM captures WHERE id NOT IN (SELECT value FROM {0}) AND bytes > 0
AND payload_sha256 IN (SELECT payload_sha256 FROM captures WHERE id IN (SELECT value FROM {0}))"""
    return sorted(_column(conn, sql, captures))


def _column(conn: sqlite3.Connection, sql: str, values: Iterable[str]) -> set[str]:
    """The first column of a question whose ``{}`` are the values as a table."""
    given = {"values": as_json(sorted(values))}
    return {str(row[0]) for row in conn.execute(sql.format("json_each(:values)"), given)}
