"""Splits the bytes of an HTTP/1 answer into head and entity, transfer-coding undone. Pure.

An answer is kept as it crossed the wire; whoever reads it wants the entity (RFC 9112 §6 and §7).
"""

from __future__ import annotations

import re
from mmap import mmap

_INTERIM = re.compile(rb"HTTP/1\.[01] +1(?!01)[0-9]{2}(?![0-9])", re.IGNORECASE)
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_CHUNK_SIZE = 16
"""Hexadecimal digits a chunk size may have; more is no size."""
MOST_LINE = 1 << 16
"""Bytes of a line with a chunk's size and its extensions. What follows the last chunk is not part
of the entity and may be anything in a record; while an answer comes in, ``Ending`` bounds it."""
_HEXADECIMAL = b"0123456789abcdefABCDEF"
_CR, _LF = b"\r\n"


class BadFraming(ValueError):
    """The body is not framed the way its head says, or ends too early."""


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    """(head with its empty line, the rest), or None when the head is incomplete.

    Lines end in CR LF; a bare LF is taken too, as browsers do (RFC 9112 §2.2).
    """
    end = end_of_head(data)
    return None if end is None else (data[:end], data[end:])


def end_of_head(data: bytes | bytearray | mmap, start: int = 0) -> int | None:
    """Where the empty line of the head that begins at or before ``start`` ends; None = not yet."""
    empty_line = _EMPTY_LINE.search(data, start)
    return None if empty_line is None else empty_line.end()


def is_interim(answer: bytes | bytearray, start: int = 0) -> bool:
    """Whether the answer that begins there is an interim one (1xx).

    ``101 Switching Protocols`` is final (RFC 9110 §15.2).
    """
    return _INTERIM.match(answer, start) is not None


def split_interim(data: bytes) -> tuple[bytes, bytes]:
    """(the interim (1xx) answers before it, the answer itself).

    They go into a record of their own, since every reader would take the first status line for
    that of the answer.
    """
    at = 0
    while is_interim(data, at) and (end := end_of_head(data, at)) is not None:
        at = end
    return data[:at], data[at:]


def headers_of(head: bytes) -> tuple[tuple[str, str], ...]:
    """Name and value of each header line in order, folded lines joined (RFC 9112 §5.2; of a
    WARC record ISO 28500 §4), also where a value begins on its second line."""
    found: list[tuple[str, str]] = []
    folded: dict[int, list[str]] = {}
    for line in head.decode("latin-1").split("\n")[1:]:
        name, colon, value = line.removesuffix("\r").partition(":")
        if line[:1] in (" ", "\t") and found:
            at = len(found) - 1
            folded.setdefault(at, [found[at][1]]).append(line.strip())
        elif colon:
            found.append((name, value.strip()))
    for at, parts in folded.items():
        found[at] = found[at][0], " ".join(parts).strip()
    return tuple(found)


def is_chunked(headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether the last transfer-coding is ``chunked``."""
    codings = ",".join(v for n, v in headers if n.strip().lower() == "transfer-encoding")
    return codings.rpartition(",")[2].strip().lower() == "chunked"


class Dechunker:
    """Decodes a chunked body piece by piece (RFC 9112 §7.1).

    Extensions and trailers are left out.
    """

    def __init__(self) -> None:
        self.is_done = False
        """Whether the last chunk has been seen."""
        self.is_over = False
        """Whether the empty line behind the trailers has been seen too."""
        self.behind = 0
        """Bytes at the end of what was fed last that no longer belong to the body."""
        self._size = b""
        """What came of the size of a chunk."""
        self._in_extension = self._has_trailer = False
        """Whether the line that is read has come to an extension; whether it is a trailer."""
        self._line_length = 0
        self._left = 0
        self._is_behind_chunk = False

    def feed(self, data: bytes) -> bytes:
        """The part of the entity in the next bytes of the body. Raises ``BadFraming``."""
        found = bytearray()  # one for all: of chunks there may be millions
        at = 0
        while at < len(data) and not self.is_over:
            if self._left:
                piece = data[at : at + self._left]
                found += piece
                at += len(piece)
                self._left -= len(piece)
                self._is_behind_chunk = not self._left
            elif self._is_behind_chunk and data[at] == _CR:
                at += 1
            elif self._is_behind_chunk:
                at += data[at] == _LF
                self._is_behind_chunk = False
            else:
                at = self._read_line(data, at)
        self.behind = len(data) - at
        return bytes(found)

    def _read_line(self, data: bytes, at: int) -> int:
        """Read on in the line with a chunk's size or in a trailer; where that ends."""
        end = data.find(b"\n", at)
        until = len(data) if end < 0 else end
        self._line_length += until - at
        if self._line_length > MOST_LINE and not self.is_done:
            raise BadFraming("a line between its chunks goes on and on")
        if self.is_done:
            self._has_trailer = self._has_trailer or bool(data[at:until].strip(b"\r"))
        else:
            self._read_size(data[at:until])
        if end < 0:
            return until
        if self.is_done:
            self.is_over = not self._has_trailer
            self._has_trailer = False
        elif not (digits := self._size.strip()):
            raise BadFraming("a chunk has no size")
        else:
            self._left = int(digits, 16)
            self.is_done = not self._left
        self._size, self._in_extension, self._line_length = b"", False, 0
        return end + 1

    def _read_size(self, data: bytes) -> None:
        """Some more of the line with the size of a chunk."""
        if self._in_extension:
            return
        digits, semicolon, _ = data.partition(b";")
        self._size = (self._size + digits).lstrip()
        self._in_extension = bool(semicolon)
        digits = self._size.rstrip()
        if len(digits) > _CHUNK_SIZE or digits.strip(_HEXADECIMAL):
            raise BadFraming(f"{digits[:20]!r} is no chunk size")


def dechunk(framed: bytes, *, is_cut: bool = False) -> bytes:
    """The entity in a chunked body. Raises ``BadFraming``.

    ``is_cut``: the body ended too early, and what is there is wanted.
    """
    dechunker = Dechunker()
    entity = dechunker.feed(framed)
    if not dechunker.is_done and not is_cut:
        raise BadFraming("the last chunk is missing")
    return entity
