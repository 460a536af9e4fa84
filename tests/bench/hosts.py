"""The asking engine beside its floor: 10,000 links over 500 slow hosts, one request at a time each.

    python -m tests.bench.hosts [--urls N] [--hosts N] [--latency MS MS] [--no-floor]

Every host is a loopback address with a latency of its own (100 to 300 ms); a few have many
links, most have few. The politeness bound is the time that the slowest host takes for its links
when they are asked one after the other without a pause. Measured is a whole verification (what
is due, asking, keeping what crossed the wire, judging, findings) in a process of its own: seconds,
CPU as the kernel accounts it, peak memory, and, at the server, the most requests at once that any
host saw. The floor is aiohttp alone on the same hosts: queues, requests, bodies read, nothing made
of them. The ratio of the two is what to compare between machines, and on a loaded one.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from archive.records import Capture, Link, PageKind, PageRecord
from archive.store import Store
from crawler.garbage_collection import collect_seldom
from pipelines.verification.engine import verify
from pipelines.verification.options import Network
from pipelines.verification.settings import VerificationSettings
from tests.bench.many_hosts import address_of, latency_of

ROOT = Path(__file__).resolve().parents[2]
SITE = "http://site.test/"
LINKS_A_PAGE = 30
# The larger, the shorter the tail: the first host has about (500 + FLATNESS) / FLATNESS times
# the links of the last.
FLATNESS = 30


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One process over all URLs."""

    name: str
    wall_s: float
    cpu_s: float
    start_cpu_s: float
    """Of ``cpu_s``, before the first URL: imports."""
    peak_mb: float
    requests: int
    at_once: int


def shares(urls: int, hosts: int) -> list[int]:
    """How many URLs each host has: many for the first, few for the last, ``urls`` in all.

    >>> shares(10, 3)
    [4, 3, 3]
    """
    weights = [1 / (rank + FLATNESS) for rank in range(1, hosts + 1)]
    found = [int(urls * weight / sum(weights)) for weight in weights]
    for rank in range(urls - sum(found)):
        found[rank % hosts] += 1
    return found


def urls_of(urls: int, hosts: int, port: int) -> Iterator[str]:
    """Every URL, the hosts mixed as on a page."""
    left = shares(urls, hosts)
    for number in range(max(left)):
        for host, count in enumerate(left):
            if number < count:
                yield f"http://{address_of(host)}:{port}/leaflets/{number}.htm"


def bound_s(urls: int, hosts: int, latency_s: Sequence[float]) -> float:
    """Seconds that the slowest host takes for its URLs, one after the other."""
    counted = enumerate(shares(urls, hosts))
    return max(count * latency_of(host, *latency_s) for host, count in counted)


def make_store(path: Path, urls: Iterator[str]) -> None:
    """A settled crawl of a site whose pages link to the URLs."""
    now = datetime.now(UTC)
    found = list(urls)
    with Store.open(path) as store:
        run_id = store.begin_run("crawl", "bench", {})
        with store.unit():
            for number, start in enumerate(range(0, len(found), LINKS_A_PAGE)):
                page, capture = f"{SITE}{number}.htm", f"00000000-0000-0000-0000-{number:012d}"
                store.keep_capture(run_id, _capture(capture, page, now))
                links = (
                    Link(printed=url, url=url, anchor_text=f"Leaflet {start + n}")
                    for n, url in enumerate(found[start : start + LINKS_A_PAGE])
                )
                record = PageRecord(
                    url=page,
                    capture_id=capture,
                    fetched_at=now,
                    status=200,
                    kind=PageKind.ARTICLE,
                    title=f"Page {number}",
                    links=tuple(links),
                )
                store.keep_page(run_id, record)
            store.settle(run_id, {"site.test"})


def _capture(identity: str, url: str, now: datetime) -> Capture:
    return Capture(
        id=identity,
        url=url,
        fetched_at=now,
        status=200,
        mime="text/html",
        payload_sha256="0" * 64,
        bytes=1,
        warc_file="bench.warc.gz",
        warc_offset_bytes=0,
        warc_length_bytes=1,
    )


