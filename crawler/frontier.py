"""Scrapy's scheduler over the frontier of record.

Hands out at most as many URLs of a host as may be asked at once, so that none waits in Scrapy's
own queues: when a host asks us to slow down, everything else of it is still ours to hold back.

What is asked becomes a request of Scrapy's when there is an answer to be read, and brings it along:
Scrapy's way from engine to downloader and spider costs four times what it takes to note that a page
is as it was, which is most of a weekly crawl.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Self, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import CallLaterResult, call_later
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred

from archive.frontier import LeasedUrl
from archive.records import FrontierState
from crawler.answers import Action, judge_answer
from crawler.capturing import reason_of
from crawler.downloading import Downloader
from crawler.ledger import Ledger, ledger_of
from crawler.scope import Found
from crawler.spiders.site import SiteSpider
from crawler.validators import conditions

AHEAD = 64  # leased a host and transaction


class Frontier:
    """The scheduler (setting SCHEDULER). Its state is the ledger's; it only keeps what is out."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ledger: Ledger = ledger_of(crawler)
        self._ready: dict[str, deque[LeasedUrl]] = {}
        self._timer: CallLaterResult | None = None
        self._held_until: datetime | None = None
        """When the first of the URLs that are held back may be asked."""
        self._out: set[asyncio.Task[None]] = set()
        """What is being asked."""
        self._answered: deque[Request] = deque()
        """What came and is to be read."""
        self._is_called = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy when the spider is opened."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Be told whenever a URL comes back; the ledger itself is open already."""
        self._ledger.on_return = self._returned

    def close(self, reason: str) -> Deferred[None]:
        """Stop the clock, and wait for what is on the wire. What is leased and not asked falls back
        when the run goes on; what came and is not read is read then."""
        if self._timer is not None:
            self._timer.cancel()
        return deferred_from_coro(self._end())

    async def _end(self) -> None:
        await asyncio.gather(*self._out, return_exceptions=True)

    def enqueue_request(self, request: Request) -> bool:
        """Take a seed from ``Spider.start``; everything else comes through the ledger."""
        self._ledger.offer([Found(url=request.url, via="seed")])
        return True

    def has_pending_requests(self) -> bool:
        """Whether anything is to be asked, now or later; asked when all else is idle."""
        if self._ledger.fatal:
            return False
        if self._ready or self._out or self._answered:
            return True
        self._ledger.batch.commit()
        return self._ledger.table.has_due(self._ledger.run_id)

    def next_request(self) -> Request | None:
        """The next answer to be read; None = there is none at this moment, we call again."""
        self._send()
        return self._answered.popleft() if self._answered else None

    def _send(self) -> None:
        """Ask for all that may be asked at this moment."""
        while not self._downloader.is_full:
            row = self._next_row()
            if row is None:
                self._wake_later()
                return
            self._ledger.sent(row)
            task = asyncio.ensure_future(self._ask(row, self._conditions(row)))
            self._out.add(task)
            task.add_done_callback(self._done)

    def _go_on(self) -> None:
        """Ask for more, which is no business of Scrapy's unless it has enough to read."""
        self._is_called = False
        if not self._crawler.engine.needs_backout():
            self._send()

    def _returned(self) -> None:
        """Call ``_go_on`` when what came back is dealt with."""
        if not self._is_called:
            self._is_called = True
            asyncio.get_running_loop().call_soon(self._go_on)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._out.discard(task)
        if not self._out:
            self.wake()  # it may be the end

    async def _ask(self, row: LeasedUrl, conditions: Mapping[str, str]) -> None:
        """Ask for a URL, and deal with what comes of it unless that is to be read."""
        visits = cast(SiteSpider, self._crawler.spider).visits
        try:
            visit = await self._downloader.visit(row, conditions)
        except Exception as error:
            visits.lost(row, reason_of(error))
            return
        action, _ = judge_answer(visit.capture)
        if action is Action.READ:
            meta = {"row": row, "visit": visit, "verbatim_url": True}
            self._answered.append(Request(visit.capture.url, dont_filter=True, meta=meta))
            self.wake()
            return
        try:
            await visits.answered(row, visit.exchange, visit.capture)
        except Exception as error:
            visits.failed(row, error)

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

    @cached_property
    def _downloader(self) -> Downloader:
        return cast(Downloader, self._crawler.engine.downloader)

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
