"""One writer a data folder: a second one is refused at once, and told who the first one is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout


class Busy(Exception):
    """Another process works in this data folder; the message names it."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a data folder, making it where it is missing. Raises ``Busy``.

    The lock is the kernel's (flock) and ends with the process, however that ends: a file left
    behind by a process that was killed is no obstacle.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock", blocking=False, thread_local=False)
    owner = folder / "lock.pid"
    try:
        lock.acquire()
    except Timeout as error:
        pid = ""
        with suppress(OSError):
            pid = owner.read_text(encoding="ascii").strip()
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