def run_ours(path: Path) -> None:
    """What is measured: one verification of the store. Prints the CPU seconds before it."""
    collect_as_commands_do()
    print(time.process_time(), flush=True)
    settings = VerificationSettings(
        contact="audit@example.org",
        host_interval_s=0,
        network=Network(allow_addresses=("127.0.0.0/8",)),
        ask_wayback=False,
        max_host_visits=0,
    )
    with (
        Store.open(path) as store,
        store.keeping_exchanges(settings.keep_exchanges, "bench", settings.contact),
    ):
        summary = verify(store, settings)
    if summary.links_checked != summary.links_known:
        sys.exit(f"not everything was checked: {summary.sentence()}")
    print(peak_mb(), flush=True)


def run_floor(path: Path) -> None:
    """aiohttp alone on the URLs of a file, a queue a host. Prints the CPU seconds before it."""
    collect_as_commands_do()
    queues: dict[str, deque[str]] = {}
    for url in path.read_text().splitlines():
        queues.setdefault(url.split("/")[2], deque()).append(url)
    print(time.process_time(), flush=True)

    async def work(session: ClientSession, queue: deque[str]) -> None:
        while queue:
            async with session.get(queue.popleft()) as response:
                await response.read()

    async def ask_all() -> None:
        connector = TCPConnector(limit=0)
        async with (
            ClientSession(connector=connector, cookie_jar=DummyCookieJar()) as session,
            asyncio.TaskGroup() as group,
        ):
            for queue in sorted(queues.values(), key=len, reverse=True):
                group.create_task(work(session, queue))

    asyncio.run(ask_all())
    print(peak_mb(), flush=True)


def collect_as_commands_do() -> None:
    """Have garbage collected as ``patientline verify`` does: what is measured is what users get."""
    gc.freeze()
    collect_seldom()


def peak_mb() -> float:
    """The most memory this process ever held (proc(5)); rusage counts the parent's, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure(name: str, arguments: list[str], server: subprocess.Popen[str]) -> Figures:
    """Run one of the two in a process of its own, then end the server and hear what it saw."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.hosts", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    start_cpu_s = float(process.stdout.readline())
    began = time.perf_counter()
    said = process.stdout.read().split()
    wall_s = time.perf_counter() - began
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    seen = json.loads(server.communicate("")[0])
    return Figures(
        name=name,
        wall_s=wall_s,
        cpu_s=usage.ru_utime + usage.ru_stime,
        start_cpu_s=start_cpu_s,
        peak_mb=float(said[-1]),
        requests=seen["requests"],
        at_once=seen["at_once"],
    )


def start_server(hosts: int, latency_s: Sequence[float]) -> tuple[subprocess.Popen[str], int]:
    """The hosts, and the port they all listen on. ``latency_s``: the shortest and the longest."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.many_hosts", str(hosts), *map(str, latency_s)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    return server, int(server.stdout.readline())


def print_table(runs: list[Figures], urls: int, hosts: int, bound: float) -> None:
    """The figures; ``bound``: seconds."""
    print(f"{urls} URLs over {hosts} hosts; politeness bound {bound:.1f} s")
    print(
        f"{'':34}{'wall s':>8}{'/ bound':>9}{'CPU ms/URL':>12}{'start':>7}{'MB':>6}{'at once':>9}"
    )
    for run in runs:
        per_url = (run.cpu_s - run.start_cpu_s) * 1000 / urls
        print(
            f"{run.name:34}{run.wall_s:8.1f}{run.wall_s / bound:9.2f}{per_url:12.2f}"
            f"{run.peak_mb:9.0f}{run.at_once:9}"
        )


def main(arguments: list[str]) -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests.bench.hosts", description=__doc__)
    parser.add_argument("--urls", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument(
        "--latency", type=float, nargs=2, default=(100, 300), help="shortest and longest, in ms"
    )
    parser.add_argument("--no-floor", action="store_true")
    options = parser.parse_args(arguments)
    latency_s = [ms / 1000 for ms in options.latency]
    runs = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in ["a whole verification"] + ["aiohttp alone"] * (not options.no_floor):
            server, port = start_server(options.hosts, latency_s)
            found = urls_of(options.urls, options.hosts, port)
            if name == "aiohttp alone":
                path = Path(scratch) / "urls.txt"
                path.write_text("\n".join(found))
                runs.append(measure(name, ["floor", str(path)], server))
            else:
                path = Path(scratch) / "crawl.db"
                make_store(path, found)
                runs.append(measure(name, ["ours", str(path)], server))
    bound = bound_s(options.urls, options.hosts, latency_s)
    print_table(runs, options.urls, options.hosts, bound)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        run_ours(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["floor"]:
        run_floor(Path(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:]))
