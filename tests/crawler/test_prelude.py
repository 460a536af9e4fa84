"""Weeks of a site in which nothing, or not all, is to be read: Scrapy is started for that only."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import scrapy.crawler
from aiohttp import web

from tests.crawler.crawls import CrawlProcess, content, crawl, rows, run, write_profile
from tests.crawler.loopback import Loopback, Reply, links

pytestmark = pytest.mark.slow

PAGES = [f"/p{n}" for n in range(30)]


class Weekly(Loopback):
    """A site that knows its pages by validators; ``signals`` (path, number) go to its crawler when
    it asks for the path."""

    def __init__(self) -> None:
        super().__init__({})
        self.forget()

    def forget(self) -> None:
        """As it was at first."""
        self.pages = {"/robots.txt": Reply("User-agent: *\nDisallow: /p7")}
        self.texts = {"/": links(*PAGES, "/moved", "/gone"), "/p3": links("/p4", text="three")}
        self.texts |= {page: links("/", text=page) for page in PAGES if page != "/p3"}
        self.pages |= dict.fromkeys(self.texts, self.confirm)
        self.pages["/moved"] = Reply(status=301, headers={"Location": "/p1"})
        self.victim = 0
        self.signals: list[tuple[str, int]] = []

    async def confirm(self, request: web.Request) -> web.StreamResponse:
        for path, number in self.signals:
            if request.path == path:
                os.kill(self.victim, number)
                await asyncio.sleep(0.2)
        text = self.texts[request.path]
        tag = f'"{hash(text)}"'
        is_known = request.headers.get("If-None-Match") == tag
        body = None if is_known else text
        return web.Response(
            text=body, status=304 if is_known else 200, content_type="text/html",
            headers={"ETag": tag},
        )  # fmt: skip

    def week(self, profile: Path, data: Path, before: Callable[[], None] | None = None) -> int:
        """One crawl of a site of which nothing has been asked yet; its exit code."""
        self.hits.clear()
        process = CrawlProcess(profile, data, before=before)
        self.victim = process.pid
        return process.wait().returncode


@dataclass(frozen=True)
class Known:
    """The site with the folder of a first week, and what that asked for."""

    server: Weekly
    profile: Path
    data: Path
    asked: Counter[str]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    folder = tmp_path_factory.mktemp("first")
    with Weekly() as server:
        profile, data = patient(folder, server.url), folder / "data"
        assert server.week(profile, data) == 0
        yield Known(server, profile, data, server.hits.copy())


@pytest.fixture
def known(first: Known, tmp_path: Path) -> Known:
    """A copy of it for one test."""
    first.server.forget()
    data = shutil.copytree(first.data, tmp_path / "data")
    profile = Path(shutil.copy(first.profile, tmp_path))
    return replace(first, profile=profile, data=data)


def patient(folder: Path, url: str) -> Path:
    """A profile for a machine that is busy: none of this is about time-outs."""
    return write_profile(folder, url, timeout_s=20.0)


def without_scrapy() -> None:
    """Whoever starts Scrapy fails."""
    del scrapy.crawler.AsyncCrawlerProcess


def goes_on(
    server: Weekly, profile: Path, data: Path, asked: Counter[str], stopped: Counter[str]
) -> None:
    """A second week that was stopped says so, and what goes on asks nothing twice: ``asked`` by the
    first, ``stopped`` by the second until then."""
    assert rows(data, "SELECT outcome, message FROM runs WHERE id = 2") == [
        ("interrupted", "Stopped (shutdown); the next crawl goes on from here.")
    ]
    assert not list((data / "captures").glob("*.open"))
    assert server.week(profile, data) == 0
    assert (stopped + server.hits) - asked == Counter({"/robots.txt": 1})
    assert rows(data, "SELECT outcome FROM runs WHERE id = 2") == [("finished",)]


def test_a_week_without_changes_never_starts_scrapy(known: Known) -> None:
    server, profile, data, asked = known.server, known.profile, known.data, known.asked
    before = content(data)
    assert server.week(profile, data, without_scrapy) == 0
    assert server.hits == asked
    after = content(data)
    seen = rows(data, "SELECT count(*), count(DISTINCT last_seen_at) FROM pages")
    assert seen == [(30, 30)]
    for table in before.keys() - {"pages", "links"}:  # which say when they were seen last
        assert after[table] == before[table], table
    assert rows(data, "SELECT state, reason, urls FROM coverage WHERE run_id = 2 ORDER BY 2") == [
        ("fetched", "not_found", 2), ("fetched", "not_modified", 30), ("fetched", "redirect", 1),
        ("skipped", "robots", 1),
    ]  # fmt: skip
    assert rows(data, "SELECT outcome, message FROM runs WHERE id = 2") == [
        ("finished", "33 URLs fetched, 30 pages kept.")
    ]
    assert "[crawler.finishing] INFO: finished: 33" in (data / "crawl.log").read_text()


@pytest.mark.parametrize("changed", ["/", "/p3", "/p29"])
def test_what_has_changed_is_read_and_nothing_is_asked_twice(known: Known, changed: str) -> None:
    server, profile, data, asked = known.server, known.profile, known.data, known.asked
    server.texts[changed] = links(*PAGES, "/moved", "/gone", "/new", text="other words")
    server.texts["/new"], server.pages["/new"] = links(text="a new page"), server.confirm
    assert server.week(profile, data) == 0
    assert server.hits == asked + Counter({"/new": 1})
    sql = "SELECT pages.url FROM pages JOIN captures ON captures.id = capture_id WHERE run_id = 2"
    assert {url for (url,) in rows(data, sql)} == {f"{server.url}{changed}", f"{server.url}/new"}


def test_a_week_that_is_stopped_goes_on_and_asks_nothing_twice(known: Known) -> None:
    server, profile, data, asked = known.server, known.profile, known.data, known.asked
    server.signals = [("/p12", signal.SIGTERM)]
    assert server.week(profile, data, without_scrapy) == 2
    stopped = server.hits.copy()
    assert "/p25" not in stopped
    goes_on(server, profile, data, asked, stopped)


def test_who_cannot_wait_signals_twice(known: Known) -> None:
    server, profile, data = known.server, known.profile, known.data
    server.signals = [("/p12", signal.SIGINT), ("/p12", signal.SIGINT)]

    async def hold(request: web.Request) -> web.StreamResponse:
        await server.confirm(request)
        await asyncio.sleep(0.9)
        return web.Response(status=500)

    server.pages["/p12"] = hold
    assert server.week(profile, data, without_scrapy) == 2
    server.signals, server.pages["/p12"] = [], server.confirm
    reason = rows(data, "SELECT message FROM runs WHERE id = 2")
    assert reason == [("Stopped (killed); the next crawl goes on from here.",)]
    assert server.week(profile, data) == 0
    assert rows(data, "SELECT outcome FROM runs WHERE id = 2") == [("finished",)]


def test_a_full_disk_ends_a_week_without_changes_too(known: Known) -> None:
    profile, data = known.profile, known.data
    with (data / "crawl.log").open("a") as log:
        log.write("A long log.\n" * 5_000)
    full = CrawlProcess(profile, data, max_file_bytes=60_000, before=without_scrapy).wait()
    assert full.returncode == 2, full
    assert full.stdout.startswith("interrupted: ")
    assert "again" in full.stdout, "it says what to do"
    assert not full.stderr, "the log is full, too, and no reason to say more"
    assert crawl(profile, data).returncode == 0
    assert rows(data, "SELECT DISTINCT outcome FROM runs") == [("finished",)]


def test_what_is_confirmed_is_committed_once_a_second(known: Known) -> None:
    server, profile, data = known.server, known.profile, known.data
    profile.write_text(profile.read_text().replace("concurrency = 2", "concurrency = 1"))

    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return await server.confirm(request)

    server.pages |= dict.fromkeys(PAGES, slowly)
    server.signals = [("/p13", signal.SIGKILL)]  # some 3 s from its start
    assert server.week(profile, data, without_scrapy) == -signal.SIGKILL
    assert rows(data, "SELECT count(*) > 4 FROM captures WHERE run_id = 2") == [(1,)]


SIGNALLED = """
import os, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), int(sys.argv[2]))

