"""Floors on our own gold file of damaged names, class by class: right, wrong, and questions."""

import json
from pathlib import Path

import pytest

from pipelines.dois import find_candidates

GOLD = Path(__file__).parents[1] / "gold" / "names.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
KNOWN = {name for row in ROWS for name in row["dois"]}
CLASSES = list(dict.fromkeys(row["class"] for row in ROWS))

# Questions a name until the right reading is reached, of the classes that need a second guess.
# Elsewhere the first reading has to be the right one. Lower them when the rules get better.
QUESTIONS = {
    "line break after / . - _ :": 1.2, "space after / .": 1.4, "line break before / . -": 1.2,
    "line break anywhere": 1.9, "two breaks": 1.4, "broken by hand": 1.2, "lost .x": 2.0,
    "ends in punctuation": 2.3, "misread by a scanner": 1.4, "SICI": 1.2,
    "publisher's address": 1.3, "hyphen lost at a line break": 3.0, "two hyphens": 2.0,
    "dash behind": 2.0, "letters for noughts and ones": 3.0, "letters for fives and eights": 3.0,
    "line break and a margin": 1.5,
}  # fmt: skip


def resolved(text: str) -> tuple[list[str], int]:
    """The first known reading of each place, and the questions it took; none is asked twice."""
    names: list[str] = []
    asked: set[str] = set()
    for place in find_candidates(text):
        for candidate in place.candidates:
            asked.add(candidate.value)
            if candidate.value in KNOWN:
                names.append(candidate.value)
                break
    return list(dict.fromkeys(names)), len(asked)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_name_is_reached(kind: str) -> None:
    rows = [row for row in ROWS if row["class"] == kind]
    missed = [row for row in rows if resolved(row["printed"])[0] != row["dois"]]
    assert not missed
    names = sum(len(row["dois"]) for row in rows)
    questions = sum(resolved(row["printed"])[1] for row in rows)
    assert questions <= names * QUESTIONS.get(kind, 1.0)


def test_where_none_is_printed_none_is_read() -> None:
    none = [row["printed"] for row in ROWS if not row["dois"]]
    assert len(none) >= 20
    assert [text for text in none if find_candidates(text)] == []
