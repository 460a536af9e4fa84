"""Every kind of page in a browser: no error, no sideways scrolling, no other host asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.keys import key
from tests.archive.site import specimen
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

CONTRAST = Path(__file__).with_name("contrast.js").read_text()

PAGES = {
    "home": "/",
    "article": f"/archive/articles/{specimen.page_id()}",
    "news-item": "/archive/news/" + key("2022-07-12", "A webinar about early onset scoliosis"),
    "page": f"/archive/pages/{specimen.page_id()}",
    "broken": "/broken",
    "search": "/search?q=acupuncture",
    "search-narrowed": "/search?q=pain&language=en&since=2000&broken=1",
    "doi": f"/doi/{specimen.TRUNCATED}",
    "doi-retracted": f"/doi/{specimen.RETRACTED}",
    "finding": "/archive/findings/"
    + key("doi_not_registered", specimen.ACUPUNCTURE, specimen.TRUNCATED),
    "reference": f"/archive/bibliography/{specimen.reference_id(specimen.ACUPUNCTURE, 1)}",
    "reference-found": f"/archive/bibliography/{specimen.reference_id(specimen.ACUPUNCTURE, 2)}",
    "doi-replaced": "/doi/10.1136/bmj.a3115",
    "identifier": "/archive/identifiers/pmid~3A18388263",
    "capture": f"/archive/captures/{specimen.capture_id(specimen.ACUPUNCTURE, 3)}",
    "link": f"/archive/links/{key(next(iter(specimen.LINKS)))}",
    "run": "/archive/runs/3",
    "check": "/archive/checks/1",
    "articles": "/archive/articles",
    "news": "/archive/news",
    "table-pages": "/archive/pages",
    "table-findings": "/archive/findings",
    "table-checks": "/archive/checks?_facet=authority",
    "glossary": "/glossary",
    "query": "/archive/history_of_an_address",
    "sql": "/archive?sql=select+*+from+captures",
    "ask": "/ask",
    "data": "/data",
    "database": "/archive",
    "dictionary": "/dictionary",
    "about": "/about",
}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_with_the_page(name: str, visitor: Visitor) -> None:
    """``visit`` looks at status, console, requests and width; axe at what keeps people out."""
    visitor.visit(PAGES[name])
    assert visitor.page.locator("h1").count() == 1
    visitor.ask_axe()
    visitor.keep_picture(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_told_from_its_ground(scheme: str, visitor: Visitor) -> None:
    """Contrast of at least 4.5 : 1 for every text, by day and by night."""
    visitor.page.emulate_media(color_scheme=scheme)
    for name in (
        *("home", "article", "broken", "doi-retracted", "table-findings", "search"),
        *("finding", "reference", "reference-found", "identifier", "about"),
    ):
        visitor.visit(PAGES[name])
        assert visitor.page.evaluate(CONTRAST) == [], name


def test_pages_work_without_scripts(browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{PAGES['finding']}")
    assert page.locator("button[data-copy]:visible").count() == 0
    page.fill("#find", "vertebrae")
    page.press("#find", "Enter")
    assert page.locator("ol.hits h3").first.inner_text() == "Fusion Surgery"
    context.close()
