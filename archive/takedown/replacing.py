"""Puts the files that a purge has written in their places.

Apart from the purge, since every crawl begins with it and nearly none has anything to replace.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlite_utils import Database

from archive.evidence.exchanges import FOLDER as EVIDENCE
from archive.warc.captures import digest_of, seal, sync_folder

DRAFT = ".rewrite"


class CannotPurge(Exception):
    """The purge is not complete; the message says why and what to do."""


def draft_of(path: Path) -> Path:
    """Where the new version of a file is written, beside it."""
    return path.with_name(path.name + DRAFT)


def replace_files(db: Database, captures: Path) -> None:
    """Put the files that a purge has written into their places; safe to be killed in.

    For whoever opens a folder to write: after a crash the rows are ahead of the files. Raises
    ``CannotPurge``, OSError.
    """
    for name, digest in db.execute("SELECT warc_file, file_sha256 FROM rewrites").fetchall():
        path = captures.parent / name
        draft = draft_of(path)
        if draft.exists() and digest_of(draft) == digest:
            os.replace(draft, path)
        elif not path.exists() or digest_of(path) != digest:
            raise CannotPurge(
                f"{draft}, which a purge has written, is gone or damaged, and the database counts "
                f"on it. Move crawl.db away, run `patientline replay`, and purge again."
            )
        seal(path, digest)
        sync_folder(path.parent)
        db.conn.execute("DELETE FROM rewrites WHERE warc_file = ?", (name,))
        db.conn.commit()
    for folder in (captures, captures.with_name(EVIDENCE)):
        for stray in folder.glob(f"*{DRAFT}"):
            stray.unlink()
