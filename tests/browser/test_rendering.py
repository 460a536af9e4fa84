"""Pages drawn by a real Chromium from captures alone: whole, without the network, within bounds."""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from archive.integrity.checking import check_files
from archive.integrity.rows import check_rows
from archive.records import Outcome
from archive.warc.files import warc_files
from archive.warc.parsing import parse
from crawler.profile import Profile
from crawler.profile_loading import load_profile
from crawler.rendering import render
from crawler.summary import CrawlSummary
from tests.archive.proof.small_archive import HOST, Small
from tests.browser.test_replay import picture

pytestmark = pytest.mark.browser


class Canary(BaseHTTPRequestHandler):
    """A server that must not be asked for anything."""

    hits: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Be silent."""


def draw(profile: Profile, folder: Path) -> CrawlSummary:
    """``render`` in a thread of its own: in this one Playwright's loop may be running already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(render, profile, folder).result()


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def profile(**rules: object) -> Profile:
    table = {"rendering": {"timeout_s": 60.0} | rules}
    return load_profile("sample", settings=[("test", table)])


class Site(Small):
    """Pages to be drawn."""

    def add(self, path: str, source: str) -> str:
        capture = self.capture(path, source)
        self.page(path, capture)
        return capture

    def rows(self, sql: str) -> list[tuple]:
        db = sqlite3.connect(self.folder / "crawl.db")
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def block(self, kind: str, path: str) -> bytes:
        sql = "SELECT warc_file, warc_offset_bytes, warc_length_bytes FROM renderings "
        [(file, start, length)] = self.rows(f"{sql} WHERE kind = '{kind}' AND url = '{HOST}{path}'")
        data = (self.captures / file).read_bytes()[start : start + length]
        record, problems = parse(gzip.decompress(data))
        assert record is not None
        assert problems == []
        return record.block


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "small")
    yield made
    made.store.close()


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, as a PNG says them (RFC 2083 §4.1.1)."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_page_with_its_parts_and_what_is_not_here(site: Site) -> None:
    site.capture("/i.png", picture(30, 20), mime="image/png", charset="")
    site.capture(
        "/a.css", "body { margin: 0; display: flow-root; height: 3000px }", mime="text/css"
    )
    page = site.add(
        "/a.htm",
        "<!DOCTYPE html><link rel=stylesheet href=a.css><p>Pain</p><noscript>plain</noscript>"
        "<img src=i.png><img loading=lazy src=lost.png><script src=lost.js></script>",
    )
    summary = draw(profile(), site.folder)
    assert summary.counts["pages_drawn"] == 1, site.rows("SELECT message FROM issues")
    [(capture, parts, refused, shown, width, height, page_height)] = site.rows(
        "SELECT capture_id, parts_json, refused, refused_json, width, height, page_height "
        "FROM renderings WHERE kind = 'view'"
    )
    assert (capture, len(json.loads(parts))) == (page, 2)
    assert (refused, json.loads(shown)) == (1, [f"{HOST}/lost.png"])  # no script is asked for
    assert (width, height, page_height) == (1280, 3000, 3000)
    assert size_of(site.block("view", "/a.htm")) == (1280, 3000)
    assert b"<noscript>plain</noscript>" in site.block("dom", "/a.htm").replace(b"&lt;", b"<")
    checked = check_files(warc_files(site.captures))
    wrong = [*checked.anomalies, *check_rows(site.store.db, site.store.path, checked)]
    assert [a for a in wrong if a.is_damage] == []
    assert draw(profile(), site.folder).counts["pages_drawn"] == 0


def test_scripts_run_only_where_they_are_wanted_and_captured(site: Site) -> None:
    site.capture("/a.js", "document.body.append('made by a script')", mime="text/javascript")
    site.add("/a.htm", "<body><script src=a.js></script><p>Pain")
    draw(profile(), site.folder)
    assert b"made by a script" not in site.block("dom", "/a.htm")
    draw(profile(scripts=True), site.folder)
    sql = "SELECT is_scripted, json_array_length(parts_json), bytes FROM renderings "
    rows = site.rows(f"{sql} WHERE kind = 'dom' ORDER BY is_scripted")
    assert [row[:2] for row in rows] == [(0, 0), (1, 1)]
    assert rows[1][2] - rows[0][2] == len("made by a script")


