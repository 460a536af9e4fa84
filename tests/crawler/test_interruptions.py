"""Crawls that are killed, stopped, refused, or run out of disk: nothing lost, nothing impolite."""

from __future__ import annotations

import os
import random
import signal
import ssl
from collections import Counter
from pathlib import Path

import pytest
import trustme
from aiohttp import web

from archive.crawls import capture_by_id
from archive.integrity.checking import check_files
from archive.integrity.rows import check_rows
from archive.locking import held
from archive.store import Store
from archive.warc.captures import read_exchange, walk
from archive.warc.files import warc_files
from crawler.batch import SIZE
from crawler.ledger import Ledger
from crawler.profile_loading import load_profile
from crawler.scope import Found
from pipelines.services.web.lateness import Lateness
from tests.crawler.crawls import CrawlProcess, crawl, rows, run, write_profile
from tests.crawler.loopback import Loopback, Reply, links, never

pytestmark = pytest.mark.slow

PAGES = [f"/p{n}" for n in range(40)]
FREE = Reply("", status=404)  # no robots.txt: all may be asked


class Striking(Loopback):
    """Sends a signal to the crawl when it has seen so many requests."""

    def __init__(self) -> None:
        super().__init__({"/": links(*PAGES), "/robots.txt": FREE, "/sitemap.xml": FREE})
        self.pages |= dict.fromkeys(PAGES, self.strike)
        self.strike_at: Counter[int] = Counter()
        self.signal = signal.SIGKILL
        self.victim = 0
        self.listening: set[str] = set()

    async def strike(self, request: web.Request) -> web.StreamResponse:
        if len(self.seen) in self.strike_at:
            self.listening |= listening(self.victim)
            os.kill(self.victim, self.signal)
        return web.Response(body=links("/", text=request.path), content_type="text/html")

    def crawl(self, profile: Path, data: Path) -> int:
        """One crawl that may be struck; its exit code."""
        process = CrawlProcess(profile, data)
        self.victim = process.pid
        return process.wait().returncode


def listening(pid: int) -> set[str]:
    """Local addresses that a process listens on (proc(5), state 0A)."""
    sockets = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            sockets.add(os.readlink(entry))
        except FileNotFoundError:
            continue
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {f[1] for f in lines if f[3] == "0A" and f"socket:[{f[9]}]" in sockets}


def check_nothing_is_lost(data: Path) -> None:
    """Every row's record is there, every record has its row, and each page is kept."""
    with Store.open(data / "crawl.db") as store:
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for (identity,) in rows(data, "SELECT id FROM captures"):
            capture = capture_by_id(store.db, identity)
            assert capture is not None
            read_exchange(data / "captures", capture)
        checked = check_files(warc_files(data / "captures"))
        found = [*checked.anomalies, *check_rows(store.db, data / "crawl.db", checked)]
        assert [a for a in found if a.kind != "cut_tail"] == []
    walked = sorted(capture.id for capture, _ in walk(data / "captures"))
    assert walked == sorted(i for (i,) in rows(data, "SELECT id FROM captures"))
    kept = {url.rpartition("/")[2] for (url,) in rows(data, "SELECT url FROM pages")}
    assert kept == {path[1:] for path in ["/", *PAGES]}


def test_a_crawl_that_is_killed_goes_on(tmp_path: Path) -> None:
    with Striking() as server:
        profile = write_profile(tmp_path, server.url)
        data = tmp_path / "data"
        server.strike_at.update([15, 36])
        assert server.crawl(profile, data) == -signal.SIGKILL
        assert server.crawl(profile, data) == -signal.SIGKILL
        assert server.crawl(profile, data) == 0
        asked = Counter(path for path, _ in server.seen if path in PAGES)
    assert set(asked) == set(PAGES)
    assert asked.total() <= len(PAGES) + 2 * (SIZE + 2), "a batch and what was in flight"
    assert server.listening == set(), "the crawl listens on no port"
    check_nothing_is_lost(data)
    assert rows(data, "SELECT command, outcome FROM runs") == [("crawl", "finished")]


