"""How many pages a stranger's PDF has: known for sure, or not known."""

from __future__ import annotations

import io
import zlib

import pypdf
import pytest

from pipelines.services.web.pdf_pages import find_pages, most_pages


def pdf(pages: int, password: str = "") -> bytes:
    """A PDF as a program writes it."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(72, 72)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def packed(objects: bytes, more: bytes = b"") -> bytes:
    """A PDF whose objects are packed in a stream (ISO 32000-1 7.5.7)."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode " + more
    return head + b">>\nstream\r\n" + zlib.compress(objects) + b"\nendstream endobj"


TREE = b"1 0 2 9 << /Type /Pages /Count 7 /Kids [] >> << /Type /Pages /Count 3 >>"
FILES = [
    ("one page", pdf(1), 1),
    ("twelve pages", pdf(12), 12),
    ("packed", packed(TREE), 7),
    ("packed and plain, changed later", packed(TREE) + b"<< /Type /Pages /Count 9 >>", 9),
    ("outline with more entries", pdf(2) + b"<< /Type /Outlines /Count 30 >>", 30),
    ("count elsewhere", b"<< /Type /Pages /Count 5 0 R >> 5 0 obj 12 endobj", None),
    ("one of the counts elsewhere", pdf(2) + b"<< /Type /Pages /Count 15\r\n0 R >>", None),
    ("closed outline", pdf(2) + b"<< /Type /Outlines /Count -30 >>", 2),
    ("encrypted", pdf(3, "secret"), None),
    ("packed in another way", packed(TREE).replace(b"stream\r\nx", b"stream\r\nX"), None),
    ("cut in a packed part", packed(TREE)[:-30], None),
    ("bomb", packed(TREE + b" " * 9_000_000), None),
    ("nothing in it", b"%PDF-1.7\n" + b"0" * 3_000, None),
]


@pytest.mark.parametrize(("why", "body", "pages"), FILES, ids=[row[0] for row in FILES])
def test_most_pages(why: str, body: bytes, pages: int | None) -> None:
    assert most_pages(body) == pages


def test_a_page_beyond_the_last_is_missing_and_of_what_is_not_known_nothing_is_said() -> None:
    asked = ["page=2", "zoom=50&page=99", "chapter", ":~:text=x"]
    assert find_pages(pdf(2), asked) == {"page=2": "there", "zoom=50&page=99": "missing"}
    assert find_pages(b"%PDF-1.7", asked) == {"page=2": "unclear", "zoom=50&page=99": "unclear"}
    assert find_pages(pdf(2), ["chapter"]) == {}
