"""Budgets, breakers and Retry-After."""

import threading
from datetime import UTC, datetime

import pytest

from pipelines.services.pacing import Breaker, Budget, retry_after_s

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

RETRY_AFTER = [
    ("seconds", "120", 120.0),
    ("zero", "0", 0.0),
    ("a date", "Sun, 01 Mar 2026 12:02:00 GMT", 120.0),
    ("a date in the past", "Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
    ("a date without a zone is UTC", "Sun, 01 Mar 2026 12:01:00", 60.0),
    ("a span", "1m30s", 90.0),
    ("a span of hours", "2h", 7200.0),
    ("seconds with their unit", "3s", 3.0),
    ("absurd", "1000000000000", 1e11),
    ("digits of another script", "٣", None),
    ("negative", "-5", None),
    ("a fruit", "banana", None),
    ("empty", "", None),
    ("absent", None, None),
    ("an impossible date", "Sun, 99 Mar 2026 12:00:00 GMT", None),
]


@pytest.mark.parametrize(("why", "value", "seconds"), RETRY_AFTER, ids=lambda v: str(v)[:30])
def test_retry_after(why, value, seconds):
    assert retry_after_s(value, NOW) == seconds, why


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


def make_budget(interval_s=0.5, at_once=2):
    clock = Clock()
    return Budget(interval_s, at_once, clock=clock, sleep=clock.sleep), clock


def take_turns(budget, count):
    for _ in range(count):
        with budget.turn():
            pass


def test_a_budget_spaces_requests():
    budget, clock = make_budget()
    take_turns(budget, 3)
    assert clock.slept == [0.5, 0.5]


def test_a_budget_takes_limits_from_headers_and_keeps_a_margin():
    budget, _ = make_budget()
    headers = {
        "x-rate-limit-limit": "10",
        "x-rate-limit-interval": "1s",
        "x-concurrency-limit": "3",
    }
    budget.learn(headers)
    assert budget.interval_s == pytest.approx(0.125)
    assert budget.at_once == 3


@pytest.mark.parametrize("limit", ["0", "-3", "many", "", "inf"])
def test_senseless_limits_change_nothing(limit):
    budget, _ = make_budget()
    budget.learn({"x-rate-limit-limit": limit, "x-rate-limit-interval": "1s"})
    budget.learn({"x-concurrency-limit": limit})
    assert (budget.interval_s, budget.at_once) == (0.5, 2)


def test_a_limit_for_years_is_no_reason_to_wait_for_years():
    budget, _ = make_budget()
    budget.learn({"x-rate-limit-limit": "1", "x-rate-limit-interval": "999999999s"})
    assert budget.interval_s == 10


def test_nobody_asks_during_a_pause():
    budget, clock = make_budget()
    budget.pause(30)
    take_turns(budget, 1)
    assert clock.slept == [30]


def test_a_breaker_opens_after_failures_in_a_row_and_stays_open():
    breaker = Breaker(3)
    for reason in ("one", "two"):
        breaker.failed(reason)
    breaker.succeeded()
    for reason in ("one", "two"):
        breaker.failed(reason)
    assert not breaker.is_open
    breaker.failed("three")
    assert breaker.is_open
    breaker.succeeded()
    assert breaker.is_open
    assert breaker.reason == "three"


def test_a_final_failure_opens_a_breaker_at_once():
    breaker = Breaker(3)
    breaker.failed("come back in an hour", final=True)
    assert breaker.is_open


def test_a_limit_that_the_first_answer_announces_holds_for_the_second_question():
    budget, clock = make_budget()
    take_turns(budget, 1)
    budget.learn({"x-rate-limit-limit": "1", "x-rate-limit-interval": "1s"})
    take_turns(budget, 2)
    assert clock.slept == [1.25, 1.25]


def test_the_first_question_goes_alone():
    budget, _ = make_budget(interval_s=0, at_once=3)
    started = threading.Event()
    order = []

    def second():
        started.set()
        with budget.turn():
            order.append("second")

    with budget.turn():
        other = threading.Thread(target=second)
        other.start()
        started.wait()
        other.join(timeout=0.05)
        order.append("first")
    other.join()
    assert order == ["first", "second"]
    with budget.turn(), budget.turn():
        order.append("two at once")
    assert len(order) == 3
