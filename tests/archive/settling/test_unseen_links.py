"""Links that no reader of the site can see: left out, with the reason, as long as that is so."""

from __future__ import annotations

from pathlib import Path

from archive.schema import UNSEEN_LINK
from archive.store import Store
from tests.archive import tiny
from tests.archive.tiny import HOSTS, SITE, page

OWN, OTHER = SITE + "/in-a-template", "https://other.test/"
VERDICTS = "SELECT url, verdict, reason FROM links ORDER BY url"


def test_a_link_in_a_template_is_left_out_until_it_is_seen(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "site", {})
        hidden = tuple(tiny.link(url, hidden=True) for url in (OWN, OTHER))
        tiny.keep(store, run, page("/", "Text.", links=hidden))
        store.settle(run, HOSTS)
        unseen = [(OTHER, "excluded", UNSEEN_LINK), (OWN, "excluded", UNSEEN_LINK)]
        assert tiny.rows(store, VERDICTS) == unseen
        tiny.keep(store, run, page("/", "Text.", links=(*hidden, tiny.link(OWN))))
        store.settle(run, HOSTS)
        assert tiny.rows(store, VERDICTS) == [unseen[0], (OWN, "unknown", "")]


def test_what_was_found_out_of_a_link_stays_when_it_is_hidden(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crawl.db") as store:
        run = store.begin_run("crawl", "site", {})
        tiny.keep(store, run, page("/", "Text.", links=(tiny.link(OTHER),)))
        store.settle(run, HOSTS)
        [(link,)] = tiny.rows(store, "SELECT id FROM links")
        store.set_links({link: {"verdict": "gone", "reason": "The page is not there (HTTP 404)."}})
        tiny.keep(store, run, page("/", "Text.", links=(tiny.link(OTHER, hidden=True),)))
        store.settle(run, HOSTS)
        told = [(OTHER, "gone", "The page is not there (HTTP 404).")]
        assert tiny.rows(store, VERDICTS) == told
