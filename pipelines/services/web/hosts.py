"""How one host of the wide web is asked: how many at once, how fast, when to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
# A wait of more seconds than this is worth a line in the log, once a host.
_LONG_S = 10.0


class Parked(Exception):
    """This host is left alone for the rest of the run; the message says why."""

    def __init__(self, why: str, outage_at: str = "") -> None:
        """``outage_at`` names the host where it had answered in this run and fell silent."""
        super().__init__(why)
        self.outage_at = outage_at


class Host:
    """Turns at one host (name and port), each an ``async with``. A turn is one exchange, never a
    chain of redirects, so that nobody holds a turn here while waiting for one elsewhere.
    """

    def __init__(
        self,
        name: str,
        *,
        at_once: int,
        interval_s: float,
        breaker: int,
        patience_s: Callable[[], float] = lambda: 60.0,
    ) -> None:
        """``patience_s`` says how long this host may make the run wait, as things stand."""
        self.name = name
        self.patience_s = patience_s
        self.parked = ""
        """Why it is left alone; empty while it is not."""
        self._slots = asyncio.Semaphore(at_once)
        self.interval_s = interval_s
        """Between the starts of two requests, as things stand."""
        self._least_s = interval_s
        self._breaker = breaker
        self._next = 0.0
        self._paused_until = 0.0
        self._failures = 0
        self._has_answered = self._is_out = False
        self._is_told = False

    async def __aenter__(self) -> None:
        """Wait for a turn and hold it; raises ``Parked``."""
        await self._slots.acquire()
        try:
            clock = asyncio.get_running_loop().time
            # A pause may be asked for meanwhile, or another one be first when it is over.
            while not self.parked and (start := self._start) > clock():  # noqa: ASYNC110
                await asyncio.sleep(start - clock())
            if self.parked:
                raise Parked(self.parked, self.name if self._is_out else "")
            self._next = clock() + self.interval_s
        except BaseException:
            self._slots.release()
            raise

    @property
    def _start(self) -> float:
        """The moment before which nobody is asked, by the loop's clock."""
        return max(self._next, self._paused_until)

    async def __aexit__(self, *failure: object) -> None:
        """Let the next one have its turn."""
        self._slots.release()

    def pause(self, seconds: float, said: str) -> None:
        """Nobody asks before this many seconds; a host that wants more than our patience is
        left alone. ``said`` are its words, for the log.
        """
        if seconds <= 0:
            return
        if seconds > self.patience_s():
            self.park(f"{said}, for {seconds:.0f} s")
            return
        until = asyncio.get_running_loop().time() + seconds
        self._paused_until = max(self._paused_until, until)
        if seconds > _LONG_S and not self._is_told:
            self._is_told = True
            logger.warning("%s: nothing is asked there for %.0f s.", said, seconds)

    def space(self, seconds: float) -> None:
        """Leave at least so many seconds between two requests, within our patience."""
        longer = seconds > self._least_s
        self.interval_s = min(seconds, self.patience_s()) if longer else self._least_s

    def park(self, reason: str) -> None:
        """Leave this host alone for the rest of the run."""
        if not self.parked:
            self.parked = reason
            logger.warning("%s. It is left alone; what is due there is put off.", reason)

    def answered(self) -> None:
        """It answered, whatever it said."""
        self._failures = 0
        self._has_answered = True

    def failed(self, reason: str, *, is_silent: bool) -> None:
        """It gave no answer (``is_silent``) or asked for mercy; enough of these in a row park it.

        One that had answered in this run and fell silent has an outage. One that never answered
        may be gone for good: that is a matter of verdicts, not of this run.
        """
        self._failures += 1
        if self._failures >= self._breaker:
            self._is_out = is_silent and self._has_answered
            self.park(reason)
