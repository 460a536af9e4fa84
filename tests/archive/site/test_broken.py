"""The broken references: what is shown for each choice, and taken away as it is shown."""

from __future__ import annotations

from csv import DictReader
from io import StringIO

import pytest

from archive.records import FindingKind
from archive.site.plugins.pages import OF_LINKS
from tests.archive.site.conftest import Site


def test_broken_can_be_narrowed(site: Site) -> None:
    assert len(site.page("/broken").cssselect("article.finding")) == 5
    assert len(site.page("/broken?severity=warning").cssselect("article.finding")) == 1
    assert len(site.page("/broken?kind=work_retracted").cssselect("article.finding")) == 1
    assert "Nothing is broken in this way" in site.text("/broken?kind=nonsense")
    assert "Nothing is broken" in site.text("/broken?page=999999")
    assert site.get("/broken?page=x").status_code == 200


def test_nothing_empty_stands_on_broken(site: Site) -> None:
    page = site.page("/broken?severity=all")
    assert not page.cssselect("nav.steps"), "all is on one page"
    assert page.cssselect("dl.repair")
    assert not [part for part in page.cssselect("nav, dl, ul, ol") if not len(part)]


def tabs_of(site: Site, address: str) -> list[str]:
    """Where the tabs of a page lead."""
    return [str(tab.get("href")) for tab in site.page(address).cssselect("ul.tabs a")]


def test_the_tabs_of_broken(site: Site) -> None:
    rows = site.page("/broken").cssselect("div.choice")
    assert [" ".join(row.text_content().split()) for row in rows] == [
        "How urgent To look at 5 Broken or retracted 4 Ageing 1 Good to know 1 Everything 6",
        "In what Both 5 References 3 Links and pages 2",
    ]


@pytest.mark.parametrize("about", ["", "references", "links"])
@pytest.mark.parametrize("severity", ["", "error", "warning", "notice", "all"])
def test_every_tab_of_broken_keeps_its_promise(severity: str, about: str, site: Site) -> None:
    """Of both rows one choice holds, and each tab tells how many it would show beside the other."""
    page = site.page(f"/broken?severity={severity}&about={about}")
    chosen = page.cssselect("div.choice a[aria-current]")
    shown = str(len(page.cssselect("article.finding")))
    assert [tab.find("span").text for tab in chosen] == [shown, shown]
    for tab in page.cssselect("ul.tabs a"):
        promised = int(tab.find("span").text)
        assert len(site.page(tab.get("href")).cssselect("article.finding")) == promised


@pytest.mark.parametrize("about", ["", "references", "links"])
def test_the_list_that_is_shown_can_be_taken_away(about: str, site: Site) -> None:
    for address in tabs_of(site, f"/broken?about={about}"):
        page = site.page(address)
        (csv,) = page.xpath("//a[.='Download the list as CSV']/@href")
        taken = {(row["kind"], row["says"]) for row in DictReader(StringIO(site.get(csv).text))}
        shown = page.cssselect("article.finding")
        assert len(taken) == len(shown)
        says = " ".join(page.text_content().split())
        assert all(" ".join(text.split()) in says for _, text in taken)
        (table,) = page.xpath("//a[.='as a table']/@href")
        assert len(site.page(table).cssselect("table.rows tbody tr")) == len(taken)


def test_references_come_before_links(site: Site) -> None:
    """Pages with broken references first, and on each the references; links can be had alone."""
    rows = site.rows("SELECT kind, severity, state FROM findings WHERE state IN ('new', 'open')")
    due = [r["kind"] for r in rows if r["severity"] in ("error", "warning")]
    links = sorted(str(kind) for kind in due if str(kind).startswith("link_"))
    assert 0 < len(links) < len(due)
    kinds = site.page("/broken").cssselect("section.sheet")
    seen = [
        ["link" in a.text.lower() for a in sheet.cssselect("article.finding h3 a")]
        for sheet in kinds
    ]
    assert all(flags == sorted(flags) for flags in seen)
    assert [all(flags) for flags in seen] == sorted(all(flags) for flags in seen)
    count = "article.finding"
    assert len(site.page("/broken?about=links").cssselect(count)) == len(links)
    assert len(site.page("/broken?about=references").cssselect(count)) == len(due) - len(links)
    assert len(site.page("/broken?about=nonsense").cssselect(count)) == len(due)


def test_every_kind_of_finding_is_about_one_of_both() -> None:
    about = {kind: f"'{kind}'" in OF_LINKS for kind in FindingKind}
    links = {kind for kind, is_link in about.items() if is_link}
    assert links == {
        *(kind for kind in FindingKind if kind.startswith("link_")),
        FindingKind.FRAGMENT_MISSING, FindingKind.REDIRECT_LOOP, FindingKind.PAGE_UNREADABLE,
    }  # fmt: skip
    assert OF_LINKS.count("'") == 2 * len(links)


def test_what_is_chosen_is_shown_whatever_it_asks_for(site: Site) -> None:
    for choice in ("kind=doi_missing", "severity=notice", "severity=&kind=doi_missing&page=1"):
        (card,) = site.page(f"/broken?{choice}").cssselect("article.finding")
        assert "Add:https://doi.org/10.1136/bmj.a3115" in card.text_content().replace(" ", "")
        assert not card.cssselect("del"), "a reference without its DOI is no wrong reference"
    assert "DOI not given" not in site.page("/broken").cssselect("section.sheet")[0].text_content()
