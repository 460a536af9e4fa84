"""From the bytes of an HTTP/1 answer to its head and entity: the transfer-coding undone. Pure.

An answer is kept as it crossed the wire; whoever reads it wants the entity (RFC 9112 §6 and §7).
"""

from __future__ import annotations

import re

_INTERIM = re.compile(rb"HTTP/1\.[01] +1(?!01)[0-9]{2}(?![0-9])", re.IGNORECASE)
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_CHUNK_SIZE = 16
"""Hexadecimal digits a chunk size may have; more is no size."""


class BadFraming(ValueError):
    """The body is not framed as its head says, or ends too early."""


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    """(head with its empty line, what follows), or None when the head is not complete.

    Lines end in CR LF; a bare LF is taken too, as browsers do (RFC 9112 §2.2).
    """
    end = end_of_head(data)
    return None if end is None else (data[:end], data[end:])


def end_of_head(data: bytes | bytearray, start: int = 0) -> int | None:
    """Where the empty line of the head that begins at or before ``start`` ends; None = not yet."""
    empty_line = _EMPTY_LINE.search(data, start)
    return None if empty_line is None else empty_line.end()


def is_interim(answer: bytes | bytearray, start: int = 0) -> bool:
    """Whether the answer that begins there is an interim one (1xx).

    ``101 Switching Protocols`` is final (RFC 9110 §15.2).
    """
    return _INTERIM.match(answer, start) is not None


def skip_interim(data: bytes) -> tuple[bytes, int]:
    """An answer without the interim (1xx) ones before it, and how many those were.

    They are left out of a record, since every reader would take the first status line for that
    of the answer.
    """
    at = count = 0
    while is_interim(data, at) and (end := end_of_head(data, at)) is not None:
        at, count = end, count + 1
    return data[at:], count


def headers_of(head: bytes) -> tuple[tuple[str, str], ...]:
    """Name and value of every header line in order, folded lines joined (RFC 9112 §5.2)."""
    found: list[tuple[str, str]] = []
    for line in head.decode("latin-1").split("\n")[1:]:
        line = line.removesuffix("\r")
        if line[:1] in (" ", "\t") and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            found.append((name, value.strip()))
    return tuple(found)


def is_chunked(headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether the last transfer-coding is ``chunked``."""
    codings = ",".join(v for n, v in headers if n.strip().lower() == "transfer-encoding")
    return codings.rpartition(",")[2].strip().lower() == "chunked"


class Dechunker:
    """The entity of a chunked body, piece by piece (RFC 9112 §7.1).

    Extensions and trailers are left out.
    """

    def __init__(self) -> None:
        self.is_done = False
        """Whether the last chunk has been seen."""
        self.is_over = False
        """Whether the empty line behind the trailers has been seen too."""
        self.behind = 0
        """Bytes at the end of what was fed last that no longer belong to the body."""
        self._line = b""
        self._in_extension = False
        self._left = 0
        self._is_behind_chunk = False

    def feed(self, data: bytes) -> list[bytes]:
        """What some more of the body holds of the entity. Raises ``BadFraming``."""
        found: list[bytes] = []
        at = 0
        while at < len(data) and not self.is_over:
            if self.is_done:
                at = self._skip_trailer(data, at)
            elif self._left:
                found.append(data[at : at + self._left])
                at += len(found[-1])
                self._left -= len(found[-1])
                self._is_behind_chunk = not self._left
            elif self._is_behind_chunk and data[at : at + 1] == b"\r":
                at += 1
            elif self._is_behind_chunk:
                at += data[at : at + 1] == b"\n"
                self._is_behind_chunk = False
            else:
                at = self._read_size(data, at)
        self.behind = len(data) - at
        return found

    def _skip_trailer(self, data: bytes, at: int) -> int:
        """Pass over a line behind the last chunk, the empty one included; where that ends."""
        end = data.find(b"\n", at) + 1
        self._line += data[at : end or len(data)]
        if end and not self._line.strip(b"\r\n"):
            self.is_over = True
        if end:
            self._line = b""
        return end or len(data)

    def _read_size(self, data: bytes, at: int) -> int:
        """Read on in the line with the size of a chunk; where that ends."""
        end = data.find(b"\n", at)
        until = len(data) if end < 0 else end
        if not self._in_extension:
            digits, semicolon, _ = data[at:until].partition(b";")
            self._line += digits
            self._in_extension = bool(semicolon)
        digits = self._line.strip()
        if len(digits) > _CHUNK_SIZE or digits.strip(b"0123456789abcdefABCDEF"):
            raise BadFraming(f"{digits[:20]!r} is no chunk size")
        if end < 0:
            return until
        if not digits:
            raise BadFraming("a chunk has no size")
        self._line, self._in_extension = b"", False
        self._left = int(digits, 16)
        self.is_done = not self._left
        return end + 1


def dechunk(framed: bytes, *, is_cut: bool = False) -> bytes:
    """The entity of a chunked body. Raises ``BadFraming``.

    ``is_cut``: the body ended too early, and what is there is wanted.
    """
    dechunker = Dechunker()
    parts = dechunker.feed(framed)
    if not dechunker.is_done and not is_cut:
        raise BadFraming("the last chunk is missing")
    return b"".join(parts)
