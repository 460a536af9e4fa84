"""What a weekly run costs when nothing has changed: the CPU of the first crawl, and of the next.

    python -m tests.bench.again [PAGES]

The site is that of ``tests.bench.site``, whose server knows its pages by validators, so that the
second crawl is told of each page that it is still the same. What is quoted is the ratio within one
run, and what the second crawl adds to the captures and to the database.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.crawl import Figures, measure
from tests.bench.site import serving


@dataclass(frozen=True)
class Size:
    """What a data folder holds."""

    captures: int
    """Bytes of the WARC files and their seals."""
    database: int
    """Bytes in use in ``crawl.db``."""
    answers: int
    """Captures, of whatever status."""


def size_of(folder: Path) -> Size:
    """Measure a data folder; all zero before the first crawl."""
    database = next(folder.glob("*/crawl.db"), None)
    if database is None:
        return Size(0, 0, 0)
    with sqlite3.connect(database) as db:
        pages, free, bytes_each = (
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        (answers,) = db.execute("SELECT count(*) FROM captures").fetchone()
    captures = sum(file.stat().st_size for file in folder.glob("*/captures/*"))
    return Size(captures, (pages - free) * bytes_each, answers)


def crawl(name: str, address: str, folder: Path) -> tuple[Figures, Size]:
    """One crawl, and what it has added to its data folder."""
    before = size_of(folder)
    command = [sys.executable, "-m", "crawler", "crawl", "--quiet", "--site", f"{address}/"]
    for setting in (
        "politeness.delay_s=0.001", "politeness.concurrency=8", "politeness.retry_delay_s=0.1",
    ):  # fmt: skip
        command += ["--set", setting]
    figures = measure(name, [*command, "--data", str(folder)])
    after = size_of(folder)
    return figures, Size(
        after.captures - before.captures,
        after.database - before.database,
        after.answers - before.answers,
    )


def main(arguments: Sequence[str]) -> int:
    """Crawl twice and print; returns the exit code."""
    pages = int(arguments[0]) if arguments else 2000
    with tempfile.TemporaryDirectory() as data, serving(pages) as address:
        runs = [crawl(name, address, Path(data)) for name in ("first", "again, unchanged")]
    first = runs[0][0].cpu_s
    print(f"{pages:,} pages, 30 links a page\n")
    print(f"{'':20}{'CPU s':>8}{'share':>8}{'answers':>9}{'captures kB':>13}", end="")
    print(f"{'database kB':>13}{'peak MB':>9}")
    for figures, added in runs:
        print(
            f"{figures.name:20}{figures.cpu_s:8.1f}{figures.cpu_s / first:8.1%}{added.answers:9,}"
            f"{added.captures / 1000:13,.0f}{added.database / 1000:13,.0f}{figures.peak_mb:9.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
