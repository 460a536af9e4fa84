"""Writes ``docs/schema.md``: every table, column, view and report field, described."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator

from archive import published_schema
from archive.descriptions import field_descriptions
from archive.proof import edits
from archive.reports import items, report
from archive.reports.json import DERIVED
from archive.schema import SEARCH, descriptions, view_descriptions


def render() -> str:
    """The generated part of the page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "## Tables"
    yield ""
    yield "The working database `crawl.db` and the published `archive.db` have these tables."
    yield from _tables(descriptions())
    yield ""
    yield "## Views"
    yield ""
    yield "In `archive.db` some of them are tables of the same name, counted once."
    yield ""
    for name, meaning in view_descriptions().items():
        yield f"- `{name}`: {meaning}"
    yield ""
    yield "## Search"
    yield ""
    yield "Full-text indexes (FTS5, accents do not matter), kept up to date by triggers:"
    yield ""
    for name, columns in SEARCH.items():
        yield f"- `{name}_fts`: {', '.join(columns)}"
    yield ""
    yield "## Tables of the published archive only"
    yield from _tables(descriptions(published_schema.TABLES))
    yield ""
    yield "## The report as JSON"
    yield ""
    yield "`report.json` has these fields, and `format`, the version of this form."
    yield "[report.schema.json](report.schema.json) says the same to programs (JSON Schema)."
    parts = (items.Item, items.Proposal, edits.Edit, report.Tally, report.Unasked)
    for shape in (report.Report, *parts):
        yield ""
        yield f"### {shape.__name__}"
        yield ""
        yield (inspect.getdoc(shape) or "").splitlines()[0]
        yield ""
        yield "| field | meaning |"
        yield "| --- | --- |"
        names = [field.name for field in dataclasses.fields(shape)]
        described = field_descriptions(shape)
        for name in (*names, *DERIVED.get(shape, ())):
            yield f"| `{name}` | {described[name]} |"


def _tables(tables: dict[str, tuple[str, dict[str, str]]]) -> Iterator[str]:
    for name, (intro, columns) in tables.items():
        yield ""
        yield f"### {name}"
        yield ""
        yield intro
        yield ""
        yield "| column | meaning |"
        yield "| --- | --- |"
        for column, meaning in columns.items():
            yield f"| `{column}` | {meaning} |"
