"""Crawls that are killed again and again (kill -9), a quarter of the times while they recover.

    python -m tests.bench.crash [KILLS] [--minutes N] [--seed N] [--flips N] [--pages N] [--weeks N]
                                [--spare-first]

A site that has been crawled is crawled again, week by week: most pages are confirmed by their
validators (304), some or none have changed, and these crawls are killed as well, a third of the
times while Scrapy is being started, or soon after (decision 0036).

What an undisturbed crawl of the same site leaves is the measure: no page missing or out of date,
none captured twice in a week, no capture lost that was in the database before a kill, ``archive
check`` clean, and no manual step. Two deliberately wrong orders of writing show that the measure
can fail. Then a WARC file is damaged, bit by bit: is each flip found, and do all other records come
back?
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from archive.crawls import capture_by_id
from archive.integrity.checking import check_files
from archive.integrity.rows import check_rows
from archive.records import Outcome as RunOutcome
from archive.store import Store
from archive.warc.captures import DamagedCapture, read_exchange
from archive.warc.files import warc_files
from crawler import crawling
from tests.bench.flips import flips
from tests.bench.wrong_orders import MUTANTS, Mutant
from tests.crawler.crawls import CrawlProcess, write_profile
from tests.crawler.loopback import Loopback, Reply, links

MOST_ANSWERS = 25
"""A crawl is killed at the latest when it has got so many answers: more than a batch."""
JITTER_S = 0.1
"""And at any moment of the time that follows."""
WEEKS = 4
"""Crawls of a site behind its first one."""
CHANGING = 9
"""One page in so many has changed in a week; every second week only of the latter half, so that
much is asked before there is something to read, and every third week none."""
START_S = 0.4
"""So long does a crawl take to import Scrapy, which the process that these come from has done."""
READING = "reads"
"""What the process of a crawl calls itself from then on."""
ROUNDS = 5
"""Of ten kills each, in which a wrong order of writing has to be caught."""
RECOVERY_S = 0.06
"""Within this time after it holds the folder, a crawl is busy recovering."""


class Site(Loopback):
    """So many pages that lead to each other; ``answered`` are those sent to their last byte.

    In every ``week`` some are new editions, and all are known by their validators.
    """

    def __init__(self, pages: int) -> None:
        self.paths = [f"/p{number}" for number in range(pages)]
        free = Reply("", status=404)
        super().__init__({"/robots.txt": free, "/sitemap.xml": free}, default=self.page)
        self.answered: Counter[str] = Counter()
        self.week = 0

    def edition(self, number: int) -> int:
        """The latest week in which a page changed (-1 is the home page)."""
        latter = range(len(self.paths) // 2, len(self.paths))
        weeks = [w for w in range(1, self.week + 1) if w % 3 and (w % 2 or number in latter)]
        return max((w for w in weeks if (number + w) % CHANGING == 0), default=0)

    def title(self, number: int) -> str:
        """What a page is called this week."""
        return f"Page {number}, edition {self.edition(number)}."

    async def page(self, request: web.Request) -> web.StreamResponse:
        """A page with links to the next ones; the home page leads to every tenth."""
        number = int(request.path[2:] or 0) if request.path != "/" else -1
        if number >= len(self.paths):
            raise web.HTTPNotFound
        near = self.paths[number + 1 : number + 11] if number >= 0 else self.paths[::10]
        tag = f'"{number}-{self.edition(number)}"'
        if request.headers.get("If-None-Match") == tag:
            answer = web.Response(status=304, headers={"ETag": tag})
        else:
            text = links("/", *near, text=f"{self.title(number)} " + "Keep moving, it helps. " * 40)
            answer = web.Response(body=text, content_type="text/html", headers={"ETag": tag})
        await answer.prepare(request)
        await answer.write_eof()
        self.answered[request.path] += 1
        return answer


@dataclass
class Outcome:
    """What so many kills did. What is empty of the rest is good."""

    kills: int = 0
    in_recovery: int = 0
    in_weeks: int = 0
    """Of the kills, those of crawls of a site that had been crawled."""
    without_scrapy: int = 0
    """Of those in weeks, before Scrapy was started."""
    in_start: int = 0
    """Of those in weeks, while it was being started, or within as much time after."""
    crawls: int = 0
    """Crawls that came to their end."""
    confirmed: int = 0
    """Captures by which a server said that a page is as it was."""
    asked_again: int = 0
    """Answers of the server that a kill made worthless."""
    acknowledged: int = 0
    """Captures that were in the database at a kill."""
    lost: set[str] = field(default_factory=set)
    """Of those, captures without row or without record at the end."""
    missing: set[str] = field(default_factory=set)
    """Pages that an undisturbed crawl has, as they are this week."""
    reasons: Counter[str] = field(default_factory=Counter)
    """What the crawls say of these."""
    twice: set[str] = field(default_factory=set)
    """Pages with more than one capture of a week."""
    damage: list[str] = field(default_factory=list)
    """What ``archive check`` says."""
    failed: list[str] = field(default_factory=list)
    """Crawls that did not end well although nobody killed them."""

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.missing or self.twice or self.damage or self.failed)


class Crashes:
    """Crawls of one site in a folder, killed by chance."""

    def __init__(
        self, site: Site, folder: Path, chance: random.Random, mutant: Mutant | None = None
    ) -> None:
        self._site = site
        self._folder = folder
        self._chance = chance
        self._mutant = mutant
        self._until = float("inf")
        # On a busy machine a second is too short, and what is late would be called missing.
        self._profile = write_profile(folder, site.url, timeout_s=20)
        self.outcome = Outcome()

    def run(
        self,
        kills: int,
        in_recovery: int,
        until: float = float("inf"),
        *,
        weeks: int = 0,
        is_first_spared: bool = False,
    ) -> Outcome:
        """Kill so often, then let the last crawl end; begin a new one whenever one ends.

        After the moment ``until`` (``time.monotonic``) nothing more is killed. Each site is crawled
        once and ``weeks`` times more; with ``is_first_spared`` only the latter are killed.
        """
        found = self.outcome
        self._until = until
        sites = 0
        while (found.kills < kills and time.monotonic() < until) or not sites:
            data = self._folder / f"data{sites}"
            known: set[str] = set()
            for self._site.week in range(weeks + 1):
                before = self._site.answered.total()
                is_spared = is_first_spared and not self._site.week
                while not self._crawl(data, known, 0 if is_spared else kills, in_recovery):
                    known |= captures_in(data)
                again = self._site.answered.total() - before - len(self._site.paths) - 1
                found.asked_again += again
                found.crawls += 1
                self._look(data, known)
                known |= captures_in(data)
            found.acknowledged += len(known)
            sites += 1
        return found

    def _crawl(self, data: Path, known: set[str], kills: int, in_recovery: int) -> bool:
        """One crawl; whether it came to its end before it was killed."""
        found = self.outcome
        process = CrawlProcess(self._profile, data, before=self._mutant or tell_of_start)
        if found.kills < kills and time.monotonic() < self._until:
            is_early = found.in_recovery < in_recovery and known and self._chance.random() < 0.5
            wait_until_held(data, process)
            is_starting = bool(self._site.week) and self._chance.random() < 1 / 3
            if is_early:
                time.sleep(self._chance.uniform(0, RECOVERY_S))
            elif is_starting:
                while process.is_alive and not is_reading(process):
                    time.sleep(0.002)
                time.sleep(self._chance.uniform(0, 2 * START_S))
            else:
                # What is unchanged is committed in large batches: a crawl needs time to get on.
                most = len(self._site.paths) if self._site.week else MOST_ANSWERS
                self._wait_for_answers(self._chance.randrange(most), process)
                time.sleep(self._chance.uniform(0, JITTER_S))
            known |= captures_in(data)
            is_asking = not is_reading(process)
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            if process.wait().returncode == -signal.SIGKILL:
                found.kills += 1
                found.in_recovery += bool(is_early)
                found.in_weeks += bool(self._site.week)
                found.without_scrapy += bool(self._site.week) and is_asking
                found.in_start += is_starting and not is_early and not is_asking
                # killed behind its end: begun again, it would ask all anew
                return has_ended(data, self._site.week + 1)
        ended = process.wait()
        if ended.returncode:
            found.failed.append(f"{ended.returncode}: {ended.stdout} {ended.stderr[-300:]}")
        return True

    def _wait_for_answers(self, number: int, process: CrawlProcess) -> None:
        """Until the server has given so many more answers, or the crawl has ended."""
        wanted = self._site.answered.total() + number
        while self._site.answered.total() < wanted and process.is_alive:
            time.sleep(0.002)

    def _look(self, data: Path, known: set[str]) -> None:
        """Compare what a crawl left with what it should have."""
        found, url = self.outcome, self._site.url
        wanted = {f"{url}/": -1} | {f"{url}/p{n}": n for n in range(len(self._site.paths))}
        with Store.open(data / "crawl.db") as store:
            ask = store.db.execute
            rows = ask(
                "SELECT url, status FROM captures WHERE run_id = (SELECT max(id) FROM runs)"
            ).fetchall()
            titles = dict(ask("SELECT url, title FROM pages").fetchall())
            missing = {
                page
                for page, number in wanted.items()
                if not (titles.get(page) or "").startswith(self._site.title(number))
            }
            reasons = [
                f"{state} ({reason})"
                for page, state, reason in ask("SELECT url, state, reason FROM frontier")
                if page in missing
            ]
            checked = check_files(warc_files(data / "captures"))
            checked.anomalies += check_rows(store.db, store.path, checked)
            for identity in known:
                capture = capture_by_id(store.db, identity)
                try:
                    assert capture is not None
                    read_exchange(data / "captures", capture)
                except (AssertionError, DamagedCapture):
                    found.lost.add(identity)
        counts = Counter(page for page, _ in rows)
        found.confirmed += sum(status == 304 for _, status in rows)
        found.missing |= missing | (wanted.keys() - counts.keys())
        found.reasons.update(reasons)
        found.twice |= {page for page in wanted if counts[page] > 1}
        found.damage += [
            f"{a.kind}: {a.message}" for a in checked.anomalies if a.kind != "cut_tail"
        ]


def tell_of_start() -> None:
    """In the child: the name of the process says when Scrapy is started, which takes its time."""
    read = crawling._read_by_scrapy

    def tell(*given: Any) -> None:
        Path("/proc/self/comm").write_text(READING)
        time.sleep(START_S)
        read(*given)

    crawling._read_by_scrapy = tell


def is_reading(process: CrawlProcess) -> bool:
    """Whether a crawl has begun to start Scrapy."""
    with suppress(OSError):
        return Path(f"/proc/{process.pid}/comm").read_text() == f"{READING}\n"
    return False


def wait_until_held(data: Path, process: CrawlProcess) -> None:
    """Until a crawl holds its folder, or has ended."""
    owner = data / "lock.pid"
    while process.is_alive:
        with suppress(OSError):
            if owner.read_text() == f"{process.pid}\n":
                return
        time.sleep(0.002)


def has_ended(data: Path, crawls: int) -> bool:
    """Whether so many crawls of a folder have said that they were finished."""
    if not (data / "crawl.db").exists():
        return False
    with closing(sqlite3.connect(f"file:{data / 'crawl.db'}?mode=ro", uri=True)) as db:
        try:
            sql = "SELECT count(*) FROM runs WHERE outcome = ?"
            (ended,) = db.execute(sql, (RunOutcome.FINISHED,)).fetchone()
        except sqlite3.OperationalError:  # it is being made
            return False
    return bool(ended >= crawls)


def captures_in(data: Path) -> set[str]:
    """Ids of the captures that are committed at this moment."""
    if not (data / "crawl.db").exists():
        return set()
    with closing(sqlite3.connect(f"file:{data / 'crawl.db'}?mode=ro", uri=True)) as db:
        try:
            return {identity for (identity,) in db.execute("SELECT id FROM captures")}
        except sqlite3.OperationalError:  # it is being made
            return set()


def _crashes(site: Site, folder: Path, chance: random.Random, mutant: Mutant | None) -> Crashes:
    """Crawls in a folder that is made for them."""
    folder.mkdir()
    return Crashes(site, folder, chance, mutant)


def _print(name: str, found: Outcome, began: float) -> None:
    print(
        f"{name}: {found.kills} kills ({found.in_recovery} in recovery, {found.in_weeks} in weekly "
        f"crawls, of these {found.without_scrapy} before Scrapy and {found.in_start} at its "
        f"start), {found.crawls} crawls ended, {found.acknowledged} captures acknowledged, "
        f"{found.confirmed} pages confirmed, {len(found.lost)} captures lost, "
        f"{len(found.missing)} pages missing, {len(found.twice)} captured twice, "
        f"{found.asked_again} answers asked for again, {len(found.damage)} times damage, "
        f"{len(found.failed)} crawls failed; {time.monotonic() - began:.0f} s",
        flush=True,
    )


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when something was lost."""
    parser = argparse.ArgumentParser(description="Kill crawls and see what is left.")
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="Kill no longer.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--weeks", type=int, default=WEEKS, help="Crawls behind the first one.")
    parser.add_argument("--spare-first", action="store_true", help="Kill weekly crawls only.")
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # killed clients hang up
    began = time.monotonic()
    is_good = True
    with tempfile.TemporaryDirectory() as scratch, Site(given.pages) as site:
        found = _crashes(site, Path(scratch) / "sound", chance, None).run(
            given.kills,
            given.kills // 4,
            began + given.minutes * 60,
            weeks=given.weeks,
            is_first_spared=given.spare_first,
        )
        _print("as it is", found, began)
        is_good &= found.is_good
        for said in [
            *found.damage[:3],
            *found.failed[:3],
            *(f"{pages} pages missing: {why}" for why, pages in found.reasons.items()),
        ]:
            print(f"  {said}")
        for name, mutant in MUTANTS.items():
            # Moments are chance: ten of them may all be harmless.
            for number in range(ROUNDS):
                folder = Path(scratch) / f"{mutant.__name__}{number}"
                found = _crashes(site, folder, chance, mutant).run(10, 2)
                _print(name, found, began)
                if not found.is_good:
                    break
            is_good &= not found.is_good
        path = warc_files(Path(scratch) / "sound" / "data0" / "captures")[0]
        hit, costly = flips(path, given.flips, chance, Path(scratch))
        is_good &= (hit, costly) == (given.flips, 0)
        print(f"{given.flips} bits flipped, {hit} found; {costly} cost more than their own record")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
