"""Turns captures into records, in child processes that can be killed.

No parser is safe from every page: some hang, some eat memory, some crash the interpreter. So
``crawler.pages.read`` runs in a child that is given one page at a time over a socket and answers
there. The child limits its own CPU time and memory; the parent kills it when the clock says that
even this does not work. Either way the page becomes a record of kind ``unread`` with an issue,
and the next page a new child. A page whose child died otherwise is read once more: the system may
have killed that, to have its memory.

A plain subprocess and not ``multiprocessing`` (see ``archive.children``). The event loop waits for
it, and no thread: handing a page from thread to thread costs more than the pipe.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import pickle
import socket
import subprocess
import sys
from typing import IO, Any

from archive.children import HEADER, framed, has_reached, own_pipes, receive, send
from archive.records import PageRecord, Source
from crawler.packing import pack, unpack

CPU_S = 10.0
MEMORY_BYTES = 1_500_000_000
WALL_FACTOR = 6.0
"""How much longer than its CPU time a page may take by the clock: the machine may be busy."""
RETIRE_BYTES = 600_000_000
"""Peak memory after which a child ends by itself: freed memory seldom goes back to the system."""
START_S = 120.0
"""Longest time for a child to start on a machine that is very busy."""

CRASH = "reader_crash"
"""Code of the issue of a page that ended its process."""
FAILURES = frozenset({CRASH, "reader_timeout", "reader_memory", "reader_error", "read_failed"})
"""Codes of the issues of pages that another time may be read."""

_CHUNK = 65_536
"""Bytes received at once: a page or its record, mostly."""


class ReaderClosed(RuntimeError):
    """A page was handed to a reader that has been closed."""


def has_failed(record: PageRecord) -> bool:
    """Whether a page was not read, for no reason that lies in what it says."""
    return any(issue.code in FAILURES for issue in record.issues)


class Reader:
    """Reads pages in ``workers`` child processes, each one page at a time.

    ``cpu_s`` is the CPU time a page may take, ``memory_bytes`` the address space of a child
    (both enforced by the system where it has resource limits), ``wall_s`` the time by the clock.
    A child whose memory has reached ``retire_bytes`` is replaced after its page. Children start
    when first needed. A reader belongs to one event loop at a time.
    """

    def __init__(
        self,
        workers: int = 1,
        cpu_s: float = CPU_S,
        memory_bytes: float = MEMORY_BYTES,
        wall_s: float | None = None,
        retire_bytes: float = RETIRE_BYTES,
    ) -> None:
        limits = (cpu_s, int(memory_bytes), int(retire_bytes))
        self._wall_s = wall_s if wall_s is not None else cpu_s * WALL_FACTOR
        self._children = [_Child(*limits) for _ in range(workers)]
        self._idle: asyncio.Queue[_Child] = asyncio.Queue()
        for child in self._children:
            self._idle.put_nowait(child)

    async def read(self, source: Source) -> PageRecord:
        """The record of a page. Raises ReaderClosed, and OSError when no child can be started."""
        child = await self._idle.get()
        try:
            record = await child.read(source, self._wall_s)
        finally:
            self._idle.put_nowait(child)
        await asyncio.sleep(0)  # the child has its next page before we go on with this one
        return record

    def close(self) -> None:
        """End the child processes. Pages being read are given up."""
        for child in self._children:
            child.stop()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class _Child:
    """One child process and the line to it; started when needed, and again after it ended."""

    def __init__(self, cpu_s: float, memory_bytes: int, retire_bytes: int) -> None:
        self._limits = (cpu_s, memory_bytes, retire_bytes)
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        """Our end of it; there as long as the process is."""
        self._is_reading = False
        self._is_stopped = False

    async def read(self, source: Source, wall_s: float) -> PageRecord:
        """The record of a page; read again by another child when the first one dies of it."""
        record = await self._read_once(source, wall_s)
        if any(issue.code == CRASH for issue in record.issues) and not self._is_stopped:
            record = await self._read_once(source, wall_s)
        return record

    async def _read_once(self, source: Source, wall_s: float) -> PageRecord:
        """Hand a page over and wait for its record; kill the child when it takes too long."""
        self._is_reading = True
        answer, is_overdue = None, False
        try:
            line = await self._reach()
            async with asyncio.timeout(wall_s):
                await asyncio.get_running_loop().sock_sendall(line, framed(source))
                answer = await _receive(line)
        except TimeoutError:
            is_overdue = True
        except ConnectionError:
            pass  # the child is gone
        except BaseException:  # we are cancelled: it would answer to the next page
            self._end()
            raise
        finally:
            self._is_reading = False
        if answer is None:
            return _account_for(source, self._end(), is_overdue)
        is_last, record = answer
        if is_last:
            self._bury()
        return unpack(record)

    def stop(self) -> None:
        """End the child for good, whatever it is doing."""
        self._is_stopped = True
        if self._process is not None and self._is_reading:
            self._process.kill()  # the line ends, and with it the waiting
        else:
            self._end()

    async def _reach(self) -> socket.socket:
        """The line to a child that listens."""
        if self._is_stopped:
            raise ReaderClosed("The reader is closed; make a new one to read more pages.")
        if self._line is not None and self._process is not None and self._process.poll() is None:
            return self._line
        self._end()
        line, ready = self._start(), None
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(START_S):
                ready = await _receive(line)
        if ready is None:
            code = self._end()
            raise OSError(f"The reading process cannot be started (exit code {code}).")
        return line

    def _start(self) -> socket.socket:
        program = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            f"from crawler.reading import serve; serve{self._limits!r}"
        )
        self._line, theirs = socket.socketpair()
        self._line.setblocking(False)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                env={**os.environ, "PYTHONWARNINGS": "ignore"},
            )
        return self._line

    def _end(self) -> int:
        """Kill the child if it has not ended yet; its exit code."""
        if self._process is not None:
            self._process.kill()
        return self._bury()

    def _bury(self) -> int:
        """Wait for the child that ends, and hang up; its exit code."""
        process, self._process = self._process, None
        line, self._line = self._line, None
        code = process.wait() if process is not None else 0
        if line is not None:
            line.close()
        return code


def _account_for(source: Source, code: int, is_overdue: bool) -> PageRecord:
    """The record of a page whose reading did not end well."""
    if is_overdue or (os.name == "posix" and -code == _cpu_signal()):
        return source.unread("reader_timeout", "Reading the page took too long; it was given up.")
    return source.unread(CRASH, f"Reading the page ended its process (exit code {code}).")


def _cpu_signal() -> int:
    import signal

    return int(signal.SIGXCPU)


# --------------------------------------------------------------------------- in the child


def serve(cpu_s: float, memory_bytes: int, retire_bytes: int) -> None:
    """Read pages from standard input until it ends; a child's main function."""
    requests, answers = own_pipes()
    from crawler.pages import read

    # A tree is one big circle, so the collector has work to do, but far too often by default.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    limits = _Limits(cpu_s, memory_bytes)
    _answer(answers, "ready")
    while (source := receive(requests)) is not None:
        limits.allow_one_page()
        record = _read_safely(source, read)
        out_of_memory = any(issue.code == "reader_memory" for issue in record.issues)
        is_last = out_of_memory or has_reached(retire_bytes)
        _answer(answers, (is_last, pack(record)))
        if is_last:
            return