def test_nothing_reaches_the_network(site: Site, canary: str) -> None:
    """Whatever a page tries: names, addresses, sockets, workers, windows, frames, files."""
    site.add(
        "/a.htm",
        f"""<!DOCTYPE html><title>Before</title><link rel=preconnect href="http://{canary}">
<link rel=prefetch href="http://{canary}/prefetch"><img src="http://{canary}/img">
<iframe src="http://{canary}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>
<object data="http://{canary}/object"></object><video src="http://{canary}/video"></video>
<link rel=stylesheet href="http://{canary}/css"><script>
const there = 'http://{canary}';
fetch(there + '/fetch').catch(() => 0);
navigator.sendBeacon(there + '/beacon', 'x');
try {{ new WebSocket('ws://{canary}/socket') }} catch (e) {{}}
new EventSource(there + '/events');
new Worker(URL.createObjectURL(new Blob(
  [`fetch('${{there}}/worker'); importScripts('${{there}}/imported')`])));
navigator.serviceWorker && navigator.serviceWorker.register('/worker.js').catch(() => 0);
const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:{canary}'}}]}});
peer.createDataChannel('x');
peer.createOffer().then(offer => peer.setLocalDescription(offer));
window.open(there + '/window');
document.title = 'After';
setTimeout(() => location.href = there + '/away', 1);
</script><p>Here</p>""",
    )
    draw(profile(scripts=True), site.folder)
    assert site.rows("SELECT message FROM issues") == []
    dom = site.block("dom", "/a.htm")
    assert b"<title>After</title>" in dom
    assert b"<p>Here</p>" in dom
    assert Canary.hits == []
    [(refused, shown)] = site.rows("SELECT refused, refused_json FROM renderings LIMIT 1")
    assert refused >= 8
    assert {f"http://{canary}/{name}" for name in ("img", "frame", "fetch", "css")} <= set(
        json.loads(shown)
    )


def test_a_refresh_does_not_lead_away(site: Site) -> None:
    site.add("/b.htm", "<p>Another page")
    site.add("/a.htm", "<meta http-equiv=refresh content='0; url=/b.htm'><p>Here")
    draw(profile(), site.folder)
    assert b"<p>Here" in site.block("dom", "/a.htm")


def test_pages_that_hang_or_eat_memory_are_given_up_and_the_next_is_drawn(site: Site) -> None:
    site.add("/a.htm", "<p>x<script>onload = () => setTimeout(() => { for (;;); }, 1)</script>")
    site.add(
        "/b.htm",
        "<script>const all = []; for (;;) all.push(new Uint8Array(3e7).fill(1))</script>",
    )
    site.add("/c.htm", "<p>Pain")
    rules = {"scripts": True, "timeout_s": 20.0, "max_memory_bytes": 2_000_000_000}
    summary = draw(profile(**rules), site.folder)
    assert (summary.counts["pages_drawn"], summary.counts["not_drawn"]) == (1, 2)
    said = [row[0] for row in site.rows("SELECT message FROM issues ORDER BY url")]
    assert "longer than 20 seconds" in said[0]
    assert "/b.htm could not be drawn" in said[1]
    assert b"Pain" in site.block("dom", "/c.htm")
    assert draw(profile(**rules), site.folder).counts["not_drawn"] == 0


def test_what_else_takes_memory_is_left_alone(site: Site) -> None:
    """A child of whoever draws that is no part of the browser is neither counted nor ended."""
    site.add("/a.htm", "<p>Pain")
    hold = "all = b'x' * 1_500_000_000; print(flush=True); input()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", hold], stdin=pipe, stdout=pipe) as other:
        assert other.stdout
        other.stdout.readline()
        summary = draw(profile(max_memory_bytes=1_500_000_000), site.folder)
        assert other.poll() is None
        other.kill()
    assert summary.counts["pages_drawn"] == 1


def test_a_damaged_capture_is_told(site: Site) -> None:
    site.add("/a.htm", "<p>Pain")
    site.path.write_bytes(b"\0" * site.path.stat().st_size)
    summary = draw(profile(), site.folder)
    assert (summary.outcome, summary.counts["not_drawn"]) == (Outcome.FAILED, 1)
    [(said,)] = site.rows("SELECT message FROM issues")
    assert "gzip" in said


def test_a_long_page_is_cut(site: Site) -> None:
    site.add("/a.htm", "<body style='margin: 0'><div style='height: 5000px'>Pain</div>")
    draw(profile(max_height=1000), site.folder)
    sql = "SELECT height, page_height FROM renderings WHERE kind = 'view'"
    assert site.rows(sql) == [(1000, 5000)]
    assert size_of(site.block("view", "/a.htm")) == (1280, 1000)
