"""Content codings: from a body as received to the bytes of the page (RFC 9110 §8.4). Pure."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]

from archive.records import Exchange
from archive.warc.messages import header_of

MAX_BODY_BYTES = 50_000_000
MAX_CODINGS = 5  # as curl and urllib3 do; more is an attack
MAX_MEMBERS = 10_000
"""Gzip members in a row; empty ones add nothing to the size, so that it does not bound them."""
ACCEPTED = "gzip, deflate"
"""Codings a crawl asks for: of those that are undone here the ones every reader of WARC knows."""
_PIECE = 1 << 14
"""Bytes of a packed body that are unpacked at a time."""


class UndecodableBody(Exception):
    """The body is not what its Content-Encoding says; the message says how."""


def decoded_body(exchange: Exchange, max_bytes: int = MAX_BODY_BYTES) -> bytes:
    """The body of an answer without its content-codings, at most ``max_bytes`` long.

    Raises ``UndecodableBody`` for a coding we do not know, a stream that breaks off before its
    end mark, and one that unpacks to more than ``max_bytes``.
    """
    body = exchange.body
    named = header_of(exchange, "content-encoding").lower().split(",")
    codings = [name.strip() for name in named if name.strip() not in ("", "identity")]
    if len(codings) > MAX_CODINGS:
        raise UndecodableBody(f"{len(codings)} content-codings on top of each other")
    for name in reversed(codings):
        decode = _DECODERS.get(name)
        if decode is None:
            raise UndecodableBody(f"unknown content-coding {name}")
        try:
            body = decode(body, max_bytes) if body else body
        except UndecodableBody:
            if exchange.fidelity != "imported" or not _is_text(body):
                raise
    return body


def _is_text(body: bytes) -> bool:
    """Whether it was never packed, or another tool took the coding off and left the header:
    what is packed is not UTF-8."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def unzip(body: bytes, max_bytes: int = MAX_BODY_BYTES) -> bytes:
    """What a gzip stream holds (RFC 1952); raises ``UndecodableBody``.

    Several members in a row, at most ``MAX_MEMBERS``, are one text; whatever else follows
    the end mark is ignored, as browsers do.
    """
    out = bytearray()
    at = members = 0
    while not at or body.startswith(b"\x1f\x8b", at):
        members += 1
        if members > MAX_MEMBERS:
            raise UndecodableBody(f"more than {MAX_MEMBERS} gzip members in a row")
        data, at = _inflate(body, max_bytes - len(out), zlib.MAX_WBITS | 16, at)
        out += data
    return bytes(out)


def _undeflate(body: bytes, max_bytes: int) -> bytes:
    """``deflate`` with or without the zlib header: servers send both (RFC 9110 §8.4.1.2)."""
    has_header = (body[0] & 0x0F) == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflate(body, max_bytes, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)[0]


def _inflate(body: bytes, max_bytes: int, window: int, at: int = 0) -> tuple[bytes, int]:
    """Unpacked data of the stream that begins at ``at``, and where its end mark ends.

    Fed in pieces, since zlib copies what it was fed behind the end mark.
    """
    inflater = zlib.decompressobj(window)
    data = bytearray()
    while not inflater.eof:
        piece = body[at : at + _PIECE]
        if not piece:
            raise UndecodableBody("the compressed body breaks off")
        try:
            data += inflater.decompress(piece, max_bytes + 1 - len(data))
        except zlib.error as error:
            raise UndecodableBody(f"broken compression ({error})") from error
        if len(data) > max_bytes:
            raise UndecodableBody(f"unpacks to more than {max_bytes} bytes")
        at += len(piece) - len(inflater.unused_data)
    return bytes(data), at


def _unbrotli(body: bytes, max_bytes: int) -> bytes:
    unpacker = brotli.Decompressor()
    try:
        data = bytearray(unpacker.process(body, output_buffer_limit=max_bytes + 1))
        while len(data) <= max_bytes and not unpacker.can_accept_more_data():
            data += unpacker.process(b"", output_buffer_limit=max_bytes + 1 - len(data))
    except brotli.error as error:
        raise UndecodableBody(f"broken compression ({error})") from error
    if len(data) > max_bytes:
        raise UndecodableBody(f"unpacks to more than {max_bytes} bytes")
    if not unpacker.is_finished():
        raise UndecodableBody("the compressed body breaks off")
    return bytes(data)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": unzip,
    "x-gzip": unzip,
    "deflate": _undeflate,
    "br": _unbrotli,
}
