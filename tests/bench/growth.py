"""Does a page cost more on a larger site? Crawls of very small pages: CPU a page, memory.

    python -m tests.bench.growth [PAGES ...]

Crawls run one after the other; the time a page takes on the larger site is what is compared.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.bench.crawl import Figures, measure
from tests.bench.site import answers_with, serve, serving

SIZES = (1_000, 5_000, 10_000)


def page(number: int, pages: int) -> str:
    """About 500 bytes: forty words that hardly any other page has, and four links."""
    others = ((number * factor + 1 + factor // 7) % pages for factor in (1, 2, 7, 13))
    links = "".join(f'<li><a href="/p{other}.html">Page {other}</a></li>' for other in others)
    words = " ".join(f"w{(number * 31 + k * k * 7) % 5003}" for k in range(40))
    return (
        f"<!doctype html><html lang=en><head><title>Page {number}</title></head><body>"
        f"<nav><ul>{links}</ul></nav><main><h1>Page {number}</h1><p>{words}.</p></main></body>"
        "</html>"
    )


def crawl(pages: int) -> Figures:
    """One crawl into a throw-away folder."""
    command = [sys.executable, "-m", "crawler", "crawl", "--quiet"]
    limit = f"scope.max_pages={2 * pages}"
    for setting in ("politeness.delay_s=0.001", "politeness.concurrency=8", limit):
        command += ["--set", setting]
    with tempfile.TemporaryDirectory() as data, serving(pages, "tests.bench.growth") as address:
        figures = measure(f"{pages:,} pages", [*command, "--site", f"{address}/", "--data", data])
        database = next(Path(data).rglob("crawl.db"))
        with closing(sqlite3.connect(database)) as db:
            kept = db.execute("SELECT count(*) FROM pages").fetchone()[0]
    if kept != pages:
        raise RuntimeError(f"The crawl kept {kept} of {pages} pages: its figures say nothing.")
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Crawl and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("pages", type=int, nargs="*", default=SIZES)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        asyncio.run(serve(answers_with(page, options.pages[0])))
        return 0
    print(f"{'':16}{'wall s':>8}{'CPU s':>8}{'ms/page':>9}{'peak MB':>9}")
    for pages in options.pages:
        run = crawl(pages)
        each = 1000 * run.cpu_s / pages
        print(f"{run.name:16}{run.wall_s:8.1f}{run.cpu_s:8.1f}{each:9.1f}{run.peak_mb:9.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
