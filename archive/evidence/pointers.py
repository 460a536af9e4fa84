"""Which sentences of a page cite which of its references."""

from __future__ import annotations

from collections import defaultdict
from sqlite3 import Connection

SURE = 0.5
"""Confidence from which a pointer is taken at its word."""


def sentences(conn: Connection) -> dict[str, list[str]]:
    """The sentences that point to a reference, by its id, each once and in page order."""
    sql = """
SELECT bibliography_id, context FROM pointers
WHERE context != '' AND confidence >= :sure ORDER BY page_id, position"""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for reference_id, context in conn.execute(sql, {"sure": SURE}):
        found[reference_id][context] = None
    return {reference_id: list(contexts) for reference_id, contexts in found.items()}
