"""Every kind of page in a browser: no error, no sideways scrolling, no other host asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.keys import key
from archive.site.overviews import OVERVIEWS
from archive.site.plugins import pages, security
from archive.site.queries import QUERIES
from archive.site.tables import TABLES
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
    "term": "/archive/terms/{terms}",
    "version": "/archive/article_versions/{article_versions}",
    "broken-links": "/broken?about=links",
    "security": "/security",
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


TEMPLATES = Path(pages.__file__).parents[1] / "templates"
ROWS = {path.stem.rpartition("-")[2] for path in TEMPLATES.glob("row-archive-*.html")}
# Plots are looked at in test_plots.py, captures as they were and proofs in test_replay.py.
LISTS = [
    name
    for name in (*TABLES, *QUERIES)
    if name not in OVERVIEWS and f"/archive/{name}" not in PAGES.values()
]
AT_A_TIME = 10


def test_no_kind_of_page_is_left_out() -> None:
    shown = {path.split("/")[2] for path in PAGES.values() if path.startswith("/archive/")}
    assert {*shown, "dois"} >= ROWS
    routes = [route for route, _ in (*pages.register_routes(), *security.register_routes())]
    own = {re.sub(r"\$$", "", route) for route in routes if re.fullmatch(r"/\w+\$", route)}
    assert own - {"/page"} <= {path.partition("?")[0] for path in PAGES.values()}


@pytest.mark.parametrize("first", range(0, len(LISTS), AT_A_TIME))
def test_nothing_is_wrong_with_lists_and_answers(first: int, visitor: Visitor) -> None:
    for name in LISTS[first : first + AT_A_TIME]:
        visitor.visit(f"/archive/{name}")
        assert visitor.page.locator("h1").count() == 1, name
        visitor.ask_axe()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_with_the_page(name: str, visitor: Visitor) -> None:
    """``visit`` looks at status, console, requests and width; axe at what keeps people out.

    Text can be told from its ground by day and by night: a contrast of at least 4.5 : 1.
    """
    visitor.visit(path_of(visitor, PAGES[name]))
    assert visitor.page.locator("h1").count() == 1
    visitor.ask_axe()
    visitor.keep_picture(name)
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        assert visitor.page.evaluate(CONTRAST) == [], scheme


def path_of(visitor: Visitor, path: str) -> str:
    """The path, with a key of the table it names in braces."""
    table = path.partition("{")[2].strip("}")
    if not table:
        return path
    answer = visitor.page.request.get(
        f"{visitor.address}/archive/{table}.json?_shape=array&_size=1"
    )
    return path.format(**{table: answer.json()[0]["id"]})


def test_a_mistaken_address_ends_on_a_page_for_people(visitor: Visitor) -> None:
    response = visitor.page.goto(f"{visitor.address}/archive/articles/nothing")
    assert response is not None
    assert response.status == 404
    visitor.complaints = [said for said in visitor.complaints if "404" not in said]
    visitor.check()
    visitor.ask_axe()
    assert visitor.page.get_by_role("searchbox").count() > 0


def test_a_title_as_long_as_a_text_is_cut(visitor: Visitor) -> None:
    visitor.visit(PAGES["article"])
    title = visitor.page.locator("h1")
    title.evaluate("(h1) => { h1.textContent = 'A title that holds a whole text, '.repeat(60) }")
    box, line = (
        title.bounding_box(),
        title.evaluate("(h1) => parseFloat(getComputedStyle(h1).lineHeight)"),
    )
    assert box is not None
    assert box["height"] == pytest.approx(12 * line, abs=2)
    title.evaluate("(h1) => { h1.textContent = 'Word'.repeat(200) }")
    visitor.check()


def test_pages_work_without_scripts(browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{PAGES['finding']}")
    assert page.locator("button[data-copy]:visible").count() == 0
    page.fill("#find", "vertebrae")
    page.press("#find", "Enter")
    assert page.locator("ol.hits h3").first.inner_text() == "Fusion Surgery"
    context.close()


def test_on_paper_nothing_is_folded_away_or_cut_off(visitor: Visitor) -> None:
    """Whatever the hour: paper is white, and of a wide table no column is behind its edge."""
    undecided = "/archive/findings.json?severity__in=notice,unknown&_shape=objects&_size=1"
    (finding,) = visitor.page.request.get(visitor.address + undecided).json()["rows"]
    visitor.visit(f"/archive/pages/{finding['page_id']}")
    folded = visitor.page.locator("#findings details article")
    assert folded.count() > 0
    seen = "(element) => element.checkVisibility({ contentVisibilityAuto: true })"
    assert not folded.first.evaluate(seen)
    visitor.page.emulate_media(media="print", color_scheme="dark")
    assert folded.first.evaluate(seen)
    assert visitor.page.evaluate(CONTRAST) == []
    visitor.visit("/archive/findings")
    assert visitor.page.evaluate(CONTRAST) == []
    overflow = visitor.page.locator(".scroll").first.evaluate(
        "(e) => getComputedStyle(e).overflowX"
    )
    assert overflow == "visible"
    visitor.page.emulate_media(media="screen")
