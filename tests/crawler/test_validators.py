"""What a server's word is worth that nothing has changed."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import randbytes

import pytest
from aiohttp import web

from archive.frontier import LeasedUrl
from archive.integrity.checking import check_files
from archive.integrity.rows import check_rows
from archive.moments import moment_text
from archive.records import Exchange, PageRecord, Source
from archive.store import Store
from archive.warc.files import warc_files
from crawler.holdings import Holdings
from crawler.profile import Politeness
from crawler.profile_loading import load_profile
from crawler.replaying import replay
from crawler.validators import conditions, reused_validator
from tests.archive.rendering.drawn import writer_in
from tests.crawler.crawls import CrawlProcess, crawl, rows, write_profile
from tests.crawler.loopback import Loopback, Reply, links

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MODIFIED = "Mon, 02 Nov 2026 10:00:00 GMT"
BOTH = {"If-None-Match": '"v1"', "If-Modified-Since": MODIFIED}
ROW = LeasedUrl(
    id=4, url="https://a.test/", request_url="https://a.test/", host="a.test", depth=0,
    priority=0, via="link", hops=0, attempts=1, etag='"v1"', last_modified=MODIFIED,
    whole_at=moment_text(NOW - timedelta(days=27)), is_distrusted=0, capture_id="c",
)  # fmt: skip

ASKED = [
    ("both are sent", {}, {}, BOTH),
    ("one is", {"etag": None}, {}, {"If-Modified-Since": MODIFIED}),
    ("none is known", {"etag": None, "last_modified": None}, {}, {}),
    ("nothing is held", {"capture_id": None}, {}, {}),
    ("the profile does not want it", {}, {"conditional": False}, {}),
    ("the server has reused one", {"is_distrusted": 1}, {}, {}),
    ("only confirmed for too long", {"whole_at": moment_text(NOW - timedelta(days=28))}, {}, {}),
    ("whole in a time to come", {"whole_at": moment_text(NOW + timedelta(days=365))}, {}, {}),
    ("others a little earlier", {"id": 7}, {}, {}),
    ("an archive of before", {"whole_at": None}, {}, {}),
    ("believed for ever", {"whole_at": None}, {"trust_unchanged_days": 0}, BOTH),
]


@pytest.mark.parametrize(("why", "row", "polite", "expected"), ASKED)
def test_when_a_page_is_asked_for_only_if_it_changed(why, row, polite, expected) -> None:
    asked = conditions(replace(ROW, **row), replace(Politeness(), **polite), NOW)
    assert asked == expected, why


ANSWERS = [
    ("another ETag", {}, {"ETag": '"v2"'}, ""),
    ("the same", {}, {"ETag": '"v1"'}, 'ETag "v1"'),
    ("another ETag within the second", {}, {"ETag": '"v2"', "Last-Modified": MODIFIED}, ""),
    ("an ETag is gone", {}, {"Last-Modified": MODIFIED}, ""),
    ("none but a date", {"etag": None}, {"Last-Modified": MODIFIED}, f"Last-Modified {MODIFIED}"),
    ("none at all", {"etag": None, "last_modified": None}, {}, ""),
    ("nothing was held", {"capture_id": None}, {"ETag": '"v1"'}, ""),
]


@pytest.mark.parametrize(("why", "row", "headers", "expected"), ANSWERS)
def test_which_validator_was_reused(why, row, headers, expected) -> None:
    exchange = Exchange(
        url=ROW.url, started_at=NOW, elapsed_ms=1, raw_request=b"", status=200,
        headers=tuple(headers.items()),
    )  # fmt: skip
    assert reused_validator(replace(ROW, **row), exchange) == expected, why
    assert reused_validator(replace(ROW, **row), replace(exchange, truncated="length")) == ""


def test_a_server_that_confirms_what_has_changed_is_caught(tmp_path: Path) -> None:
    said = "what it says at first"

    async def liar(request: web.Request) -> web.StreamResponse:
        headers = {"ETag": '"always"'}
        if "If-None-Match" in request.headers:
            return web.Response(status=304, headers=headers)
        body = links("/", text=said)
        return web.Response(text=body, content_type="text/html", headers=headers)

    with Loopback({"/": links("/liar", text="home"), "/liar": liar}) as server:
        profile, data = write_profile(tmp_path, server.url), tmp_path / "data"
        assert crawl(profile, data).returncode == 0
        said = "what it says later"
        assert crawl(profile, data).returncode == 0
        assert _statuses(data, server) == [200, 304]
        doubting = tmp_path / "doubting.toml"
        doubt = "[politeness]\ntrust_unchanged_days = 0.000001"
        doubting.write_text(profile.read_text().replace("[politeness]", doubt))
        assert crawl(doubting, data).returncode == 0
        assert crawl(profile, data).returncode == 0
    assert _statuses(data, server) == [200, 304, 200, 200]
    [asked] = [headers for path, headers in server.seen if path == "/liar"][-1:]
    assert "If-None-Match" not in asked
    issues = "SELECT message FROM issues WHERE code = 'validator_reused'"
    [(message,)] = rows(data, issues)
    assert message.startswith(f"{server.url}/liar: other content came under the same validator")
    same = "SELECT count(DISTINCT payload_sha256), count(revisit_of) FROM captures WHERE url = ?"
    assert rows(data, same, f"{server.url}/liar") == [(2, 2)]


def test_what_came_while_the_clock_was_behind_is_read_again(tmp_path: Path) -> None:
    said = "first"

    async def page(request: web.Request) -> web.StreamResponse:
        headers = {"ETag": f'"{said}"'}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(text=links("/", text=said), content_type="text/html", headers=headers)

    def date(run: int, change: str) -> None:
        """Date what a run captured otherwise, as a wrong clock does."""
        with closing(sqlite3.connect(data / "crawl.db")) as db, db:
            for table, column in (("captures", "fetched_at"), ("frontier", "whole_at")):
                db.execute(
                    f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%fZ', {column}, ?) "
                    "WHERE run_id = ?", (change, run),
                )  # fmt: skip

    with Loopback({"/": links("/a", text="home"), "/a": page}) as server:
        profile, data = write_profile(tmp_path, server.url), tmp_path / "data"
        title = f"SELECT title FROM pages WHERE url = '{server.url}/a'"
        issues = "SELECT run_id, message FROM issues WHERE code = 'clock_went_back'"
        assert crawl(profile, data).returncode == 0
        date(1, "+1 hour")
        said = "second"
        assert crawl(profile, data).returncode == 0
        assert rows(data, title) == [("first",)], "the later moment tells what a page says"
        told = rows(data, issues)
        assert {run for run, _ in told} == {2}
        assert f"{server.url}/a: we hold it as of " in told[-1][1]
        assert crawl(profile, data).returncode == 0
        assert rows(data, title) == [("first",)]
        again = [message for run, message in rows(data, issues) if run == 3]
        assert told[-1][1] in again, "as long as it holds"
        date(3, "-1 hour")
        date(2, "-1 hour")
        date(1, "-1 hour")
        assert crawl(profile, data).returncode == 0
        assert rows(data, title) == [("second",)]
        assert crawl(profile, data).returncode == 0
    assert _statuses(data, server, "/a") == [200, 200, 200, 200, 304]
    assert {run for run, _ in rows(data, issues)} == {2, 3}


def _statuses(data: Path, server: Loopback, path: str = "/liar") -> list[int]:
    sql = "SELECT status FROM captures WHERE url = ? ORDER BY fetched_at"
    return [status for (status,) in rows(data, sql, f"{server.url}{path}")]


def read_no_page_called_a() -> None:
    """In the crawl's process: reading one page fails."""
    from crawler.reading import Reader

    reads = Reader.read

    async def read(reader: Reader, source: Source) -> PageRecord:
        if source.url.endswith("/a"):
            return source.unread("reader_crash", "Reading the page ended its process.")
        return await reads(reader, source)

    Reader.read = read  # type: ignore[method-assign]


