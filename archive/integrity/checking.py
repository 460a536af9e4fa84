"""Checks that all captures are still there: every member, record, digest, revisit and row.

What is wrong is an ``Anomaly`` with its place. Two grades: *damage* means that something was lost
or changed; *deviation* that a record is not as the standard or we would write it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from archive.counting import shown
from archive.integrity.facts import (
    OF_CAPTURES,
    OF_EXCHANGES,
    OF_RENDERINGS,
    facts_of_heads,
    facts_of_rendering,
    fingerprint,
)
from archive.integrity.losses import NAME, AcceptedLoss, is_accepted_loss, read_accepted_loss
from archive.integrity.recoveries import Recovery, is_recovery, read_recovery
from archive.integrity.segments import Segments
from archive.warc.bundles import parts_of
from archive.warc.captures import OPEN, SEAL, digest_of
from archive.warc.files import pieces_of_any, read_seal
from archive.warc.members import Piece
from archive.warc.parsing import Record, bare_id, examine, parse
from archive.warc.renderings import is_rendering

DEVIATIONS = frozenset({
    "payload_digest_of_framing", "odd_digest", "odd_version", "odd_type", "no_id", "no_date",
    "no_target", "no_profile", "no_http", "unsealed", "left_open", "cut_tail",
    "unacknowledged", "known_loss", "many_records", "odd_end", "empty_member", "elsewhere",
    "wacz_no_digest",
})  # fmt: skip


class Place(NamedTuple):
    """Where a record lies, and what it says that its row should say."""

    file: str
    offset: int
    length: int
    digest: str
    """Of its payload, as printed."""
    facts: tuple[int, ...] = ()
    """Fingerprints: of a capture as ``captures`` and as ``exchanges`` have it, or of a rendering;
    empty = it is not as we write it."""
    bytes: int | None = None
    """Of its payload; None = they were not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """Something that is not as it should be."""

    file: str
    """Name of the file."""
    offset: int | None
    """Byte in the file where the record begins; None = the file as a whole."""
    kind: str
    """Short and stable, e.g. ``truncated``, ``block_digest``."""
    message: str
    """One sentence."""
    record_id: str = ""
    """The record, where it is known."""

    def __post_init__(self) -> None:
        """A file may hold what a terminal would obey; a message shows it."""
        object.__setattr__(self, "message", shown(self.message))

    @property
    def is_damage(self) -> bool:
        """Whether something was lost or changed."""
        return self.kind not in DEVIATIONS


