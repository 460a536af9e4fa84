"""Makes every SQLite connection of the public archive safe for strangers to use.

Time and row limits are Datasette's own settings; they do not bound memory. A length limit does:
without it ``randomblob(1000000000)`` takes gigabytes before any time limit strikes.

All connections are opened when the server starts, and templates are read then. A publish puts a new
file in the place of the old one, so a thread that opened the database later would show another
archive than its neighbours; an open one goes on with the file it has.

Pages that take several answers get them through ``datasette.ask_all`` at once: each visit to a
thread waits for the interpreter, which others are using meanwhile.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from datasette import hookimpl
from datasette.utils import sqlite_timelimit

# Far above the longest text that is published, far below what would hurt.
LONGEST_VALUE_BYTES = 8_000_000


OPENING_S = 30
"""How long all threads may take to open the database, at most."""

Answers = dict[str, list[dict[str, Any]]]


@hookimpl
def startup(datasette: Any) -> Any:
    """Open the database in every thread that answers questions, and read every template."""
    datasette.ask_all = partial(ask_all, datasette)  # for the other plugins
    environment = getattr(datasette, "jinja_env", None) or datasette.get_jinja_environment()
    folder = datasette.template_dir
    for path in Path(folder).glob("*.html") if folder else ():
        environment.get_template(path.name)
    environment.auto_reload = False

    async def open_all() -> None:
        database = datasette.get_database("archive")
        threads = datasette.setting("num_sql_threads") or 1
        everyone = threading.Barrier(threads)  # or one thread would open it and answer for all

        def meet(_: sqlite3.Connection) -> None:
            everyone.wait(OPENING_S)

        await asyncio.gather(*(database.execute_fn(meet) for _ in range(threads)))

    return open_all


async def ask_all(
    datasette: Any, queries: Mapping[str, str], parameters: Mapping[str, object] | None = None
) -> Answers:
    """The rows of each query, by its name; all are given the same parameters.

    Raises ``sqlite3.OperationalError`` when they take longer than the time limit together.
    """
    limit_ms = datasette.setting("sql_time_limit_ms")

    def ask(connection: sqlite3.Connection) -> Answers:
        with sqlite_timelimit(connection, limit_ms):
            return {
                name: [dict(row) for row in connection.execute(sql, parameters or {})]
                for name, sql in queries.items()
            }

    answers: Answers = await datasette.get_database("archive").execute_fn(ask)
    return answers


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Set limits (sqlite.org/limits.html, security.html) and register the SQL functions."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE_BYTES)
    conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.create_function("doi_url", 1, doi_url, deterministic=True)
    conn.create_function("host_of", 1, host_of, deterministic=True)
    conn.create_function("normalise_doi", 1, normalise_doi, deterministic=True)


def doi_url(doi: object) -> str | None:
    """The address a DOI name is followed at."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}" if isinstance(doi, str) else None


def host_of(url: object) -> str | None:
    """The host of a URL, lower case."""
    try:
        return urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        return None


def normalise_doi(text: object) -> str | None:
    """A DOI name out of what people paste: with resolver, ``doi:``, spaces, capitals."""
    if not isinstance(text, str):
        return None
    found = re.search(r"10\.\d{4,9}/\S+", text[:2000])
    return found[0].rstrip(".,;)]}>\"'").lower() if found else None
