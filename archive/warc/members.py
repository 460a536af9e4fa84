"""Reads the gzip members of a WARC file in turn, whatever is wrong with them.

Each record is a member of its own (WARC/1.1 annex D). A file that is not compressed has records
instead; both come out as pieces with their place in the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

from archive.warc.framing import end_of_head

MAGIC = b"\x1f\x8b\x08"
PLAIN = b"WARC/"
MAX_BYTES = 1 << 30
"""Of one record; a member that unpacks to more is not read on."""
_HEAD = re.compile(rb"\x1f\x8b\x08(?=[\x00-\x1f])")
"""A member's head: magic number and flags, whose other bits are reserved (RFC 1952 §2.3.1.2)."""
_FIRST_BITE = 1 << 10
"""Packed bytes that begin a record: a head, a file name perhaps, and the tables of a block."""
_BITE = 1 << 12
"""Packed bytes taken at once: no more than 4 MB can come out of them."""
_MOST_HELD = 1 << 23
MOST_TRIED = 20
"""Times the size of a file, besides ``MAX_BYTES``: so much is unpacked of what begins as a member
but turns out not to be one, before the search behind a damage is given up. Thousands of them can be
made to share one end that unpacks to a gigabyte."""
_LENGTH = re.compile(rb"[0-9]{1,18}")
_FOLD = re.compile(rb"\r?\n[ \t]+")
"""Where a header line goes on in the next one (ISO 28500 §4)."""
_BLANKS = re.compile(rb"[\r\n \0]{0,1000}+")
"""Between two records: the standard wants two line ends, not every tool writes as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One gzip member, or the bytes between two."""

    offset: int
    """Where it begins in the file."""
    length: int
    """Its length there, in bytes."""
    held: bytes = b""
    """What it unpacks to, as far as that could be done; of a large one the beginning."""
    damage: str = ""
    """Empty, or what is wrong with it: ``truncated``, ``corrupt``, ``too_large``, ``garbage``."""
    source: Path | None = None
    """The file, when it is too large to be held: it is unpacked again for whoever wants it."""
    unpacked: int = 0
    """Bytes that it was unpacked to, where that is counted: before a damage was seen, or of a
    frame that turned out to be no record."""

    @property
    def is_empty(self) -> bool:
        """Whether it is a sound member with nothing in it, as some packers put it at the end."""
        return not self.damage and not self.held

    def chunks(self) -> Iterator[bytes]:
        """Its unpacked content, in pieces of some megabytes. Raises OSError."""
        if self.source is None:
            yield self.held
            return
        with self.source.open("rb") as file:
            file.seek(self.offset)
            is_packed = file.read(len(MAGIC)) == MAGIC
            inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            file.seek(self.offset)
            left = self.length
            while left and (data := file.read(min(left, _BITE))):
                left -= len(data)
                yield inflater.decompress(data) if is_packed else data

    @property
    def data(self) -> bytes:
        """Its unpacked content, all at once."""
        return b"".join(self.chunks())


def pieces_of(path: Path) -> Iterator[Piece]:
    """Every member of a compressed file in order. Damage is a piece of its own; reading goes on at
    the next place where a member really begins."""
    size = path.stat().st_size
    offset, left = 0, MAX_BYTES + MOST_TRIED * size
    with path.open("rb") as file:
        while offset < size:
            file.seek(offset)
            piece = _member(file, offset)
            if piece.damage:
                end, left = _next_member(file, offset + 1, size, left)
                damage = "truncated" if end == size and piece.damage == "truncated" else ""
                piece = Piece(
                    offset=offset,
                    length=end - offset,
                    held=piece.held,
                    source=piece.source,
                    damage=damage or ("corrupt" if piece.damage == "truncated" else piece.damage),
                )
            yield piece
            offset += piece.length


def _member(file: BinaryIO, offset: int) -> Piece:
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked: list[bytes] = []
    total = length = 0
    while True:
        packed = file.read(_BITE)
        if not packed:
            damage = "truncated" if length else "garbage"
            return _broken(file, offset, length, damage, unpacked, total)
        if not length and not packed.startswith(MAGIC[: len(packed)]):
            return Piece(offset=offset, length=1, damage="garbage")
        try:
            data = inflater.decompress(packed, MAX_BYTES - total + 1)
        except zlib.error:
            return _broken(file, offset, length or 1, "corrupt", unpacked, total)
        total += len(data)
        if total <= _MOST_HELD or not unpacked:
            unpacked.append(data[:_MOST_HELD])
        if total > MAX_BYTES:
            return Piece(offset=offset, length=length or 1, damage="too_large", unpacked=total)
        length += len(packed) - len(inflater.unused_data)
        if inflater.eof:
            source = Path(file.name) if total > _MOST_HELD else None
            return Piece(offset=offset, length=length, held=b"".join(unpacked), source=source)


def _broken(
    file: BinaryIO, offset: int, length: int, damage: str, unpacked: list[bytes], total: int
) -> Piece:
    """A member that could be unpacked to ``total`` bytes, and no further."""
    return Piece(
        offset=offset,
        length=length,
        held=b"".join(unpacked),
        damage=damage,
        source=Path(file.name) if total > _MOST_HELD else None,
        unpacked=total,
    )


def _next_member(file: BinaryIO, start: int, size: int, left: int) -> tuple[int, int]:
    """Where the next whole member with a record begins (the file's size if there is none), and how
    many bytes may still be unpacked in vain: ``left``, less those of members that were damaged."""
    with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for found in _HEAD.finditer(data, start):
            at = found.start()
            if left > 0 and _begins_record(data[at : at + _FIRST_BITE]):
                file.seek(at)
                tried = _member(file, at)
                if not tried.damage:
                    return at, left
                left -= tried.unpacked
    return size, left


def _begins_record(packed: bytes) -> bool:
    """Whether a member seems to hold a record, by its first bytes.

    Most of what looks like a member is none, and something may look like one at every third byte,
    so no more is unpacked to find out.
    """
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, len(PLAIN)) == PLAIN
    except zlib.error:
        return False


def plain_pieces_of(path: Path) -> Iterator[Piece]:
    """Every record of an uncompressed file."""
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        offset = 0
        while offset < len(data):
            end, damage = _end_of_plain(data, offset), ""
            if end is None:
                following = data.find(b"\r\n\r\n" + PLAIN, offset)
                end = len(data) if following < 0 else following + 4
                damage = "corrupt" if following >= 0 else "truncated"
                if data[offset : offset + len(PLAIN)] != PLAIN:
                    damage = "garbage"
            yield Piece(
                offset=offset,
                length=end - offset,
                held=data[offset : min(end, offset + _MOST_HELD)],
                damage=damage,
                source=path if end - offset > _MOST_HELD else None,
            )
            offset = end


def _end_of_plain(data: mmap, offset: int) -> int | None:
    """Where the record at ``offset`` ends, with anything before the next one; None when it has no
    sound end."""
    head_end = end_of_head(data, offset)
    if data[offset : offset + len(PLAIN)] != PLAIN or head_end is None:
        return None
    head = _FOLD.sub(b" ", data[offset:head_end])
    for line in head.split(b"\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and _LENGTH.fullmatch(value.strip()):
            end = head_end + int(value)
            following = _BLANKS.match(data, end)
            if following and data[following.end() : following.end() + len(PLAIN)] == PLAIN:
                return following.end()
            if following and end < following.end() == len(data):  # as odd an end of the last one
                return following.end()
            return end + 4 if data[end : end + 4] == b"\r\n\r\n" else None
    return None
