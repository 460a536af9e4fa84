"""The published archive at size: publishing it, and reading it with four readers at once.

    python -m tests.bench.published [--pages N] [--folder FOLDER] [--read] [--only WORDS]

With the default of 100,000 pages the archive has a million references and three million checks;
its making takes four minutes of CPU, publishing it some fifteen, on both cores. A folder that is
named is kept: with ``crawl.db`` in it nothing is filled, and with ``--read`` nothing is published;
``--only`` asks for the kinds of address alone that have these words in their names. The pages lie
in WARC files, so that spans are sought as ever. Publishing and serving run in processes of their
own; their time, CPU and most memory are as the kernel accounts them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import requests

from archive.publishing import publish as publishing
from archive.publishing.serving import serve
from tests.bench.hosts import peak_mb
from tests.bench.large.fill import fill
from tests.bench.readers import READERS, Waited, ask, kinds_of_address

ROOT = Path(__file__).resolve().parents[2]
PAGES = 100_000
PUBLICATION = {"title": "A large site", "source_url": "https://www.large.test/", "licence": "MIT"}
STEPS = (
    "_copy_public",
    "create_derived",
    "_create_indexes",
    "fill_spans",
    "build_search",
    "_inspect",
)
"""Functions of ``publish`` that are timed one by one."""


def _timed(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*arguments: Any, **named: Any) -> Any:
        began, cpu = time.perf_counter(), _cpu_now_s()
        try:
            return function(*arguments, **named)
        finally:
            _say(function.__name__.strip("_"), began, cpu)

    return timed


def _say(step: str, began: float, cpu: float) -> None:
    wall_s, cpu_s = time.perf_counter() - began, _cpu_now_s() - cpu
    print(f"{step.replace('_', ' '):24}{wall_s:8.1f}{cpu_s:8.1f}{peak_mb():9.0f}", flush=True)


def _cpu_now_s() -> float:
    """CPU seconds used so far, with those of the processes that were started and have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def run_publish(crawl_db: Path, out: Path) -> None:
    """What is measured: one publish, step by step."""
    print(f"{'publish':24}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}", flush=True)
    for name in STEPS:
        setattr(publishing, name, _timed(getattr(publishing, name)))
    began, cpu = time.perf_counter(), _cpu_now_s()
    done = publishing.publish(crawl_db, out, PUBLICATION)
    _say("together", began, cpu)
    for name, count in _spans(done.database):
        print(f"{count:>9,} of {done.counts[name]:>9,} rows of {name} have a span")
    print(f"{done.bytes / 1e6:,.0f} MB of {crawl_db.stat().st_size / 1e6:,.0f} MB", flush=True)


def _spans(database: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(database)) as db:
        return db.execute("SELECT table_name, count(*) FROM spans GROUP BY table_name").fetchall()


@contextmanager
def serving(published: Path) -> Iterator[tuple[str, int]]:
    """The archive served as ``patientline serve`` does it: its address and its process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.published", "--serve", str(port)]
    command += ["--folder", str(published)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _await(address)
            yield address, process.pid
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:  # still writing for somebody
                process.kill()


def _await(address: str) -> None:
    for _ in range(600):
        try:
            requests.get(f"{address}/robots.txt", timeout=10)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nothing answers at {address}.")


def print_header() -> None:
    """What the columns are."""
    print(f"{READERS} readers at once")
    print(f"{'':44}{'answers':>8}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'goal':>7}")


def print_line(r: Waited) -> None:
    """How long readers waited for one kind; a missed goal is marked."""
    goal = f"{r.asked.goal_ms or '':>6}{'*' if r.is_slow else ' '}"
    wrong = "".join(f"  {number} times {status}" for status, number in r.wrong.items())
    times = f"{r.median_ms:8.0f}{r.p95_ms:8.0f}{r.cpu_ms:8.1f}"
    print(f"{r.asked.name:44}{r.answers:8}{times}{goal}{wrong}", flush=True)


def measure(pages: int, folder: Path, only: str = "") -> None:
    """Fill, publish and read; what is there already is used as it is."""
    crawl_db, published = folder / "crawl.db", folder / "published"
    if not crawl_db.exists():
        unfinished = folder / "unfinished.db"
        unfinished.unlink(missing_ok=True)
        shutil.rmtree(folder / "captures", ignore_errors=True)
        fill(unfinished, pages, folder / "captures")
        unfinished.rename(crawl_db)
    subprocess.run(
        [sys.executable, "-m", "tests.bench.published", "--publish", "--folder", str(folder)],
        cwd=ROOT,
        check=True,
    )
    read(published, only)


def read(published: Path, only: str = "") -> None:
    """Only the second half: serve and ask, for the kinds with ``only`` in their names."""
    with serving(published) as (address, process):
        print_header()
        results = []
        for asked in kinds_of_address(published):
            if only not in asked.name:
                continue
            results.append(ask(address, process, asked))
            print_line(results[-1])
        print(f"{sum(r.is_slow for r in results)} goals missed (*)")
        peak = Path(f"/proc/{process}/status").read_text().partition("VmHWM:")[2].split()[0]
        print(f"server: {int(peak) / 1024:.0f} MB at the peak")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--folder", type=Path, help="kept; with crawl.db in it nothing is filled")
    parser.add_argument("--read", action="store_true", help="only read what is published there")
    parser.add_argument("--only", default="", metavar="WORDS", help="ask for such addresses alone")
    parser.add_argument("--publish", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--serve", type=int, metavar="PORT", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        serve(options.folder, port=options.serve)
    elif options.publish:
        run_publish(options.folder / "crawl.db", options.folder / "published")
    elif options.read:
        read(options.folder / "published", options.only)
    elif options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        measure(options.pages, options.folder, options.only)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            measure(options.pages, Path(scratch), options.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
