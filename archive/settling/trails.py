"""Where a URL of the site leads, as its captures tell: redirects, loops, gone since.

Captures stay in the database and are read for one URL at a time: a site has many, and each of
them one more every week.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sqlite3 import Connection
from urllib.parse import urldefrag, urlsplit

PERMANENT = (301, 308)  # RFC 9110 §15.4: the new URL takes the place of the old one
GONE = (404, 410)
MAX_HOPS = 20

Canonical = Callable[[str], str | None]
"""A URL in the profile's canonical form; None when it is no http(s) URL."""

# Other names of a home page, which may well lead to it.
_INDEX = re.compile(r"(?i)/(?:index|home|default|start|main|welcome)(?:\.\w+)?/?$")
# Where those are sent who may not see a page: an answer about them, not another URL of it.
_LOGIN = re.compile(r"(?i)(?:^|[/_.-])(?:log-?in|log-?on|sign-?in|sso|anmelden)(?:[/_.-]|$)")


@dataclass(frozen=True, slots=True)
class Seen:
    """One capture, as far as it tells where a URL leads."""

    id: str
    url: str
    fetched_at: str
    status: int
    """304 counts as 200."""
    location: str | None


@dataclass(frozen=True, slots=True)
class Trail:
    """The way from a URL to where it leads in the end."""

    final: str
    """Canonical URL at the end; of a loop, the URL that was met a second time."""
    hops: tuple[tuple[int, str], ...] = ()
    """(status, URL asked) of each redirect."""
    end: Seen | None = None
    """Latest capture at the end; None when nothing was captured there."""
    is_permanent: bool = True
    is_loop: bool = False
    location: str = ""
    """Where the last redirect leads, as it says, without a fragment; empty without one."""
    place: str = ""
    """The fragment that redirects name: that of the last one that names any, as browsers keep it
    (https://fetch.spec.whatwg.org/#concept-http-redirect-fetch)."""


