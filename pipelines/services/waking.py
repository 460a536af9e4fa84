"""Lets answers wait for each other, so that many are dealt with in a row.

Between two answers a processor rests, and its caches serve others: an answer dealt with alone
costs up to a third more than one among many (decisions 0053 and 0055). So the event loop is woken
less often than answers come, as network cards space their interrupts, and what is whole waits
until many are, while its host is asked already for what comes next.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable
from selectors import SelectorKey

APART_S = 0.03
"""Seconds between two wake-ups. Each step of an exchange (DNS, connection, TLS, answer) may seem so
much slower than it was."""


MOST_TOGETHER = 100
"""Answers that wait for each other: to deal with more would let the others wait for too long."""
MOST_BYTES = 4_000_000
"""Of their bodies."""
MOST_PATIENCE_S = 0.2
"""So long the first of them waits: no longer than a polite pause between two requests to a host."""


class SpacedSelector(selectors.DefaultSelector):
    """Tells what is ready at most once in so many seconds. Timers are as punctual as ever."""

    def __init__(
        self,
        apart_s: float = APART_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__()
        self._apart_s = apart_s
        self._clock = clock
        self._sleep = sleep
        self._woke = float("-inf")

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """What is ready, at the latest after ``timeout`` seconds; see ``selectors``."""
        if timeout is not None and timeout <= 0:  # the loop has work already
            return super().select(timeout)
        early = self._woke + self._apart_s - self._clock()
        if early > 0:
            pause = early if timeout is None else min(early, timeout)
            self._sleep(pause)
            timeout = None if timeout is None else timeout - pause
        ready = super().select(timeout)
        self._woke = self._clock()
        return ready


def spaced_loop() -> asyncio.AbstractEventLoop:
    """An event loop for many exchanges at once, none of which is in a hurry."""
    return asyncio.SelectorEventLoop(SpacedSelector())


class Convoy:
    """Sets off when there are enough, or when the first has waited long enough. For one loop."""

    def __init__(self, patience_s: float = MOST_PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._waiting: list[asyncio.Future[None]] = []
        self._bytes = 0

    async def join(self, size: int) -> None:
        """Wait for the others, with so many bytes."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            self._timer = loop.call_later(self._patience_s, self._set_off)
        place = loop.create_future()
        self._waiting.append(place)
        self._bytes += size
        if len(self._waiting) >= MOST_TOGETHER or self._bytes >= MOST_BYTES:
            self._set_off()
        await place

    def _set_off(self) -> None:
        self._timer.cancel()
        for place in self._waiting:
            if not place.done():  # else it was cancelled
                place.set_result(None)
        self._waiting.clear()
        self._bytes = 0
