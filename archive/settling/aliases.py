"""Other URLs of pages, and where the site's links to itself lead."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from sqlite3 import Connection
from typing import Any

from archive.evidence.dois import select
from archive.keeping.rows import Row, as_json, host_of
from archive.records import LinkScope
from archive.settling.merging import put_alias
from archive.settling.trails import Seen, Trail, Trails, is_redirect, spelling

_AT_A_TIME = 500
_FOUND = (
    "scope", "page_id", "canonical_url", "hops_json", "capture_id", "status", "final_url",
    "checked_at",
)  # fmt: skip
"""Columns of ``links`` that say what the crawl found of one."""


class Addresses:
    """Every URL under which a page is known: its own, and those of rows merged into it."""

    def __init__(self, conn: Connection, trails: Trails) -> None:
        self._conn = conn
        self._trails = trails

    def page_of(self, url: str) -> str | None:
        """The page that a URL leads to, by redirects if need be."""
        form = self._trails.canonical(url) or url
        return self._known(form) or self._known(self._trails.follow(form).final)

    def _known(self, url: str) -> str | None:
        page = self.page_at(url)
        if page is None and self._trails.stands(url):  # merged into another one
            sql = "SELECT page_id FROM page_aliases WHERE url = ?"
            page = next((str(row[0]) for row in self._conn.execute(sql, (url,))), None)
        return page

    def page_at(self, url: str) -> str | None:
        """The page that has this very canonical URL."""
        sql = "SELECT id FROM pages WHERE url = ?"
        return next((str(row[0]) for row in self._conn.execute(sql, (url,))), None)


def settle_aliases(conn: Connection, trails: Trails, addresses: Addresses) -> None:
    """Make the aliases anew that follow from redirects and spellings.

    Those of merged pages stay until their URL is a page again.
    """
    conn.execute("DROP TABLE IF EXISTS temp.other_urls")
    conn.execute("CREATE TEMP TABLE other_urls (url TEXT PRIMARY KEY) WITHOUT ROWID")
    for row in chain(_spellings(conn, trails, addresses), _redirects(trails, addresses)):
        new = conn.execute("INSERT OR IGNORE INTO other_urls (url) VALUES (?)", (row["url"],))
        if new.rowcount:
            put_alias(conn, row)
    aliases = conn.execute(
        "SELECT url FROM page_aliases WHERE url NOT IN (SELECT url FROM other_urls) ORDER BY url"
    ).fetchall()
    stale = [(u,) for (u,) in aliases if addresses.page_at(u) or not trails.stands(u)]
    conn.executemany("DELETE FROM page_aliases WHERE url = ?", stale)


def _spellings(conn: Connection, trails: Trails, addresses: Addresses) -> Iterator[Row]:
    """URLs that links or the crawl used, and whose canonical form is a page."""
    sql = """
SELECT url, min(first_seen_at) AS first_seen_at FROM (
  SELECT url, first_seen_at FROM links
  UNION ALL
  SELECT request_url, fetched_at FROM frontier JOIN captures ON captures.id = capture_id
  UNION ALL
  SELECT url, min(fetched_at) FROM captures GROUP BY url
) GROUP BY url ORDER BY url"""
    for row in select(conn, sql, {}):
        form = trails.canonical(row["url"]) or row["url"]
        if form == row["url"] or addresses.page_at(row["url"]):
            continue
        page_id = addresses.page_at(form)
        if page_id is not None:
            yield Row(
                url=row["url"],
                page_id=page_id,
                reason=spelling(row["url"], form) or "parameter",
                is_permanent=1,
                first_seen_at=row["first_seen_at"],
            )


def _redirects(trails: Trails, addresses: Addresses) -> Iterator[Row]:
    """URLs that redirect to a page, except those that send everybody home or to a login."""
    for url in trails.redirecting:
        last, first, trail = trails.latest(url), trails.first(url), trails.follow(url)
        page_id = addresses.page_at(trail.final)
        if last is None or first is None or page_id is None or not is_redirect(last):
            continue
        if trail.is_loop or trails.is_dismissal(last) or addresses.page_at(url):
            continue
        yield Row(
            url=url,
            page_id=page_id,
            reason=spelling(url, trail.final) or "redirect",
            is_permanent=int(trail.is_permanent),
            first_seen_at=first.fetched_at,
        )


def settle_links(
    conn: Connection, trails: Trails, addresses: Addresses, own_hosts: Collection[str]
) -> None:
    """Say of every link whether it leads out, by itself or by redirects of the site, and of the
    others what the crawl found there."""
    for row in _links(conn):
        form = trails.canonical(row["url"]) or row["url"]
        is_own = row["host"] in own_hosts or host_of(form) in own_hosts
        found: Row = {"scope": str(LinkScope.EXTERNAL), "page_id": None, "canonical_url": None}
        found |= {"hops_json": "[]", "capture_id": None}  # the rest is told by who asks for it
        is_plain = form == row["url"]
        seen = _seen(row) if is_own and is_plain else None
        trail = Trail(form, end=seen) if seen or not is_own else trails.follow(form)
        if is_own and not _leads_out(trail, own_hosts):
            end = trail.end
            found = {
                "scope": str(LinkScope.INTERNAL),
                "page_id": (row["page_here"] if is_plain else None) or addresses.page_of(form),
                "canonical_url": form,
                "hops_json": as_json(trail.hops) if trail.hops else "[]",
                "capture_id": end.id if end else None,
                "status": end.status if end else None,
                "final_url": trails.written_end(trail),
                "checked_at": end.fetched_at if end else None,
            }
        # Only what is new: SQLite renews the entry of every index of a column that is set.
        if changed := {column: value for column, value in found.items() if row[column] != value}:
            values = ", ".join(f"{column} = ?" for column in changed)
            sql = f"UPDATE links SET {values} WHERE rowid = ?"
            conn.execute(sql, (*changed.values(), row["rowid"]))


def _leads_out(trail: Trail, own_hosts: Collection[str]) -> bool:
    """Whether redirects of the site end at a host of others, where the crawl asks nothing."""
    host = host_of(trail.final)
    return bool(trail.hops and trail.end is None and host and host not in own_hosts)


def _seen(row: Mapping[str, Any]) -> Seen | None:
    """The latest capture of the address of a link; None when it leads on, or there is none."""
    if row["seen_id"] is None:
        return None
    seen = Seen(
        row["seen_id"], row["seen_url"], row["seen_at"], row["seen_status"], row["location"]
    )
    return None if is_redirect(seen) else seen


def _links(conn: Connection) -> Iterator[Mapping[str, Any]]:
    """All links, some in memory at a time: they are written to in between. With the page that has
    this very URL, and its latest capture, which is where most lead: looked up for many at once."""
    after = 0
    sql = f"""
SELECT links.rowid AS rowid, links.url, links.host, {", ".join(f"links.{name}" for name in _FOUND)},
  pages.id AS page_here, seen.id AS seen_id, seen.url AS seen_url, seen.fetched_at AS seen_at,
  iif(seen.status = 304, 200, seen.status) AS seen_status, seen.location
FROM links LEFT JOIN pages ON pages.url = links.url
LEFT JOIN captures AS seen ON seen.rowid = (
  SELECT captures.rowid FROM asked JOIN captures USING (url) WHERE form = links.url
  ORDER BY fetched_at DESC, id DESC LIMIT 1)
WHERE links.rowid > :after ORDER BY links.rowid LIMIT {_AT_A_TIME}"""
    while rows := list(select(conn, sql, {"after": after})):
        yield from rows
        after = rows[-1]["rowid"]
