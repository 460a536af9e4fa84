"""Bodies and lines: slow, endless, cut off, wrongly counted, wrongly packed, of the wrong type."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

import gzip
import zlib

import brotli

from archive.records import LinkVerdict as V
from tests.awkward.answers import (
    answer,
    article,
    by_method,
    cut_after,
    drip_body,
    drip_head,
    endless_body,
    html,
    page,
    prose,
    reset,
    silence,
)
from tests.awkward.case import at

TEXT = html("Living with back pain", prose("body"))
SORRY = html("Page not found", "<h1>Page not found</h1>")
PDF = b"%PDF-1.7\n" + b"0" * 3_000
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 900
BOMB = gzip.compress(TEXT.encode() + b" " * 30_000_000, 6)


def said(head: str, body: bytes | str = TEXT) -> bytes:
    """An answer with exactly these head lines."""
    return f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + (
        body.encode() if isinstance(body, str) else body
    )


CHUNKED = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
LENGTH = len(TEXT)

CASES = (
    at("HEAD says 404 and GET brings the page", V.OK, by_method(head=page("x", status=404), get=article())),
    at("HEAD is not allowed", V.OK, by_method(get=article())),
    at("HEAD says 200 and GET says 404", V.GONE, by_method(head=article(), get=page("x", status=404))),
    at("silence", V.UNREACHABLE, silence),
    at("a header that drips for ever", V.UNREACHABLE, drip_head),
    at("a body that drips for ever", V.OK, drip_body),
    at("a body without end", V.OK, endless_body),
    at("a cut in the body", V.OK, cut_after(TEXT)),
    at("a cut before the first word", V.UNKNOWN, cut_after("")),
    at("cut off at once", V.UNREACHABLE, reset),
    at("nothing at all", V.UNREACHABLE, b""),
    at("another protocol", V.UNKNOWN, b"220 mail.test ESMTP ready\r\n"),
    at("half a status line", V.UNREACHABLE, b"HTTP/1.1 2"),
    at("an empty page", V.UNKNOWN, answer(200, b"")),
    at("a page without a word", V.UNKNOWN, answer(200, "<html><body></body></html>")),
    at("a blank", V.UNKNOWN, answer(200, "   \n")),
    at("HTTP 1.0 without a length", V.OK, b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + TEXT.encode()),
    at("no headers at all", V.OK, b"HTTP/1.1 200 OK\r\n\r\n" + TEXT.encode()),
    at("a length that is too large", V.OK, said(f"Content-Type: text/html\r\nContent-Length: {LENGTH + 500}\r\nConnection: close\r\n")),
    at("a length that is too small", V.OK, said(f"Content-Type: text/html\r\nContent-Length: {LENGTH - 200}\r\nConnection: close\r\n")),
    at("a length that is too small on a line that stays open", V.OK, said(f"Content-Type: text/html\r\nContent-Length: {LENGTH - 200}\r\n")),
    at("a negative length", V.UNKNOWN, said("Content-Length: -5\r\n")),
    at("chunks", V.OK, said(CHUNKED, f"{LENGTH:x}\r\n{TEXT}\r\n0\r\n\r\n")),
    at("chunks that end too early", V.OK, said(CHUNKED, f"{LENGTH:x}\r\n{TEXT}\r\n")),
    at("chunks that are none", V.UNKNOWN, said(CHUNKED, TEXT)),
    at("three thousand headers", V.OK, said("".join(f"X-{n}: 1\r\n" for n in range(3_000)))),
    at("a security policy of 28 kB", V.OK, article(Content_Security_Policy="x" * 28_000)),
    at("early hints", V.OK, b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + article()),
    at("gzip", V.OK, said("Content-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: close\r\n", gzip.compress(TEXT.encode()))),
    at("deflate", V.OK, said("Content-Type: text/html\r\nContent-Encoding: deflate\r\nConnection: close\r\n", zlib.compress(TEXT.encode()))),
    at("brotli that nobody asked for", V.OK, said("Content-Type: text/html\r\nContent-Encoding: br\r\nConnection: close\r\n", brotli.compress(TEXT.encode()))),
    at("a gzip bomb", V.OK, said("Content-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: close\r\n", BOMB)),
    at("gzip that is none", V.UNKNOWN, said("Content-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: close\r\n")),
    at("gzip of a page that says 404", V.SOFT_404, said("Content-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: close\r\n", gzip.compress(SORRY.encode())), any=said("Content-Type: text/html\r\nConnection: close\r\n", SORRY)),
    at("a page in Greek windows", V.OK, answer(200, html("Πόνος", "πόνος στη μέση " * 60).encode("iso8859-7"), "text/html; charset=iso-8859-7")),
    at("a PDF", V.OK, answer(200, PDF, "application/pdf"), "/leaflet.pdf"),
    at("a PDF as bytes", V.OK, answer(200, PDF, "application/octet-stream"), "/leaflet.pdf"),
    at("a PDF as a download", V.OK, answer(200, PDF, "application/pdf", Content_Disposition="attachment"), "/get?id=7"),
    at("a PDF that is a page of sorrow", V.SOFT_404, answer(200, SORRY), "/leaflet.pdf", any=answer(200, SORRY)),
    at("a page of sorrow that calls itself PDF", V.SOFT_404, answer(200, SORRY, "application/pdf"), "/leaflet.pdf", any=answer(200, SORRY, "application/pdf")),
    at("a PDF in a viewer", V.OK, article("Leaflet in our viewer"), "/leaflet.pdf"),
    at("a PDF of nothing", V.UNKNOWN, answer(200, b"", "application/pdf"), "/leaflet.pdf"),
    at("an image", V.OK, answer(200, PNG, "image/png"), "/spine.png", element="img"),
    at("an image that is a page like every address", V.SOFT_404, answer(200, TEXT), "/spine.png", element="img", any=answer(200, TEXT)),
    at("an image that is gone", V.GONE, page("x", status=404), "/spine.png", element="img"),
    at("plain text", V.OK, answer(200, "Back pain and what to do.", "text/plain"), "/back.txt"),
    at("JSON", V.OK, answer(200, '{"a": 1}', "application/json"), "/api/x"),
    at("XHTML", V.OK, answer(200, TEXT, "application/xhtml+xml")),
    at("a page without a type", V.OK, answer(200, TEXT, "")),
    at("a page that calls itself plain text", V.OK, answer(200, TEXT, "text/plain")),
    at("a film of which only a part is sent", V.OK, answer(206, b"0" * 900, "video/mp4"), "/exercise.mp4"),
)  # fmt: skip
