"""One WARC record: made from an exchange, and read back (ISO 28500:2017, WARC/1.1)."""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import cast

from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from archive.records import Capture, Exchange
from archive.warc.framing import BadFraming, dechunk, headers_of, is_chunked, split_head
from archive.warc.messages import location_of, mime_of

GZIP = zlib.MAX_WBITS | 16  # with the head and the tail of gzip
_HEAD_BYTES = 1000  # of a record, in which its own id stands: it is one of the first lines

# Before a URL, as the target of metadata records: pywb and cdxj-indexer take one that has the
# address of a page for the page.
RECEIVED = "urn:received:"
"""Of what came besides an answer, or instead of one."""
FAILURE = "urn:failure:"
"""Of why there was no answer."""

_PACKED_WRONG = cast("type[Exception]", isal_zlib.IsalError)
"""What ISA-L raises; its type hints call the class an instance."""

Value = str | tuple[str, ...] | None
"""Of a WARC header: absent, once, or once for each."""


def member(
    kind: str,
    record_id: str,
    block: bytes,
    fields: Mapping[str, Value],
    content_type: str | None = None,
) -> bytes:
    """One record as one gzip member; ``block`` is kept byte for byte.

    ``content_type`` is that of the block, where it is not the usual one of its kind.
    """
    return member_of_lines(kind, record_id, block, lines_of(fields), content_type)


def lines_of(fields: Mapping[str, Value]) -> str:
    """Header fields of a WARC record as the lines to be written."""
    return "".join(
        f"{name}: {text}\r\n"
        for name, value in fields.items()
        for text in ((value,) if isinstance(value, str) else value or ())
        if text
    )


def member_of_lines(
    kind: str, record_id: str, block: bytes, lines: str, content_type: str | None = None
) -> bytes:
    """As ``member``, for header fields that are lines already."""
    # Not by warcio's writer: it leaves out the block of a revisit, gives a digest of its payload to
    # what has none, and takes three times as long.
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{record_id}>\r\n{lines}"
        f"WARC-Block-Digest: sha256:{hashlib.sha256(block).hexdigest()}\r\n"
        f"Content-Type: {content_type or WARCWriter.WARC_RECORDS[kind]}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return _packed(b"".join((head.encode(), block, b"\r\n\r\n")))


def new_id() -> str:
    """The id of a new record: a UUID that begins with the moment (RFC 9562 §5.7, with parts of the
    millisecond by its §6.2, method 3) and is random behind it.

    Ids of one time stand together in the indexes of the database, which costs a fifth
    less than random ones do (decision 0034): a weekly run would write each index from end to end.
    """
    ms, ns = divmod(time.time_ns(), 1_000_000)
    moment, part, digits = f"{ms:012x}", ns * 4096 // 1_000_000, os.urandom(8).hex()
    variant = "89ab"[int(digits[0], 16) & 3]
    return f"{moment[:8]}-{moment[8:]}-7{part:03x}-{variant}{digits[1:4]}-{digits[4:]}"


def received_member(exchange: Exchange, lines: tuple[str, str]) -> bytes:
    """The record of bytes that came before the answer (interim answers) or instead of one; empty if
    there are none.

    ``lines`` of its header: the date; and, to stand behind what it is about, where it came from and
    the response, or the record that tells the failure, to which it belongs.
    """
    has_answer = exchange.status is not None
    received = exchange.interim if has_answer else exchange.raw_response
    if not received:
        return b""
    date, rest = lines
    head = f"{date}WARC-Target-URI: {RECEIVED}{exchange.url}\r\n{rest}"
    if exchange.truncated and not has_answer:
        head += f"WARC-Truncated: {exchange.truncated}\r\n"
    http = WARCWriter.WARC_RECORDS["response"]
    content_type = http if received.startswith(b"HTTP/") else "application/octet-stream"
    return member_of_lines("metadata", new_id(), received, head, content_type)


def failure_member(exchange: Exchange, date: str, names: tuple[str, str]) -> bytes:
    """The record that says why there was no answer. ``date`` is a header line, ``names`` the ids of
    the record and of its request."""
    facts = f"error: {exchange.error}\r\nelapsed_ms: {exchange.elapsed_ms}\r\n"
    lines = (
        f"{date}WARC-Target-URI: {FAILURE}{exchange.url}\r\n"
        f"WARC-Concurrent-To: <urn:uuid:{names[1]}>\r\n"
    )
    return member_of_lines("metadata", names[0], facts.encode(), lines)


