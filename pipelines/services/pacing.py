"""Budgets and circuit breakers: how fast, how many at once, and when to stop asking.

Registries say their limits in headers and change them without notice (Crossref went from 50 to
3 list requests a second in 2025-12), so a budget learns from each answer and keeps a margin.
Clock and sleep are handed in: nothing here depends on the wall clock being right.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from archive.moments import moment_of_http

# Share of the announced rate that we use: jitter on the way makes bursts of an even stream.
MARGIN = 0.8
# Between two requests, whatever is announced: a run that waits for years is as good as hung, and
# who means it answers 429 besides.
LONGEST_S = 10.0
_SPAN = re.compile(r"(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d{1,9})?)s)?", re.ASCII)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds to wait that a Retry-After header asks for, or None when it says nothing usable.

    Seconds and HTTP dates (RFC 9110 §10.2.3), and spans like ``1m30s`` that some servers send.
    A moment in the past is 0; nonsense and negative numbers are None.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    span = _SPAN.fullmatch(text.lower()) if text else None
    if span is not None and any(span.groups()):
        hours, minutes, seconds = (float(part or 0) for part in span.groups())
        return hours * 3600 + minutes * 60 + seconds
    moment = moment_of_http(text)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


class Budget:
    """What one authority allows: the pause between requests, and how many at once. Thread-safe.

    The first question goes alone: the answer may say that less is allowed than we thought.
    """

    def __init__(
        self,
        interval_s: float,
        at_once: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval_s = interval_s
        self.at_once = at_once
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None
        self._has_answered = False
        self._paused_until = 0.0
        self._in_flight = 0
        self._changed = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, hold it while asking, give it back."""
        with self._changed:
            self._changed.wait_for(lambda: self._in_flight < self._room)
            self._in_flight += 1
            now = self._clock()
            start = now if self._last is None else max(now, self._last + self.interval_s)
            self._last = start
        try:
            while (wait := max(start, self._paused_until) - now) > 0:
                self._sleep(wait)
                now += wait
            yield
        finally:
            with self._changed:
                self._in_flight -= 1
                self._has_answered = True
                self._changed.notify_all()

    @property
    def _room(self) -> int:
        return self.at_once if self._has_answered else 1

    def pause(self, seconds: float) -> None:
        """Let nobody ask before this many seconds have passed."""
        with self._changed:
            self._paused_until = max(self._paused_until, self._clock() + seconds)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Adopt the limits that an answer announces (Crossref's ``x-rate-limit-*`` headers)."""
        limit = _number(headers.get("x-rate-limit-limit"))
        span = _number((headers.get("x-rate-limit-interval") or "").lower().removesuffix("s"))
        at_once = _number(headers.get("x-concurrency-limit"))
        with self._changed:
            if limit and span:
                self.interval_s = min(span / limit / MARGIN, LONGEST_S)
            if at_once:
                self.at_once = max(1, int(at_once))


class Breaker:
    """Stops asking an authority that has failed so many times in a row. Thread-safe.

    It stays open for the rest of the run: an outage must not cost a time-out a question.
    """

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        self.failures = 0
        self.reason = ""
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether to stop asking."""
        return self.failures >= self.threshold

    def succeeded(self) -> None:
        """Note a usable answer."""
        with self._lock:
            if not self.is_open:
                self.failures = 0

    def failed(self, reason: str, *, final: bool = False) -> None:
        """No usable answer came, after all retries; ``final`` opens at once."""
        with self._lock:
            if not self.is_open:
                self.failures = self.threshold if final else self.failures + 1
                self.reason = reason


def _number(text: str | None) -> float | None:
    """A positive number, or None."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 < value < 1e9 else None
