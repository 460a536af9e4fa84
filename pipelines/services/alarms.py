"""Timers: each call is made after a fixed time, unless it is cancelled before.

What is set first rings first, so one timer of the loop serves them all: thousands of exchanges have
the same deadline, and nearly none comes to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType


class Alarms:
    """Alarms that ring after the same time, each by a key of its own. For one running loop."""

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._waiting: dict[object, tuple[float, Callable[[], None]]] = {}
        """By their keys, the oldest first: when they ring, by the loop's clock, and what then."""
        self._timer: asyncio.TimerHandle | None = None

    def set(self, key: object, ring: Callable[[], None]) -> None:
        """Call ``ring`` in time; the key must not be waiting already."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self._after_s
        self._waiting[key] = due, ring
        if self._timer is None:
            self._timer = loop.call_at(due, self._ring)

    def clear(self, key: object) -> None:
        """Take an alarm back, if it is still waiting."""
        self._waiting.pop(key, None)

    def stop(self) -> None:
        """Take all back."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self) -> None:
        self._timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        try:
            while self._waiting:
                key, (due, ring) = next(iter(self._waiting.items()))
                if due > now:
                    break
                del self._waiting[key]
                ring()
        finally:  # a fault in one must not silence the others
            if self._waiting and self._timer is None:
                self._timer = loop.call_at(next(iter(self._waiting.values()))[0], self._ring)


class Deadline:
    """Inside, the task is cancelled when its time is up, and that comes out as ``TimeoutError``.

    As ``asyncio.timeout``, but with ``Alarms`` instead of a timer of its own. Used once.
    """

    __slots__ = ("_alarms", "_cancelling", "_has_passed", "_task")

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms
        self._has_passed = False

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None, "only a task can be cancelled"
        self._task, self._cancelling = task, task.cancelling()
        self._alarms.set(self, self._pass)

    def _pass(self) -> None:
        self._has_passed = True
        self._task.cancel()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._alarms.clear(self)
        if self._has_passed:
            is_ours = self._task.uncancel() <= self._cancelling
            if is_ours and kind is asyncio.CancelledError:
                raise TimeoutError from error