def test_a_page_that_could_not_be_read_is_sent_again(tmp_path: Path) -> None:
    """A 304 would leave us with what was read before, and a fault that was corrected open."""
    text = {"/": links("/a", text="home"), "/a": "the first wording of a page that says much"}

    async def answer(request: web.Request) -> web.StreamResponse:
        body, headers = text[request.path], {"ETag": f'"{len(text[request.path])}"'}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        body = body if request.path == "/" else links("/", text=body)
        return web.Response(body=body, content_type="text/html", headers=headers)

    def told() -> str:
        found = rows(tmp_path / "data", "SELECT title FROM pages WHERE url LIKE '%/a'")
        return str(found[0][0])

    with Loopback(dict.fromkeys(text, answer)) as server:
        profile = write_profile(tmp_path, server.url)
        assert crawl(profile, tmp_path / "data").returncode == 0
        first = told()
        text["/a"] = "another wording, which corrects the first"
        failing = CrawlProcess(profile, tmp_path / "data", before=read_no_page_called_a).wait()
        assert (failing.returncode, told()) == (0, first), "what was known of it stays"
        assert crawl(profile, tmp_path / "data").returncode == 0
        assert told().startswith("another wording")
        assert crawl(profile, tmp_path / "data").returncode == 0
    sql = "SELECT status FROM captures WHERE url LIKE '%/a' ORDER BY fetched_at"
    assert rows(tmp_path / "data", sql) == [(200,), (200,), (200,), (304,)]


