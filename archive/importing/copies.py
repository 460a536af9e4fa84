"""Copies a record of another tool: the block byte for byte, the head in our form.

Our form is what every reader of ours relies on: a UUID as id, SHA-256 digests of block and
payload, and a revisit that names the record which has its content. What the tool had written
there instead is kept in ``WARC-JSON-Metadata``. Pure.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from archive.records import Capture
from archive.warc.captures import IDENTICAL_PROFILE, NOT_MODIFIED_PROFILE
from archive.warc.framing import split_head
from archive.warc.messages import as_utf8
from archive.warc.parsing import Record, address_of, bare_id, moment_in
from archive.warc.warc_records import Value, member, warc_date

_OURS = frozenset({
    "warc-type", "warc-record-id", "warc-target-uri", "warc-date", "warc-block-digest",
    "warc-payload-digest", "warc-warcinfo-id", "warc-json-metadata", "warc-concurrent-to",
    "content-length", "content-type", "told-content-type", "warc-filename",
})  # fmt: skip
"""Headers that a copy has in our form."""
_OF_REVISITS = frozenset({
    "warc-profile", "warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date",
})  # fmt: skip
_FIDELITIES = ("wire", "reconstructed", "truncated", "imported")
SEGMENT = "one segment of a record"
"""Why a record is left out of which there is more elsewhere."""
_FIRST_YEAR = 1990
_DIGITS = re.compile(r"[0-9]{14}")
_SECOND = re.compile(r".{10}T.{8}")
"""How a date begins that tells the second."""
_TOLD_TYPE = "Told-Content-Type"
"""In place of a header that was set right: what the tool had written there."""
_HTTP = "application/http; msgtype=response"
_STATUS = re.compile(rb"HTTP/[\d.]+\s+\d{3}\b")


def copy_of(
    record: Record, warcinfo_id: str, source: str, *, original: Capture | None = None,
    concurrent: str = "", record_id: str = "",
) -> bytes:  # fmt: skip
    """The copy of a record as one gzip member.

    ``source`` is the name of the file it comes from, ``original`` the capture that has the
    content of a revisit, ``concurrent`` the id of its counterpart, ``record_id`` an id to take
    instead of its own. Raises ValueError when it has no moment.
    """
    has_payload = record.kind not in ("warcinfo", "metadata")
    dropped = _OURS | (_OF_REVISITS if record.kind == "revisit" else frozenset())
    fields: dict[str, Value] = {
        "WARC-Date": warc_date(moment_of(record)),
        "WARC-Target-URI": url_of(record),
        "WARC-Warcinfo-ID": f"<urn:uuid:{warcinfo_id}>" if record.kind != "warcinfo" else None,
        "WARC-Concurrent-To": f"<urn:uuid:{concurrent}>" if concurrent else None,
        "WARC-JSON-Metadata": json.dumps(_metadata(record, source, original), ensure_ascii=True),
        "WARC-Payload-Digest": f"sha256:{payload_sha256(record, original)}"
        if has_payload
        else None,
    }
    others: dict[str, list[str]] = {}
    for name, value in record.fields:
        if name.lower() not in dropped and re.fullmatch(r"[A-Za-z][\w-]*", name):
            others.setdefault(name, []).append(_clean(value))
    fields |= {name: tuple(values) for name, values in others.items()}
    if original is not None:
        fields |= {
            "WARC-Profile": NOT_MODIFIED_PROFILE if is_304(record) else IDENTICAL_PROFILE,
            "WARC-Refers-To": f"<urn:uuid:{original.id}>",
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": warc_date(original.fetched_at),
        }
    content_type = _clean(record.field("Content-Type")) or "application/octet-stream"
    name = record_id or id_of(record)
    return member(record.kind, name, record.block, fields, content_type)


def id_of(record: Record) -> str:
    """The UUID of a record, or one made from its content where its id is of another kind."""
    return record.id if _is_uuid(record.id) else other_id_of(record)


def counterpart_of(record: Record) -> str:
    """The id of the record that it came with, if a copy of that keeps its id; else empty."""
    named = bare_id(record.field("WARC-Concurrent-To"))
    return named if _is_uuid(named) else ""


def _is_uuid(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def other_id_of(record: Record) -> str:
    """A UUID for a record whose own id is not a UUID, or belongs to another record too."""
    digest = hashlib.sha256(record.block).hexdigest()
    target = record.field("WARC-Target-URI").removeprefix("<").removesuffix(">")
    facts = (record.id, target, record.field("WARC-Date"), digest)
    return str(uuid5(NAMESPACE_URL, json.dumps(facts)))


def revisit_id_of(record: Record) -> str:
    """The id of the revisit that a package of ours spells out in this record; empty for others."""
    try:
        was = json.loads(record.field("WARC-JSON-Metadata") or "{}").get("was")
        return str(was.get("revisit", ""))
    except (ValueError, RecursionError, AttributeError):
        return ""


def moment_of(record: Record, name: str = "WARC-Date") -> datetime:
    """When it was made; a date without a zone is UTC, and so are the 14 digits that indexes have.
    Raises ValueError when it says nothing, or a year before the web."""
    printed = record.field(name)
    if _DIGITS.fullmatch(printed):
        printed = f"{printed[:8]}T{printed[8:]}"
    moment = moment_in(printed)
    if not _FIRST_YEAR <= moment.year < MAXYEAR:
        raise ValueError(f"nothing of the web was captured in {moment.year}")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def has_moment(record: Record) -> bool:
    """Whether it says when it was made."""
    try:
        moment_of(record)
    except ValueError:
        return False
    return True


def url_of(record: Record) -> str:
    """What it is a record of."""
    return address_of(record.target)


def payload_sha256(record: Record, original: Capture | None = None) -> str:
    """Digest of a payload; of a revisit, that of ``original``, whose content it stands for."""
    return original.payload_sha256 if original else hashlib.sha256(record.payload).hexdigest()


def is_304(record: Record) -> bool:
    """Whether a revisit stands for a "not modified" of the server."""
    status = record.block.split(b" ", 2)[1:2]
    return "not-modified" in record.field("WARC-Profile") or status == [b"304"]


def as_told(record: Record) -> Record:
    """The record, said to be an HTTP answer where its first line shows that it is one: some tools
    give no Content-Type for the block, or that of the page."""
    if record.kind != "response" or record.is_http or not _STATUS.match(record.block):
        return record
    others = tuple((n, v) for n, v in record.fields if n.lower() != "content-type")
    told = (("Content-Type", _HTTP), (_TOLD_TYPE, record.field("Content-Type")))
    return replace(record, fields=(*others, *told))


def why_not_read(record: Record) -> str:
    """Why an answer cannot be kept as a capture, in a few words; empty when it can."""
    if record.field("WARC-Segment-Number"):
        return SEGMENT
    if not has_moment(record):
        return "without a date"
    if record.kind == "resource":
        return ""
    if not record.is_http and record.kind == "response":
        return "no HTTP answer"
    parts = split_head(record.block)
    if parts is None and record.kind == "revisit" and not record.block.strip():
        return "without an HTTP head"
    return "" if parts and _STATUS.match(parts[0]) else "no HTTP answer"


def _metadata(record: Record, source: str, original: Capture | None) -> dict[str, object]:
    """Our facts about it, and what the tool had written in the places that we fill."""
    try:
        theirs = json.loads(record.field("WARC-JSON-Metadata") or "{}")
    except (ValueError, RecursionError):
        theirs = {}
    facts: dict[str, object] = {}
    if isinstance(theirs, dict) and theirs.get("fidelity") in _FIDELITIES:
        facts = {**theirs, "elapsed_ms": _number(theirs.get("elapsed_ms"))}  # once our own
    else:
        truncated = record.field("WARC-Truncated")
        facts = {"fidelity": "truncated" if truncated else "imported"}
        if theirs:
            facts["theirs"] = theirs
    if original is not None:
        facts["bytes"] = original.bytes
    names = ("WARC-Record-ID", "WARC-Block-Digest", "WARC-Payload-Digest", "WARC-Warcinfo-ID")
    was = {name: record.field(name) for name in names if record.field(name)}
    if not _SECOND.match(record.field("WARC-Date")):
        was["WARC-Date"] = record.field("WARC-Date")
    if any(name == _TOLD_TYPE for name, _ in record.fields):
        was["Content-Type"] = record.field(_TOLD_TYPE)
    if url_of(record) != record.target:
        was["WARC-Target-URI"] = record.target
    return {**facts, "imported_from": source, "was": was}


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1 << 31 else 0


def _clean(value: str) -> str:
    """A header value on one line."""
    return " ".join(as_utf8(value).split())
