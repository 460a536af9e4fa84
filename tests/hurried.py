"""A loop of events whose clock jumps: what is waited for comes at once, and in its order.

A busy machine makes nothing late there. For what waits for nobody outside: no thread, no socket.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Hurried(asyncio.SelectorEventLoop):
    _now = 0.0

    def time(self) -> float:
        """Seconds since the loop began, by its own clock."""
        return self._now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self._now = max(self._now, self._scheduled[0].when())
        super()._run_once()


def run(doing: Coroutine[Any, Any, T]) -> T:
    """As ``asyncio.run``."""
    with asyncio.Runner(loop_factory=_Hurried) as runner:
        return runner.run(doing)
