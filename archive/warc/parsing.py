"""One WARC record from its bytes, with everything that is wrong with it (ISO 28500:2017). Pure.

For records of any tool: nothing is demanded, every deviation is named.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from archive.warc.framing import BadFraming, dechunk, headers_of, is_chunked, split_head

_VERSION = re.compile(rb"WARC/(\d+\.\d+)")
_RECORD_ID = re.compile(r"<(?:urn:uuid:)?[^<>\s]+>")
_DIGEST = re.compile(r"([A-Za-z0-9-]+):([A-Za-z0-9+/=_-]+)")
_TYPES = frozenset({
    "warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion",
    "continuation",
})  # fmt: skip
_NEED_TARGET = frozenset({"response", "resource", "request", "revisit", "conversion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it stands in a file."""

    version: str
    """``1.0`` or ``1.1``; empty when it has no version line."""
    fields: tuple[tuple[str, str], ...]
    """Name and value of its header lines, in order."""
    block: bytes

    def field(self, name: str) -> str:
        """The first value of a header, whatever its case; empty when it has none."""
        return next((v for n, v in self.fields if n.lower() == name.lower()), "")

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
        """What was asked; wget writes it in angle brackets, as WARC/1.0 had it."""
        return self.field("WARC-Target-URI").removeprefix("<").removesuffix(">")

    @property
    def is_capture(self) -> bool:
        """Whether it holds an answer from the web, or what came with one."""
        kinds = ("response", "revisit", "resource")
        return self.kind in kinds and self.target.startswith(("http:", "https:"))

    @property
    def payload(self) -> bytes:
        """What a payload digest is of: the entity of an HTTP message, otherwise the block.

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


def bare_id(text: str) -> str:
    """A record id without ``<urn:uuid:>``."""
    return text.strip().removeprefix("<").removesuffix(">").removeprefix("urn:uuid:")


def parse(data: bytes) -> tuple[Record | None, list[tuple[str, str]]]:
    """The record in ``data``, and its anomalies as (kind, sentence); None when it is none."""
    parts = split_head(data)
    version = _VERSION.match(data)
    if parts is None or version is None:
        return None, [("no_record", "It does not begin like a WARC record.")]
    head, rest = parts
    record = Record(version=version[1].decode(), fields=headers_of(head), block=rest)
    problems: list[tuple[str, str]] = []
    length = record.field("Content-Length")
    if not length.isdigit():
        problems.append(("no_length", "It has no Content-Length."))
        block = rest.removesuffix(b"\r\n\r\n")
    else:
        block, behind = rest[: int(length)], rest[int(length) :]
        if len(block) < int(length):
            said = f"Its block has {len(block)} of {length} bytes."
            problems.append(("short_block", said))
        elif behind != b"\r\n\r\n":
            problems.append(("bad_end", f"It ends in {behind[:20]!r}, not in two line ends."))
    record = Record(version=record.version, fields=record.fields, block=block)
    problems += _check_fields(record)
    problems += _check_digests(record)
    return record, problems


def _check_fields(record: Record) -> Iterator[tuple[str, str]]:
    if record.version not in ("1.0", "1.1"):
        yield "odd_version", f"WARC/{record.version} is not a version we know."
    if record.kind not in _TYPES:
        yield "odd_type", f"{record.field('WARC-Type') or 'No'} type is not one of the standard."
    if not _RECORD_ID.fullmatch(record.field("WARC-Record-ID")):
        yield "no_id", "It has no sound WARC-Record-ID."
    try:
        datetime.fromisoformat(record.field("WARC-Date"))
    except ValueError:
        yield "no_date", f"{record.field('WARC-Date') or 'No'} date is not one (W3C profile)."
    if record.kind in _NEED_TARGET and not record.field("WARC-Target-URI"):
        yield "no_target", "It does not say what was asked (WARC-Target-URI)."
    if record.kind == "revisit" and not record.field("WARC-Profile"):
        yield "no_profile", "A revisit has to name its profile."
    if record.is_http and record.kind == "response" and split_head(record.block) is None:
        yield "no_http", "Its block is not an HTTP message."


def _check_digests(record: Record) -> Iterator[tuple[str, str]]:
    block_digest = record.field("WARC-Block-Digest")
    if block_digest:
        matches = digest_matches(block_digest, record.block)
        if matches is None:
            yield "odd_digest", f"The digest {block_digest[:80]} cannot be computed."
        elif not matches:
            yield "block_digest", "The block does not match its digest."
    payload_digest = record.field("WARC-Payload-Digest")
    if not payload_digest or record.kind not in ("response", "resource"):
        return
    if not record.is_http:
        if digest_matches(payload_digest, record.block) is False:
            yield "payload_digest", "The payload does not match its digest."
        return
    parts = split_head(record.block)
    if parts is None or record.field("WARC-Truncated"):
        return
    if digest_matches(payload_digest, record.payload) is False:
        if digest_matches(payload_digest, parts[1]):
            yield (
                "payload_digest_of_framing",
                "Its payload digest is that of the chunked framing, not of the entity.",
            )
        else:
            yield "payload_digest", "The payload does not match its digest."


def digest_matches(printed: str, data: bytes) -> bool | None:
    """Whether ``algorithm:value`` is the digest of ``data``; None when it cannot be computed.

    The value may be hexadecimal, Base32 or Base64: all three are met in practice.
    """
    match = _DIGEST.fullmatch(printed.strip())
    algorithm = match[1].lower().replace("-", "") if match else ""
    if match is None or algorithm not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return None
    digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    value = match[2]
    if len(value) == len(digest) * 2:
        return value.lower() == digest.hex()
    try:
        if len(value.rstrip("=")) == -(-len(digest) * 8 // 5):
            return base64.b32decode(_padded(value, 8).upper()) == digest
        return base64.urlsafe_b64decode(_padded(value, 4).replace("+", "-").replace("/", "_")) == (
            digest
        )
    except (binascii.Error, ValueError):
        return False


def _padded(text: str, size: int) -> str:
    bare = text.rstrip("=")
    return bare + "=" * (-len(bare) % size)
