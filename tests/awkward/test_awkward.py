"""Our verdicts on every awkward case against those of a careful human."""

from __future__ import annotations

from collections import Counter

import pytest

from archive.records import LinkVerdict, Severity
from tests.awkward.case import BROKEN, is_false_alarm
from tests.awkward.cases import CASES
from tests.awkward.cases.slips import CASES as SLIPS
from tests.awkward.server import Server
from tests.awkward.weeks import meant_of, sites_of, verdicts_of, verify_weekly

pytestmark = pytest.mark.slow

LEAST_AGREEMENT = 0.98


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(sites_of(CASES), tmp_path_factory.mktemp("awkward"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def store(server, tmp_path_factory):
    with verify_weekly(CASES, server, tmp_path_factory.mktemp("weeks") / "crawl.db") as store:
        yield store


@pytest.fixture(scope="module")
def verdicts(store):
    return verdicts_of(CASES, store)


def test_every_case_has_a_name_of_its_own():
    assert len(CASES) >= 100
    assert Counter(case.why for case in CASES).most_common(1)[0][1] == 1


def test_agreement_with_a_careful_human(verdicts):
    differing = [
        f"{case.why}: {verdicts[case.why][0]}, not {case.ideal} ({verdicts[case.why][1]})"
        for case in CASES
        if verdicts[case.why][0] is not case.ideal
    ]
    assert 1 - len(differing) / len(CASES) >= LEAST_AGREEMENT, "\n".join(differing)


def test_nothing_living_is_called_broken(verdicts):
    assert [
        f"{case.why}: {verdicts[case.why]}"
        for case in CASES
        if is_false_alarm(case.ideal, verdicts[case.why][0])
    ] == []


def test_nothing_living_is_a_finding_to_act_on(store):
    """Findings of weight stand only at links that are broken."""
    broken = {case.why for case in CASES if case.ideal in BROKEN}
    rows = store.db.conn.execute(
        "SELECT m.anchor_text, m.context, f.kind FROM findings f"
        " JOIN link_mentions m ON m.id = f.link_mention_id"
        " WHERE f.state IN ('new', 'open') AND f.severity IN (?, ?)",
        (Severity.ERROR, Severity.WARNING),
    ).fetchall()
    wrong = [row for row in rows if (row[0] or row[1].partition(":")[0]) not in broken]
    assert rows
    assert wrong == []


def test_what_was_meant_is_told(store):
    told = meant_of(store)
    meant = {case.why: case.meant for case in CASES if case.meant}
    assert len(meant) >= 35
    assert {why: told.get(why, "") for why in meant} == meant


def test_slips_without_a_known_meaning_propose_none(store):
    told = meant_of(store)
    mended = {"one slash that browsers mend", "no slash that browsers mend"}
    unknown = {case.why for case in SLIPS if not case.meant}
    assert {why for why in unknown if told.get(why)} == mended


def test_a_slip_in_an_address_that_works_is_no_more_than_a_notice(store):
    working = {case.why for case in SLIPS if case.ideal is LinkVerdict.OK and case.meant}
    rows = store.db.conn.execute(
        "SELECT m.anchor_text, f.severity, f.why FROM findings f"
        " JOIN link_mentions m ON m.id = f.link_mention_id WHERE f.state IN ('new', 'open')"
    ).fetchall()
    told = {anchor: (severity, why) for anchor, severity, why in rows if anchor in working}
    assert set(told) == working
    assert len(working) >= 8
    for severity, why in told.values():
        assert severity == Severity.NOTICE
        assert why.startswith("This link works, but it is probably not what was meant.")
