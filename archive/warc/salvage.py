"""Everything that is still readable of a damaged WARC file, into a clean one."""

from __future__ import annotations

import errno
import gzip
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.warc.captures import digest_of, seal
from archive.warc.checking import pieces_of_any
from archive.warc.members import MAGIC, Piece
from archive.warc.parsing import examine
from archive.warc.recoveries import Loss, Recovery, present_moment, recovery_member

ADVICE = (
    "Move it out of the folder, copy what it still holds back under its name with "
    "`patientline archive recover`, and run `patientline replay`."
)
"""What to do about a damaged file in the captures."""
_HEAD_BYTES = 1 << 12
"""Of a damaged record, packed, in which its id is looked for."""
_LOSSES = frozenset({"no_record", "no_length", "short_block", "bad_end", "block_digest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What was brought over, and what was not."""

    path: Path
    records: int
    """Those copied; the file has one more, which tells of the recovery."""
    lost: tuple[Loss, ...]
    """What could not be read in the damaged file."""


def salvage(source: Path, target: Path) -> Salvaged:
    """Copy every sound record of ``source`` to ``target``, byte for byte where it is compressed.

    The last record says what was lost (``archive.warc.recoveries``). The file is whole or is not
    there, nor is it where there was no sound record. Raises OSError, FileExistsError when
    ``target`` is there.
    """
    if target.exists():
        raise FileExistsError(
            errno.EEXIST, "something is there already; give another name", str(target)
        )
    draft = target.with_name(f".{target.name}.new")
    lost: list[Loss] = []
    records = 0
    with source.open("rb") as original, draft.open("wb") as out:
        for piece in pieces_of_any(source):
            if (loss := _loss_of(piece, original)) is not None:
                lost.append(loss)
                continue
            original.seek(piece.offset)
            kept = original.read(piece.length)
            out.write(kept if kept.startswith(b"\x1f\x8b") else gzip.compress(piece.data, mtime=0))
            records += 1
        if not records:
            draft.unlink()
            return Salvaged(path=target, records=0, lost=tuple(lost))
        recovery = Recovery(
            file=source.name,
            sha256=digest_of(source),
            bytes=source.stat().st_size,
            at=present_moment(),
            losses=tuple(lost),
        )
        out.write(recovery_member(recovery))
        out.flush()
        os.fsync(out.fileno())
    seal(target, digest_of(draft))  # first: killed here, there is no target and all is done again
    os.replace(draft, target)
    return Salvaged(path=target, records=records, lost=tuple(lost))


def _loss_of(piece: Piece, file: BinaryIO) -> Loss | None:
    """What is lost with a piece of a file; None when it is a sound record."""
    if not piece.damage:
        record, problems = examine(piece.chunks())
        if not _LOSSES & {kind for kind, _ in problems}:
            return None
    else:
        file.seek(piece.offset)
        record, _ = examine((_beginning_of(file.read(min(piece.length, _HEAD_BYTES))),))
    return Loss(offset=piece.offset, length=piece.length, id=record.id if record else "")


def _beginning_of(packed: bytes) -> bytes:
    """What the beginning of a damaged member unpacks to, as far as it goes: its head, perhaps."""
    inflater, unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    if not packed.startswith(MAGIC):
        return packed
    with suppress(zlib.error):
        for at in range(len(packed)):  # an error takes with it all of the bite that it is met in
            unpacked += inflater.decompress(packed[at : at + 1])
    return unpacked
