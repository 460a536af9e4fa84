"""What keeps a large archive quick: lists that come in the order of an index, nothing to sort.

On a small archive of the kind that the bench fills, with whatever SQLite plans for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.publishing import publish as publishing
from archive.publishing.derived import FILL
from archive.publishing.publish import Published, publish
from archive.site.plugins import search
from archive.site.plugins.home import HOME
from archive.site.queries import QUERIES
from tests.archive.site.conftest import Site
from tests.bench.large import fill
from tests.bench.published import STEPS

PAGES = 60
# Saved queries over tables that grow with the site, whose answers are too long to be sorted.
ORDERED = (
    "repair_list",
    "sentences_to_reconsider",
    "dois_to_add",
    "wrong_works",
    "references_without_doi",
    "moved_links",
    "age_of_evidence",
    "stale_articles",
    "evidence_for",
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """An archive of thirty pages, each of them twice."""
    folder = tmp_path_factory.mktemp("size")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fill, "ORIGINALS", PAGES // 2)
        fill.fill(folder / "crawl.db", PAGES)
    return publish(folder / "crawl.db", folder / "published", {"title": "Large"})


@pytest.fixture(scope="module")
def database(published: Published) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(published.database)) as db:
        db.row_factory = sqlite3.Row
        yield db


@pytest.fixture(scope="module")
def site(published: Published) -> Iterator[Site]:
    served = Site(published.folder)
    yield served
    served.close()


def plan(db: sqlite3.Connection, sql: str, names: list[str]) -> list[str]:
    """What SQLite does to answer, step by step."""
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", dict.fromkeys(names, ""))]


def test_the_bench_fills_what_publish_takes(database: sqlite3.Connection) -> None:
    """Thirty checks and about ten references a page; the frame's links stand on every page."""
    counts = [
        database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("pages", "checks", "page_health")
    ]
    assert counts == [PAGES, 30 * PAGES, PAGES]
    (references,) = database.execute("SELECT count(*) FROM bibliography").fetchone()
    assert 5 * PAGES < references < 15 * PAGES
    most = "SELECT max(page_count) FROM link_status"
    assert tuple(database.execute(most).fetchone()) == (PAGES,)


@pytest.mark.parametrize("name", ORDERED)
def test_long_answers_come_in_the_order_of_an_index(
    name: str, database: sqlite3.Connection
) -> None:
    query = QUERIES[name]
    steps = plan(database, query.sql, [parameter[0] for parameter in query.parameters])
    assert [step for step in steps if step == "USE TEMP B-TREE FOR ORDER BY"] == []


@pytest.mark.parametrize("name", HOME)
def test_the_home_page_reads_no_table_that_grows_with_the_site(
    name: str, database: sqlite3.Connection
) -> None:
    grown = ("pages", "articles", "bibliography", "mentions", "links", "findings", "checks")
    steps = plan(database, HOME[name], [])
    assert [step for step in steps if step in {f"SCAN {table}" for table in grown}] == []


def test_identifiers_are_found_by_their_key(database: sqlite3.Connection) -> None:
    """By their scheme alone, each mention was compared with every PMID of the site."""
    steps = plan(database, FILL["identifier_conflicts"], [])
    one, other = (step for step in steps if {"identifiers", "mentions"} & set(step.split()))
    assert one.startswith("SCAN")
    assert "(id=?)" in other or "(scheme=? AND value=?)" in other


def test_broken_references_stand_in_the_order_of_work(database: sqlite3.Connection) -> None:
    sql = "SELECT severity, page_url, says FROM broken_references ORDER BY position"
    rows = database.execute(sql).fetchall()
    assert len(rows) > 10
    assert rows == sorted(rows, key=lambda row: (row[0] != "error", row[1], row[2]))


def answers(site: Site, path: str) -> list[str]:
    """The first cells of an answer on one page."""
    return [" ".join(cell.text_content().split()) for cell in site.page(path).xpath("//td[1]")]


def test_an_answer_stands_on_as_many_pages_as_it_needs(site: Site) -> None:
    name = "references_without_doi"
    rows = site.get(f"/archive/{name}.json?_shape=arrays&since=1990").json()["rows"]
    assert 100 < len(rows) < 200
    path = f"/archive/{name}?since=1990"
    first, second = answers(site, path), answers(site, f"{path}&page=2")
    assert (len(first), first + second) == (100, [str(row[0]) for row in rows])
    assert "Rows 1 to 100 of more" in site.text(path)
    assert f"Rows 101 to {len(rows)} ·" in site.text(f"{path}&page=2")
    (onward,) = site.page(path).xpath("//a[@rel='next']/@href")
    assert answers(site, onward) == second
    assert site.page(onward).xpath("//a[@rel='next']") == []


def test_what_is_drawn_is_not_cut(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = site.datasette.site_settings["queries"]["references_without_doi"]
    monkeypatch.setitem(asked, "plot", {"label": "year", "series": {"year": "info"}})
    rows = site.rows("SELECT count(*) AS number FROM bibliography WHERE doi IS NULL")
    assert len(answers(site, "/archive/references_without_doi")) == rows[0]["number"] > 100


def found(database: sqlite3.Connection, word: str, start: int, size: int) -> list[str]:
    """The articles that a search finds, the best first."""
    (articles,) = (
        group
        for group in search.find(database, f'"{word}"', "articles", (start, size))
        if group["name"] == "articles"
    )
    return [hit["id"] for hit in articles["hits"]]


def test_the_pages_of_a_search_have_every_match_once(database: sqlite3.Connection) -> None:
    (word,) = (
        database.execute("SELECT lower(title) FROM articles LIMIT 1").fetchone()[0].split()[:1]
    )
    sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    (matches,) = database.execute(sql, (f'"{word}"',)).fetchone()
    pages = [found(database, word, start, 3) for start in range(0, matches + 3, 3)]
    ids = [hit for page in pages for hit in page]
    assert (len(ids), len(set(ids)), pages[-1]) == (matches, matches, [])
    assert ids == found(database, word, 0, matches)


def test_a_common_word_is_looked_for_in_titles_first(
    database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def matches(expression: str) -> int:
        sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        return int(database.execute(sql, (expression,)).fetchone()[0])

    last = "SELECT page_id, title FROM articles ORDER BY rowid DESC LIMIT 1"
    page_id, title = database.execute(last).fetchone()
    words = [word.strip(".").lower() for word in title.split()]
    common = max((w for w in words if matches(f'title : "{w}"') <= 4), key=matches)
    assert matches(common) > 8
    monkeypatch.setattr(search, "COUNTED_AT_MOST", 1)
    monkeypatch.setattr(search, "WEIGHED_AT_MOST", 4)
    assert page_id in found(database, common, 0, 8)
    with_a_heading = search.KINDS["articles"]
    monkeypatch.setitem(search.KINDS, "articles", with_a_heading._replace(heading=""))
    assert page_id not in found(database, common, 0, 8)


def test_an_answer_that_takes_too_long_is_ended_and_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) AS s FROM n"
    )
    asked = site.datasette.site_settings["queries"]["references_without_doi"]
    monkeypatch.setitem(asked, "sql", endless)
    monkeypatch.setitem(asked, "parameters", [])
    response = site.get("/archive/references_without_doi")
    assert (response.status_code, "This query took too long" in response.text) == (503, True)


def test_the_bench_times_steps_that_there_are() -> None:
    assert [step for step in STEPS if not hasattr(publishing, step)] == []