class Trails:
    """All captures of a site, by the canonical form of what was asked."""

    def __init__(self, conn: Connection, canonical: Canonical) -> None:
        """Work the canonical forms out, into the temporary table ``asked`` of the connection."""
        self.canonical = canonical
        self._conn = conn
        # No step of settling changes a capture, and several ask where a redirect leads.
        self.latest: Callable[[str], Seen | None] = lru_cache(4_096)(
            lambda url: next(self._history(url), None)
        )
        """The latest capture of a canonical URL."""
        conn.execute("DROP TABLE IF EXISTS temp.asked")
        conn.execute(
            "CREATE TEMP TABLE asked (form TEXT, url TEXT, PRIMARY KEY (form, url)) WITHOUT ROWID"
        )
        urls = conn.execute("SELECT DISTINCT url FROM captures")
        conn.executemany(
            "INSERT INTO asked (form, url) VALUES (?, ?)",
            ((canonical(url) or url, url) for (url,) in urls),
        )

    @cached_property
    def redirecting(self) -> tuple[str, ...]:
        """Canonical URLs that were ever seen to redirect, in text order."""
        # All captures are looked through for it.
        sql = "SELECT DISTINCT form FROM asked JOIN captures USING (url) "
        redirects = "WHERE status BETWEEN 300 AND 399 AND location <> '' ORDER BY form"
        return tuple(str(form) for (form,) in self._conn.execute(sql + redirects))

    def _history(self, url: str, order: str = "DESC") -> Iterator[Seen]:
        """The captures of a canonical URL, the latest one first; ``order`` ASC: last."""
        sql = (
            "SELECT id, captures.url, fetched_at, iif(status = 304, 200, status), location "
            "FROM asked JOIN captures USING (url) WHERE form = ? "
            f"ORDER BY fetched_at {order}, id {order}"
        )
        return (Seen(*row) for row in self._conn.execute(sql, (url,)))

    def first(self, url: str) -> Seen | None:
        """The first capture of a canonical URL."""
        return next(self._history(url, "ASC"), None)

    def follow(self, url: str) -> Trail:
        """The way from a canonical URL along the redirects of the latest captures."""
        hops: list[tuple[int, str]] = []
        met, permanent, location, place = {url}, True, "", ""
        while True:
            seen = self.latest(url)
            if seen is None or not is_redirect(seen):
                return Trail(url, tuple(hops), seen, permanent, location=location, place=place)
            hops.append((seen.status, seen.url))
            permanent = permanent and seen.status in PERMANENT
            location, fragment = urldefrag(seen.location or "")
            place = fragment or place
            url = self.canonical(location) or location
            if url in met or len(hops) >= MAX_HOPS:
                return Trail(url, tuple(hops), seen, permanent, is_loop=True)
            met.add(url)

    def written_end(self, trail: Trail) -> str | None:
        """The URL that redirects end at, as it is to be written; None: there are no redirects.

        That is as the last of them says, or else the canonical form, where it was seen to be a
        page. What was captured last may be another spelling (``/a/?replytocom=7`` of ``/a/``),
        which nobody wants to link to. The place in the page that they name stands behind it.
        """
        if trail.end is None or not trail.hops:
            return None
        if trail.is_loop:
            return trail.end.url
        spellings = trail.location, trail.final
        end = next(filter(self._is_page, spellings), trail.end.url)
        return f"{end}#{trail.place}" if trail.place else end

    def _is_page(self, url: str) -> bool:
        """Whether the latest capture of a URL, spelt so, is a page."""
        sql = "SELECT status FROM captures WHERE url = ? ORDER BY fetched_at DESC, id DESC LIMIT 1"
        row = self._conn.execute(sql, (url,)).fetchone()
        return row is not None and (row[0] < 300 or row[0] == 304)

    def moved(self, url: str) -> Trail | None:
        """The way to the new place of a page that has moved for good; None: it has not.

        It has moved when its URL was last seen to redirect permanently, though that redirect
        may have been taken away since.
        """
        last = next((s for s in self._history(url) if s.status < 400), None)
        if last is None or not is_redirect(last) or last.status not in PERMANENT:
            return None
        trail = self.follow(self.canonical(last.location or "") or last.location or "")
        if trail.is_loop or not trail.is_permanent or self.is_dismissal(last):
            return None
        return trail

    def gone_since(self, url: str) -> Seen | None:
        """First of the unbroken row of latest captures that say a page is not there any more.

        404 and 410 say so, and a redirect that sends everybody to the home page or a login
        does (a soft 404). Other failures (403, 429, 5xx) say nothing, and do not break the row.
        """
        since = None
        for seen in self._history(url):
            if seen.status in GONE or (is_redirect(seen) and self.is_dismissal(seen)):
                since = seen
            elif seen.status < 400:
                break
        return since

    def is_dismissal(self, seen: Seen) -> bool:
        """Whether a redirect sends everybody to the same door: a home page or a login."""
        target = self.canonical(seen.location or "") or seen.location or ""
        if is_root(target):
            return not (is_root(seen.url) or _INDEX.search(urlsplit(seen.url).path))
        return seen.status not in PERMANENT and bool(_LOGIN.search(urlsplit(target).path))

    def stands(self, url: str) -> bool:
        """Whether the latest capture of a canonical URL is a page, and no redirect or error."""
        seen = self.latest(url)
        return seen is not None and seen.status < 300


def is_redirect(seen: Seen) -> bool:
    """Whether a capture leads on: a 3xx with a Location."""
    return 300 <= seen.status < 400 and bool(seen.location)


def is_root(url: str) -> bool:
    """Whether a URL is the home page of its host, in one language or all.

    >>> is_root("https://a.example/"), is_root("https://a.example/de/"), is_root("https://a/x")
    (True, True, False)
    """
    parts = urlsplit(url)
    return not parts.query and re.fullmatch(r"/?([a-z]{2}/?)?", parts.path) is not None


def spelling(alias: str, url: str) -> str:
    """How an alias differs from a URL, if only in its spelling; otherwise empty.

    >>> spelling("http://a.example/x", "https://a.example/x")
    'scheme'
    >>> spelling("http://www.a.example/x?print=1", "https://a.example/x")
    'host'
    """
    a, b = urlsplit(alias), urlsplit(url)
    if a.path.rstrip("/") != b.path.rstrip("/"):
        return ""
    if a.netloc != b.netloc:
        return "host"
    if a.scheme != b.scheme:
        return "scheme"
    return "parameter" if a.query != b.query else "slash"
