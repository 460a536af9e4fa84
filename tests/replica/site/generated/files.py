"""PDF leaflets, pictures, and one page of twelve megabytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.site.pages import LINE, Page, find_page
from tests.replica.site.sending import send_page
from tests.replica.state import State

BIG_BYTES = 12 * 2**20
GIF = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)


@cache
def pdf_bytes(page: Page) -> bytes:
    """The page as a PDF, with its title in the metadata; the same bytes every time."""
    from fpdf import FPDF  # here: with fontTools it takes longer to load than all the rest

    pdf = FPDF()
    pdf.set_creation_date(datetime(2019, 8, 21, tzinfo=UTC))
    pdf.set_title(page.title)
    pdf.set_author("EUROSPINE Patient Line")
    pdf.set_lang(page.language)
    pdf.add_page()
    pdf.set_font("Helvetica", size=18)
    pdf.multi_cell(0, 10, page.title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    for paragraph in page.body.strip().split("\n\n"):
        pdf.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    return bytes(pdf.output())


async def document(request: web.Request, state: State) -> web.StreamResponse:
    """A leaflet."""
    page = find_page(LINE, request.rel_url.raw_path)
    if page is None:
        return web.Response(status=404, text="No such file\n")
    return await deliver(request, pdf_bytes(page), content_type="application/pdf")


@cache
def _questions() -> Page:
    page = find_page(LINE, "/en/all-questions.htm")
    assert page is not None
    answer = "Ask your doctor, keep moving, and give it time. " * 20
    count = BIG_BYTES // len(answer) + 1
    body = "\n\n".join(f"Question {n}: what shall I do? {answer}" for n in range(1, count + 1))
    return replace(page, body=body)


async def big(request: web.Request, state: State) -> web.StreamResponse:
    """A page larger than any honest page is."""
    return await send_page(request, state, _questions())


async def picture(request: web.Request, state: State) -> web.StreamResponse:
    """One white pixel."""
    return await deliver(request, GIF, content_type="image/gif")


ROUTES = (
    (LINE, r"/files/.+\.pdf", document),
    (LINE, r"(/en)?/all-questions\.htm", big),
    (".*", r"/img/.+", picture),
)
