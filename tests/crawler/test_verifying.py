"""``patientline verify``: what it says and how it ends on good days and bad ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.commands.exits import Exit
from tests import replica as world
from tests.pipelines.verification.conftest import make_store, record_of
from tests.sample_runs import led_to, patientline

REFERENCES = ["doi: 10.1007/s00586-010-1374-1", "doi: 10.1136/bmj.a3115"]


@pytest.fixture
def served() -> Iterator[world.Replica]:
    """The outside world, on loopback."""
    with world.running() as running:
        yield running


def test_a_registry_that_fails_is_named_and_the_run_is_incomplete(
    served: world.Replica, tmp_path: Path
) -> None:
    (tmp_path / "sample").mkdir()
    make_store(tmp_path / "sample" / "crawl.db", record_of(REFERENCES)).close()
    line = ["verify", "--quiet", "--site", "sample", "--data", tmp_path, *led_to(served)]
    line += ["--set", "verification.backoff_s=0.001", "--set", "verification.probe_landing=false"]
    served.state.notes["lying"] = {"api.crossref.org": "empty"}
    bad = patientline(*line)
    assert bad.code == Exit.INCOMPLETE, bad
    [said] = bad.err.splitlines()
    assert said.startswith("patientline: ")
    assert "crossref" in said
    assert said.endswith("No verdict was changed for it; run the command again later.")
    assert "The list of Retraction Watch dates from " in bad.out
    served.state.notes.clear()
    good = patientline(*line)
    assert (good.code, good.err) == (Exit.DONE, ""), good
    assert "Everyone we asked has answered." in good.out
