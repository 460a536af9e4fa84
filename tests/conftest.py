"""The sample site, crawled once in each markup for all tests that look at the result."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests import replica
from tests.sample_runs import SampleRun, Second, led_to, patientline


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleRun]:
    """``patientline run`` on the semantic markup; its replica keeps running."""
    data = tmp_path_factory.mktemp("whole") / "data"
    with replica.running(markup="semantic") as served:
        ended = patientline("run", "--site", "sample", "--data", data, *led_to(served))
        assert ended.code == 0, ended
        yield SampleRun(data, served, tuple(served.hits), ended)


@pytest.fixture(scope="session")
def second_run(whole_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Second:
    """A copy of the folder of ``whole_run`` and what a second run over it did."""
    data = tmp_path_factory.mktemp("second") / "data"
    shutil.copytree(whole_run.data, data)
    before = len(whole_run.replica.hits)
    ended = patientline("run", "--site", "sample", "--data", data, *led_to(whole_run.replica))
    assert ended.code == 0, ended
    hits = tuple(whole_run.replica.hits[before:])
    return Second(data, whole_run.replica, hits, ended, whole_run)


@pytest.fixture(scope="session")
def markups(
    whole_run: SampleRun, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, SampleRun]]:
    """The site crawled in each of its three markups."""
    runs = {"semantic": whole_run}
    with ExitStack() as stack:
        for markup in ("soup", "tables"):
            data = tmp_path_factory.mktemp(markup) / "data"
            served = stack.enter_context(replica.running(markup=markup))
            ended = patientline("crawl", "--site", "sample", "--data", data, *led_to(served))
            assert ended.code == 0, ended
            runs[markup] = SampleRun(data, served, tuple(served.hits), ended)
        yield runs


@cache
def group_of(file: str) -> str:
    """What makes the same things for its tests: a file, or all that look at the sample's crawls."""
    source = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
    looks = re.search(r"\b(whole_run: SampleRun|second_run: Second|markups: dict)", source)
    return "the sample's crawls" if looks else file


class ByGroup(LoadFileScheduling):
    """Tests of one group go to one process, so what they need is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByGroup | None:
    """Ours for ``--dist loadfile``."""
    return ByGroup(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groups with slow tests come first: begun last, they would leave the other processes without
    work."""
    group = {item: group_of(item.nodeid.partition("::")[0]) for item in items}
    slow = {group[item] for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (group[item] not in slow, group[item]))


# A busy machine is no fault of ours: no test fails for its time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
