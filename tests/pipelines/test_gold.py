"""Floors of precision and recall on our own gold file of printed references."""

import json
from collections import Counter
from pathlib import Path

import pytest

from pipelines.dois import find_candidates
from pipelines.references.fields import read_fields
from pipelines.text import fold

GOLD = Path(__file__).parents[1] / "gold" / "references.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]

# Of the first reading, before any registry is asked. Raise them when the rules get better.
DOI_FLOORS = {"precision": 1.0, "recall": 1.0}
FIELD_FLOORS = {
    "year": 1.0, "title": 1.0, "container": 1.0, "volume": 1.0, "issue": 1.0, "pages": 1.0,
    "article_number": 1.0, "doi": 1.0,
}  # fmt: skip


def test_dois() -> None:
    right = found = printed = 0
    for row in ROWS:
        got = [place.candidates[0].value for place in find_candidates(row["printed"])]
        right += len(set(got) & set(row["dois"]))
        found += len(got)
        printed += len(row["dois"])
    assert right / found >= DOI_FLOORS["precision"]
    assert right / printed >= DOI_FLOORS["recall"]


@pytest.mark.parametrize("name", FIELD_FLOORS)
def test_fields(name: str) -> None:
    counts: Counter[bool] = Counter()
    wrong = []
    for row in ROWS:
        if name not in row["fields"]:
            continue
        read = {field.name: field for field in read_fields(row["printed"])}
        value = read[name].value if name in read else ""
        agrees = fold(value) == fold(row["fields"][name])
        counts[agrees] += 1
        if not agrees:
            wrong.append((row["printed"], value))
    assert counts[True] / counts.total() >= FIELD_FLOORS[name], wrong


def test_nothing_is_read_that_is_not_printed() -> None:
    """Absent stays absent: no field and no DOI is read where the row has none."""
    for row in ROWS:
        printed = {*row["fields"], *(["doi"] if row["dois"] else [])}
        read = {field.name for field in read_fields(row["printed"])}
        assert not (read & FIELD_FLOORS.keys()) - printed, row["printed"]
        assert {"doi"} & read == {"doi"} & printed, row["printed"]