def test_the_same_bytes_again_are_kept_once(tmp_path: Path) -> None:
    """Also of a page that cannot be read, which is read anew each time, and of what is no page."""
    long = "The quick brown fox keeps moving. " * 60
    listed = f"<urlset><url><loc>%s/%s</loc></url><!--{long}--></urlset>"
    site = {
        "/": links("/a", "/missing", "/coded", text="home"),
        "/a": links("/", text=long),
        "/b": links("/", text="b"),
        "/c": links("/", text="c"),
        "/missing": Reply(long, status=404),
        "/coded": Reply(long, headers={"Content-Encoding": "gzip"}),
        "/robots.txt": Reply(f"# {long}\nSitemap: /sitemap.xml"),
    }
    data = tmp_path / "data"
    sql = "SELECT url, state, replace(reason, 'not_modified', '') FROM frontier ORDER BY url"
    with Loopback(site) as server:
        server.pages["/sitemap.xml"] = Reply(listed % (server.url, "b"))
        profile = write_profile(tmp_path, server.url)
        outcomes = []
        for _ in range(3):
            ended = CrawlProcess(profile, data, before=read_no_page_called_a).wait()
            assert ended.returncode == 0, ended
            outcomes.append(rows(data, sql))
        assert outcomes[0] == outcomes[1] == outcomes[2]
        server.pages["/sitemap.xml"] = Reply(listed % (server.url, "c"))  # as long as before
        server.pages["/missing"] = Reply(long, status=410)
        assert crawl(profile, data).returncode == 0
    again = rows(
        data,
        """
SELECT replace(url, ?, ''), group_concat(status || iif(revisit_of IS NULL, '', ' again'), ', ')
FROM (SELECT * FROM captures ORDER BY fetched_at) GROUP BY 1 ORDER BY 1""",
        server.url,
    )
    assert dict(again) == {
        "/": "200, 200 again, 200 again, 200 again",
        "/a": "200, 200 again, 200 again, 200 again",
        "/b": "200, 200 again, 200 again, 200 again",
        "/c": "200",
        "/coded": "200, 200 again, 200 again, 200 again",
        "/missing": "404, 404 again, 404 again, 410",
        "/robots.txt": "200, 200 again, 200 again, 200 again",
        "/sitemap.xml": "200, 200 again, 200 again, 200",
    }
    assert rows(
        data,
        "SELECT count(*) FROM captures JOIN captures AS of ON of.id = "
        "captures.revisit_of WHERE of.revisit_of IS NOT NULL",
    ) == [(0,)]
    with Store.open(data / "crawl.db") as store:
        checked = check_files(warc_files(data / "captures"))
        checked.anomalies += check_rows(store.db, store.path, checked)
    assert checked.anomalies == []
    before = read_rows(data)
    assert before["/a"][0] == long[:40]
    replay(load_profile(str(profile)), data)
    assert read_rows(data) == before


