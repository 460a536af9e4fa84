"""What kind of content an answer's bytes are, whatever its Content-Type says. Pure.

A small part of WHATWG MIME Sniffing: enough to read an HTML page served as text/plain or
octet-stream, and a PDF served as HTML.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Form(StrEnum):
    """How an answer can be read."""

    HTML = "html"
    PDF = "pdf"
    TEXT = "text"
    EMPTY = "empty"
    OTHER = "other"


_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|frameset|table|div|p|h1|a|br|font|center|main)[\s>/]",
    re.I,
)
_XML_START = re.compile(rb"\s*<\?xml|\s*<(?:rss|feed|urlset|sitemapindex|svg)\b", re.I)
_HTML_ELEMENT = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.I)
_SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
)
_TEXT_TYPES = ("", "text/plain", "application/octet-stream", "text/xml", "application/xml")


def media_type(content_type: str) -> str:
    """Lower-case media type without parameters."""
    return content_type.split(";", 1)[0].strip().lower()


def sniff(body: bytes, content_type: str) -> Form:
    """How to read this body."""
    if not body.strip(b"\x00 \t\r\n"):
        return Form.EMPTY
    start = body[:4096]
    if b"%PDF-" in start[:1024]:
        return Form.PDF
    if start.startswith(_SIGNATURES):
        return Form.OTHER
    declared = media_type(content_type)
    if declared in ("text/html", "application/xhtml+xml"):
        return Form.HTML
    if declared not in _TEXT_TYPES:
        return Form.OTHER
    if _XML_START.match(start):
        return Form.HTML if _HTML_ELEMENT.search(start) else Form.OTHER
    if _HTML_START.search(start):
        return Form.HTML
    binary = b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Form.OTHER if binary or declared.endswith("xml") else Form.TEXT
