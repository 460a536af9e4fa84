"""Progress of long work: a live bar in a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Never

if TYPE_CHECKING:
    from tqdm import tqdm

# Seconds between two plain lines when the output is not a terminal.
LINE_EVERY_S = 10.0


class Progress:
    """Called with (what, done, total); draws one bar a ``what``.

    On a terminal the bar is live; elsewhere a line is printed every ten seconds and at the end
    of each ``what``, so that a log stays readable. Where it cannot be written, work goes on in
    silence: a log on a full disk, or a terminal that went away, ends no crawl.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._live = sys.stderr.isatty()
        self._bar: tqdm[Never] | None = None
        self._what = ""
        self._last_line = 0.0
        self._last: tuple[int, int] = (0, 0)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done (``total`` may still grow)."""
        if self._quiet:
            return
        try:
            self._show(what, done, total)
        except OSError:
            self._quiet = True

    def _show(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            self.close()
            self._what, self._last_line = what, time.monotonic()
            if self._live:
                from tqdm import tqdm  # imported where a bar is drawn: it takes a while

                self._bar = tqdm(total=total, desc=what, unit="", file=sys.stderr)
        self._last = (done, total)
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(done - self._bar.n)
        elif time.monotonic() - self._last_line >= LINE_EVERY_S:
            self._last_line = time.monotonic()
            self._line()

    def _line(self) -> None:
        done, total = self._last
        sys.stderr.write(f"{self._what}: {done} of {total}\n")
        sys.stderr.flush()

    def close(self) -> None:
        """End the current bar or line."""
        bar, self._bar = self._bar, None
        try:
            if bar is not None:
                bar.close()
            elif self._what and not self._quiet:
                self._line()
        except OSError:
            self._quiet = True
        self._what = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
