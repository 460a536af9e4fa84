"""Saves everything still readable of a damaged WARC file into a clean one."""

from __future__ import annotations

import errno
import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.integrity.recoveries import (
    Loss,
    Recovery,
    present_moment,
    recovery_member,
    shortened,
)
from archive.warc.bundles import parts_of
from archive.warc.captures import digest_of, seal
from archive.warc.files import pieces_of_any
from archive.warc.members import MAGIC, Piece
from archive.warc.parsing import LOSSES, Record, bare_id, examine
from archive.warc.renderings import is_rendering

ADVICE = (
    "Move it out of the folder, copy what it still holds back under its name with "
    "`patientline archive recover`, and run `patientline replay`."
)
"""What to do about a damaged file in the captures."""
_HEAD_BYTES = 1 << 12
"""Of a damaged record, packed, in which its id is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What was saved, and what was not."""

    path: Path
    records: int
    """Those copied; the file has one more, which tells of the recovery."""
    lost: tuple[Loss, ...]
    """What could not be read in the damaged file."""


def salvage(source: Path, target: Path) -> Salvaged:
    """Copy every sound record of ``source`` to ``target``, byte for byte where it is compressed.

    The last record says what was lost (``archive.integrity.recoveries``). The file is whole or is
    not there, nor is it where there was no sound record. Raises OSError, FileExistsError when
    ``target`` is there.
    """
    if target.exists():
        raise FileExistsError(
            errno.EEXIST, "something is there already; give another name", str(target)
        )
    draft = target.with_name(f".{target.name}.new")
    try:
        return _salvaged(source, target, draft)
    except BaseException:  # stopped, too
        draft.unlink(missing_ok=True)
        raise


def _salvaged(source: Path, target: Path, draft: Path) -> Salvaged:
    saved = _Saved()
    with source.open("rb") as original, draft.open("wb") as out:
        for piece in pieces_of_any(source):
            for data in saved.of(piece, original):
                out.write(data)
        if not saved.records:
            draft.unlink()
            return Salvaged(path=target, records=0, lost=tuple(saved.lost))
        recovery = Recovery(
            file=source.name,
            sha256=digest_of(source),
            bytes=source.stat().st_size,
            at=present_moment(),
            losses=tuple(saved.lost),
            saved=saved.captures(),
            named=tuple(sorted(saved.named - saved.ids)),
        )
        out.write(recovery_member(recovery))
        out.flush()
        os.fsync(out.fileno())
    seal(target, digest_of(draft))  # first: killed here, there is no target and all is done again
    os.replace(draft, target)
    return Salvaged(path=target, records=saved.records, lost=tuple(saved.lost))


class _Saved:
    """What was brought over so far, and what was not."""

    def __init__(self) -> None:
        self.records = 0
        self.lost: list[Loss] = []
        self.ids: set[str] = set()
        """Of records that were brought over."""
        self.named: set[str] = set()
        """Of records that came with one of those: a request names its answer."""
        self._captures: list[str] = []

    def of(self, piece: Piece, file: BinaryIO) -> Iterator[bytes]:
        """The sound records of a piece of a damaged file, each as a gzip member."""
        is_bundle = is_lost = False
        for part in parts_of(piece):
            is_bundle = True
            record, problems = (None, []) if part.damage else examine(part.chunks())
            if record is None or LOSSES & {kind for kind, _ in problems}:
                is_lost = True
                self.named |= {record.id} if record else set()
                continue
            yield gzip.compress(part.data, mtime=0)
            self._note(record)
        if is_bundle:
            if is_lost or piece.damage:
                self.lost.append(Loss(offset=piece.offset, length=piece.length))
            return
        if piece.is_empty:
            return
        record, loss = _judged(piece, file)
        if record is None:
            self.lost.append(loss)
            return
        file.seek(piece.offset)
        kept = file.read(piece.length)
        yield kept if kept.startswith(MAGIC) else gzip.compress(piece.data, mtime=0)
        self._note(record)

    def _note(self, record: Record) -> None:
        self.records += 1
        self.ids.add(record.id)
        self.named |= {bare_id(v) for n, v in record.fields if n.lower() == "warc-concurrent-to"}
        if record.is_capture or is_rendering(record):
            self._captures.append(record.id)

    def captures(self) -> tuple[str, ...]:
        """Those of the records brought over that a database may have a row of, shortened."""
        return tuple(sorted({shortened(name) for name in self._captures}))


def _judged(piece: Piece, file: BinaryIO) -> tuple[Record | None, Loss]:
    """The record of a piece, None when it is not sound; and what is lost with it then."""
    if not piece.damage:
        record, problems = examine(piece.chunks())
        if not LOSSES & {kind for kind, _ in problems}:
            return record, Loss(offset=0, length=0)
    else:
        file.seek(piece.offset)
        record, _ = examine((_beginning_of(file.read(min(piece.length, _HEAD_BYTES))),))
    name = record.id if record else ""
    return None, Loss(offset=piece.offset, length=piece.length, id=name)


def _beginning_of(packed: bytes) -> bytes:
    """What the beginning of a damaged member unpacks to, as far as it goes: its head, perhaps."""
    inflater, unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    if not packed.startswith(MAGIC):
        return packed
    with suppress(zlib.error):
        for at in range(len(packed)):  # an error takes with it all of the bite that it is met in
            unpacked += inflater.decompress(packed[at : at + 1])
    return unpacked
