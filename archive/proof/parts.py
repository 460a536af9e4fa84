"""Images, fonts and style sheets of captured pages, made harmless to serve.

What a part is, its bytes say (WHATWG MIME Sniffing), never its server; anything else is not
served. The addresses in a style sheet become those of other parts here.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tinycss2.bytes import decode_stylesheet_bytes
from webencodings import lookup

from archive.proof.passages import row_of
from archive.proof.proving import content_of
from archive.proof.still_page import placed, resolve
from archive.proof.still_styles import still_rules

MAX_RECORD_BYTES = 30_000_000
"""Of a record that is read for a visitor, packed or unpacked."""

_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF.{4}WEBPVP", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL), "image/bmp"),
    (re.compile(rb"\x00\x00\x01\x00"), "image/x-icon"),
    (re.compile(rb"wOF2"), "font/woff2"),
    (re.compile(rb"wOFF"), "font/woff"),
    (re.compile(rb"OTTO"), "font/otf"),
    (re.compile(rb"\x00\x01\x00\x00|true|ttcf"), "font/ttf"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*"
                rb"|<!DOCTYPE\s+svg[^>]{0,500}>\s*)*<svg[\s>]", re.DOTALL | re.IGNORECASE),
     "image/svg+xml"),
)  # fmt: skip


def type_of(body: bytes, declared: str) -> str:
    """The media type that a part is served with; empty when it is none that may be.

    >>> type_of(b"GIF89a...", "text/html"), type_of(b"<p>", "image/png")
    ('image/gif', '')
    """
    start = body[:4096]
    found = next((mime for pattern, mime in _SIGNATURES if pattern.match(start)), "")
    return found or ("text/css" if declared == "text/css" else "")


def parts_at(
    db: sqlite3.Connection, urls: Sequence[str], moment: str, address: str
) -> dict[str, str]:
    """Addresses to where the good capture nearest in time is served: ``address`` with ``{id}``.

    An address that was asked in another spelling, or that redirects, is found by the link to it.
    """
    sql = """
WITH good AS (SELECT * FROM captures WHERE status IN (200, 203, 304) AND truncated IS NULL)
SELECT asked.value, coalesce(
  (SELECT id FROM good WHERE url = asked.value
    ORDER BY abs(julianday(fetched_at) - julianday(:moment)) LIMIT 1),
  (SELECT good.id FROM links JOIN captures AS led ON led.id = links.capture_id
    JOIN good ON good.url = led.url WHERE links.url = asked.value
    ORDER BY abs(julianday(good.fetched_at) - julianday(:moment)) LIMIT 1)) AS held
FROM json_each(:urls) AS asked"""
    found = db.execute(sql, {"urls": json.dumps(list(urls)), "moment": moment}).fetchall()
    return {str(url): address.replace("{id}", str(held)) for url, held in found if held}


def part_of(
    db: sqlite3.Connection, captures: Path, capture_id: str, address: str
) -> tuple[bytes, str] | None:
    """Bytes and media type of a part; None when there is none that may be served.

    ``address`` is where a part is served, with ``{id}``.
    """
    row = row_of(db, "captures", capture_id)
    if row is None:
        return None
    content = content_of(db, captures, row, MAX_RECORD_BYTES)
    body = content.holder.content
    if not body:
        return None
    declared = row["mime"] or (content.original or {}).get("mime", "")
    mime = type_of(body, declared)
    if mime == "text/css":
        content_type = content.holder.header("content-type")
        return _sheet(db, body, content_type, row, address), "text/css; charset=utf-8"
    return (body, mime) if mime else None


def _sheet(
    db: sqlite3.Connection, body: bytes, content_type: str, row: dict[str, str], address: str
) -> bytes:
    """A style sheet that loads only what is held."""
    charset = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    css, _ = decode_stylesheet_bytes(body, charset if lookup(charset) else None)
    printed: dict[str, None] = {}

    def note(text: str) -> str:
        printed.setdefault(resolve(text, row["url"]).partition("#")[0])
        return ""

    still_rules(css, note)
    parts = parts_at(db, [url for url in printed if url], row["fetched_at"], address)
    return still_rules(css, partial(placed, row["url"], parts)).encode()
