"""Copies that a takedown must know about: in a site's folder, and written elsewhere.

Of the latter it knows what is remembered here, beside the archive: where and when plain files and
packages were written. The list is never published.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import zlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from archive.evidence.exchanges import FOLDER as EVIDENCE
from archive.moments import moment_of

FILE = "copies.json"
"""Name of the list in a site's folder: from path to moment of writing; "" = never finished."""


def remember(folder: Path, copy: Path, written_at: str = "") -> None:
    """Note in a site's ``folder`` that a ``copy`` was written, of the archive as of a moment.

    To be called without a moment before it is written: killed then, it is known all the same. A
    moment that is known stays until there is a new one.
    """
    known = _read(folder)
    name = str(copy.resolve())
    known[name] = written_at or known.get(name, "")
    unfinished = folder / f".{FILE}.new"
    unfinished.write_text(json.dumps(known, indent=1, ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, folder / FILE)


def outdated_copies(folder: Path, moment: str) -> list[Path]:
    """Which of the remembered copies are still there, and written before a ``moment``."""
    return sorted(
        Path(name)
        for name, written_at in _read(folder).items()
        if written_at <= moment and Path(name).exists()
    )


def latest_takedown(conn: sqlite3.Connection) -> str:
    """Moment of the latest takedown that is in force; empty when there is none."""
    found = conn.execute(
        "SELECT coalesce(max(decided_at), '') FROM takedowns WHERE state <> 'lifted'"
    ).fetchone()
    return str(found[0])


def packages(folder: Path) -> list[Path]:
    """The WACZ packages in a site's folder."""
    return sorted(folder.rglob("*.wacz"))


def leftovers(folder: Path) -> list[Path]:
    """Files that a command left unfinished when it was killed: a package, a recovery, an import, a
    report, a publication."""
    patterns = ("**/.*.new", ".import-*/**/*", "published/.building-*/**/*")
    return sorted(p for pattern in patterns for p in folder.glob(pattern) if p.is_file())


def strays(folder: Path) -> list[Path]:
    """WARC files in a site's folder that are outside of the archive: a damaged one, moved aside."""
    places = (folder / "captures", folder / EVIDENCE)
    found = sorted(path for path in folder.rglob("*.warc*") if path.is_file())
    return [path for path in found if not any(map(path.is_relative_to, places))]


def is_older(package: Path, moment: str) -> bool:
    """Was a WACZ package made before a ``moment``, going by what it says of itself?

    The date of the file is that of the latest copying. A package that does not say when it was made
    counts as older. Raises OSError when it cannot be read.
    """
    state = package.stat()
    created = _created(package, state.st_size, state.st_mtime_ns)
    return created is None or created <= moment_of(moment)


@lru_cache(maxsize=64)
def _created(package: Path, size: int, modified_ns: int) -> datetime | None:
    """When a package was made; asked once for a file of this size and date."""
    try:
        with ZipFile(package) as opened:
            return moment_of(json.loads(opened.read("datapackage.json"))["created"])
    except (BadZipFile, KeyError, TypeError, ValueError, RuntimeError, zlib.error):
        return None  # a RuntimeError is a password, or a compression nobody here can unpack


def _read(folder: Path) -> dict[str, str]:
    """What is remembered; raises OSError, which names the file, when it is broken."""
    file = folder / FILE
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        known = None
    if not isinstance(known, dict) or not all(isinstance(said, str) for said in known.values()):
        says = "this is no list of copies: restore it, or take it away and look after them yourself"
        raise OSError(errno.EBADMSG, says, str(file))
    return known
