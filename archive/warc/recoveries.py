"""What a recovery says of itself, in the file that it made: which losses are known.

It is a ``metadata`` record at the end of that file, ``urn:recovery:NAME`` with the name of the
damaged file, and a JSON object as its block. It lies with the records, so it outlives the database,
and it names places and no address, so that nothing of what is purged stays in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from archive.warc.parsing import Record
from archive.warc.warc_records import member, warc_date

TARGET = "urn:recovery:"
"""Before the name of the damaged file, as the target of the record."""


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

    def has_lost(self, record_id: str, offset: int) -> bool:
        """Whether a record that began at ``offset`` in the damaged file was lost in it.

        So was what had been behind its end: a file may have been cut short between two records.
        """
        return offset >= self.bytes or any(
            record_id == loss.id or loss.offset <= offset < loss.offset + loss.length
            for loss in self.losses
        )

    def by_ids_alone(self) -> Recovery:
        """What it accounts for where its file is no longer as it was made: of a record that was
        saved and lost later the row has a place in the new file, which proves nothing here."""
        named = tuple(replace(loss, length=0) for loss in self.losses if loss.id)
        return replace(self, bytes=sys.maxsize, losses=named)


def recovery_member(recovery: Recovery) -> bytes:
    """The record, as one gzip member."""
    fields = {"WARC-Date": recovery.at, "WARC-Target-URI": f"{TARGET}{quote(recovery.file)}"}
    block = json.dumps(asdict(recovery)).encode()
    return member("metadata", str(uuid4()), block, fields, "application/json")


def present_moment() -> str:
    """Now, as ``Recovery.at`` has it."""
    return warc_date(datetime.now(UTC))


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
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
