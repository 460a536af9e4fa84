"""Running crawls as other processes: Scrapy's reactor starts once a process."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

PROFILE = """
name = "loopback"
seeds = ["{url}/"]
[scope]
max_depth = 60
{scope}
[politeness]
delay_s = 0.01
jitter = 0.0
concurrency = 2
timeout_s = {timeout_s}
max_bytes = {max_bytes}
retry_times = 1
retry_delay_s = 0.05
max_retry_after_s = 5
[identity]
contact = "web@a.test"
[network]
allow_addresses = {allowed}
ca_file = "{ca_file}"
"""


def write_profile(
    folder: Path,
    url: str,
    *,
    scope: str = "",
    allowed: str = '["127.0.0.0/8"]',
    ca_file: str = "",
    max_bytes: int = 200_000,
    timeout_s: float = 1.0,
) -> Path:
    """A profile for a loopback server."""
    path = folder / "loopback.toml"
    text = PROFILE.format(
        url=url, scope=scope, allowed=allowed, ca_file=ca_file, max_bytes=max_bytes,
        timeout_s=timeout_s,
    )  # fmt: skip
    path.write_text(text)
    return path


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


class CrawlProcess:
    """One crawl in a process of its own, forked from one that has imported everything."""

    def __init__(
        self,
        profile: Path,
        data: Path,
        *more: str,
        max_file_bytes: int | None = None,
        before: Callable[[], None] | None = None,
    ) -> None:
        """``before`` is called in the child, e.g. to break something."""
        self._out = data.with_name(f"{data.name}.stdout")
        self._err = data.with_name(f"{data.name}.stderr")
        arguments = [str(profile), "--data", str(data), *more]
        self._process = _FORKS.Process(
            target=_crawl, args=(arguments, str(self._out), str(self._err), max_file_bytes, before)
        )
        self._process.start()
        self.pid = self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        """Whether it is still at work."""
        return self._process.is_alive()

    def wait(self) -> Ended:
        self._process.join(120)
        assert self._process.exitcode is not None, "the crawl does not end"
        return Ended(self._process.exitcode, self._out.read_text(), self._err.read_text())


def _crawl(
    arguments: list[str],
    out: str,
    err: str,
    max_file_bytes: int | None,
    before: Callable[[], None] | None,
) -> None:
    """In the child: a crawl, its words in files."""
    for path, fd in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), fd)
    if max_file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (max_file_bytes, max_file_bytes))
    if before is not None:
        before()
    from crawler.crawling import main

    sys.exit(main(arguments))


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "crawler.crawling", "crawler.spiders.site", "crawler.extensions", "crawler.frontier",
        "crawler.downloading", "crawler.robots", "scrapy.crawler", "pipelines.services.connections",
        "pipelines.stages", "scrapy.core.engine", "scrapy.logformatter",
        "scrapy.extensions.feedexport",
        "scrapy.extensions.memusage",
        "scrapy.downloadermiddlewares.cookies", "scrapy.downloadermiddlewares.httpcompression",
        "scrapy.spidermiddlewares.referer", "__main__",
    ]
)  # fmt: skip


def crawl(profile: Path, data: Path, *more: str) -> Ended:
    """One crawl, to its end."""
    return CrawlProcess(profile, data, *more).wait()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in the checkout, to its end."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def rows(data: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What stands in the crawl's database."""
    connection = sqlite3.connect(data / "crawl.db")
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


CONTENT = (
    "pages", "page_aliases", "page_relations", "articles", "article_versions", "news",
    "news_sources", "page_dates", "terms", "bibliography", "mentions", "dois", "links",
    "link_mentions",
)  # fmt: skip


def content(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every derived row, by table, in a fixed order."""
    return {table: sorted(rows(data, f"SELECT * FROM {table}"), key=repr) for table in CONTENT}
