"""What verification reads about own pages that cannot be read, or were once not there."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from sqlite_utils import Database

from archive.crawls import latest_capture
from archive.evidence.dois import maybe_moment, select
from archive.moments import moment_of
from archive.records import UnreadablePage
from archive.warc.captures import DamagedCapture, read_exchange
from archive.warc.messages import header_of

# The latest answer is empty (the reader says so of its capture), or cannot be unpacked (the
# crawl says so of the URL). What the page said before, if anything, is kept.
_UNREADABLE = """
SELECT pages.id, pages.url, pages.kind <> 'unread' AS was_read, 'empty' AS trouble
FROM pages JOIN frontier USING (url)
WHERE pages.gone_since_at IS NULL AND EXISTS (SELECT 1 FROM issues
  WHERE issues.capture_id = frontier.capture_id AND issues.code = 'empty_page')
UNION ALL SELECT pages.id, pages.url, pages.kind <> 'unread', 'undecodable'
FROM pages JOIN frontier USING (url)
WHERE pages.gone_since_at IS NULL AND frontier.state = 'fetched'
  AND frontier.reason = 'undecodable'
ORDER BY 2"""


def unreadable_pages(conn: Connection) -> list[UnreadablePage]:
    """Pages of the site whose latest answer is empty, or is in a form that cannot be unpacked."""
    rows = select(conn, _UNREADABLE, {})
    return [UnreadablePage(**row | {"was_read": bool(row["was_read"])}) for row in rows]


def was_answered(conn: Connection, page_id: str) -> bool:
    """Whether the latest crawl got an answer at a page that says what is there now."""
    sql = """
SELECT frontier.state = 'fetched' AND pages.status < 400 FROM pages JOIN frontier USING (url)
WHERE pages.id = ?"""
    row = conn.execute(sql, (page_id,)).fetchone()
    return row is None or bool(row[0])


def sets_cookie(db: Database, captures: Path, urls: Iterable[str]) -> bool:
    """Whether the latest answer at one of these URLs, as it was asked, sets a cookie.

    ``captures`` is the folder of WARC files; what cannot be read there sets none.
    """
    for url in urls:
        capture = latest_capture(db, url)
        with suppress(DamagedCapture):
            if capture and header_of(read_exchange(captures, capture), "set-cookie"):
                return True
    return False


def crawled_at(conn: Connection) -> datetime | None:
    """When the site was last crawled."""
    sql = "SELECT max(started_at) FROM runs WHERE command = 'crawl'"
    return maybe_moment(conn.execute(sql).fetchone()[0])


def scripts_of(conn: Connection, page_id: str) -> list[str]:
    """Ids of the latest captures of the scripts that a page loads, as far as they are held: the
    first hundred, since a page may name a million."""
    sql = """
SELECT DISTINCT links.capture_id FROM link_mentions JOIN links ON links.id = link_id
WHERE link_mentions.page_id = ? AND element = 'script' AND attribute = 'src'
AND links.capture_id IS NOT NULL ORDER BY 1 LIMIT 100"""
    return [row[0] for row in conn.execute(sql, (page_id,))]


def lost_lately(conn: Connection, days: float) -> set[str]:
    """Ids of pages that were missing when they were last captured, for less than ``days`` by then:
    they may be back tomorrow.

    Left out are pages that answer 410, which are gone for good, and those that the crawl no longer
    asks for (excluded, forbidden, or only imported), of which no more will be known. Those beyond a
    limit of pages, or on a host that is silent at present, are asked again and count.
    """
    sql = """
SELECT pages.id, gone_since_at, (SELECT max(fetched_at) FROM captures WHERE captures.url IN (
  SELECT pages.url UNION SELECT request_url FROM frontier WHERE frontier.url = pages.url
  UNION SELECT url FROM page_aliases WHERE page_id = pages.id)) AS last_at
FROM pages WHERE gone_since_at IS NOT NULL AND status <> 410 AND EXISTS (
  SELECT 1 FROM frontier WHERE frontier.url = pages.url AND (state <> 'skipped'
  OR reason IN ('page_limit', 'host_parked', 'host_unreachable', 'robots_unreachable')))"""
    return {
        row["id"]
        for row in select(conn, sql, {})
        if _days_between(row["gone_since_at"], row["last_at"]) < days
    }


def _days_between(earlier: str, later: str | None) -> float:
    """0 where nothing was captured."""
    span = moment_of(later) - moment_of(earlier) if later else timedelta(0)
    return span / timedelta(days=1)
