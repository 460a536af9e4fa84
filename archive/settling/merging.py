"""Merges page rows that turn out to be one page: which one stays, and how others go.

The one that goes leaves its URL as an alias, its wordings to the history of the one that
stays, and its findings to the same place there. It comes back as a row of its own when a later
crawl reads it again, and is merged again, unless it says something else by then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlsplit

from archive.evidence.dois import select
from archive.keeping.dropping import drop_pages
from archive.keeping.rows import Row, insertion
from archive.keys import key
from archive.settling.likeness import address_stem
from archive.settling.trails import is_root, spelling

# The address under a content-management system's number, e.g. /f175000844.html.
_NUMBERED = re.compile(r"/(?:[a-z]{0,4}\d{4,}|node/\d+|index\.php)(?:\.\w{2,5})?/?$", re.IGNORECASE)
_LANGUAGE = re.compile(r"^/[a-z]{2}(?:/|$)")


def preference(page: Mapping[str, Any]) -> tuple[object, ...]:
    """Order of the URLs of one page, the one to keep first.

    One that is still there, the home page, one that declares itself, no query, words rather
    than a number, the language named, a closing slash behind a name without ending, a short
    one.
    """
    url = page["url"]
    parts = urlsplit(url)
    return (
        page["gone_since_at"] is not None,
        not is_root(url),
        len(parts.path) > 1 and is_root(url),
        page["declared_url"] != url,
        bool(parts.query),
        _NUMBERED.search(parts.path) is not None,
        _LANGUAGE.match(parts.path) is None,
        not parts.path.endswith("/") and "." not in parts.path.rpartition("/")[2],
        len(url),
        url,
    )


def may_be_one_page(one: str, other: str) -> bool:
    """Whether two URLs whose pages say the same name one page, by the way they are written.

    One of them is the home page or a number of the content-management system, or they differ in
    no more than a query, a slash, an ending or a language that one of them leaves out. Two slugs,
    or two languages, are two pages with the same text.

    >>> may_be_one_page("https://a.example/f175000844.html", "https://a.example/pain.htm")
    True
    >>> may_be_one_page("https://a.example/links.htm", "https://a.example/en/links.htm")
    True
    >>> may_be_one_page("https://a.example/es/news.htm", "https://a.example/pt/news.htm")
    False
    """
    paths = [urlsplit(url).path for url in (one, other)]
    if paths[0] == paths[1] or any(map(is_root, (one, other))) or any(map(_NUMBERED.search, paths)):
        return True
    languages = {m[0].strip("/") for m in map(_LANGUAGE.match, paths) if m}
    return len(languages) < 2 and address_stem(one) == address_stem(other)


def merge_page(
    conn: Connection, gone: Mapping[str, Any], kept: Mapping[str, Any], reason: str
) -> None:
    """Make the page row ``gone`` an alias of ``kept``; both are rows of ``pages``.

    ``reason``: same_content, declared, redirect or refresh. The stub that only refreshes to
    another page has no wording worth keeping.
    """
    ids = {"gone": gone["id"], "kept": kept["id"]}
    if reason == "refresh":
        conn.execute(
            "DELETE FROM article_versions WHERE page_id = ? AND content_sha256 = ?",
            (gone["id"], gone["content_sha256"]),
        )
    _move_versions(conn, ids)
    _move_findings(conn, ids)
    if reason != "refresh":
        conn.execute(
            "UPDATE pages SET first_seen_at = min(first_seen_at, :first) WHERE id = :kept",
            ids | {"first": gone["first_seen_at"]},
        )
    conn.execute("UPDATE page_aliases SET page_id = :kept WHERE page_id = :gone", ids)
    conn.execute("UPDATE links SET page_id = :kept WHERE page_id = :gone", ids)
    drop_pages(conn, [ids["gone"]])
    alias: Row = {
        "url": gone["url"],
        "page_id": kept["id"],
        "reason": spelling(gone["url"], kept["url"]) or reason,
        "is_permanent": 1,
        "first_seen_at": gone["first_seen_at"],
    }
    put_alias(conn, alias)


def put_alias(conn: Connection, alias: Row) -> None:
    """Add another URL of a page; the moment it was first met only ever moves back."""
    conn.execute(
        insertion("page_aliases", alias)
        + " ON CONFLICT (url) DO UPDATE SET page_id = excluded.page_id, reason = excluded.reason, "
        "is_permanent = excluded.is_permanent, "
        "first_seen_at = min(first_seen_at, excluded.first_seen_at)",
        alias,
    )


def _move_versions(conn: Connection, ids: Mapping[str, str]) -> None:
    """Give the wordings of a page to the history of another one."""
    moved = list(select(conn, "SELECT * FROM article_versions WHERE page_id = :gone", ids))
    for row in moved:
        row |= {"id": key(ids["kept"], row["content_sha256"]), "page_id": ids["kept"]}
        conn.execute(
            insertion("article_versions", row) + " ON CONFLICT (id) DO UPDATE SET "
            "capture_id = CASE WHEN excluded.first_seen_at < first_seen_at "
            "THEN excluded.capture_id ELSE capture_id END, "
            "first_seen_at = min(first_seen_at, excluded.first_seen_at), "
            "last_seen_at = max(last_seen_at, excluded.last_seen_at)",
            row,
        )
    conn.execute("DELETE FROM article_versions WHERE page_id = :gone", ids)


# A place on one page and its twin on another that prints the same.
_TWINS = {
    "mention_id": ("mentions", "mentions.scheme = old.scheme AND mentions.place = old.place"),
    "link_mention_id": (
        "link_mentions",
        "link_mentions.element = old.element AND link_mentions.attribute = old.attribute",
    ),
    "bibliography_id": ("bibliography", "1"),
}


def _move_findings(conn: Connection, ids: Mapping[str, str]) -> None:
    """Give the findings of a page to the same places of another one, with their lives."""
    for row in list(select(conn, "SELECT * FROM findings WHERE page_id = :gone", ids)):
        old_id = row["id"]
        for column, (table, same) in _TWINS.items():
            row[column] = _twin(conn, table, same, row[column], ids["kept"])
        place = row["mention_id"] or row["link_mention_id"] or row["bibliography_id"] or ""
        row |= {"id": key(row["kind"], ids["kept"], row["subject"], place), "page_id": ids["kept"]}
        conn.execute(insertion("findings", row) + " ON CONFLICT (id) DO NOTHING", row)
        conn.execute(
            "UPDATE OR IGNORE suggestions SET finding_id = ? WHERE finding_id = ?",
            (row["id"], old_id),
        )
        conn.execute("DELETE FROM findings WHERE id = ?", (old_id,))


def _twin(conn: Connection, table: str, same: str, old_id: str | None, page_id: str) -> str | None:
    if old_id is None:
        return None
    found = conn.execute(
        f"SELECT {table}.id FROM {table} JOIN {table} AS old ON old.id = ? "
        f"WHERE {table}.page_id = ? AND {table}.printed = old.printed "
        f"AND {same} ORDER BY {table}.position LIMIT 1",
        (old_id, page_id),
    ).fetchone()
    return str(found[0]) if found else None
