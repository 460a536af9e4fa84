"""What a recovery notes in the file that it made: which losses are known.

It is a ``metadata`` record at the end of that file, ``urn:recovery:NAME`` with the name of the
damaged file, and a JSON object as its block. It lies with the records, so it outlives the database,
and it names places and no address, so that nothing of what is purged stays in it.
"""

from __future__ import annotations

import json
import os
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from archive.moments import present
from archive.warc.members import MAGIC
from archive.warc.parsing import Record, parse
from archive.warc.warc_records import member, warc_date

TARGET = "urn:recovery:"
"""Before the name of the damaged file, as the target of the record."""

_BEGINNING = 13
_TAIL_BYTES = 1_000_000
_HEAD_BYTES = 1 << 12
"""Of a member, packed and unpacked, in which the target of its record stands."""
_MOST_BYTES = 1 << 25
"""Of such a record, unpacked: thirty times the tail. We write none that unpacks to more."""
_MOST_TRIED = 4 * _MOST_BYTES
"""Unpacked in one search: thousands of members can be made to share what unpacks to much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A place in the damaged file that could not be read."""

    offset: int
    length: int
    """Bytes."""
    id: str = ""
    """Of the record there, where its head could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """One run of ``archive recover``."""

    file: str
    """Name of the damaged file when it was read; usually another than it had."""
    sha256: str
    """Of the damaged file."""
    bytes: int
    """Of the damaged file."""
    at: str
    """Moment (W3C date, UTC)."""
    losses: tuple[Loss, ...] = ()
    saved: tuple[str, ...] | None = None
    """Shortened ids of the captures and renderings that were brought over, sorted; None = not
    told, and then no place is known to have been lost."""
    named: tuple[str, ...] = ()
    """Ids of further records that were lost, by what is saved: a request names its answer."""

    @property
    def ids(self) -> frozenset[str]:
        """Those of the records that are known by id to be lost."""
        return frozenset({loss.id for loss in self.losses if loss.id}.union(self.named))

    def has_lost(self, record_id: str, offset: int) -> bool:
        """Whether a record that began at ``offset`` in the damaged file was lost in it.

        So was what had been behind its end: a file may have been cut short between two records.
        What was saved was not, wherever its row says that it lies: it has moved since, and a later
        damage to it is none of this recovery's.
        """
        if record_id in self.named or any(record_id == loss.id for loss in self.losses):
            return True
        if self.saved is None or self._has_saved(record_id):
            return False
        return offset >= self.bytes or any(
            loss.offset <= offset < loss.offset + loss.length for loss in self.losses
        )

    def _has_saved(self, record_id: str) -> bool:
        # recoveries of old kept the beginning of every id, those of other tools' version 7 too
        saved, names = self.saved or (), (shortened(record_id), record_id[:_BEGINNING])
        places = [(bisect_left(saved, name), name) for name in names]
        return any(at < len(saved) and saved[at] == name for at, name in places)

    def said(self, made: str) -> str:
        """Of which damaged file it made ``made``, and when, as the rest of a sentence."""
        return (
            f"not to be read in {self.file} (SHA-256 {self.sha256}) when {made} was recovered "
            f"from that, {self.at}"
        )


def shortened(record_id: str) -> str:
    """Enough of an id to tell the records of one file apart. Those that begin with their moment
    (UUIDs of version 7) do so alike."""
    return record_id[-12:] if record_id[14:15] == "7" else record_id[:_BEGINNING]


def recovery_member(recovery: Recovery) -> bytes:
    """The record, as one gzip member."""
    fields = {
        "WARC-Date": recovery.at,
        "WARC-Target-URI": f"{TARGET}{quote(os.fsencode(recovery.file))}",
    }
    block = json.dumps(asdict(recovery)).encode()
    return member("metadata", str(uuid4()), block, fields, "application/json")


def present_moment() -> str:
    """Now, in the form of ``Recovery.at``."""
    return warc_date(present())


def is_recovery(record: Record) -> bool:
    """Whether a record tells of a recovery."""
    return record.kind == "metadata" and record.target.startswith(TARGET)


def read_recovery(record: Record) -> Recovery | None:
    """What the record says; None when it is not as we write it."""
    try:
        said: Mapping[str, Any] = json.loads(record.block)
        losses = tuple(
            Loss(offset=int(one["offset"]), length=int(one["length"]), id=str(one["id"]))
            for one in said["losses"]
        )
        return Recovery(
            file=str(said["file"]),
            sha256=str(said["sha256"]),
            bytes=int(said["bytes"]),
            at=str(said["at"]),
            losses=losses,
            saved=tuple(sorted(map(str, said["saved"]))) if "saved" in said else None,
            named=tuple(map(str, said.get("named", ()))),
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


def recoveries_at_end(path: Path) -> Iterator[Recovery]:
    """The recoveries that made a file, the latest first; none where it is not there.

    They are its last records, each a whole member, as far as the last megabyte has them. What a
    page holds of that kind is none, also where its bytes stand in the file as they came: the
    member of its own record ends behind it. Raises OSError.
    """
    if not path.is_file():
        return
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    end, at, left = len(tail), tail.rfind(MAGIC), _MOST_TRIED
    while at >= 0 and left > 0:
        if TARGET.encode() in _unpacked(tail[at : at + _HEAD_BYTES], _HEAD_BYTES)[0]:
            data, length = _unpacked(tail[at:end], _MOST_BYTES)
            left -= len(data)
            record, problems = parse(data) if at + length == end else (None, [])
            if record and is_recovery(record) and not problems:
                if recovery := read_recovery(record):
                    yield recovery
                end = at
        at = tail.rfind(MAGIC, 0, at)


def _unpacked(packed: bytes, most: int) -> tuple[bytes, int]:
    """Up to ``most`` bytes that a member unpacks to, and its packed length: 0 = it is cut short, or
    is no member."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = inflater.decompress(packed, most)
    except zlib.error:
        return b"", 0
    return data, len(packed) - len(inflater.unused_data) if inflater.eof else 0
