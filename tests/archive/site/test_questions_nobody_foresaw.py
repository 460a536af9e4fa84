"""From a number of an answer to what was counted, and to SQL of one's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from archive.publishing.publish import publish
from archive.site.plugins.cells import render_cell
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


def test_a_journal_of_two_publishers_leads_to_what_was_counted_of_each(tmp_path: Path) -> None:
    crawl_db = specimen.fill(tmp_path / "crawl.db")
    with closing(sqlite3.connect(crawl_db)) as db, db:
        db.execute("UPDATE dois SET container = 'Spine' WHERE container <> ''")
        publishers = (("Another & Sons", specimen.RIGHT), ("", specimen.RETRACTED))
        db.executemany("UPDATE dois SET publisher = ? WHERE doi = ?", publishers)
    site = Site(publish(crawl_db, tmp_path / "site", specimen.PUBLICATION).folder)
    for place in ("journals", "journal_health"):
        rows = site.page(f"/archive/{place}").cssselect("table.rows tbody tr")
        assert len(rows) == 3, place
        for row in rows:
            said = [cell.text_content().strip() for cell in row.cssselect("td")]
            (link,) = row.xpath(".//a[.='Spine']")
            found = site.page(link.get("href")).cssselect("p.found")[0].text_content()
            number = said[said.index("Spine") + 2]
            assert found.startswith(f"{number} row"), (place, said, found)
    one, *_ = site.page("/archive/dois").xpath("//td//a[.='Spine']")
    whole = site.page(one.get("href")).cssselect("p.found")[0].text_content()
    (of_all,) = site.rows("SELECT count(*) AS n FROM dois WHERE container = 'Spine'")
    assert whole.startswith(f"{of_all['n']} rows"), "beside a DOI it is the whole journal"
    site.close()


def test_the_host_of_its_own_pages_leads_nowhere(site: Site) -> None:
    """The list of pages leaves the column out, and would lead to the links out of the site."""
    assert render_cell({}, specimen.HOST, "host", "pages", site.datasette) is None
    assert "<a " in str(render_cell({}, specimen.HOST, "host", "host_health", site.datasette))
    page = site.page("/archive/pages?_col=host&_col=url")
    assert page.xpath("//table[@class='rows']//td//a")
    assert not page.xpath("//a[contains(@href, 'link_status?host=')]")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT type, name FROM sqlite_master",
        "SELECT '' AS host, 'not known' AS agency",
        "SELECT 'of no table' AS host, 'of none' AS publisher, 'of none' AS container",
    ],
)
def test_sql_of_ones_own_may_call_anything_a_host(sql: str, site: Site) -> None:
    page = site.page("/archive?" + urlencode({"sql": sql}))
    assert page.xpath("//table[@class='rows']//td")
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


def test_two_runs_are_compared_as_the_sentence_says(site: Site) -> None:
    query = QUERIES["changed_since"]
    assert "give the day after the first and the day of the second" in query.sentence
    first, second = (date.fromisoformat(moment[:10]) for moment in specimen.CRAWLS.values())
    days = {"since": str(first + timedelta(1)), "until": str(second)}
    answer = site.get("/archive/changed_since.json", params={**days, "_shape": "array"}).json()
    told = [row["at"] for row in answer]
    met = [str(row["at"]) for row in site.rows("SELECT at FROM changes ORDER BY at DESC")]
    assert told == [at for at in met if str(first) < at[:10] <= str(second)]
    assert told
    assert len(told) < len(met), "what the first run found is no change since it"
    to_the_end = {"since": days["since"], "until": "", "_shape": "array"}
    left_empty = site.get("/archive/changed_since.json", params=to_the_end).json()
    assert [row["at"] for row in left_empty] == [at for at in met if str(first) < at[:10]]
    assert "left empty: to the end" in site.text("/archive/changed_since")


def test_a_run_leads_to_what_changed_in_it_if_anything_did(site: Site) -> None:
    changed = {
        row["id"]
        for row in site.rows(
            "SELECT runs.id FROM runs JOIN changes ON changes.at BETWEEN started_at AND finished_at"
        )
    }
    runs = {row["id"] for row in site.rows("SELECT id FROM runs WHERE finished_at IS NOT NULL")}
    assert changed
    assert runs > changed, "the specimen has a run in which nothing changed"
    for run in runs:
        links = site.page(f"/archive/runs/{run}").xpath("//a[.='What changed in this run']")
        assert len(links) == (run in changed), run
        for link in links:
            assert site.page(link.get("href")).cssselect("table.rows tbody tr")


def test_only_what_was_verified_is_said_to_be_broken_or_not(site: Site) -> None:
    for run in site.rows("SELECT id, command FROM runs"):
        said = "Broken at the end" in site.page(f"/archive/runs/{run['id']}").text_content()
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


def test_articles_are_listed_as_they_are_counted_whichever_agency_has_them(site: Site) -> None:
    """Crossref says journal-article, DataCite article-journal."""
    [link] = site.page("/archive/kinds_of_works").xpath("//td//a[.='journal-article']")
    assert link.get("href").endswith("?type__in=journal-article,article-journal")
