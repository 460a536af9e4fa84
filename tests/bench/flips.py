"""WARC files with single bits flipped: is each flip found, and do all other records come back?"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from archive.integrity.checking import check_files
from archive.integrity.salvage import salvage
from archive.warc.captures import SEAL
from archive.warc.members import pieces_of


def flips(path: Path, number: int, chance: random.Random, scratch: Path) -> tuple[int, int]:
    """Flip single bits of a file; (how many were found, how many cost other records too)."""
    whole = path.read_bytes()
    sound = [piece.data for piece in pieces_of(path)]
    damaged = scratch / path.name
    seal = path.name + SEAL  # finds what no check sum of a member covers
    shutil.copy(path.with_name(seal), scratch / seal)
    found = costly = 0
    for _ in range(number):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        target = scratch / "clean.warc.gz"
        target.unlink(missing_ok=True)
        saved = salvage(damaged, target)
        found += any(a.is_damage for a in check_files([damaged]).anomalies)
        *kept, _ = (piece.data for piece in pieces_of(target))  # the last tells of the recovery
        costly += saved.records < len(sound) - 1 or not all(data in sound for data in kept)
    return found, costly