@dataclass(kw_only=True)
class Checked:
    """The result of a check."""

    files: int = 0
    records: Counter[str] = field(default_factory=Counter)
    """By type."""
    bytes: int = 0
    anomalies: list[Anomaly] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    """Responses and revisits by id."""
    renderings: dict[str, Place] = field(default_factory=dict)
    """Our own pictures and documents of pages, likewise."""
    recoveries: list[tuple[str, Recovery]] = field(default_factory=list)
    """The recoveries that made files of these, each with the name of its file."""
    accepted: dict[str, AcceptedLoss] = field(default_factory=dict)
    """What somebody has accepted as lost, by the id of the record."""
    missing: dict[str, str] = field(default_factory=dict)
    """Of revisits whose original is not there: its id."""
    segments: Segments = field(default_factory=Segments, compare=False)
    """Records in several segments."""

    def include(self, other: Checked) -> None:
        """Count what another check found too; places stay apart, for ids are those of a folder."""
        self.files += other.files
        self.records += other.records
        self.bytes += other.bytes
        self.anomalies += other.anomalies

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost or changed."""
        return not any(anomaly.is_damage for anomaly in self.anomalies)

    def look_no_further(self) -> int:
        """How many records lack a revisit's original or a segment, which is in none of these files.

        For files that may be some of many: the part may lie in others, as that of a weekly run
        does, so it is no longer called lost.
        """
        before, self.anomalies = self.anomalies, []
        for anomaly in before:
            if anomaly.kind in ("lost_original", "lost_segment"):
                said = anomaly.message.replace("not there", "in none of these files")
                anomaly = replace(anomaly, kind="elsewhere", message=said)
            self.anomalies.append(anomaly)
        return sum(anomaly.kind == "elsewhere" for anomaly in self.anomalies)

    def excuse(self, losses: Collection[str]) -> None:
        """Revisits of records that are known to be lost, by id, are no damage of today."""
        of_these = {name for name, original in self.missing.items() if original in losses}
        self.anomalies = [
            replace(anomaly, kind="known_loss")
            if anomaly.kind == "lost_original" and anomaly.record_id in of_these
            else anomaly
            for anomaly in self.anomalies
        ]


def check_files(paths: Iterable[Path]) -> Checked:
    """Read and check all files; never raises for what a file holds. Raises OSError."""
    checked = Checked()
    refers: list[tuple[str, int, str, str]] = []
    for path in paths:
        checked.files += 1
        checked.bytes += path.stat().st_size
        checked.anomalies += _check_seal(path)
        for piece in pieces_of_any(path):
            checked.anomalies += _check_piece(path.name, piece, checked, refers)
        if not path.stat().st_size and not path.name.endswith(OPEN):
            said = "The file is empty."
            checked.anomalies.append(
                Anomaly(file=path.name, offset=None, kind="empty", message=said)
            )
    for file, offset, name, original in refers:
        if original not in checked.places:
            checked.missing[name] = original
            said = f"The record {original} that it repeats is not there."
            lost = Anomaly(
                file=file, offset=offset, kind="lost_original", message=said, record_id=name
            )
            checked.anomalies.append(lost)
    for first, (file, offset, *_), said in checked.segments.incomplete():
        checked.anomalies.append(
            Anomaly(file=file, offset=offset, kind="lost_segment", message=said, record_id=first)
        )
    checked.excuse(checked.accepted)
    checked.excuse({name for _, recovery in checked.recoveries for name in recovery.ids})
    return checked


_DAMAGE = {
    "truncated": "The file ends in the middle of a record.",
    "corrupt": "The record is damaged: it cannot be unpacked, or fails its checksum.",
    "too_large": "The record unpacks to more than a gigabyte and was not read.",
    "garbage": "What stands here is no record.",
}


def _check_piece(
    file: str, piece: Piece, checked: Checked, refers: list[tuple[str, int, str, str]]
) -> Iterator[Anomaly]:
    if piece.damage:
        said = f"{_DAMAGE[piece.damage]} {piece.length} bytes."
        yield Anomaly(file=file, offset=piece.offset, kind=piece.damage, message=said)
    number = 0
    for part in parts_of(piece):
        number += 1
        inside = replace(part, offset=piece.offset, length=piece.length)
        if part.damage:
            said = f"{_DAMAGE[part.damage]} {part.length} bytes at byte {part.offset}, unpacked."
            yield Anomaly(file=file, offset=piece.offset, kind=part.damage, message=said)
        else:
            yield from _check_record(file, inside, part, checked, refers)
    if number:
        said = f"{number} records are packed as one; the standard wants each to be a member."
        yield Anomaly(file=file, offset=piece.offset, kind="many_records", message=said)
    elif piece.is_empty:
        said = "A member without content, as some packers put it at the end: nothing is in it."
        yield Anomaly(file=file, offset=piece.offset, kind="empty_member", message=said)
    elif not piece.damage:
        yield from _check_record(file, piece, piece, checked, refers)


def _check_record(
    file: str,
    piece: Piece,
    content: Piece,
    checked: Checked,
    refers: list[tuple[str, int, str, str]],
) -> Iterator[Anomaly]:
    record, problems = examine(content.chunks())
    record_id = record.id if record else ""
    for kind, message in problems:
        yield Anomaly(
            file=file, offset=piece.offset, kind=kind, message=message, record_id=record_id
        )
    if record is None:
        return
    checked.records[record.kind] += 1
    checked.segments.note(record, file, piece.offset)
    if not is_recovery(record):  # they are the last records of the file that they made
        while checked.recoveries and checked.recoveries[-1][0] == file:
            checked.recoveries.pop()
    if record.is_capture:
        if record_id in checked.places:
            said = "Another record has the same id."
            yield Anomaly(
                file=file, offset=piece.offset, kind="same_id", message=said, record_id=record_id
            )
        digest = record.field("WARC-Payload-Digest")
        facts = facts_of_heads(record, next(content.chunks(), b"")) or {}
        size = facts.get("bytes")
        checked.places[record_id] = Place(
            file,
            piece.offset,
            piece.length,
            digest,
            tuple(fingerprint(facts, of) for of in (OF_CAPTURES, OF_EXCHANGES) if facts),
            size if isinstance(size, int) else None,
        )
    elif is_rendering(record):
        digest = record.field("WARC-Block-Digest")
        facts = facts_of_rendering(record) or {}
        checked.renderings[record_id] = Place(
            file, piece.offset, piece.length, digest, (fingerprint(facts, OF_RENDERINGS),)
        )
    elif is_recovery(record) and piece.source is None:  # ours are small
        told, _ = parse(piece.data)
        if told and (recovery := read_recovery(told)):
            checked.recoveries.append((file, recovery))
    elif is_accepted_loss(record) and piece.source is None and file.startswith(NAME):
        told, _ = parse(piece.data)
        if told and (loss := read_accepted_loss(told)):
            checked.accepted |= dict.fromkeys(loss.ids, loss)
    original = _original(record)
    if original:
        refers.append((file, piece.offset, record_id, original))


def _original(record: Record) -> str:
    return bare_id(record.field("WARC-Refers-To")) if record.kind == "revisit" else ""


def _check_seal(path: Path) -> Iterator[Anomaly]:
    """The digest of the whole file: it finds what no checksum of a record covers."""
    if path.name.endswith(OPEN):
        said = "The file was not closed; a crawl is at work, or was killed and will be taken up."
        yield Anomaly(file=path.name, offset=None, kind="left_open", message=said)
        return
    seal = path.with_name(path.name + SEAL)
    if not seal.exists():
        said = (
            "The file has no seal (a .sha256 beside it): a change outside of records is not seen."
        )
        yield Anomaly(file=path.name, offset=None, kind="unsealed", message=said)
    elif read_seal(seal) != digest_of(path):
        said = f"The file is not the one that was sealed in {seal.name}."
        yield Anomaly(file=path.name, offset=None, kind="seal", message=said)
    cut = path.with_name(path.name + ".cut")
    if cut.exists():
        said = f"A crash left {cut.stat().st_size} bytes in {cut.name}; nobody was told of them."
        yield Anomaly(file=path.name, offset=None, kind="cut_tail", message=said)


def lone_cuts(folder: Path) -> Iterator[Anomaly]:
    """What crashes left of files that had no acknowledged record, and so are gone themselves."""
    for cut in sorted(folder.glob("*.cut")):
        if not cut.with_suffix("").exists():
            said = f"A crash left {cut.stat().st_size} bytes here; nobody was told of them."
            yield Anomaly(file=cut.name, offset=None, kind="cut_tail", message=said)
