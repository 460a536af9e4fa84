"""The glossary: in pages of a limited length, from A to Z, and every term where its link leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from sqlite_utils import Database

from archive.keys import key
from archive.publishing.publish import publish
from archive.publishing.static.build import build_static
from archive.site.plugins.glossary import TERMS_A_PAGE
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

EACH = 170
LETTERS = "ABCDEFGHIJ"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three glossaries more, which together need several pages."""
    folder = tmp_path_factory.mktemp("glossaries")
    crawl_db = specimen.fill(folder / "crawl.db")
    db = Database(crawl_db)
    for row in list(db["pages"].rows_where("kind = 'article'", limit=3)):
        db["terms"].insert_all(
            {
                "id": key(row["id"], str(n)),
                "page_id": row["id"],
                "position": n + 1,
                "letter": LETTERS[n * len(LETTERS) // EACH],
                "term": f"{LETTERS[n * len(LETTERS) // EACH]}-word {n}",
                "definition": "What it means.",
            }
            for n in range(EACH)
        )
    db.close()
    return publish(crawl_db, folder / "site", specimen.PUBLICATION).folder


@pytest.fixture(scope="module")
def long(folder: Path) -> Iterator[Site]:
    served = Site(folder)
    yield served
    served.close()


def walk(site: Site, path: str) -> list[list[str]]:
    """The terms of each page of a list, from the first page on."""
    pages = []
    while path:
        page = site.page(path)
        pages.append([dt.get("id") for dt in page.cssselect("dl.terms dt")])
        following = page.cssselect("nav.steps a[rel=next]")
        path = urljoin(path, following[0].get("href")) if following else ""
    return pages


def test_every_term_stands_on_one_page_and_none_is_long(long: Site) -> None:
    pages = walk(long, "/glossary")
    ids = [f"term-{row['id']}" for row in long.rows("SELECT id FROM terms")]
    assert sorted(term for page in pages for term in page) == sorted(ids)
    assert [len(page) for page in pages[:-1]] == [TERMS_A_PAGE] * (len(pages) - 1)
    assert len(pages) == 3


def test_the_link_from_a_term_leads_to_it(long: Site) -> None:
    met = set()
    for number, ids in enumerate(walk(long, "/glossary"), 1):
        for term in (ids[0], ids[-1]):
            page = long.page(f"/archive/terms/{term.removeprefix('term-')}")
            [link] = [a.get("href") for a in page.cssselect("a") if "/glossary" in a.get("href")
                      and "#" in a.get("href")]  # fmt: skip
            path, _, fragment = link.partition("#")
            assert fragment == term
            assert long.page(path).xpath(f"//dt[@id='{term}']"), (number, link)
            met.add(path)
    assert met == {"/glossary", "/glossary?page=2", "/glossary?page=3"}


def test_a_letter_shows_what_stands_under_it_in_all_glossaries(long: Site) -> None:
    page = long.page("/glossary")
    [link] = [
        a for a in page.cssselect("nav ul.letters a") if a.get("href") == "/glossary?letter=C"
    ]
    found = [term for ids in walk(long, link.get("href")) for term in ids]
    rows = long.rows("SELECT id FROM terms WHERE letter = 'C'")
    assert sorted(found) == sorted(f"term-{row['id']}" for row in rows)
    assert len(found) >= 3 * EACH // len(LETTERS)


@pytest.mark.parametrize(
    "query", ["page=99", "letter=%22%3E", "letter=Q&page=2", "page=0", "page=x"]
)
def test_what_does_not_exist_is_said(query: str, long: Site) -> None:
    assert long.get(f"/glossary?{query}").status_code == 200


def test_a_short_glossary_stays_one_page(site: Site) -> None:
    [ids] = walk(site, "/glossary")
    assert ids
    assert "?letter=" not in site.get("/glossary").text


def test_the_pages_are_files_of_the_plain_copy(folder: Path, tmp_path: Path) -> None:
    build_static(folder, tmp_path / "plain")
    names = [path.name for path in (tmp_path / "plain").glob("glossary*.html")]
    assert {"glossary.html", "glossary.page-2.html", "glossary.page-3.html"} <= set(names)
    assert sum("letter" in name for name in names) >= len(LETTERS)
    last = (tmp_path / "plain/glossary.page-3.html").read_text(encoding="utf-8")
    term = last.rpartition('id="term-')[2].partition('"')[0]
    page = (tmp_path / f"plain/archive/terms/{term}.html").read_text(encoding="utf-8")
    assert f'glossary.page-3.html#term-{term}"' in page
