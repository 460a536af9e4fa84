"""Do the rows of the database and the records of the WARC files say the same?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlite_utils import Database

from archive.warc.captures import OPEN
from archive.warc.checking import Anomaly, Checked, Place

# Table: what its rows are called, what became of a record without a row, and of one in a file
# that is still open.
_CAPTURES = (
    "captures",
    "capture of",
    "No row of the database knows this record; replay reads it in.",
    "Not acknowledged yet; the next crawl takes it up.",
)
_RENDERINGS = (
    "renderings",
    "rendering of",
    "No row of the database knows this rendering.",
    "Not acknowledged yet; the next command that writes cuts it off.",
)
_EXCHANGES = (
    "exchanges",
    "answer from",
    "No row of the database knows this answer: the check that was made of it is lost.",
    "Not acknowledged yet; the next verification cuts it off.",
)


def check_rows(
    db: Database, path: Path, captures: Checked, evidence: Checked | None = None
) -> Iterator[Anomaly]:
    """Anomalies of the database itself, and between its rows and the records that were read.

    ``captures`` must be of all files of the site, ``evidence`` of all that verification kept;
    None = that is not looked at.
    """
    yield from _check_database(db, path.name)
    yield from _check_table(db, *_CAPTURES, captures.places, captures)
    yield from _check_table(db, *_RENDERINGS, captures.renderings, captures)
    if evidence is not None:
        yield from _check_table(db, *_EXCHANGES, evidence.places, evidence)


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
    db: Database,
    table: str,
    noun: str,
    stray: str,
    waiting: str,
    places: Mapping[str, Place],
    checked: Checked,
) -> Iterator[Anomaly]:
    """Each row has its record, where it says and with its digest; each record has its row."""
    known = set()
    sql = "SELECT id, url, warc_file, warc_offset_bytes, warc_length_bytes, payload_sha256 "
    for identity, url, file, offset, length, digest in db.execute(f"{sql} FROM {table}"):
        known.add(identity)
        place = places.get(identity)
        if place is None:
            kind, said = _without_record(f"The {noun} {url}", identity, file, offset, checked)
        elif (place[0].removesuffix(OPEN), *place[1:3]) != (file, offset, length):
            kind, said = "moved_record", f"The {noun} {url} lies elsewhere than its row says."
        elif place[3] and place[3].lower() != f"sha256:{digest}":
            kind, said = "row_digest", f"The row of the {noun} {url} has another digest."
        else:
            continue
        yield Anomaly(file=file, offset=offset, kind=kind, message=said, record_id=identity)
    for identity, (file, offset, _, _) in places.items():
        if identity in known:
            continue
        kind, said = "stray_record", stray
        if file.endswith(OPEN):
            kind, said = "unacknowledged", waiting
        yield Anomaly(file=file, offset=offset, kind=kind, message=said, record_id=identity)


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