sys.meta_path.insert(0, Finder())
from crawler.crawling import main
sys.exit(main(sys.argv[3:]))
"""
"""A crawl in a fresh interpreter that gets a signal when it imports a module."""


@pytest.mark.parametrize(
    ("module", "number"),
    [
        ("scrapy.crawler", signal.SIGINT),
        ("scrapy.crawler", signal.SIGTERM),
        ("crawler.spiders.site", signal.SIGTERM),  # by the process, before it catches signals
        ("crawler.extensions", signal.SIGINT),  # while the engine is made
        ("scrapy.core.engine", signal.SIGTERM),
    ],
)
def test_a_signal_while_scrapy_starts_ends_a_week_well(
    known: Known, module: str, number: int
) -> None:
    server, profile, data, asked = known.server, known.profile, known.data, known.asked
    server.texts["/p3"] = links("/p4", text="other words")
    server.hits.clear()
    ended = run("-c", SIGNALLED, module, str(int(number)), str(profile), "--data", str(data))
    assert (ended.returncode, ended.stderr) == (2, "")
    stopped = server.hits.copy()
    assert stopped["/p3"]
    assert "/p25" not in stopped
    goes_on(server, profile, data, asked, stopped)


@pytest.mark.parametrize(
    ("seed", "asked"), [("/a|b", "/a%7Cb"), ("/[x]", "/%5Bx%5D"), ("/?a=[1]", "/?a=%5B1%5D")]
)
def test_a_seed_is_asked_once_under_the_name_it_always_had(
    tmp_path: Path, seed: str, asked: str
) -> None:
    with Weekly() as server:
        server.pages |= {seed: links("/p1"), asked: links("/p1")}
        profile, data = patient(tmp_path, server.url), tmp_path / "data"
        profile.write_text(profile.read_text().replace('/"]', f'{seed}"]', 1))
        assert crawl(profile, data).returncode == 0
        urls = rows(data, "SELECT url FROM frontier WHERE via = 'seed'")
        assert urls == [(f"{server.url}{asked}",)]
