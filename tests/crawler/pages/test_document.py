"""PDFs beyond the saved ones: encrypted, damaged, long."""

from __future__ import annotations

import io

import pypdf
import pytest
from fpdf import FPDF

from archive import documents
from archive.records import PageKind, PageRecord
from crawler.pages import read
from tests.crawler.pages.html_page import content_text, source


def pdf(*pages: str) -> bytes:
    made = FPDF()
    made.set_font("Helvetica", size=11)
    for text in pages:
        made.add_page()
        made.multi_cell(0, 6, text)
    return bytes(made.output())


def encrypted(body: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(body))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def record_of(body: bytes) -> PageRecord:
    return read(source(body, content_type="application/pdf", url="https://x.org/files/a-b.pdf"))


def test_password() -> None:
    record = record_of(encrypted(pdf("secret"), "word"))
    assert record.kind is PageKind.UNREAD
    assert [i.code for i in record.issues] == ["pdf_encrypted"]


def test_encrypted_without_a_password_opens() -> None:
    record = record_of(encrypted(pdf("open to all"), ""))
    assert record.kind is PageKind.DOCUMENT
    assert "open to all" in content_text(record)


def test_no_text() -> None:
    record = record_of(pdf(""))
    assert (record.kind, record.title) == (PageKind.DOCUMENT, "A b")
    assert [i.code for i in record.issues] == ["no_content"]


def test_bounds_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_PAGES", 2)
    record = record_of(pdf("one", "two", "three"))
    assert "three" not in content_text(record)
    assert [(i.code, "3 pages; only the first 2" in i.message) for i in record.issues] == [
        ("page_cut", True)
    ]


def test_paragraphs_by_line_length() -> None:
    text = "This is as long as a line of this page gets before it ends\nand then stops.\nNew one."
    assert [b.text.split()[0] for b in record_of(pdf(text)).blocks] == ["This", "New"]


def test_identifier_in_the_packet_of_metadata() -> None:
    packet = b"<x:xmpmeta><prism:doi>10.1155/2015/328196</prism:doi></x:xmpmeta>"
    record = record_of(pdf("text") + b"\n%" + packet)
    assert ("prism:doi", "10.1155/2015/328196") in record.meta


@pytest.mark.parametrize("cut", [10, 200, 600, 900])
def test_damaged_files_never_raise(cut: int) -> None:
    record = record_of(pdf("some text", "more text")[:cut])
    assert record.kind in (PageKind.DOCUMENT, PageKind.UNREAD)
    if record.kind is PageKind.UNREAD:
        assert [i.code for i in record.issues] == ["pdf_damaged"]
