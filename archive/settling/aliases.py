"""Other URLs of pages, and where the site's links to itself lead."""

from __future__ import annotations

from collections.abc import Collection
from sqlite3 import Connection

from archive.evidence.dois import select
from archive.keeping.rows import Row, as_json, host_of
from archive.records import LinkScope
from archive.settling.merging import put_alias
from archive.settling.trails import Trails, is_redirect, spelling


class Addresses:
    """Every URL under which a page is known: its own, and those of rows merged into it."""

    def __init__(self, conn: Connection, trails: Trails) -> None:
        self._trails = trails
        aliases = conn.execute("SELECT url, page_id FROM page_aliases").fetchall()
        self._ids: dict[str, str] = {u: page for u, page in aliases if trails.stands(u)}
        self._ids |= dict(conn.execute("SELECT url, id FROM pages"))

    def page_of(self, url: str) -> str | None:
        """The page that a URL leads to, by redirects if need be."""
        form = self._trails.canonical(url) or url
        return self._ids.get(form) or self._ids.get(self._trails.follow(form).final)

    def page_at(self, url: str) -> str | None:
        """The page that answers at this very canonical URL."""
        return self._ids.get(url)


def settle_aliases(conn: Connection, trails: Trails, addresses: Addresses) -> None:
    """Make the aliases anew that follow from redirects and spellings.

    Those of merged pages stay until their URL is a page again.
    """
    pages = {url for (url,) in conn.execute("SELECT url FROM pages")}
    rows: dict[str, Row] = {}
    for row in _spellings(conn, trails, addresses) + _redirects(trails, addresses):
        if addresses.page_at(str(row["url"])) is None:
            rows.setdefault(str(row["url"]), row)
    stale = [
        (url,)
        for (url,) in conn.execute("SELECT url FROM page_aliases").fetchall()
        if url in pages or (url not in rows and addresses.page_at(url) is None)
    ]
    conn.executemany("DELETE FROM page_aliases WHERE url = ?", stale)
    for row in rows.values():
        put_alias(conn, row)


def _spellings(conn: Connection, trails: Trails, addresses: Addresses) -> list[Row]:
    """URLs that links or the crawl used, and whose canonical form is a page."""
    sql = """
SELECT url, first_seen_at FROM links
UNION SELECT request_url, fetched_at FROM frontier JOIN captures ON captures.id = capture_id
UNION SELECT url, fetched_at FROM captures
ORDER BY first_seen_at, url"""
    rows = []
    for row in select(conn, sql, {}):
        form = trails.canonical(row["url"]) or row["url"]
        page_id = addresses.page_at(form)
        if page_id is None or form == row["url"]:
            continue
        rows.append(
            Row(
                url=row["url"],
                page_id=page_id,
                reason=spelling(row["url"], form) or "parameter",
                is_permanent=1,
                first_seen_at=row["first_seen_at"],
            )
        )
    return rows


def _redirects(trails: Trails, addresses: Addresses) -> list[Row]:
    """URLs that redirect to a page, but for those that everybody is sent away from."""
    rows = []
    for url in trails.urls():
        last, first, trail = trails.latest(url), trails.first(url), trails.follow(url)
        page_id = addresses.page_at(trail.final)
        if last is None or first is None or page_id is None or not is_redirect(last):
            continue
        if trail.is_loop or trails.is_dismissal(last):
            continue
        rows.append(
            Row(
                url=url,
                page_id=page_id,
                reason=spelling(url, trail.final) or "redirect",
                is_permanent=int(trail.is_permanent),
                first_seen_at=first.fetched_at,
            )
        )
    return rows


def settle_links(
    conn: Connection, trails: Trails, addresses: Addresses, own_hosts: Collection[str]
) -> None:
    """Say of every link whether it leads out, and of the others what the crawl found there."""
    for row in list(select(conn, "SELECT * FROM links", {})):
        form = trails.canonical(row["url"]) or row["url"]
        is_own = host_of(row["url"]) in own_hosts or host_of(form) in own_hosts
        found: Row = {"scope": str(LinkScope.EXTERNAL), "page_id": None, "canonical_url": None}
        if is_own:
            trail = trails.follow(form)
            end = trail.end
            found = {
                "scope": str(LinkScope.INTERNAL),
                "page_id": addresses.page_of(form),
                "canonical_url": form,
                "hops_json": as_json(trail.hops),
                "capture_id": end.id if end else None,
                "status": end.status if end else None,
                "final_url": end.url if end and trail.hops else None,
                "checked_at": end.fetched_at if end else None,
            }
        if any(row[column] != value for column, value in found.items()):
            conn.execute(
                f"UPDATE links SET {', '.join(f'{c} = :{c}' for c in found)} WHERE id = :id",
                found | {"id": row["id"]},
            )
