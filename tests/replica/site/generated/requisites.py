"""What the pages of the sample site need to be whole: style sheets, a font, pictures, a script.

All of it is made here. One picture that the style sheet names, and one on the page about walking,
are not there.
"""

from __future__ import annotations

import hashlib
import io
import logging
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.site.pages import LINE, SOCIETY
from tests.replica.state import State

SITE_CSS = """/* Not loaded: url(/assets/comment.png) */
@import url("print.css") print;
@font-face { font-family: "Spine"; src: url("spine.woff2") format("woff2"); }
body { font-family: "Spine", sans-serif; margin: 1em auto; max-width: 60em; color: #223; }
h1 { background: url(stripe.png) repeat-x bottom; padding-bottom: 6px; color: #0a4a6b; }
.lead { background: url('lost.png') no-repeat; font-style: italic; }
"""
PRINT_CSS = "body { background: url(paper.png); color: black; }\n"
SITE_JS = "document.documentElement.className += ' scripted';\n"
LOGO = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="120" height="32" viewBox="0 0 120 32">
<rect width="120" height="32" rx="4" fill="#0a4a6b"/>
<path d="M16 4v24M12 8h8M11 14h10M12 20h8M13 26h6" stroke="#fff" stroke-width="3"/>
</svg>
"""


@cache
def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour (RFC 2083)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    rows = zlib.compress(b"".join(b"\x00" + bytes(colour) * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@cache
def font() -> bytes:
    """A font of one sign that no page prints, WOFF2: their words stay readable."""
    from fontTools.fontBuilder import FontBuilder  # here: it takes long to load
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 700), (500, 700), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    built = FontBuilder(1000, isTTF=True)
    built.setupGlyphOrder([".notdef", "block"])
    built.setupCharacterMap({0x258C: "block"})
    built.setupGlyf(dict.fromkeys((".notdef", "block"), pen.glyph()))
    built.setupHorizontalMetrics(dict.fromkeys((".notdef", "block"), (600, 100)))
    built.setupHorizontalHeader(ascent=800, descent=-200)
    built.setupNameTable({"familyName": "Spine", "styleName": "Regular"})
    built.setupOS2()
    built.setupPost()
    built.font.flavor = "woff2"
    built.font.recalcTimestamp = False
    out = io.BytesIO()
    built.save(out)
    return out.getvalue()


FILES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "site.css": ("text/css", SITE_CSS.encode),
    "print.css": ("text/css; charset=utf-8", PRINT_CSS.encode),
    "site.js": ("text/javascript", SITE_JS.encode),
    "logo.svg": ("image/svg+xml", LOGO.encode),
    "spine.png": ("image/png", lambda: png(80, 120, (230, 220, 200))),
    "stripe.png": ("image/png", lambda: png(8, 3, (10, 74, 107))),
    "paper.png": ("image/png", lambda: png(4, 4, (255, 253, 245))),
    "spine.woff2": ("font/woff2", font),
}
"""Name to media type and maker."""


async def send(request: web.Request, state: State) -> web.StreamResponse:
    """One of FILES, with an ETag; or 404."""
    found = FILES.get(request.path.rpartition("/")[2])
    if found is None:
        return web.Response(status=404, text="No such file\n")
    content_type, make = found
    body = make()
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'} if state.validators else {}
    if headers and request.headers.get("If-None-Match") == headers["ETag"]:
        return web.Response(status=304, headers=headers)
    return await deliver(request, body, content_type=content_type, headers=headers)


ROUTES = tuple((host, r"/assets/.+", send) for host in (LINE, SOCIETY))
