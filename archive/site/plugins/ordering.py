"""Sorts rows with equal values by their primary key, on a list's first page as well.

Datasette sorts a first page by the chosen column alone and asks for the next one with "the same
value and a larger primary key": of rows that tie, some would come twice and some never.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from datasette import hookimpl

# What Datasette asks for a first page: columns by name, one table, one column to sort by. Names
# that are words of SQL stand in brackets, in 1.0 in quotation marks.
_FIRST_PAGE = re.compile(
    r"(?s)select (?:[\w\[\]\"]+, )*[\w\[\]\"]+ from [\[\"]?(?P<table>\w+)[\]\"]? (?:where .+ )?"
    r"order by (?P<column>[\[\"]?[A-Za-z_]\w*[\]\"]?(?: desc)?)(?P<rest> limit \d+)"
)
_COMPOUND = re.compile(r"\b(?:union|intersect|except|group)\b", re.IGNORECASE)
_NAME = re.compile(r"\[\w+\]|\"\w+\"")


@hookimpl
def startup(datasette: Any) -> None:
    """Let every question of a database pass by here."""
    for database in datasette.databases.values():
        _break_ties(database)


def _break_ties(database: Any) -> None:
    """Add the primary key to what the first page of a table is sorted by."""
    execute = database.execute

    async def in_order(sql: str, *args: Any, **kwargs: Any) -> Any:
        table = table_of(sql)
        if table and await database.table_exists(table):
            sql = ordered(sql, await database.primary_keys(table) or ["rowid"])
        return await execute(sql, *args, **kwargs)

    database.execute = in_order


def table_of(sql: str) -> str:
    """The table that SQL asks a first page of; empty where it asks for anything else."""
    first = _FIRST_PAGE.fullmatch(sql)
    return first["table"] if first and not _COMPOUND.search(_NAME.sub("", sql)) else ""


def ordered(sql: str, keys: Iterable[str]) -> str:
    """The SQL of a first page (``table_of``) with its primary key behind what it is sorted by."""
    first = _FIRST_PAGE.fullmatch(sql)
    if first is None:
        return sql
    order = ", ".join([first["column"], *(f"[{key}]" for key in keys)])
    return f"{sql[: first.start('column')]}{order}{first['rest']}"
