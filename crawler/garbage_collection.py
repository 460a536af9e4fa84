"""Python's garbage collector: off while modules are imported, and seldom on afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Import modules inside this: they are never garbage, so the collector does not search them.

    While it is paused it does not run at all; by default it would some hundred times. Afterwards
    everything imported is frozen (``gc.freeze``), and later collections pass over it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect_seldom() -> None:
    """Let the collector run a seventieth as often as by default.

    What runs long here makes and drops records by the thousand, hardly any of them in circles.
    """
    gc.set_threshold(50_000, 20, 50)
