"""Lists that are read page by page have every row once, whatever they are sorted by."""

from __future__ import annotations

import pytest

from archive.site.configuration import faceted_columns, first_orders
from tests.archive.site.conftest import Site

SORTS = sorted(
    {(table, sort) for table, sort in first_orders().items()}
    | {(table, sign + column) for table, column in faceted_columns() for sign in ("", "-")}
)


def pages_of(site: Site, table: str, query: str) -> list[tuple[object, ...]]:
    """The rows of a list, read two at a time as its links lead."""
    rows: list[tuple[object, ...]] = []
    path = f"/archive/{table}.json?_shape=arrays&_size=2&_nofacet=1{query}"
    while path:
        answer = site.get(path).json()
        rows += map(tuple, answer["rows"])
        path = (answer.get("next_url") or "").removeprefix("http://localhost")
    return rows


@pytest.mark.parametrize(("table", "sort"), SORTS)
def test_every_row_comes_once(site: Site, table: str, sort: str) -> None:
    (held,) = site.rows(f"SELECT count(*) AS n FROM {table}")
    by = f"_sort_desc={sort[1:]}" if sort.startswith("-") else f"_sort={sort}"
    rows = pages_of(site, table, f"&{by}")
    assert len(rows) == len(set(rows)) == held["n"]


def test_a_first_page_without_a_wish_is_in_order_too(site: Site) -> None:
    for table in first_orders():
        (held,) = site.rows(f"SELECT count(*) AS n FROM {table}")
        rows = pages_of(site, table, "")
        assert len(rows) == len(set(rows)) == held["n"], table


UNCHANGED = [
    # SQL of people that looks a little like a first page
    "select severity from findings union select url from links order by severity limit 3",
    "select count(*) as n, kind from findings group by kind order by n limit 3",
    "select distinct kind from findings where 1 order by kind limit 2",
]


@pytest.mark.parametrize("sql", UNCHANGED)
def test_what_people_ask_is_not_changed(site: Site, sql: str) -> None:
    assert site.get("/archive.json", params={"sql": sql, "_shape": "array"}).status_code == 200
