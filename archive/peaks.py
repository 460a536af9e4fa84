"""How much memory a process has needed at most."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path


def has_reached(peak_bytes: int) -> bool:
    """Whether the largest resident size so far, of this program only, is above that.

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
