"""The manners of the engine: whom it waits for, leaves alone, and asks first."""

import socket
import threading
import time

import pytest

from pipelines.services.web import landing
from tests.pipelines.conftest import answer
from tests.pipelines.services.web.looking import PAGE, look, look_at, reset, silence

pytestmark = pytest.mark.usefixtures("rested")


def test_a_failure_is_tried_again_once(loopback):
    loopback.manners["/"] = [answer(503, ""), answer(200, PAGE)]
    assert look_at(loopback).status == 200


def test_a_host_that_asks_for_an_hour_is_left_alone(loopback):
    loopback.manners["*"] = answer(429, "", Retry_After="3600")
    urls = [loopback.url(f"/{n}") for n in range(5)]
    checks, deferred = look(urls)
    assert [check.status for check in checks.values()] == [429]
    assert len(deferred) == 4
    assert "slow down" in next(iter(deferred.values()))
    assert len(loopback.heard) == 1


def test_a_host_that_never_answers_is_left_alone(loopback):
    loopback.manners["*"] = silence
    urls = [loopback.url(f"/{n}") for n in range(6)]
    checks, deferred = look(urls, deadline_s=0.2, attempts=1)
    assert {check.error for check in checks.values()} == {"timeout"}
    assert (len(checks), len(deferred)) == (3, 3)


@pytest.mark.parametrize(("attempts", "judged"), [(1, 3), (2, 1)])
def test_a_host_that_closes_every_connection_is_left_alone(loopback, attempts, judged):
    loopback.manners["*"] = reset
    urls = [loopback.url(f"/{n}") for n in range(10)]
    checks, deferred = look(urls, attempts=attempts)
    assert {check.error for check in checks.values()} == {"reset"}
    assert (len(checks), len(deferred)) == (judged, 10 - judged)
    assert all("breaks connections off" in reason for reason in deferred.values())
    assert len(loopback.heard) == 3


def test_a_host_that_refuses_connections_is_left_alone():
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        port = unheard.getsockname()[1]
        checks, deferred = look([f"http://127.0.0.1:{port}/{n}" for n in range(5)], attempts=1)
    assert [check.error for check in checks.values()] == ["refused"] * 3
    assert all("refuses connections" in reason for reason in deferred.values())


def test_retry_after_is_waited_for_by_everybody(loopback):
    moments = []

    def busy_once(connection, heard):
        moments.append(time.monotonic())
        connection.sendall(
            answer(429, "", Retry_After="1") if len(moments) == 1 else answer(200, PAGE)
        )

    loopback.manners["*"] = busy_once
    checks, _ = look([loopback.url("/a"), loopback.url("/b")], at_once=2, interval_s=0.01)
    assert {check.status for check in checks.values()} == {200}
    early = [moment for moment in moments[1:] if moment - moments[0] < 0.9]
    assert len(early) <= 1  # the one that was on its way already


WAITS = [
    # why, headers of the refusal, further URLs elsewhere, status in the end
    ("seconds", {"Retry_After": "0"}, 0, 200),
    ("a span", {"Retry_After": "0.1s"}, 0, 200),
    ("a date", {"Retry_After": "Sun, 01 Mar 2020 12:00:00 GMT"}, 0, 200),
    ("a quota", {"RateLimit": '"a";r=0;t=0'}, 0, 200),
    ("longer than we wait", {"Retry_After": "1m1s"}, 0, 429),
    ("a quota for longer", {"RateLimit": '"a";r=0;t=61'}, 0, 429),
    ("longer, while others are asked", {"Retry_After": "0.4s"}, 8, 200),
]


