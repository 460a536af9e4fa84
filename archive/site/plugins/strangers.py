"""Hands the SQL of strangers to other processes, so that no statement holds up the site.

``?sql=`` and ``?_where=`` are for everybody. Some statements cannot be interrupted (see
``statements.py``): run in a thread of the server they would keep the pages waiting for minutes.
What the site itself asks, saved queries among it, stays in the threads: only the values in it are
a stranger's.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import queue
import sqlite3
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.database import QueryInterrupted, Results

PROCESSES = 2
WAITING_S = 10
"""How long a statement waits for one of the processes and its answer, at most."""
WORDS = {"sql", "_where", "_searchmode"}
"""Parameters of an address that carry SQL, or the language of the full-text search."""

_is_strangers: ContextVar[bool] = ContextVar("is_strangers", default=False)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Mark what is asked on behalf of an address that carries SQL."""

    def wrap(app: Any) -> Any:
        async def marked(scope: Any, receive: Any, send: Any) -> None:
            text = scope.get("query_string", b"").decode("latin-1")
            names = {name for name, _ in parse_qsl(text, keep_blank_values=True)}
            mark = _is_strangers.set(bool(names & WORDS))
            try:
                await app(scope, receive, send)
            finally:
                _is_strangers.reset(mark)

        return marked

    return wrap


@hookimpl
def startup(datasette: Any) -> None:
    """Start the processes, which open the archive of this moment, and lead statements to them."""
    if not hasattr(os, "fork") or not datasette.setting("default_allow_sql"):
        return
    database = datasette.get_database("archive")
    processes = Processes(str(database.path))
    own = database.execute

    async def execute(
        sql: str, params: Any = None, truncate: bool = False, **options: Any
    ) -> Results:
        if not _is_strangers.get():
            results: Results = await own(sql, params, truncate, **options)
            return results
        own_ms = datasette.sql_time_limit_ms
        limit_ms = min(options.get("custom_time_limit") or own_ms, own_ms)
        rows: int | None = datasette.max_returned_rows if truncate else None
        if rows and rows == (options.get("page_size") or datasette.page_size):
            rows += 1
        return await processes.execute(sql, params, rows or None, limit_ms)

    database.execute = execute


class Processes:
    """The processes of one archive, and their ends when the server ends."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._free: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._frames = _load("statements")
        self._threads = ThreadPoolExecutor(PROCESSES, "strangers")
        self._running = [self._start() for _ in range(PROCESSES)]
        for process in self._running:
            self._free.put(process)
        weakref.finalize(self, _close, self._running, self._threads)

    async def execute(self, sql: str, params: Any, rows: int | None, limit_ms: float) -> Results:
        """What Datasette's ``Database.execute`` gives and raises."""
        values = dict(params) if hasattr(params, "keys") else list(params or ())
        question = (sql, values or {}, rows, limit_ms)
        asked = asyncio.get_running_loop().run_in_executor(self._threads, self._ask, question)
        try:
            frame = await asyncio.wait_for(asked, WAITING_S)
        except TimeoutError as error:
            raise QueryInterrupted(error, sql, params) from error
        if frame == self._frames.ENDED:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
        if frame[0] == "error":
            raise _error(frame[1], frame[2])
        _, names, found, is_more = frame
        return Results(list(_rows(names, found)), is_more, [(name,) for name in names or ()])

    def _ask(self, question: tuple[Any, ...]) -> Any:
        process = self._free.get()
        try:
            assert process.stdin
            assert process.stdout
            self._frames.send(process.stdin, question)
            return self._frames.receive(process.stdout)
        except (EOFError, OSError):  # it was killed: by an operator, or for want of memory
            process.kill()
            process.wait()
            self._running.remove(process)
            process = self._start()
            self._running.append(process)
            return self._frames.ENDED
        finally:
            self._free.put(process)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("statements.py")), self._path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )


def _close(running: list[subprocess.Popen[bytes]], threads: ThreadPoolExecutor) -> None:
    threads.shutdown(wait=False, cancel_futures=True)
    for process in running:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _load(name: str) -> ModuleType:
    """A plug-in that lies beside this one."""
    found = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _error(name: str, message: str) -> Exception:
    """The error of a statement as it would have been raised here."""
    known = getattr(sqlite3, name, None)
    if isinstance(known, type) and issubclass(known, Exception):
        return known(message)
    return sqlite3.OperationalError(message)


def _rows(names: list[str] | None, found: list[tuple[Any, ...]]) -> Iterator[sqlite3.Row]:
    """Rows as Datasette's connections give them, which only a cursor of such columns can make."""
    if not names or not found:
        return
    quoted = ", ".join('NULL AS "{}"'.format(name.replace('"', '""')) for name in names)
    empty = sqlite3.connect(":memory:")
    try:
        cursor = empty.execute(f"SELECT {quoted}")
        yield from (sqlite3.Row(cursor, row) for row in found)
    finally:
        empty.close()
