"""A larger archive from a smaller one: every page, work and address once more, under other names.

Done by SQLite alone, so a large archive costs a fraction of what its words would cost. Runs and the
frame of the pages stay the same, so what stands on every page stands on all of them.
"""

from __future__ import annotations

import sqlite3

from archive.schema import descriptions

COPIES_AT_MOST = 15  # each has a hex digit of its own

_STAY = frozenset(
    {"runs", "coverage", "frontier", "takedowns", "rewrites", "style_links", "settled"}
)
_UUIDS = ("capture_id", "revisit_of", "exchange_id", "previous_id")
_DIGESTS = (
    *("page_id", "other_page_id", "bibliography_id", "mention_id", "link_mention_id"),
    *("finding_id", "news_id", "work_key"),
)
_ADDRESSES = ("url", "final_url", "landing_url", "subject", "says", "should_say", "after")
_NAMES = ("doi", "found_doi", "alias_of", "superseded_by", "value")
_FRAME = "SELECT id FROM links WHERE url LIKE '%/frame/%'"


def copy_all(db: sqlite3.Connection, copies: int) -> None:
    """Add so many copies of everything that is there."""
    if copies > COPIES_AT_MOST:
        raise ValueError(f"At most {COPIES_AT_MOST} copies have names of their own, not {copies}.")
    tables = {
        name: db.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0]
        for name in descriptions()
        if name not in _STAY
    }
    for number in range(1, copies + 1):
        for table, rows in tables.items():
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            values = [_copied(table, column, f"{number:x}", rows * number) for column in columns]
            but_frame = "AND url NOT LIKE '%/frame/%'" if table == "links" else ""
            db.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
                f"FROM {table} WHERE rowid <= {rows} {but_frame}"
            )


def _copied(table: str, column: str, digit: str, rows: int) -> str:
    """The SQL expression for a column of a copy."""
    if column in ("id", *_UUIDS, *_DIGESTS) or column == "link_id":
        return _copied_key(table, column, digit, rows)
    if column in _NAMES:
        return f"{column} || '.{digit}'"
    if column in _ADDRESSES:
        url = column
        for part in ("/leaflets/", "/moved/", "/section-"):
            url = f"replace({url}, '{part}', '/{digit}{part}')"
        return f"CASE WHEN {column} LIKE '10.%' THEN {column} || '.{digit}' ELSE {url} END"
    if column == "candidates_json":
        return f"replace(candidates_json, value, value || '.{digit}')"
    if table == "bibliography" and column == "printed":
        return f"CASE WHEN doi IS NULL THEN printed ELSE printed || '.{digit}' END"
    return column


def _copied_key(table: str, column: str, digit: str, rows: int) -> str:
    if column == "id" and table in ("checks", "issues"):
        return f"id + {rows}"
    if column == "id" and table == "identifiers":
        return f"id || '.{digit}'"
    if column in _UUIDS or (column == "id" and table in ("captures", "exchanges")):
        return f"'{digit}' || substr({column}, 2)"
    if column == "link_id":
        return f"CASE WHEN link_id IN ({_FRAME}) THEN link_id ELSE '{digit}' || link_id END"
    return f"'{digit}' || {column}"
