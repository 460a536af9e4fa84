"""Losses that somebody has accepted: which records, who, when and why.

A recovery accounts for what it could not read (``archive.integrity.recoveries``). Where there is
nothing to recover from, as of a file that is gone, a person has to say so. What they say is a
``metadata`` record, ``urn:loss:FILE``, with a JSON object as its block, in a WARC file of its own
beside the others: so it outlives the database. It names records and no address, so that nothing of
what is purged stays in it. Where the records turn up again, in a backup for one, it counts no more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from archive.integrity.recoveries import Recovery, recoveries_at_end
from archive.warc.captures import digest_of, seal, sync_folder
from archive.warc.members import pieces_of
from archive.warc.parsing import Record, parse
from archive.warc.warc_records import holds, member

TARGET = "urn:loss:"
"""Before the name of the file whose records are lost, as the target of the record."""
_File = tuple[Path, int, int]
"""A file as it is: with its size in bytes and the moment of its latest change in nanoseconds."""
NAME = "losses-"
"""How the names of the files that we write such records into begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedLoss:
    """One decision about the records of one file."""

    file: str
    """Name of the file that held the records, or that holds the revisits that name them."""
    who: str
    why: str
    at: str
    """Moment (W3C date, UTC)."""
    ids: tuple[str, ...]
    """Of the records."""

    @property
    def said(self) -> str:
        """Who accepted it, when and why, as the rest of a sentence, for those who keep it."""
        return f"accepted as lost by {self.who}, {self.at}: {self.why}"

    @property
    def told(self) -> str:
        """The same for everybody: readers learn when and why, and no name."""
        return f"accepted as lost, {self.at}: {self.why}"


def is_accepted_loss(record: Record) -> bool:
    """Whether a record tells of a loss that was accepted."""
    return record.kind == "metadata" and record.target.startswith(TARGET)


def read_accepted_loss(record: Record) -> AcceptedLoss | None:
    """What the record says; None when it is not as we write it."""
    try:
        said: Mapping[str, Any] = json.loads(record.block)
        texts = {name: str(said[name]) for name in ("file", "who", "why", "at")}
        return AcceptedLoss(**texts, ids=tuple(map(str, said["ids"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def accept(folder: Path, losses: Iterable[AcceptedLoss]) -> Path:
    """Write decisions into a new file of a folder of WARC files, whose lock must be held; returns
    the file. Raises OSError."""
    members = []
    for loss in losses:
        target = f"{TARGET}{quote(os.fsencode(loss.file))}"
        fields = {"WARC-Date": loss.at, "WARC-Target-URI": target}
        # What is no Unicode, as a name typed in another charset, becomes an escape of JSON.
        block = json.dumps(asdict(loss), ensure_ascii=False).encode("utf-8", "backslashreplace")
        members.append(member("metadata", str(uuid4()), block, fields, "application/json"))
        stamp = "".join(filter(str.isdigit, loss.at))[:14]
    number = 0
    while (path := folder / f"{NAME}{stamp}-{number:05}.warc.gz").exists():
        number += 1
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as out:
        out.write(b"".join(members))
        out.flush()
        os.fsync(out.fileno())
    seal(path, digest_of(draft))
    os.replace(draft, path)
    sync_folder(folder)
    return path


def accepted_losses(folder: Path) -> Mapping[str, AcceptedLoss]:
    """What was accepted as lost in a folder, by the id of the record. Raises OSError."""
    return _accepted_in(_as_they_are(sorted(folder.glob(f"{NAME}*.warc.gz"))))


def known_loss(captures: Path, path: Path, record_id: str, offset: int) -> str:
    """Why a record that the file ``path`` should hold is known to be lost, as the rest of a
    sentence that readers see; empty = it is not known to be. ``captures``: the folder with the
    decisions. Raises OSError."""
    accepted = accepted_losses(captures).get(record_id)
    if accepted is not None:
        return accepted.told
    recoveries = _recoveries_of(_as_they_are([path] if path.is_file() else []))
    return next((one.said(path.name) for one in recoveries if one.has_lost(record_id, offset)), "")


class KnownLosses:
    """Which records of the captures are known to be lost, for whoever asks about all of them."""

    def __init__(self, captures: Path) -> None:
        """``captures``: their folder. Raises OSError."""
        self._captures = captures
        self._accepted = accepted_losses(captures)
        self._recoveries: dict[str, tuple[Recovery, ...]] = {}

    def include(self, record_id: str, file: str, offset: int, length: int) -> bool:
        """Whether a record with this place is one, and has not turned up there again. Raises
        OSError."""
        path = self._captures / file
        if file not in self._recoveries:
            self._recoveries[file] = tuple(recoveries_at_end(path))
        is_known = record_id in self._accepted or any(
            one.has_lost(record_id, offset) for one in self._recoveries[file]
        )
        if not is_known or not path.is_file():
            return is_known
        with path.open("rb") as opened:
            opened.seek(offset)
            return not holds(opened.read(length), record_id)


def _as_they_are(paths: Iterable[Path]) -> tuple[_File, ...]:
    return tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in paths)


@lru_cache(maxsize=4)  # whoever proves a row of a lost file proves many
def _accepted_in(files: tuple[_File, ...]) -> Mapping[str, AcceptedLoss]:
    found: dict[str, AcceptedLoss] = {}
    for path, _, _ in files:
        for piece in pieces_of(path):
            record, _ = parse(piece.data) if not piece.damage else (None, [])
            loss = read_accepted_loss(record) if record and is_accepted_loss(record) else None
            if loss is not None:
                found |= dict.fromkeys(loss.ids, loss)
    return found


@lru_cache(maxsize=4)
def _recoveries_of(files: tuple[_File, ...]) -> tuple[Recovery, ...]:
    return tuple(one for path, _, _ in files for one in recoveries_at_end(path))
