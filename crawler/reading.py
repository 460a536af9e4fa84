"""Captures to records, in child processes that may be killed.

No parser is safe from every page: some hang, some eat memory, some crash the interpreter. So
``crawler.pages.read`` runs in a child that is given one page at a time over its standard input
and answers on its standard output. The child limits its own CPU time and memory; the parent
kills it when the clock says that even this does not work. Either way the page becomes a record
of kind ``unread`` with an issue, and the next page a new child.

A plain subprocess and not ``multiprocessing``: its children import the parent's main module,
here the whole command line with Scrapy, before they read anything. When the parent dies, the
child's standard input ends, and so does the child.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from archive.records import PageRecord, Source

CPU_S = 10.0
MEMORY_BYTES = 1_500_000_000
WALL_FACTOR = 6.0
"""How much longer than its CPU time a page may take by the clock: the machine may be busy."""
RETIRE_BYTES = 600_000_000
"""Peak memory after which a child ends by itself: freed memory seldom goes back to the system."""
START_S = 120.0
"""Longest time for a child to start on a machine that is very busy."""

_HEADER = struct.Struct(">Q")
_MORE, _LAST = b"+", b"."
"""First byte of an answer: whether the child stays for another page."""


class ReaderClosed(RuntimeError):
    """A page was handed to a reader that has been closed."""


class Reader:
    """Reads pages in ``workers`` child processes, each one page at a time.

    ``cpu_s`` is the CPU time a page may take, ``memory_bytes`` the address space of a child
    (both enforced by the system where it has resource limits), ``wall_s`` the time by the clock.
    A child whose memory has reached ``retire_bytes`` is replaced after its page. Children start
    when first needed.
    """

    def __init__(
        self,
        workers: int = 1,
        cpu_s: float = CPU_S,
        memory_bytes: float = MEMORY_BYTES,
        wall_s: float | None = None,
        retire_bytes: float = RETIRE_BYTES,
    ) -> None:
        self._limits = (cpu_s, int(memory_bytes), int(retire_bytes))
        self._wall_s = wall_s if wall_s is not None else cpu_s * WALL_FACTOR
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        self._children = [_Child(*self._limits) for _ in range(workers)]
        for child in self._children:
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._closed = False

    async def read(self, source: Source) -> PageRecord:
        """The record of a page; the event loop goes on meanwhile."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.read_now, source)

    def read_now(self, source: Source) -> PageRecord:
        """The record of a page. Raises ReaderClosed, and OSError when no child can be started."""
        child = self._idle.get()
        try:
            if self._closed:
                raise ReaderClosed("The reader is closed; make a new one to read more pages.")
            return child.read(source, self._wall_s)
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """End the children. A page that is being read is given up."""
        self._closed = True
        for child in self._children:
            child.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class _Child:
    """One child process and its two pipes; started when needed, and again after it ended."""

    def __init__(self, cpu_s: float, memory_bytes: int, retire_bytes: int) -> None:
        self._limits = (cpu_s, memory_bytes, retire_bytes)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_stopped = False

    def read(self, source: Source, wall_s: float) -> PageRecord:
        """Hand a page over and wait for its record; kill the child when it takes too long."""
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            process.kill()

        watchdog = threading.Timer(wall_s, end)
        watchdog.daemon = True
        watchdog.start()
        try:
            _send(process.stdin, pickle.dumps(source))
            answer = _receive(process.stdout)
        except OSError:  # the pipe broke: the child is gone
            answer = None
        finally:
            watchdog.cancel()
        if answer is None or overdue.is_set():
            return _account_for(source, self._bury(process), overdue.is_set())
        record: PageRecord = pickle.loads(answer[1:])
        if answer[:1] == _LAST:
            self._bury(process)
        return record

    def stop(self) -> None:
        """End the child for good, whatever it is doing."""
        with self._lock:
            self._is_stopped = True
            process = self._process
        if process is not None:
            process.kill()
            self._bury(process)

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_stopped:
                raise ReaderClosed("The reader is closed; make a new one to read more pages.")
            if self._process is not None and self._process.poll() is None:
                return self._process
            program = (
                f"import sys; sys.path[:] = {sys.path!r}\n"
                f"from crawler.reading import serve; serve{self._limits!r}"
            )
            self._process = process = subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONWARNINGS": "ignore"},
            )
        assert process.stdout is not None
        starting = threading.Timer(START_S, process.kill)
        starting.start()
        try:
            ready = _receive(process.stdout)
        finally:
            starting.cancel()
        if ready is None and not self._is_stopped:
            code = self._bury(process)
            raise OSError(f"The reading process cannot be started (exit code {code}).")
        return process

    @staticmethod
    def _bury(process: subprocess.Popen[bytes]) -> int:
        """Close the pipes and collect the exit code."""
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return process.wait()


