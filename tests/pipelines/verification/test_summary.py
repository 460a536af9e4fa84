"""How a run ends, and whether it could do its work."""

import pytest

from archive.records import Outcome
from pipelines.verification.summary import Summary


def summed(silent=(), left=(), answered=(), **lists) -> Summary:
    """``left``: (authority, subject, error) in the order of asking."""
    summary = Summary(outcome=Outcome.FINISHED, silent=dict(silent), lists=lists)
    for authority, subject, error in left:
        summary.leave_open(authority, "registration", subject, error, f"{authority} is ill")
    for authority, subject in answered:
        summary.close(authority, "registration", subject)
    return summary


def fails(count, error="server_error"):
    return [("doi.org", f"10.1000/{n}", error) for n in range(count)]


ENDINGS = [
    # why, summary, is it complete, the sentence
    ("everybody answered", summed(), True, "Everyone we asked has answered."),
    (
        "one question left open among many answers",
        summed(left=fails(1)),
        False,
        "doi.org left 1 question unanswered: doi.org is ill.",
    ),
    (
        "answered at the second try",
        summed(left=fails(1), answered=[("doi.org", "10.1000/0")]),
        True,
        "Everyone we asked has answered.",
    ),
    (
        "left to itself",
        summed(silent={"crossref": "crossref has a fault (HTTP 500)"}),
        False,
        "Could not ask Crossref: Crossref has a fault (HTTP 500).",
    ),
    (
        "a way of asking that only programs call by its name",
        summed(left=[("content_negotiation", "10.1000/0", "forbidden")]),
        False,
        "doi.org (metadata) left 1 question unanswered: doi.org (metadata) is ill.",
    ),
    (
        "left to itself with questions open",
        summed(silent={"doi.org": "It is ill."}, left=fails(40)),
        False,
        "Could not ask doi.org (40 questions left open): It is ill.",
    ),
    (
        "two names that it says it cannot look up",
        summed(left=fails(2, "unresolved")),
        True,
        "doi.org left 2 questions unanswered: doi.org is ill.",
    ),
    (
        "three of them are an outage",
        summed(left=fails(3, "unresolved")),
        False,
        "doi.org left 3 questions unanswered: doi.org is ill.",
    ),
    (
        "one answer that makes no sense",
        summed(left=fails(1, "bad_answer")),
        False,
        "doi.org left 1 question unanswered: doi.org is ill.",
    ),
    (
        "a list that was looked up",
        summed(retraction_watch="2026-11-20"),
        True,
        "Everyone we asked has answered. The list of Retraction Watch dates from 2026-11-20.",
    ),
]


BUDGETS = [
    # how many a setting puts off, the sentence
    (
        [("max_searches", 1, 300)],
        "1 reference is left to the next run: max_searches allows 300 in one.",
    ),
    (
        [("max_guesses", 4, 20), ("max_searches", 0, 300), ("max_guesses", 8, 20)],
        "12 guesses are left to the next run: max_guesses allows 20 in one.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("put_off", "sentence"), BUDGETS)
def test_a_budget_is_a_deferral_and_no_failure(put_off, sentence):
    summary = summed()
    for setting, count, budget in put_off:
        summary.put_off(setting, count, budget)
    assert summary.is_complete
    assert summary.sentence() == f"Everyone we asked has answered. {sentence}"
    assert sum(n for name, n in summary.counts().items() if name.startswith("put_off_")) > 0


DEFERRED = [
    ("it is the name's trouble", fails(1, "unresolved"), "doi.org could not look it up"),
    ("it is the registry's", fails(1), "doi.org could not be asked"),
    ("nobody was asked", [], "not asked in this run"),
]


@pytest.mark.parametrize(("why", "left", "words"), DEFERRED, ids=[r[0] for r in DEFERRED])
def test_why_a_name_is_deferred(why, left, words):
    assert summed(left=left).why_deferred("registration", "10.1000/0") == words


@pytest.mark.parametrize(
    ("why", "summary", "is_complete", "sentence"), ENDINGS, ids=[r[0] for r in ENDINGS]
)
def test_endings(why, summary, is_complete, sentence):
    assert summary.is_complete is is_complete
    assert summary.sentence() == sentence


def test_what_was_left_open_is_counted_with_the_run():
    assert summed(left=fails(7)).counts()["unanswered_doi.org"] == 7


def test_sums_tell_what_was_asked_in_this_run_from_what_was_known() -> None:
    summary = summed()
    summary.questions["doi.org"] += 1
    summary.dois_known, summary.dois_checked = 66, 65
    summary.dois_deferred["not asked in this run"] += 1
    summary.links_known, summary.links_checked = 472, 354
    summary.links_excluded["mail"] += 118
    assert summary.sums() == [
        "1 question asked in this run; recent answers were not asked for again.",
        "DOIs: 66 known = 65 answered, in this run or before + 1 postponed + 0 not to be asked.",
        "Links: 472 known = 354 answered, in this run or before + 0 postponed"
        " + 118 not to be asked.",
    ]
