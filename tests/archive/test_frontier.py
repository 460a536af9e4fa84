"""The frontier of record: leases, outcomes, and what a URL may become."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.frontier import FrontierTable, NewUrl
from archive.records import REQUISITE, FrontierState
from archive.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
FETCHED, SKIPPED = FrontierState.FETCHED, FrontierState.SKIPPED


class Crawl:
    """A store with one run and its frontier."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path)
        self.table = FrontierTable(self.store.db)
        self.run = self.new_run()

    def new_run(self) -> int:
        self.run = self.store.begin_run("crawl", "x", {})
        return self.run

    def add(self, *urls: str, **changes: object) -> None:
        news = [
            NewUrl(url=url, request_url=url, host=url.split("/")[2], **changes)  # type: ignore[arg-type]
            for url in urls
        ]
        with self.store.unit():
            self.table.add(self.run, news, soft=["hidden"])

    def lease(self, limit: int = 9, host: str = "a.test", now: datetime = NOW) -> list[str]:
        with self.store.unit():
            return [row.url for row in self.table.lease(self.run, host, limit, now, LATER)]

    def coverage(self) -> dict[tuple[str, str], int]:
        return self.table.coverage(self.run)


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Crawl]:
    made = Crawl(tmp_path / "crawl.db")
    yield made
    made.store.close()


A, B, C = (f"https://a.test/{name}" for name in "abc")


def test_the_urgent_go_first_then_the_old(crawl: Crawl) -> None:
    crawl.add(A, depth=2, priority=-2)
    crawl.add(B, C, priority=-1)
    assert crawl.lease(2) == [B, C]
    assert crawl.lease(2) == [A]
    assert crawl.lease(2) == []
    assert crawl.coverage() == {("leased", ""): 3}


def test_each_host_has_its_own_line(crawl: Crawl) -> None:
    crawl.add(A, "https://b.test/")
    assert sorted(crawl.table.due_hosts(crawl.run, NOW)) == ["a.test", "b.test"]
    assert crawl.lease(host="b.test") == ["https://b.test/"]
    assert crawl.table.due_hosts(crawl.run, NOW) == ["a.test"]


def test_what_is_next_costs_the_same_however_many_are_due(crawl: Crawl) -> None:
    def steps() -> int:
        """Tens of steps of SQLite's virtual machine until the next URLs are known."""
        taken = 0

        def count() -> int:
            nonlocal taken
            taken += 1
            return 0

        crawl.store.db.conn.set_progress_handler(count, 10)
        assert crawl.table.due_hosts(crawl.run, NOW) == ["a.test", "b.test"]
        assert crawl.table.next_moment(crawl.run) == LATER
        assert crawl.table.has_due(crawl.run)
        crawl.lease(1)
        crawl.store.db.conn.set_progress_handler(None, 0)
        return taken

    crawl.add(*(f"https://{host}.test/{n}" for host in "ab" for n in range(5)))
    with crawl.store.unit():
        [row] = crawl.table.lease(crawl.run, "b.test", 1, NOW, LATER)
        crawl.table.postpone(row.id, LATER, priority=-100)
    few = steps()
    crawl.add(*(f"https://{host}.test/{n}" for host in "ab" for n in range(5, 500)))
    assert steps() <= 1.5 * few


def test_a_url_is_known_once(crawl: Crawl) -> None:
    crawl.add(A, A, depth=1)
    crawl.add(A, depth=5)
    assert crawl.lease() == [A]
    crawl.add(A)
    assert crawl.lease() == [], "a leased URL stays leased when it is met again"


def test_leases_fall_back(crawl: Crawl) -> None:
    crawl.add(A, B)
    assert crawl.lease() == [A, B]
    with crawl.store.unit():
        assert crawl.table.release(crawl.run) == 2, "after a crash all of them fall back"
    with crawl.store.unit():
        rows = crawl.table.lease(crawl.run, "a.test", 9, NOW, LATER)
    assert [row.attempts for row in rows] == [1, 1], "an attempt that never was is not counted"
    with crawl.store.unit():
        assert crawl.table.release(crawl.run, rows[:1]) == 1, "but for what is only to be read"
    assert crawl.lease() == [B]


def test_what_is_postponed_waits(crawl: Crawl) -> None:
    crawl.add(A, B)
    with crawl.store.unit():
        [row] = crawl.table.lease(crawl.run, "a.test", 1, NOW, LATER)
        crawl.table.postpone(row.id, NOW + timedelta(seconds=30), priority=-100)
    assert crawl.lease() == [B]
    assert crawl.table.has_due(crawl.run)
    assert crawl.table.next_moment(crawl.run) == NOW + timedelta(seconds=30)
    assert crawl.lease(now=NOW + timedelta(seconds=29)) == []
    assert crawl.lease(now=NOW + timedelta(seconds=30)) == [A]


