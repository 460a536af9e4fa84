"""Crawls that are killed again and again (kill -9), a quarter of the times while they recover.

    python -m tests.bench.crash [KILLS] [--minutes N] [--seed N] [--flips N] [--pages N]

What an undisturbed crawl of the same site leaves is the measure: no page missing, none captured
twice, no capture lost that was in the database before a kill, ``archive check`` clean, and no
manual step. Two deliberately wrong orders of writing show that the measure can fail. Then a WARC
file is damaged, bit by bit: is each flip found, and do all other records come back?
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from archive.crawls import capture_by_id
from archive.records import Outcome as RunOutcome
from archive.store import Store
from archive.warc.captures import SEAL, CaptureWriter, DamagedCapture, read_exchange
from archive.warc.checking import check_files, warc_files
from archive.warc.members import pieces_of
from archive.warc.rows import check_rows
from archive.warc.salvage import salvage
from crawler import ledger
from crawler.batch import Batch
from tests.crawler.crawls import CrawlProcess, write_profile
from tests.crawler.loopback import Loopback, Reply, links

MOST_ANSWERS = 25
"""A crawl is killed at the latest when it has got so many answers: more than a batch."""
JITTER_S = 0.1
"""And at any moment of the time that follows."""
RECOVERY_S = 0.06
"""Within this time after it holds the folder, a crawl is busy recovering."""
Mutant = Callable[[], None]


class Site(Loopback):
    """So many pages that lead to each other; ``answered`` are those sent to their last byte."""

    def __init__(self, pages: int) -> None:
        self.paths = [f"/p{number}" for number in range(pages)]
        free = Reply("", status=404)
        super().__init__({"/robots.txt": free, "/sitemap.xml": free}, default=self.page)
        self.answered: Counter[str] = Counter()

    async def page(self, request: web.Request) -> web.StreamResponse:
        """A page with links to the next ones; the home page leads to every tenth."""
        number = int(request.path[2:] or 0) if request.path != "/" else -1
        if number >= len(self.paths):
            raise web.HTTPNotFound
        near = self.paths[number + 1 : number + 11] if number >= 0 else self.paths[::10]
        text = links("/", *near, text=f"Page {number}. " + "Keep moving, it helps. " * 40)
        answer = web.Response(body=text, content_type="text/html")
        await answer.prepare(request)
        await answer.write_eof()
        self.answered[request.path] += 1
        return answer


@dataclass
class Outcome:
    """What so many kills did. All but the first three should be empty."""

    kills: int = 0
    in_recovery: int = 0
    crawls: int = 0
    """Sites crawled to the end."""
    asked_again: int = 0
    """Answers of the server that a kill made worthless."""
    acknowledged: int = 0
    """Captures that were in the database at a kill."""
    lost: set[str] = field(default_factory=set)
    """Of those, captures without row or without record at the end."""
    missing: set[str] = field(default_factory=set)
    """Pages that an undisturbed crawl has."""
    reasons: Counter[str] = field(default_factory=Counter)
    """What the crawls say of these."""
    twice: set[str] = field(default_factory=set)
    """Pages with more than one capture."""
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

    def run(self, kills: int, in_recovery: int, until: float = float("inf")) -> Outcome:
        """Kill so often, then let the last crawl end; begin a new one whenever one ends.

        After the moment ``until`` (``time.monotonic``) nothing more is killed.
        """
        found = self.outcome
        self._until = until
        while (found.kills < kills and time.monotonic() < until) or not found.crawls:
            data = self._folder / f"data{found.crawls}"
            known: set[str] = set()
            before = self._site.answered.total()
            while not self._crawl(data, known, kills, in_recovery):
                known |= captures_in(data)
            found.acknowledged += len(known)
            found.asked_again += self._site.answered.total() - before - len(self._site.paths) - 1
            found.crawls += 1
            self._look(data, known)
        return found

    def _crawl(self, data: Path, known: set[str], kills: int, in_recovery: int) -> bool:
        """One crawl; whether it came to its end before it was killed."""
        found = self.outcome
        process = CrawlProcess(self._profile, data, before=self._mutant)
        if found.kills < kills and time.monotonic() < self._until:
            is_early = found.in_recovery < in_recovery and known and self._chance.random() < 0.5
            wait_until_held(data, process)
            if is_early:
                time.sleep(self._chance.uniform(0, RECOVERY_S))
            else:
                self._wait_for_answers(self._chance.randrange(MOST_ANSWERS), process)
                time.sleep(self._chance.uniform(0, JITTER_S))
            known |= captures_in(data)
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            if process.wait().returncode == -signal.SIGKILL:
                found.kills += 1
                found.in_recovery += bool(is_early)
                return has_ended(data)  # killed behind its end: begun again, it would ask all anew
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
        found = self.outcome
        wanted = {f"{self._site.url}{path}" for path in ["/", *self._site.paths]}
        with Store.open(data / "crawl.db") as store:
            rows = store.db.execute("SELECT url, id FROM captures").fetchall()
            pages = {url for (url,) in store.db.execute("SELECT url FROM pages")}
            reasons = [
                f"{state} ({reason})"
                for url, state, reason in store.db.execute(
                    "SELECT url, state, reason FROM frontier"
                )
                if url in wanted - pages
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
        counts = Counter(url for url, _ in rows)
        found.missing |= wanted - (pages & set(counts))
        found.reasons.update(reasons)
        found.twice |= {url for url in wanted if counts[url] > 1}
        found.damage += [
            f"{a.kind}: {a.message}" for a in checked.anomalies if a.kind != "cut_tail"
        ]


def wait_until_held(data: Path, process: CrawlProcess) -> None:
    """Until a crawl holds its folder, or has ended."""
    owner = data / "lock.pid"
    while process.is_alive:
        with suppress(OSError):
            if owner.read_text() == f"{process.pid}\n":
                return
        time.sleep(0.002)


def has_ended(data: Path) -> bool:
    """Whether the latest crawl of a folder said that it was finished."""
    if not (data / "crawl.db").exists():
        return False
    with closing(sqlite3.connect(f"file:{data / 'crawl.db'}?mode=ro", uri=True)) as db:
        try:
            last = db.execute("SELECT outcome FROM runs ORDER BY id DESC LIMIT 1").fetchone()
        except sqlite3.OperationalError:  # it is being made
            return False
    return last is not None and last[0] == RunOutcome.FINISHED


def captures_in(data: Path) -> set[str]:
    """Ids of the captures that are committed at this moment."""
    if not (data / "crawl.db").exists():
        return set()
    with closing(sqlite3.connect(f"file:{data / 'crawl.db'}?mode=ro", uri=True)) as db:
        try:
            return {identity for (identity,) in db.execute("SELECT id FROM captures")}
        except sqlite3.OperationalError:  # it is being made
            return set()


# --------------------------------------------------------------------------- wrong on purpose


def rows_before_records() -> None:
    """Mutant: rows are committed while their records still wait in memory."""
    waiting: list[tuple[CaptureWriter, bytes]] = []
    append, sync, commit = CaptureWriter._append, CaptureWriter.sync, Batch.commit

    def keep(self: CaptureWriter, data: bytes) -> int:
        start = self._size
        waiting.append((self, data))
        self._size += len(data)
        self._is_synced = False
        return start

    def write(self: CaptureWriter) -> None:
        for _, data in waiting:
            self._size -= len(data)
        for _, data in waiting:
            append(self, data)
        waiting.clear()
        sync(self)

    def hurry(self: Batch) -> None:
        CaptureWriter.sync = lambda writer: None  # type: ignore[method-assign]
        commit(self)
        time.sleep(0.05)  # a slow disk
        CaptureWriter.sync = write  # type: ignore[method-assign]
        self._writer.sync()

    CaptureWriter._append = keep  # type: ignore[method-assign]
    CaptureWriter.sync = write  # type: ignore[method-assign]
    Batch.commit = hurry  # type: ignore[method-assign]


def ends_not_committed() -> None:
    """Mutant: recovery does not know where the last acknowledged record ends."""
    recover = ledger.recover
    ledger.recover = lambda folder, _: recover(folder, None)


MUTANTS: dict[str, Mutant] = {
    "rows before their records": rows_before_records,
    "ends of files not committed": ends_not_committed,
}


# --------------------------------------------------------------------------- damage


def flips(path: Path, number: int, chance: random.Random, scratch: Path) -> tuple[int, int]:
    """Flip single bits of a file; (how many were found, how many cost other records too)."""
    whole = path.read_bytes()
    sound = [piece.data for piece in pieces_of(path)]
    damaged = scratch / path.name
    seal = path.name + SEAL  # finds what no check sum of a member covers
    shutil.copy(path.with_name(seal), scratch / seal)
    found = costly = 0
    for _ in range(number):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        target = scratch / "clean.warc.gz"
        target.unlink(missing_ok=True)
        saved = salvage(damaged, target)
        found += any(a.is_damage for a in check_files([damaged]).anomalies)
        kept = [piece.data for piece in pieces_of(target)]
        costly += saved.records < len(sound) - 1 or not all(data in sound for data in kept)
    return found, costly


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when something was lost."""
    parser = argparse.ArgumentParser(description="Kill crawls and see what is left.")
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="Kill no longer.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=60)
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # killed clients hang up
    began = time.perf_counter()
    is_good = True
    with tempfile.TemporaryDirectory() as scratch, Site(given.pages) as site:
        for name, mutant, kills in [
            ("as it is", None, given.kills),
            *((name, mutant, 10) for name, mutant in MUTANTS.items()),
        ]:
            folder = Path(scratch) / name.replace(" ", "_")
            folder.mkdir()
            found = Crashes(site, folder, chance, mutant).run(
                kills, kills // 4, time.monotonic() + given.minutes * 60
            )
            is_good &= found.is_good is (mutant is None)
            print(
                f"{name}: {found.kills} kills ({found.in_recovery} in recovery), {found.crawls} "
                f"crawls ended, {found.acknowledged} captures acknowledged, "
                f"{len(found.lost)} of them lost, "
                f"{len(found.missing)} pages missing, {len(found.twice)} captured twice, "
                f"{found.asked_again} answers asked for again, {len(found.damage)} times damage, "
                f"{len(found.failed)} crawls failed; {time.perf_counter() - began:.0f} s"
            )
            reasons = [f"{pages} pages missing: {why}" for why, pages in found.reasons.items()]
            more = [*found.damage[:3], *found.failed[:3], *reasons]
            for said in more if mutant is None else []:
                print(f"  {said}")
        path = warc_files(Path(scratch) / "as_it_is" / "data0" / "captures")[0]
        hit, costly = flips(path, given.flips, chance, Path(scratch))
        is_good &= (hit, costly) == (given.flips, 0)
        print(f"{given.flips} bits flipped, {hit} found; {costly} cost more than their own record")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
