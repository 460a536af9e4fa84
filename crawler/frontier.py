"""Scrapy's scheduler over the frontier of record.

Hands out at most as many URLs of a host as may be asked at once, so that none waits in Scrapy's
own queues: when a host asks us to slow down, everything else of it is still ours to hold back.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import CallLaterResult, call_later

from archive.frontier import LeasedUrl
from archive.records import REQUISITE, FrontierState
from crawler.ledger import Ledger, ledger_of
from crawler.scope import Found
from crawler.validators import conditions

AHEAD = 16  # leased a host and transaction


class Frontier:
    """The scheduler (setting SCHEDULER). Its state is the ledger's; it only keeps what is out."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ledger: Ledger = ledger_of(crawler)
        self._ready: dict[str, deque[LeasedUrl]] = {}
        self._timer: CallLaterResult | None = None
        self._held_until: datetime | None = None
        """When the first of the URLs that are held back may be asked."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy when the spider is opened."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Be woken whenever a URL comes back; the ledger itself is open already."""
        self._ledger.on_return = self.wake

    def close(self, reason: str) -> None:
        """Stop the clock. What is leased and not asked falls back when the run goes on."""
        if self._timer is not None:
            self._timer.cancel()

    def enqueue_request(self, request: Request) -> bool:
        """Take a seed from ``Spider.start``; everything else comes through the ledger."""
        self._ledger.offer([Found(url=request.url, via="seed")])
        return True

    def has_pending_requests(self) -> bool:
        """Whether anything is to be asked, now or later; asked when all else is idle."""
        if self._ledger.fatal:
            return False
        if self._ready:
            return True
        self._ledger.batch.commit()
        return self._ledger.table.has_due(self._ledger.run_id)

    def next_request(self) -> Request | None:
        """The next URL that may be asked at this moment; None = not now, we call again."""
        row = self._next_row()
        if row is None:
            self._wake_later()
            return None
        self._ledger.sent(row)
        meta = {"row": row, "download_slot": row.host, "verbatim_url": True}
        if row.via == REQUISITE:
            meta["download_maxsize"] = self._ledger.profile.requisites.max_bytes
        return Request(
            self._ledger.origins.wire_url(row),
            headers=self._conditions(row),
            errback=getattr(self._crawler.spider, "lost", None),
            dont_filter=True,
            meta=meta,
        )

    def _conditions(self, row: LeasedUrl) -> dict[str, str]:
        """The headers of a conditional request; none where we could not read what it is about."""
        headers = conditions(row, self._ledger.profile.politeness, self._ledger.now())
        if headers and self._ledger.holdings.of(row) is None:
            said = f"{row.url} is asked for whole: the record that held it cannot be read any more."
            self._ledger.note("lost_record", said, row.url, row.capture_id)
            return {}
        return headers

    def wake(self) -> None:
        """Let the engine call ``next_request`` soon."""
        slot = self._crawler.engine._slot
        if slot is not None:
            slot.nextcall.schedule()

    def _next_row(self) -> LeasedUrl | None:
        row = self._pick()
        if row is None and self._refill():
            row = self._pick()
        if row is None and not self._ready and self._ledger.batch.brings_due:
            self._ledger.batch.commit()
            if self._refill():
                row = self._pick()
        return row

    def _pick(self) -> LeasedUrl | None:
        """A leased URL of the host that has waited longest and may be asked."""
        for host in list(self._ready):
            rows = self._ready.pop(host)
            given_up = self._ledger.patience.given_up(host)
            if given_up:
                for row in rows:
                    is_new = row.attempts == 1
                    state = FrontierState.SKIPPED if is_new else FrontierState.FAILED
                    self._ledger.finish(row, state, given_up)
                continue
            if not self._is_free(host):
                self._ready[host] = rows
                continue
            row = rows.popleft()
            if rows:
                self._ready[host] = rows  # to the end of the line
            else:
                self._ledger.has_news = True
            return row
        return None

    def _is_free(self, host: str) -> bool:
        polite = self._ledger.profile.politeness
        return self._ledger.out[host] < polite.concurrency and not self._ledger.patience.wait_s(
            host
        )

    def _refill(self) -> bool:
        """Lease more for hosts that have nothing ready; whether anything came."""
        if not self._ledger.has_news:
            return False
        self._ledger.has_news = False
        self._held_until = self._ledger.table.next_moment(self._ledger.run_id)
        came = False
        for host in self._ledger.due_hosts():
            given_up = self._ledger.patience.given_up(host)
            if given_up:
                self._ledger.give_up(given_up, host)
            elif host not in self._ready:
                rows = self._ledger.lease(host, AHEAD)
                if rows:
                    self._ready[host] = deque(rows)
                    came = True
        return came

    def _wake_later(self) -> None:
        """Set the clock to the moment when something that waits may be asked."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waits = [w for host in self._ready if (w := self._ledger.patience.wait_s(host)) > 0]
        if self._held_until is not None:
            waits.append((self._held_until - self._ledger.now()).total_seconds())
        if waits:
            self._timer = call_later(max(0.01, min(waits)), self._ring)

    def _ring(self) -> None:
        self._timer = None
        self._ledger.has_news = True
        self.wake()