def origin_of(exchange: Exchange, warcinfo_id: str) -> str:
    """The lines that say where the bytes came from. Cipher suites go by IANA names, as TLS 1.3 has
    them."""
    address, cipher = exchange.ip_address, exchange.cipher
    lines = f"WARC-IP-Address: {address}\r\n" if address else ""
    for protocol in (exchange.protocol, exchange.tls):
        if protocol:
            lines += f"WARC-Protocol: {protocol}\r\n"
    if cipher.startswith("TLS_"):
        lines += f"WARC-Cipher-Suite: {cipher}\r\n"
    return f"{lines}WARC-Warcinfo-ID: <urn:uuid:{warcinfo_id}>\r\n"


def metadata_of(exchange: Exchange, *, is_revisit: bool) -> str:
    """The header line for facts that have no WARC field of their own."""
    facts = f'"elapsed_ms": {exchange.elapsed_ms}, "fidelity": "{exchange.fidelity}"'
    if is_revisit and exchange.body:  # that of a 304 had none, nor has its record
        facts += f', "bytes": {len(exchange.body)}'
    if exchange.error:
        facts += f', "error": {json.dumps(exchange.error)}'
    if exchange.is_requisite:
        facts += ', "requisite": true'
    return f"WARC-JSON-Metadata: {{{facts}}}\r\n"


def _packed(data: bytes) -> bytes:
    """One gzip member (RFC 1952).

    By ISA-L: a page takes a seventh of zlib's time and a tenth more room, a head of some hundred
    bytes half the time and no more room.
    """
    packed: bytes = isal_zlib.compress(data, 2, GZIP)
    return packed


def holds(data: bytes, record_id: str) -> bool:
    """Whether a gzip member is intact, by its checksum, and holds the record with this id."""
    return bool(intact(data, record_id))


def intact(data: bytes, record_id: str) -> bytes:
    """The record in a gzip member; empty unless it is the one with this id, by its checksum as it
    was written."""
    try:
        record: bytes = isal_zlib.decompress(data, GZIP)
    except _PACKED_WRONG:
        return b""
    return record if f"<urn:uuid:{record_id}>".encode() in record[:_HEAD_BYTES] else b""


def read_record(
    record: ArcWarcRecord,
    block: bytes,
    request: bytes,
    file: str = "",
    offset: int = 0,
    length: int = 0,
) -> tuple[Exchange, Capture]:
    """Parse a response, revisit or resource record as we keep it.

    Raises ValueError for what we did not write.
    """
    fields = record.rec_headers
    if record.rec_type == "resource":  # another tool's: the entity without its answer
        head, framed, status = b"", block, 200
        headers: tuple[tuple[str, str], ...] = (
            ("Content-Type", fields.get_header("Content-Type", "")),
        )
    else:
        head, framed = split_head(block) or (block, b"")
        headers, status = headers_of(head), int(head.split(None, 2)[1][:3])
    body = framed
    truncated = fields.get_header("WARC-Truncated")
    if is_chunked(headers):
        with suppress(BadFraming):  # others take the coding off and leave the header
            body = dechunk(framed, is_cut=bool(truncated))
    extra = json.loads(fields.get_header("WARC-JSON-Metadata", "{}"))
    protocols = [v for n, v in fields.headers if n.lower() == "warc-protocol"]
    exchange = Exchange(
        url=fields.get_header("WARC-Target-URI"),
        started_at=datetime.fromisoformat(fields.get_header("WARC-Date")),
        elapsed_ms=int(extra.get("elapsed_ms", 0)),
        raw_request=request,
        raw_response=head,
        body=body,
        framed=framed if framed != body else b"",
        status=status,
        headers=headers,
        ip_address=fields.get_header("WARC-IP-Address"),
        protocol=next((p for p in protocols if p.startswith("http")), "http/1.1"),
        tls=next((p for p in protocols if p.startswith("tls")), ""),
        cipher=fields.get_header("WARC-Cipher-Suite", ""),
        fidelity=str(extra.get("fidelity", "reconstructed")),
        truncated=truncated,
        error=extra.get("error"),
        is_requisite=bool(extra.get("requisite")),
    )
    record_id = fields.get_header("WARC-Record-ID").removeprefix("<urn:uuid:").removesuffix(">")
    payload = fields.get_header("WARC-Payload-Digest").removeprefix("sha256:")
    capture = capture_of(exchange, record_id, payload, file, offset, length)
    original = fields.get_header("WARC-Refers-To")
    if record.rec_type == "revisit" and original:
        original = original.removeprefix("<urn:uuid:").removesuffix(">")
        size = int(extra.get("bytes", capture.bytes))
        capture = replace(capture, revisit_of=original, bytes=size)
    return exchange, capture