def test_a_crawl_that_is_stopped_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    with Striking() as server:
        server.signal = signal.SIGTERM
        profile = write_profile(tmp_path, server.url)
        data = tmp_path / "data"
        server.strike_at.update([15])
        assert server.crawl(profile, data) == 2
        assert rows(data, "SELECT outcome FROM runs") == [("interrupted",)]
        assert not list((data / "captures").glob("*.open"))
        by_scrapy = ["crawl", "site", "-a", f"profile={profile}", "-a", f"data={data}"]
        ended = run("-m", "scrapy", *by_scrapy)
        assert ended.returncode == 0, ended.stderr
        asked = Counter(path for path, _ in server.seen if path in PAGES)
    assert asked == Counter(PAGES)
    check_nothing_is_lost(data)
    assert rows(data, "SELECT outcome FROM runs") == [("finished",)]


def test_scrapy_lists_the_spider() -> None:
    assert run("-m", "scrapy", "list").stdout == "site\n"


def test_a_full_disk_stops_the_crawl_and_loses_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk."""
    noise = random.Random(7)
    pages = {p: f"{links('/', text=p)}<!-- {noise.randbytes(30_000).hex()} -->" for p in PAGES}
    with Loopback({"/": links(*PAGES), "/robots.txt": FREE, **pages}) as server:
        profile = write_profile(tmp_path, server.url)
        data = tmp_path / "data"
        full = CrawlProcess(profile, data, max_file_bytes=900_000).wait()
        assert full.returncode == 2, full.stderr
        assert full.stdout.startswith("interrupted: ")
        assert "again" in full.stdout, "it says what to do"
        assert "Traceback" not in full.stdout + full.stderr
        assert rows(data, "SELECT count(*) BETWEEN 1 AND 39 FROM captures") == [(1,)]
        again = crawl(profile, data)
        assert again.returncode == 0, again.stdout
    check_nothing_is_lost(data)
    assert rows(data, "SELECT outcome FROM runs") == [("finished",)]


def test_a_second_crawl_is_refused_at_once(tmp_path: Path) -> None:
    profile = write_profile(tmp_path, "http://127.0.0.1:8999")
    with held(tmp_path / "data"):
        refused = crawl(profile, tmp_path / "data")
    assert refused.returncode == 2
    assert f"in use by process {os.getpid()}" in refused.stderr
    assert not (tmp_path / "data" / "crawl.db").exists()


@pytest.mark.parametrize("is_resumed", [False, True])
def test_a_site_that_is_not_there(is_resumed: bool, tmp_path: Path) -> None:
    with Loopback({}) as server:
        gone = server.url
    profile = write_profile(tmp_path, gone)
    if is_resumed:  # after one that was killed before it had asked anything
        Ledger(load_profile(str(profile)), tmp_path / "data").store.close()
    failed = crawl(profile, tmp_path / "data")
    assert failed.returncode == 2
    assert failed.stdout.startswith(
        f"failed: No page could be fetched from {gone}/: connection refused. Check"
    )
    states = rows(tmp_path / "data", "SELECT state, reason, urls FROM coverage")
    assert states == [("skipped", "robots_unreachable", 1)]


def test_no_robots_file_to_be_had_means_stay_out(tmp_path: Path) -> None:
    with Loopback({"/": links(*PAGES), "/robots.txt": Reply("Allow: /", status=503)}) as server:
        failed = crawl(write_profile(tmp_path, server.url), tmp_path / "data")
        assert set(server.hits) == {"/robots.txt"}
    assert failed.returncode == 2
    assert "its robots.txt could not be read" in failed.stdout


def test_a_host_that_keeps_refusing_is_parked(tmp_path: Path) -> None:
    refusals = dict.fromkeys(PAGES, Reply(status=429))
    with Loopback({"/": links(*PAGES), "/robots.txt": FREE, **refusals}) as server:
        parked = crawl(write_profile(tmp_path, server.url), tmp_path / "data")
        assert sum(server.hits[page] for page in PAGES) <= 4, "three, and one in flight"
    assert parked.returncode == 0
    sql = "SELECT DISTINCT state, reason FROM frontier WHERE state <> 'fetched'"
    found = set(rows(tmp_path / "data", sql))
    assert ("skipped", "host_parked") in found, "most were never asked"
    assert found & {("failed", "host_parked"), ("failed", "http_429")}


def test_an_address_that_is_not_open_is_not_asked(tmp_path: Path) -> None:
    with Loopback({"/": links(*PAGES)}) as server:
        failed = crawl(write_profile(tmp_path, server.url, allowed="[]"), tmp_path / "data")
        assert server.seen == []
    assert failed.returncode == 2
    assert "its address must not be asked" in failed.stdout


def test_a_host_that_prefers_its_other_name_is_asked_by_it(tmp_path: Path) -> None:
    pages = {page: links("/", text=page) for page in PAGES[:9]}
    with Loopback({"/": links(*pages), "/robots.txt": FREE, **pages}) as preferred:

        async def send_there(request: web.Request) -> web.StreamResponse:
            raise web.HTTPMovedPermanently(preferred.url + request.raw_path)

        with Loopback({"/robots.txt": FREE}, default=send_there) as other:
            alias = f'[hosts]\n"127.0.0.1:{other.port}" = ["127.0.0.1:{preferred.port}"]'
            profile = write_profile(tmp_path, other.url)
            profile.write_text(profile.read_text() + alias)
            ended = crawl(profile, tmp_path / "data")
            assert ended.returncode == 0, ended.stdout
            assert other.hits["/"] == 1
            assert sum(other.hits[page] for page in pages) <= 4, "it learns"
            assert {preferred.hits[page] for page in pages} == {1}
            found = dict(rows(tmp_path / "data", "SELECT url, reason FROM frontier"))
            home = other.url
    assert {found[f"{home}{page}"] for page in ["/", *pages]} == {""}
    assert rows(tmp_path / "data", "SELECT count(*) FROM pages") == [(10,)]


def test_certificates_are_verified(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Loopback({"/": links(text="safe"), "/robots.txt": FREE}, tls=context) as server:
        profile = write_profile(tmp_path, server.url)
        failed = crawl(profile, tmp_path / "data")
        assert failed.returncode == 2
        assert "the certificate" in failed.stdout
        assert server.seen == []
        profile = write_profile(tmp_path, server.url, ca_file=str(tmp_path / "ca.pem"))
        trusted = crawl(profile, tmp_path / "data")
    assert trusted.returncode == 0, trusted.stdout
    assert rows(tmp_path / "data", "SELECT count(*) FROM pages") == [(1,)]


def test_a_limit_of_pages_leaves_the_rest_for_the_next_crawl(tmp_path: Path) -> None:
    pages = {page: links("/", text=page) for page in PAGES}
    with Loopback({"/": links(*PAGES), "/robots.txt": FREE, **pages}) as server:
        profile, data = write_profile(tmp_path, server.url), tmp_path / "data"
        limited = crawl(profile, data, "--max-pages", "10")
        assert limited.returncode == 0
        assert asked_of(server) == 10
        assert rows(data, "SELECT count(*) > 20 FROM frontier WHERE reason = 'page_limit'") == [
            (1,)
        ]
        assert crawl(profile, data).returncode == 0
    check_nothing_is_lost(data)


def test_a_limit_of_pages_holds_for_all_hosts_together(tmp_path: Path) -> None:
    pages = {page: links("/", text=page) for page in PAGES}
    with (
        Loopback({"/": links(*PAGES), "/robots.txt": FREE, **pages}) as one,
        Loopback({"/": links(*PAGES), "/robots.txt": FREE, **pages}) as other,
    ):
        profile, data = write_profile(tmp_path, one.url), tmp_path / "data"
        text = profile.read_text()
        profile.write_text(text.replace(f'"{one.url}/"', f'"{one.url}/", "{other.url}/"'))
        for _ in range(2):  # the second begins with all that both hosts are known to have
            before = asked_of(one) + asked_of(other)
            assert crawl(profile, data, "--max-pages", "10").returncode == 0
            assert asked_of(one) + asked_of(other) - before == 10
        assert crawl(profile, data).returncode == 0
    check_nothing_is_lost(data)


@pytest.mark.parametrize("limit", [1, 2])
def test_a_limit_of_pages_is_not_used_up_by_sitemaps_and_other_names(
    tmp_path: Path, limit: int
) -> None:
    listed = "".join(f"<url><loc>{page}</loc></url>" for page in PAGES)
    files = {"/robots.txt": "Sitemap: /sitemap.xml", "/sitemap.xml": f"<urlset>{listed}</urlset>"}
    pages = {page: links("/", text=page) for page in PAGES}
    with Loopback({"/": links(*PAGES), **files, **pages}) as preferred:

        async def send_there(request: web.Request) -> web.StreamResponse:
            raise web.HTTPMovedPermanently(preferred.url + request.raw_path)

        with Loopback({"/robots.txt": files["/robots.txt"]}, default=send_there) as other:
            profile, data = write_profile(tmp_path, other.url), tmp_path / "data"
            alias = f'[hosts]\n"127.0.0.1:{other.port}" = ["127.0.0.1:{preferred.port}"]'
            profile.write_text(profile.read_text() + alias)
            for _ in range(3):
                before = preferred.hits.copy()
                ended = crawl(profile, data, "--max-pages", str(limit))
                assert ended.returncode == 0, ended
                asked = {path for path in preferred.hits if preferred.hits[path] > before[path]}
                assert len(asked - files.keys()) == limit, asked


def test_another_try_under_another_name_is_counted_once(tmp_path: Path) -> None:
    site = "http://127.0.0.1:8099"
    ledger = Ledger(load_profile(str(write_profile(tmp_path, site))), tmp_path / "data")
    ledger.offer([Found(url=f"{site}/a", via="link")])
    ledger.batch.commit()
    for again in (lambda row: ledger.postpone(row, 0),
                  lambda row: ledger.ask_elsewhere(row, "http://localhost:8099/a")):  # fmt: skip
        [row] = ledger.lease("127.0.0.1:8099", 9)
        again(row)
        ledger.batch.commit()
    assert len(ledger.lease("127.0.0.1:8099", 9)) == 1
    asked = ledger.asked
    ledger.store.close()
    assert asked == 1


@pytest.mark.parametrize("tries", [1, 2])
def test_what_waits_for_another_try_counts_after_a_kill(tries: int, tmp_path: Path) -> None:
    """However often it was asked, and also while it was being asked once more."""
    site = "http://127.0.0.1:8099"
    profile = load_profile(str(write_profile(tmp_path, site)))
    ledger = Ledger(profile, tmp_path / "data")
    ledger.offer([Found(url=f"{site}/{name}", via="link") for name in "ab"])
    ledger.batch.commit()
    for _ in range(tries):
        [row] = ledger.lease("127.0.0.1:8099", 1)
        ledger.postpone(row, 0)
        ledger.batch.commit()
        ledger.store.db.execute("UPDATE frontier SET priority = 9 WHERE id = ?", [row.id])
    ledger.lease("127.0.0.1:8099", 9)
    before = ledger.asked
    ledger.store.close()
    resumed = Ledger(profile, tmp_path / "data")
    counts = [resumed.asked, len(resumed.lease("127.0.0.1:8099", 9)), resumed.asked]
    resumed.store.close()
    assert before == 2
    assert counts == [1, 2, 2]


def test_why_a_limit_of_pages_brought_none(tmp_path: Path) -> None:
    site = {"/": Reply(status=302, headers={"Location": "/home"}), "/home": links()}
    with Loopback({"/robots.txt": FREE, **site}) as server:
        profile = write_profile(tmp_path, server.url)
        ended = crawl(profile, tmp_path / "data", "--max-pages", "1")
    assert ended.returncode != 0
    assert "the limit of 1 URL was reached before" in ended.stdout + ended.stderr


def asked_of(server: Loopback) -> int:
    """How many pages, robots.txt and sitemaps apart."""
    return server.hits.total() - server.hits["/robots.txt"] - server.hits["/sitemap.xml"]


def be_late() -> None:
    """As on a machine that is starved of its processors."""
    Lateness.was = lambda self: True  # type: ignore[method-assign]


def test_a_starved_crawl_does_not_give_a_host_up(tmp_path: Path) -> None:
    silent = {f"/silent-{n}": never for n in range(6)}  # one more than a host is forgiven
    site = {"/": links(*silent, "/zz"), "/zz": links(), "/robots.txt": Reply("", status=404)}
    with Loopback({**site, **silent}) as server:
        profile = write_profile(tmp_path, server.url, timeout_s=0.5)
        ended = CrawlProcess(profile, tmp_path / "data", before=be_late).wait()
    assert ended.returncode == 0, ended
    states = rows(tmp_path / "data", "SELECT url, state, reason FROM frontier WHERE via = 'link'")
    told = {url.removeprefix(server.url): (state, reason) for url, state, reason in states}
    assert told == dict.fromkeys(silent, ("failed", "starved")) | {"/zz": ("fetched", "")}
