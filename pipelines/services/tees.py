"""Keeps a registry's exchange as it crossed the wire: a tee below http.client's parser.

requests hands on parsed messages; order and case of headers and the chunk framing are lost
there. ``TeeMixin`` makes a urllib3 connection copy what it sends, and what is read of its answer,
into the ``Wire`` of the thread that speaks. It leans on ``HTTPConnection.send`` and
``response_class`` of http.client, which is how http.client itself is extended.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from archive.records import Exchange
from archive.warc.endings import Ending, TooLarge
from archive.warc.framing import BadFraming
from archive.warc.wire import Head, Wire, read_wire, tls_name

_current = threading.local()
# WARC-Truncated (ISO 28500 §5.13) by the error class that ended an exchange.
_CUT_BY = {"timeout": "time", "our_fault": "time", "too_large": "length"}
MOST_BYTES = 1 << 28
"""Of one answer on the wire: what is between its chunks does not count as its body."""
_MOST_LINE = 1 << 16


@contextmanager
def teeing() -> Iterator[Wire]:
    """Inside, what the connections of this thread send and receive is copied into the wire."""
    wire = _current.wire = Wire()
    try:
        yield wire
    finally:
        _current.wire = None


class _Reader:
    """The file that http.client reads an answer from; what it reads is copied."""

    def __init__(self, file: Any, wire: Wire) -> None:
        self._file = file
        self._wire = wire

    def _copied(self, data: bytes) -> bytes:
        self._wire.received += data
        if len(self._wire.received) > MOST_BYTES:
            raise http.client.HTTPException("the answer goes on and on")
        return data

    def readline(self, limit: int = -1) -> bytes:
        """One line, as ``io.BufferedReader`` gives it; urllib3 sets no limit to those between
        chunks. Raises HTTPException."""
        line = self._copied(self._file.readline(limit if limit >= 0 else _MOST_LINE))
        if limit < 0 and len(line) == _MOST_LINE:
            raise http.client.LineTooLong("chunk")
        return line

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all."""
        return self._copied(self._file.read(size))

    def read1(self, size: int = -1) -> bytes:
        """What is there, at most so many bytes."""
        return self._copied(self._file.read1(size))

    def readinto(self, buffer: Any) -> int:
        """Bytes into a buffer; how many."""
        count = int(self._file.readinto(buffer))
        self._wire.received += memoryview(buffer)[:count]
        return count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class TeeResponse(http.client.HTTPResponse):
    """An answer that is copied while it is read."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        wire: Wire | None = getattr(_current, "wire", None)
        if wire is None:
            return
        self.fp: Any = _Reader(self.fp, wire)
        wire.ip_address = sock.getpeername()[0]
        if hasattr(sock, "cipher"):
            wire.tls, cipher = tls_name(sock.version()), sock.cipher()
            wire.cipher = cipher[0] if cipher else ""

    def _read_status(self) -> tuple[str, int, str]:
        """The status line of the answer itself: http.client passes over 100 (Continue) alone, and
        takes another interim answer, 103 (Early Hints) say, for it."""
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status < 102 or status > 199:
                return version, status, reason
            http.client.parse_headers(self.fp)


class TeeMixin:
    """Put before a urllib3 connection class: its exchanges are copied."""

    response_class = TeeResponse

    def send(self, data: Any) -> None:
        """Send bytes, and copy them."""
        wire: Wire | None = getattr(_current, "wire", None)
        if wire is not None:
            wire.sent += data
        super().send(data)  # type: ignore[misc]


def exchange_of(
    wire: Wire,
    url: str,
    started_at: datetime,
    elapsed_ms: int,
    error: str = "",
    *,
    is_whole: bool | None = None,
    known: Head | None = None,
    keeps_body: bool = True,
) -> Exchange | None:
    """What is to be kept of one request, answered or failed; None when nothing was sent.

    An answer whose body was left or broke off is ``truncated``: by time or length when
    ``error`` (``failures.error_class``) says so, ``disconnect`` after any other, else
    ``unspecified``: it was not wanted any further. ``is_whole``: whether a whole answer was
    received, and nothing behind it; None = that is to be found out. ``known`` and
    ``keeps_body``: see ``read_wire``; what is no answer is kept whole.
    """
    if not wire.sent:
        return None
    end = _end_of(wire.received) if is_whole is None else len(wire.received) * is_whole
    reason = None if end else _CUT_BY.get(error, "disconnect") if error else "unspecified"
    if 0 < end < len(wire.received):
        wire = replace(wire, received=wire.received[:end])
    found = read_wire(wire, url, started_at, elapsed_ms, reason, known=known, keeps_body=keeps_body)
    if found is not None:
        return replace(found, error=error) if error else found
    return Exchange(
        url=url,
        started_at=started_at,
        elapsed_ms=elapsed_ms,
        raw_request=bytes(wire.sent),
        raw_response=bytes(wire.received),
        ip_address=wire.ip_address,
        fidelity="wire",
        error=error or "bad_answer",
    )


def _end_of(received: bytearray) -> int:
    """Where an answer ends by its own head; 0 when it did not end. Bytes behind belong to none."""
    ending = Ending(max_bytes=0)
    try:
        ending.feed(bytes(received))
    except (BadFraming, TooLarge):
        return 0
    return len(received) - ending.behind if ending.is_over else 0
