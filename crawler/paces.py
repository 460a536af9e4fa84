"""How fast each host is asked: the delay between requests, and how many at once.

Scrapy's own slots are for requests of Scrapy's, and forget how many at once where the pause is 0.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import deque
from collections.abc import Callable


class Pace:
    """Turns at one host, first come, first served. For one running event loop."""

    def __init__(
        self,
        delay_s: float,
        jitter: float,
        at_once: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Requests begin ``delay_s`` apart, give or take the share ``jitter`` of it."""
        self.delay_s, self.jitter, self.at_once = delay_s, jitter, at_once
        self._clock = clock
        self._last_at = -math.inf
        self._factor = 1.0
        """The pause after the last request began is this times ``delay_s``, by jitter."""
        self._out = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._is_stopped = False

    async def __aenter__(self) -> None:
        """Wait for a turn."""
        if self._is_stopped:
            raise asyncio.CancelledError
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._go_on()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it had its turn, and will not use it
                self._give_back()
            raise

    async def __aexit__(self, *_: object) -> None:
        """Let another one have the place."""
        self._give_back()

    def _give_back(self) -> None:
        self._out -= 1
        self._go_on()

    def _go_on(self) -> None:
        """Give turns to those who wait, as far as the pace allows."""
        while self._waiting and self._out < self.at_once and self._timer is None:
            now = self._clock()
            wait_s = self._last_at + self.delay_s * self._factor - now
            if wait_s > 0:
                self._timer = asyncio.get_running_loop().call_later(wait_s, self._ring)
                return
            turn = self._waiting.popleft()
            if not turn.done():  # else whoever waited was cancelled
                self._out += 1
                self._last_at = now
                self._factor = max(0.0, 1 + random.uniform(-self.jitter, self.jitter))
                turn.set_result(None)

    def _ring(self) -> None:
        self._timer = None
        self._go_on()

    def stop(self) -> None:
        """Give no more turns: whoever waits for one, or will, is cancelled."""
        self._is_stopped = True
        if self._timer is not None:
            self._timer.cancel()
        for turn in self._waiting:
            turn.cancel()


class Paces:
    """The pace of every host of a crawl."""

    def __init__(self, delay_s: float, jitter: float, at_once: int) -> None:
        """The pace of hosts that do not ask for a slower one; see ``Pace``."""
        self._usual = (delay_s, jitter, at_once)
        self._hosts: dict[str, Pace] = {}
        self._is_stopped = False

    def of(self, host: str) -> Pace:
        """The pace of a host."""
        pace = self._hosts.get(host)
        if pace is None:
            pace = self._hosts[host] = Pace(*self._usual)
            if self._is_stopped:
                pace.stop()
        return pace

    def slow_down(self, host: str, delay_s: float) -> None:
        """Ask a host for one URL at a time, with the delay that it demands (Crawl-delay)."""
        pace = self.of(host)
        pace.delay_s, pace.jitter, pace.at_once = delay_s, 0.0, 1

    def stop(self) -> None:
        """Give no more turns at any host."""
        self._is_stopped = True
        for pace in self._hosts.values():
            pace.stop()
