"""What a crawl asks and keeps is no matter of whose answer comes first, nor of being killed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from archive.store import Store
from archive.warc.captures import walk
from crawler.finishing import settle_site
from crawler.past import Past
from crawler.profile_loading import load_profile
from crawler.replaying import replay
from tests.crawler.crawls import CrawlProcess, content, crawl, rows, write_profile
from tests.crawler.loopback import Loopback, Reply, links

FREE = Reply("", status=404)
SORTS = [f"by={by}&way={way}" for by, way in product(("title", "date"), ("asc", "desc"))]
ITEMS = [f"item {n} of the list, in words that no other item has: {n * 7919}" for n in range(8)]


class Shuffled(Loopback):
    """A list in pages that can be sorted, a calendar, and queries that change nothing, with and
    without words; each answer takes as long as chance has it."""

    def __init__(self) -> None:
        super().__init__({"/robots.txt": FREE, "/sitemap.xml": FREE}, default=self.answer)
        self.random = random.Random(0)
        self.kill_at, self.victim = 0, 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if len(self.seen) == self.kill_at:
            os.kill(self.victim, signal.SIGKILL)
        await asyncio.sleep(self.random.choice((0, 0, 0.01, 0.05)))
        return web.Response(body=self.body(request), content_type="text/html")

    def body(self, request: web.Request) -> str:
        asked = request.query
        if request.path == "/list":
            number, order = int(asked.get("page", "1")), ITEMS[::]
            if asked.get("by") == "title":
                order.sort(reverse=asked.get("way") == "desc")
            more = [f"/list?page={number + step}" for step in (-1, 1) if 0 < number + step < 9]
            sorts = [f"{page}&{sort}" for page in [f"/list?page={number}", *more] for sort in SORTS]
            return links(*more, *sorts, "/", text=f"{number}: " + ". ".join(order[number % 4 :]))
        if request.path == "/cal":
            month = int(asked.get("month", "6"))
            return links(*(f"/cal?month={month + step}" for step in (-1, 1)), text=f"month {month}")
        if request.path == "/empty":
            return "<!doctype html><title></title><a href=/></a>"
        if request.path == "/same":
            return links("/", text="the same page whatever is asked of it, in a dozen words or so")
        if request.path == "/short":
            return links("/", text="few words")
        variants = [f"/{path}?{name}=1" for path in ("same", "short", "empty") for name in "ab"]
        return links(*variants, "/same", "/short", "/empty", "/list", "/cal", text="home")


def outcome(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What is asked, kept as a page, and known as another URL of one."""
    asked = [
        (url, state, reason if state == "skipped" else "")
        for url, state, reason in rows(data, "SELECT url, state, reason FROM frontier")
    ]
    return {
        "asked": sorted(asked),
        "pages": sorted(rows(data, "SELECT url, content_sha256 FROM pages")),
        "aliases": sorted(
            rows(
                data,
                "SELECT a.url, p.url, reason FROM page_aliases a JOIN pages p ON p.id = page_id",
            )
        ),
    }


@pytest.fixture(scope="module")
def server() -> Iterator[Shuffled]:
    with Shuffled() as running:
        yield running


@pytest.fixture(scope="module")
def profile(server: Shuffled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_profile(
        tmp_path_factory.mktemp("shuffled"), server.url, scope="max_query_variants = 6"
    )
    path.write_text(path.read_text("utf-8").replace("concurrency = 2", "concurrency = 6"))
    return path


@pytest.fixture(scope="module")
def undisturbed(server: Shuffled, profile: Path) -> Path:
    data = profile.parent / "undisturbed"
    assert crawl(profile, data).returncode == 0
    return data


def test_the_first_crawl_is_as_expected(undisturbed: Path) -> None:
    """Six pages of the list, of which the first is the list itself, and six of its sortings: the
    nearest ones. Variants are aliases."""
    found = outcome(undisturbed)
    paths = [url.partition("127.0.0.1:")[2].partition("/")[2] for url, *_ in found["pages"]]
    queries = [path for path in paths if path.startswith("list?")]
    assert [q for q in queries if "&" not in q] == [f"list?page={n}" for n in range(2, 7)]
    assert sum("way=" in url and state == "fetched" for url, state, _ in found["asked"]) == 6
    aliases = {url.rpartition("/")[2] for url, *_ in found["aliases"]}
    assert {f"{path}?{name}=1" for path in ("same", "short", "empty") for name in "ab"} <= aliases
    assert not aliases & set(paths)


@pytest.mark.parametrize("seed", range(1, 4))
def test_other_answers_may_come_first(
    seed: int, server: Shuffled, profile: Path, undisturbed: Path
) -> None:
    server.random = random.Random(seed)
    data = profile.parent / f"seed-{seed}"
    assert crawl(profile, data).returncode == 0
    assert outcome(data) == outcome(undisturbed)


@pytest.mark.parametrize("at", [4, 12, 25])
def test_a_crawl_may_be_killed(at: int, server: Shuffled, profile: Path, undisturbed: Path) -> None:
    data = profile.parent / f"killed-{at}"
    process = CrawlProcess(profile, data)
    server.victim, server.kill_at = process.pid, len(server.seen) + at
    assert process.wait().returncode == -signal.SIGKILL
    assert crawl(profile, data).returncode == 0
    assert outcome(data) == outcome(undisturbed)


@pytest.mark.parametrize("seed", range(3))
def test_captures_may_be_read_in_any_order(
    seed: int, profile: Path, undisturbed: Path, tmp_path: Path
) -> None:
    pairs = list(walk(undisturbed / "captures"))
    random.Random(seed).shuffle(pairs)
    known = load_profile(str(profile))
    with Store.open(tmp_path / "crawl.db") as store, Past(known, store) as past:
        run_id = store.begin_run("replay", known.name, {})
        past.keep(run_id, pairs)
        settle_site(store, run_id, past.scope)
    found, expected = outcome(tmp_path), outcome(undisturbed)
    assert found | {"asked": []} == expected | {"asked": []}


def test_a_replay_comes_to_the_same_rows(profile: Path, undisturbed: Path) -> None:
    before = content(undisturbed)
    replay(load_profile(str(profile)), undisturbed)
    assert content(undisturbed) == before
