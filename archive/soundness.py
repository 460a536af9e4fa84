"""Checks the whole archive of a site: captures, what verification was answered, rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path

from archive.evidence.exchanges import FOLDER as EVIDENCE
from archive.integrity.checking import Anomaly, Checked, check_files, lone_cuts
from archive.integrity.rows import check_rows
from archive.integrity.salvage import ADVICE
from archive.opening import UnreadableDatabase, explain
from archive.store import Store
from archive.warc.files import warc_files

_TO_RECOVER = frozenset({"truncated", "corrupt", "too_large", "garbage", "empty", "seal"})
"""Damages of a file of which a recovery may save something."""


class NothingLost(Exception):
    """There is no loss that could be accepted; the message says why."""


class NothingToCheck(Exception):
    """There are no captures, or no database; the message says which."""


def check_site(folder: Path) -> Checked:
    """Everything wrong in the data folder of a site.

    Raises ``NothingToCheck``, OSError, and ``StoreError`` where the database may not be opened, or
    another process holds it: that is no damage.
    """
    captures, database = folder / "captures", folder / "crawl.db"
    is_captured = any(captures.glob("*.warc*"))
    if not database.is_file() and not is_captured:
        raise NothingToCheck(
            f"There is nothing to check: {database} does not exist. "
            "Crawl the site first, or name WARC files."
        )
    if not database.is_file():
        raise NothingToCheck(
            f"There is nothing to check the captures against: {database} does not exist. Run "
            f"replay, which makes it from them, or name {captures} to check the files alone."
        )
    if not captures.is_dir():
        raise NothingToCheck(
            f"There is nothing to check: {captures} does not exist. Crawl the site first or, where "
            "that was done, put the captures back: they are not made again."
        )
    checked = check_files(warc_files(captures))
    answers = folder / EVIDENCE
    evidence = check_files(warc_files(answers) if answers.is_dir() else ())
    evidence.accepted = checked.accepted  # all decisions lie with the captures
    of_rows = _check_database(database, checked, evidence)
    checked.excuse({one.record_id for one in of_rows if one.kind == "known_loss"})
    checked.include(evidence)
    for place in (captures, answers):
        checked.anomalies += lone_cuts(place)
    checked.anomalies += of_rows
    return checked


def losses_of(checked: Checked, files: Collection[str]) -> dict[str, list[str]]:
    """Of each of these files the records that are lost and that nothing accounts for, by id.

    ``checked`` is that of the site. Raises ``NothingLost``.
    """
    found: dict[str, list[str]] = {file: [] for file in sorted(files)}
    for anomaly in checked.anomalies:
        if anomaly.file in found and anomaly.kind == "lost_record":
            found[anomaly.file].append(anomaly.record_id)
        elif anomaly.file in found and anomaly.kind == "lost_original":
            found[anomaly.file].append(checked.missing[anomaly.record_id])
        elif anomaly.file in found and anomaly.kind in _TO_RECOVER:
            raise NothingLost(f"{anomaly.file} is damaged, and not all of it may be lost. {ADVICE}")
    for file, records in found.items():
        if not records:
            raise NothingLost(f"Nothing is lost of {file} that is not accounted for.")
    return {file: sorted(set(records)) for file, records in found.items()}


def _check_database(database: Path, captures: Checked, evidence: Checked) -> list[Anomaly]:
    """What is wrong with the rows; a damaged database is one thing that is."""
    found: list[Anomaly] = []
    said = f"{database} is empty. Move it away and run replay: it is made again from the captures."
    if database.stat().st_size:
        try:
            with Store.open_to_read(database) as store:
                # A flipped bit may make a text no UTF-8.
                store.db.conn.text_factory = lambda data: data.decode("utf-8", "replace")
                found.extend(check_rows(store.db, database, captures, evidence))
            return found
        except UnreadableDatabase as error:
            said = str(error)
        except UnicodeDecodeError as error:
            said = f"{database} is damaged ({error})."
        except sqlite3.DatabaseError as error:
            known = explain(error, database) or UnreadableDatabase(f"{database}: {error}.")
            if not isinstance(known, UnreadableDatabase):
                raise known from error
            said = str(known)
    return [*found, Anomaly(file=database.name, offset=None, kind="database", message=said)]
