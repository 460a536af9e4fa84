"""A fault that stands on every page is counted in places, and shown once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.keys import key
from archive.publishing.publish import publish
from archive.records import Outcome
from archive.reports.build import build
from archive.store import Store
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

FOOT = "https://www.example.org/imprint"


@pytest.fixture(scope="module")
def crawl_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specimen, whose foot has a dead link on every page."""
    path = specimen.fill(tmp_path_factory.mktemp("repeated") / "crawl.db")
    with Store.open(path) as store, store.unit():
        template = store.db.execute(
            "SELECT * FROM findings WHERE kind = 'link_gone' AND state = 'new'"
        )
        names = [column[0] for column in template.description]
        row = dict(zip(names, template.fetchone(), strict=True))
        for url in specimen.PAGES:
            row |= {"id": key(url, FOOT), "page_id": key(url), "subject": FOOT, "says": FOOT}
            marks = ", ".join(f":{name}" for name in names)
            store.db.conn.execute(f"INSERT INTO findings VALUES ({marks})", row)
    return path


@pytest.fixture(scope="module")
def repeated(crawl_db: Path) -> Iterator[Site]:
    folder = publish(crawl_db, crawl_db.parent / "site", specimen.PUBLICATION).folder
    served = Site(folder)
    yield served
    served.close()


def test_it_is_shown_once_before_the_pages(repeated: Site) -> None:
    page = repeated.page("/broken")
    first, *others = page.cssselect("section.sheet")
    assert first.find("h2").text == "The same on many pages"
    assert first.text_content().count(FOOT) >= 1
    assert not [sheet for sheet in others if FOOT in sheet.text_content()]
    assert len(page.cssselect("article.finding")) == 5 + 1
    (places,) = [a for a in first.cssselect("a") if a.text == f"{len(specimen.PAGES)} pages"]
    assert len(repeated.page(places.get("href")).cssselect("table.rows tbody tr")) == 8


def test_it_is_chosen_with_its_kind_and_only_on_the_first_page(repeated: Site) -> None:
    assert FOOT in repeated.text("/broken?kind=link_gone")
    assert FOOT not in repeated.text("/broken?kind=wrong_work")
    assert FOOT not in repeated.text("/broken?page=2")


def test_the_numbers_agree_everywhere(repeated: Site, crawl_db: Path) -> None:
    with Store.open(crawl_db) as store:
        store.finish_run(store.begin_run("verify", "sample", {}), Outcome.FINISHED, "", {})
        report = build(store)
    errors = next(tally for tally in report.severities if tally.word == "error")
    assert (errors.number, errors.different) == (12, 5)
    said = "3 references and 9 links need repair on 8 pages, 5 different faults"
    assert said in repeated.text("/")
    (line,) = repeated.rows(f"SELECT * FROM finding_groups WHERE subject = '{FOOT}'")
    assert (line["places"], line["pages"]) == (8, 8)
    assert {item.places for item in report.items if item.subject == FOOT} == {8}
    answer = repeated.get("/archive/each_fault_once.json?_shape=array").json()
    assert json.dumps(answer[0]).count(FOOT) == 1
    assert answer[0]["pages"] == 8


def test_a_long_list_begins_with_its_pages(site: Site) -> None:
    page = site.page("/broken")
    (nav,) = page.cssselect("nav[aria-label='Pages of this list']")
    jumps = [link.get("href").removeprefix("#") for link in nav.iter("a")]
    assert len(jumps) > 1
    assert all(page.get_element_by_id(place).tag == "h2" for place in jumps)
    cards = {
        section.get("aria-labelledby"): len(section.cssselect("article.finding"))
        for section in page.cssselect("section.sheet")
    }
    counts = [int(count.text.split()[0]) for count in nav.cssselect(".counts")]
    assert counts == [cards[place] for place in jumps]
