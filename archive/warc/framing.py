"""From the bytes of an HTTP/1 answer to its head and entity: the transfer-coding undone. Pure.

An answer is kept as it crossed the wire; whoever reads it wants the entity (RFC 9112 §6 and §7).
"""

from __future__ import annotations

_CHUNK_SIZE = 16
"""Hexadecimal digits a chunk size may have; more is no size."""


class BadFraming(ValueError):
    """The body is not framed as its head says, or ends too early."""


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    """(head with its empty line, what follows), or None when the head is not complete.

    Lines end in CR LF; a bare LF is taken too, as browsers do (RFC 9112 §2.2).
    """
    at = position = 0
    while (position := data.find(b"\n", at)) >= 0:
        if at and data[at:position] in (b"", b"\r"):
            return data[: position + 1], data[position + 1 :]
        at = position + 1
    return None


def skip_interim(data: bytes) -> tuple[bytes, int]:
    """An answer without the interim (1xx) ones before it, and how many those were.

    ``101 Switching Protocols`` is final. Interim answers are left out of a record, since every
    reader would take the first status line for that of the answer (RFC 9110 §15.2).
    """
    count = 0
    while (parts := split_head(data)) is not None:
        status = parts[0].split(b" ", 2)[1:2]
        if not (status and status[0][:1] == b"1" and status[0][:3] != b"101"):
            break
        data, count = parts[1], count + 1
    return data, count


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


def dechunk(framed: bytes, *, is_cut: bool = False) -> bytes:
    """The entity of a chunked body; extensions and trailers are left out (RFC 9112 §7.1).

    ``is_cut``: the body ended too early, and what is there is wanted. Raises ``BadFraming``.
    """
    parts: list[bytes] = []
    at = 0
    while True:
        end = framed.find(b"\n", at)
        if end < 0:
            break
        digits = framed[at:end].partition(b";")[0].strip()
        if not digits or len(digits) > _CHUNK_SIZE or digits.strip(b"0123456789abcdefABCDEF"):
            raise BadFraming(f"{digits[:20]!r} is no chunk size")
        size = int(digits, 16)
        if size == 0:
            return b"".join(parts)
        parts.append(framed[end + 1 : end + 1 + size])
        at = end + 1 + size
        if len(framed) < at:
            break
        at += 2 if framed[at : at + 2] == b"\r\n" else 1 if framed[at : at + 1] == b"\n" else 0
    if not is_cut:
        raise BadFraming("the last chunk is missing")
    return b"".join(parts)