@pytest.mark.parametrize(
    ("why", "headers", "elsewhere", "status"), WAITS, ids=[row[0] for row in WAITS]
)
def test_how_long_a_host_makes_us_wait(loopback, caplog, why, headers, elsewhere, status):
    loopback.manners["*"] = answer(200, PAGE)
    loopback.manners["/0"] = [answer(429, "", **headers), answer(200, PAGE)]
    here = [loopback.url(f"/{n}") for n in range(3)]
    others = [f"http://127.0.0.2:{loopback.port}/{n}" for n in range(1, elsewhere + 1)]
    checks, deferred = look([*here, *others], max_wait_s=0.2, interval_s=0.1 if others else 0)
    assert checks[here[0]].status == status
    # nobody hears at the others' address: that they are left alone is another matter
    told = [r.message for r in caplog.records if "127.0.0.2" not in r.message]
    assert len(told) == (status == 429)
    if told:
        assert set(deferred) == set(here[1:])
        assert all("slow down (HTTP 429), for 61 s" in text for text in [*deferred.values(), *told])


def test_a_host_without_quota_is_left_to_rest(loopback):
    loopback.manners["*"] = answer(200, PAGE, X_RateLimit_Remaining="0", X_RateLimit_Reset="600")
    checks, deferred = look([loopback.url(f"/{n}") for n in range(3)])
    assert [check.status for check in checks.values()] == [200]
    assert all("allows no more requests for now, for 600 s" in why for why in deferred.values())
    assert len(deferred) == 2


@pytest.mark.parametrize("is_many", [False, True])
def test_never_more_at_once_than_a_host_is_given(loopback, monkeypatch, is_many):
    monkeypatch.setattr(landing, "_MANY_HOSTS", 1 if is_many else 50)
    lock, present, most = threading.Lock(), [0], [0]

    def count(connection, heard):
        with lock:
            present[0] += 1
            most[0] = max(most[0], present[0])
        time.sleep(0.02)
        with lock:
            present[0] -= 1
        connection.sendall(answer(200, PAGE))

    loopback.manners["*"] = count
    other = f"http://127.0.0.2:{loopback.port}"  # redirects lead here from elsewhere, too
    loopback.manners["/moved"] = answer(302, "", Location=loopback.url("/target"))
    urls = [loopback.url(f"/{n}") for n in range(12)] + [f"{other}/moved"]
    look(urls, at_once=2)
    assert most[0] == 2


RULES = b"User-agent: patientline-archive\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n"


ROBOTS = [
    # why, robots.txt, path, error
    ("allowed", answer(200, RULES, "text/plain"), "/page", None),
    ("not allowed", answer(200, RULES, "text/plain"), "/private/page", "robots"),
    ("there is none", answer(404), "/page", None),
    ("behind a wall", answer(403), "/page", None),
    ("out of order", answer(500), "/page", "robots"),
    ("asks for patience", answer(429), "/page", "robots"),
    ("elsewhere", answer(301, "", Location="/robots2.txt"), "/private/page", "robots"),
    ("in a circle", answer(301, "", Location="/robots.txt"), "/page", None),
    ("behind the guard", answer(301, "", Location="http://10.0.0.1/robots.txt"), "/page", None),
]


@pytest.mark.parametrize(("why", "robots", "path", "error"), ROBOTS, ids=[row[0] for row in ROBOTS])
def test_robots_of_other_hosts_are_obeyed_where_the_settings_say_so(
    loopback, why, robots, path, error
):
    loopback.manners |= {
        "/robots.txt": robots,
        "/robots2.txt": answer(200, RULES, "text/plain"),
        path: answer(200, PAGE * 300),
    }
    check = look_at(loopback, path, robots_agent="patientline-archive")
    assert check.error == error
    assert (path in loopback.paths()) is (error is None)


def test_robots_are_not_asked_for_otherwise(loopback):
    loopback.manners["/page"] = answer(200, PAGE)
    look_at(loopback, "/page")
    assert "/robots.txt" not in loopback.paths()


def test_the_longest_queue_goes_first(loopback):
    loopback.manners["*"] = answer(200, PAGE)
    short = [f"http://127.0.0.{n}:{loopback.port}/" for n in range(2, 6)]
    long = [loopback.url(f"/{n}") for n in range(3)]
    checks, _ = look([*short, *long], workers=1)
    assert list(checks) == [*long, *short]
