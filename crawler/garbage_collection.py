"""Python's garbage collector, switched off while modules are imported: commands start faster."""

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
