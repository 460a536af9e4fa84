"""The beginning of a crawl, without Scrapy: asks what is due until something has to be read.

In a week in which nothing changed that is all of it: to start Scrapy would take a fifth of what
such a week costs, for nothing to do.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from crawler import settings
from crawler.asking import Asking
from crawler.finishing import conclude

_HANGUP = getattr(signal, "SIGHUP", None)  # a terminal was closed; not every system has it
SIGNALS = (signal.SIGINT, signal.SIGTERM, *filter(None, (_HANGUP,)))


class Stops:
    """Ways to end a crawl early.

    A first signal ends it when what is on the wire has come, and a second one at once.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.came = False
        """Whether a signal came: told before the loop, which may stand still, can tell."""
        self.told: asyncio.Future[str] = loop.create_future()
        """Why it is to end."""
        self.kill: Callable[[], object] = lambda: None
        """What a second signal does."""

    def stop(self, reason: str) -> None:
        """End the crawl when what is on the wire has arrived."""
        if not self.told.done():
            self.told.set_result(reason)

    def signalled(self, number: int, frame: FrameType | None) -> None:
        """A signal came: in the middle of anything, so that it only leaves word."""
        self.came = True
        with suppress(RuntimeError):  # the loop is closed: all is over
            self.loop.call_soon_threadsafe(self._stop_or_kill, number)

    def _stop_or_kill(self, number: int) -> None:
        logging.getLogger(__name__).info("%s: stopping.", signal.Signals(number).name)
        if self.told.done() and number != _HANGUP:  # a shell and the system may both send that
            self.kill()
        self.stop("shutdown")


@contextmanager
def signals_caught(loop: asyncio.AbstractEventLoop) -> Iterator[Stops]:
    """A context in which signals end the crawl."""
    stops = Stops(loop)
    ignored = {_HANGUP} if _HANGUP and signal.getsignal(_HANGUP) is signal.SIG_IGN else set()
    before = {n: signal.signal(n, stops.signalled) for n in SIGNALS if n not in ignored}
    try:
        yield stops
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def ask_alone(asking: Asking, stops: Stops, log: Path) -> bool:
    """Ask until there is something to be read. Requests on the wire stay there for whoever goes on
    with the loop. False = the crawl is over: all was asked, or it was stopped. Then the loop is
    closed, and the summary stands in the ledger.
    """
    gc.freeze()  # what is imported by now stays: the collector need not look through it
    return not _is_over(asking, stops, log, _asked(asking, stops))


def end_alone(asking: Asking, stops: Stops, log: Path) -> None:
    """End a crawl that a signal met before Scrapy ran, as ``ask_alone`` would."""
    _is_over(asking, stops, log, _ended(asking, stops))


def _is_over(asking: Asking, stops: Stops, log: Path, work: Coroutine[None, None, str]) -> bool:
    """Run ``work``, which returns why the crawl is over, and conclude it; False if it is not."""
    with _logged(log):
        task = stops.loop.create_task(work)
        stops.kill = task.cancel
        asking.ledger.batch.on_fatal = lambda: stops.stop("cannot_write")
        try:
            reason = stops.loop.run_until_complete(task)
        except asyncio.CancelledError:
            reason = "killed"
        asking.ledger.batch.on_fatal = lambda: None
        if reason:
            conclude(asking.ledger, reason)
            asking.reader.close()
            _close(stops.loop)
    return bool(reason)


async def _asked(asking: Asking, stops: Stops) -> str:
    """Why the crawl is over, in Scrapy's words; empty when there is something to be read."""
    until_read = asyncio.ensure_future(asking.until_read())
    await asyncio.wait((until_read, stops.told), return_when=asyncio.FIRST_COMPLETED)
    if not stops.told.done():
        if until_read.result():
            asking.ledger.batch.commit()  # the clock stands still while Scrapy is imported
        else:
            stops.stop("finished")
    if not stops.told.done():
        return ""
    until_read.cancel()
    return await _ended(asking, stops)


async def _ended(asking: Asking, stops: Stops) -> str:
    """Ask for nothing more, and wait for what is on the wire; why the crawl is over."""
    asking.may_send = lambda: False
    asking.downloader.close()
    await asking.end()
    return await stops.told


@contextmanager
def _logged(log: Path) -> Iterator[None]:
    """A context in which log messages go to a file, in the form that Scrapy gives them."""
    handler = logging.FileHandler(log, encoding="utf-8")
    handler.setFormatter(logging.Formatter(settings.LOG_FORMAT, settings.LOG_DATEFORMAT))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(settings.LOG_LEVEL)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        with suppress(OSError):  # a full disk, of which the summary tells
            handler.close()


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """Let go of the loop and of all that waits in it."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_default_executor())
    asyncio.set_event_loop(None)
    loop.close()
