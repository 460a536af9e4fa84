"""``python -m tests.year.living FOLDER``: the year, lived in one process and told as JSON.

Scrapy's reactor cannot be started twice in a process, but it can crawl again and again while it
runs: so the whole year is one run of the reactor, and verification, which has an event loop of its
own, goes into a thread. A crawl's clock ticks, since it waits by it; the others stand still.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro

from archive.records import Outcome
from archive.reports.report import Report
from archive.reports.terminal import render
from crawler import settings
from crawler.asking import Asking
from crawler.commands.exits import Exit
from crawler.commands.report import exit_of, read_report
from crawler.crawling import opened
from crawler.finishing import finish
from crawler.profile import Identity, Politeness, Profile
from crawler.verifying import verify_site
from pipelines.verification.options import Network, Services, Verification
from tests import replica
from tests.awkward.server import Server
from tests.awkward.weeks import resolver
from tests.year.registry import notes_in
from tests.year.site import HOME, HOST, site_in
from tests.year.web import hosts_in

BEGIN = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
WEEKS = 52
NAMES = {"dns.test": socket.EAI_AGAIN, "127.0.0.1": "127.0.0.1"}
"""What the resolver of the system says; it knows no other names."""
WAIVERS = """
[[waiver]]
subject = "http://www.museum.test/poster"
who = "Ada"
why = "The museum is moving; its posters come back in autumn."
until = 2026-09-30
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What came of one week. A finding is ``kind subject @path``."""

    week: int
    opened: tuple[str, ...]
    """New, new again, or taken up after its waiver."""
    closed: tuple[str, ...]
    """Recovered, or set aside by a waiver."""
    exit: int
    """What the weekly job ends with: the first of crawl, verify and report that is not 0."""
    text: str
    """The report on the terminal."""


def monday(week: int) -> datetime:
    """The moment of a week's run."""
    return BEGIN + timedelta(weeks=week)


class World:
    """Everything outside of us, turned from week to week."""

    def __init__(self, web: Server, registries: replica.Replica) -> None:
        self._web = web
        self._registries = registries

    def turn(self, week: int) -> None:
        """Let a week begin."""
        self._web.sites = {HOST: site_in(week), **hosts_in(week)}
        notes = self._registries.state.notes
        notes.clear()
        notes |= notes_in(week)

    def profile(self) -> Profile:
        """The site, and the way to everything as it is now."""
        services = self._registries.overrides()["services"]
        assert isinstance(services, dict)
        known = {name: services[name] for name in Services.__slots__}
        return Profile(
            name="year",
            seeds=(HOME,),
            identity=Identity(contact="audit@example.org"),
            politeness=Politeness(
                delay_s=0.001, jitter=0, concurrency=4, retry_times=1, retry_delay_s=0.01
            ),
            network=Network(
                resolve=self._web.resolve(),
                ca_file=self._web.ca_file,
                allow_addresses=("127.0.0.0/8",),
            ),
            services=Services(**known),
            verification=Verification(
                # Asked weekly, so that the week in which something is noticed needs no lot.
                registration_days=7, landing_days=7,
                # One after the other: how many are under way when a registry fails would be chance.
                registry_at_once=1,
                backoff_s=0.001, registry_interval_s=0, host_interval_s=0, max_wait_s=0.1,
            ),
        )  # fmt: skip


async def live(world: World, process: AsyncCrawlerProcess, folder: Path) -> list[Week]:
    """All weeks: crawl, verify, report."""
    (folder / "waivers.toml").write_text(WAIVERS, "utf-8")
    weeks: list[Week] = []
    before: dict[str, str] = {}
    for week in range(WEEKS):
        world.turn(week)
        profile = world.profile()
        code = await crawl(process, profile, folder, monday(week))
        if code is Exit.DONE:
            code = await asyncio.to_thread(verify_week, profile, folder, week)
        report = await asyncio.to_thread(report_week, folder, week)
        after = standing(report)
        weeks.append(
            Week(
                week=week,
                opened=tuple(sorted(set(after) - set(before))),
                closed=tuple(sorted(set(before) - set(after))),
                exit=code or exit_of(report),
                text=render(report, brief=True),
            )
        )
        before = after
    return weeks


async def crawl(
    process: AsyncCrawlerProcess, profile: Profile, folder: Path, begin: datetime
) -> Exit:
    """One crawl that begins at a moment."""
    start = time.monotonic()
    with opened(
        profile, folder, now=lambda: begin + timedelta(seconds=time.monotonic() - start)
    ) as ledger:
        knobs = vars(settings) | settings.knobs_of(ledger.profile)
        await process.crawl("site", asking=Asking(ledger, settings.manners_of(knobs)))
        summary = ledger.summary or finish(ledger, "killed")
    return Exit.DONE if summary.outcome is Outcome.FINISHED else Exit.INCOMPLETE


def verify_week(profile: Profile, folder: Path, week: int) -> Exit:
    """One verification, an hour after the crawl."""
    moment = monday(week) + timedelta(hours=1)
    summary = verify_site(profile, folder, now=lambda: moment)
    return Exit.DONE if summary.is_complete else Exit.INCOMPLETE


def report_week(folder: Path, week: int) -> Report:
    """The report after a week's runs."""
    return read_report(folder, lambda: monday(week))


def standing(report: Report) -> dict[str, str]:
    """What a report says is wrong and not accepted: finding -> its number."""
    return {
        f"{item.kind} {item.subject} @{urlsplit(item.page_url).path}": item.id
        for item in report.items
        if item.change in ("new", "open")
    }


def main(folder: Path) -> None:
    """Live the year and write ``year.json`` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    knobs = Settings()
    knobs.setmodule(settings, priority="project")
    knobs.set("LOG_ENABLED", False, priority="cmdline")
    process = AsyncCrawlerProcess(knobs)
    from twisted.internet import reactor  # only now: Scrapy has chosen which one

    told: list[Week] = []

    async def lived() -> None:
        try:
            told.extend(await live(World(web, registries), process, folder))
        finally:
            reactor.stop()

    web = Server({}, folder)
    os.environ["SSL_CERT_FILE"] = web.ca_file  # instead of the system's, which take long to load
    with replica.running() as registries, resolver(NAMES):
        reactor.callWhenRunning(lambda: deferred_from_coro(lived()))
        process.start(stop_after_crawl=False)
    web.close()
    text = json.dumps([asdict(week) for week in told], indent=1)
    (folder / "year.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
