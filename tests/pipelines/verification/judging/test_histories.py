"""Verdicts that only a history can give: kept for a while, moved before it died, coming and going."""
# ruff: noqa: E501 (a row of a table stands on one line)

from datetime import UTC, datetime, timedelta

import pytest

from archive.records import Authority, Check, LinkVerdict, Question
from pipelines.services.web.landing import VERSION
from pipelines.verification.judging.judge import judge_link
from pipelines.verification.probing import earlier_of

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
URL = "http://old.test/guide"
NEW = "http://new.test/guide"
PAGE = {"words": 400, "sketch": "0a1b2c3d"}


def look(day, status=200, error=None, *, moved=False, facts=None, hops=()):
    """One weekly look at the page."""
    return Check(
        id=day + 1,
        question=Question.LINK,
        subject=URL,
        authority=Authority.WEB,
        asked_at=START + timedelta(days=day),
        url=URL,
        status=status,
        error=error,
        final_url=NEW if moved else None,
        hops=((301, URL),) if moved else hops,
        bytes=5000,
        facts={"permanent": moved} | (PAGE if facts is None else facts),
        rule_version=VERSION,
    )


def fail(day, error="dns", **more):
    return look(day, None, error, **more)


def weeks(pattern):
    """``.`` well, ``x`` failed, ``?`` could not tell, one a week."""
    looks = {".": look, "x": fail, "?": lambda day: fail(day, "tls_expired")}
    return [looks[sign](7 * week) for week, sign in enumerate(pattern)]


HISTORIES = [
    # why, looks, verdict
    ("a certificate expires for a week", ".?.", LinkVerdict.OK),
    ("a certificate has expired for a month", ".????", LinkVerdict.OK),
    ("a certificate has expired for a quarter: nobody knows", "." + "?" * 13, LinkVerdict.UNKNOWN),
    ("it is renewed at last", "." + "?" * 13 + ".", LinkVerdict.OK),
    ("failures are no less patient for what could not be told", ".x?x", LinkVerdict.OK),
    ("three failures, between them what could not be told", ".x?x?x", LinkVerdict.UNREACHABLE),
    ("an outage of a week each quarter", ".............x.............x.", LinkVerdict.OK),
    ("every other week", ".x.x.x.x.x.", LinkVerdict.OK),
    ("every other week, failing now", ".x.x.x.x.x", LinkVerdict.OK),
    ("recovered after it was given up", ".xxxx.", LinkVerdict.OK),
    ("given up once more", ".xxxx.xxx", LinkVerdict.UNREACHABLE),
]  # fmt: skip


@pytest.mark.parametrize(("why", "pattern", "value"), HISTORIES, ids=[r[0] for r in HISTORIES])
def test_histories(why, pattern, value):
    assert judge_link(weeks(pattern)).value is value


COMING_AND_GOING = [
    # why, looks, what is said
    ("never failed", "............", ""),
    ("failed twice", "..x...x.....", ""),
    ("failed for good", "....xxxxxxxx", ""),
    ("three times within the quarter", "..x..x..x...", "3 of the last 12 looks"),
    ("three times, for longer", ".xx..xx..xx.", "6 of the last 12 looks"),
    ("three times, long ago", "..x..x..x..." + "." * 12, ""),
    ("what could not be told is no failure", "..?..?..?...", ""),
]


@pytest.mark.parametrize(
    ("why", "pattern", "said"), COMING_AND_GOING, ids=[r[0] for r in COMING_AND_GOING]
)
def test_what_comes_and_goes_is_said(why, pattern, said):
    reason = judge_link(weeks(pattern)).reason
    assert (f"It comes and goes: {said}" in reason) if said else ("comes and goes" not in reason)


MOVES = [
    # why, looks, the new address
    ("moved", [look(0, moved=True)], NEW),
    ("never moved", [look(0), fail(7)], None),
    ("its old name fails since", [look(0, moved=True), fail(7)], NEW),
    ("its old name is dead", [look(0, moved=True), fail(7), fail(14), fail(21)], NEW),
    ("it is the new place that fails", [look(0, moved=True), fail(7, hops=((301, URL),))], None),
    ("it is back at its old place", [look(0, moved=True), look(7)], None),
    ("back, and failing", [look(0, moved=True), look(7), fail(14)], None),
]


@pytest.mark.parametrize(("why", "looks", "new_url"), MOVES, ids=[r[0] for r in MOVES])
def test_where_a_page_went_is_remembered(why, looks, new_url):
    assert judge_link(looks).new_url == new_url


def test_why_says_when_it_was_last_well():
    assert "last seen well on 2026-01-05" in judge_link([look(0), fail(7)]).reason
    assert "last seen well on 2026-01-05" in judge_link(weeks(".?")).reason
    assert "last seen well" not in judge_link([fail(0)]).reason


SORRY = {
    "not_found": "Page not found",
    "title": "Page not found",
    "words": 20,
    "sketch": "77777777",
}
FOR_SALE = {"parked": ["this domain is for sale"], "words": 30, "sketch": "88888888"}
BASES = [
    # why, looks, the sketch that the next look is compared with
    ("never seen", [], None),
    ("the last one", [look(0), look(7, facts=PAGE | {"sketch": "44444444"})], "44444444"),
    ("not a failure", [look(0), fail(7)], "0a1b2c3d"),
    ("not a wall", [look(0), look(7, 403, facts={"sketch": "99999999"})], "0a1b2c3d"),
    ("not a page of sorrow", [look(0), look(7, facts=SORRY), look(14, facts=SORRY)], "0a1b2c3d"),
    ("not a page of sale", [look(0), look(7, facts=FOR_SALE)], "0a1b2c3d"),
]


@pytest.mark.parametrize(("why", "looks", "sketch"), BASES, ids=[r[0] for r in BASES])
def test_looks_are_compared_with_the_last_that_was_well(why, looks, sketch):
    earlier = earlier_of(looks)
    assert (earlier.facts["sketch"] if earlier else None) == sketch


IN_WORDS = [
    # why, the look after a good one, what is said of it, verdict
    ("no such name", fail(7, "dns"), "host name that does not exist", LinkVerdict.OK),
    ("no name server", fail(7, "dns_temporary"), "could not be looked up", LinkVerdict.OK),
    ("TLS expired", fail(7, "tls_expired"), "certificate that has expired", LinkVerdict.OK),
    ("TLS of another", fail(7, "tls_wrong_host"), "certificate for another host", LinkVerdict.OK),
    ("TLS self-signed", fail(7, "tls_self_signed"), "signed itself", LinkVerdict.OK),
    ("TLS untrusted", fail(7, "tls_untrusted"), "signed by nobody we know", LinkVerdict.OK),
    ("an empty answer", look(7, facts={"words": 0}), "shows no words", LinkVerdict.OK),
    ("another text", look(7, facts=PAGE | {"drift": 0.9}), "most of its text is new", LinkVerdict.OK),
    ("a wall", look(7, 403, facts={}), "does not let programs in (error 403)", LinkVerdict.BLOCKED),
]  # fmt: skip


@pytest.mark.parametrize(("why", "then", "said", "value"), IN_WORDS, ids=[r[0] for r in IN_WORDS])
def test_what_was_seen_is_said_in_its_own_words(why, then, said, value):
    verdict = judge_link([look(0), then])
    assert said in verdict.reason
    assert verdict.value is value
