"""Decodes the beginning of a compressed body, never more than was asked for. Pure."""

from __future__ import annotations

import zlib

import brotli  # type: ignore[import-untyped]

# What we ask for. Brotli is undone too, for servers that send what nobody asked for.
ACCEPT_ENCODING = "gzip, deflate"

_NO_CODINGS = frozenset({"identity", "none", "utf-8", "utf8", "binary", "7bit", "8bit"})
"""What servers say by mistake of a body that is sent as it is; browsers show it, too."""


def decode_start(body: bytes, encoding: str, limit: int) -> bytes | None:
    """At most ``limit`` bytes of the decoded body; None when it cannot be decoded.

    ``body`` may be cut off anywhere. ``encoding`` is a Content-Encoding header (RFC 9110 §8.4);
    several codings on top of each other are undone up to two.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    codings = [name for name in names if name not in _NO_CODINGS]
    if len(codings) > 2:
        return None
    for name in reversed(codings):
        decoded = _undo(body, name, limit)
        if decoded is None:
            return None
        body = decoded
    return body[:limit]


def _undo(body: bytes, name: str, limit: int) -> bytes | None:
    if name in ("gzip", "x-gzip"):
        return _inflate(body, 31, limit)
    if name == "deflate":  # zlib as the standard says, or raw as some servers send
        decoded = _inflate(body, 15, limit)
        return decoded if decoded is not None else _inflate(body, -15, limit)
    if name == "br":
        return _unbrotli(body, limit)
    return None


def _inflate(body: bytes, window: int, limit: int) -> bytes | None:
    try:
        return zlib.decompressobj(window).decompress(body, limit)
    except zlib.error:
        return None


def _unbrotli(body: bytes, limit: int) -> bytes | None:
    try:
        return bytes(brotli.Decompressor().process(body, output_buffer_limit=limit))
    except brotli.error:
        return None
