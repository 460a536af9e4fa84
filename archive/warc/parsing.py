"""Parses one WARC record, and lists everything wrong with it (ISO 28500:2017). Pure.

For records of any tool: nothing is demanded, every deviation is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from urllib.parse import quote

from archive.warc.digests import PrintedDigest
from archive.warc.framing import (
    BadFraming,
    Dechunker,
    dechunk,
    headers_of,
    is_chunked,
    split_head,
)
from archive.warc.messages import as_utf8

_VERSION = re.compile(rb"WARC/(\d+\.\d+)")
LOSSES = frozenset({"no_record", "no_length", "short_block", "bad_end", "block_digest"})
"""What is wrong with a record of which something is lost."""
_RECORD_ID = re.compile(r"<(?:urn:uuid:)?[^<>\s]+>")
# No file has more bytes; and other digits, or thousands of them, are no length.
_LENGTH = re.compile(r"[0-9]{1,18}")
_COARSE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
MAX_HEAD_BYTES = 1 << 20
"""Of a record, or of the HTTP message in it; what goes on for longer is none."""
_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f]")
_END = b"\r\n\r\n"
_MAX_END = 1 << 10
BETWEEN = b"\r\n \0"
"""What some tools put behind a record instead: another number of line ends, or padding."""
_TYPES = frozenset({
    "warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion",
    "continuation",
})  # fmt: skip
_NEED_TARGET = frozenset({"response", "resource", "request", "revisit", "conversion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it was found in a file."""

    version: str
    """``1.0`` or ``1.1``; empty when it has no version line."""
    fields: tuple[tuple[str, str], ...]
    """Name and value of its header lines, in order."""
    block: bytes

    def field(self, name: str) -> str:
        """The first value of a header, its name in any case; empty when there is none."""
        wanted, length = name.lower(), len(name)
        for printed, value in self.fields:
            if len(printed) == length and printed.lower() == wanted:
                return value
        return ""

    @property
    def kind(self) -> str:
        """WARC-Type, lower case."""
        return self.field("WARC-Type").lower()

    @property
    def id(self) -> str:
        """WARC-Record-ID without brackets and scheme."""
        return bare_id(self.field("WARC-Record-ID"))

    @property
    def target(self) -> str:
        """The WARC-Target-URI, without the angle brackets that wget writes around it (WARC/1.0)."""
        return as_utf8(self.field("WARC-Target-URI").removeprefix("<").removesuffix(">"))

    @property
    def address(self) -> str:
        """The address it is about, as ``address_of`` has it: of ``urn:view:URL``,
        ``urn:text:URL`` and the like, URL."""
        bare = re.sub(r"^\s*urn:[\w-]+:\s*(?=https?:)", "", self.target, flags=re.IGNORECASE)
        return address_of(bare)

    @property
    def is_capture(self) -> bool:
        """Whether the record holds an answer from the web, or something that came with one."""
        kinds = ("response", "revisit", "resource")
        return self.kind in kinds and self.target.lower().startswith(("http:", "https:"))

    @property
    def payload(self) -> bytes:
        """What a payload digest is computed over: the entity of an HTTP message, else the block.

        A transfer-coding that its head names and its body does not have was taken off by
        another tool.
        """
        parts = split_head(self.block) if self.is_http else None
        if parts is None:
            return self.block
        if is_chunked(headers_of(parts[0])):
            with suppress(BadFraming):
                return dechunk(parts[1], is_cut=bool(self.field("WARC-Truncated")))
        return parts[1]

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message."""
        return self.field("Content-Type").lower().replace(" ", "").startswith("application/http")


def address_of(printed: str) -> str:
    """An address as printed in a record, its scheme in lower case. Characters that no address may
    have are percent-encoded: some tools leave blanks in it, and a terminal would obey the rest."""
    address = _NO_ADDRESS.sub(lambda found: quote(found[0]), " ".join(printed.split()))
    scheme, colon, rest = address.partition(":")
    return f"{scheme.lower()}{colon}{rest}" if scheme.lower() in ("http", "https") else address


def moment_in(printed: str) -> datetime:
    """The moment that a WARC-Date names, its beginning where it is a month or a year (WARC/1.1
    §5.4 allows them); without a zone where none is told. Raises ValueError when it is none."""
    coarse = _COARSE.fullmatch(printed)
    if coarse is not None:
        return datetime(int(coarse[1]), int(coarse[2] or 1), 1, tzinfo=UTC)
    return datetime.fromisoformat(printed)


def bare_id(text: str) -> str:
    """A record id without ``<urn:uuid:>``."""
    return text.strip().removeprefix("<").removesuffix(">").removeprefix("urn:uuid:")


def parse(data: bytes) -> tuple[Record | None, list[tuple[str, str]]]:
    """The record in ``data`` and its anomalies as (kind, sentence); None when there is no
    record."""
    record, problems = examine((data,))
    if record is None:
        return None, problems
    _, rest = split_head(data) or (data, b"")
    length = record.field("Content-Length")
    block = rest[: int(length)] if _LENGTH.fullmatch(length) else rest.removesuffix(_END)
    return replace(record, block=block), problems


def examine(chunks: Iterable[bytes]) -> tuple[Record | None, list[tuple[str, str]]]:
    """As ``parse``, for a record that comes in pieces; the block is not kept, but left empty."""
    coming = iter(chunks)
    start, parts = b"", None
    while parts is None and len(start) <= MAX_HEAD_BYTES and (chunk := next(coming, b"")):
        start += chunk
        parts = split_head(start)
    version = _VERSION.match(start)
    if parts is None or version is None:
        return None, [("no_record", "It does not begin like a WARC record.")]
    record = Record(version=version[1].decode(), fields=headers_of(parts[0]), block=b"")
    length = record.field("Content-Length")
    has_length = _LENGTH.fullmatch(length) is not None
    left = int(length) if has_length else 0
    digests, behind = _Digests(record), b""
    for chunk in chain((parts[1],), coming):
        if has_length:
            behind = (behind + chunk[left:])[:_MAX_END]
            chunk = chunk[:left]
            left -= len(chunk)
        else:  # its end is that of the data
            chunk, behind = (behind + chunk)[: -len(_END)], (behind + chunk)[-len(_END) :]
        digests.update(chunk)
    problems: list[tuple[str, str]] = []
    if not has_length:
        digests.update(behind.removesuffix(_END))
        problems.append(("no_length", "It has no Content-Length."))
    elif left:
        said = f"Its block has {int(length) - left} of {length} bytes."
        problems.append(("short_block", said))
    elif behind != _END and len(behind) < _MAX_END and not behind.strip(BETWEEN):
        said = f"Behind it {behind[:20]!r} stands, and not two line ends."
        problems.append(("odd_end", said))
    elif behind != _END:
        problems.append(("bad_end", f"It ends in {behind[:20]!r}, not in two line ends."))
    problems += _check_fields(record)
    problems += digests.problems()
    return record, problems


def _check_fields(record: Record) -> Iterator[tuple[str, str]]:
    if record.version not in ("1.0", "1.1"):
        yield "odd_version", f"WARC/{record.version} is not a version we know."
    if record.kind not in _TYPES:
        yield "odd_type", f"{record.field('WARC-Type') or 'No'} type is not one of the standard."
    if not _RECORD_ID.fullmatch(record.field("WARC-Record-ID")):
        yield "no_id", "It has no sound WARC-Record-ID."
    try:
        moment_in(record.field("WARC-Date"))
    except ValueError:
        yield "no_date", f"{record.field('WARC-Date') or 'No'} date is not one (W3C profile)."
    if record.kind in _NEED_TARGET and not record.field("WARC-Target-URI"):
        yield "no_target", "It does not say what was asked (WARC-Target-URI)."
    if record.kind == "revisit" and not record.field("WARC-Profile"):
        yield "no_profile", "A revisit has to name its profile."


class _Digests:
    """The digests of block and payload, computed while the block passes."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._block = PrintedDigest(record.field("WARC-Block-Digest"))
        self._printed = record.field("WARC-Payload-Digest")
        self._framed = self._entity = PrintedDigest(self._printed)
        self._head: bytes | None = b"" if record.is_http else None
        self._dechunker: Dechunker | None = None
        """While the payload is chunked; then that of the entity is another digest."""

    def update(self, data: bytes) -> None:
        """Some more of the block."""
        self._block.update(data)
        if self._head is not None:
            if len(self._head) > MAX_HEAD_BYTES:
                return
            self._head += data
            parts = split_head(self._head)
            if parts is None:
                return
            self._head, data = None, parts[1]
            if is_chunked(headers_of(parts[0])):
                self._dechunker, self._entity = Dechunker(), PrintedDigest(self._printed)
        self._framed.update(data)
        if self._dechunker is None:
            return
        try:
            self._entity.update(self._dechunker.feed(data))
        except BadFraming:
            self._give_up_chunks()

    def _give_up_chunks(self) -> None:
        """Another tool took the coding off and left the header: what is there is the entity."""
        self._dechunker, self._entity = None, self._framed

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is wrong, when all has passed."""
        record = self._record
        has_no_head = self._head is not None
        if has_no_head and record.kind == "response":
            yield "no_http", "Its block is not an HTTP message."
        printed = record.field("WARC-Block-Digest")
        if printed and self._block.matches is None:
            yield "odd_digest", f"The digest {printed[:80]} cannot be computed."
        elif printed and not self._block.matches and self._is_of_more_than_the_block():
            yield "odd_digest", f"The digest {printed[:80]} is that of the block before it was cut."
        elif printed and not self._block.matches:
            yield "block_digest", "The block does not match its digest."
        if not self._printed or record.kind not in ("response", "resource"):
            return
        if record.is_http and (has_no_head or record.field("WARC-Truncated")):
            return
        if record.field("WARC-Segment-Number"):  # of the whole, which lies in several records
            return
        if self._dechunker is not None and not self._dechunker.is_done:
            self._give_up_chunks()
        if self._entity.matches is False:
            if self._framed.matches and self._entity is not self._framed:
                yield (
                    "payload_digest_of_framing",
                    "Its payload digest is that of the chunked framing, not of the entity.",
                )
            else:
                yield "payload_digest", "The payload does not match its digest."

    def _is_of_more_than_the_block(self) -> bool:
        """Whether a block is cut of which wget printed the digest before: it writes revisits so."""
        record = self._record
        is_cut = record.kind == "revisit" and record.field("WARC-Truncated") == "length"
        return is_cut and str(self._block).startswith("sha1:")
