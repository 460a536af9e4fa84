"""One import: records from other tools' files, copied into our captures folder.

Each source is a run (``runs.command`` = import) with its name, size, digest and tool; each of its
captures names that run. Records that are there already, by id, are not copied again. Answers come
first and revisits after them, so that a revisit finds its original in whatever file it lies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from archive.counting import shown
from archive.crawls import capture_by_id
from archive.importing.copies import (
    SEGMENT,
    copy_of,
    counterpart_of,
    has_moment,
    id_of,
    moment_of,
    other_id_of,
    payload_sha256,
    revisit_id_of,
    url_of,
    why_not_read,
)
from archive.importing.originals import Originals
from archive.importing.pairing import Group, group
from archive.importing.sources import Source, records_of
from archive.integrity.losses import is_accepted_loss
from archive.integrity.recoveries import is_recovery
from archive.moments import moment_text, present
from archive.records import Capture, Exchange
from archive.store import Store
from archive.warc.captures import CaptureWriter
from archive.warc.parsing import Record, address_of
from archive.warc.warc_records import member, read_member, warc_date

BATCH = 50
TAKEN_DOWN = "taken down here"
"""Why a record is left out whose address may not come back."""
_MOST_AHEAD = timedelta(days=1)
"""How far in the future a date may lie: clocks go wrong, and dates may lack their zone."""
_MAX_WAITING_BYTES = 16_000_000
_NEVER_COPIED = frozenset({"response", "revisit", "continuation", ""})
"""Kinds that are captures or nothing: a ``dns:`` response is looked at by its target."""

Pair = tuple[Capture, Exchange]


@dataclass(kw_only=True)
class Tally:
    """What came of one source."""

    captures: int = 0
    """New captures."""
    known: int = 0
    """Captures that were there already."""
    others: int = 0
    """Records without an answer that were kept: metadata, conversions, texts, screenshots ..."""
    left_out: dict[str, list[str]] = field(default_factory=dict)
    """Reason to places: what could not be kept."""

    def leave_out(self, reason: str, file: str, offset: int) -> None:
        """Note a record, or a stretch of a file, that is not taken over."""
        self.left_out.setdefault(reason, []).append(f"{file} at byte {offset}")


class Import:
    """The import of one source. ``answers`` of all sources go before ``revisits`` of any."""

    def __init__(
        self,
        store: Store,
        writer: CaptureWriter,
        source: Source,
        originals: Originals,
        barred: Collection[str] = (),
    ) -> None:
        """``originals`` is shared by the sources of one import. ``barred``: URLs that were taken
        down and do not come back."""
        self.source = source
        self.tally = Tally()
        self._db = store.db
        self._writer = writer
        self._originals = originals
        self._barred = frozenset(map(address_of, barred))
        self._warcinfo_id = str(uuid4())
        self._is_told = False
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._uncommitted: dict[str, Capture] = {}
        self._has_revisits = False

    def answers(self) -> Iterator[list[Pair]]:
        """Copy everything but revisits; yields what is to be kept in rows, batch by batch.

        Whoever takes a batch syncs the writer and commits the rows before asking for the next.
        Raises CannotWrite, OSError.
        """
        yield from self._batches(self._take_answer)
        if self.tally.captures or not (self.tally.known or self._has_revisits):
            self._flush()  # otherwise they are here, too, or come with the first revisit

    def revisits(self) -> Iterator[list[Pair]]:
        """Copy the revisits whose content is among our captures by now. As ``answers``."""
        if self._has_revisits:
            yield from self._batches(self._take_revisit)

    def _batches(self, take: Callable[[Group], Pair | None]) -> Iterator[list[Pair]]:
        batch: list[Pair] = []
        for path in self.source.warcs:
            for item in group(records_of(path)):
                pair = take(item)
                if pair is not None:
                    batch.append(pair)
                if len(batch) >= BATCH:
                    yield batch
                    batch = []
                    self._uncommitted.clear()
        if batch:
            yield batch
            self._uncommitted.clear()

    def _take_answer(self, item: Group) -> Pair | None:
        record = item.found.record
        if record is None:
            self.tally.leave_out(item.found.damage, item.found.file, item.found.offset)
        elif record.is_capture and record.kind == "revisit":
            self._has_revisits = True
            self._originals.note_revisit(record)
        elif record.is_capture:
            why = self._why_not(record)
            if not why:
                return self._keep(item, record, None)
            self.tally.leave_out(why, item.found.file, item.found.offset)
        else:
            self._keep_other(item, record)
        return None

    def _take_revisit(self, item: Group) -> Pair | None:
        record = item.found.record
        if record is None or not record.is_capture or record.kind != "revisit":
            return None
        why, original = self._why_not(record), None
        if not why:
            original = self._originals.of(record)
            why = "" if original else "repeating a record that is not here"
        if why or original is None:
            self.tally.leave_out(why, item.found.file, item.found.offset)
            return None
        return self._keep(item, record, original)

    def _why_not(self, record: Record) -> str:
        if url_of(record) in self._barred:
            return TAKEN_DOWN
        why = why_not_read(record)
        is_to_come = not why and moment_of(record) > present() + _MOST_AHEAD
        return "dated in the future" if is_to_come else why

    def _keep(self, item: Group, record: Record, original: Capture | None) -> Pair | None:
        """Copy an answer with its request; None when it is here already."""
        name, digest = id_of(record), payload_sha256(record, original)
        known = self._known(name)
        if known is not None and not _is_same(known, record, digest):
            name = other_id_of(record)  # some tools give the same id twice
            known = self._known(name)
        spelt_out = self._known(revisit_id_of(record)) if known is None else None
        if spelt_out is not None and _is_same(spelt_out, record, digest):
            known = spelt_out
        if known is not None:
            self.tally.known += 1
            self._remember(record, known)
            self._forget_waiting()
            return None
        file, request, asked = item.found.file, b"", item.request
        if asked is not None and has_moment(asked):
            request = copy_of(asked, self._warcinfo_id, file, concurrent=name)
        answer = copy_of(
            record, self._warcinfo_id, file, original=original, record_id=name,
            concurrent=id_of(asked) if asked and request else "",
        )  # fmt: skip
        before = self._taken() + request
        kept, start = self._writer.copy(before + answer)
        exchange, capture = read_member(
            answer, asked.block if asked else b"", kept, start + len(before)
        )
        self._uncommitted[capture.id] = capture
        self._remember(record, capture)
        self.tally.captures += 1
        return capture, exchange

    def _keep_other(self, item: Group, record: Record) -> None:
        """Copy a record without an answer, together with the next capture that is new."""
        if record.field("WARC-Segment-Number"):  # half of it, or less
            self.tally.leave_out(SEGMENT, item.found.file, item.found.offset)
            return
        is_dns = record.kind == "response" and record.target.startswith("dns:")
        if record.kind in _NEVER_COPIED and not is_dns:
            why = f"{record.kind or 'without a type'}, not of the web"
            self.tally.leave_out(why, item.found.file, item.found.offset)
            return
        if not has_moment(record):
            self.tally.leave_out("without a date", item.found.file, item.found.offset)
            return
        if is_recovery(record) or is_accepted_loss(record):
            why = "telling of losses of another archive"  # here it would excuse losses of ours
            self.tally.leave_out(why, item.found.file, item.found.offset)
            return
        if record.address in self._barred:
            self.tally.leave_out(TAKEN_DOWN, item.found.file, item.found.offset)
            return
        copy = copy_of(
            record, self._warcinfo_id, item.found.file, concurrent=counterpart_of(record)
        )
        self._waiting.append(copy)
        self._waiting_bytes += len(copy)
        if self._waiting_bytes > _MAX_WAITING_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.copy(self._taken())

    def _taken(self) -> bytes:
        """The records that have waited; before the first, one that tells where all come from."""
        records = b"".join(self._waiting)
        self.tally.others += len(self._waiting)
        self._forget_waiting()
        if not self._is_told:
            records = self._warcinfo() + records
            self._is_told = True
        return records

    def _forget_waiting(self) -> None:
        self._waiting.clear()
        self._waiting_bytes = 0

    def _warcinfo(self) -> bytes:
        facts = {
            "software": self.source.tool,
            "description": "Copied from a file of another tool, block by block.",
            "importedFrom": shown(self.source.path.name),
            "importedFromDigest": f"sha256:{self.source.sha256}",
        }
        lines = "".join(f"{name}: {' '.join(v.split())}\r\n" for name, v in facts.items() if v)
        dates = {"WARC-Date": warc_date(present())}
        return member("warcinfo", self._warcinfo_id, lines.encode(), dates)

    def _known(self, capture_id: str) -> Capture | None:
        return self._uncommitted.get(capture_id) or capture_by_id(self._db, capture_id)

    def _remember(self, record: Record, capture: Capture) -> None:
        if record.kind != "revisit":
            self._originals.note_answer(record, capture)


def _is_same(known: Capture, record: Record, sha256: str) -> bool:
    """Whether a capture is that record: of one URL and moment, with the payload of that digest."""
    same_moment = moment_text(known.fetched_at) == moment_text(moment_of(record))
    return (known.url, known.payload_sha256) == (url_of(record), sha256) and same_moment


def earlier_import(store: Store, sha256: str) -> int | None:
    """The run that imported a file to its end; None when there was none."""
    row = store.db.execute(
        "SELECT id FROM runs WHERE command = 'import' AND finished_at IS NOT NULL "
        "AND json_extract(settings_json, '$.sha256') = ? ORDER BY id LIMIT 1",
        (sha256,),
    ).fetchone()
    return int(row[0]) if row else None


def settings_of(source: Source, title: str = "") -> Mapping[str, object]:
    """What an import is remembered by, in ``runs.settings_json``; ``title`` is the site's."""
    return {
        "title": title,
        "file": shown(source.path.name),
        "bytes": source.path.stat().st_size,
        "sha256": source.sha256,
        "tool": source.tool,
    }