def _read_safely(source: Source, read: object) -> PageRecord:
    """The record, or an ``unread`` one: a mistake of ours must cost one page, not the crawl."""
    assert callable(read)
    try:
        record = read(source)
        assert isinstance(record, PageRecord)
        return record
    except MemoryError:
        message = "Reading the page took too much memory; it was given up."
        return source.unread("reader_memory", message)
    except Exception as error:
        message = f"Reading the page failed: {type(error).__name__}: {str(error)[:200]}"
        return source.unread("reader_error", message)


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
        resource = self._resource
        if resource is None:
            return
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + self._cpu_s
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


# ---------------------------------------------------------------------------- on the line


async def _receive(line: socket.socket) -> Any:
    """The next message; None when the other side has ended."""
    loop = asyncio.get_running_loop()
    got, wanted = bytearray(), HEADER.size
    while len(got) < wanted:
        chunk = await loop.sock_recv(line, _CHUNK)
        if not chunk:
            return None
        is_header = len(got) < HEADER.size
        got += chunk
        if is_header and len(got) >= HEADER.size:
            wanted += HEADER.unpack_from(got)[0]
    return pickle.loads(memoryview(got)[HEADER.size :])


def _answer(pipe: IO[bytes], message: object) -> None:
    try:
        send(pipe, message)
    except BrokenPipeError:  # who asked was killed: nobody is to be told
        os._exit(0)
