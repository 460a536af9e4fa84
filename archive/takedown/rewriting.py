"""Writes a WARC file anew without some of its records; the rest stays bit by bit."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.integrity.salvage import ADVICE
from archive.takedown.targets import Target
from archive.warc.files import pieces_of_any
from archive.warc.members import Piece
from archive.warc.parsing import Record, address_of, bare_id, examine
from archive.warc.renderings import sources_of

_STEP = 1 << 20


class CannotRewrite(Exception):
    """A file is damaged, so that nobody can say what its records are; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """What a file is without the records that go."""

    sha256: str
    offsets: dict[int, int]
    """Where each record that stays began, to where it begins now."""
    removed: int
    """How many records go."""


def rewrite(path: Path, target: Target, draft: Path) -> Rewritten:
    """Write a file anew, to ``draft``, without what belongs to a target.

    With a response go its request, whatever names one of the two, and renderings that it is in;
    with an address goes everything that was asked there. The draft is on the disk when this
    returns. Raises ``CannotRewrite``, OSError.
    """
    captures, addresses = target.captures, set(map(address_of, target.addresses))
    digest, end, removed = hashlib.sha256(), 0, 0
    offsets: dict[int, int] = {}
    companions = _companions(path, captures)
    with path.open("rb") as source, draft.open("wb") as out:
        for piece in pieces_of_any(path):
            record = _sound(path, piece)
            if (
                record.id in captures
                or (record.id in companions and record.kind in ("request", "metadata"))
                or not sources_of(record).isdisjoint(captures)
                or (record.kind != "warcinfo" and record.address in addresses)
            ):
                removed += 1
                continue
            offsets[piece.offset] = end
            source.seek(piece.offset)
            left = piece.length
            while left and (data := source.read(min(left, _STEP))):
                out.write(data)
                digest.update(data)
                left -= len(data)
            end += piece.length
        out.flush()
        os.fsync(out.fileno())
    return Rewritten(sha256=digest.hexdigest(), offsets=offsets, removed=removed)


def _companions(path: Path, captures: Collection[str]) -> set[str]:
    """Ids of records that name one of the captures, or that one of them names."""
    found: set[str] = set()
    for piece in pieces_of_any(path):
        record = _sound(path, piece)
        others = _named(record)
        if record.id in captures:
            found |= others
        elif not others.isdisjoint(captures):
            found.add(record.id)
    return found


def _named(record: Record) -> set[str]:
    """Ids of the records that a record came with. A revisit's original is not one of them."""
    found = {bare_id(v) for n, v in record.fields if n.lower() == "warc-concurrent-to"}
    if record.kind == "metadata":
        found.add(bare_id(record.field("WARC-Refers-To")))
    return found - {""}


def move_rows(
    conn: sqlite3.Connection, file: str, offsets: Mapping[int, int], table: str = "captures"
) -> None:
    """Rows of the records in a file, to where those begin now. To be called in a transaction."""
    sql = f"SELECT id, warc_offset_bytes FROM {table} WHERE warc_file = ?"
    moves = [(offsets[o], i) for i, o in conn.execute(sql, (file,)).fetchall() if o in offsets]
    conn.executemany(f"UPDATE {table} SET warc_offset_bytes = ? WHERE id = ?", moves)


def _sound(path: Path, piece: Piece) -> Record:
    record = None if piece.damage else examine(piece.chunks())[0]
    if record is None:
        raise CannotRewrite(
            f"{path} is damaged at byte {piece.offset}, so nobody can say what is in it. {ADVICE} "
            "Then purge again."
        )
    return record
