"""Checks that rows of the database and records of WARC files say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.integrity.checking import Anomaly, Checked, Place
from archive.integrity.facts import (
    OF_CAPTURES,
    OF_EXCHANGES,
    OF_RENDERINGS,
    facts_again,
    fingerprint,
)
from archive.integrity.row_digests import check_row_digests
from archive.keeping.rows import Row
from archive.warc.captures import OPEN

_MOST_SHOWN = 200
"""Characters of a value that is shown."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose rows are read from records."""

    name: str
    noun: str
    """What a row is called."""
    stray: str
    """What became of a record without a row."""
    waiting: str
    """And of one in a file that is still open: killed in between, or the disk was full."""
    columns: tuple[str, ...]
    """What a record says, too."""
    number: int = 0
    """Which fingerprint of a place is to be compared with rows of this table."""


_CAPTURES = _Table(
    "captures",
    "capture of",
    "No row of the database knows this record; replay reads it in.",
    "No row was committed of it. A crawl is at work, or the next one cuts it off (into a .cut "
    "file) and asks again.",
    OF_CAPTURES,
)
_RENDERINGS = _Table(
    "renderings",
    "rendering of",
    "No row of the database knows this rendering.",
    "No row was committed of it. The next command that writes cuts it off (into a .cut file).",
    OF_RENDERINGS,
)
_EXCHANGES = _Table(
    "exchanges",
    "answer from",
    "No row of the database knows this answer: the check that was made of it is lost.",
    "No row was committed of it. A verification is at work, or the next one cuts it off (into a "
    ".cut file) and asks again.",
    OF_EXCHANGES,
    1,
)


def check_rows(
    db: Database, path: Path, captures: Checked, evidence: Checked | None = None
) -> Iterator[Anomaly]:
    """Anomalies of the database itself, and between its rows and the records that were read.

    ``captures`` must be of all files of the site, ``evidence`` of all that verification kept;
    None = that is not looked at.
    """
    yield from _check_database(db, path.name)
    yield from check_row_digests(db, path)
    folder = path.with_name("captures")
    yield from _check_table(db, _CAPTURES, captures.places, captures, folder)
    yield from _check_table(db, _RENDERINGS, captures.renderings, captures, folder)
    if evidence is not None:
        folder = path.with_name("evidence")
        yield from _check_table(db, _EXCHANGES, evidence.places, evidence, folder)


def _check_database(db: Database, name: str) -> Iterator[Anomaly]:
    for (said,) in db.execute("PRAGMA integrity_check").fetchall():
        if said != "ok":
            yield Anomaly(file=name, offset=None, kind="database", message=str(said))
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        said = f"Row {row} of {table} points to a row of {parent} that is not there."
        yield Anomaly(file=name, offset=None, kind="dangling_row", message=said)
    if db.execute("SELECT EXISTS (SELECT 1 FROM takedowns WHERE state = 'purging')").fetchone()[0]:
        said = "A purge was cut off; run it again (`patientline takedown list` says what it was)."
        yield Anomaly(file=name, offset=None, kind="unfinished_purge", message=said)


def _check_table(
    db: Database, table: _Table, places: Mapping[str, Place], checked: Checked, folder: Path
) -> Iterator[Anomaly]:
    """Where a row and its record differ in place or content, or one of the two is missing."""
    known = set()
    more = ", ".join(column for column in table.columns if column != "url")
    sql = f"""
SELECT id, url, warc_file, warc_offset_bytes, warc_length_bytes, payload_sha256, {more}
FROM {table.name}"""
    for identity, url, file, offset, length, digest, *rest in db.execute(sql):
        known.add(identity)
        place, row = places.get(identity), f"The {table.noun} {url}"
        others = (column for column in table.columns if column != "url")
        facts: Row = {"url": url, **dict(zip(others, rest, strict=True))}
        if place is None:
            kind, said = _without_record(row, identity, file, offset, checked)
        elif (place.file.removesuffix(OPEN), place.offset, place.length) != (file, offset, length):
            kind, said = "moved_record", f"{row} lies elsewhere than its row says."
        elif place.digest and place.digest.lower() != f"sha256:{digest}":
            kind, said = "row_digest", f"{row} has another digest than its row says."
        elif differing := _differing(facts, places, place, table, folder):
            kind, said = "row_differs", f"{row}: {'; '.join(differing)}."
        else:
            continue
        yield Anomaly(file=file, offset=offset, kind=kind, message=said, record_id=identity)
    for identity, place in places.items():
        if identity in known:
            continue
        kind, said = "stray_record", table.stray
        if place.file.endswith(OPEN):
            kind, said = "unacknowledged", table.waiting
        yield Anomaly(
            file=place.file, offset=place.offset, kind=kind, message=said, record_id=identity
        )


def _differing(
    row: Row, places: Mapping[str, Place], place: Place, table: _Table, folder: Path
) -> list[str]:
    """What a row says otherwise than its record, in words."""
    is_same_size = place.bytes is None or place.bytes == row.get("bytes")
    is_same = place.facts and place.facts[table.number] == fingerprint(row, table.columns)
    if is_same and is_same_size:
        return []
    if table is _RENDERINGS:
        return ["its row does not say what its record does"]
    said = facts_again(folder / place.file, place.offset, place.length)
    if said is None:
        return []
    if row.get("revisit_of") is None and said["revisit_of"] not in places:  # its row is lost, too
        said["revisit_of"] = None
    return [
        f"its row says {column} {_shown(row[column])}, its record {_shown(said[column])}"
        for column in table.columns
        if row[column] != said[column]
    ]


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)[:_MOST_SHOWN]


def _without_record(
    row: str, record_id: str, file: str, offset: int, checked: Checked
) -> tuple[str, str]:
    """Kind and sentence of a row whose record is not there: has somebody accepted that, or is it
    one that a recovery of its file could not save? Other losses are not known to anybody."""
    if accepted := checked.accepted.get(record_id):
        return "known_loss", f"{row} has no record: it was {accepted.said}"
    for made, recovery in checked.recoveries:
        if made.removesuffix(OPEN) == file and recovery.has_lost(record_id, offset):
            return "known_loss", f"{row} has no record: it was {recovery.said(file)}."
    return "lost_record", f"{row} has no record."
