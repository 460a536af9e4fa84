"""Words of pages: keys, codes and counts as a reader calls them."""

from __future__ import annotations

import pytest
from lxml import html

from archive.site.plugins import words
from tests.archive.site.conftest import Site


@pytest.mark.parametrize(
    ("why", "said", "expected"),
    [
        ("a title in a sentence", words.small("Broken references"), "broken references"),
        ("a name keeps its letters", words.small("PubMed numbers, ISBNs"), "PubMed numbers, ISBNs"),
        ("a code", words.worded("redirect_loop"), "redirect loop"),
        ("DOIs keep their letters", words.worded("dois_known"), "DOIs known"),
        ("a rule", words.ruled("one_character"), "one character differs"),
        ("one of many patterns", words.ruled("pattern_bmj"), words.RULES["pattern"]),
        ("a rule without words", words.ruled("as_printed"), "as printed"),
        ("fields", words.fields("title, container"), "title, journal or book"),
        ("a heading", words.headed("should_say"), "Should say"),
        ("a heading with a short form", words.headed("found_doi"), "Found DOI"),
        ("repaired, or back by itself", words.headed("repaired"), "Resolved"),
        ("a heading that is a field", words.headed("container"), "Journal or book"),
        (
            "a moment",
            html.fromstring(words.exactly("2026-03-02T08:00:00.125Z")).text,
            "2 Mar 2026, 08:00:00.125 UTC",
        ),
    ],
)
def test_words(why: str, said: str, expected: str) -> None:
    assert said == expected, why


def test_a_key_is_the_link_behind_what_it_stands_for(site: Site) -> None:
    page = site.page("/archive/retracted_works")
    columns = page.xpath("//table[@class='rows']/thead//th/@data-column")
    assert "page_title" in columns
    assert not {"page_id", "bibliography_id"} & set(columns)
    assert page.xpath("//td[@data-label='Page title']//a[starts-with(@href, '/archive/pages/')]")
    assert page.xpath(
        "//td[@data-label='Printed']//a[starts-with(@href, '/archive/bibliography/')]"
    )


def test_a_facet_that_is_asked_for_again_stands_once(site: Site) -> None:
    page = site.page("/archive/checks?_facet=authority")
    summaries = [s.text for s in page.cssselect("details.facet summary")]
    assert summaries.count("Authority") == 1
    assert page.xpath("//details[@class='facet'][not(.//li)]") == []


@pytest.mark.parametrize(
    ("why", "query", "is_shown"),
    [
        ("others have nothing there", "", True),
        ("all have it", "&error__notblank=1", False),
        ("it was chosen", "&error=timeout", True),
    ],
)
def test_one_word_is_a_choice_where_others_have_none(
    why: str, query: str, is_shown: bool, site: Site
) -> None:
    page = site.page(f"/archive/checks?_facet=error{query}")
    assert ("Error" in [s.text for s in page.cssselect("details.facet summary")]) is is_shown, why


def test_sql_that_is_none_can_be_mended(site: Site) -> None:
    answer = site.get("/archive?sql=selec+x", follow_redirects=True)
    [text] = html.document_fromstring(answer.content).xpath("//textarea[@name='sql']")
    assert text.text.strip() == "selec x"
