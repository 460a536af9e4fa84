"""What bytes are: rows (why, body, Content-Type, expected form)."""

from __future__ import annotations

import pytest

from crawler.pages import read
from crawler.pages.sniffing import Form, sniff
from tests.crawler.pages.html_page import source

ROWS = [
    ("HTML", b"hello", "text/html; charset=utf-8", Form.HTML),
    ("XHTML", b"<?xml version='1.0'?><html>", "application/xhtml+xml", Form.HTML),
    ("HTML as plain text", b"\n<!DOCTYPE html><html>", "text/plain", Form.HTML),
    ("HTML as octet-stream", b"<HTML><BODY>x", "application/octet-stream", Form.HTML),
    ("HTML of no type", b"<h1>x</h1>", "", Form.HTML),
    ("HTML as XML", b"<?xml version='1.0'?><!DOCTYPE html><html>", "text/xml", Form.HTML),
    ("text", b"Just words.\n\nMore words < and >", "text/plain", Form.TEXT),
    ("PDF", b"%PDF-1.4 ...", "application/pdf", Form.PDF),
    ("PDF as HTML", b"\xef\xbb\xbf%PDF-1.4", "text/html", Form.PDF),
    ("picture as HTML", b"\x89PNG\r\n\x1a\n", "text/html", Form.OTHER),
    ("picture", b"GIF89a", "image/gif", Form.OTHER),
    ("feed", b"<?xml version='1.0'?><rss><channel>", "text/xml", Form.OTHER),
    ("sitemap as text", b"<urlset xmlns='x'>", "text/plain", Form.OTHER),
    ("archive", b"PK\x03\x04", "application/octet-stream", Form.OTHER),
    ("binary", b"\x01\x00\x02", "application/octet-stream", Form.OTHER),
    ("JSON", b"{}", "application/json", Form.OTHER),
    ("nothing", b"", "text/html", Form.EMPTY),
    ("blanks", b" \r\n\t", "text/html", Form.EMPTY),
]


@pytest.mark.parametrize(
    ("body", "content_type", "form"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_sniff(body: bytes, content_type: str, form: Form) -> None:
    assert sniff(body, content_type) is form


@pytest.mark.parametrize(
    ("body", "content_type", "kind", "codes"),
    [
        (b"", "text/html", "unread", ["empty_page"]),
        (b"<div>" * 60_001 + b"<p>A word.", "text/html", "unread", ["page_cut", "no_content"]),
        (b"GIF89a", "image/gif", "unread", ["not_html"]),
        (b"\x00\x9fno document", "application/pdf; charset=utf-8", "unread", ["pdf_damaged"]),
        (b"<h1>T</h1><p>x", "text/plain", "landing", ["type_conflict"]),
        (b"A line\nand one\n\nmore", "text/plain; charset=utf-8", "landing", []),
    ],
)
def test_odd_types_are_said(body: bytes, content_type: str, kind: str, codes: list[str]) -> None:
    record = read(source(body, content_type=content_type))
    assert record.kind == kind
    assert [issue.code for issue in record.issues] == codes
    assert all(issue.url and issue.capture_id for issue in record.issues)


def test_plain_text_keeps_its_lines() -> None:
    record = read(source("A <line>\nand one\n\nmore & more", content_type="text/plain"))
    assert [b.text for b in record.blocks] == ["A <line>\nand one", "more & more"]
