"""Reads the Zstandard frames of another tool's WARC file in turn (RFC 8878).

Each record is a frame of its own; the dictionary they share, if any, stands in a skippable frame
at the beginning of the file (iipc.github.io/warc-specifications/specifications/warc-zstd/).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from archive.warc.members import MAX_BYTES, MOST_TRIED, Piece

MAGIC = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_SKIPPABLE = b"\x2a\x4d\x18"
"""Behind a byte 0x50 to 0x5F."""
_MAX_DICTIONARY_BYTES = 100_000_000
_STEP = 1 << 16
_BITE = 1 << 12
"""Packed bytes taken at once: no more than 128 MB can come out of them."""


def is_zstd(start: bytes) -> bool:
    """Whether a file that begins with these four bytes is one of Zstandard frames."""
    return start == MAGIC or _is_skippable(start)


def zstd_pieces_of(path: Path) -> Iterator[Piece]:
    """Every frame of a file in order. Damage is a piece, and reading goes on behind it at the
    next place that looks like a frame and is one. Raises OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        offset, shared = _dictionary(file)
        left = MAX_BYTES + MOST_TRIED * size
        while offset < size:
            piece = _frame(file, offset, shared)
            if piece.damage:
                end, left = _next_frame(file, offset + 1, size, shared, left)
                damage = piece.damage
                if damage == "truncated" and end < size:
                    damage = "corrupt"
                piece = Piece(offset=offset, length=end - offset, held=piece.held, damage=damage)
            if piece.held or piece.damage:
                yield piece
            offset += piece.length


def _is_skippable(start: bytes) -> bool:
    return start[1:4] == _SKIPPABLE and 0x50 <= start[0] <= 0x5F


def _dictionary(file: BinaryIO) -> tuple[int, zstandard.ZstdCompressionDict | None]:
    """Where the records begin, and the dictionary they share, which may be packed itself."""
    if file.read(4) != _DICTIONARY:
        return 0, None
    length = int.from_bytes(file.read(4), "little")
    data = file.read(min(length, _MAX_DICTIONARY_BYTES))
    try:
        if data.startswith(MAGIC):
            unpacker = zstandard.ZstdDecompressor().stream_reader(data)
            data = unpacker.read(_MAX_DICTIONARY_BYTES)
        shared = zstandard.ZstdCompressionDict(data)
        zstandard.ZstdDecompressor(dict_data=shared).decompressobj()  # a damaged one fails here
        return 8 + length, shared
    except zstandard.ZstdError:
        return 8 + length, None


def _frame(file: BinaryIO, offset: int, shared: zstandard.ZstdCompressionDict | None) -> Piece:
    file.seek(offset)
    start = file.read(8)
    if _is_skippable(start) and len(start) == 8:
        return Piece(offset=offset, length=8 + int.from_bytes(start[4:], "little"))
    if not start.startswith(MAGIC):
        return Piece(offset=offset, length=1, damage="garbage")
    file.seek(offset)
    unpacker = zstandard.ZstdDecompressor(dict_data=shared).decompressobj()
    unpacked: list[bytes] = []
    total = length = 0
    while not unpacker.eof:
        packed = file.read(_BITE)
        if not packed:
            data = b"".join(unpacked)
            return Piece(
                offset=offset, length=length, held=data, damage="truncated", unpacked=total
            )
        try:
            unpacked.append(unpacker.decompress(packed))
        except zstandard.ZstdError:
            data = b"".join(unpacked)
            return Piece(
                offset=offset, length=length or 1, held=data, damage="corrupt", unpacked=total
            )
        total += len(unpacked[-1])
        if total > MAX_BYTES:
            return Piece(offset=offset, length=length or 1, damage="too_large", unpacked=total)
        length += len(packed) - len(unpacker.unused_data)
    return Piece(offset=offset, length=length, held=b"".join(unpacked), unpacked=total)


def _next_frame(
    file: BinaryIO,
    start: int,
    size: int,
    shared: zstandard.ZstdCompressionDict | None,
    left: int,
) -> tuple[int, int]:
    """Where the next whole frame with a record begins (the file's size if there is none), and how
    many bytes may still be unpacked in vain: ``left``, less those of frames that were damaged."""
    before, at = b"", start
    file.seek(start)
    while left > 0 and (data := file.read(_STEP)):
        window = before + data
        found = window.find(MAGIC)
        if found >= 0:
            place = at - len(before) + found
            piece = _frame(file, place, shared)
            if not piece.damage and piece.held.startswith(b"WARC/"):
                return place, left
            left -= piece.unpacked
            before, at = b"", place + 1
            file.seek(at)
            continue
        before = window[-(len(MAGIC) - 1) :]
        at += len(data)
    return size, left
