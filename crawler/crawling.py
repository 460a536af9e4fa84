"""A whole crawl as one function call, which can be made once per process.

Scrapy is started when there is something to be read (``crawler.prelude``). It takes over the loop,
with all that is on the wire.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from archive.locking import Busy, held
from archive.moments import present
from archive.opening import StoreError
from archive.records import Outcome
from crawler import settings
from crawler.asking import Asking
from crawler.batch import FATAL
from crawler.finishing import finish
from crawler.garbage_collection import collector_paused
from crawler.identity import require_contact
from crawler.ledger import Ledger
from crawler.prelude import Stops, ask_alone, end_alone, signals_caught
from crawler.profile import Profile, ProfileError
from crawler.profile_loading import load_profile
from crawler.profile_rules import check_files
from crawler.site_server import served
from crawler.summary import CrawlSummary

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess, Crawler

Progress = Callable[[str, int, int], None]
"""Called with (what, done, total) once a second; ``total`` still grows."""


def crawl(
    profile: Profile,
    data_folder: Path,
    *,
    max_pages: int | None = None,
    progress: Progress | None = None,
) -> CrawlSummary:
    """Crawl a site into a data folder, going on where an unfinished crawl stopped.

    Scrapy's reactor runs once a process, so this does too. The log goes to ``crawl.log`` in the
    folder. Raises ``ProfileError`` where a live site would not be told whom to write to, ``Busy``
    when another process works there, ``StoreError`` or ``CannotWrite`` when the database or the
    captures cannot be opened. What goes wrong later is in the summary:
    outcome ``interrupted`` (stopped, or the disk is full: run it again) or ``failed`` (nothing
    could be read).
    """
    with _quiet_logs(), opened(profile, data_folder, max_pages=max_pages) as ledger:
        ledger.progress = progress
        log = data_folder / "crawl.log"
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)  # where Scrapy looks for it
        knobs = settings.knobs_of(ledger.profile)
        asking = Asking(ledger, settings.manners_of(vars(settings) | knobs))
        with signals_caught(loop) as stops:
            if ledger.unread or ask_alone(asking, stops, log):
                _read_by_scrapy(asking, stops, log)
        return ledger.summary or finish(ledger, "killed")


@contextmanager
def _quiet_logs() -> Iterator[None]:
    """Of a log that cannot be written the summary tells, not each line."""
    before, logging.raiseExceptions = logging.raiseExceptions, False
    try:
        yield
    finally:
        logging.raiseExceptions = before


def _read_by_scrapy(asking: Asking, stops: Stops, log: Path) -> None:
    """Go on with Scrapy, to the end."""
    with collector_paused():
        from scrapy.crawler import AsyncCrawlerProcess
        from scrapy.settings import Settings

    if stops.came:
        end_alone(asking, stops, log)
        return
    knobs = Settings()
    knobs.setmodule(settings, priority="project")
    knobs.set("LOG_FILE", str(log), priority="cmdline")
    process = AsyncCrawlerProcess(knobs)
    process.crawl("site", asking=asking)
    stops.kill = _stop_reactor
    ending: list[asyncio.Task[None]] = []
    stops.told.add_done_callback(
        lambda told: ending.append(stops.loop.create_task(_end_scrapy(process)))
    )
    # Scrapy's own handlers forget a signal that comes before its engine runs.
    process.start(install_signal_handlers=False)


def _stop_reactor() -> None:
    from twisted.internet import reactor
    from twisted.internet.error import ReactorNotRunning

    with suppress(ReactorNotRunning):
        cast(Any, reactor).stop()


async def _end_scrapy(process: AsyncCrawlerProcess) -> None:
    """End Scrapy's crawl, but not before it runs: until then it takes no word of that."""
    # No signal of Scrapy's says it.
    while process.crawlers and not any(map(_is_running, process.crawlers)):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await process.stop()


def _is_running(crawler: Crawler) -> bool:
    engine = crawler._engine  # ``engine`` cannot be asked for before there is one
    return engine is not None and engine.running


@contextmanager
def opened(
    profile: Profile,
    data_folder: Path,
    *,
    max_pages: int | None = None,
    now: Callable[[], datetime] = present,
) -> Iterator[Ledger]:
    """A ledger over a data folder that is ours alone, with the profile's server running.

    Raises ``ProfileError`` where a live site would not be told whom to write to, or a file of the
    profile is not on the machine; ``Busy``, ``StoreError``.
    """
    check_files(profile)
    require_contact(profile)
    with held(data_folder), served(profile) as running:
        ledger = Ledger(running, data_folder, max_pages=max_pages, now=now)
        try:
            yield ledger
        finally:
            ledger.writer.abandon()
            ledger.holdings.close()
            ledger.store.close()


@contextmanager
def opened_for_scrapy(site: str, data_folder: str) -> Iterator[Ledger]:
    """The ledger for ``scrapy crawl site -a profile=… [-a data=…]``; if it cannot be opened, ends
    the process with a sentence."""
    try:
        if not site:
            raise ProfileError("Say which site: scrapy crawl site -a profile=sample")
        profile = load_profile(site)
        folder = Path(data_folder) if data_folder else Path("data") / profile.name
        with opened(profile, folder) as ledger:
            yield ledger
    except (ProfileError, Busy, StoreError) as error:
        sys.exit(f"patientline: {error}")


def main(arguments: list[str] | None = None) -> int:
    """``python -m crawler.crawling SITE --data FOLDER``: a crawl and nothing else, for tests."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("site")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--max-pages", type=int)
    given = parser.parse_args(arguments)
    try:
        summary = crawl(load_profile(given.site), given.data, max_pages=given.max_pages)
    except (ProfileError, Busy, StoreError, *FATAL) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{summary.outcome}: {summary.message}\n")
    return 0 if summary.outcome is Outcome.FINISHED else 2


if __name__ == "__main__":
    sys.exit(main())
