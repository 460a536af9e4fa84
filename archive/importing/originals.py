"""Which capture has the content of a revisit, in whatever way and order a tool says so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlite_utils import Database

from archive.crawls import capture_by_id
from archive.importing.copies import moment_of, url_of
from archive.moments import moment_text
from archive.records import Capture
from archive.warc.digests import PrintedDigest
from archive.warc.messages import as_utf8
from archive.warc.parsing import Record, address_of, bare_id

_COUNTED = "counted "
"""Before a digest that was not printed but computed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reference:
    """What a revisit says of the record that it repeats."""

    id: str
    url: str
    second: str
    """Of the record that it repeats; empty = it names none."""
    digest: str


class Originals:
    """The answers and revisits of one import, as far as others may refer to them."""

    def __init__(self, db: Database) -> None:
        """``db`` is the archive that is imported into: revisits may refer to what it holds."""
        self._db = db
        self._by_digest: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        """Ids of another tool to those of the captures, where they differ."""
        self._revisits: dict[str | tuple[str, str], _Reference] = {}
        self._ends: dict[_Reference, str] = {}
        """Of those that lead on to another revisit: what they come to, empty = nothing is there."""

    def note_answer(self, record: Record, capture: Capture) -> None:
        """That a capture has the content of a digest: the one that its record prints, which may be
        wrong, and the one that most tools print, as it is."""
        usual = hashlib.sha1(record.payload, usedforsecurity=False).hexdigest()
        self._by_digest.setdefault(f"{_COUNTED}sha1:{usual}", capture.id)
        if digest := _digest_in(record):
            self._by_digest.setdefault(digest, capture.id)
        if record.id not in ("", capture.id):
            self._by_id.setdefault(record.id, capture.id)

    def note_revisit(self, record: Record) -> None:
        """What a revisit refers to, for those that refer to it."""
        reference = _reference_in(record)
        if record.id:  # else everybody who names none would mean it
            self._revisits.setdefault(record.id, reference)
        if second := _second_of(record, "WARC-Date"):
            self._revisits.setdefault((url_of(record), second), reference)

    def of(self, record: Record) -> Capture | None:
        """The capture that has the content of a revisit: the record it names, the answer of the
        URL and second it names, or one with the payload digest it prints; where it names another
        revisit, what that one repeats."""
        reference: _Reference | None = _reference_in(record)
        found, digests, passed = None, set[str](), set[_Reference]()
        while found is None and reference is not None and reference not in passed:
            passed.add(reference)
            digests.add(reference.digest)
            found = self._named_by(reference)
            if reference in self._ends:
                break
            after = self._revisits.get(reference.id)
            reference = after or self._revisits.get((reference.url, reference.second))
        if found is not None and found.revisit_of:
            found = capture_by_id(self._db, found.revisit_of)
        if found is None:
            self._note_end(passed, "")
            return None
        # a digest of another kind cannot be compared; one of ours must be the same
        ours = {digest for digest in digests if digest.startswith("sha256:")}
        if not ours <= {f"sha256:{found.payload_sha256}"}:
            return None
        self._note_end(passed, found.id)
        return found

    def _note_end(self, passed: set[_Reference], end: str) -> None:
        """So that of a long chain each revisit need not follow it again."""
        if len(passed) > 1:
            self._ends |= dict.fromkeys(passed, end)

    def _named_by(self, said: _Reference) -> Capture | None:
        if said in self._ends:
            return capture_by_id(self._db, self._ends[said])
        found = capture_by_id(self._db, said.id)
        if found is None and said.id in self._by_id:
            found = capture_by_id(self._db, self._by_id[said.id])
        if found is None and said.second:
            found = self._first("substr(fetched_at, 1, 19) = ? AND url = ?", said.second, said.url)
        for known in (f"{_COUNTED}{said.digest}", said.digest):
            if found is None and known in self._by_digest:
                found = capture_by_id(self._db, self._by_digest[known])
        if found is None and said.digest.startswith("sha256:"):
            # Revisits are left out, as by the index: one has the content of an original of ours.
            condition = "payload_sha256 = ? AND revisit_of IS NULL"
            found = self._first(condition, said.digest.removeprefix("sha256:"))
        return found

    def _first(self, condition: str, *values: str) -> Capture | None:
        row = self._db.execute(
            f"SELECT id FROM captures WHERE {condition} ORDER BY revisit_of IS NOT NULL LIMIT 1",
            values,
        ).fetchone()
        return capture_by_id(self._db, row[0]) if row else None


def _reference_in(revisit: Record) -> _Reference:
    url = as_utf8(revisit.field("WARC-Refers-To-Target-URI").strip("<>")) or revisit.target
    return _Reference(
        id=bare_id(revisit.field("WARC-Refers-To")),
        url=address_of(url),
        second=_second_of(revisit, "WARC-Refers-To-Date"),
        digest=_digest_in(revisit),
    )


def _second_of(record: Record, name: str) -> str:
    """The second that a header of a record names; empty when it names none."""
    try:
        return moment_text(moment_of(record, name))[:19]
    except ValueError:
        return ""


def _digest_in(record: Record) -> str:
    """The payload digest that it prints, in one form whatever the tool's is."""
    printed = record.field("WARC-Payload-Digest")
    return str(PrintedDigest(printed)) or printed
