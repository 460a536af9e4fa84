"""When something is asked again."""

from datetime import UTC, datetime, timedelta

from archive.records import Authority, Check, Question, Registration
from pipelines.verification.due import (
    SOON,
    answer_due_at,
    is_due,
    registration_due_at,
    spread,
    web_due_at,
)
from pipelines.verification.judging.judge import judge_registration
from pipelines.verification.settings import VerificationSettings

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SETTINGS = VerificationSettings()


def check(error=None, **facts):
    return Check(
        question=Question.REGISTRATION,
        subject="10.1/a",
        authority=Authority.DOI_ORG,
        asked_at=NOW,
        url="https://doi.org/api/handles/10.1/a",
        error=error,
        facts=facts,
    )


def registration_due(*checks):
    verdict = judge_registration(checks)
    return verdict.value, registration_due_at("10.1/a", checks, verdict, SETTINGS)


def test_what_was_never_asked_is_due():
    assert registration_due() == (Registration.UNKNOWN, None)
    assert answer_due_at("x", [], 6) is None
    assert web_due_at("x", [], 7, has_failed=False, strike_days=3) is None
    assert is_due(None, NOW)


def test_a_registered_name_is_asked_again_after_its_own_number_of_days():
    value, due_at = registration_due(check(code=1))
    assert value is Registration.REGISTERED
    assert timedelta(days=24) <= due_at - NOW <= timedelta(days=30)
    assert registration_due(check(code=1))[1] == due_at  # two runs decide alike


def test_names_asked_together_are_not_asked_together_for_ever():
    moments = {spread(30, f"10.1/{n}") for n in range(50)}
    assert len(moments) == 50


def test_the_second_question_is_due_at_once():
    assert registration_due(check(code=100)) == (Registration.UNKNOWN, None)


def test_what_is_not_registered_is_asked_in_every_run_but_not_twice_in_one():
    value, due_at = registration_due(check(code=100), check(code=100, past_cache=True))
    assert value is Registration.NOT_REGISTERED
    assert due_at == NOW + SOON


def test_what_could_not_be_asked_is_due_at_once():
    assert registration_due(check(error="timeout"))[1] is None
    assert registration_due(check(code=1), check(error="timeout"))[1] is None
    assert answer_due_at("x", [check(error="timeout")], 6) is None


def test_a_failing_page_is_looked_at_when_its_next_strike_may_count():
    assert web_due_at("x", [check()], 7, has_failed=True, strike_days=3) == NOW + timedelta(days=3)
    well = web_due_at("x", [check()], 7, has_failed=False, strike_days=3)
    assert timedelta(days=5.6) <= well - NOW <= timedelta(days=7)
