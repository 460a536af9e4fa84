"""One writer per data folder: a second is refused at once, and told who the first is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_OWNER = "lock.pid"


class Busy(Exception):
    """Another process works in this data folder; the message names it."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Lock a data folder, creating it where it is missing. Raises ``Busy``.

    The lock is the kernel's (flock) and ends with the process, however that ends: a file left
    behind by a process that was killed is no obstacle.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock", blocking=False, thread_local=False)
    owner = folder / _OWNER
    try:
        lock.acquire()
    except Timeout as error:
        pid = _holder(folder)
        who = f"process {pid}" if pid else "another process"
        raise Busy(
            f"{folder} is in use by {who}. Wait for it to end, or choose another data folder."
        ) from error
    try:
        owner.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def is_held_by_others(folder: Path) -> bool:
    """Whether another process has locked the folder; True also if nobody can tell."""
    try:
        with held(folder):
            return False
    except Busy:
        return _holder(folder) != str(os.getpid())
    except OSError:
        return True


def _holder(folder: Path) -> str:
    """The number of the process that holds a folder, as far as it says so."""
    with suppress(OSError):
        return (folder / _OWNER).read_text(encoding="ascii").strip()
    return ""
