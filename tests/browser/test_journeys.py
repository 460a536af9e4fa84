"""Three people, three journeys, from the home page, with links and the search box only."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from archive.keys import key
from tests.archive.site import specimen
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_maintainer_finds_what_to_write_instead_in_two_clicks(visitor: Visitor) -> None:
    page = visitor.page
    visitor.visit("/")
    page.get_by_role("link", name="I look after the site").click()
    visitor.check()
    first = page.locator("article.finding", has_text="DOI does not exist").first
    expect(first.get_by_text("doi: 10.1155/2015/328196")).to_be_visible()
    first.get_by_role("link", name="evidence").click()
    visitor.check()
    expect(page.locator("h1")).to_have_text("DOI does not exist")
    expect(page.locator("#evidence tbody tr")).to_have_count(2)
    assert "/archive/findings/" in page.url


def test_what_to_write_can_be_copied(visitor: Visitor) -> None:
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.visit("/broken")
    page.locator("button[data-copy]").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"doi: {specimen.RIGHT}"


def test_the_whole_corrected_reference_can_be_copied(visitor: Visitor) -> None:
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    identity = key("doi_not_registered", specimen.ACUPUNCTURE, specimen.TRUNCATED)
    visitor.visit(f"/archive/findings/{identity}")
    button = page.get_by_role("button", name="Copy the reference")
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    printed = specimen.REFERENCES[specimen.ACUPUNCTURE][0][0]
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == printed.replace(specimen.TRUNCATED, specimen.RIGHT)
    expect(button).to_be_visible(timeout=5000)  # it says again what it does


def test_an_archivist_reaches_the_proof_in_three_clicks(visitor: Visitor) -> None:
    page = visitor.page
    visitor.visit("/")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Articles").click()
    visitor.check()
    page.get_by_role("main").get_by_role("link", name="Acupuncture").click()
    visitor.check()
    page.get_by_role("link", name="prove it").click()
    visitor.check()
    expect(page.get_by_role("heading", name="Where the proof is kept")).to_be_visible()
    expect(page.get_by_text("gunzip")).to_be_visible()
    assert "/archive/captures/" in page.url


def test_an_analyst_takes_the_retracted_works_away_as_csv(visitor: Visitor) -> None:
    page = visitor.page
    visitor.visit("/")
    page.get_by_role("link", name="Retracted works cited").click()
    visitor.check()
    expect(page.locator("table.rows tbody tr")).to_have_count(1)
    address = page.get_by_role("link", name="CSV").get_attribute("href")
    response = page.request.get(visitor.address + str(address))
    assert response.status == 200
    assert specimen.RETRACTED in response.text()


def test_a_reader_searches_and_reads(visitor: Visitor) -> None:
    page = visitor.page
    visitor.visit("/")
    page.get_by_role("searchbox").fill("vertebrae")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.check()
    expect(page.locator("mark").first).to_have_text("vertebrae")
    page.get_by_role("link", name="Fusion Surgery", exact=True).click()
    visitor.check()
    expect(page.locator("h1")).to_have_text("Fusion Surgery")


def test_hits_are_narrowed_with_the_keyboard(visitor: Visitor) -> None:
    page = visitor.page
    visitor.visit("/search?q=surgery")
    page.get_by_text("Filter: language").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Language")).to_be_focused()
    page.get_by_label("From the year").focus()
    page.keyboard.type("2014")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.check()
    assert "since=2014" in page.url
    expect(page.get_by_label("From the year")).to_have_value("2014")
    page.get_by_role("link", name="Show all results").click()
    visitor.check()
    assert "since" not in page.url


def test_the_keyboard_reaches_the_content_first(visitor: Visitor) -> None:
    visitor.visit("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to content")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    assert visitor.page.url.endswith("#content")
