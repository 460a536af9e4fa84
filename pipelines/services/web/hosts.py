"""The manners of one host of the wide web: how many at once, how fast, and when to leave it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Parked(Exception):
    """This host is left alone for the rest of the run; the message says why."""


class Host:
    """Turns at one host (name and port). A turn is one exchange, never a chain of redirects,
    so that nobody holds a turn here while waiting for one elsewhere.
    """

    def __init__(self, name: str, *, at_once: int, interval_s: float, breaker: int) -> None:
        self.name = name
        self.parked = ""
        """Why it is left alone; empty while it is not."""
        self._slots = asyncio.Semaphore(at_once)
        self._interval_s = interval_s
        self._breaker = breaker
        self._next = 0.0
        self._paused_until = 0.0
        self._failures = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it; raises ``Parked``."""
        async with self._slots:
            loop = asyncio.get_running_loop()
            start = max(self._next, loop.time())
            self._next = start + self._interval_s
            await asyncio.sleep(start - loop.time())
            # A pause may have been asked for meanwhile, and longer ones during it.
            while not self.parked and self._paused_until > loop.time():  # noqa: ASYNC110
                await asyncio.sleep(self._paused_until - loop.time())
            if self.parked:
                raise Parked(self.parked)
            yield

    def pause(self, seconds: float) -> None:
        """Nobody asks before this many seconds have passed."""
        until = asyncio.get_running_loop().time() + seconds
        self._paused_until = max(self._paused_until, until)

    def park(self, reason: str) -> None:
        """Leave this host alone for the rest of the run."""
        self.parked = self.parked or reason

    def answered(self) -> None:
        """It answered, whatever it said."""
        self._failures = 0

    def failed(self, reason: str) -> None:
        """It did not answer in time or asked for mercy; enough of these in a row park it."""
        self._failures += 1
        if self._failures >= self._breaker:
            self.park(reason)
