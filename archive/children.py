"""Child processes for work that may hang, eat memory or keep a core busy, and their pipes.

A plain subprocess and not ``multiprocessing``: its children import the parent's main module, here
the whole command line, and those that wait for work outlive a parent that was killed. Here their
standard input ends with the parent, and so do they. Objects go both ways; nobody else's are ever
read.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

Child = subprocess.Popen[bytes]

HEADER = struct.Struct(">Q")
"""Of a message: how many bytes follow."""


def start(program: str, *, is_silent: bool = False) -> Child:
    """Start a process that runs ``program`` and answers on its standard output (see ``own_pipes``).

    ``is_silent``: what it prints as an error is thrown away. Raises OSError.
    """
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{program}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if is_silent else None,
    )


def tell(child: Child, message: object) -> None:
    """Send a child a message. Raises OSError when it has ended."""
    assert child.stdin is not None
    send(child.stdin, message)


def hear(child: Child) -> Any:
    """The next message of a child; None when it has ended."""
    assert child.stdout is not None
    return receive(child.stdout)


def end(child: Child) -> None:
    """End a child, whatever it is doing, and wait until it is gone."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what it did not take any more
                pipe.close()


# --------------------------------------------------------------------------- in the child


def leave_signals_to_parent() -> None:
    """Ignore Ctrl-C, a shutdown and a closed terminal. The system tells every process of a group
    about them; the parent answers, and ends us when it ends."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # not every system has the last one
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """What the parent sends, and where it is answered. Signals are left to it."""
    leave_signals_to_parent()
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    return requests, answers


def has_reached(peak_bytes: int) -> bool:
    """Whether this program's largest resident size so far is above that.

    Linux lets ``ru_maxrss`` begin with that of the process that started us (it survives execve), so
    a child of a large parent would look large from its first task on; VmHWM (proc_pid_status(5))
    does not, but costs more to ask for. False where it cannot be told (not POSIX).
    """
    try:
        import resource
    except ImportError:
        return False
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if peak * (1 if sys.platform == "darwin" else 1024) <= peak_bytes:
        return False
    with contextlib.suppress(OSError, IndexError, ValueError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024 > peak_bytes
    return True


# ------------------------------------------------------------------------------- the pipes


def framed(message: object) -> bytes:
    """A message as it is sent."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(data)) + data


def send(pipe: IO[bytes], message: object) -> None:
    """Write a message. Raises OSError when nobody reads it any more."""
    pipe.write(framed(message))
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next message; None when there is none, or it is incomplete."""
    try:
        header = pipe.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        (length,) = HEADER.unpack(header)
        data = pipe.read(length)
    except ConnectionResetError:  # of a socket: who asked was killed, our answer unread
        return None
    return pickle.loads(data) if len(data) == length else None
