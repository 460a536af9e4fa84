"""Rows that were read from a PDF, proved by taking its text from it again."""

from __future__ import annotations

import subprocess

import pytest
from fpdf import FPDF

from archive.proof import pdf_source
from archive.proof.pdf_source import PdfReader, read_apart
from archive.proof.proving import prove
from archive.proof.showing import is_made_of
from tests.archive.proof.small_archive import MOMENT, Small

DOI = "10.1155/2015/328196"
ADDRESS = "https://www.example.test/gone.htm"


def leaflet(title: str = "A leaflet") -> bytes:
    made = FPDF()
    made.set_title(title)
    made.set_font("Helvetica", size=11)
    made.add_page()
    made.multi_cell(0, 6, "Back pain for all.")
    made.add_page()
    made.multi_cell(0, 6, f"References\nLiu L. Acupuncture.\ndoi: {DOI}")
    made.cell(text="More", link=ADDRESS)
    return bytes(made.output())


@pytest.fixture
def page(small: Small) -> str:
    """The id of a page that is a leaflet, with a mention, a link and one thing it does not say."""
    capture = small.capture("/Pain3.pdf", leaflet(), mime="application/pdf", charset="")
    texts = {"kind": "document", "title": "Pain3", "html_title": "A leaflet", "charset": ""}
    page = small.page("/Pain3.pdf", capture, **texts)
    of = {"page_id": page, "position": 1, "capture_id": capture}
    printed = f"Liu L. Acupuncture. doi: {DOI}"
    small.put("bibliography", id="ref", printed=printed, **of)
    small.put("bibliography", id="other", printed="Liu L. Moxibustion.", **of | {"position": 2})
    name = {"printed": DOI, "value": DOI, "scheme": "doi"}
    small.put("mentions", id="text", bibliography_id="ref", place="text", **name, **of)
    link = {"id": "gone", "url": ADDRESS, "scope": "internal"}
    small.put("links", first_seen_at=MOMENT, **link)
    place = {"element": "pdf", "attribute": "uri", "printed": ADDRESS}
    small.put("link_mentions", id="link", link_id="gone", **place, **of)
    return page


def test_rows_of_a_pdf_are_proved(small: Small, page: str) -> None:
    wanted = [
        ("bibliography", "ref", ["Page 2 of the PDF, line 2 of its text."]),
        ("mentions", "text", ["Page 2 of the PDF, line 3 of its text."]),
        ("link_mentions", "link", ["Page 2 of the PDF, as the target of a link."]),
        ("pages", page, [
            "Made of the address of the page, which has no title of its own: "
            "https://www.example.test/Pain3.pdf",
            "In what the PDF says of itself.",
        ]),
    ]  # fmt: skip
    for table, key, said in wanted:
        proof = prove(small.store.db.conn, small.captures, table, key)
        assert proof.is_proved, proof
        assert [passage.said for passage in proof.passages] == said
        assert [passage.line for passage in proof.passages] == [None] * len(said)


def test_what_a_pdf_does_not_say_is_not_proved(small: Small, page: str) -> None:
    proof = prove(small.store.db.conn, small.captures, "bibliography", "other")
    assert not proof.is_proved
    assert page
    assert all(step.is_ok for step in proof.steps)


def test_a_pdf_that_cannot_be_opened_says_so(small: Small) -> None:
    body = leaflet()[:200]
    assert read_apart(body) is None
    capture = small.capture("/cut.pdf", body, mime="application/pdf", charset="")
    page = small.page("/cut.pdf", capture, title="Back pain", charset="")
    proof = prove(small.store.db.conn, small.captures, "pages", page)
    assert not proof.is_proved
    assert "cannot be read again" in proof.passages[0].said


def test_one_process_reads_many_and_another_what_comes_after_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ballast = b"x" * 600_000_000  # a large parent does not make its child large
    started: list[subprocess.Popen[bytes]] = []
    real = pdf_source.start

    def noted(program: str, *, is_silent: bool) -> subprocess.Popen[bytes]:
        started.append(real(program, is_silent=is_silent))
        return started[-1]

    monkeypatch.setattr(pdf_source, "start", noted)
    with PdfReader() as reader:
        for title in ("One", "Two"):
            document = reader.read(leaflet(title))
            assert document is not None
            assert document.about["title"] == title
            assert reader.read(b"%PDF-1.7 x") is None
        assert len(started) == 1
        started[0].kill()
        assert reader.read(leaflet()) is None
        assert reader.read(leaflet()) is not None
        monkeypatch.setattr(pdf_source, "WALL_S", 0.0)
        assert reader.read(leaflet()) is None, "it takes too long"
    assert [process.poll() for process in started] == [-9] * 2
    assert ballast


ADDRESSES = [
    ("words", "Neck pain", "https://x.org/en/neck-pain.htm", True),
    ("a query, a fragment, a slash", "A b", "https://x.org/a_b/?c=d#e", True),
    ("escaped", "Rücken schmerz", "https://x.org/r%C3%BCcken%20schmerz.pdf", True),
    ("another word", "Neck", "https://x.org/en/neck-pain.htm", False),
    ("nothing", "", "https://x.org/", False),
    ("a host is no page", "X", "https://x.org", False),
]


@pytest.mark.parametrize(("why", "title", "url", "expected"), ADDRESSES)
def test_titles_made_of_addresses(why: str, title: str, url: str, expected: bool) -> None:
    assert is_made_of(title, url) is expected, why
