"""Makes Datasette's configuration from the schema's comments and a site's publication details.

Two dialects of the same facts: ``metadata.json`` and ``settings.json`` for Datasette 0.65, and
``datasette.json`` for 1.0, where saved queries and settings have moved
(https://docs.datasette.io/en/latest/configuration.html); each version leaves the other's alone.
``site.json`` is for our own templates and plugins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from archive import published_schema, schema
from archive.site.queries import QUERIES
from archive.site.query import Query
from archive.site.tables import TABLES, Shown
from archive.site.vocabulary import vocabulary

Json = dict[str, object]

SETTINGS: dict[str, int | bool] = {
    "suggest_facets": False,  # looking for facets costs more than every other part of a page
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 1500,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "truncate_cells_html": 240,
    "allow_download": True,
    "allow_csv_stream": True,
    "num_sql_threads": 4,
    "default_cache_ttl": 300,
}


# Counting a facet reads the whole column; beyond so many rows readers have to ask for it.
FACETS_AT_MOST = 200_000


def configure(
    folder: Path,
    publication: Mapping[str, str],
    counts: Mapping[str, int],
    taken_down_at: str = "",
    *,
    allow_sql: bool,
) -> None:
    """Write the configuration files into ``folder``; ``counts`` are rows of each table.

    ``taken_down_at`` is the moment of the latest takedown in force: no older package is served.
    """
    settings = {**SETTINGS, "default_allow_sql": allow_sql}
    facts = metadata(publication, counts)
    queries = {name: _query(query) for name, query in QUERIES.items()}
    modern = {"settings": settings, "databases": {"archive": {"queries": queries}}}
    for name, content in (
        ("site.json", site_settings(publication) | {"taken_down_at": taken_down_at}),
        ("metadata.json", facts),
        ("settings.json", settings),
        ("datasette.json", modern),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / name).write_text(text + "\n", encoding="utf-8")


def metadata(publication: Mapping[str, str], counts: Mapping[str, int]) -> Json:
    """The content of ``metadata.json``: licence, source, descriptions, facets, queries."""
    rights = _rights(publication)
    title = _title(publication)
    described = described_tables()
    tables = {
        name: _table(TABLES[name], *described[name], counts.get(name, 0)) | rights
        for name in sorted(described)
    }
    return {
        "title": title,
        "description": publication.get("about", ""),
        **rights,
        "databases": {
            "archive": {
                "title": f"The data of {title}",
                "description": "Every table, saved query and download.",
                **rights,
                "tables": tables,
                "queries": {name: _query(query) for name, query in QUERIES.items()},
            }
        },
    }


def site_settings(publication: Mapping[str, str]) -> Json:
    """The content of ``site.json``: what our templates and plugins need to know.

    Not a part of the metadata, where plugins' settings belong: Datasette copies all of that for
    every table it checks permissions of.
    """
    return {
        "publication": dict(publication) | {"title": _title(publication)},
        "tables": {n: _shown(TABLES[n], *d) for n, d in sorted(described_tables().items())},
        "queries": {name: _explained(query) for name, query in QUERIES.items()},
        "vocabulary": vocabulary(),
    }


def described_tables() -> dict[str, tuple[str, dict[str, str]]]:
    """Every public table and view: its description, and one for each column."""
    private = published_schema.PRIVATE_TABLES
    found = {n: d for n, d in schema.descriptions().items() if n not in private}
    found |= schema.descriptions(published_schema.TABLES)
    for name, description in schema.view_descriptions().items():
        if name not in found:  # else it is a table here
            found[name] = (description, _view_columns(schema.VIEWS[name], found))
    return found


def _view_columns(sql: str, tables: Mapping[str, tuple[str, dict[str, str]]]) -> dict[str, str]:
    """Descriptions of a view's columns: those of the table columns it selects."""
    selected = re.search(r"(?s)\bSELECT\b(.*?)\bFROM\b", sql)
    assert selected, "a view selects from tables"
    return {
        alias or column: tables[table][1][column]
        for table, column, alias in re.findall(r"(\w+)\.(\w+)(?: AS (\w+))?", selected[1])
    }


def first_orders() -> dict[str, str]:
    """By table the column that its list is sorted by at first; ``-`` before it = descending."""
    return {name: TABLES[name].sort for name in _stored() if TABLES[name].sort}


def faceted_columns() -> Iterator[tuple[str, str]]:
    """(table, column) of every facet."""
    for name in _stored():
        for column in TABLES[name].facets:
            yield name, column


def _stored() -> list[str]:
    """Every public table; a view has the indexes of the tables it is made of."""
    views = schema.VIEWS.keys() - schema.descriptions(published_schema.TABLES).keys()
    return sorted(described_tables().keys() - views)


def _title(publication: Mapping[str, str]) -> str:
    return publication.get("title") or "Website archive"


def _rights(publication: Mapping[str, str]) -> Json:
    spelled = {
        "license": publication.get("licence"),
        "license_url": publication.get("licence_url"),
        "source": publication.get("source"),
        "source_url": publication.get("source_url"),
    }
    return {name: value for name, value in spelled.items() if value}


def _table(shown: Shown, description: str, columns: dict[str, str], rows: int) -> Json:
    entry: Json = {"title": shown.title, "description": description, "columns": columns}
    if shown.label:
        entry["label_column"] = shown.label
    if shown.facets and rows <= FACETS_AT_MOST:
        entry["facets"] = list(shown.facets)
    if shown.sort:
        key = "sort_desc" if shown.sort.startswith("-") else "sort"
        entry[key] = shown.sort.removeprefix("-")
    return entry


def _shown(shown: Shown, description: str, columns: dict[str, str]) -> Json:
    """What the templates need; said again here because 1.0 keeps metadata from templates."""
    return {
        "title": shown.title,
        "hidden": list(shown.hidden),
        "label": shown.label,
        "group": shown.group,
        "description": description,
        "columns": columns,
    }


def _query(query: Query) -> Json:
    return {
        "title": query.title,
        "description": query.sentence,
        "sql": query.sql.strip(),
        "hide_sql": True,
    }


def _explained(query: Query) -> Json:
    return {
        "title": query.title,
        "sentence": query.sentence,
        "none": query.none,
        "sql": query.sql.strip(),
        "group": query.group,
        "parameters": [list(parameter) for parameter in query.parameters],
        "forms": dict(query.forms),
        "example": query.example,
        "table": query.table,
        "plot": asdict(query.plot) if query.plot else None,
    }
