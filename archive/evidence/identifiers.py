"""What verification reads and writes about identifiers other than DOI names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection

from archive.evidence.dois import mention_of, select, set_columns
from archive.moments import moment_text
from archive.records import KeptMention, Scheme


def identifier_mentions(conn: Connection) -> list[KeptMention]:
    """Places of PMIDs, ISBNs and the like on pages that are there, in page order.

    What a page's meta elements say names the page itself, no work it cites: left out.
    """
    sql = """
SELECT mentions.*, pages.url AS page_url FROM mentions JOIN pages ON pages.id = mentions.page_id
WHERE scheme <> 'doi' AND place <> 'meta' AND pages.gone_since_at IS NULL
ORDER BY pages.url, position"""
    return [mention_of(row) for row in select(conn, sql, {})]


def set_identifier(
    conn: Connection, scheme: Scheme, value: str, columns: Mapping[str, object], now: datetime
) -> None:
    """Say what was found out about an identifier, which may be one without a row yet."""
    identity = f"{scheme}:{value}"
    conn.execute(
        "INSERT OR IGNORE INTO identifiers (id, scheme, value, first_seen_at) VALUES (?, ?, ?, ?)",
        (identity, str(scheme), value, moment_text(now)),
    )
    set_columns(conn, "identifiers", "id", {identity: columns})
