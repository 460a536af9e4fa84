"""Ways of putting a body on the wire, honest and not.

Handlers of the site and of the outside world call ``deliver``; what it does is real HTTP/1.1
behaviour below the level of aiohttp's Response where that would be too well-behaved.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import struct
import zlib

import brotli
from aiohttp import web

MODES = (
    "plain", "gzip", "deflate", "br", "chunked", "short", "long", "cut", "reset", "gzip-cut",
)  # fmt: skip


async def deliver(
    request: web.Request,
    body: bytes,
    *,
    mode: str = "plain",
    status: int = 200,
    content_type: str | None = "text/html; charset=utf-8",
    headers: dict[str, str] | None = None,
) -> web.StreamResponse:
    """Answer with ``body`` in one of MODES.

    gzip, deflate, br: content-coded when the client accepts it. chunked: no Content-Length.
    short: promises 1,000 bytes more than come. long: promises half of what comes. cut: half the
    body, then a reset. reset: a reset at once. gzip-cut: a gzip stream without its end, with the
    right Content-Length.
    """
    headers = dict(headers or {})
    if content_type is not None:
        headers["Content-Type"] = content_type
    if mode in ("short", "long", "cut", "reset"):
        return await _misbehave(request, body, mode, status, headers)
    if mode == "chunked":
        return await _send_chunks(request, body, status, headers)
    if mode in ("gzip", "deflate", "br", "gzip-cut"):
        body, coding = _encode(body, mode, request.headers.get("Accept-Encoding", ""))
        if coding:
            headers["Content-Encoding"] = coding
        headers["Vary"] = "Accept-Encoding"
    response = web.Response(body=body, status=status, headers=headers)
    if content_type is None:
        response.headers.popall("Content-Type", None)
    return response


async def break_off(request: web.Request) -> web.StreamResponse:
    """Reset the connection (RST, not FIN) without an answer."""
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=499)  # never sent; aiohttp wants something to return


async def wait(request: web.Request, seconds: float) -> None:
    """Wait, but no longer than the client does."""
    for _ in range(max(1, round(seconds / 0.05))):
        if request.transport is None or request.transport.is_closing():
            return
        await asyncio.sleep(min(0.05, seconds))


def _encode(body: bytes, mode: str, accepted: str) -> tuple[bytes, str]:
    coding = "gzip" if mode == "gzip-cut" else mode
    if coding not in accepted.lower():
        return body, ""
    if coding == "br":
        return brotli.compress(body, quality=4), coding
    if coding == "deflate":
        return zlib.compress(body), coding
    packed = gzip.compress(body, mtime=0)
    return (packed[: len(packed) // 2] if mode == "gzip-cut" else packed), coding


async def _send_chunks(
    request: web.Request, body: bytes, status: int, headers: dict[str, str]
) -> web.StreamResponse:
    response = web.StreamResponse(status=status, headers=headers)
    response.enable_chunked_encoding()
    await response.prepare(request)
    size = max(1, min(16_384, len(body) // 3))
    for start in range(0, len(body), size):
        await response.write(body[start : start + size])
    await response.write_eof()
    return response


async def _misbehave(
    request: web.Request, body: bytes, mode: str, status: int, headers: dict[str, str]
) -> web.StreamResponse:
    if mode == "reset" or request.transport is None:
        return await break_off(request)
    promised = {"short": len(body) + 1000, "long": len(body) // 2, "cut": len(body)}[mode]
    head = f"HTTP/1.1 {status} OK\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head += f"Content-Length: {promised}\r\nConnection: close\r\n\r\n"
    part = body[: len(body) // 2] if mode == "cut" else body
    request.transport.write(head.encode("latin-1") + part)
    if mode == "cut":
        await asyncio.sleep(0.02)  # let the half leave before the reset overtakes it
        return await break_off(request)
    request.transport.close()  # flushes, then FIN
    return web.Response(status=499)
