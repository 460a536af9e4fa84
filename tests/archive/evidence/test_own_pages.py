"""Which pages of the site cannot be read at present, and when a finding about one is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.frontier import FrontierTable, NewUrl, Validators
from archive.keys import key
from archive.records import FrontierState, Issue, PageKind
from archive.store import Store
from pipelines.verification.findings.pages import find_in_pages
from tests.archive import tiny

URL = tiny.SITE + "/a"
GOOD = tiny.page("/a", "Text.")
BLANK = replace(
    tiny.page("/a", day=7),
    kind=PageKind.UNREAD,
    issues=(Issue(code="empty_page", message="Empty.", capture_id=tiny.capture(URL, 7).id),),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "crawl.db") as opened:
        opened.begin_run("crawl", "site", {})
        tiny.keep(opened, 1, GOOD)
        table = FrontierTable(opened.db)
        with opened.unit():
            table.add(1, [NewUrl(url=URL, request_url=URL, host="www.site.test")])
        answered(opened, "fetched", capture=GOOD.capture_id)
        yield opened


def answered(store: Store, state: str, reason: str = "", capture: str = "", status: int = 200):
    """What the latest crawl found at the page."""
    table = FrontierTable(store.db)
    with store.unit():
        table.finish(1, FrontierState(state), reason)
        if capture:
            known = Validators(
                etag=None, last_modified=None, whole_at=datetime(2026, 11, 1, tzinfo=UTC)
            )
            table.set_content(1, capture, known)
        store.db.conn.execute("UPDATE pages SET status = ?", (status,))


def verified(store: Store, day: int) -> list[tuple]:
    """(kind, severity, state) of all findings after a run that looks at pages only."""
    run = store.begin_run("verify", "site", {})
    store.keep_findings(run, find_in_pages(store.unreadable_pages()), tiny.at(day))
    return tiny.rows(store, "SELECT kind, severity, state FROM findings")


def test_a_page_that_can_be_read_is_no_finding(store: Store) -> None:
    assert store.unreadable_pages() == []


def test_an_empty_page_is_told_and_what_it_said_is_kept(store: Store) -> None:
    tiny.keep(store, 1, BLANK)
    answered(store, "fetched", capture=BLANK.capture_id)
    [page] = store.unreadable_pages()
    assert (page.id, page.url, page.trouble) == (key(URL), URL, "empty")
    assert tiny.rows(store, "SELECT kind FROM pages") == [("article",)]
    assert verified(store, 7) == [("page_unreadable", "warning", "new")]


def test_of_a_page_that_never_said_anything_nothing_is_kept(store: Store) -> None:
    tiny.keep(store, 1, BLANK)
    answered(store, "fetched", capture=BLANK.capture_id)
    assert [page.was_read for page in store.unreadable_pages()] == [True]
    [known] = find_in_pages(store.unreadable_pages())
    store.db.conn.execute("UPDATE pages SET kind = 'unread'")
    [first] = find_in_pages(store.unreadable_pages())
    assert (
        known.why
        == f"{first.why} Until it can be read again, the archive keeps what the page said before."
    )


LATER = [
    # why, what the next crawl finds, state
    ("it is still so", ("fetched", "undecodable"), "open"),
    ("it can be read again", ("fetched", "", GOOD.capture_id), "recovered"),
    ("the server has a fault: nobody can tell", ("fetched", "server_error", "", 500), "open"),
    ("no answer: nobody can tell", ("failed", "timeout"), "open"),
]


@pytest.mark.parametrize(("why", "found", "state"), LATER, ids=[r[0] for r in LATER])
def test_it_is_over_when_the_page_is_read(store: Store, why, found, state) -> None:
    answered(store, "fetched", "undecodable")
    assert verified(store, 7) == [("page_unreadable", "warning", "new")]
    answered(store, *found)
    assert verified(store, 14) == [("page_unreadable", "warning", state)]


def test_a_page_that_is_gone_is_told_by_its_links(store: Store) -> None:
    answered(store, "fetched", "undecodable")
    store.db.conn.execute("UPDATE pages SET gone_since_at = '2026-03-05T12:00:00.000Z'")
    assert store.unreadable_pages() == []


def test_the_scripts_of_a_page_are_those_it_loads(store: Store) -> None:
    script = tiny.link(tiny.SITE + "/a.js", element="script", attribute="src")
    tiny.keep(store, 1, tiny.page("/a", "Text.", links=(script, tiny.link(tiny.SITE + "/b"))))
    assert store.scripts_of(key(URL)) == []  # not captured
    store.db.conn.execute("UPDATE links SET capture_id = ?", (GOOD.capture_id,))
    assert store.scripts_of(key(URL)) == [GOOD.capture_id]
