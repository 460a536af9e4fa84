"""``patientline verify``: what it says and how it ends on good days and bad ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.commands.exits import Exit
from crawler.profile_loading import load_profile
from crawler.site_server import as_served
from crawler.verifying import verify_site
from tests import replica as world
from tests.crawler.crawls import rows
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
    assert "Crossref" in said
    assert said.endswith("No verdict was changed for it; run the command again later.")
    assert "The list of Retraction Watch dates from " in bad.out
    served.state.notes.clear()
    good = patientline(*line)
    assert (good.code, good.err) == (Exit.DONE, ""), good
    assert "Everyone we asked has answered." in good.out


def test_one_that_is_stopped_keeps_what_stands_without_what_is_accepted(
    served: world.Replica, tmp_path: Path
) -> None:
    folder = tmp_path / "sample"
    folder.mkdir()
    make_store(folder / "crawl.db", record_of([*REFERENCES, "doi: 10.1155/2015/32819"])).close()
    accepted = '[[waiver]]\nkind = "doi_not_registered"\nwho = "Ada"\nwhy = "Known."\n'
    (folder / "waivers.toml").write_text(accepted, "utf-8")
    profile = as_served(load_profile("sample"), served.overrides())

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "agency":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify_site(profile, folder, stop)
    told = "SELECT outcome, counts_json ->> 'findings_error', counts_json ->> 'standing_error' "
    assert rows(folder, told + "FROM runs WHERE command = 'verify'") == [("interrupted", 1, 0)]
