"""Rows of renderings: which pages are to be drawn, and what was made of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.keeping.rows import Row, insertion, renewed
from archive.records import Drawing
from archive.store import Store
from archive.warc.captures import CaptureWriter
from archive.warc.files import pieces_of_any, warc_files
from archive.warc.parsing import parse
from archive.warc.renderings import members_of, row_of_record

NOT_RENDERED = "not_rendered"
"""``issues.code`` of a capture that could not be drawn."""

_DUE = f"""
SELECT DISTINCT held.id, held.url, held.fetched_at
FROM pages JOIN captures read_from ON read_from.id = pages.capture_id
JOIN captures held ON held.id = coalesce(read_from.revisit_of, read_from.id)
WHERE held.mime IN ('text/html', 'application/xhtml+xml')
AND NOT EXISTS (SELECT 1 FROM renderings WHERE capture_id = held.id
  AND is_scripted = :is_scripted AND width = :width)
AND (:again OR NOT EXISTS (SELECT 1 FROM issues
  WHERE capture_id = held.id AND code = '{NOT_RENDERED}'))
ORDER BY held.url, held.id"""


def due(
    db: sqlite3.Connection, *, is_scripted: bool, width: int, again: bool = False
) -> list[tuple[str, str]]:
    """Captures (id, URL) of pages that no rendering of this kind was made of yet.

    They are those that hold the content of each page as it is now. One that could not be drawn is
    left out, unless ``again``.
    """
    given = {"is_scripted": int(is_scripted), "width": width, "again": int(again)}
    return [(str(identity), str(url)) for identity, url, _ in db.execute(_DUE, given)]


def keep(store: Store, writer: CaptureWriter, run_id: int, drawing: Drawing) -> int:
    """Write a drawing into the captures folder, then its rows; returns how many bytes it takes.

    After a kill in between, the records stand behind the last one that has a row, and are cut off.
    Raises ``CannotWrite``, ``StoreError``.
    """
    made = list(members_of(drawing))
    file, start = writer.copy(b"".join(data for _, data in made))
    writer.sync()
    with store.unit():
        for row, data in made:
            _insert(store.db.conn, row, run_id, file, start, len(data))
            start += len(data)
    return sum(len(data) for _, data in made)


def restore(store: Store, captures: Path, run_id: int) -> int:
    """Make rows of all renderings in the files, and correct where known ones are said to lie.

    Returns how many rows were made or changed. A rendering of a capture that is gone gets no row.

    Raises ``StoreError``, OSError.
    """
    known = {name for (name,) in store.db.execute("SELECT id FROM captures")}
    found = 0
    with store.unit():
        for path in warc_files(captures):
            for row, offset, length in _in_file(path):
                if row["capture_id"] in known:
                    found += _insert(store.db.conn, row, run_id, path.name, offset, length)
    return found


def _in_file(path: Path) -> Iterator[tuple[Row, int, int]]:
    """The row of each rendering in a file, with place and length."""
    for piece in pieces_of_any(path):
        if piece.damage or b"WARC-Type: conversion" not in piece.held[:4096]:
            continue
        record, problems = parse(piece.data)
        row = row_of_record(record) if record and not problems else None
        if row is not None:
            yield row, piece.offset, piece.length


def _insert(
    conn: sqlite3.Connection, row: Row, run_id: int, file: str, offset: int, length: int
) -> int:
    place = {"warc_file": file, "warc_offset_bytes": offset, "warc_length_bytes": length}
    whole = row | place | {"run_id": run_id}
    cursor = conn.execute(insertion("renderings", whole) + renewed("renderings", whole), whole)
    return cursor.rowcount
