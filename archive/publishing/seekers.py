"""Worker processes that search captures for ``spans``, one for each core.

Each opens the database that is being built for itself, read-only, and answers batch by batch on
its standard output.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from traceback import format_exc
from typing import NamedTuple, Self

from archive.children import Child, end, hear, own_pipes, receive, send, start, tell
from archive.proof.pdf_source import PdfReader
from archive.publishing.seeking import Looked, look_at

PROGRAM = "from archive.publishing.seekers import serve; serve()"
"""What each process does."""
BATCH = 32
"""Captures in a batch: some 150 ms of work, and answers of about 200 kB."""
_AHEAD = 2
"""Batches that a process has: one it works at, and the next, so that it need not wait for us."""


class SeekerError(RuntimeError):
    """A process that looks at captures ended or failed; the message says so."""


class Task(NamedTuple):
    """What a process has to know."""

    database: Path
    captures: Path
    before: Path | None
    """The archive that was published last, where it has bases."""


def open_before(db: sqlite3.Connection, before: Path) -> None:
    """Attach the archive that was published last as ``before``."""
    db.execute("ATTACH ? AS before", (before.resolve().as_uri() + "?mode=ro&immutable=1",))


class Seekers:
    """So many processes for one task; leave the context, and all have ended."""

    def __init__(self, task: Task, processes: int) -> None:
        self._task = task
        self._count = processes
        self._processes: list[Child] = []

    def __enter__(self) -> Self:
        try:
            for _ in range(self._count):
                process = start(PROGRAM)
                self._processes.append(process)
                _send(process, self._task)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def look_at(self, capture_ids: Sequence[str]) -> Iterator[Looked]:
        """What was seen of each capture, in their order.

        Batches go round the processes, so that the answers come in order; at most ``_AHEAD`` of
        each are under way, however slowly they are taken from here. Raises ``SeekerError`` when a
        process ends or fails, and SQLite's and the system's errors as if there was none.
        """
        under_way: deque[Child] = deque()
        most = _AHEAD * len(self._processes)
        begins = range(0, len(capture_ids), BATCH)
        for process, begin in zip(cycle(self._processes), begins, strict=False):
            if len(under_way) == most:
                yield from _answer_of(under_way.popleft())
            _send(process, capture_ids[begin : begin + BATCH])
            under_way.append(process)
        while under_way:
            yield from _answer_of(under_way.popleft())

    def _end(self) -> None:
        for process in self._processes:
            end(process)


def _send(process: Child, message: object) -> None:
    try:
        tell(process, message)
    except OSError as error:
        raise _ended(process) from error


def _answer_of(process: Child) -> list[Looked]:
    answer = hear(process)
    if isinstance(answer, BaseException):
        raise answer
    if not isinstance(answer, list):
        raise _ended(process)
    return answer


def _ended(process: Child) -> SeekerError:
    code = process.wait()
    how = f"was ended by the system (signal {-code})" if code < 0 else f"ended (exit code {code})"
    return SeekerError(
        f"A process that finds rows in their captures {how}. Memory may have run out; try again "
        "when less else is at work."
    )


# --------------------------------------------------------------------------- in the child


def serve() -> None:
    """Look at the captures named on standard input until it ends."""
    requests, answers = own_pipes()
    task: Task | None = receive(requests)
    if task is None:
        return
    with contextlib.suppress(BrokenPipeError), PdfReader() as pdfs:
        db: sqlite3.Connection | None = None
        while (batch := receive(requests)) is not None:
            try:
                db = db or _connect(task)
                send(answers, [_look_at(db, task, capture_id, pdfs) for capture_id in batch])
            except BrokenPipeError:
                raise
            except (sqlite3.Error, OSError, SeekerError) as error:
                send(answers, error)


def _connect(task: Task) -> sqlite3.Connection:
    db = sqlite3.connect(task.database.resolve().as_uri() + "?mode=ro", uri=True)
    if task.before is not None:
        open_before(db, task.before)
    return db


def _look_at(db: sqlite3.Connection, task: Task, capture_id: str, pdfs: PdfReader) -> Looked:
    try:
        return look_at(db, task.captures, capture_id, pdfs, has_bases=task.before is not None)
    except (sqlite3.Error, OSError):
        raise
    except Exception as error:  # a mistake of ours: say where, for the traceback ends here
        raise SeekerError(
            f"Finding rows in the capture {capture_id} failed. Please report this; it is a fault "
            f"of the program.\n{format_exc()}"
        ) from error
