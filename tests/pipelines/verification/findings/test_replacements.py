"""What is proposed in place of a broken link, in which order, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.records import (
    Agreement,
    KeptCitation,
    Landing,
    Registration,
    Suggestion,
)
from pipelines.matching.agreeing import Comparison
from pipelines.verification.findings.replacements import Copies, dois_of_references, in_order
from pipelines.verification.judging.judged import Judged
from tests.pipelines.verification.kept import doi_verdicts, kept_citation

DOI = "10.1136/bmj.a3115"
LINKED = Suggestion(before="", after=f"https://doi.org/{DOI}", rule="doi_of_reference", score=0.9)
COPIES = Copies(capture=("c-1", datetime(2026, 1, 5, tzinfo=UTC)), memento="https://web/1")

ORDERS = [
    (
        "all there is, of a broken link",
        {"new_url": "https://new/", "is_moved": False, "doi": LINKED, "copies": COPIES},
        ["doi_of_reference", "permanent_redirect", "our_capture", "memento"],
    ),
    (
        "a link that has moved works: its new address, then the name",
        {"new_url": "https://new/", "is_moved": True, "doi": LINKED, "copies": COPIES},
        ["permanent_redirect", "doi_of_reference"],
    ),
    (
        "a memento alone",
        {"new_url": None, "is_moved": False, "doi": None, "copies": Copies(memento="https://w/1")},
        ["memento"],
    ),
    ("nothing", {"new_url": None, "is_moved": False, "doi": None, "copies": Copies()}, []),
]


@pytest.mark.parametrize(("why", "known", "rules"), ORDERS, ids=[row[0] for row in ORDERS])
def test_the_order_of_proposals(why: str, known: dict, rules: list[str]) -> None:
    assert [suggestion.rule for suggestion in in_order("https://old/", **known)] == rules


def test_only_a_new_address_that_answers_is_safe() -> None:
    known = {"doi": LINKED, "copies": COPIES, "new_url": "https://new/"}
    assert {s.rule for s in in_order("https://old/", is_moved=True, **known) if s.safe} == {
        "permanent_redirect"
    }
    assert not any(s.safe for s in in_order("https://old/", is_moved=False, **known))


PLACES = [
    ("no place is printed", "https://old/x", "https://new/y", "https://new/y"),
    ("the printed place goes along", "https://old/x#sec", "https://new/y", "https://new/y#sec"),
    ("of a relative address, too", "/x.htm#sec", "https://new/y", "https://new/y#sec"),
    ("the new address has its own", "https://old/x#sec", "https://new/y#top", "https://new/y#top"),
    ("a text to scroll to", "/x#:~:text=a,b", "https://new/y?q", "https://new/y?q#:~:text=a,b"),
    ("an empty place is none", "https://old/x#", "https://new/y", "https://new/y"),
]


@pytest.mark.parametrize(("why", "printed", "new", "after"), PLACES, ids=[r[0] for r in PLACES])
def test_a_new_address_keeps_the_place(why: str, printed: str, new: str, after: str) -> None:
    (found,) = in_order(printed, new, is_moved=True, doi=None, copies=Copies())
    assert (found.before, found.after, found.safe) == (printed, after, True)


FOR_FEW = [
    ("a start page", "https://old/pain", "https://new/"),
    ("a language", "https://old/pain", "https://old/en/pain"),
]


@pytest.mark.parametrize(("why", "printed", "new"), FOR_FEW, ids=[r[0] for r in FOR_FEW])
def test_what_may_be_right_for_few_is_not_safe(why: str, printed: str, new: str) -> None:
    (found,) = in_order(printed, new, is_moved=True, doi=None, copies=Copies())
    assert (found.after, found.safe) == (new, False)


def citation(doi: str | None) -> KeptCitation:
    return kept_citation("Madsen. BMJ 2009", id="r", page_id="p", doi=doi)


def judged(
    registration: Registration, landing: Landing, agreement: Agreement | None, **more: bool
) -> Judged:
    verdicts = doi_verdicts(DOI, registration, landing, **more)
    compared = {"r": Comparison(value=agreement, score=0.9)} if agreement is not None else {}
    return Judged(dois={DOI: verdicts}, citations=compared)


R, L, A = Registration, Landing, Agreement
PRINTED = [
    ("registered, and it agrees", judged(R.REGISTERED, L.REACHED, A.AGREES), True),
    ("registered, and nobody could compare", judged(R.REGISTERED, L.BLOCKED, None), True),
    ("another work", judged(R.REGISTERED, L.REACHED, A.DIFFERS), False),
    ("not registered", judged(R.NOT_REGISTERED, L.UNKNOWN, None), False),
    ("nobody knows", judged(R.UNKNOWN, L.UNKNOWN, None), False),
    ("its page is gone", judged(R.REGISTERED, L.GONE, A.AGREES), False),
    ("its page was taken over", judged(R.REGISTERED, L.HIJACKED, A.AGREES), False),
    ("it leads nowhere", judged(R.REGISTERED, L.UNKNOWN, A.AGREES, leads_nowhere=True), False),
]


@pytest.mark.parametrize(("why", "known", "is_usable"), PRINTED, ids=[row[0] for row in PRINTED])
def test_the_name_a_reference_prints(why: str, known: Judged, is_usable: bool) -> None:
    found = dois_of_references([citation(DOI)], known, {})
    assert [s.after for s in found.values()] == ([f"https://doi.org/{DOI}"] if is_usable else [])


def test_a_name_that_the_reference_calls_another_works_is_no_repair() -> None:
    known = judged(R.REGISTERED, L.REACHED, A.NO_CITATION)
    assert dois_of_references([citation(DOI)], known, {})
    known.citations["r"] = replace(known.citations["r"], is_of_another=True)
    assert dois_of_references([citation(DOI)], known, {}) == {}


def test_the_name_that_was_found_for_a_reference() -> None:
    repair = Suggestion(before="", after=DOI, rule="search", score=0.8, agreeing=("year",))
    found = dois_of_references([citation(None)], Judged(), {"r": repair})
    assert found["r"].after == f"https://doi.org/{DOI}"
    assert (found["r"].score, found["r"].agreeing) == (0.8, ("year",))
    assert dois_of_references([citation(None)], Judged(), {}) == {}
