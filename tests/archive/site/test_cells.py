"""Cells and facets: the words for codes, and links for what can be followed."""

from __future__ import annotations

import re

import pytest
from lxml import html

from archive.site.plugins.cells import LISTS, LONGEST_LINK, render_cell, shown_cell
from tests.archive.site.conftest import Site

FACETS = [
    # table, facet, the words that the values of the specimen are shown as
    ("coverage", "reason", ["(none)", "robots.txt", "too slow"]),
    ("coverage", "state", ["failed", "fetched", "skipped"]),
    ("page_aliases", "reason", ["another host name", "http or https"]),
]


@pytest.mark.parametrize(("table", "facet", "words"), FACETS)
def test_facets_say_the_words_that_cells_say(
    table: str, facet: str, words: list[str], site: Site
) -> None:
    page = site.page(f"/archive/{table}?_facet={facet}")
    lists = [
        [value.text for value in details.cssselect("li > a")]
        for details in page.cssselect("details.facet")
        if details.findtext("summary") == facet.capitalize()
    ]
    assert words in lists


def test_what_no_browser_can_follow_is_shown_and_no_link(site: Site) -> None:
    shown = str(render_cell({}, "http://[broken", "says", "findings", site.datasette))
    assert "http://[broken" in shown
    assert "<a " not in shown
    assert "<a " in str(render_cell({}, "https://a.test/b", "says", "findings", site.datasette))


UNSEEN = [
    # column, what the page prints, what a reader is shown
    (
        "says",
        "https://doi.org/10.1136/bmj.a3\xad115",
        "https://doi.org/10.1136/bmj.a3[soft hyphen]115",
    ),
    ("says", "10.1136/\u200bbmj", "10.1136/[zero width space]bmj"),
    ("doi", "10.1136/bmj\x07.a3115", "10.1136/bmj[U+0007].a3115"),
]


@pytest.mark.parametrize(("column", "printed", "shown"), UNSEEN)
def test_what_makes_a_name_another_one_is_seen(
    column: str, printed: str, shown: str, site: Site
) -> None:
    cell = str(render_cell({}, printed, column, "findings", site.datasette))
    assert html.fromstring(f"<p>{cell}</p>").text_content() == shown


def test_joiners_of_a_persian_reference_are_left_in_its_words(site: Site) -> None:
    row = {"kind": "doi_missing"}
    assert render_cell(row, "می\u200cشود. 2015;3:1", "says", "findings", site.datasette) is None


def test_lines_of_a_long_print_are_left_to_datasette(site: Site) -> None:
    assert render_cell({}, "doi:10.1371/journal.\npone", "says", "findings", site.datasette) is None


def test_a_retracted_work_is_not_called_broken(site: Site) -> None:
    """Its DOI works: in lists, questions, pages, feeds and facets alike."""
    (finding,) = site.rows("SELECT id, page_id FROM findings WHERE kind = 'work_retracted'")
    lists = (
        "/archive/findings",
        "/archive/broken_references",
        "/archive/repair_list",
    )
    for path in (*lists, "/archive/findings?kind=work_retracted"):
        rows = [row.text_content() for row in site.page(path).cssselect("table.rows tbody tr")]
        (told,) = [row for row in rows if "retracted work" in row]
        assert "broken" not in told, path
        assert len(re.findall("retracted", told)) >= 2, path
    badges = [
        {badge.text_content() for badge in site.page(path).cssselect("h3 .badge, .kicker .badge")}
        for path in (f"/archive/findings/{finding['id']}", "/broken?kind=work_retracted")
    ]
    assert all("retracted" in shown and "broken" not in shown for shown in badges), badges
    facets = site.page("/archive/findings?_facet=severity").cssselect("details.facet a")
    assert "broken or retracted" in [value.text for value in facets]
    assert "Broken or retracted" in site.text("/broken")
    assert "<title>Retracted on" in site.get("/findings.atom").text


FIELDS = [
    ("agreeing", "title, container", "title, journal or book"),
    ("differing", "container: A / B; page: 1 / 2", "journal or book: A / B; page: 1 / 2"),
    ("differing", "title: A container: B / C", "title: A container: B / C"),
]


@pytest.mark.parametrize(("column", "value", "shown"), FIELDS)
def test_fields_are_called_what_readers_call_them(
    column: str, value: str, shown: str, site: Site
) -> None:
    for table in (None, "bibliography"):
        assert render_cell({}, value, column, table, site.datasette) == shown


@pytest.mark.parametrize("column", LISTS)
def test_a_name_without_end_is_cut_and_leads_nowhere(column: str, site: Site) -> None:
    most = site.datasette.setting("truncate_cells_html")
    for name, is_cut, is_linked in (
        ("n" * most, False, True),
        ("n" * (most + 1), True, True),
        ("n" * LONGEST_LINK, True, False),
        ("ü" * (LONGEST_LINK // 6), False, False),
        ("n" * 100_000, True, False),
    ):
        shown = shown_cell(site.datasette, column, name)
        assert ("<a " in shown) == is_linked, len(name)
        assert ("…" in shown) == is_cut, len(name)
        assert len(shown) <= LONGEST_LINK + most + 30, len(name)
        in_a_table = render_cell({}, name, column, "dois", site.datasette)
        assert in_a_table == (shown if is_linked else None), "what Datasette cuts itself"


PLACES = [
    *("/", "/about", "/broken", "/archive/findings", "/archive/links", "/archive/checks"),
    *("/archive/captures", "/archive/pages", "/archive/dois", "/archive/citations"),
    *("/archive/retracted_works", "/archive/links/{links}", "/archive/findings/{findings}"),
    *("/archive/pages/{pages}", "/archive/captures/{captures}"),
]


@pytest.mark.parametrize("place", PLACES)
def test_links_out_of_the_archive_are_robust(place: str, site: Site) -> None:
    """As https://robustlinks.mementoweb.org/spec/ has it: what was meant, and as of which day."""
    table = place.partition("{")[2].strip("}")
    if table:
        (row,) = site.rows(f"SELECT id FROM {table} LIMIT 1")
        place = place.format(**{table: row["id"]})
    links = [
        link
        for link in site.page(place).cssselect("a[href]")
        if "://" in link.get("href") and "//localhost/" not in link.get("href")
    ]
    assert links
    for link in links:
        assert link.get("data-originalurl"), html.tostring(link)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", link.get("data-versiondate")), html.tostring(link)
