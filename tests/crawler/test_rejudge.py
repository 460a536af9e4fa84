"""``patientline rejudge`` on a real data folder, with evidence that was judged by older rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive.evidence.flips import Flip
from archive.store import Store
from crawler.commands.rejudge import table_of
from tests.sample_runs import SampleRun, led_to, patientline


@pytest.fixture
def folder(whole_run: SampleRun, tmp_path: Path) -> Path:
    """A copy of a verified folder in which one link and one DOI bear another verdict."""
    data = tmp_path / "data"
    shutil.copytree(whole_run.data, data)
    with Store.open(data / "sample" / "crawl.db") as store, store.unit():
        conn = store.db.conn
        conn.execute(
            "UPDATE links SET verdict = 'gone', rule_version = 'judge/0' WHERE id ="
            " (SELECT min(id) FROM links WHERE scope = 'external' AND verdict = 'ok')"
        )
        conn.execute(
            "UPDATE dois SET landing = 'hijacked' WHERE doi ="
            " (SELECT min(doi) FROM dois WHERE landing = 'reached')"
        )
    return data


def test_verdicts_of_older_rules_change_and_are_told(whole_run: SampleRun, folder: Path) -> None:
    before = len(whole_run.replica.hits)
    options = ("--site", "sample", "--data", folder, *led_to(whole_run.replica))
    told = patientline("rejudge", *options, "--json")
    assert told.code == 0, told
    flips = json.loads(told.out)["flips"]
    assert {(f["question"], f["before"], f["after"]) for f in flips} == {
        ("link", "gone", "ok"),
        ("landing", "hijacked", "reached"),
    }
    assert all(flip["why"] for flip in flips)
    again = patientline("rejudge", *options)
    assert again.code == 0
    assert again.out.endswith("verdicts judged again, 0 changed.\n")
    assert len(whole_run.replica.hits) == before, "somebody was asked"


def test_the_table_counts_changes_and_names_the_first_of_them() -> None:
    flips = [
        Flip(question="link", subject=f"https://{n}.test/", before="gone", after="ok", why="Well.")
        for n in range(60)
    ]
    lines = table_of(flips)
    assert lines[0].split() == ["60", "link", "gone", "->", "ok"]
    assert "link: gone -> ok: https://0.test/" in lines
    assert lines[-1] == "... and 10 more; --json prints all of them."
