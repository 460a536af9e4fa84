"""Whole crawls against a loopback server: one hostile site, crawled twice and replayed."""

from __future__ import annotations

import asyncio
import gzip
import logging
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

from archive.crawls import capture_by_id
from archive.store import Store
from archive.warc.captures import read_exchange, walk
from crawler import crawling
from crawler.identity import CONTACT_VARIABLE
from crawler.profile import ProfileError
from crawler.profile_loading import load_profile
from crawler.replaying import CannotReplay, replay
from tests.crawler.crawls import Ended, content, crawl, rows, write_profile
from tests.crawler.loopback import Loopback, Reply, drip, links, never, refuse_first, reset, short

ROBOTS = "User-agent: *\nDisallow: /private/\nSitemap: /sitemap.xml\n"
TEXT = "Acupuncture may help with pain in the lower back, say the studies that looked at it. " * 9
ZIPPED = gzip.compress(links("/", text="zipped").encode())
SLOW = [f"/slow/{n}" for n in range(8)]
OTHERS = """<link rel=alternate hreflang=de href=/de><link rel=alternate hreflang=fr href=/fr>
<link rel=alternate type=application/rss+xml href=/feed>"""
HIDDEN = '<p style="display:none"><a href="/trap">do not click</a></p>'


async def take_a_moment(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(0.05)
    return web.Response(body=links("/", text=request.path), content_type="text/html")


async def unless_changed(request: web.Request) -> web.StreamResponse:
    """A page with a validator."""
    if request.headers.get("If-None-Match") == '"v1"':
        return web.Response(status=304, headers={"ETag": '"v1"'})
    return web.Response(
        body=links("/", text=TEXT), content_type="text/html", headers={"ETag": '"v1"'}
    )


async def endless(request: web.Request) -> web.StreamResponse:
    """A calendar, a shop with filters and a maze: every page links to more of its kind."""
    number = sum(map(ord, request.raw_path)) + len(request.raw_path)
    if request.path.startswith("/cal"):
        year, month = divmod(int(request.query.get("n", "0")) + 1, 12)
        more = [f"/cal?year={2024 + year}&month={month + 1}&n={year * 12 + month}"]
    elif request.path.startswith("/shop"):
        more = [f"{request.raw_path}&f{number % 97}={n}" for n in range(3)]
    elif request.path.startswith("/loop"):
        more = [f"{request.path}loop/"]
    else:
        return web.Response(status=404)
    return web.Response(body=links(*more), content_type="text/html")


def site() -> dict[str, object]:
    soon = datetime.now(UTC) + timedelta(seconds=2)
    hub = [
        "/page", "/etag", "/r1", "/loop-a", "/itself", "/busy", "/later", "/forbidden",
        "/members", "/gone", "/missing", "/never", "/drip", "/reset", "/short", "/big", "/zipped",
        "/cut", "/private/x", "/defect", "/refresh", "/%7ejo", "/odd", "mailto:a@a.test",
        "https://elsewhere.test/", "/style.css", "/cal?n=0", "/shop?c=1", "/loop/", *SLOW,
    ]  # fmt: skip
    return {
        "/robots.txt": Reply(ROBOTS, headers={"Content-Type": "text/plain"}),
        "/sitemap.xml": Reply(
            "<urlset><url><loc>http://127.0.0.1:PORT/only-here</loc></url>"
            "<url><loc>https://elsewhere.test/sitemap-page</loc></url></urlset>"
        ),
        "/": links(*hub, text="hub") + HIDDEN,
        "/only-here": links(text="only in the sitemap"),
        "/de": links(text="in another language"),
        "/page": links("/?PHPSESSID=1", "/page#top", text="page") + OTHERS,
        "/etag": unless_changed,
        "/r1": Reply(status=301, headers={"Location": "/r2"}),
        "/r2": Reply(status=302, headers={"Location": "/r3"}),
        "/r3": Reply(status=308, headers={"Location": "/end"}),
        "/end": links(text="the end of the chain"),
        "/loop-a": Reply(status=301, headers={"Location": "/loop-b"}),
        "/loop-b": Reply(status=301, headers={"Location": "/loop-a"}),
        "/itself": Reply(status=302, headers={"Location": "/itself"}),
        "/busy": refuse_first(429, "1", links(text="busy no more")),
        "/later": refuse_first(503, format_datetime(soon, usegmt=True), links(text="later")),
        "/forbidden": Reply(status=403),
        "/members": Reply(status=302, headers={"Location": "/login"}),
        "/login": links(text="please log in"),
        "/gone": Reply(status=410),
        "/never": never,
        "/drip": drip,
        "/reset": reset,
        "/short": short,
        "/big": Reply(b"x" * 300_000),
        "/zipped": Reply(ZIPPED, headers={"Content-Encoding": "gzip"}),
        "/cut": Reply(ZIPPED[:-9], headers={"Content-Encoding": "gzip"}),
        "/defect": Reply(status=500),
        "/refresh": '<meta http-equiv="refresh" content="0; url=/refreshed"><title>r</title>',
        "/refreshed": links(text="refreshed"),
        "/%7ejo": links(text="jo"),
        "/odd": Reply(links(text="odd"), status=206),
        **dict.fromkeys(SLOW, take_a_moment),
    }


@dataclass
class Crawled:
    """A site crawled, crawled again, and what came of it."""

    data: Path
    profile: Path
    server: Loopback
    first: Ended
    second: Ended
    states: dict[str, tuple[str, str]]
    """State and reason of every URL after the first crawl."""
    hits: dict[str, int]
    """Requests of the first crawl."""
    asked_first: int

    def state(self, path: str) -> tuple[str, str]:
        return self.states[path if ":" in path else self.server.url + path]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("crawl")
    with Loopback(site(), default=endless) as server:
        sitemap = server.pages["/sitemap.xml"]
        sitemap.body = sitemap.body.replace("PORT", str(server.port))
        profile = write_profile(folder, server.url, scope="max_query_variants = 20")
        first = crawl(profile, folder / "data")
        hits, asked = dict(server.hits), len(server.seen)
        states = {
            url: (state, reason)
            for url, state, reason in rows(
                folder / "data", "SELECT url, state, reason FROM frontier"
            )
        }
        for slow in ("/never", "/drip"):  # once is enough
            del server.pages[slow]
        second = crawl(profile, folder / "data")
        yield Crawled(folder / "data", profile, server, first, second, states, hits, asked)


def test_it_ends_well(crawled: Crawled) -> None:
    assert crawled.first.returncode == 0, crawled.first.stderr
    assert crawled.first.stdout.startswith("finished: ")
    assert crawled.second.returncode == 0, crawled.second.stderr
    assert "Traceback" not in (crawled.data / "crawl.log").read_text()


def test_robots_first_and_obeyed(crawled: Crawled) -> None:
    assert crawled.server.seen[0][0] == "/robots.txt"
    assert crawled.hits["/robots.txt"] == 1
    assert crawled.hits.get("/private/x", 0) == 0


def test_we_say_who_we_are(crawled: Crawled) -> None:
    agents = {headers["User-Agent"] for _, headers in crawled.server.seen}
    assert len(agents) == 1
    assert agents.pop().endswith(" (+web@a.test)")
    assert not any(
        "Cookie" in headers or "Referer" in headers for _, headers in crawled.server.seen
    )


def test_traps_are_not_entered(crawled: Crawled) -> None:
    assert crawled.hits.get("/trap", 0) == 0
    assert crawled.state("/trap") == ("skipped", "hidden")


def test_no_more_at_once_than_the_profile_grants(crawled: Crawled) -> None:
    assert crawled.server.peak == 2


OUTCOMES = [
    ("/page", "fetched", ""),
    ("/r1", "fetched", "redirect"),
    ("/r3", "fetched", "redirect"),
    ("/end", "fetched", ""),
    ("/loop-a", "fetched", "redirect"),  # when it was asked, nobody knew yet
    ("/loop-b", "fetched", "redirect_loop"),
    ("/itself", "fetched", "redirect_loop"),
    ("/busy", "fetched", ""),
    ("/later", "fetched", ""),
    ("/forbidden", "fetched", "not_public"),
    ("/members", "fetched", "not_public"),
    ("/gone", "fetched", "not_found"),
    ("/missing", "fetched", "not_found"),
    ("/never", "failed", "timeout"),
    ("/drip", "failed", "timeout"),
    ("/reset", "failed", "reset"),
    ("/short", "failed", "truncated"),
    ("/big", "failed", "too_large"),
    ("/zipped", "fetched", ""),
    ("/cut", "fetched", "undecodable"),
    ("/defect", "fetched", "odd_status"),
    ("/odd", "fetched", "odd_status"),
    ("/refreshed", "fetched", ""),
    ("/~jo", "fetched", ""),
    ("/only-here", "fetched", ""),
    ("/de", "fetched", ""),
    ("/fr", "fetched", "not_found"),
    ("/feed", "skipped", "asset"),
    ("/sitemap.xml", "fetched", "not_a_page"),
    ("/private/x", "skipped", "robots"),
    ("/style.css", "fetched", "not_found"),
    ("mailto:a@a.test", "skipped", "not_http"),
    ("https://elsewhere.test/", "skipped", "out_of_scope"),
    ("https://elsewhere.test/sitemap-page", "skipped", "out_of_scope"),
]


@pytest.mark.parametrize(("path", "state", "reason"), OUTCOMES, ids=[row[0] for row in OUTCOMES])
def test_every_url_has_one_outcome(crawled: Crawled, path: str, state: str, reason: str) -> None:
    busy = {(state, "starved")} if reason == "timeout" else set()  # on a machine that is too busy
    assert crawled.state(path) in {(state, reason)} | busy


def test_the_coverage_equation_closes(crawled: Crawled) -> None:
    for run in (1, 2):
        covered = rows(
            crawled.data, "SELECT state, sum(urls) FROM coverage WHERE run_id = ? GROUP BY 1", run
        )
        [(counts,)] = rows(crawled.data, "SELECT counts_json FROM runs WHERE id = ?", run)
        assert {state for state, _ in covered} == {"fetched", "skipped", "failed"}
        assert f'"discovered":{sum(urls for _, urls in covered)}' in counts
    shown = {url for (url,) in rows(crawled.data, "SELECT url FROM links")}
    scope_free = {url.replace("/?PHPSESSID=1", "/").replace("%7e", "~") for url in shown}
    known = {url for (url,) in rows(crawled.data, "SELECT url FROM frontier")}
    assert scope_free <= known, "every link on a page is accounted for"


def test_pages_without_end_are_bounded(crawled: Crawled) -> None:
    sql = "SELECT reason, sum(urls) FROM coverage WHERE run_id = 1 GROUP BY 1"
    reasons = dict(rows(crawled.data, sql))
    assert reasons["trap_calendar"] >= 1
    assert reasons["trap_query"] >= 1
    assert reasons["trap_path_loop"] == 1
    paths = [path for path in crawled.hits if path.startswith(("/cal", "/shop", "/loop/"))]
    assert len(paths) <= (1 + 48) + (1 + 20) + 2


def test_refusals_are_waited_for(crawled: Crawled) -> None:
    assert crawled.hits["/busy"] == 2
    assert crawled.hits["/later"] == 2


def test_passing_failures_are_asked_again_and_others_not(crawled: Crawled) -> None:
    for path in ("/never", "/reset", "/short", "/defect"):
        assert crawled.hits[path] == 2, path
    for path in ("/big", "/cut", "/gone", "/forbidden", "/itself"):
        assert crawled.hits[path] == 1, path


def test_a_page_that_cannot_be_unpacked_is_one_of_the_site(crawled: Crawled) -> None:
    """So that there is something to say about it; in the replay too."""
    sql = """
SELECT pages.kind, issues.code FROM pages JOIN issues ON issues.url = pages.url
WHERE pages.url = ?"""
    url = f"{crawled.server.url}/cut"
    assert set(rows(crawled.data, sql, url)) == {("unread", "undecodable_body")}
    with Store.open(crawled.data / "crawl.db") as store:
        assert [(p.url, p.trouble) for p in store.unreadable_pages() if p.url == url] == [
            (url, "undecodable")
        ]


def test_escapes_are_asked_as_printed(crawled: Crawled) -> None:
    assert crawled.hits["/%7ejo"] == 1
    [(url,)] = rows(crawled.data, "SELECT url FROM pages WHERE url LIKE '%jo'")
    assert url.endswith("/~jo")


def test_everything_is_captured(crawled: Crawled) -> None:
    """Robots, sitemaps, redirects and errors too, each readable where its row says."""
    captured = rows(crawled.data, "SELECT id, url, status FROM captures WHERE run_id = 1")
    for path, status in [("/robots.txt", 200), ("/r1", 301), ("/gone", 410), ("/busy", 429)]:
        assert (crawled.server.url + path, status) in {(url, code) for _, url, code in captured}
    with Store.open(crawled.data / "crawl.db") as store:
        for identity, _, status in captured:
            capture = capture_by_id(store.db, identity)
            assert capture is not None
            assert read_exchange(crawled.data / "captures", capture).status == status
    walked = [capture.id for capture, _ in walk(crawled.data / "captures")]
    assert sorted(walked) == sorted(i for (i,) in rows(crawled.data, "SELECT id FROM captures"))
    for file in (crawled.data / "captures").glob("*.gz"):
        subprocess.run(["gzip", "-t", file], check=True)


def test_failures_are_captured_too(crawled: Crawled) -> None:
    data = b"".join(
        gzip.decompress(file.read_bytes()) for file in (crawled.data / "captures").glob("*.gz")
    )
    assert b"error: reset" in data
    assert b"error: timeout" in data or b"error: starved" in data
    assert b"WARC-Truncated: length" in data
    assert b'"error": "too_large"' in data


def test_an_unchanged_page_is_not_sent_again(crawled: Crawled) -> None:
    later = crawled.server.seen[crawled.asked_first :]
    [asked] = [headers for path, headers in later if path == "/etag"]
    assert asked["If-None-Match"] == '"v1"'
    url = crawled.server.url + "/etag"
    [state] = rows(crawled.data, "SELECT state, reason FROM frontier WHERE url = ?", url)
    assert state == ("fetched", "not_modified")
    seen = "SELECT first_seen_at < last_seen_at FROM pages WHERE url = ?"
    assert rows(crawled.data, seen, url) == [(1,)]
    same = "SELECT count(DISTINCT payload_sha256), group_concat(status) FROM captures WHERE url = ?"
    assert rows(crawled.data, same, url) == [(1, "200,304")]


def test_the_same_bytes_again_are_kept_as_a_revisit(crawled: Crawled) -> None:
    """A server without validators sends everything again; the archive grows by the heads."""
    sql = (
        "SELECT c.status, c.revisit_of = (SELECT capture_id FROM frontier f WHERE f.url = c.url), "
        "c.bytes, c.payload_sha256, c.warc_length_bytes, c.id FROM captures c "
        "WHERE c.url = ? ORDER BY c.fetched_at"
    )
    first, second = rows(crawled.data, sql, crawled.server.url + "/end")
    assert (first[:2], second[:2]) == ((200, None), (200, 1))
    assert first[2:4] == second[2:4]
    with Store.open(crawled.data / "crawl.db") as store:
        capture = capture_by_id(store.db, second[5])
    assert capture is not None
    exchange = read_exchange(crawled.data / "captures", capture)
    assert (exchange.status, exchange.body) == (200, b"")
    assert exchange.raw_response.startswith(b"HTTP/1.1 200")
    [named] = [seen for seen, _ in walk(crawled.data / "captures") if seen.id == capture.id]
    assert (named.revisit_of, named.bytes) == (capture.revisit_of, capture.bytes)


def test_a_second_crawl_adds_no_versions(crawled: Crawled) -> None:
    [(versions, texts)] = rows(
        crawled.data, "SELECT count(*), count(DISTINCT page_id) FROM article_versions"
    )
    assert versions == texts


def test_replay_gives_the_same_without_the_network(
    crawled: Crawled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*args: object, **more: object) -> None:
        raise AssertionError("the network was used")

    before = content(crawled.data)
    asked = len(crawled.server.seen)
    monkeypatch.setattr("socket.socket.connect", no_network)
    profile = load_profile(str(crawled.profile))
    summary = replay(profile, crawled.data)
    assert summary.outcome == "finished"
    assert content(crawled.data) == before
    (crawled.data / "crawl.db").rename(tmp_path / "lost.db")
    for rest in crawled.data.glob("crawl.db-*"):
        rest.unlink()
    replay(profile, crawled.data)
    assert content(crawled.data) == before, "also when the database is lost"
    assert len(crawled.server.seen) == asked
    (tmp_path / "lost.db").rename(crawled.data / "crawl.db")


def test_without_captures_there_is_nothing_to_replay(tmp_path: Path) -> None:
    profile = load_profile(str(write_profile(tmp_path, "http://127.0.0.1:8999")))
    with pytest.raises(CannotReplay, match="Crawl the site first"):
        replay(profile, tmp_path / "data")


def test_other_logs_are_as_loud_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only while a crawl runs are errors of logging left to its summary."""
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    assert logging.raiseExceptions
    with pytest.raises(ProfileError):
        crawling.crawl(load_profile("https://www.a.example/"), tmp_path)
    assert logging.raiseExceptions
