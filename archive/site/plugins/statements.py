"""Runs strangers' SQL in child processes: ``python statements.py DATABASE``, by ``strangers.py``.

Frames go both ways: four bytes of length, then a value of ``marshal``. A question is
``(sql, parameters, rows at most or None, time limit in ms)``; an answer is ``("rows", names,
rows, whether there are more)`` or ``("error", class of sqlite3, message)``.

The time limit of SQLite is looked at between the steps of its program. A function takes one step
however long it works, preparing a statement takes none, and neither can be interrupted; so the
kernel ends the child soon after that limit, and bounds its memory and temporary files.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import signal
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

GRACE_MS = 300
"""From the time limit, which gives a tidy error, to the end by the kernel."""
MEMORY_BYTES = 1 << 30
TEMPORARY_BYTES = 256 << 20
ANSWER_BYTES = 64 << 20
STEPS = 1000
"""Between two looks at the clock, as Datasette has it."""
ENDED = ("error", "OperationalError", "interrupted")

Frame = tuple[Any, ...]


def send(stream: BinaryIO, frame: Frame) -> None:
    """Write a frame."""
    data = marshal.dumps(frame)
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def receive(stream: BinaryIO) -> Frame:
    """Read a frame. Raises EOFError where the other side is gone."""
    head = stream.read(4)
    data = stream.read(int.from_bytes(head, "big")) if len(head) == 4 else b""
    if not data:
        raise EOFError
    frame: Frame = marshal.loads(data)
    return frame


def open_database(path: str) -> sqlite3.Connection:
    """The published archive, with the limits and functions that the site's own threads have."""
    conn = sqlite3.connect(f"{Path(path).resolve().as_uri()}?immutable=1", uri=True)
    for name in ("connection", "search"):
        file = Path(__file__).with_name(f"{name}.py")
        found = importlib.util.spec_from_file_location(f"statements_{name}", file)
        if found and found.loader:
            module = importlib.util.module_from_spec(found)
            found.loader.exec_module(module)
            module.prepare_connection(conn)
    conn.execute("SELECT count(*) FROM sqlite_master").fetchone()  # reads the schema, once for all
    return conn


def answer(conn: sqlite3.Connection, question: Frame) -> Frame:
    """Run one statement; its mistakes are an answer, too."""
    sql, parameters, rows_at_most, limit_ms = question
    deadline = time.perf_counter() + limit_ms / 1000
    conn.set_progress_handler(lambda: time.perf_counter() >= deadline, STEPS)
    try:
        cursor = conn.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = []
        taken = 0
        for row in cursor:
            if rows_at_most is not None and len(rows) == rows_at_most:
                return ("rows", _names(cursor), rows, True)
            taken += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
            if taken > ANSWER_BYTES:
                return ("error", "OperationalError", "the answer is too large")
            rows.append(row)
        return ("rows", _names(cursor), rows, False)
    except MemoryError:
        return ("error", "OperationalError", "out of memory")
    except Exception as error:  # of whatever class: the parent has no other way to learn of it
        return ("error", type(error).__name__, str(error))


def _names(cursor: sqlite3.Cursor) -> list[str] | None:
    return [column[0] for column in cursor.description] if cursor.description else None


def bound(limit_ms: float) -> None:
    """Have the kernel end this process when a statement does not end by itself."""
    import resource  # where there is fork, there is this

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (TEMPORARY_BYTES, TEMPORARY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    signal.setitimer(signal.ITIMER_REAL, (limit_ms + GRACE_MS) / 1000)


def keep(conn: sqlite3.Connection) -> None:
    """Answer questions until nobody asks any more."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while True:
        question = receive(asked)
        child = os.fork()
        if not child:
            with suppress(BaseException):
                bound(question[3])
                frame = answer(conn, question)
                signal.setitimer(signal.ITIMER_REAL, 0)
                send(told, frame)
                os._exit(0)
            os._exit(1)
        # Before the next one: children share the place in the file where SQLite reads.
        _, status = os.waitpid(child, 0)
        if status:
            send(told, ENDED)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server is told, and closes our input
    with suppress(EOFError, BrokenPipeError):
        keep(open_database(sys.argv[1]))
