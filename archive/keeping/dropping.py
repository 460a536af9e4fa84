"""Deletes page rows, with everything that was read from those pages."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from archive.keeping.pages import CONTENT_TABLES
from archive.keeping.rows import as_json


def drop_pages(conn: Connection, page_ids: Iterable[str]) -> None:
    """Delete pages, their content, findings, aliases and relations; wordings are the caller's."""
    pages = (as_json(sorted(page_ids)),)
    ours = "IN (SELECT value FROM json_each(?))"
    conn.execute(f"UPDATE links SET page_id = NULL WHERE page_id {ours}", pages)
    conn.execute(f"UPDATE news SET page_id = NULL WHERE page_id {ours}", pages)
    conn.execute(f"DELETE FROM page_relations WHERE page_id {ours}", pages)
    conn.execute(f"DELETE FROM page_relations WHERE other_page_id {ours}", pages)
    for table in ("findings", *CONTENT_TABLES, "page_dates", "articles", "page_aliases"):
        conn.execute(f"DELETE FROM {table} WHERE page_id {ours}", pages)
    conn.execute(f"DELETE FROM pages WHERE id {ours}", pages)
