"""pywb and replayweb.page over our captures: ``python -m tests.bench.replayers DATA SITE``.

Every capture of a site's folder is asked of both, at its moment, and the entity that comes back is
compared by SHA-256 with ours, content-coding taken off. pywb (GPL) reads the captures folder as it
is, with the index of ``patientline archive cdxj``; replayweb.page (AGPL) reads the package of
``patientline archive wacz`` through Datasette's ``/-/wacz/``, in headless Chromium. Both are
fetched into a throw-away folder, or taken from one (``--pywb``, ``--replayweb``).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zipfile import ZipFile

import requests
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page, sync_playwright
from sqlite_utils import Database

from archive.crawls import capture_by_id
from archive.packages.cdxj import site_index
from archive.packages.wacz import INDEX, Wish, pack
from archive.publishing.publish import publish
from archive.publishing.serving import arguments
from archive.records import Exchange
from archive.store import Store
from archive.warc.captures import UndecodableBody, decoded_body, read_exchange
from archive.warc.framing import dechunk, headers_of, is_chunked, split_head

PYWB = "pywb==2.10.0"
REPLAYWEB = "replaywebpage@2.4.6"
START_S = 60
SEARCH_MS = 5000


@dataclass(frozen=True)
class Wanted:
    """A capture and the digest of its content."""

    url: str
    stamp: str
    sha256: str
    raw_sha256: str
    """Of the content as it was sent, still in its content-coding."""
    is_redirect: bool


def wanted_of(folder: Path) -> list[Wanted]:
    """Every capture with content of its own or of its original."""
    found = []
    with closing(sqlite3.connect(folder / "crawl.db")) as conn:
        db = Database(conn)
        ids = conn.execute(
            "SELECT id FROM captures WHERE truncated IS NULL ORDER BY url"
        ).fetchall()
        for (name,) in ids:
            capture = capture_by_id(db, name)
            assert capture is not None
            holder = capture_by_id(db, capture.revisit_of) if capture.revisit_of else capture
            assert holder is not None
            try:
                exchange = read_exchange(folder / "captures", holder)
                body = decoded_body(exchange)
            except UndecodableBody:
                continue
            found.append(
                Wanted(
                    url=capture.url,
                    stamp=capture.fetched_at.strftime("%Y%m%d%H%M%S"),
                    sha256=hashlib.sha256(body).hexdigest(),
                    raw_sha256=hashlib.sha256(exchange.body).hexdigest(),
                    is_redirect=bool(holder.location),
                )
            )
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, folder: Path) -> Iterator[None]:
    """A server, from its first answer until the block ends."""
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            for _ in range(START_S * 5):
                try:
                    requests.get(address, timeout=5)
                    break
                except requests.ConnectionError:
                    time.sleep(0.2)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def asked_raw(port: int, path: str) -> tuple[int, bytes]:
    """Status and content of an answer. By hand: a client drops the body of a 304, which pywb sends
    for a revisit (webrecorder/pywb#802)."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        data = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, body = split_head(data) or (data, b"")
    headers = headers_of(head)
    if is_chunked(headers):
        body = dechunk(body)
    answer = Exchange(
        url=path, started_at=datetime.now(UTC), elapsed_ms=0, raw_request=b"", body=body,
        headers=headers,
    )  # fmt: skip
    return int(head.split()[1]), decoded_body(answer)


def by_pywb(
    wanted: list[Wanted], environment: Path, index: Path, archive: Path, room: Path
) -> Counter[str]:
    """How the captures came out of pywb."""
    (room / "config.yaml").write_text(
        f"collections:\n  site:\n    index: {index}\n    archive_paths: {archive}/\n"
    )
    port, results = free_port(), Counter[str]()
    command = [str(environment / "bin" / "wayback"), "-p", str(port), "-b", "127.0.0.1"]
    with running(command, f"http://127.0.0.1:{port}/", room):
        for one in wanted:
            status, body = asked_raw(port, f"/site/{one.stamp}id_/{one.url}")
            same = hashlib.sha256(body).hexdigest() == one.sha256
            shown = " as HTTP 304" if same and status == 304 else ""
            results[f"same{shown}" if same else f"other content (HTTP {status})"] += 1
            if not same:
                print(f"  pywb: {one.stamp} {one.url}: HTTP {status}, {body[:300]!r}")
    return results


EMBED = """<!doctype html><title>replayweb.page</title><script src="ui.js"></script>
<style>html, body, replay-web-page {{ margin: 0; height: 100% }}</style>
<replay-web-page source="{source}" url="{url}" replayBase="/replay/" coll="site"
  embed="default"></replay-web-page>"""

FETCH = """async ([base, stamp, url]) => {
  const answer = await fetch(`${base}w/site/${stamp}id_/${url}`);
  const digest = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  const hex = [...new Uint8Array(digest)].map(b => b.toString(16).padStart(2, "0")).join("");
  return [answer.status, hex];
}"""


READY = "async () => (await fetch(new URL('w/api/c/site', location))).status === 200"


class Quiet(SimpleHTTPRequestHandler):
    """Static files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Address of a folder of static files: replayweb.page as an institution would host it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def by_replayweb(
    wanted: list[Wanted], source: str, scripts: Path, room: Path, words: str
) -> tuple[Counter[str], str]:
    """How the captures came out of replayweb.page, and what its search finds for ``words``."""
    (room / "rwp" / "replay").mkdir(parents=True)
    shutil.copy(scripts / "ui.js", room / "rwp" / "ui.js")
    shutil.copy(scripts / "sw.js", room / "rwp" / "replay" / "sw.js")
    html = EMBED.format(source=source, url=wanted[0].url)
    (room / "rwp" / "index.html").write_text(html)
    results = Counter[str]()
    with hosted(room / "rwp") as address, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address, wait_until="load")
        frame = replay_frame(page)
        for one in wanted:
            base = f"{address}/replay/"
            if one.is_redirect:
                results["redirect, which a browser follows"] += 1
                continue
            status, digest = frame.evaluate(FETCH, [base, one.stamp, one.url])
            same = digest == one.sha256
            if not same and digest == one.raw_sha256:
                results["same, its content-coding left on"] += 1
                continue
            results["same" if same else f"other content (HTTP {status})"] += 1
            if not same:
                print(f"  replayweb.page: {one.stamp} {one.url}: HTTP {status}")
        found = searched(page, words)
        browser.close()
    return results, found


def replay_frame(page: Page) -> Frame:
    """The frame that the service worker serves, once it has the package."""
    for _ in range(START_S * 5):
        for frame in page.frames:
            with suppress(PlaywrightError):  # it is on its way to its first page
                if "/replay/?" in frame.url and frame.evaluate(READY):
                    return frame
        page.wait_for_timeout(200)
    raise SystemExit(f"replayweb.page did not start: {[frame.url for frame in page.frames]}")


def searched(page: Page, words: str) -> str:
    """Titles that the search of replayweb.page shows for some words."""
    frame = replay_frame(page)
    frame.evaluate("words => { location.hash = `view=pages&query=${words}` }", words)
    page.wait_for_timeout(SEARCH_MS)
    titles = frame.locator("wr-page-entry").evaluate_all("all => all.map(e => e.page?.title)")
    return f"{len(titles)} pages, first of all {' | '.join(map(str, titles[:3]))}"


def install_replayweb(room: Path) -> Path:
    command = ["npm", "pack", "--silent", REPLAYWEB]
    subprocess.run(command, cwd=room, check=True, capture_output=True)
    with tarfile.open(next(room.glob("replaywebpage-*.tgz"))) as packed:
        packed.extractall(room, filter="data")
    return room / "package"


def install_pywb(room: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", room / "pywb"], check=True)
    pip = [str(room / "pywb" / "bin" / "python"), "-m", "pip", "install", "--quiet", PYWB]
    subprocess.run(pip, check=True)
    return room / "pywb"


def main() -> None:
    """Ask both and print what came back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a site's folder, e.g. data/sample")
    parser.add_argument("--pywb", type=Path, help="environment that has pywb")
    parser.add_argument("--replayweb", type=Path, help="folder with ui.js and sw.js")
    parser.add_argument("--words", default="sciatica", help="to search for in replayweb.page")
    options = parser.parse_args()
    wanted = wanted_of(options.folder)
    print(f"{len(wanted)} captures of {len({one.url for one in wanted})} addresses")
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        environment = options.pywb or install_pywb(room)
        folder, index = options.folder.resolve(), room / "index.cdxj"
        with Store.open(folder / "crawl.db") as store:
            with site_index(store.db, folder / "captures") as lines:
                index.write_bytes(b"".join(lines))
            pack(store.db, folder / "captures", room / "site.wacz", Wish(software="replayers"))
        captures, ask = folder / "captures", partial(by_pywb, wanted, environment.resolve())
        print("pywb, captures folder:", dict(ask(index, captures, room)))
        site = publish(folder / "crawl.db", room / "published", {"title": "replayers"}).folder
        shutil.copy(room / "site.wacz", site / "site.wacz")
        port = free_port()
        command = [sys.executable, "-m", "datasette", *arguments(site, "127.0.0.1", port)]
        source = f"http://127.0.0.1:{port}/-/wacz/site.wacz"
        scripts = options.replayweb or install_replayweb(room)
        with running(command, source, room):
            results, found = by_replayweb(wanted, source, scripts.resolve(), room, options.words)
        print("replayweb.page, package:", dict(results))
        print(f"replayweb.page, search for {options.words!r}: {found or 'nothing'}")
        with ZipFile(room / "site.wacz") as opened:
            opened.extractall(room / "package")
        package = room / "package"
        print("pywb, package:", dict(ask(package / INDEX, package / "archive", room)))


if __name__ == "__main__":
    main()
