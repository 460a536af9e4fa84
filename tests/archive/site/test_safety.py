"""What strangers may do to a public archive: read, within bounds."""

from __future__ import annotations

import httpx
import pytest

from tests.archive.site.conftest import Site


def ask(site: Site, sql: str, **options: str) -> httpx.Response:
    """The answer to SQL of a reader's own, wherever this Datasette gives it."""
    return site.get("/archive.json", params={"sql": sql, **options}, follow_redirects=True)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/archive/articles", "/search?q=x", "/nope", "/archive.db", "/static/site.css"),
        *("/archive/articles.json", "/archive/articles.csv", "/robots.txt", "/changes.atom"),
        *("/-/static/app.css", "/-/settings.json", "/archive?sql=nonsense"),
    ],
)
def test_security_headers_stand_on_every_answer(path: str, site: Site) -> None:
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy, "no other host"
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert len(headers.get_list("referrer-policy")) == 1


LASTING = [
    *("/", "/archive/articles", "/about", "/broken", "/changes.atom", "/glossary", "/security"),
    *("/archive/bibliography.ris", "/archive/bibliography.bib", "/archive/bibliography.csljson"),
    *("/archive/retracted_works.ris", "/archive/articles.csv", "/archive/articles.json"),
    *("/references.ris", "/cite.bib", "/robots.txt", "/sitemap.xml", "/sitemap-own-1.xml"),
    *("/static/site.css", "/archive/runs/1", "/archive.db"),
]


@pytest.mark.parametrize("path", LASTING)
def test_pages_may_be_cached_and_say_so_once(path: str, site: Site) -> None:
    (said,) = site.get(path).headers.get_list("cache-control")
    assert "max-age=" in said


@pytest.mark.parametrize(
    "path",
    [
        *("/-/databases.json", "/-/settings", "/-/threads.json", "/-/plugins.json", "/-/config"),
        *("/-/allow-debug", "/-/patterns", "/-/permissions", "/-/messages", "/-/auth-token"),
        *("/archive/-/create", "/archive/-/queries/store", "/archive/articles/-/insert"),
        *("/archive/articles/1/-/update", "/archive/-/execute-write"),
    ],
)
def test_pages_about_the_machine_are_closed(path: str, site: Site) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "closed to the public" in response.text


@pytest.mark.parametrize(
    ("why", "sql"),
    [
        ("gigabytes from nowhere", "select randomblob(1000000000)"),
        ("the same by hex", "select hex(zeroblob(400000000))"),
        ("the same by replace", "select replace(hex(zeroblob(4000000)), '0', '0123456789')"),
        (
            "for ever",
            "with recursive c(n) as (select 1 union all select n + 1 from c) "
            "select count(*) from c",
        ),
        ("a file from the disk", "select readfile('/etc/passwd')"),
        ("an extension", "select load_extension('x')"),
        ("writing", "delete from articles"),
        ("another database", "attach 'x.db' as x"),
        ("settings", "pragma journal_mode = wal"),
        ("other people's tables", "select * from frontier"),
    ],
)
def test_sql_cannot_hurt(why: str, sql: str, site: Site) -> None:
    response = ask(site, sql)
    assert response.status_code == 400, why


def test_ordinary_sql_is_welcome(site: Site) -> None:
    sql = "select count(*) as n, doi_url('10.1000/182') as url, host_of('https://A.example/x') as h"
    response = ask(site, f"{sql} from articles", _shape="array")
    assert response.json() == [{"n": 4, "url": "https://doi.org/10.1000/182", "h": "a.example"}]


def test_rows_are_bounded(site: Site) -> None:
    sql = (
        "with recursive c(n) as (select 1 union all select n + 1 from c limit 5000) select n from c"
    )
    response = ask(site, sql)
    assert len(response.json()["rows"]) == 1000
    assert response.json()["truncated"] is True
    page = site.get("/archive?sql=select+1", follow_redirects=True).text
    assert "It may take up to 1.5 seconds and gives at most 1,000 rows" in " ".join(page.split())


def test_the_database_is_immutable(site: Site) -> None:
    assert site.datasette.get_database("archive").is_mutable is False
    assert site.datasette.get_database("archive").cached_table_counts["articles"] == 4
