"""Somebody who has never seen the archive of the sample site, with links and the search box only.

Each of three things is reached from the home page in at most three clicks, on a phone and at a
desk: a broken reference with its repair, the capture that proves it, and a CSV of all retracted
works that are cited. The archive is that of a whole run, captures included.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Visitor, serving
from tests.sample_runs import SampleRun

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Works that were really retracted, and that the sample site cites.
RETRACTED = {"10.1097/brs.0000000000000106", "10.2106/jbjs.d.02283", "10.1186/s13018-019-1496-z"}


@pytest.fixture(scope="module")
def sample(whole_run: SampleRun) -> Iterator[str]:
    """Address of the sample site's archive."""
    with serving(whole_run.data / "sample" / "published") as address:
        yield address


class Newcomer(Visitor):
    """A visitor who counts clicks, and knows no address but that of the home page."""

    clicks = 0

    def begin(self) -> None:
        self.visit("/")
        self.ask_axe()
        self.keep_picture("sample-home")

    def click(self, link: Locator) -> None:
        self.clicks += 1
        link.click()
        self.check()
        self.ask_axe()


@pytest.fixture
def newcomer(width: int, browser: Browser, sample: str) -> Iterator[Newcomer]:
    context = browser.new_context(viewport={"width": width, "height": 800})
    yield Newcomer(context.new_page(), sample, width)
    context.close()


def test_what_is_broken_and_how_to_repair_it(newcomer: Newcomer) -> None:
    newcomer.begin()
    newcomer.click(newcomer.page.get_by_role("link", name="I look after the site"))
    expect(newcomer.page.locator("h1")).to_have_text("Broken references")
    first = newcomer.page.locator("article.finding", has_text="It should say").first
    expect(first.locator("dl.repair dd").nth(1)).not_to_be_empty()
    newcomer.keep_picture("sample-broken")
    newcomer.click(first.locator("h3 a"))
    expect(newcomer.page.get_by_role("heading", name="What to do")).to_be_visible()
    expect(newcomer.page.locator("#evidence tbody tr").first).to_be_visible()
    newcomer.keep_picture("sample-finding")
    assert newcomer.clicks <= 3


def test_the_capture_that_proves_it(newcomer: Newcomer) -> None:
    newcomer.begin()
    newcomer.click(newcomer.page.get_by_role("link", name="I look after the site"))
    with_repair = newcomer.page.locator("article.finding", has_text="It should say")
    newcomer.click(with_repair.first.locator("h3 a"))
    newcomer.click(newcomer.page.get_by_role("link", name="prove it"))
    expect(newcomer.page.locator("h1")).to_have_text("Proved")
    expect(newcomer.page.locator("mark").first).to_be_visible()
    newcomer.keep_picture("sample-proof")
    assert newcomer.clicks <= 3


@pytest.mark.parametrize("way", ["links", "search box"])
def test_a_csv_of_all_retracted_works_that_are_cited(way: str, newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.begin()
    if way == "search box":
        page.get_by_role("searchbox").fill("retracted works")
        newcomer.click(page.get_by_role("button", name="Search"))
    newcomer.click(page.get_by_role("main").get_by_role("link", name="Retracted works cited"))
    newcomer.keep_picture("sample-retracted")
    with page.expect_navigation() as reached:
        page.get_by_role("link", name="CSV", exact=True).click()
    newcomer.clicks += 1
    rows = list(csv.DictReader(io.StringIO(reached.value.text())))
    assert {row["doi"] for row in rows} >= RETRACTED
    assert all(row["page_url"].startswith("https://") and row["printed"] for row in rows)
    assert newcomer.clicks <= 3
