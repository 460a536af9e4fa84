"""Hits of a search narrowed to a language, to years, to what has something to repair."""

from __future__ import annotations

import pytest

from archive.site.plugins.narrowing import narrowing_of
from tests.archive.site.conftest import Site


@pytest.mark.parametrize(
    ("why", "given", "wished"),
    [
        ("nothing", {}, {}),
        ("empty fields of the form", {"language": "", "since": "", "until": "", "broken": ""}, {}),
        ("a language", {"language": "pt-BR"}, {"language": "pt-BR"}),
        ("no language", {"language": "' OR 1"}, {}),
        ("blanks", {"since": " 1999", "until": "2020 "}, {"since": "1999", "until": "2020"}),
        ("no years", {"since": "99", "until": "20200"}, {}),
        ("other digits", {"since": "٢٠٢٠"}, {}),
        ("what is to be repaired", {"broken": "1"}, {"broken": "1"}),
        ("another word for it", {"broken": "yes"}, {}),
    ],
)  # fmt: skip
def test_what_is_wished_for(why: str, given: dict[str, str], wished: dict[str, str]) -> None:
    assert narrowing_of(given).parameters == wished, why


def hits(site: Site, query: str) -> dict[str, int]:
    """Kind -> how many hits are counted in its tab."""
    tabs = site.page(f"/search?q={query}").cssselect("ul.tabs .count")
    return {tab.getparent().text.strip(): int(tab.text) for tab in tabs}


def counted(site: Site, table: str, where: str) -> int:
    return site.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"]


STANDING = "state IN ('new', 'open') AND severity IN ('error', 'warning')"
WISHES = [
    # what is wished, what is found of the references with a word that stands in many
    ("", "1"),
    ("&since=2010", "year >= 2010"),
    ("&until=2010", "year <= 2010"),
    ("&since=2009&until=2009", "year = 2009"),
    ("&language=en", "page_id IN (SELECT id FROM pages WHERE language = 'en')"),
    ("&language=tlh", "0"),
    ("&broken=1", f"id IN (SELECT bibliography_id FROM findings WHERE {STANDING})"),
]


@pytest.mark.parametrize(("wish", "where"), WISHES)
def test_hits_are_those_of_the_wish(wish: str, where: str, site: Site) -> None:
    """Every reference of the specimen that has a DOI printed is found by ``10``."""
    found = hits(site, f"10{wish}")
    matching = "rowid IN (SELECT rowid FROM bibliography_fts WHERE bibliography_fts MATCH '10')"
    assert found["References"] == counted(site, "bibliography", f"{matching} AND {where}")


def test_articles_and_news_are_narrowed_by_their_dates(site: Site) -> None:
    (news,) = site.rows("SELECT substr(published_on, 1, 4) AS year FROM news LIMIT 1")
    assert hits(site, f"webinar&since={news['year']}&until={news['year']}")["News"] >= 1
    assert hits(site, f"webinar&until={int(news['year']) - 1}")["News"] == 0
    assert hits(site, "arthrodesis")["Glossary"] == 1
    assert hits(site, "arthrodesis&since=1900")["Glossary"] == 0, "terms have no date"


def test_wishes_stay_from_tab_to_tab(site: Site) -> None:
    page = site.page("/search?q=10&language=en&since=2000&in=bibliography")
    assert all("language=en" in tab.get("href") for tab in page.cssselect("ul.tabs a"))
    (form,) = page.cssselect("form.filters")
    assert form.form_values() == [
        ("q", "10"), ("in", "bibliography"), ("language", "en"), ("since", "2000"), ("until", "")
    ]  # fmt: skip
    assert form.cssselect("details[open]"), "what narrows is seen"


@pytest.mark.parametrize("wish", ["language='", "since=%00", "until=99999", "broken=%F0%9F%92%80"])
def test_no_wish_is_an_error(wish: str, site: Site) -> None:
    assert site.get(f"/search?q=pain&{wish}").status_code == 200
