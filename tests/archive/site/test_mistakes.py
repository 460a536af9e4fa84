"""What readers send that cannot be is their mistake: no answer is a server's error."""

from __future__ import annotations

import sqlite3
from csv import DictReader
from io import StringIO

import pytest

from tests.archive.site.conftest import Site

NO_ROW = (404, 400)
"""What we say of half a key, and what Datasette 1.0 says itself."""
WRONG = (400,)
MISTAKES = [
    ("one part of a key of two", "/archive/vocabulary/severity", NO_ROW),
    ("the same for programs", "/archive/vocabulary/severity.json", NO_ROW),
    ("a part of a key that is text", "/archive/spans/alert(1)", NO_ROW),
    ("a limit that is no number", "/archive/pages?_timelimit=()", WRONG),
    ("the same for programs", "/archive/pages.json?_timelimit=nan", WRONG),
    ("no JSON", "/archive/pages?_through=nan", WRONG),
    ("JSON without the keys", "/archive/pages?_through={}", WRONG),
    ("JSON of another shape", "/archive/pages?_through=[1]", WRONG),
    (
        "a table that does not lead to it",
        '/archive/articles?_through={"table":"article_versions","column":"page_id","value":"1"}',
        WRONG,
    ),
    ("a NUL in a column", "/archive/pages?_facet_date=%00", WRONG),
    ("a NUL in a condition", "/archive/pages?_where=%00", WRONG),
    ("a name that no file can have", f"/static/{'x' * 300}", (404,)),
    ("the same of a file of Datasette", f"/-/static/{'x' * 8000}", (404,)),
    ("a column that is not there", "/archive/pages?_sort=nothing", WRONG),
]


@pytest.mark.parametrize(("why", "path", "statuses"), MISTAKES, ids=[row[1] for row in MISTAKES])
def test_a_mistake_is_said(
    why: str, path: str, statuses: tuple[int, ...], site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    response = site.get(path)
    assert response.status_code in statuses, why
    assert "Traceback" not in capsys.readouterr().err, "nor is the log filled with it"


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
@pytest.mark.parametrize("asked", ["language=de", "langauge=de", "yaer__gt=2000"])
def test_a_column_that_a_table_lacks_is_said_and_no_answer_of_no_rows(
    asked: str, form: str, site: Site
) -> None:
    response = site.get(f"/archive/bibliography{form}?{asked}&_shape=array")
    column = asked.partition("=")[0].partition("__")[0]
    assert response.status_code == 400
    assert f"bibliography has no column {column}." in response.text


@pytest.mark.parametrize(
    "asked",
    ["year=2016", "year__gt=2000", "rowid__gt=0", "_size=1", "Year=2016", "YEAR__gt=2000", "oid=1"],
)
def test_a_column_that_it_has_is_asked(asked: str, site: Site) -> None:
    assert site.get(f"/archive/bibliography.json?{asked}").status_code == 200


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("articles_without_references?words=abc", "Words must be a whole number, such as 2000."),
        ("articles_without_references?words=-5", "Words must be a whole number, such as 2000."),
        ("references_without_doi?since=abc", "Since must be a whole number, such as 2000."),
        ("changed_since?since=yesterday", "Since must be a day, such as 2026-01-31."),
        ("changed_since?since=2026-02-30", "Since must be a day, such as 2026-01-31."),
        ("stale_articles?before=20200101", "Before must be a day, such as 2026-01-31."),
    ],
)
def test_a_parameter_of_another_form_is_said(question: str, said: str, site: Site) -> None:
    for form in ("", ".csv", ".json"):
        response = site.get(f"/archive/{question.replace('?', form + '?')}")
        assert (response.status_code, said in response.text) == (400, True)
        assert "content-security-policy" in response.headers


@pytest.mark.parametrize(
    "question",
    [
        "articles_without_references?words=1",
        "changed_since?since=2026-03-01T08:00:00Z",
        "stale_articles?before=+2030-01-01",
        "stale_articles?before=2030-01-01&before=yesterday",
        "references_without_doi?since=%202000%20",
    ],
)
def test_a_parameter_of_its_form_is_taken(question: str, site: Site) -> None:
    """By page, CSV and JSON alike: the first of several, without blanks around it."""
    shown = site.page(f"/archive/{question}").cssselect("table.rows tbody tr")
    csv = site.get(f"/archive/{question.replace('?', '.csv?')}")
    rows = site.get(f"/archive/{question.replace('?', '.json?_shape=array&')}").json()
    assert csv.status_code == 200
    assert len(list(DictReader(StringIO(csv.text)))) == len(rows) == len(shown) > 0


def test_a_question_has_its_answer_as_data_beside_it(site: Site) -> None:
    page = site.page("/archive/references_without_doi?since=+2000&since=3000&page=1")
    (address,) = page.xpath("//head/link[contains(@type, 'json')]/@href")
    path = address.removeprefix("http://localhost")
    assert path == "/archive/references_without_doi.json?since=2000"
    assert site.get(path).json()["ok"] is True


def test_a_query_that_takes_too_long_is_no_matter_of_settings(site: Site) -> None:
    endless = "with recursive n(i) as (select 1 union all select i %2B 1 from n) "
    endless += "select max(i) from n"
    response = site.get(f"/archive?sql={endless}&_timelimit=20", follow_redirects=True)
    assert response.status_code == 400
    assert "took too long and was stopped" in response.text
    assert "sql_time_limit_ms" not in response.text


@pytest.mark.parametrize("path", ["/glossary", "/", "/archive/runs/1"])
def test_a_page_that_takes_too_long_says_that_the_server_is_busy(
    path: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = site.datasette.get_database("archive")

    async def interrupted(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("interrupted")

    for name in ("execute", "execute_fn"):  # in Datasette 1.0 the one does not call the other
        monkeypatch.setattr(database, name, interrupted)
    response = site.get(path)
    assert (response.status_code, "too busy" in response.text) == (503, True)
