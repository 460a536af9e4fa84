"""Which reading of a printed DOI is meant, and why."""

import pytest

from archive.records import Agreement, Candidate
from pipelines.matching.agreeing import Comparison
from pipelines.verification.choosing import MAX_RIVALS, Answer, choose, rivals

BOOK, CHAPTER, DOTTED = "10.1017/9781", "10.1017/9781.002", "10.1017/9781."
R, A, Q = Answer.REGISTERED, Answer.ABSENT, Answer.OPEN
AGREES, DIFFERS, PARTIAL = Agreement.AGREES, Agreement.DIFFERS, Agreement.PARTIAL

ROWS = [
    # why, answers in the order of the readings, agreements, chosen reading, a part of the reason
    ("one reading, registered", [R], {}, 0, "in one way only, and that is registered"),
    ("one reading, not registered", [A], {}, None, "one way only, and that is not registered"),
    ("one reading, not known", [Q], {}, None, "Not settled"),
    ("the first of several", [R, Q, Q], {}, 0, "The likeliest of its 3 readings"),
    ("the second", [A, R], {}, 1, "10.1017/9781, which is likelier, is not registered"),
    ("the third", [A, A, R], {}, 2, "other readings that are likelier are not registered"),
    ("none", [A, A], {}, None, "None of its 2 readings is registered"),
    ("nobody can say of the first", [Q, R], {}, None, "whether 10.1017/9781 is registered"),
    ("nobody can say of the second", [A, Q, R], {}, None, "whether 10.1017/9781.002"),
    ("two registered, no citation", [R, R], {}, 0, "The likeliest"),
    ("two registered, the longer agrees", [R, R], {0: DIFFERS, 1: AGREES}, 1,
     "10.1017/9781 is registered too; the record of this one agrees"),
    ("two registered, the shorter agrees", [R, R], {0: AGREES, 1: DIFFERS}, 0,
     "10.1017/9781.002 is registered too; the record of this one agrees"),
    ("two registered, both agree", [R, R], {0: AGREES, 1: AGREES}, 1, "the longer name"),
    ("two registered, none agrees", [R, R], {0: DIFFERS, 1: PARTIAL}, 0, "The likeliest"),
    ("agreeing behind an open one", [R, Q, R], {0: DIFFERS, 2: AGREES}, 2, "agrees"),
    ("agreement without registration counts nothing", [R, A], {1: AGREES}, 0, "The likeliest"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "answers", "agreements", "chosen", "because"), ROWS, ids=[row[0] for row in ROWS]
)
def test_choice(
    why: str,
    answers: list[Answer],
    agreements: dict[int, Agreement],
    chosen: int | None,
    because: str,
) -> None:
    names = [BOOK, CHAPTER, DOTTED][: len(answers)]
    readings = [Candidate(value=name, rule="r") for name in names]

    def compared(name: str) -> Comparison | None:
        value = agreements.get(names.index(name))
        return Comparison(value=value, agreeing=("title",)) if value else None

    choice = choose(readings, lambda name: answers[names.index(name)], compared)
    assert choice.reading is (None if chosen is None else readings[chosen])
    assert because in choice.because


RIVALS = [
    # why, agreement of the chosen reading, readings to ask about
    ("another work: all others", DIFFERS, [CHAPTER, DOTTED]),
    ("vaguely the work: those that go on", PARTIAL, [CHAPTER]),
    ("the work", AGREES, []),
    ("no record", None, []),
]


@pytest.mark.parametrize(("why", "value", "expected"), RIVALS, ids=[row[0] for row in RIVALS])
def test_rivals(why: str, value: Agreement | None, expected: list[str]) -> None:
    readings = [Candidate(value=name, rule="r") for name in (BOOK, CHAPTER, DOTTED)]
    assert rivals(readings[0], readings, Comparison(value=value) if value else None) == expected


def test_no_more_rivals_than_questions_may_cost() -> None:
    readings = [Candidate(value=f"10.1/{n}", rule="r") for n in range(20)]
    assert len(rivals(readings[0], readings, Comparison(value=DIFFERS))) == MAX_RIVALS
