"""What all sections of the scorecard of references use: the shared data, counts, the report."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PATIENTLINE_SHARED_DATA", ROOT.parent / "shared" / "data"))
SEED = 20221220


@dataclass
class Score:
    """Right, wrong and missed, of one kind of string."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, got: set[str], gold: set[str]) -> None:
        self.right += len(got & gold)
        self.wrong += len(got - gold)
        self.missed += len(gold - got)

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass
class Report:
    """Lines of Markdown, and the figures behind them."""

    lines: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    """What the demands are held against, noted by the sections as they measure it."""

    def say(self, *lines: str) -> None:
        self.lines += lines

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self.say("| " + " | ".join(head) + " |", "|" + " --- |" * len(head))
        for row in rows:
            cells = (f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row)
            self.say("| " + " | ".join(cells) + " |")
        self.say("")


def read_rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a JSON-lines file of the shared data, packed or not."""
    path = SHARED / "doi" / name
    with gzip.open(path, "rt") if name.endswith(".gz") else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def lower(names: Iterable[str | None]) -> set[str]:
    return {name.lower() for name in names if name}
