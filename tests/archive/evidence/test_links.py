"""What verification writes of links, many at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.evidence import links
from archive.keys import key
from archive.records import LinkVerdict
from archive.store import Store
from tests.archive import tiny

URLS = ("https://a.test/x", "https://b.test/y", "https://c.test/z")
PAGE = tiny.page("/a", "See them.", links=tuple(tiny.link(url, "leaflet") for url in URLS))
COLUMNS = ("verdict", "reason", "status", "last_ok_at", "strikes")


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "crawl.db") as opened:
        opened.begin_run("crawl", "site", {})
        tiny.keep(opened, 1, PAGE)
        yield opened


def rows(store: Store) -> list[tuple[object, ...]]:
    sql = f"SELECT {', '.join(COLUMNS)} FROM links ORDER BY url"
    return [tuple(row) for row in store.db.conn.execute(sql)]


def test_links_with_unlike_columns_are_each_written_as_told(store: Store):
    store.set_links(
        {
            key(URLS[0]): {
                "verdict": LinkVerdict.OK,
                "reason": "It answers \ud800.",
                "status": 200,
                "last_ok_at": tiny.at(1),
            },
            key(URLS[1]): {"verdict": LinkVerdict.GONE, "reason": "Gone.", "strikes": 3},
            key(URLS[2]): {},
        }
    )
    assert rows(store) == [
        ("ok", "It answers \ufffd.", 200, tiny.at(1).strftime("%Y-%m-%dT%H:%M:%S.000Z"), 0),
        ("gone", "Gone.", None, None, 3),
        ("unknown", "", None, None, 0),
    ]


def test_when_one_of_the_links_is_none_of_ours_nothing_is_written(store: Store):
    with pytest.raises(KeyError, match="links has no row 'nobody'"):
        store.set_links({key(URLS[0]): {"verdict": "gone"}, "nobody": {"verdict": "gone"}})
    assert [verdict for verdict, *_ in rows(store)] == ["unknown"] * 3


def test_a_link_that_goes_while_its_host_is_asked_is_passed_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(links, "_AT_A_TIME", 1)
    conn = store.db.conn
    conn.execute("UPDATE links SET host = 'a.test'")
    due = links.links_of_host(conn, "a.test")
    first = next(due).url
    conn.execute("DELETE FROM link_mentions WHERE link_id = ?", (key(URLS[1]),))
    conn.execute("DELETE FROM links WHERE id = ?", (key(URLS[1]),))
    assert [first, *(link.url for link in due)] == [URLS[0], URLS[2]]


def test_links_that_were_found_well_since_are_left_out_and_counted(store: Store):
    well = {"verdict": LinkVerdict.OK, "rule_version": "judge/1"}
    store.set_links(
        {
            key(URLS[0]): well | {"checked_at": tiny.at(2)},
            key(URLS[1]): well | {"checked_at": tiny.at(0)},  # in an earlier run
            key(URLS[2]): well,  # judged by something else than a look
        }
    )
    done = (tiny.at(1), "judge/1")
    assert [link.url for link in store.external_links(but_well=done)] == [*URLS[1:]]
    assert store.links_well(*done) == 1
    assert store.links_well(tiny.at(1), "judge/2") == 0, "by other rules"
    assert [link.url for link in store.external_links()] == [*URLS]
