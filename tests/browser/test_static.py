"""The plain files, opened from a folder without any server, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from archive.publishing.publish import publish
from archive.publishing.static.build import build_static
from tests.archive.site import specimen
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain files")
    site = publish(specimen.fill(path / "crawl.db"), path / "site", specimen.PUBLICATION).folder
    with ThreadPoolExecutor(1) as other:  # Playwright keeps this thread's event loop
        return other.submit(build_static, site, path / "out").result().folder


@pytest.fixture
def reader(browser: Browser, folder: Path) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield Visitor(context.new_page(), folder.as_uri(), 360)
    context.close()


def open_file(reader: Visitor, name: str) -> None:
    reader.page.goto(f"{reader.address}/{name}")
    reader.check()


def hits(reader: Visitor, question: str) -> list[str]:
    """Titles that the search shows for a question."""
    open_file(reader, f"search.html?q={quote(question)}")
    return reader.page.locator(".hits h3").all_text_contents()


def test_from_home_through_the_search_to_a_finding(reader: Visitor) -> None:
    open_file(reader, "index.html")
    sheets = "[...document.styleSheets].map(sheet => sheet.href)"
    assert len(reader.page.evaluate(sheets)) == 1
    reader.page.keyboard.press("Tab")  # to the content
    for _ in range(2):  # name of the site, search
        reader.page.keyboard.press("Tab")
    reader.page.keyboard.type("acupuncture")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/search.html?q=acupuncture")
    reader.check()
    assert reader.page.locator("mark").count() > 0
    reader.keep_picture("static-search")
    reader.page.locator(".hits a").first.click()
    reader.page.wait_for_url("**/archive/articles/*.html")
    reader.check()
    reader.page.locator("article.finding h3 a, article.finding h4 a").first.click()
    reader.page.wait_for_url("**/archive/findings/*.html")
    reader.check()
    assert reader.page.locator("dl.repair").count() > 0
    reader.page.get_by_role("link", name="prove it").first.click()
    reader.page.wait_for_url("**/archive/captures/*.html")
    reader.check()


@pytest.mark.parametrize(
    ("why", "question", "expected"),
    [
        ("without diacritics and case", "ΣΠΟΝΔΥΛΙΚΗΣ", "Ιδιοπαθής σκολίωση"),
        ("the last word may be a beginning", "fusion surg", "Fusion Surgery"),
        ("operators are words", 'fusion "surgery', "Fusion Surgery"),
    ],
)
def test_the_search_finds(why: str, question: str, expected: str, reader: Visitor) -> None:
    assert expected in hits(reader, question), why


@pytest.mark.parametrize("question", ["fusion nosuchword", "<img src=x>", '"', "constructor"])
def test_what_is_not_there_is_not_found(question: str, reader: Visitor) -> None:
    assert hits(reader, question) == []
    assert reader.page.locator("main img").count() == 0


def test_a_doi_leads_straight_to_its_page(reader: Visitor) -> None:
    hits(reader, f"https://doi.org/{specimen.RETRACTED}")
    reader.page.locator(".banner a").click()
    reader.page.wait_for_url("**/archive/dois/*.html")
    assert specimen.RETRACTED in reader.page.locator("main").inner_text()
    reader.check()
