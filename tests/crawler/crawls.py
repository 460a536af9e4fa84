"""Running crawls as other processes: Scrapy's reactor starts once a process."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

PROFILE = """
name = "loopback"
seeds = ["{url}/"]
[scope]
max_depth = 20
{scope}
[politeness]
delay_s = 0.01
jitter = 0.0
concurrency = 2
timeout_s = 1.5
max_bytes = 200000
retry_times = 1
retry_delay_s = 0.05
max_retry_after_s = 5
[identity]
contact = "web@a.test"
[network]
allow_addresses = {allowed}
"""


def write_profile(
    folder: Path, url: str, *, scope: str = "", allowed: str = '["127.0.0.0/8"]'
) -> Path:
    """A profile for a loopback server."""
    path = folder / "loopback.toml"
    path.write_text(PROFILE.format(url=url, scope=scope, allowed=allowed), encoding="utf-8")
    return path


def command(profile: Path, data: Path, *more: str) -> list[str]:
    """The command line of one crawl."""
    return [sys.executable, "-m", "crawler.crawling", str(profile), "--data", str(data), *more]


def crawl(profile: Path, data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """One crawl, to its end."""
    return run(command(profile, data, *more))


def run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A process in the checkout, to its end."""
    return subprocess.run(
        arguments, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def environment() -> dict[str, str]:
    """Ours, with the checkout importable."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


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
