"""The real command on the sample site, as another process, and what tests read of its folder."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipelines.verification.options import Services
from tests.replica import Hit, Replica

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


def patientline(*arguments: str | Path, before: Callable[[], None] | None = None) -> Ended:
    """Run ``patientline``; ``before`` is called in the child, e.g. to set a limit."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PATIENTLINE_")}
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        preexec_fn=before,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def led_to(replica: Replica) -> list[str]:
    """Options that lead the sample profile to a running replica, no server of its own started."""
    overrides = replica.overrides()
    resolve, services = overrides["resolve"], overrides["services"]
    assert isinstance(resolve, dict)
    assert isinstance(services, dict)
    table = ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in resolve.items())
    keys = {
        "server": '""',
        "network.resolve": f"{{ {table} }}",
        "network.ca_file": json.dumps(overrides["ca_file"]),
        **{f"services.{name}": json.dumps(services[name]) for name in asdict(Services())},
    }
    return [part for key, value in keys.items() for part in ("--set", f"{key}={value}")]


@dataclass(frozen=True)
class SampleRun:
    """One crawl (or whole run) of the sample site in one markup, finished."""

    data: Path
    replica: Replica
    hits: tuple[Hit, ...]
    """What the replica was asked by this run."""
    ended: Ended

    @property
    def folder(self) -> Path:
        """The site's folder."""
        return self.data / "sample"

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of the crawl's database."""
        return rows(self.folder / "crawl.db", sql, *parameters)

    def value(self, sql: str, *parameters: object) -> Any:
        """The one value a question has; fails when it has none or many."""
        [(value,)] = self.rows(sql, *parameters)
        return value

    def values(self, sql: str, *parameters: object) -> list[Any]:
        """The first column of the answer."""
        return [row[0] for row in self.rows(sql, *parameters)]


@dataclass(frozen=True)
class Second(SampleRun):
    """The same command once more, over a copy of what the first one left."""

    first: SampleRun


def rows(database: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Rows of a database, which is opened only for this question and only to read."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return db.execute(sql, parameters).fetchall()
    finally:
        db.close()
