"""Lists that are read page by page have every row once, whatever they are sorted by."""

from __future__ import annotations

import pytest

from archive.site.configuration import faceted_columns, first_orders
from archive.site.plugins.ordering import ordered, table_of
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


FIRST_PAGES = [
    ("a list", "select id, url from links order by url limit 101",
     "select id, url from links order by url, [id], [n] limit 101"),
    ("narrowed, downwards", "select id from [links] where [url] = :p0 order by url desc limit 3",
     "select id from [links] where [url] = :p0 order by url desc, [id], [n] limit 3"),
    ("a column called group", "select id, [group] from t order by [group] limit 101",
     "select id, [group] from t order by [group], [id], [n] limit 101"),
    ("a column called group in Datasette 1.0",
     'select id, "group" from "t" order by "group" desc limit 101',
     'select id, "group" from "t" order by "group" desc, [id], [n] limit 101'),
    ("distinct in a condition",
     "select id from t where id in (select distinct n from u) order by id limit 2",
     "select id from t where id in (select distinct n from u) order by id, [id], [n] limit 2"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "sql", "expected"), FIRST_PAGES)
def test_a_first_page_is_sorted_by_its_key_too(why: str, sql: str, expected: str) -> None:
    assert table_of(sql), why
    assert ordered(sql, ["id", "n"]) == expected, why


UNCHANGED = [
    ("two questions", "select kind from t where 1 union select url from u order by kind limit 3"),
    ("groups", "select kind from t where 1 GROUP BY kind order by kind limit 3"),
    ("different ones", "select distinct kind from t order by kind limit 2"),
    ("what is counted", "select count(*) from t order by kind limit 2"),
    ("two orders", "select kind from t order by kind, url limit 2"),
    ("another page", "select kind from t order by kind limit 2 offset 2"),
]


@pytest.mark.parametrize(("why", "sql"), UNCHANGED)
def test_what_people_ask_is_not_changed(why: str, sql: str) -> None:
    assert table_of(sql) == "", why
