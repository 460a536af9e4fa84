"""Crawls killed by chance lose nothing and capture nothing twice; two wrong orders are caught."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.bench.crash import Crashes, Outcome, Site
from tests.bench.wrong_orders import MUTANTS

pytestmark = pytest.mark.slow


def crashes(folder: Path, mutant: str | None, kills: int) -> Outcome:
    folder.mkdir(exist_ok=True)
    with Site(16) as site:
        chance = random.Random(folder.name)
        return Crashes(site, folder, chance, MUTANTS.get(mutant or "")).run(kills, kills // 4)


def test_killed_crawls_end_as_undisturbed_ones(tmp_path: Path) -> None:
    found = crashes(tmp_path, None, 4)
    assert found.is_good, found
    assert (found.kills, found.acknowledged > 0) == (4, True)


def test_killed_crawls_of_a_site_that_was_crawled_before_end_as_undisturbed_ones(
    tmp_path: Path,
) -> None:
    with Site(24) as site:
        crashes = Crashes(site, tmp_path, random.Random(1))
        found = crashes.run(4, 1, weeks=2, is_first_spared=True)
    assert found.is_good, found
    assert (found.kills, found.in_weeks) == (4, 4)
    assert found.confirmed > 24  # the rest of both weeks has changed


@pytest.mark.parametrize("mutant", list(MUTANTS))
def test_a_wrong_order_of_writing_is_caught(tmp_path: Path, mutant: str) -> None:
    # the moments of the kills are chance: three of them may all be harmless
    rounds = (crashes(tmp_path / str(number), mutant, 3) for number in range(5))
    assert not all(outcome.is_good for outcome in rounds)
