"""Requests for what cannot be are the asker's mistake (400, 404), not the server's (500).

Datasette 0.65 takes some of them for its own, and prints a traceback into the log for each. A page
of ours whose queries ran into the time limit is nobody's mistake: the server is busy (503). Where
the SQL is a reader's, it was that.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.handle_exception import handle_exception as show_error
from datasette.utils.asgi import BadRequest, Base400, NotFound
from datasette.views.base import DatasetteError
from pluggy import Result

WORDS = {"sql", "_where", "_searchmode"}
"""Parameters of an address that carry SQL (as in ``strangers.py``)."""
_ASKERS = ("Cannot sort", "Invalid _through")
"""How Datasette's words for a column that the list lacks, and for no such foreign key, begin."""
TOO_LONG = "This query took too long and was stopped. Ask for less, or download the whole database."


@hookimpl
def startup(datasette: Any) -> None:
    """Lend the sentence to the page of a question, which says it in its own form."""
    datasette.took_too_long = TOO_LONG


@hookimpl
def filters_from_request(
    request: Any, database: str, table: str, datasette: Any
) -> Callable[[], Awaitable[None]]:
    """Say that a table has no such column: SQLite would take the unknown name for a text, and find
    no row."""

    async def refuse_unknown() -> None:
        columns = await datasette.get_database(database).table_columns(table)
        # SQLite knows them in capitals, too, and the number of a row by two names.
        has = {"rowid", "oid", *(column.lower() for column in columns)}
        for name in request.args:
            asked = name.rpartition("__")[0] or name
            if not name.startswith("_") and not {name.lower(), asked.lower()} & has:
                known = ", ".join(columns)
                raise BadRequest(f"{table} has no column {asked[:60]}. Its columns: {known}.")

    return refuse_unknown


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Generator[None, Result[Any], None]:
    """Show a mistake as what it is, and leave everything else to Datasette.

    Around its own hook: beside it, that one would still print its traceback.
    """
    if isinstance(exception, DatasetteError) and exception.message.startswith(_ASKERS):
        exception.status = 400
    if isinstance(exception, DatasetteError) and exception.message_is_html:
        exception.message = without_settings(exception.message)
    if isinstance(exception, DatasetteError) and exception.title == "Invalid SQL":
        exception.error_dict = {**exception.error_dict, "sql": request.args.get("sql") or ""}
    outcome = yield
    mistake = mistake_in(request, exception)
    if mistake:
        outcome.force_result([show_error(datasette, request, mistake)])


def without_settings(message: str) -> str:
    """Datasette's word for a query that ran too long, without the setting that bounds it: a reader
    cannot change that. The query stays, to be taken along."""
    return re.sub(r"(?s)<p>SQL query took too long.*?</p>", f"<p>{TOO_LONG}</p>", message)


def mistake_in(request: Any, exception: Exception) -> Base400 | None:
    """What is wrong with a request, or with the moment, if that is why it failed."""
    if isinstance(exception, QueryInterrupted) or str(exception) == "interrupted":
        if WORDS & set(request.args):
            return BadRequest(TOO_LONG)
        busy = Base400("The server is too busy to answer this now. Try again in a moment.")
        busy.status = 503
        return busy
    if isinstance(exception, sqlite3.ProgrammingError) and "binding" in str(exception):
        return NotFound("There is no such row: the key of this table has several parts.")
    if isinstance(exception, OSError) and exception.errno == errno.ENAMETOOLONG:
        return NotFound("There is no file of such a name.")
    if not isinstance(exception, (ValueError, LookupError, TypeError, sqlite3.Error)):
        return None
    if "%00" in request.query_string or "%00" in request.path:
        return BadRequest("The address has a NUL character in it.")
    limit = request.args.get("_timelimit")
    if limit and not limit.isdecimal():
        return BadRequest("_timelimit must be a number of milliseconds.")
    if "_through" in request.args:
        return BadRequest("_through must be a JSON object with table, column and value.")
    return None
