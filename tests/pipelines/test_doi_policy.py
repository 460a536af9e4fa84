"""The policy on DOI names, as it is written down for people, is what the rules do."""

import re
from pathlib import Path

import pytest

from pipelines.dois import find_candidates, is_wellformed, normalise_doi

POLICY = Path(__file__).parents[2] / "docs" / "doi-policy.md"
_ROW = re.compile(r"\| ([^|`]+) \| `([^`|]+)` \| (?:`([^`|]+)`|–) \| (?:`([^`|]+)`|–) \|")
ROWS = [match.groups() for match in _ROW.finditer(POLICY.read_text("utf-8"))]


def test_every_row_is_read() -> None:
    lines = [line for line in POLICY.read_text("utf-8").splitlines() if line.startswith("| ")]
    heads = [line for line in lines if line.startswith(("| what", "| ---"))]
    assert len(ROWS) == len(lines) - len(heads) >= 35


@pytest.mark.parametrize(("what", "printed", "value", "_found"), ROWS, ids=[r[0] for r in ROWS])
def test_as_one_value(what: str, printed: str, value: str | None, _found: str | None) -> None:
    assert normalise_doi(printed) == value
    assert value is None or is_wellformed(value)


@pytest.mark.parametrize(("what", "printed", "_value", "found"), ROWS, ids=[r[0] for r in ROWS])
def test_in_a_text(what: str, printed: str, _value: str | None, found: str | None) -> None:
    first = [place.candidates[0].value for place in find_candidates(printed)]
    assert first == ([found] if found else [])