def test_a_clock_that_was_ahead_holds_nothing_back(crawl: Crawl) -> None:
    """Postponed by a clock that was set right before the crawl went on."""
    crawl.add(A, B)
    soon, in_a_year = NOW + timedelta(seconds=9), NOW + timedelta(days=365)
    with crawl.store.unit():
        first, second = crawl.table.lease(crawl.run, "a.test", 2, NOW, LATER)
        crawl.table.postpone(first.id, in_a_year, priority=-100)
        crawl.table.postpone(second.id, soon, priority=-100)
        crawl.table.hold_until(crawl.run, NOW + timedelta(seconds=60))
    assert crawl.table.next_moment(crawl.run) == soon
    assert crawl.lease(now=NOW + timedelta(seconds=60)) == [A, B]


def test_met_hidden_then_openly(crawl: Crawl) -> None:
    crawl.add(A, state=SKIPPED, reason="hidden")
    crawl.add(B, state=SKIPPED, reason="robots")
    crawl.add(A, B)
    assert crawl.lease() == [A]
    assert crawl.coverage() == {("leased", ""): 1, ("skipped", "robots"): 1}


def test_a_new_run_asks_again(crawl: Crawl) -> None:
    crawl.add(A)
    crawl.add(B, state=SKIPPED, reason="robots")
    crawl.add(C, state=SKIPPED, reason="out_of_scope")
    with crawl.store.unit():
        [row] = crawl.table.lease(crawl.run, "a.test", 1, NOW, LATER)
        crawl.table.finish(row.id, FETCHED)
    before = crawl.coverage()
    crawl.new_run()
    with crawl.store.unit():
        crawl.table.begin(crawl.run, ["robots"])
    assert crawl.lease() == [A, B]
    crawl.add(C, state=SKIPPED, reason="out_of_scope")
    assert crawl.coverage() == {("leased", ""): 2, ("skipped", "out_of_scope"): 1}
    assert sum(before.values()) == 3


def test_what_is_left_can_be_given_up(crawl: Crawl) -> None:
    crawl.add(A, B, "https://b.test/")
    with crawl.store.unit():
        [row] = crawl.table.lease(crawl.run, "a.test", 1, NOW, LATER)
        crawl.table.postpone(row.id, LATER, priority=-100)
        assert crawl.table.give_up_due(crawl.run, "page_limit", only_unasked=True) == 2
    assert crawl.table.has_due(crawl.run), "what was asked keeps its further tries"
    with crawl.store.unit():
        assert crawl.table.give_up_due(crawl.run, "host_parked", host="b.test") == 0
        assert crawl.table.give_up_due(crawl.run, "host_parked", host="a.test") == 1
    assert crawl.coverage() == {("skipped", "page_limit"): 2, ("failed", "host_parked"): 1}


def test_a_transaction_that_fails_leaves_no_outcome(crawl: Crawl) -> None:
    crawl.add(A)

    def fail_half_way() -> None:
        with crawl.store.unit():
            [row] = crawl.table.lease(crawl.run, "a.test", 1, NOW, LATER)
            crawl.table.finish(row.id, FETCHED)
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert crawl.lease() == [A]


def states_of(crawl: Crawl) -> dict[str, tuple[str, str, str]]:
    """URL to state, reason and via."""
    sql = "SELECT url, state, reason, via FROM frontier"
    return {url: (state, reason, via) for url, state, reason, via in crawl.store.db.execute(sql)}


def test_requisites_wait_for_pages_and_are_counted_apart(crawl: Crawl) -> None:
    crawl.add(A, via=REQUISITE, priority=-1000)
    crawl.add(B, depth=9, priority=-9)
    assert crawl.lease(limit=1) == [B]
    assert crawl.coverage() == {("leased", ""): 1}
    assert crawl.table.requisites(crawl.run) == {("due", ""): 1}
    assert crawl.table.states(crawl.run) == {"due": 1, "leased": 1}


@pytest.mark.parametrize(("requisites", "given_up"), [(True, {A}), (False, {B}), (None, {A, B})])
def test_either_sort_may_be_given_up(
    crawl: Crawl, requisites: bool | None, given_up: set[str]
) -> None:
    crawl.add(A, via=REQUISITE)
    crawl.add(B)
    with crawl.store.unit():
        crawl.table.give_up_due(crawl.run, "enough", only_unasked=True, requisites=requisites)
    found = {url for url, (state, _, _) in states_of(crawl).items() if state == "skipped"}
    assert found == given_up


@pytest.mark.parametrize("moment", ["before it is asked", "while it is asked", "after that"])
def test_a_requisite_that_is_a_page_too_is_asked_as_one(crawl: Crawl, moment: str) -> None:
    crawl.add(A, via=REQUISITE)
    row = None
    if moment != "before it is asked":
        with crawl.store.unit():
            (row,) = crawl.table.lease(crawl.run, "a.test", 1, NOW, LATER)
    if moment == "while it is asked":
        crawl.add(A)
    if row is not None:
        with crawl.store.unit():
            crawl.table.finish(row.id, FETCHED, "", row.via)
    if moment != "while it is asked":
        crawl.add(A)
    assert states_of(crawl) == {A: ("due", "", "link")}
    crawl.add(A, via=REQUISITE)
    assert states_of(crawl) == {A: ("due", "", "link")}, "and stays a page"
