"""What the scorecard has to show, held against what was measured: its first table.

A figure is noted by the section that measures it (``Report.figures``); nothing is typed in here
but what is wanted, and what was best before (published, or measured by others on these sets).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.scorecard import Report


@dataclass(frozen=True)
class Bound:
    """One figure, what it counts, and its limit."""

    figure: str
    label: str
    limit: float
    is_floor: bool = True
    digits: int = 1
    unit: str = ""

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.is_floor else value <= self.limit

    def wanted(self) -> str:
        is_extreme = self.limit == (100 if self.is_floor else 0)
        sign = "" if is_extreme else "≥ " if self.is_floor else "≤ "
        return f"{self.label} {sign}{self.limit:g}{self.unit}"

    def ours(self, value: float) -> str:
        """Rounded so that nothing looks better than it is."""
        to_whole = math.floor if self.is_floor else math.ceil
        rounded = to_whole(round(value * 10**self.digits, 6)) / 10**self.digits
        return f"{self.label} {rounded:.{self.digits}f}{self.unit}"


def _at_most(figure: str, label: str, limit: float, digits: int = 0, unit: str = "") -> Bound:
    return Bound(figure, label, limit, is_floor=False, digits=digits, unit=unit)


@dataclass(frozen=True)
class Demand:
    """A task, the best result known for it, and the bounds of ours."""

    task: str
    best: str
    bounds: Sequence[Bound]


DEMANDS = (
    Demand(
        "a DOI name printed in a real string",
        "F1 86.6 (best pattern); 0 where broken",
        (
            Bound("printed_f1", "F1", 99),
            Bound("broken_f1", "broken", 97),
            _at_most("printed_ms", "a string", 2, 2, " ms"),
        ),
    ),
    Demand("no DOI name printed", "~0", (_at_most("none_alarms", "false alarms", 0),)),
    Demand(
        "messy → right, where the printed name is not registered",
        "48.7 % (pattern), 66.9 % (Xu 2019)",
        (
            Bound("messy_recall", "repaired", 97, unit=" %"),
            Bound("messy_precision", "right among those answered", 99, unit=" %"),
            _at_most("wrong_safe", "wrong repairs marked safe", 0),
        ),
    ),
    Demand(
        "messy → right, where a run leaves names alone that name the work",
        "",
        (Bound("live_recall", "repaired of the others", 97, unit=" %"),),
    ),
    Demand(
        "the wrong work",
        "a fuzzy title accepts 82.6 % of wrong ones",
        (
            Bound("natural_caught", "natural pairs caught", 85, unit=" %"),
            Bound("near_caught", "nearest title among Crossref's records", 85, unit=" %"),
            _at_most("false_accusations", "false alarms at worst", 2, 2, " %"),
        ),
    ),
    Demand(
        "the wrong work, by DataCite's records",
        "",
        (Bound("deposited_caught", "nearest title caught", 85, unit=" %"),),
    ),
    Demand(
        "an unstructured reference → its DOI name or none, in an index of ours",
        "P 98.0, R 94.5 (SBMV)",
        (
            Bound("safe_precision", "safe: P", 99.5, digits=2),
            Bound("suggested_precision", "suggested: P", 98.0, digits=2),
            Bound("suggested_recall", "R", 94.5, digits=2),
        ),
    ),
    Demand(
        "the same, Crossref's recorded answers to what we ask",
        "P 98.0, R 94.5 (SBMV)",
        (
            Bound("recorded_precision", "suggested: P", 98.0, digits=2),
            Bound("recorded_recall", "R", 94.5, digits=2),
        ),
    ),
    Demand(
        "reference lists of the sample site, three markups",
        "",
        (
            Bound("served_found", "entries found", 100, unit=" %"),
            _at_most("served_extra", "extra", 0),
        ),
    ),
    Demand(
        "its entries set in every shape",
        "",
        (
            Bound("shaped_found", "entries found", 100, unit=" %"),
            _at_most("shaped_extra", "extra", 0),
        ),
    ),
    Demand(
        "reference lists as other programs lay them out, in 23 languages",
        "",
        (
            Bound("met_found", "entries found", 99, unit=" %"),
            _at_most("met_extra", "extra", 0),
        ),
    ),
    Demand(
        "questions asked of registries, clean pages",
        "one or more a mention",
        (
            _at_most("handles_a_name", "handle questions a distinct name", 1.3, 2),
            Bound("names_a_request", "names a request for metadata", 20),
        ),
    ),
    Demand(
        "100 kB of adversarial text, one string in one line "
        "(many lines and blocks take longer: last table)",
        "",
        (_at_most("hostile_ms", "the worst function", 100, 0, " ms"),),
    ),
    Demand(
        "a goal of our own: the same in many blocks, beside a page of as many real references",
        "",
        (_at_most("shapes_ratio", "the worst page", 1, 2, " of it"),),
    ),
)


def write_demands(report: Report, figures: Mapping[str, float]) -> None:
    """The table. Raises KeyError when a section did not note its figure."""
    report.say("## What was demanded, and what is measured", "")
    report.table(
        ("task", "best known", "wanted", "ours", "met"),
        (
            (
                demand.task,
                demand.best,
                "; ".join(bound.wanted() for bound in demand.bounds),
                "; ".join(bound.ours(figures[bound.figure]) for bound in demand.bounds),
                "yes" if all(b.is_met(figures[b.figure]) for b in demand.bounds) else "**no**",
            )
            for demand in DEMANDS
        ),
    )
