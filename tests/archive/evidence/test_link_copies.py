"""What the rows tell of a link that is lost: our last good capture, and the date it is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.keys import key
from archive.records import DateKind
from archive.store import Store
from tests.archive import tiny

LOST = tiny.SITE + "/lost.htm"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "crawl.db") as opened:
        yield opened


def test_the_last_good_capture_of_a_url(store: Store) -> None:
    run = store.begin_run("crawl", "sample", {})
    with store.unit():
        for day, status in ((1, 200), (2, 200), (3, 404)):
            store.keep_capture(run, tiny.capture(LOST, day, status))
        cut = replace(tiny.capture(LOST, 4, 200), fidelity="truncated")
        store.keep_capture(run, cut)
    assert store.last_good_capture(LOST) == (tiny.capture(LOST, 2).id, tiny.at(2))
    assert store.last_good_capture(LOST + "x") is None


def test_a_link_is_as_old_as_the_latest_date_of_its_pages(store: Store) -> None:
    run = store.begin_run("crawl", "sample", {})
    links = (tiny.link(LOST, "lost"),)
    dated = tiny.page("/a", "Text.", links=links, dates=(tiny.printed_date("2015-03-01"),))
    revised = tiny.page(
        "/b",
        "Text.",
        links=links,
        dates=(tiny.printed_date("2012-01-01"), tiny.printed_date("2018-05-06", DateKind.UPDATED)),
    )
    tiny.keep(store, run, dated, revised, tiny.page("/c", "Text.", links=(tiny.link("http://x/"),)))
    assert store.link_date(key(LOST)) == datetime(2018, 5, 6, tzinfo=UTC)
    assert store.link_date(key("http://x/")) is None