def read_member(
    data: bytes, request: bytes = b"", file: str = "", offset: int = 0
) -> tuple[Exchange, Capture]:
    """The record in a gzip member; see ``read_record``. ``file`` and ``offset``: where it lies.

    Raises ArchiveLoadFailed, StopIteration, ValueError.
    """
    record = next(ArchiveIterator(BytesIO(data), no_record_parse=True))
    return read_record(record, block_of(record), request, file, offset, len(data))


def is_capture(record: ArcWarcRecord) -> bool:
    """Whether a record holds an answer, or what came with one; imported ``dns:`` ones do not."""
    target = record.rec_headers.get_header("WARC-Target-URI") or ""
    return record.rec_type in ("response", "revisit", "resource") and target.startswith("http")


def received_with(record: ArcWarcRecord) -> str:
    """The id of the answer that a record of ``received_member`` belongs to; of others empty."""
    fields = record.rec_headers
    if not (fields.get_header("WARC-Target-URI") or "").startswith(RECEIVED):
        return ""
    named = fields.get_header("WARC-Concurrent-To") or ""
    return named.removeprefix("<urn:uuid:").removesuffix(">")


def capture_of(
    exchange: Exchange,
    record_id: str,
    payload_sha256: str,
    file: str,
    offset: int,
    length: int,
    revisit_of: str | None = None,
) -> Capture:
    """The ``Capture`` of a response: what it was, and where its record lies."""
    return Capture(
        id=record_id,
        url=exchange.url,
        fetched_at=exchange.started_at,
        status=exchange.status or 0,
        mime=mime_of(exchange),
        payload_sha256=payload_sha256,
        bytes=len(exchange.body),
        warc_file=file,
        warc_offset_bytes=offset,
        warc_length_bytes=length,
        location=location_of(exchange),
        ip_address=exchange.ip_address,
        fidelity=exchange.fidelity,
        truncated=exchange.truncated,
        revisit_of=revisit_of,
        elapsed_ms=exchange.elapsed_ms,
        is_requisite=exchange.is_requisite,
    )


def block_of(record: ArcWarcRecord) -> bytes:
    """The whole block of a record; ValueError when its digest does not match."""
    block = b"".join(iter(lambda: record.raw_stream.read(1 << 16), b""))  # it gives less a call
    digest = hashlib.sha256(block).hexdigest()
    if record.rec_headers.get_header("WARC-Block-Digest") != f"sha256:{digest}":
        raise ValueError("the block does not match its digest")
    return block


def whole_end(path: Path) -> int:
    """Offset of the end of the last gzip member that is complete, in bytes."""
    end = position = 0
    inflater, rest = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    with path.open("rb") as file:
        while data := rest or file.read(1 << 16):
            try:
                inflater.decompress(data)
            except zlib.error:
                break
            rest = inflater.unused_data
            position += len(data) - len(rest)
            if inflater.eof:
                end = position
                inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return end


def check_last_member(path: Path, offset: int) -> None:
    """Raise ValueError when the last gzip member is cut off, which warcio would not notice."""
    with path.open("rb") as file:
        file.seek(offset)
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while data := file.read(1 << 20):
            inflater.decompress(data)
    if not inflater.eof:
        raise ValueError("the last record is cut off")


def warc_date(moment: datetime) -> str:
    """W3C date with microseconds, as WARC/1.1 §5.4 allows."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"
