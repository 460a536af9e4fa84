"""Checks that the rows of the database fit together, without reading a record.

The id of a page or link is a digest of its address, articles and news carry a digest of what they
say, and the search indexes know the words of every row that can be searched. SQLite has no check
sums of its own: a bit that was flipped in a text is no damage to it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlite_utils import Database

from archive.integrity.checking import Anomaly
from archive.keeping.prose import content_sha256
from archive.keys import key
from archive.locking import is_held_by_others
from archive.schema import SEARCH

_REPLACED = "\ufffd"
"""Stands in a text for what SQLite cannot keep: then the digest is that of the text before."""


def check_row_digests(db: Database, path: Path) -> Iterator[Anomaly]:
    """Rows of the database at ``path`` that contradict themselves or their search index."""
    for table in ("pages", "links"):
        for identity, url in db.execute(f"SELECT id, url FROM {table}"):
            if _is_other(identity, (url,), key):
                said = f"The id {identity} in {table} is not that of its address {url}."
                yield Anomaly(file=path.name, offset=None, kind="row_altered", message=said)
    for table, name in (("articles", "page_id"), ("news", "id")):
        sql = f"SELECT {name}, content_sha256, title, lead, text FROM {table}"
        for identity, digest, *texts in db.execute(sql):
            if _is_other(digest, texts, content_sha256):
                said = f"What the row {identity} of {table} says does not match its digest."
                yield Anomaly(file=path.name, offset=None, kind="row_altered", message=said)
    sql = "SELECT id, page_id, content_sha256 FROM article_versions"
    for identity, page_id, digest in db.execute(sql):
        if _is_other(identity, (page_id, digest), key):
            said = f"The id {identity} in article_versions is not that of its page and digest."
            yield Anomaly(file=path.name, offset=None, kind="row_altered", message=said)
    # Who is writing would have to wait; where nobody can write, the database is a private copy.
    if not (os.access(path.parent, os.W_OK) and is_held_by_others(path.parent)):
        yield from _check_search(db, path.name)


def _is_other(digest: object, texts: Sequence[object], digest_of: Callable[..., str]) -> bool:
    """Whether the digest is of other texts. A value that is no text was changed, too: a flipped bit
    can turn one into NULL or bytes."""
    if not all(isinstance(text, str) for text in texts):
        return True
    return digest != digest_of(*texts) and not any(_REPLACED in str(text) for text in texts)


def _check_search(db: Database, name: str) -> Iterator[Anomaly]:
    for table in SEARCH:
        try:
            # rank 1 = compare with the rows, too (sqlite.org/fts5.html §6.4)
            db.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.OperationalError:  # somebody has begun to write, or nobody may
            continue
        except sqlite3.DatabaseError:
            said = f"The search index of {table} does not have the words of its rows."
            yield Anomaly(file=name, offset=None, kind="search_index", message=said)
        finally:
            db.conn.rollback()
