"""How long a failing host is left alone, and when it is given up for this run.

Waiting is measured with a monotonic clock: a system clock that jumps must not make us impolite.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from crawler.profile import Politeness
from crawler.scope import Reason

MAX_REFUSALS = 3  # in a row (429, 503), whatever URL they were about
TOLD_FROM_S = 10.0  # a wait that a person would wonder about
MAX_SILENCES = 5  # in a row (timeout, refused, reset, dns, tls)


def longest_wait(polite: Politeness) -> timedelta:
    """The longest time for which a URL is held back before it is asked again."""
    last_try_s = polite.retry_delay_s * 2**polite.retry_times
    return timedelta(seconds=max(last_try_s, polite.max_retry_after_s))


@dataclass(slots=True)
class _Host:
    refusals: int = 0
    silences: int = 0
    free_at: float = 0.0
    is_told: bool = False
    given_up: Reason = Reason.NONE


class Patience:
    """How each host has answered lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    def _of(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())

    def answered(self, host: str) -> None:
        """Note a proper answer of a host."""
        state = self._of(host)
        state.refusals = state.silences = 0

    def refused(self, host: str, wait_s: float) -> bool:
        """It asked us to wait (429, 503): nobody asks it before, and not at all after three.

        True once a host: when the wait is long enough to be told.
        """
        state = self._of(host)
        state.refusals += 1
        state.silences = 0
        state.free_at = max(state.free_at, self._clock() + wait_s)
        if state.refusals >= MAX_REFUSALS:
            state.given_up = Reason.HOST_PARKED
        is_news = wait_s >= TOLD_FROM_S and not state.is_told
        state.is_told = state.is_told or is_news
        return is_news

    def silent(self, host: str) -> None:
        """Note that a host gave no answer."""
        state = self._of(host)
        state.silences += 1
        if state.silences >= MAX_SILENCES:
            state.given_up = state.given_up or Reason.HOST_UNREACHABLE

    def wait_s(self, host: str) -> float:
        """Seconds until the host may be asked again; 0 = now."""
        state = self._hosts.get(host)
        return max(0.0, state.free_at - self._clock()) if state else 0.0

    def given_up(self, host: str) -> Reason:
        """Why the host is not asked any more in this run, or ``Reason.NONE``."""
        state = self._hosts.get(host)
        return state.given_up if state else Reason.NONE
