"""Every kind of reference that patient sites print, read field by field: absent stays absent."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.references.fields import read_fields
from pipelines.text import fold

GOLD = Path(__file__).parents[1] / "gold" / "kinds.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
NAMES = (
    "year", "authors", "title", "container", "volume", "issue", "pages", "article_number",
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row["kind"] for row in ROWS])
def test_fields(row: dict[str, Any]) -> None:
    read = {field.name: field.value for field in read_fields(row["printed"])}
    judged = {name: row["fields"].get(name, "") for name in NAMES}
    expected = {name: fold(value) for name, value in judged.items() if value is not None}
    assert {name: fold(read.get(name, "")) for name in expected} == expected


def test_the_kinds_are_many_and_none_is_there_twice() -> None:
    assert max(Counter(row["printed"] for row in ROWS).values()) == 1
    languages = Counter(row["language"] for row in ROWS)
    ten = {"en", "de", "fr", "es", "it", "nl", "pl", "pt", "el", "tr"}
    assert ten | {"ru", "uk", "zh", "ja", "ko", "sv", "da", "no", "fi", "hu", "cs"} <= set(
        languages
    )
    assert min(languages[language] for language in ten) >= 4
    assert sum("container" not in row["fields"] for row in ROWS) > 0.45 * len(ROWS)
