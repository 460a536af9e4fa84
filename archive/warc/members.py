"""The gzip members of a WARC file, one after the other, whatever is wrong with them.

Each record is a member of its own (WARC/1.1 annex D). A file that is not compressed has records
instead; both come out as pieces with their place in the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAGIC = b"\x1f\x8b\x08"
PLAIN = b"WARC/"
MAX_BYTES = 1 << 30
"""Of one record; a member that unpacks to more is not read on."""
_STEP = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One gzip member, or what stands between two."""

    offset: int
    """Where it begins in the file."""
    length: int
    """Its length there, in bytes."""
    data: bytes = b""
    """What it unpacks to; what could be unpacked when it is damaged."""
    damage: str = ""
    """Empty, or what is wrong with it: ``truncated``, ``corrupt``, ``too_large``, ``garbage``."""


def pieces_of(path: Path) -> Iterator[Piece]:
    """Every member of a compressed file in order. Damage is a piece, and reading goes on behind
    it at the next place that looks like a member and is one."""
    size = path.stat().st_size
    offset = 0
    with path.open("rb") as file:
        while offset < size:
            file.seek(offset)
            piece = _member(file, offset)
            if piece.damage:
                end = _next_member(file, offset + 1, size)
                damage = "truncated" if end == size and piece.damage == "truncated" else ""
                piece = Piece(
                    offset=offset,
                    length=end - offset,
                    data=piece.data,
                    damage=damage or ("corrupt" if piece.damage == "truncated" else piece.damage),
                )
            yield piece
            offset += piece.length


def _member(file: BinaryIO, offset: int) -> Piece:
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked: list[bytes] = []
    total = length = 0
    while True:
        packed = file.read(_STEP)
        if not packed:
            damage = "truncated" if length else "garbage"
            return Piece(offset=offset, length=length, data=b"".join(unpacked), damage=damage)
        if not length and not packed.startswith(MAGIC[: len(packed)]):
            return Piece(offset=offset, length=1, damage="garbage")
        try:
            data = inflater.decompress(packed, MAX_BYTES - total + 1)
        except zlib.error:
            damaged = b"".join(unpacked)
            return Piece(offset=offset, length=length or 1, data=damaged, damage="corrupt")
        unpacked.append(data)
        total += len(data)
        if total > MAX_BYTES:
            return Piece(offset=offset, length=length or 1, damage="too_large")
        length += len(packed) - len(inflater.unused_data)
        if inflater.eof:
            return Piece(offset=offset, length=length, data=b"".join(unpacked))


def _next_member(file: BinaryIO, start: int, size: int) -> int:
    """Where the next whole member that holds a record begins; the size of the file if none does."""
    at = start
    while (at := _find(file, at)) >= 0:
        file.seek(at)
        piece = _member(file, at)
        if not piece.damage and piece.data.startswith(PLAIN):
            return at
        at += 1
    return size


def _find(file: BinaryIO, start: int) -> int:
    """Where the magic number of a member stands next; -1 = nowhere."""
    file.seek(start)
    before, at = b"", start
    while data := file.read(_STEP):
        found = (before + data).find(MAGIC)
        if found >= 0:
            return at - len(before) + found
        before = (before + data)[-(len(MAGIC) - 1) :]
        at += len(data)
    return -1


def plain_pieces_of(path: Path) -> Iterator[Piece]:
    """Every record of a file that is not compressed."""
    data = path.read_bytes()
    offset = 0
    while offset < len(data):
        end = _end_of_plain(data, offset)
        if end is None:
            following = data.find(b"\r\n\r\n" + PLAIN, offset + 1)
            end = len(data) if following < 0 else following + 4
            damage = "garbage" if not data.startswith(PLAIN, offset) else "corrupt"
            if following < 0 and damage == "corrupt":
                damage = "truncated"
            yield Piece(offset=offset, length=end - offset, data=data[offset:end], damage=damage)
        else:
            yield Piece(offset=offset, length=end - offset, data=data[offset:end])
        offset = end


def _end_of_plain(data: bytes, offset: int) -> int | None:
    """Where the record that begins at ``offset`` ends; None when it has no sound end."""
    head_end = data.find(b"\r\n\r\n", offset)
    if not data.startswith(PLAIN, offset) or head_end < 0:
        return None
    for line in data[offset:head_end].split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            end = head_end + 4 + int(value) + 4
            return end if data[end - 4 : end] == b"\r\n\r\n" else None
    return None