def _account_for(source: Source, code: int, is_overdue: bool) -> PageRecord:
    """The record of a page whose reading did not end well."""
    from crawler.pages import unread

    if is_overdue or (os.name == "posix" and -code == _cpu_signal()):
        return unread(source, "reader_timeout", "Reading the page took too long; it was given up.")
    return unread(source, "reader_crash", f"Reading the page ended its process (exit code {code}).")


def _cpu_signal() -> int:
    import signal

    return int(signal.SIGXCPU)


# --------------------------------------------------------------------------- in the child


def serve(cpu_s: float, memory_bytes: int, retire_bytes: int) -> None:
    """Read pages from standard input until it ends; the main function of a child."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    from crawler.pages import read

    # A tree is one big circle, so the collector has work to do, but far too often by default.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    limits = _Limits(cpu_s, memory_bytes)
    _send(answers, b"ready")
    while (request := _receive(requests)) is not None:
        source: Source = pickle.loads(request)
        limits.allow_one_page()
        record = _read_safely(source, read)
        limits.lift()
        out_of_memory = any(issue.code == "reader_memory" for issue in record.issues)
        is_last = out_of_memory or limits.peak_bytes() > retire_bytes
        _send(answers, (_LAST if is_last else _MORE) + pickle.dumps(record))
        if is_last:
            return


def _read_safely(source: Source, read: object) -> PageRecord:
    """The record, or an ``unread`` one: a mistake of ours must cost one page, not the crawl."""
    from crawler.pages import unread

    assert callable(read)
    try:
        record = read(source)
        assert isinstance(record, PageRecord)
        return record
    except MemoryError:
        message = "Reading the page took too much memory; it was given up."
        return unread(source, "reader_memory", message)
    except Exception as error:
        message = f"Reading the page failed: {type(error).__name__}: {str(error)[:200]}"
        return unread(source, "reader_error", message)


class _Limits:
    """CPU time and memory of this process, where the system can limit them."""

    def __init__(self, cpu_s: float, memory_bytes: int) -> None:
        self._cpu_s = max(1, round(cpu_s))  # the system counts whole seconds
        try:
            import resource
        except ImportError:  # not POSIX: the parent's watchdog is all there is
            self._resource = None
            return
        self._resource = resource
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))

    def allow_one_page(self) -> None:
        """From now on ``cpu_s`` more seconds of CPU time; then SIGXCPU ends the process."""
        self._limit_cpu(extra_s=self._cpu_s)

    def lift(self) -> None:
        """The page is read."""
        self._limit_cpu(extra_s=None)

    def _limit_cpu(self, extra_s: int | None) -> None:
        resource = self._resource
        if resource is None:
            return
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = hard if extra_s is None else int(used.ru_utime + used.ru_stime) + 1 + extra_s
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

    def peak_bytes(self) -> int:
        """Largest resident size so far, of this program only.

        Linux lets ``ru_maxrss`` begin with that of the process that started us (it survives
        execve), so a child of a large parent would look large from its first page on; VmHWM
        (proc_pid_status(5)) does not.
        """
        if self._resource is None:
            return 0
        with contextlib.suppress(OSError, IndexError, ValueError):
            status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
            return int(status.partition("VmHWM:")[2].split()[0]) * 1024
        peak = self._resource.getrusage(self._resource.RUSAGE_SELF).ru_maxrss
        return int(peak if sys.platform == "darwin" else peak * 1024)


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_HEADER.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """The next message; None when the other side has ended."""
    header = pipe.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (length,) = _HEADER.unpack(header)
    message = pipe.read(length)
    return message if len(message) == length else None
