"""What is sent once more at once, and what is not: only where a kept connection had been closed, or
held more of the answer before."""

import pytest

from tests.pipelines.conftest import answer
from tests.pipelines.services.web.looking import look, look_at, reset

PAGE = f"<title>Back pain</title>{'It hurts. ' * 150}"  # long: nothing beside it is asked
KEPT = answer(200, PAGE).replace(b"Connection: close\r\n", b"")


class Keeping:
    """A server that answers, keeps the connection, and does as it is told with what comes next."""

    def __init__(self, then):
        self.then = then
        self.heard_again = 0

    def __call__(self, connection, heard):
        connection.sendall(KEPT)
        if connection.recv(65536):
            self.heard_again += 1
            self.then(connection)


def closes(connection):
    """As a server does whose patience with an idle connection ends at that moment."""


def breaks_off(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-")


@pytest.mark.parametrize("keeps", [False, True], ids=["not copied", "copied"])
def test_a_connection_that_was_closed_while_it_idled_costs_no_failure(loopback, keeps):
    loopback.manners["/first"] = first = Keeping(closes)
    loopback.manners["/second"] = answer(200, PAGE)
    urls = [loopback.url("/first"), loopback.url("/second")]
    checks, _ = look(urls, attempts=1, keeps_exchanges=keeps)
    second = checks[urls[1]]
    assert (second.status, second.error, second.facts["attempts"]) == (200, None, 2)
    assert first.heard_again == 1
    assert loopback.paths() == ["/first", "/second"]
    sent = [exchange.raw_request for exchange in second.exchanges]
    assert [raw.count(b"GET /second") for raw in sent] == [1] * keeps


@pytest.mark.parametrize("more", [b"<p>late body", b"0\r\n\r\n" + answer(200, "<title>x</title>")])
def test_more_of_the_answer_before_is_no_answer(loopback, more):
    """As a server sends that puts a body behind a 204, or says a length that is too short."""

    def ends_late(connection):
        connection.sendall(more)
        connection.recv(65536)

    loopback.manners["/first"] = Keeping(ends_late)
    loopback.manners["/second"] = answer(200, PAGE)
    urls = [loopback.url("/first"), loopback.url("/second")]
    checks, _ = look(urls, attempts=1, keeps_exchanges=True)
    second = checks[urls[1]]
    assert (second.status, second.error, second.facts["attempts"]) == (200, None, 2)
    assert [more in exchange.raw_response for exchange in second.exchanges] == [False]


def test_what_began_to_be_answered_is_not_sent_again(loopback):
    loopback.manners["/first"] = Keeping(breaks_off)
    urls = [loopback.url("/first"), loopback.url("/second")]
    checks, _ = look(urls, attempts=1)
    assert checks[urls[1]].error is not None
    assert loopback.paths() == ["/first"]


@pytest.mark.parametrize("attempts", [1, 2])
def test_a_fresh_connection_that_is_cut_is_a_try_and_no_more(loopback, attempts):
    loopback.manners["/"] = reset
    check = look_at(loopback, attempts=attempts)
    assert check.error == "reset"
    assert len(loopback.heard) == attempts == check.facts.get("attempts", 1)
