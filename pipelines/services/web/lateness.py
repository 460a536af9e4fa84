"""Whether we were too slow to hear an answer: a busy machine makes no host silent."""

from __future__ import annotations

import asyncio
import math
import time

PERIOD_S = 0.5
"""Between two looks at the clock; of short deadlines less, so that no lateness falls between."""
LATE_S = 5.0
"""A quarter of the usual deadline: several steps of an exchange may have come so late. Of shorter
deadlines it is a quarter, too."""
LEAST_S = 0.25
"""Less than this is no starvation: to read the certificates that are trusted takes as long."""


class Lateness:
    """An alarm that rings again and again, and how late it rang. Lives in a running loop.

    By the clock of the machine: a loop's own may stand still while it works off what is ready.
    """

    def __init__(self, deadline_s: float) -> None:
        """``deadline_s``: of the exchanges whose silence is in question."""
        self._late_s = min(LATE_S, max(deadline_s / 4, LEAST_S))
        self._period_s = min(PERIOD_S, self._late_s / 2)
        self._within_s = deadline_s + self._late_s
        self._late_at = -math.inf
        self._due = time.monotonic()
        self._ring()

    def was(self) -> bool:
        """Whether the loop was late within the time of one exchange, or is at this moment."""
        now = time.monotonic()
        if now - self._due > self._late_s:
            self._late_at = now
        return now - self._late_at <= self._within_s

    def stop(self) -> None:
        """No more alarms."""
        self._timer.cancel()

    def _ring(self) -> None:
        self.was()
        self._due = time.monotonic() + self._period_s
        self._timer = asyncio.get_running_loop().call_later(self._period_s, self._ring)
