"""Rows with equal values stand in the order of their primary key, on a list's first page as well.

Datasette sorts a first page by the chosen column alone and asks for the next one with "the same
value and a larger primary key": of rows that tie, some would come twice and some never.
"""

from __future__ import annotations

import re
from typing import Any

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

# What Datasette asks for a first page: columns by name, one table, one column to sort by.
_FIRST_PAGE = re.compile(
    r"(?s)select (?:[\w\[\]]+, )*[\w\[\]]+ from \[?(?P<table>\w+)\]? (?:where .+ )?"
    r"order by (?P<column>\[?[A-Za-z_]\w*\]?(?: desc)?)(?P<rest> limit \d+)"
)
_COMPOUND = re.compile(r"\b(?:union|intersect|except|group|distinct)\b", re.IGNORECASE)


@hookimpl
def startup(datasette: Any) -> None:
    """Let every question of a database pass by here."""
    for database in datasette.databases.values():
        _break_ties(database)


def _break_ties(database: Any) -> None:
    """Add the primary key to what the first page of a table is sorted by."""
    execute = database.execute

    async def in_order(sql: str, *args: Any, **kwargs: Any) -> Any:
        first = _FIRST_PAGE.fullmatch(sql)
        if first and not _COMPOUND.search(sql) and await database.table_exists(first["table"]):
            keys = await database.primary_keys(first["table"]) or ["rowid"]
            order = ", ".join([first["column"], *(f"[{key}]" for key in keys)])
            sql = f"{sql[: first.start('column')]}{order}{first['rest']}"
        return await execute(sql, *args, **kwargs)

    database.execute = in_order
