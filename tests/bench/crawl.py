"""Our whole crawl (follow, capture, read, refine, keep) beside plain Scrapy and wget --warc-file.

    python -m tests.bench.crawl [PAGES]

One static site on loopback, the same for all three, asked as fast as each will go; whole
processes, CPU seconds and peak memory as the kernel accounts them. What is quoted is the ratio
within one run; the machine's own speed drifts.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from archive.records import Capture, Exchange
from archive.warc.captures import CaptureWriter
from archive.warc.warc_records import capture_of
from tests.bench.real import serving

ROOT = Path(__file__).resolve().parents[2]

PLAIN_SCRAPY = """
import sys
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

class Plain(CrawlSpider):
    name = "plain"
    start_urls = [sys.argv[1]]
    rules = [Rule(LinkExtractor(), callback="read", follow=True)]
    def read(self, response):
        yield {"url": response.url, "title": response.css("h1::text").get()}

process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
                          "REMOTE_CONTROL_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8})
process.crawl(Plain)
process.start()
"""


UNCAPTURED = """
from crawler import ledger
from crawler.__main__ import main
from tests.bench.crawl import Uncaptured

ledger.CaptureWriter = Uncaptured
main()
"""


class Uncaptured(CaptureWriter):
    """Writes no WARC file: what the crawl costs without."""

    def write(self, exchange: Exchange, revisit_of: Capture | None = None) -> Capture | None:
        """The capture that would have been written."""
        if exchange.status is None:
            return None
        digest = hashlib.sha256(exchange.body).hexdigest()
        return capture_of(exchange, str(uuid4()), digest, "nowhere.warc.gz", 0, 1)


@dataclass(frozen=True)
class Figures:
    """One run of one crawler."""

    name: str
    wall_s: float
    cpu_s: float
    peak_mb: float


def make_site(folder: Path, pages: int) -> None:
    """Static pages of about 15 kB with 40 links and five references each, all reachable."""
    words = (
        "The spine carries the body and bends with it; most pain in the back passes by itself. "
        "Keep moving, ask when the pain goes down the leg, and give it some weeks. "
    )
    for number in range(pages):
        links = "".join(
            f'<li><a href="/p{(number * 7 + step * step + 1) % pages}.html">Page {step}</a></li>'
            for step in range(40)
        )
        references = "".join(
            f"<li>Author A, Writer B. Back pain study {number}-{n}. Eur Spine J. 2010;19(11):"
            f"{1000 + n}-{1010 + n}. doi: 10.1007/s00586-010-{number:04d}-{n}</li>"
            for n in range(5)
        )
        text = "".join(f"<p>Paragraph {n} of page {number}. {words * 4}</p>" for n in range(14))
        html = (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Page {number}</title>"
            f"</head><body><nav><ul>{links}</ul></nav><main><h1>Page {number}</h1>{text}"
            f"<h2>References</h2><ol>{references}</ol></main></body></html>"
        )
        (folder / f"p{number}.html").write_text(html, encoding="utf-8")
    shutil.copy(folder / "p0.html", folder / "index.html")


def measure(
    name: str,
    command: list[str],
    *,
    output: Path = Path(os.devnull),
    may_end_with: Collection[int] = (0,),
) -> Figures:
    """Run a command to its end; raises CalledProcessError for any other exit code.

    Python may keep what it compiles, as for everybody who has not told it otherwise.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.DEVNULL
        )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in may_end_with:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figures(name, time.perf_counter() - began, cpu, usage.ru_maxrss / 1024)


def main(arguments: list[str]) -> int:
    """Measure and print; returns the exit code."""
    pages = int(arguments[0]) if arguments else 1000
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        site.mkdir()
        make_site(site, pages)
        with serving(site) as address:
            crawl = ["crawl", "--quiet", "--site", address, "--set", "politeness.delay_s=0.001"]
            crawl += ["--set", "politeness.concurrency=8", "--data"]
            ours = [sys.executable, "-m", "crawler", *crawl, f"{scratch}/data"]
            uncaptured = [sys.executable, "-c", UNCAPTURED, *crawl, f"{scratch}/uncaptured"]
            runs = [
                measure("plain Scrapy, links followed, nothing kept",
                        [sys.executable, "-c", PLAIN_SCRAPY, address]),
                measure("ours: followed, captured, read, kept", ours),
                measure("ours without WARC files", uncaptured),
                measure("ours again, unchanged site (conditional)", ours),
            ]  # fmt: skip
            if wget := shutil.which("wget"):
                warc = [wget, "-q", "-r", "-l", "inf", f"--warc-file={scratch}/w", "-P", scratch]
                asked = [*warc, address]
                runs.append(measure("wget -r --warc-file", asked, may_end_with=(0, 8)))
    reference = runs[0]
    print(f"{pages} pages on loopback; ratios against {reference.name!r}, higher is faster")
    print(f"{'':46}{'wall s':>8}{'CPU s':>8}{'p/CPU s':>9}{'ratio':>7}{'peak MB':>9}")
    for run in runs:
        rate = pages / run.cpu_s
        ratio = reference.cpu_s / run.cpu_s
        print(
            f"{run.name:46}{run.wall_s:8.1f}{run.cpu_s:8.1f}{rate:9.0f}{ratio:7.2f}"
            f"{run.peak_mb:9.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
