"""Writes a page record into the tables: adds what is there, deletes what vanished.

Rows keep their ids from capture to capture (findings point to them), and a row that says the
same as before is not written at all. The order in which captures are kept does not matter: the
page's rows are those of its latest capture that could be read, and an older one only adds to
``article_versions`` and to the moments a page was first and last seen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from sqlite3 import Connection

from archive.keeping.prose import Told, told_by
from archive.keeping.reference_rows import (
    bibliography_rows,
    doi_rows,
    identifier_rows,
    link_mention_rows,
    link_rows,
    mention_rows,
    pointer_rows,
)
from archive.keeping.rows import (
    Row,
    as_json,
    insertion,
    positional_insertion,
    sound_rows,
    sound_tuples,
)
from archive.keeping.text_rows import (
    article_row,
    date_rows,
    news_source_rows,
    page_row,
    term_rows,
    version_row,
)
from archive.keys import key
from archive.moments import moment_text
from archive.records import Issue, PageKind, PageRecord

# Tables that hold what the latest capture of a page says: children first, so that no row is
# deleted while another still points to it.
CONTENT_TABLES = ("mentions", "pointers", "link_mentions", "bibliography", "terms", "news_sources")


def put(conn: Connection, table: str, rows: Sequence[Row], pk: str = "id") -> None:
    """Insert rows, or update those whose content differs. ``capture_id`` alone is no difference.

    All rows have the same columns, several of them.
    """
    if rows:
        columns = tuple(rows[0])
        conn.executemany(_upsertion(table, columns, pk), _values(rows, columns))


@lru_cache(maxsize=64)
def _upsertion(table: str, columns: tuple[str, ...], pk: str) -> str:
    content = [c for c in columns if c not in (*pk.split(", "), "capture_id")]
    new = ", ".join(f"excluded.{c}" for c in content)
    old = ", ".join(f"{table}.{c}" for c in content)
    updates = ", ".join(f"{c} = excluded.{c}" for c in content)
    return (
        f"{positional_insertion(table, columns)} ON CONFLICT ({pk}) DO UPDATE "
        f"SET {updates} WHERE ({old}) IS NOT ({new})"
    )


def _values(rows: Sequence[Row], columns: tuple[str, ...]) -> list[tuple[object, ...]]:
    """Rows as SQLite takes them fastest: it looks up a named value anew for each row."""
    return sound_tuples(map(itemgetter(*columns), rows))


def prune(conn: Connection, table: str, page_id: str, rows: Sequence[Row]) -> None:
    """Delete the rows of a page that are not among ``rows``; what its style sheets load stays
    until it is settled (``archive.settling.style_sheets``)."""
    spared = "AND NOT (element = 'link' AND attribute = 'url')" * (table == "link_mentions")
    conn.execute(
        f"DELETE FROM {table} WHERE page_id = ? {spared} "
        "AND id NOT IN (SELECT value FROM json_each(?))",
        (page_id, as_json([row["id"] for row in rows])),
    )


def keep_page(conn: Connection, run_id: int, record: PageRecord) -> None:
    """Turn one record into rows. To be called inside a transaction, after its capture is kept.

    A record that is not the page itself (HTTP status of 300 and above) leaves the page's rows
    as they are; settling sees it in ``captures``.
    """
    for issue in record.issues:
        keep_issue(conn, run_id, issue)
    if not 200 <= record.status < 300:
        return
    told = told_by(record)
    (page,) = sound_rows([page_row(record, told)])
    before = _rank_before(conn, page)
    if before and before > _rank(page["kind"], page["last_seen_at"], page["capture_id"]):
        _widen(conn, page)
    else:
        _put_page(conn, page)
        _put_content(conn, record, told, is_known=before is not None)
    version = version_row(record, told)
    if version:
        _put_version(conn, version)


def keep_issue(conn: Connection, run_id: int, issue: Issue) -> None:
    """Add an issue, once a run."""
    row: Row = {
        "run_id": run_id,
        "stage": issue.stage,
        "code": issue.code,
        "message": issue.message,
        "url": issue.url,
        "capture_id": issue.capture_id,
    }
    same = " AND ".join(f"{column} IS :{column}" for column in row)
    conn.execute(
        f"INSERT INTO issues ({', '.join(row)}) SELECT {', '.join(':' + c for c in row)} "
        f"WHERE NOT EXISTS (SELECT 1 FROM issues WHERE {same})",
        sound_rows([row])[0],
    )


def _rank(kind: object, moment: object, capture_id: object) -> tuple[bool, str, str]:
    """Which of two captures tells us what a page says: a readable one, then the later one."""
    return (kind != PageKind.UNREAD, str(moment), str(capture_id))


def _rank_before(conn: Connection, page: Row) -> tuple[bool, str, str] | None:
    """The rank of the capture that a page is known from; None when it is new."""
    before = conn.execute(
        "SELECT pages.kind, captures.fetched_at, pages.capture_id FROM pages "
        "JOIN captures ON captures.id = pages.capture_id WHERE pages.id = :id",
        page,
    ).fetchone()
    return _rank(*before) if before else None


def _widen(conn: Connection, page: Row) -> None:
    """Note that the page was there at one more moment."""
    conn.execute(
        "UPDATE pages SET first_seen_at = min(first_seen_at, :first_seen_at), "
        "last_seen_at = max(last_seen_at, :last_seen_at) WHERE id = :id",
        page,
    )


def _put_page(conn: Connection, page: Row) -> None:
    special = {
        "first_seen_at": "min(pages.first_seen_at, excluded.first_seen_at)",
        "last_seen_at": "max(pages.last_seen_at, excluded.last_seen_at)",
    }
    updates = ", ".join(f"{c} = {special.get(c, 'excluded.' + c)}" for c in page if c != "id")
    conn.execute(
        insertion("pages", page) + f" ON CONFLICT (id) DO UPDATE SET {updates}",
        page,
    )


def _put_version(conn: Connection, version: Row) -> None:
    """Add a wording, or widen the time it stood there."""
    conn.execute(
        insertion("article_versions", version) + " ON CONFLICT (id) DO UPDATE SET "
        "lead = excluded.lead, capture_id = CASE WHEN excluded.first_seen_at < first_seen_at "
        "THEN excluded.capture_id ELSE capture_id END, "
        "first_seen_at = min(first_seen_at, excluded.first_seen_at), "
        "last_seen_at = max(last_seen_at, excluded.last_seen_at)",
        sound_rows([version])[0],
    )


def _put_content(conn: Connection, record: PageRecord, told: Told, *, is_known: bool) -> None:
    """Make rows of everything the page says, and delete those of what it no longer says.

    A page that is not known yet (``is_known``) has nothing to be deleted.
    """
    page_id = key(record.url)
    references = bibliography_rows(record)
    mentions = _with_established_values(conn, mention_rows(record, references))
    references = _with_dois(conn, page_id, references, mentions)
    rows = {
        "bibliography": references,
        "mentions": mentions,
        "pointers": pointer_rows(record, references),
        "link_mentions": link_mention_rows(record, references),
        "terms": term_rows(record),
        "news_sources": news_source_rows(record, told),
    }
    _put_first_seen(conn, "dois", "doi", doi_rows(record))
    _put_first_seen(conn, "identifiers", "id", identifier_rows(record))
    _put_first_seen(conn, "links", "id", link_rows(record))
    for table in reversed(CONTENT_TABLES):  # parents first
        put(conn, table, rows[table])
    article = article_row(record, told)
    if is_known:
        for table in CONTENT_TABLES:
            prune(conn, table, page_id, rows[table])
        conn.execute("DELETE FROM page_dates WHERE page_id = ?", (page_id,))
        if article is None:
            conn.execute("DELETE FROM articles WHERE page_id = ?", (page_id,))
    put(conn, "page_dates", date_rows(record), pk="page_id, kind, date")
    put(conn, "articles", [article] if article else [], pk="page_id")
    if is_known:
        _say_capture(conn, page_id, record.capture_id)


def _say_capture(conn: Connection, page_id: str, capture_id: str) -> None:
    """Note the capture that all rows of a page were read from, also those that stay the same."""
    for table in ("articles", *(name for name in CONTENT_TABLES if name != "terms")):
        conn.execute(
            f"UPDATE {table} SET capture_id = :capture "
            "WHERE page_id = :page AND capture_id <> :capture",
            {"page": page_id, "capture": capture_id},
        )


def _put_first_seen(conn: Connection, table: str, pk: str, rows: Sequence[Row]) -> None:
    """Insert what is new; what is known stays, but for an earlier first moment.

    Most links of a page are known, and to ask for all of them at once is far less work for SQLite
    than to try to insert each.
    """
    if not rows:
        return
    columns = tuple(rows[0])
    values = _values(rows, columns)
    at, when = columns.index(pk), columns.index("first_seen_at")
    ids = as_json([row[at] for row in values])
    known = conn.execute(
        f"SELECT {pk}, first_seen_at FROM {table} WHERE {pk} IN (SELECT value FROM json_each(?))",
        (ids,),
    )
    first_seen = dict(known.fetchall())
    conn.executemany(
        f"{positional_insertion(table, columns)} ON CONFLICT ({pk}) DO UPDATE "
        "SET first_seen_at = excluded.first_seen_at "
        f"WHERE excluded.first_seen_at < {table}.first_seen_at",
        [row for row in values if row[at] not in first_seen or row[when] < first_seen[row[at]]],
    )


def _with_established_values(conn: Connection, mentions: list[Row]) -> list[Row]:
    """Mentions with the reading that asking has established, if it is still one of theirs."""
    ids = as_json([row["id"] for row in mentions])
    before = {
        row[0]: row[1:]
        for row in conn.execute(
            "SELECT mentions.id, mentions.value, because, "
            "coalesce(registration IN ('registered', 'alias'), 0) "
            "FROM mentions LEFT JOIN dois ON scheme = 'doi' AND dois.doi = value "
            "WHERE mentions.id IN (SELECT value FROM json_each(?))",
            (ids,),
        )
    }
    for row in mentions:
        value, because, is_registered = before.get(str(row["id"]), (None, "", 0))
        rules = dict(json.loads(str(row["candidates_json"])))
        if is_registered and value in rules:
            row["value"], row["rule"] = value, rules[value]
        row["because"] = because if row["value"] == value else ""
    return mentions


def _with_dois(
    conn: Connection, page_id: str, references: list[Row], mentions: list[Row]
) -> list[Row]:
    """References with the DOI name they print and what is known of their agreement with it.

    The DOI is the one established before, as long as a mention in the reference still reads
    so; otherwise the first one in visible text, then the first one in a link.
    """
    columns = "doi, agreement, agreeing, differing, work_key"
    before = {
        row[0]: row[1:]
        for row in conn.execute(
            f"SELECT id, {columns} FROM bibliography WHERE page_id = ?", (page_id,)
        )
    }
    readings: dict[object, list[str]] = {}
    for mention in sorted(mentions, key=lambda m: m["place"] != "text"):
        if mention["scheme"] == "doi" and mention["place"] in ("text", "href"):
            readings.setdefault(mention["bibliography_id"], []).append(str(mention["value"]))
    for row in references:
        found = readings.get(row["id"], [])
        known = before.get(row["id"], (None, "no_metadata", "", "", ""))
        row["doi"] = known[0] if known[0] in found else next(iter(found), None)
        same = row["doi"] == known[0]
        row["agreement"], row["agreeing"], row["differing"] = (
            known[1:4] if same else ("no_metadata", "", "")
        )
        row["work_key"] = known[4]
    return references


def keep_unchanged(conn: Connection, url: str, seen_at: datetime) -> None:
    """Note that the page was there with its present content at one more moment."""
    seen = {"url": url, "last_seen_at": moment_text(seen_at)}
    pages = conn.execute(
        "UPDATE pages SET last_seen_at = max(last_seen_at, :last_seen_at) WHERE url = :url "
        "RETURNING id, content_sha256",
        seen,
    ).fetchall()
    for page in pages:
        conn.execute(
            "UPDATE article_versions SET last_seen_at = max(last_seen_at, ?) "
            "WHERE page_id = ? AND content_sha256 = ?",
            (seen["last_seen_at"], *page),
        )
    if pages:
        return
    # Another address of a page has no row of its own once that is settled. It confirms the wording
    # that it had itself, which a wording that came to the page later is not.
    conn.execute(
        "UPDATE article_versions SET last_seen_at = max(last_seen_at, :last_seen_at) "
        "WHERE (page_id, content_sha256) = (SELECT pages.id, pages.content_sha256 "
        "FROM page_aliases JOIN pages ON pages.id = page_id "
        "WHERE page_aliases.url = :url AND reason = 'same_content') AND first_seen_at <= "
        "(SELECT max(fetched_at) FROM captures WHERE url = :url AND status = 200)",
        seen,
    )
