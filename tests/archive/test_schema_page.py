"""The schema is described in full, and its page is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import published_schema
from archive.descriptions import field_descriptions
from archive.reports import items, report
from archive.schema import descriptions, view_descriptions
from archive.schema_page import render

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"


def test_page_is_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    generated = text.partition("]]] -->\n")[2].partition("<!-- [[[end]]]")[0]
    assert generated.strip() == render().strip(), "run make docs"


@pytest.mark.parametrize("sql", [None, published_schema.TABLES], ids=["schema", "derived"])
def test_everything_is_described(sql: str | None) -> None:
    tables = descriptions() if sql is None else descriptions(sql)
    assert tables
    for name, (intro, columns) in tables.items():
        assert len(intro) > 10, name
        assert all(len(meaning) >= 3 for meaning in columns.values()), name
        assert f"### {name}\n" in render()
    assert all(f"`{name}`: " in render() for name in view_descriptions())


@pytest.mark.parametrize("shape", [report.Report, items.Item, items.Proposal, report.Tally])
def test_every_field_of_the_report_is_described(shape: type) -> None:
    fields = field_descriptions(shape)
    assert set(shape.__dataclass_fields__) <= set(fields)  # type: ignore[attr-defined]
    assert all(fields.values()), fields