def read_rows(data: Path) -> dict[str, tuple[object, ...]]:
    """What is known of each page, by the end of its URL."""
    sql = """
SELECT replace(pages.url, 'http://' || pages.host, ''), substr(title, 1, 40), kind, pages.status,
  first_seen_at, last_seen_at, revisit_of IS NULL, gone_since_at
FROM pages JOIN captures ON captures.id = pages.capture_id"""
    return {str(url): facts for url, *facts in map(tuple, rows(data, sql))}


READ_OTHERWISE = [
    # first header, second header, is the text another one
    ("text/html; charset=iso-8859-7", "text/html; charset=iso-8859-1", True),
    ("text/html; charset=iso-8859-7", "Text/HTML;charset=Greek", False),
    ("text/html", "text/html; charset=windows-1252", False),
]


@pytest.mark.parametrize(("first", "second", "is_another"), READ_OTHERWISE)
def test_the_same_bytes_in_another_charset(
    first: str, second: str, is_another: bool, tmp_path: Path
) -> None:
    text = links("/", text="\u03b1\u03b2\u03b3 and \u03b4\u03b5 in one line").encode("iso-8859-7")
    site = {"/": links("/a"), "/a": Reply(text, headers={"Content-Type": first, "ETag": '"1"'})}
    data = tmp_path / "data"
    with Loopback(site) as server:
        profile = write_profile(tmp_path, server.url)
        assert crawl(profile, data).returncode == 0
        before = read_rows(data)["/a"][0]
        server.pages["/a"] = Reply(text, headers={"Content-Type": second, "ETag": '"1"'})
        for _ in range(2):
            assert crawl(profile, data).returncode == 0
    sql = "SELECT revisit_of IS NOT NULL FROM captures WHERE url LIKE '%/a' ORDER BY fetched_at"
    assert rows(data, sql) == [(0,), (not is_another,), (1,)]
    known = read_rows(data)
    assert (known["/a"][0] != before) is is_another
    assert rows(data, "SELECT message FROM issues WHERE code = 'validator_reused'") == []
    replay(load_profile(str(profile)), data)
    assert read_rows(data) == known


def test_a_long_pdf_is_not_weighed_by_the_charset_that_its_server_names(tmp_path: Path) -> None:
    """Meanwhile nobody is asked or heard."""
    body = b"%PDF-1.7\n" + randbytes(8_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"
    whole = Exchange(
        url=ROW.url, started_at=NOW, elapsed_ms=1, raw_request=b"", status=200, body=body,
        raw_response=head + body, headers=(("Content-Type", "application/pdf"),),
    )  # fmt: skip
    named = replace(whole, headers=(("Content-Type", "application/pdf;charset=UTF-8"),))
    with Store.open(tmp_path / "crawl.db") as store, closing(writer_in(tmp_path)) as writer:
        held = writer.write(whole)
        assert held is not None
        store.keep_capture(store.begin_run("crawl", "a", {}), held)
        holdings = Holdings(store, tmp_path)
        began = time.process_time()
        again = holdings.again(named, replace(ROW, capture_id=held.id))
        assert time.process_time() - began < 2, "5 s where all of it was looked at"
        holdings.close()
    assert again is not None
    assert again.id == held.id


def test_the_same_bytes_under_a_header_that_was_set_right(tmp_path: Path) -> None:
    """Nobody could read the page from the first record: the second one has it whole."""
    text = links("/", text="a page that was called packed and is not")
    site = {"/": links("/coded"), "/coded": Reply(text, headers={"Content-Encoding": "gzip"})}
    data = tmp_path / "data"
    with Loopback(site) as server:
        profile = write_profile(tmp_path, server.url)
        assert crawl(profile, data).returncode == 0
        assert read_rows(data)["/coded"][1] == "unread"
        server.pages["/coded"] = Reply(text)
        for _ in range(2):
            assert crawl(profile, data).returncode == 0
    sql = "SELECT revisit_of IS NOT NULL FROM captures WHERE url LIKE '%/coded' ORDER BY fetched_at"
    assert rows(data, sql) == [(0,), (0,), (1,)]
    known = read_rows(data)
    assert known["/coded"][0] == "a page that was called packed and is not"
    replay(load_profile(str(profile)), data)
    assert read_rows(data) == known
