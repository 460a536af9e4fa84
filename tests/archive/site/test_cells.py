"""Cells and facets: the words for codes, and links for what can be followed."""

from __future__ import annotations

import pytest

from archive.site.plugins.cells import render_cell
from tests.archive.site.conftest import Site

FACETS = [
    # table, facet, the words that the values of the specimen are shown as
    ("coverage", "reason", ["(empty)", "robots.txt", "too slow"]),
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


def test_what_no_browser_can_follow_is_shown_and_no_link() -> None:
    assert render_cell("http://[broken", "says", "findings", None) is None
    assert "<a " in str(render_cell("https://a.test/b", "says", "findings", None))
