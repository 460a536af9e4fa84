"""Reads a capture again from its file, with a sentence for each step of the proof.

Nothing is raised for what a file holds: a missing, cut or changed record is a step that failed.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.counting import shown
from archive.integrity.losses import known_loss
from archive.moments import present
from archive.records import Exchange
from archive.warc.captures import OPEN
from archive.warc.codings import MAX_BODY_BYTES, UndecodableBody, decoded_body
from archive.warc.framing import BadFraming, dechunk, headers_of, is_chunked, split_head
from archive.warc.parsing import Record, bare_id, parse

MAX_RECORD_BYTES = 100_000_000
"""Of a record, packed or unpacked, that is read into memory."""
ANSWERS = ("response", "revisit", "resource")
"""Kinds of record that hold what a server said."""
_NAME = re.compile(r"\w[\w.+-]*")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof, and how it went."""

    name: str
    """Short and stable: file, record, identity, block, payload, row, coding, characters ..."""
    is_ok: bool
    said: str

    def __post_init__(self) -> None:
        """A record may hold what a terminal would obey, and so may who accepted its loss."""
        object.__setattr__(self, "said", shown(self.said))


@dataclass(slots=True)
class Reread:
    """What a record gave, as far as it could be read."""

    steps: list[Step] = field(default_factory=list)
    packed: bytes = b""
    """As it lies in the file."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    entity: bytes | None = None
    """The body after transfer-decoding, as its digest has it; None = there is none."""
    content: bytes | None = None
    """The entity after content-decoding."""

    @property
    def is_sound(self) -> bool:
        """Whether every step went well."""
        return all(step.is_ok for step in self.steps)

    def header(self, name: str) -> str:
        """The first value of a header of the answer; ``name`` in lower case."""
        return next((v for n, v in self.headers if n.lower() == name), "")

    def note(self, name: str, is_ok: bool, said: str) -> bool:
        """Add a step; whether it went well."""
        self.steps.append(Step(name, is_ok, said))
        return is_ok


def reread(
    folder: Path,
    row: Mapping[str, Any],
    max_bytes: int = MAX_RECORD_BYTES,
    kinds: Collection[str] = ANSWERS,
) -> Reread:
    """The record of a row of ``captures``, with its digests verified; ``kinds``: what it may be."""
    read = Reread()
    data = _record_of(read, folder, row, max_bytes)
    if data is None:
        return read
    record, problems = parse(data)
    broken = [said for kind, said in problems if kind in ("short_block", "no_length", "bad_end")]
    if record is None or broken:
        said = " ".join(broken) or "What lies there is not a WARC record."
        read.note("record", False, said)
        return read
    _check_identity(read, record, row, kinds)
    _check_block(read, record, dict(problems))
    _open_message(read, record, row)
    return read


def on_record(captures: Path, folder: Path, *rows: Mapping[str, Any] | None) -> list[Step]:
    """Where a record of one of these rows, which lies in ``folder``, cannot be read: the step that
    says that its loss is known. ``captures``: the folder with the decisions about losses."""
    for row in filter(None, rows):
        try:
            path = folder / Path(row["warc_file"]).name
            said = known_loss(captures, path, row["id"], row["warc_offset_bytes"])
        except OSError:
            continue
        if said:
            return [Step("loss", False, f"That the record is lost is known: it was {said}.")]
    return []


def _record_of(read: Reread, folder: Path, row: Mapping[str, Any], max_bytes: int) -> bytes | None:
    """The bytes of the record, unpacked."""
    name, offset, length = row["warc_file"], row["warc_offset_bytes"], row["warc_length_bytes"]
    path = _path_of(folder, name)
    if path is None:
        read.note("file", False, f"The file {name} is not in the captures folder.")
        return None
    if length > max_bytes:
        said = f"The record has {length} bytes; more than {max_bytes} are not read here."
        read.note("file", False, said)
        return None
    try:
        with path.open("rb") as file:
            file.seek(offset)
            read.packed = file.read(length)
    except (OSError, ValueError) as error:
        read.note("file", False, f"The file {name} cannot be read ({error}).")
        return None
    if len(read.packed) < length:
        said = f"{name} ends before byte {offset + length}, where the record should end."
        read.note("file", False, said)
        return None
    read.note("file", True, f"{name} has {length} bytes at byte {offset}.")
    if read.packed.startswith(b"WARC/"):
        read.note("gzip", True, "The record is not compressed.")
        return read.packed
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = inflater.decompress(read.packed, max_bytes + 1)
    except zlib.error as error:
        read.note("gzip", False, f"They are not a sound gzip member ({error}).")
        return None
    if len(data) > max_bytes:
        read.note("gzip", False, f"They unpack to more than {max_bytes} bytes.")
        return None
    if not inflater.eof or inflater.unused_data:
        read.note("gzip", False, "They are not one whole gzip member.")
        return None
    read.note("gzip", True, f"They are one gzip member; its check sum fits ({len(data)} bytes).")
    return data


def _path_of(folder: Path, name: str) -> Path | None:
    """The file of that name in the folder, also while it is still written; never one outside."""
    if not _NAME.fullmatch(name):
        return None
    for path in (folder / name, folder / (name + OPEN)):
        if path.is_file():
            return path
    return None


def _check_identity(
    read: Reread, record: Record, row: Mapping[str, Any], kinds: Collection[str]
) -> None:
    wrong = []
    if record.id != row["id"]:
        wrong.append(f"is called {record.id or 'nothing'}, not {row['id']}")
    if record.target != row["url"]:
        wrong.append(f"is of {record.target or 'no address'}, not {row['url']}")
    if record.kind not in kinds:
        wrong.append(f"is a {record.kind or 'record without a type'}, not a {next(iter(kinds))}")
    when = record.field("WARC-Date")
    if not wrong and not _same_moment(when, row["fetched_at"]):
        wrong.append(f"is of {when or 'no time'}, not of {row['fetched_at']}")
    refers = bare_id(record.field("WARC-Refers-To"))
    if record.kind == "revisit" and refers and refers != row["revisit_of"]:
        wrong.append(f"refers to {refers}, not to {row['revisit_of']}")
    said = f"It is the {record.kind} of {row['url']}, {when}."
    read.note("record", not wrong, f"The record {'; it '.join(wrong)}." if wrong else said)


def _same_moment(printed: str, kept: str) -> bool:
    """Whether two moments are the same to the millisecond, which is what rows keep."""
    try:
        one, other = datetime.fromisoformat(printed), datetime.fromisoformat(kept)
    except ValueError:
        return False
    apart = one.replace(tzinfo=one.tzinfo or UTC) - other.replace(tzinfo=other.tzinfo or UTC)
    return abs(apart.total_seconds()) < 1


def _check_block(read: Reread, record: Record, problems: Mapping[str, str]) -> None:
    printed = record.field("WARC-Block-Digest")
    if "block_digest" in problems or "odd_digest" in problems:
        said = problems.get("block_digest") or problems["odd_digest"]
        read.note("block", False, said)
    elif printed:
        read.note("block", True, f"The block digest fits: {printed}")
    else:
        read.note("block", True, "The record has no block digest.")


def _open_message(read: Reread, record: Record, row: Mapping[str, Any]) -> None:
    """Head, entity and content of the answer, and the digest of the entity."""
    framed = record.block
    if record.is_http:
        parts = split_head(record.block)
        if parts is None:
            read.note("message", False, "The block is not a whole HTTP answer.")
            return
        read.headers, framed = headers_of(parts[0]), parts[1]
        code = b"".join(parts[0].split(None, 2)[1:2])[:3]
        read.status = int(code) if code.isdigit() else None
    if record.kind == "revisit":
        payload = record.field("WARC-Payload-Digest")
        fits = payload.lower() in ("", f"sha256:{row['payload_sha256']}") or ":" not in payload
        is_other = payload.lower().startswith("sha256:") and not fits
        said = "It stands for content that another record holds."
        read.note("revisit", not is_other, said if not is_other else "It names another payload.")
        return
    entity = framed
    if is_chunked(read.headers):
        try:
            entity = dechunk(framed, is_cut=bool(record.field("WARC-Truncated")))
        except BadFraming:
            entity = framed  # other tools take the coding off and leave the header
    digest = hashlib.sha256(entity).hexdigest()
    fits = digest == row["payload_sha256"]
    said = f"The payload digest fits: sha256:{digest}"
    if not fits:
        said = f"The payload has the digest {digest}, the row {row['payload_sha256']}."
    read.note("payload", fits, said)
    read.entity = entity
    _decode(read, row, entity)


def _decode(read: Reread, row: Mapping[str, Any], entity: bytes) -> None:
    coding = read.header("content-encoding")
    answer = Exchange(
        url=row["url"],
        started_at=present(),
        fidelity=row["fidelity"],
        elapsed_ms=0,
        raw_request=b"",
        body=entity,
        headers=read.headers,
    )
    try:
        read.content = decoded_body(answer, MAX_BODY_BYTES)
    except UndecodableBody as error:
        read.note("coding", False, f"The body cannot be decoded: {error}.")
        return
    if coding:
        said = f"Without its content-coding ({coding[:40]}) it has {len(read.content)} bytes."
        read.note("coding", True, said)
