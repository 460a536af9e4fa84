"""How much of one host is looked at in one run, and what waits."""

from datetime import timedelta

import pytest

from pipelines.verification import probing
from pipelines.verification.engine import verify
from pipelines.verification.options import Network
from pipelines.verification.settings import VerificationSettings
from tests.pipelines.conftest import Loopback, answer
from tests.pipelines.services.web.looking import reset
from tests.pipelines.verification.conftest import record_of

MANY = 5


@pytest.fixture
def host():
    """A server of living pages."""
    server = Loopback()
    server.manners["*"] = answer(200, "<title>Back</title><p>Some words about backs.</p>")
    yield server
    server.close()


@pytest.fixture
def weekly(keep, host, clock):
    """Verifies a page with links to one host, week after week; what was asked each time."""
    store = keep(record_of([], [host.url(f"/{n}.pdf") for n in range(MANY)]))

    def week(most: int):
        settings = VerificationSettings(
            site="sample",
            contact="audit@example.org",
            network=Network(allow_addresses=("127.0.0.0/8",)),
            host_interval_s=0,
            backoff_s=0.01,
            host_at_once=1,
            max_host_visits=most,
        )
        before = len(host.heard)
        summary = verify(store, settings, now=clock)
        clock.moment += timedelta(days=8)
        asked = {heard.path for heard in host.heard[before:]}
        return summary, {path for path in asked if path.endswith(".pdf") and path[1:2].isdigit()}

    return week


def test_a_host_is_asked_for_its_share_and_everything_has_its_turn(weekly):
    first, asked = weekly(2)
    assert len(asked) == 2
    assert (first.links_known, first.links_checked, first.links_deferred.total()) == (MANY, 2, 3)
    assert first.is_complete
    assert first.sentence().endswith(
        "3 pages of busy hosts are left to the next run: max_host_visits allows 2 in one."
    )
    second = weekly(2)[1]
    assert len(second) == 2
    assert not asked & second  # what was never asked goes first
    third = weekly(2)[1]
    assert asked | second | third == {f"/{n}.pdf" for n in range(MANY)}


def test_without_a_share_everything_is_asked(weekly):
    summary, asked = weekly(0)
    assert len(asked) == MANY
    assert summary.links_deferred.total() == 0


def test_pages_that_are_always_busy_do_not_hold_up_the_others_of_their_host_for_ever(weekly, host):
    for number in (0, 1):
        host.manners[f"/{number}.pdf"] = answer(503, "later")
    first = weekly(0)[1]
    assert first == {"/0.pdf", "/1.pdf"}, "the host is left alone for the rest of the run"
    summary, asked = weekly(0)
    assert asked >= {"/2.pdf", "/3.pdf", "/4.pdf"}
    assert summary.links_checked == MANY


@pytest.mark.parametrize(("answers_first", "is_complete"), [(2, False), (0, True)])
def test_a_host_that_falls_silent_in_the_middle_makes_a_run_incomplete(
    weekly, host, answers_first, is_complete
):
    """One that never answered does not: that is for verdicts to say, and for weeks to confirm."""
    for number in range(answers_first, MANY):
        host.manners[f"/{number}.pdf"] = reset
    summary, _ = weekly(0)
    waiting = summary.links_deferred.total()
    assert waiting >= 1
    assert summary.links_known == summary.links_checked + waiting == MANY
    assert summary.is_complete is is_complete
    left = f"({waiting} question{'s' if waiting > 1 else ''} left open): 127.0.0.1"
    assert (left in summary.sentence()) is not is_complete
    for number in range(MANY):
        host.manners.pop(f"/{number}.pdf", None)
    summary, asked = weekly(0)
    assert len(asked) >= waiting
    assert (summary.is_complete, summary.links_checked) == (True, MANY)


def test_a_link_that_waits_for_a_host_says_why(keep, host, clock, monkeypatch):
    agendas = []
    begin = probing.Agenda.__init__
    monkeypatch.setattr(
        probing.Agenda, "__init__", lambda self, *a: (agendas.append(self), begin(self, *a))[1]
    )
    host.manners["*"] = answer(503, "later", Retry_After="86400")
    store = keep(record_of([], [host.url("/one.pdf"), host.url("/two.pdf")]))
    settings = VerificationSettings(
        site="sample",
        contact="audit@example.org",
        network=Network(allow_addresses=("127.0.0.0/8",)),
        host_interval_s=0,
        host_at_once=1,
    )
    summary = verify(store, settings, now=clock)
    reasons = {reason for (reason,) in store.db.execute("SELECT reason FROM links")}
    [waits] = [reason for reason in reasons if reason.startswith("It waits for the next run: ")]
    assert waits.endswith("asks us to slow down (HTTP 503), for 86400 s.")
    assert "1 question was postponed to the next run (127.0.0.1" in summary.sentence()
    [agenda] = agendas
    assert agenda._pasts == {}, "histories of what waits are not held"


HDL = "https://hdl.handle.net/"


def test_a_doi_name_at_the_resolver_of_handles_is_judged_as_a_name(keep, settings, clock):
    """What doi.org knows needs no look at another door to it, which may be shut for an hour."""
    names = ("10.1136/bmj.a3115", "10.1136%2Fbmj.a3115", "10.1136/no.such.name", "2027/x")
    store = keep(record_of([], [HDL + name for name in names]))
    summary = verify(store, settings, now=clock)
    rows = store.db.query("SELECT url, verdict FROM links")
    verdicts = {row["url"].removeprefix(HDL): row["verdict"] for row in rows}
    assert verdicts.pop("2027/x") != "excluded"  # no DOI name: looked at as ever
    assert verdicts == dict(zip(names, ("ok", "ok", "gone"), strict=False))
    rows = store.db.query("SELECT kind, says FROM findings WHERE says LIKE '%such%'")
    assert [tuple(row.values()) for row in rows] == [("link_gone", HDL + names[2])]
    rows = store.db.query("SELECT subject FROM checks WHERE question = 'link'")
    assert [row["subject"] for row in rows] == [f"{HDL}2027/x"]
    others = summary.links_deferred.total() + summary.links_excluded.total()
    assert summary.links_known == summary.links_checked + others
