"""CDXJ, the index of an archive: sorted lines, one per capture (specs.webrecorder.net/cdxj/0.1.0).

A line is the address in SURT form, the moment, and facts as JSON, named as pywb has them. Sorting
is by bytes and on disk, so that the number of captures does not matter.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Self

from sqlite_utils import Database
from surt import surt

from archive.integrity.losses import KnownLosses

BLOCK_LINES = 3000
"""Of a block of a packed index; what cdxj-indexer takes, too."""

# At the moment of a 304 its page was as the record says that it names, so the line leads to that
# one: pywb gives out a 304 as it came, and a browser has nothing to show then
# (webrecorder/pywb#802). A revisit with the head of a page it puts together itself.
_LINES = """
SELECT id, url, fetched_at, mime, status, payload_sha256, revisit_of, warc_file, warc_offset_bytes,
  warc_length_bytes FROM captures WHERE status <> 304 OR revisit_of IS NULL
  OR revisit_of NOT IN (SELECT id FROM captures)
UNION ALL SELECT held.id, again.url, again.fetched_at, held.mime, held.status, held.payload_sha256,
  held.revisit_of, held.warc_file, held.warc_offset_bytes, held.warc_length_bytes
  FROM captures AS again JOIN captures AS held ON held.id = again.revisit_of
  WHERE again.status = 304
UNION ALL SELECT id, 'urn:' || kind || ':' || url, rendered_at, mime, 200, payload_sha256, NULL,
  warc_file, warc_offset_bytes, warc_length_bytes FROM renderings"""


def cdxj_line(
    url: str, moment: str, mime: str, status: int, digest: str, file: str, offset: int, length: int
) -> str:
    """The line of a capture, with its line end. ``moment`` as in ``_at`` columns."""
    facts = {
        "url": url,
        "mime": mime or "unk",
        "status": str(status),
        "digest": f"sha256:{digest}",
        "length": str(length),
        "offset": str(offset),
        "filename": file,
    }
    stamp = "".join(c for c in moment if c.isdigit())[:14]
    return f"{key_of(url)} {stamp} {json.dumps(facts, ensure_ascii=False)}\n"


def key_of(url: str) -> str:
    """An address in SURT form. One without such a form stays as it is, e.g. if its port is no
    number: captures of other tools hold some."""
    try:
        return surt(url) or url
    except (ValueError, AttributeError):
        return url


class Index:
    """Lines in any order that come out sorted. Holds a temporary file; to be used with ``with``."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # a temporary file of SQLite's own, gone when closed
        self._db.execute("CREATE TABLE lines (line BLOB PRIMARY KEY) WITHOUT ROWID")
        self.lost = 0
        """Lines that there are not, since their records are known to be lost."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, line: str) -> None:
        """Take in a line."""
        data = line.encode("utf-8", "surrogatepass")
        self._db.execute("INSERT OR IGNORE INTO lines VALUES (?)", (data,))

    def __len__(self) -> int:
        """Number of lines."""
        return int(self._db.execute("SELECT count(*) FROM lines").fetchone()[0])

    def __iter__(self) -> Iterator[bytes]:
        """All lines, sorted by their bytes."""
        for (line,) in self._db.execute("SELECT line FROM lines ORDER BY line"):
            yield line


def site_index(db: Database, captures: Path) -> Index:
    """The index of all captures and renderings, where they lie in the folder ``captures``.

    A 304 has the place of the record it confirms. What is known to be lost has no line, and is
    counted. Raises OSError.
    """
    index, losses = Index(), KnownLosses(captures)
    for record_id, url, moment, mime, status, digest, original, *place in db.execute(_LINES):
        if losses.include(record_id, *place):
            index.lost += 1
            continue
        kind = "warc/revisit" if original else mime
        index.add(cdxj_line(url, moment, kind, status, digest, *place))
    return index


class Packed:
    """A sorted index in compressed blocks with an index of its own (ZipNum)."""

    def __init__(self, index: Index, file: str) -> None:
        """``file``: name of the file that the blocks are written to."""
        self._index = index
        self._file = file
        self._entries: list[str] = []

    def blocks(self) -> Iterator[bytes]:
        """The blocks, each a gzip member. To be read to the end before ``directory``."""
        lines, offset = iter(self._index), 0
        while block := list(islice(lines, BLOCK_LINES)):
            packed = gzip.compress(b"".join(block), mtime=0)
            key = b" ".join(block[0].split(b" ", 2)[:2]).decode("utf-8", "surrogatepass")
            facts = {
                "offset": offset,
                "length": len(packed),
                "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}",
                "filename": self._file,
            }
            self._entries.append(f"{key} {json.dumps(facts)}\n")
            offset += len(packed)
            yield packed

    def directory(self) -> Iterator[bytes]:
        """The lines that say which block begins with which address and moment."""
        meta = {"format": "cdxj-gzip-1.0", "filename": self._file}
        yield f"!meta 0 {json.dumps(meta)}\n".encode()
        for entry in self._entries:
            yield entry.encode("utf-8", "surrogatepass")
