"""Asks for what is due: takes URLs from the frontier and brings their answers to the ledger.

Hands out at most as many URLs of a host as may be asked at once: when a host asks us to slow down,
everything else of it is still ours to hold back. Knows nothing of Scrapy, which is told of answers
that are to be read only (``crawler.frontier``): its way from engine to downloader and spider costs
four times what it takes to note that a page is as it was.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from archive.frontier import LeasedUrl
from archive.records import FrontierState
from crawler.answers import Action, judge_answer
from crawler.downloading import Downloader, Visit
from crawler.failures import reason_of
from crawler.ledger import Ledger
from crawler.reading import Reader
from crawler.scope import Found, seed_url
from crawler.validators import conditions
from crawler.visiting import Visits

AHEAD = 64  # leased a host and transaction
COMMIT_EVERY_S = 1.0


class Asking:
    """The requests of one crawl. Its state is the ledger's. For one event loop."""

    def __init__(self, ledger: Ledger, settings: Mapping[str, Any]) -> None:
        """``settings``: see ``Downloader``."""
        self.ledger = ledger
        self.reader = Reader()
        self.visits = Visits(ledger, self.reader)
        self.downloader = Downloader(ledger, settings)
        self.answered: deque[tuple[LeasedUrl, Visit]] = deque()
        """What came and is to be read."""
        self.on_change: Callable[[], None] = lambda: None
        """Called when there is something to be read, when all is back, when the clock rings."""
        self.may_send: Callable[[], bool] = lambda: True
        """Whether whoever reads can do with more."""
        self._ready: dict[str, deque[LeasedUrl]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._held_until: datetime | None = None
        """When the first of the URLs that are held back may be asked."""
        self._out: set[asyncio.Task[None]] = set()
        """What is being asked."""
        self._is_called = False
        ledger.on_return = self._returned

    @property
    def has_more(self) -> bool:
        """Whether anything is to be asked or read, now or later; to be asked when all else is
        idle."""
        if self.ledger.fatal:
            return False
        if self._ready or self._out or self.answered:
            return True
        self.ledger.batch.commit()
        if self.ledger.table.has_due(self.ledger.run_id):
            return True
        if not self.ledger.offer_waiting():
            return False
        self.on_change()
        return True

    def send(self) -> None:
        """Ask for everything that may be asked now."""
        while not self.downloader.is_full:
            row = self._next_row()
            if row is None:
                self._wake_later()
                return
            self.ledger.sent(row)
            task = asyncio.ensure_future(self._ask(row, self._conditions(row)))
            self._out.add(task)
            task.add_done_callback(self._done)

    async def until_read(self) -> bool:
        """Ask, starting with the seeds, until there is something to be read; False when all is
        asked and there was nothing. To be cancelled; what is out then stays so."""
        changed = asyncio.Event()
        self.on_change = changed.set
        seeds = map(seed_url, self.ledger.profile.seeds)
        self.ledger.offer(Found(url=url, via="seed") for url in seeds)
        clock = asyncio.ensure_future(self._tick_on())
        try:
            while not self.answered:
                self.send()
                if not self.has_more:
                    return False
                await changed.wait()
                changed.clear()
            return True
        finally:
            clock.cancel()
            self.on_change = lambda: None

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(COMMIT_EVERY_S)
            self.tick()
            self.on_change()  # what was committed may be due

    def tick(self) -> None:
        """Commit what has come in, and report progress."""
        self.ledger.batch.commit()
        self.ledger.tell()

    async def end(self) -> None:
        """Stop the clock, and wait for what is on the wire. What is leased and not asked falls back
        when the run goes on; what came and is not read is read then."""
        if self._timer is not None:
            self._timer.cancel()
        await asyncio.gather(*self._out, return_exceptions=True)

    def _go_on(self) -> None:
        """Ask for more, unless there is enough to read."""
        self._is_called = False
        if self.may_send():
            self.send()

    def _returned(self) -> None:
        """Call ``_go_on`` when what came back is dealt with."""
        if not self._is_called:
            self._is_called = True
            asyncio.get_running_loop().call_soon(self._go_on)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._out.discard(task)
        if not self._out:
            self.on_change()  # it may be the end

    async def _ask(self, row: LeasedUrl, conditions: Mapping[str, str]) -> None:
        """Ask for a URL, and deal with the answer unless a page has to be read from it."""
        try:
            visit = await self.downloader.visit(row, conditions)
        except Exception as error:
            self.visits.lost(row, reason_of(error))
            return
        action, _ = judge_answer(visit.capture, is_read=row.is_read)
        if action is Action.READ:
            self.answered.append((row, visit))
            self.on_change()
            return
        try:
            await self.visits.answered(row, visit.exchange, visit.capture)
        except Exception as error:
            self.visits.failed(row, error)

    def _conditions(self, row: LeasedUrl) -> dict[str, str]:
        """The headers of a conditional request; none where our own content could not be read."""
        headers = conditions(row, self.ledger.profile.politeness, self.ledger.now())
        if headers and self.ledger.holdings.of(row) is None:
            said = f"{row.url} is asked for whole: the record that held it cannot be read any more."
            self.ledger.note("lost_record", said, row.url, row.capture_id)
            return {}
        return headers

    def _next_row(self) -> LeasedUrl | None:
        row = self._pick()
        if row is None and self._refill():
            row = self._pick()
        if row is None and not self._ready and self.ledger.batch.brings_due:
            self.ledger.batch.commit()
            if self._refill():
                row = self._pick()
        return row

    def _pick(self) -> LeasedUrl | None:
        """A leased URL of the host that has waited longest and may be asked."""
        for host in list(self._ready):
            rows = self._ready.pop(host)
            given_up = self.ledger.patience.given_up(host)
            if given_up:
                for row in rows:
                    is_new = row.attempts == 1
                    state = FrontierState.SKIPPED if is_new else FrontierState.FAILED
                    self.ledger.finish(row, state, given_up)
                continue
            if not self._is_free(host):
                self._ready[host] = rows
                continue
            row = rows.popleft()
            if rows:
                self._ready[host] = rows  # to the end of the line
            else:
                self.ledger.has_news = True
            return row
        return None

    def _is_free(self, host: str) -> bool:
        polite = self.ledger.profile.politeness
        return self.ledger.out[host] < polite.concurrency and not self.ledger.patience.wait_s(host)

    def _refill(self) -> bool:
        """Lease more for hosts that have nothing ready; whether anything came."""
        if not self.ledger.has_news:
            return False
        self.ledger.has_news = False
        self._held_until = self.ledger.table.next_moment(self.ledger.run_id)
        came = False
        for host in self.ledger.due_hosts():
            given_up = self.ledger.patience.given_up(host)
            if given_up:
                self.ledger.give_up(given_up, host)
            elif host not in self._ready:
                rows = self.ledger.lease(host, AHEAD)
                if rows:
                    self._ready[host] = deque(rows)
                    came = True
        return came

    def _wake_later(self) -> None:
        """Set the clock to the moment when something that waits may be asked."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waits = [w for host in self._ready if (w := self.ledger.patience.wait_s(host)) > 0]
        if self._held_until is not None:
            waits.append((self._held_until - self.ledger.now()).total_seconds())
        if waits:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(0.01, min(waits)), self._ring)

    def _ring(self) -> None:
        self._timer = None
        self.ledger.has_news = True
        self.on_change()
