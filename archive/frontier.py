"""The frontier of record: every URL a crawl knows, and what became of it.

One row a URL. A URL that is handed out is *leased*; its outcome is committed together with its
capture and its page rows, so a crawl that is killed loses nothing: what was leased falls back to
*due* and is asked again, unless its capture is there to be read. Methods write inside the
caller's transaction (``Store.unit``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.moments import moment_of, moment_text
from archive.records import REQUISITE, FrontierState

_COLUMNS = (
    "id, url, request_url, host, depth, priority, via, hops, attempts, etag, last_modified, "
    "whole_at, is_distrusted, capture_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUrl:
    """A URL as it was met, with the decision whether to ask it."""

    url: str
    """Canonical form."""
    request_url: str
    """As it is asked on the wire."""
    host: str
    state: FrontierState = FrontierState.DUE
    """due or skipped."""
    reason: str = ""
    depth: int = 0
    priority: int = 0
    """Higher goes first."""
    discovered_from: str | None = None
    via: str = "link"
    hops: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedUrl:
    """A URL handed out for asking."""

    id: int
    url: str
    request_url: str
    host: str
    depth: int
    priority: int
    via: str
    hops: int
    attempts: int
    """How often it has been handed out in this run, this time included."""
    etag: str | None
    last_modified: str | None
    whole_at: str | None
    """When the content was last sent whole."""
    is_distrusted: int
    """1: the server's validators of this URL are not to be relied on."""
    capture_id: str | None
    """The capture whose content we have."""

    @property
    def is_read(self) -> bool:
        """Whether the content we have was read."""
        return self.capture_id is not None and self.whole_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What lets a server tell whether content has changed: ETag, Last-Modified (RFC 9110 §8.8)."""

    etag: str | None
    last_modified: str | None
    whole_at: datetime
    """When the content was last sent whole."""
    is_distrusted: bool = False
    """Whether other content came under the same validator."""


_NEW = tuple(f.name for f in fields(NewUrl))

_LATER = """
SELECT shown.fetched_at FROM frontier
JOIN pages ON pages.url = frontier.url
JOIN captures AS shown ON shown.id = pages.capture_id
JOIN captures AS new ON new.id = ?
WHERE frontier.id = ? AND shown.fetched_at > new.fetched_at"""

# From host to host along the index, one step each, however many URLs are due.
_DUE_HOSTS = """
WITH RECURSIVE hosts(host) AS (
  SELECT min(host) FROM frontier WHERE state = 'due'
  UNION ALL
  SELECT (SELECT min(host) FROM frontier WHERE state = 'due' AND host > hosts.host)
  FROM hosts WHERE hosts.host IS NOT NULL
)
SELECT host FROM hosts WHERE EXISTS (
  SELECT 1 FROM frontier INDEXED BY frontier_state WHERE state = 'due' AND host = hosts.host
  AND run_id = :run AND (not_before IS NULL OR not_before <= :now)
)"""


class FrontierTable:
    """The table ``frontier`` of one crawl database."""

    def __init__(self, db: Database) -> None:
        self._conn = db.conn

    def begin(self, run_id: int, ask_again: Collection[str]) -> None:
        """Start a new crawl: all that was asked before is due, and what was skipped for one of
        the reasons ``ask_again``. Other skipped URLs wait until they are met again."""
        marks = ", ".join("?" * len(ask_again))
        self._conn.execute(
            "UPDATE frontier SET state = 'due', reason = '', attempts = 0, lease_until = NULL, "
            "not_before = NULL, run_id = ? "
            f"WHERE state <> 'skipped' OR reason IN ({marks})",
            (run_id, *ask_again),
        )

    def is_known(self) -> bool:
        """Whether there is any URL: not before the first crawl, nor after losing the database."""
        return bool(self._conn.execute("SELECT EXISTS (SELECT 1 FROM frontier)").fetchone()[0])

    def release(self, run_id: int, kept: Iterable[LeasedUrl] = ()) -> int:
        """Let all leases of a run but ``kept`` fall back to due: whoever had them was killed. How
        many."""
        cursor = self._conn.execute(
            "UPDATE frontier SET state = 'due', lease_until = NULL, "
            "attempts = max(attempts - 1, 0) WHERE state = 'leased' AND run_id = ? "
            "AND id NOT IN (SELECT value FROM json_each(?))",
            (run_id, json.dumps([row.id for row in kept])),
        )
        return cursor.rowcount

    def hold_until(self, run_id: int, moment: datetime) -> None:
        """Hold nothing back for longer than that: the clock may have been ahead when it was."""
        self._conn.execute(
            "UPDATE frontier SET not_before = :moment "
            "WHERE run_id = :run AND state = 'due' AND not_before > :moment",
            {"run": run_id, "moment": moment_text(moment)},
        )

    def unread(self, run_id: int, lease: timedelta) -> list[tuple[LeasedUrl, str]]:
        """What was leased for so long and has its capture, but no outcome; with its id.

        That is what a crawl had captured and not yet read when it was killed.
        """
        columns = ", ".join(f"frontier.{name}" for name in _COLUMNS.split(", "))
        rows = self._conn.execute(
            f"SELECT {columns}, frontier.lease_until, captures.id, max(captures.fetched_at) "
            "FROM frontier JOIN captures ON captures.url = frontier.request_url "
            "AND captures.run_id = frontier.run_id "
            "WHERE frontier.state = 'leased' AND frontier.run_id = ? GROUP BY frontier.id",
            (run_id,),
        ).fetchall()
        names = _COLUMNS.split(", ")
        return [
            (LeasedUrl(**dict(zip(names, row, strict=True))), str(capture))
            for *row, until, capture, fetched in rows
            if fetched >= moment_text(moment_of(until) - lease)
        ]

    def add(
        self,
        run_id: int,
        found: Iterable[NewUrl],
        soft: Collection[str] = (),
        waiting: Collection[str] = (),
    ) -> None:
        """Take in URLs that were met. A URL known in this run stays as it is, unless it was
        skipped for one of the reasons ``soft`` and is now due: met hidden, then openly. Between
        the two it may be skipped for one of the reasons ``waiting``: until its turn comes. A
        requisite that turns out to be a page too is due (again, if need be) as one."""
        rows = [{name: getattr(new, name) for name in _NEW} | {"run_id": run_id} for new in found]
        before, between = (
            ", ".join(f"'{reason}'" for reason in reasons)
            for reasons in ((*soft, *waiting), waiting)
        )
        # As a page it has never been read: what we have of it counts for nothing.
        turned = f"(frontier.via = '{REQUISITE}' AND excluded.via <> '{REQUISITE}')"
        self._conn.executemany(
            "INSERT INTO frontier (url, request_url, host, depth, priority, state, reason, "
            "discovered_run_id, run_id, discovered_from, via, hops) VALUES (:url, :request_url, "
            ":host, :depth, :priority, :state, :reason, :run_id, :run_id, :discovered_from, "
            ":via, :hops) ON CONFLICT (url) DO UPDATE SET state = "
            "CASE frontier.state WHEN 'leased' THEN 'leased' ELSE excluded.state END, "
            "reason = excluded.reason, run_id = excluded.run_id, depth = excluded.depth, "
            "priority = excluded.priority, discovered_from = excluded.discovered_from, "
            "via = excluded.via, hops = excluded.hops, attempts = 0, not_before = NULL, "
            f"capture_id = iif({turned}, NULL, capture_id), etag = iif({turned}, NULL, etag), "
            f"last_modified = iif({turned}, NULL, last_modified) "
            "WHERE frontier.run_id <> excluded.run_id OR (excluded.state = 'due' AND ("
            f"(frontier.state = 'skipped' AND frontier.reason IN ({before})) "
            f"OR {turned})) OR (frontier.state = 'skipped' AND excluded.reason IN ({between}) "
            f"AND frontier.reason IN ({before}) "
            f"AND (frontier.reason NOT IN ({between}) OR {turned}))",
            rows,
        )

    def due_hosts(self, run_id: int, now: datetime) -> list[str]:
        """Hosts with at least one URL that may be asked now."""
        rows = self._conn.execute(_DUE_HOSTS, {"run": run_id, "now": moment_text(now)})
        return [str(row[0]) for row in rows]

    def lease(
        self, run_id: int, host: str, limit: int, now: datetime, until: datetime
    ) -> list[LeasedUrl]:
        """Hand out up to ``limit`` URLs of one host, the most urgent and oldest first."""
        rows = self._conn.execute(
            "UPDATE frontier SET state = 'leased', lease_until = ?, attempts = attempts + 1 "
            "WHERE id IN (SELECT id FROM frontier WHERE state = 'due' AND host = ? "
            "AND run_id = ? AND (not_before IS NULL OR not_before <= ?) "
            f"ORDER BY priority DESC, id LIMIT ?) RETURNING {_COLUMNS}",
            (moment_text(until), host, run_id, moment_text(now), limit),
        ).fetchall()
        names = _COLUMNS.split(", ")
        leased = [LeasedUrl(**dict(zip(names, row, strict=True))) for row in rows]
        return sorted(leased, key=lambda row: (-row.priority, row.id))

    def next_moment(self, run_id: int) -> datetime | None:
        """The earliest moment at which a held-back URL falls due; None when none is held back."""
        row = self._conn.execute(
            "SELECT min(not_before) FROM frontier WHERE run_id = ? AND state = 'due' "
            "AND not_before IS NOT NULL",
            (run_id,),
        ).fetchone()
        return moment_of(row[0]) if row[0] else None

    def has_due(self, run_id: int) -> bool:
        """Whether anything is due, now or later."""
        sql = "SELECT EXISTS (SELECT 1 FROM frontier WHERE state = 'due' AND run_id = ?)"
        return bool(self._conn.execute(sql, (run_id,)).fetchone()[0])

    def finish(
        self, row_id: int, state: FrontierState, reason: str = "", via: str | None = None
    ) -> None:
        """Record the outcome of a URL in this run.

        One that was asked as a requisite (``via``) and met as a page meanwhile is due again.
        """
        values = {"id": row_id, "state": str(state), "reason": str(reason), "via": via}
        if via == REQUISITE:
            turned = self._conn.execute(
                "UPDATE frontier SET state = 'due', lease_until = NULL, attempts = 0, "
                "capture_id = NULL, etag = NULL, last_modified = NULL "
                "WHERE id = :id AND via <> :via",
                values,
            )
            if turned.rowcount:
                return
        self._conn.execute(
            "UPDATE frontier SET state = :state, reason = :reason, lease_until = NULL, "
            "not_before = NULL WHERE id = :id",
            values,
        )

    def set_content(self, row_id: int, capture_id: str, known: Validators) -> str:
        """Remember the capture whose content we have, and its validators. Distrust stays.

        It is not remembered where the page is known from a capture of a later moment, since then
        the clock went back: the page has to be sent, and read, again. Gives that moment, or "".
        """
        later = self._conn.execute(_LATER, (capture_id, row_id)).fetchone()
        self._conn.execute(
            "UPDATE frontier SET capture_id = ?, etag = ?, "
            "last_modified = ?, whole_at = ?, is_distrusted = max(is_distrusted, ?) WHERE id = ?",
            (None if later else capture_id, known.etag, known.last_modified,
             moment_text(known.whole_at), known.is_distrusted, row_id),
        )  # fmt: skip
        return str(later[0]) if later else ""

    def hold_unread(self, row_id: int, capture_id: str) -> None:
        """Remember the capture that has our content of a URL though it could not be read: it is
        sent whole and read again, and the same bytes are not kept twice."""
        self._conn.execute(
            "UPDATE frontier SET capture_id = ?, etag = NULL, last_modified = NULL, "
            "whole_at = NULL WHERE id = ?",
            (capture_id, row_id),
        )

    def set_whole(self, row_id: int, whole_at: datetime) -> None:
        """Remember when the content we have was sent again, byte for byte."""
        self._conn.execute(
            "UPDATE frontier SET whole_at = ? WHERE id = ?", (moment_text(whole_at), row_id)
        )

    def postpone(self, row_id: int, not_before: datetime, priority: int) -> None:
        """Ask a URL again, not before that moment and behind the others."""
        self._conn.execute(
            "UPDATE frontier SET state = 'due', lease_until = NULL, not_before = ?, priority = ? "
            "WHERE id = ?",
            (moment_text(not_before), priority, row_id),
        )

    def ask_elsewhere(self, row_id: int, request_url: str) -> None:
        """Ask for the same URL at another address; the attempt is not counted."""
        self._conn.execute(
            "UPDATE frontier SET state = 'due', lease_until = NULL, request_url = ?, "
            "attempts = attempts - 1 WHERE id = ?",
            (request_url, row_id),
        )

    def give_up_due(
        self,
        run_id: int,
        reason: str,
        *,
        host: str | None = None,
        only_unasked: bool = False,
        requisites: bool | None = None,
    ) -> int:
        """End whatever is still due, for one host or for all; returns how many URLs that were.

        What has been asked in this run has failed, what has not is skipped; ``only_unasked``
        leaves the former its further tries. ``requisites``: only these, or all but these.
        """
        cursor = self._conn.execute(
            "UPDATE frontier SET state = CASE attempts WHEN 0 THEN 'skipped' ELSE 'failed' END, "
            "reason = :reason, not_before = NULL WHERE state = 'due' AND run_id = :run "
            "AND (:host IS NULL OR host = :host) AND (attempts = 0 OR NOT :only_unasked) "
            f"AND (:requisites IS NULL OR (via = '{REQUISITE}') = :requisites)",
            {
                "run": run_id,
                "reason": str(reason),
                "host": host,
                "only_unasked": only_unasked,
                "requisites": requisites,
            },
        )
        return cursor.rowcount

    def asked_urls(self, run_id: int) -> Iterator[tuple[int, str, str]]:
        """(id, canonical URL, via) of all that was or will be asked in a run, in order of
        discovery."""
        yield from self._conn.execute(
            "SELECT id, url, via FROM frontier WHERE run_id = ? AND state <> 'skipped' ORDER BY id",
            (run_id,),
        )

    def count_asked(self, run_id: int, besides: Collection[str]) -> int:
        """How many URLs have been asked in a run, also those that wait for another try, but not
        those that were met in one of the ways ``besides``."""
        sql = (
            "SELECT count(*) FROM frontier WHERE run_id = ? "
            "AND (state IN ('fetched', 'failed') OR (state = 'due' AND attempts > 0)) "
            "AND via NOT IN (SELECT value FROM json_each(?))"
        )
        return int(self._conn.execute(sql, (run_id, json.dumps([*besides]))).fetchone()[0])

    def skipped(self, run_id: int, reasons: Collection[str]) -> Iterator[NewUrl]:
        """What was skipped in a run for one of these reasons, as if it had just been met."""
        names = [name for name in _NEW if name not in ("state", "reason")]
        found = self._conn.execute(
            f"SELECT {', '.join(names)} FROM frontier WHERE run_id = ? AND state = 'skipped' "
            "AND reason IN (SELECT value FROM json_each(?))",
            (run_id, json.dumps([*reasons])),
        )
        yield from (NewUrl(**dict(zip(names, row, strict=True))) for row in found)

    def states(self, run_id: int) -> dict[str, int]:
        """State -> number of URLs in a run, requisites included."""
        sql = "SELECT state, count(*) FROM frontier WHERE run_id = ? GROUP BY state"
        return {str(state): int(urls) for state, urls in self._conn.execute(sql, (run_id,))}

    def coverage(self, run_id: int) -> dict[tuple[str, str], int]:
        """(state, reason) -> number of URLs in a run, without requisites."""
        return self._count(run_id, "<>")

    def requisites(self, run_id: int) -> dict[tuple[str, str], int]:
        """(state, reason) -> number of requisites in a run."""
        return self._count(run_id, "=")

    def _count(self, run_id: int, comparison: str) -> dict[tuple[str, str], int]:
        rows = self._conn.execute(
            "SELECT state, reason, count(*) FROM frontier WHERE run_id = ? "
            f"AND via {comparison} '{REQUISITE}' GROUP BY state, reason",
            (run_id,),
        )
        return {(str(state), str(reason)): int(urls) for state, reason, urls in rows}
