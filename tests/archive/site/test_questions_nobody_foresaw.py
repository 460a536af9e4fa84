"""From a number of an answer to what was counted, and to SQL of one's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from archive.publishing.publish import publish
from archive.site.plugins.pages import EXAMPLES
from archive.site.queries import QUERIES
from tests.archive.site import specimen
from tests.archive.site.conftest import Site


@pytest.mark.parametrize(
    ("question", "column", "counted"),
    [
        ("verdicts_by_publisher", "publisher", "dois"),
        ("verdicts_by_agency", "agency", "dois"),
        ("link_rot_by_host", "host", "links"),
        ("kinds_of_works", "type", "works"),
        ("journals", "container", "works"),
    ],
)
def test_a_name_leads_to_the_list_of_what_was_counted(
    site: Site, question: str, column: str, counted: str
) -> None:
    rows = site.rows(QUERIES[question].sql)
    page = site.page(f"/archive/{question}")
    led = 0
    for row in rows:
        links = page.xpath(f"//table[@class='rows']//td//a[.='{row[column]}']")
        if row[column] in ("", "not known"):
            assert not links, "what is not known is no name"
            continue
        (link,) = links
        found = site.page(link.get("href")).cssselect("p.found")[0].text_content()
        assert found.startswith(f"{row[counted]} row"), (row[column], found)
        led += 1
    assert led, "the specimen has a name in it"


def test_hosts_of_the_site_itself_lead_nowhere(site: Site) -> None:
    page = site.page("/archive?" + urlencode({"sql": "SELECT '' AS host, 'not known' AS agency"}))
    assert not page.xpath("//table[@class='rows']//td//a")


@pytest.mark.parametrize("name", [name for name, query in QUERIES.items() if query.table])
def test_an_answer_says_where_it_can_be_sorted(name: str, site: Site) -> None:
    (link,) = site.page(f"/archive/{name}").xpath("//a[.='sort and filter them']")
    assert link.get("href") == f"/archive/{QUERIES[name].table}"
    table = site.page(link.get("href"))
    assert table.xpath("//thead//a[contains(@href, '_sort')]")


@pytest.mark.parametrize("title", EXAMPLES)
def test_sql_to_begin_with_answers(title: str, site: Site) -> None:
    (link,) = site.page("/ask").xpath(f"//a[.='{title}']")
    filled = link.get("href") + "&word=needle&host=" + "eurospinepatientline.example"
    page = site.page(filled)
    assert page.xpath("//textarea")[0].text == EXAMPLES[title]
    assert not page.cssselect("p.banner")


def test_what_changed_between_two_days_is_the_whole_of_both(site: Site) -> None:
    days = sorted({str(row["at"])[:10] for row in site.rows("SELECT at FROM changes")})
    assert len(days) > 1, "the specimen changed on more than one day"
    sql = QUERIES["changed_since"].sql

    def asked(since: str, until: str) -> int:
        answer = site.get(
            "/archive/changed_since.json",
            params={"since": since, "until": until, "_shape": "array"},
        )
        return len(answer.json())

    total = site.rows("SELECT count(*) AS n FROM changes")[0]["n"]
    assert asked(days[0], days[-1]) == total
    each = [asked(day, day) for day in days]
    assert sum(each) == total
    assert all(each), sql
    first = site.rows("SELECT min(at) AS at FROM changes")[0]["at"]
    assert asked(first, first) >= 1, "a moment is a moment"


def test_a_run_leads_to_what_changed_in_it(site: Site) -> None:
    runs = site.rows(
        "SELECT runs.* FROM runs JOIN changes ON changes.at BETWEEN started_at AND finished_at"
    )
    assert runs
    (link,) = site.page(f"/archive/runs/{runs[0]['id']}").xpath("//a[.='What changed in this run']")
    assert "0 rows" not in site.page(link.get("href")).text_content()


def test_only_what_was_verified_is_said_to_be_broken_or_not(site: Site) -> None:
    for run in site.rows("SELECT id, command FROM runs"):
        said = "Broken at its end" in site.page(f"/archive/runs/{run['id']}").text_content()
        assert said == (run["command"] in ("verify", "rejudge")), run


@pytest.mark.parametrize("form", ["{}", "https://doi.org/{}", "doi:{}"])
def test_sentences_are_found_by_the_doi_they_point_to(site: Site, form: str) -> None:
    works = site.rows(
        "SELECT doi, count(*) AS n FROM pointers JOIN bibliography b ON b.id = bibliography_id "
        "WHERE doi IS NOT NULL GROUP BY doi"
    )
    assert works
    for work in works:
        answer = site.get(
            "/archive/sentences_citing.json",
            params={"doi": form.format(str(work["doi"]).upper()), "_shape": "array"},
        ).json()
        assert len(answer) == work["n"]
        assert {row["doi"] for row in answer} == {work["doi"]}
    page = site.page("/archive/sentences_citing?doi=10.9999/nobody")
    assert "No sentence points to this work" in page.text_content()


def test_the_dictionary_says_what_a_column_is_a_key_of(site: Site) -> None:
    page = site.page("/dictionary")
    for table, column, other in (
        ("bibliography", "page_id", "pages.id"),
        ("broken_references", "finding_id", "findings.id"),
        ("doi_status", "doi", "dois.doi"),
    ):
        (meaning,) = page.xpath(f"//section[@id='{table}']//div[dt='{column}']/dd")
        assert meaning.xpath("string(.//a)") == other


def test_an_identifier_known_by_its_doi_says_where_that_was_asked(tmp_path: Path) -> None:
    crawl_db = specimen.fill(tmp_path / "crawl.db")
    with closing(sqlite3.connect(crawl_db)) as db, db:
        db.execute("UPDATE identifiers SET doi = ? WHERE scheme = 'pmid'", (specimen.RETRACTED,))
        db.execute("DELETE FROM checks WHERE subject LIKE 'pmid:%'")
    site = Site(publish(crawl_db, tmp_path / "site", specimen.PUBLICATION).folder)
    page = site.page("/archive/identifiers/pmid~3A18388263")
    assert "Nothing has been asked" not in page.text_content()
    assert "never" not in page.text_content()
    (link,) = page.xpath("//section[@id='evidence']//a")
    assert link.text == "what was asked about its DOI"
    evidence = site.page(link.get("href").removesuffix("#evidence")).xpath(
        "//section[@id='evidence']//tbody/tr"
    )
    assert evidence
    site.close()
