"""A whole site with planted faults: ours and linkinator 8 on it, CPU seconds and what they found.

    python -m tests.bench.site [PAGES] [--linkinator FOLDER]

Every page has thirty links; a light server in a process of its own answers both. linkinator
reads links and asks them. Ours does besides what it is for: it captures every answer byte for
byte, reads texts and references, and keeps them as rows. linkinator and the Node.js it needs are
installed by npm into a throw-away folder, unless ``--linkinator`` names one that has them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from tests.bench.crawl import ROOT, Figures, measure

LINKINATOR = ("linkinator@8.1.0", "node@24")
"""npm packages; linkinator 8 does not start on Node.js before 22.15."""
LINKS = 30
EVERY = 50
"""One page in so many carries one fault of each kind."""
FAULTS = {
    "not found": "/gone-{n}.html",
    "chain to not found": "/chain-{n}-a.html",
    "redirects in a circle": "/circle-{n}-a.html",
    "moved for good": "/old-{n}.html",
    "fragment missing": "/p{other}.html#nowhere-{n}",
    "no URL": "http://exa mple-{n}.test/",
    "image not found": "/img/gone-{n}.png",
}
"""Kind of fault -> what the page points to."""
_WORDS = (
    "The spine carries the body and bends with it; most pain in the back passes by itself. "
    "Keep moving, ask when the pain goes down the leg, and give it some weeks. "
)


@dataclass(frozen=True)
class Report:
    """What one checker said: its figures, the URLs it looked at, and what it called faulty."""

    figures: Figures
    urls: frozenset[str]
    """Path of everything it looked at."""
    faulty: frozenset[str]
    """Faulty targets, as ``FAULTS`` prints them."""


def planted(pages: int) -> dict[str, str]:
    """Target of every fault -> its kind."""
    return {
        target.format(n=n, other=(n * 13 + 5) % pages): kind
        for n in range(0, pages, EVERY)
        for kind, target in FAULTS.items()
    }


def page(number: int, pages: int) -> str:
    """One page: links to thirty others (each page is linked at least once), and its faults."""
    others = [(number + 1) % pages, *((number * 7 + k * k * 11 + 3) % pages for k in range(1, 30))]
    menu = "".join(f'<li><a href="/p{other}.html">Page {other}</a></li>' for other in others[:10])
    text = "".join(
        f"<h2 id=s{at}>Section {at} of page {number}</h2><p>{_WORDS}See "
        f'<a href="/p{others[at]}.html#s12">page {others[at]}</a>. {_WORDS}</p>'
        for at in range(10, LINKS)
    )
    faults = ""
    if number % EVERY == 0:
        for target in FAULTS.values():
            href = target.format(n=number, other=(number * 13 + 5) % pages)
            is_image = href.endswith(".png")
            faults += f'<img src="{href}">' if is_image else f'<p><a href="{href}">{href}</a></p>'
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Page {number}</title>"
        f"</head><body><nav><ul>{menu}</ul></nav><main><h1>Page {number}</h1>{text}{faults}"
        "</main></body></html>"
    )


def answers_with(page: Callable[[int, int], str], pages: int) -> dict[str, bytes]:
    """Path -> the whole HTTP answer, of so many pages that ``page`` writes, and robots.txt."""
    found = {f"/p{n}.html": answer("200 OK", page(n, pages)) for n in range(pages)}
    found["/"] = found["/p0.html"]
    found["/robots.txt"] = answer("200 OK", "User-agent: *\nDisallow:\n", "text/plain")
    return found


def answers(pages: int) -> dict[str, bytes]:
    """Path -> the whole HTTP answer; anything else is not found."""
    found = answers_with(page, pages)
    for n in range(0, pages, EVERY):
        found[f"/old-{n}.html"] = _redirect(301, f"/p{n + 1}.html")
        found[f"/chain-{n}-a.html"] = _redirect(302, f"/chain-{n}-b.html")
        found[f"/chain-{n}-b.html"] = _redirect(302, f"/nothing-{n}.html")
        found[f"/circle-{n}-a.html"] = _redirect(302, f"/circle-{n}-b.html")
        found[f"/circle-{n}-b.html"] = _redirect(302, f"/circle-{n}-a.html")
    return found


def answer(status: str, text: str, mime: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """A whole HTTP answer with a validator; ``more`` are further header lines."""
    body = text.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n"
    return f'{head}ETag: "{crc32(body):08x}"\r\n{more}\r\n'.encode() + body


def _redirect(status: int, location: str) -> bytes:
    return answer(f"{status} Moved", "", more=f"Location: {location}\r\n")


_VALIDATOR = re.compile(rb'ETag: ("\w+")')
NOT_FOUND = answer("404 Not Found", "<!doctype html><title>Not found</title><p>Nothing is here.")


class _Server(asyncio.Protocol):
    """HTTP/1.1 with kept-alive connections, for requests without a body."""

    def __init__(self, found: dict[str, bytes]) -> None:
        self.found = found
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self.received = (self.received + data).split(b"\r\n\r\n")
        for request in requests:
            method, path = request.split(b" ", 2)[:2]
            self.transport.write(self._answer(method, path.decode(), request))

    def _answer(self, method: bytes, path: str, request: bytes) -> bytes:
        """As it is found; its head; or that it has not changed (RFC 9110 §13.1.2)."""
        answer = self.found.get(path, NOT_FOUND)
        head = answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        etag = _VALIDATOR.search(head)
        if etag and b"\r\nif-none-match: " + etag[1] + b"\r\n" in request.lower() + b"\r\n":
            return b"HTTP/1.1 304 Not Modified\r\n" + etag[0] + b"\r\n\r\n"
        return head if method == b"HEAD" else answer


async def serve(found: dict[str, bytes]) -> None:
    """Answer for ever (path -> answer); the port is printed first."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Server(found), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def serving(pages: int, module: str = "tests.bench.site") -> Iterator[str]:
    """The site of a module in a process of its own; gives its address."""
    command = [sys.executable, "-m", module, str(pages), "--serve"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def ask_linkinator(folder: Path, address: str, scratch: Path) -> Report:
    """linkinator over the whole site, fragments included, redirects called faults."""
    programs = folder / "node_modules" / ".bin"
    command = [str(programs / "node"), str(programs / "linkinator"), f"{address}/", "--recurse"]
    command += ["--check-fragments", "--redirects", "error", "--format", "json"]
    told = scratch / "linkinator.json"
    figures = measure("linkinator 8", command, output=told, may_end_with=(0, 1))
    links = json.loads(told.read_text("utf-8"))["links"]
    said = {link["url"]: link for link in links}
    paths = {url.removeprefix(address) for url in said}
    faulty = {
        url.removeprefix(address)
        for url, link in said.items()
        if link["state"] == "BROKEN" or 300 <= link["status"] < 400
    }
    return Report(figures, frozenset(paths), frozenset(faulty))


def ask_ours(address: str, scratch: Path) -> tuple[Figures, Report]:
    """Our crawl, and the verification that judges its links; the second is the sum of both."""
    told = [sys.executable, "-m", "crawler"]
    rest = ["--quiet", "--site", f"{address}/", "--data", str(scratch / "data")]
    for setting in (
        "politeness.delay_s=0.001", "politeness.concurrency=8", "politeness.retry_delay_s=0.1",
        "verification.host_interval_s=0.001", "identity.contact=audit@example.org",
    ):  # fmt: skip
        rest += ["--set", setting]
    crawl = measure("ours: crawl (captured, read, kept)", [*told, "crawl", *rest])
    verify = measure("ours: verify", [*told, "verify", *rest])
    both = Figures(
        "ours: crawl and verify",
        crawl.wall_s + verify.wall_s,
        crawl.cpu_s + verify.cpu_s,
        max(crawl.peak_mb, verify.peak_mb),
    )
    db = sqlite3.connect(next((scratch / "data").glob("*/crawl.db")))
    urls = {url.removeprefix(address) for (url,) in db.execute("SELECT url FROM frontier")}
    faulty = db.execute(
        "SELECT printed FROM link_mentions LEFT JOIN links ON links.id = link_id "
        "WHERE link_id IS NULL OR verdict IN ('gone', 'moved', 'invalid', 'unreachable') "
        "OR EXISTS (SELECT 1 FROM findings WHERE link_mention_id = link_mentions.id)"
    ).fetchall()
    return crawl, Report(both, frozenset(urls), frozenset(printed for (printed,) in faulty))


def follow_only(address: str, scratch: Path, pages: int) -> list[Figures]:
    """Scrapy by itself on the same site, its pages read in two ways and nothing kept: below this
    no crawl by Scrapy can come. Raises ``ValueError`` where it did not see every page."""
    figures = []
    for reader, name in (("lxml", "lxml"), ("bs4", "BeautifulSoup")):
        command = [sys.executable, "-m", "tests.bench.plain_scrapy", address, reader]
        told = scratch / f"{reader}.txt"
        figures.append(measure(f"Scrapy and {name}, nothing kept", command, output=told))
        if int(told.read_text("utf-8")) < pages:
            raise ValueError(f"plain Scrapy saw {told.read_text('utf-8').strip()} of {pages} pages")
    return figures


def install(folder: Path) -> Path:
    """linkinator in a folder of its own; raises ``CalledProcessError`` or ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run([*command, *LINKINATOR], check=True, stdout=subprocess.DEVNULL)
    return folder


def print_table(pages: int, rows: Sequence[Figures], reports: Sequence[Report]) -> None:
    """CPU first, then who found what."""
    least = min(row.cpu_s for row in rows)
    print(f"{pages} pages, {LINKS} links a page\n\n{'':40}{'wall s':>8}{'CPU s':>8}", end="")
    print(f"{'ms/page':>9}{'times':>7}{'peak MB':>9}")
    for row in rows:
        print(
            f"{row.name:40}{row.wall_s:8.1f}{row.cpu_s:8.1f}{1000 * row.cpu_s / pages:9.1f}", end=""
        )
        print(f"{row.cpu_s / least:7.1f}{row.peak_mb:9.0f}")
    kinds = planted(pages)
    everything = {f"/p{n}.html" for n in range(pages)}
    print(f"\n{'':40}{'pages':>14}{'faults':>12}{'false':>7}")
    for report in reports:
        seen = {url.partition("#")[0] for url in report.urls}
        found, false = report.faulty & kinds.keys(), report.faulty - kinds.keys()
        print(f"{report.figures.name:40}{len(seen & everything):7} / {pages}", end="")
        print(f"{len(found):6} / {len(kinds)}{len(false):7}")
        missed = Counter(kinds[target] for target in kinds.keys() - found)
        for kind, count in missed.items():
            print(f"    missed: {count} of {len(kinds) // len(FAULTS)} {kind}")
        for target in sorted(false)[:5]:
            print(f"    called faulty, and is not: {target}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run both and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("pages", type=int, nargs="?", default=2000)
    parser.add_argument("--linkinator", type=Path, help="a folder that has it already")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        asyncio.run(serve(answers(options.pages)))
        return 0
    with tempfile.TemporaryDirectory() as name, serving(options.pages) as address:
        scratch = Path(name)
        crawl, ours = ask_ours(address, scratch)
        plain = follow_only(address, scratch, options.pages)
        rows, reports = [*plain, crawl, ours.figures], [ours]
        try:
            folder = options.linkinator or install(scratch / "npm")
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"linkinator could not be installed ({error}); only ours is measured.")
        else:
            theirs = ask_linkinator(folder, address, scratch)
            rows, reports = [theirs.figures, *rows], [theirs, *reports]
        print_table(options.pages, rows, reports)
    return 0


if __name__ == "__main__":
    sys.exit(main())
