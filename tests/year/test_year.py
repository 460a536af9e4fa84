"""The year lived twice, side by side: what opened and closed in which week, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.evidence.flips import flips_between, standing_verdicts
from archive.store import Store
from pipelines.verification.engine import rejudge
from pipelines.verification.settings import VerificationSettings
from tests.sample_runs import ROOT, rows
from tests.year.expected import NOT_TOLD, YEAR, Expected
from tests.year.living import WEEKS, monday

pytestmark = pytest.mark.slow

Lived = list[dict[str, Any]]
"""The fields of ``living.Week``, week by week."""

# What differs from run to run by its nature: places in files, numbers by chance, real time.
NOISE = {
    "settings_json", "warc_file", "warc_offset_bytes", "warc_length_bytes", "elapsed_ms",
    "capture_id", "checks_json", "revisit_of", "ip_address", "exchange_id",
    "previous_id", "lease_until",
}  # fmt: skip
NUMBERED = {"captures", "checks", "exchanges", "frontier", "issues", "suggestions"}
"""Tables whose ids are given in the order of arrival, or come from such ids."""
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d\.\d{3}Z")
_CHANCE = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|(?<=127\.0\.0\.1:)\d+"
    r'|(?<="seconds":)\d+|(?<=timestamp=\d{8})\d{6}'
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of two lives of the same year; a processor each."""
    first, second = (tmp_path_factory.mktemp("year") / "year" for _ in range(2))
    lives = [
        subprocess.Popen([sys.executable, "-m", "tests.year.living", str(folder)], cwd=ROOT)
        for folder in (first, second)
    ]
    try:
        assert [life.wait(timeout=1800) for life in lives] == [0, 0]
    finally:
        for life in lives:
            life.kill()
    return first, second


@pytest.fixture(scope="module")
def lived(folders: tuple[Path, Path]) -> Lived:
    """What came of the weeks of the first life."""
    told: Lived = json.loads((folders[0] / "year.json").read_text("utf-8"))
    return told


@pytest.mark.parametrize("week", range(WEEKS))
def test_the_right_findings_open_and_close(lived: Lived, week: int) -> None:
    wanted = next((e for e in YEAR if e.week == week), Expected(week=week, why="a quiet week"))
    found = lived[week]
    assert (set(found["opened"]), set(found["closed"]), found["exit"]) == (
        set(wanted.opened),
        set(wanted.closed),
        wanted.exit,
    ), wanted.why


def test_quiet_weeks_are_short(lived: Lived) -> None:
    told = {expected.week for expected in YEAR}
    for week in lived:
        if week["week"] not in told:
            assert "Nothing new since the last run." in week["text"]
            assert week["text"].count("\n") < 50, week["text"]


def test_the_new_address_outlives_the_old_host(folders: tuple[Path, Path]) -> None:
    [said] = rows(
        folders[0] / "crawl.db",
        "SELECT should_say, why FROM findings WHERE kind = 'link_unreachable'"
        " AND subject = 'http://www.oldsociety.test/guide'",
    )
    assert said[0] == "http://www.newsociety.test/guide"
    assert "host name that does not exist; it failed 30 times since 2026-06-01" in said[1]


def test_nothing_is_ever_said_of_what_lives(folders: tuple[Path, Path]) -> None:
    said = rows(folders[0] / "crawl.db", "SELECT DISTINCT subject FROM findings")
    assert len(said) > 15
    assert [s for (s,) in said if any(f"//{host}/" in s for host in NOT_TOLD)] == []


def test_the_second_life_is_the_same(lived: Lived, folders: tuple[Path, Path]) -> None:
    again: Lived = json.loads((folders[1] / "year.json").read_text("utf-8"))
    assert [without_chance(str(week)) for week in again] == [
        without_chance(str(week)) for week in lived
    ]
    one, other = (dump(folder / "crawl.db") for folder in folders)
    assert one.keys() == other.keys()
    assert len(one["checks"]) > 1_000
    for table, kept in one.items():
        assert kept == other[table], table


def test_judging_the_whole_year_again_changes_no_verdict(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    shutil.copy(folders[0] / "crawl.db", tmp_path)
    with Store.open(tmp_path / "crawl.db") as store:
        before = standing_verdicts(store.db.conn)
        rejudge(store, VerificationSettings(), lambda: monday(WEEKS))
        assert flips_between(before, standing_verdicts(store.db.conn)) == []


def dump(database: Path) -> dict[str, Counter[tuple[object, ...]]]:
    """Every row of every table but those of the search, without what differs by its nature."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    every = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    tables = [name for (name,) in every if "_fts" not in name and name[0] != "_"]
    kept = {
        table: Counter(
            tuple(
                without_chance(value)
                for column, value in zip(row.keys(), row, strict=True)
                if not is_noise(table, column)
            )
            for row in db.execute(f'SELECT * FROM "{table}"')
        )
        for table in tables
    }
    db.close()
    return kept


def is_noise(table: str, column: str) -> bool:
    """Whether a column differs by its nature; the order in which URLs were met does, too."""
    is_by_chance = column == "id" and table in NUMBERED
    is_dated = (table, column) == ("exchanges", "payload_sha256")  # some answers repeat the time
    return is_by_chance or is_dated or column in NOISE


def without_chance(value: object) -> object:
    """A value without times of day, random numbers and ports."""
    if not isinstance(value, str):
        return value
    return _CHANCE.sub("", _MOMENT.sub(r"\1", value))
