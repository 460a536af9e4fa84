"""The first table of the scorecard: computed from figures, and answering every demand."""

from pathlib import Path

import pytest

from tests.bench.baselines import BASELINES
from tests.bench.demands import DEMANDS, Bound, write_demands
from tests.bench.scorecard import Report

SCORECARD = Path(__file__).parents[1] / "docs" / "scorecard.md"
FLOOR = Bound("f1", "F1", 99)
CEILING = Bound("alarms", "false alarms", 0, is_floor=False, digits=0)


@pytest.mark.parametrize(
    ("why", "bound", "value", "met", "wanted", "ours"),
    [
        ("above the floor", FLOOR, 99.4, True, "F1 ≥ 99", "F1 99.4"),
        ("on the floor", FLOOR, 99.0, True, "F1 ≥ 99", "F1 99.0"),
        ("below it", FLOOR, 98.99, False, "F1 ≥ 99", "F1 98.9"),
        ("none", CEILING, 0, True, "false alarms 0", "false alarms 0"),
        ("one too many", CEILING, 1, False, "false alarms 0", "false alarms 1"),
    ],
)
def test_bounds(why: str, bound: Bound, value: float, met: bool, wanted: str, ours: str) -> None:
    assert (bound.is_met(value), bound.wanted(), bound.ours(value)) == (met, wanted, ours), why


def test_one_bound_missed_is_a_demand_not_met() -> None:
    figures = {bound.figure: bound.limit for demand in DEMANDS for bound in demand.bounds}
    report = Report()
    write_demands(report, figures)
    assert "**no**" not in "\n".join(report.lines)
    report = Report()
    write_demands(report, figures | {"broken_f1": 96.9})
    (missed,) = (line for line in report.lines if line.endswith("**no** |"))
    assert "broken 96.9" in missed


def test_the_written_scorecard_answers_every_demand() -> None:
    written = SCORECARD.read_text(encoding="utf-8")
    for demand in DEMANDS:
        (row,) = (line for line in written.splitlines() if line.startswith(f"| {demand.task} |"))
        assert row.endswith(("| yes |", "| **no** |"))


@pytest.mark.parametrize(
    ("why", "finder", "text", "found"),
    [
        ("closing signs", "Crossref's pattern, stripped and balanced", "(doi:10.1/x).", set()),
        (
            "a bracket that belongs to it",
            "Crossref's pattern, stripped and balanced",
            "(10.1016/S0140-6736(05)67402-8).",
            {"10.1016/s0140-6736(05)67402-8"},
        ),
        ("raw", "Crossref's pattern (blog of 2015-08-11)", "10.1000/A1.", {"10.1000/a1."}),
        ("gives one", "JabRef findInText (gives one)", "10.1000/a1 10.1000/b2", {"10.1000/a1"}),
        ("one bracket", "Zotero extractIdentifiers", "(10.1000/a1)", {"10.1000/a1"}),
        ("to a letter", "altmetric identifiers", "10.1000/a1”).", {"10.1000/a1"}),
    ],
)
def test_baselines(why: str, finder: str, text: str, found: set[str]) -> None:
    assert BASELINES[finder](text) == found, why
