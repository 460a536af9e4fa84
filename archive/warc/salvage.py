"""Everything that is still readable of a damaged WARC file, into a clean one."""

from __future__ import annotations

import errno
import gzip
import os
from dataclasses import dataclass
from pathlib import Path

from archive.warc.captures import digest_of, seal
from archive.warc.checking import pieces_of_any
from archive.warc.parsing import examine

ADVICE = (
    "Move it out of the folder, copy what it still holds back under its name with "
    "`patientline archive recover`, and run `patientline replay`."
)
"""What to do about a damaged file in the captures."""
_LOSSES = frozenset({"no_record", "no_length", "short_block", "bad_end", "block_digest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What was brought over, and what was not."""

    path: Path
    records: int
    lost: tuple[tuple[int, int], ...]
    """(offset, length) of what could not be read in the damaged file."""


def salvage(source: Path, target: Path) -> Salvaged:
    """Copy every sound record of ``source`` to ``target``, byte for byte where it is compressed.

    The file is whole or is not there. Raises OSError, FileExistsError when ``target`` is there.
    """
    if target.exists():
        raise FileExistsError(
            errno.EEXIST, "something is there already; give another name", str(target)
        )
    draft = target.with_name(f".{target.name}.new")
    lost: list[tuple[int, int]] = []
    records = 0
    with source.open("rb") as original, draft.open("wb") as out:
        for piece in pieces_of_any(source):
            problems = (
                {kind for kind, _ in examine(piece.chunks())[1]} if not piece.damage else set()
            )
            if piece.damage or problems & _LOSSES:
                lost.append((piece.offset, piece.length))
                continue
            original.seek(piece.offset)
            kept = original.read(piece.length)
            out.write(kept if kept.startswith(b"\x1f\x8b") else gzip.compress(piece.data, mtime=0))
            records += 1
        out.flush()
        os.fsync(out.fileno())
    seal(target, digest_of(draft))  # first: killed here, there is no target and all is done again
    os.replace(draft, target)
    return Salvaged(path=target, records=records, lost=tuple(lost))
