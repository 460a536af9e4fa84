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
    ("everybody answered", summed(), True, "Everybody who was to be asked has answered."),
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
        "Everybody who was to be asked has answered.",
    ),
    (
        "left to itself",
        summed(silent={"crossref": "crossref has a fault (HTTP 500)"}),
        False,
        "Could not ask crossref: crossref has a fault (HTTP 500).",
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
        "a list that was looked up",
        summed(retraction_watch="2026-11-20"),
        True,
        "Everybody who was to be asked has answered. "
        "The list of Retraction Watch is of 2026-11-20.",
    ),
]


@pytest.mark.parametrize(
    ("why", "summary", "is_complete", "sentence"), ENDINGS, ids=[r[0] for r in ENDINGS]
)
def test_endings(why, summary, is_complete, sentence):
    assert summary.is_complete is is_complete
    assert summary.sentence() == sentence


def test_what_was_left_open_is_counted_with_the_run():
    assert summed(left=fails(7)).counts()["unanswered_doi.org"] == 7
