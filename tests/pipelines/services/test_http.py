"""The registries' client against a server that behaves as badly as servers do."""

import gzip
import socket
import time

import pytest

from pipelines.services.addressing import Addressing
from pipelines.services.failures import BadAnswer, CouldNotAsk, RateLimited, Unavailable
from pipelines.services.http import Client, HttpSettings
from tests.pipelines.conftest import answer

JSON = '{"fine": true}'


def make_client(**settings):
    defaults = {
        "user_agent": "test/1 (mailto:a@example.org)",
        "interval_s": 0.0,
        "deadline_s": 0.6,
        "backoff_s": 0.001,
        "addressing": Addressing(allowed=("127.0.0.0/8",)),
    }
    slept: list[float] = []
    client = Client(HttpSettings(**(defaults | settings)), sleep=slept.append)
    client.slept = slept
    return client


def read_json(reply):
    return reply.json()


def ask(client, loopback, path="/"):
    return client.ask("registry", loopback.url(path), read_json)


def test_a_good_answer(loopback):
    loopback.manners["/"] = answer(200, JSON, "application/json")
    found, reply = ask(make_client(), loopback)
    assert found == {"fine": True}
    assert (reply.status, reply.hops) == (200, ())
    assert loopback.heard[0].headers["user-agent"] == "test/1 (mailto:a@example.org)"
    assert loopback.heard[0].headers["accept"] == "application/json"


def test_it_says_nothing_that_the_environment_or_a_cookie_could_add(
    loopback, monkeypatch, tmp_path
):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    loopback.manners["/"] = answer(200, JSON, Set_Cookie="a=b; Path=/")
    client = make_client()
    ask(client, loopback)
    ask(client, loopback)
    assert "authorization" not in loopback.heard[1].headers
    assert "cookie" not in loopback.heard[1].headers


def moved(location: str) -> bytes:
    return answer(302, "", Location=location)


FAILURES = [
    # why, what the server sends, exception, its error, questions asked
    ("HTML with 200", answer(200, "<html>down for maintenance"), BadAnswer, "bad_answer", 3),
    ("truncated JSON", answer(200, '{"fine": tr'), BadAnswer, "bad_answer", 3),
    ("absurdly nested JSON", answer(200, "[" * 200_000), BadAnswer, "bad_answer", 3),
    ("a server error", answer(500, "oops"), Unavailable, "server_error", 3),
    ("a gateway time-out", answer(504, "<html>"), Unavailable, "server_error", 3),
    ("a refusal is not asked again", answer(403, "no"), Unavailable, "blocked", 1),
    ("a rate limit without a header", answer(429, ""), RateLimited, "rate_limited", 3),
    ("a short rate limit", answer(429, "", Retry_After="2"), RateLimited, "rate_limited", 3),
    ("a long rate limit", answer(429, "", Retry_After="9999"), RateLimited, "rate_limited", 1),
    ("busy with a time", answer(503, "", Retry_After="2"), RateLimited, "rate_limited", 3),
    ("not HTTP at all", b"220 smtp.example.org ESMTP\r\n", Unavailable, None, 3),
    ("a cut-off body", answer(200, JSON)[:-4], Unavailable, None, 3),
    ("no answer", b"", Unavailable, "reset", 3),
    ("a broken gzip", answer(200, b"no gzip", Content_Encoding="gzip"), Unavailable, None, 3),
    ("a circle", answer(302, "", Location="/"), Unavailable, "redirect_loop", 3),
    (
        "a redirect to a file",
        answer(302, "", Location="file:///etc/passwd"),
        Unavailable,
        "forbidden",
        1,
    ),
    (
        "a redirect to the metadata service",
        answer(302, "", Location="http://169.254.169.254/"),
        Unavailable,
        "forbidden",
        1,
    ),
    ("a redirect to nowhere", answer(302, "", Location="http://[/"), BadAnswer, "bad_answer", 3),
]


@pytest.mark.parametrize(
    ("why", "sent", "kind", "error", "asked"), FAILURES, ids=lambda v: str(v)[:40]
)
def test_failures(loopback, why, sent, kind, error, asked):
    loopback.manners["*"] = sent
    client = make_client(max_wait_s=60.0)
    with pytest.raises(kind) as raised:
        ask(client, loopback)
    assert isinstance(raised.value, CouldNotAsk)
    assert error in (None, raised.value.error), why
    assert raised.value.evidence.url == loopback.url("/")
    if asked is not None and error != "redirect_loop":
        assert len(loopback.heard) == asked


def test_an_answer_that_no_adapter_expected_is_a_bad_one(loopback):
    """It is kept as that, with what was wrong, and ends no run."""
    loopback.manners["*"] = answer(200, JSON)
    with pytest.raises(BadAnswer, match=r"cannot be read \(KeyError\('absent'\)\)") as raised:
        make_client().ask("registry", loopback.url("/"), lambda reply: reply.json()["absent"])
    assert raised.value.evidence.status == 200
    assert isinstance(raised.value.__cause__, KeyError)


def test_retry_after_is_waited_for(loopback):
    loopback.manners["/"] = [answer(429, "", Retry_After="7"), answer(200, JSON)]
    client = make_client()
    ask(client, loopback)
    assert client.slept[0] == 7


def test_one_failure_among_good_answers_is_mended_by_asking_again(loopback):
    loopback.manners["/"] = [answer(500, ""), answer(200, JSON)]
    assert ask(make_client(), loopback)[0] == {"fine": True}


def test_the_redirects_of_content_negotiation_are_followed_and_kept(loopback):
    loopback.manners["/"] = answer(302, "x" * 50, Location="/there")
    loopback.manners["/there"] = answer(200, JSON)
    _, reply = ask(make_client(), loopback)
    assert reply.hops == ((302, loopback.url("/")),)
    assert reply.final_url == loopback.url("/there")


def endless(connection: socket.socket, heard) -> None:
    """A redirect whose body never ends, as fast as it is taken."""
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n")
    for _ in range(5_000):
        connection.sendall(b"x" * 65_536)
    heard.sent_all = True


def test_the_body_of_a_redirect_is_not_read(loopback):
    loopback.manners["/"] = endless
    loopback.manners["/there"] = answer(200, JSON)
    assert ask(make_client(), loopback)[0] == {"fine": True}
    assert not hasattr(loopback.heard[0], "sent_all")


def test_a_bomb_is_not_unpacked(loopback):
    bomb = gzip.compress(b"0" * 3_000_000)
    loopback.manners["/"] = answer(200, bomb, "application/json", Content_Encoding="gzip")
    with pytest.raises(Unavailable) as raised:
        ask(make_client(max_bytes=100_000), loopback)
    assert raised.value.error == "too_large"
    assert len(loopback.heard) == 1


def drip_head(connection: socket.socket, heard) -> None:
    """One byte of the head now and then: no read of it ever times out."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 4000:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def drip_body(connection: socket.socket, heard) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
    for _ in range(4000):
        connection.sendall(b"1")
        time.sleep(0.05)


def silence(connection: socket.socket, heard) -> None:
    connection.recv(1)


@pytest.mark.parametrize("manner", [drip_head, drip_body, silence])
def test_a_deadline_ends_every_exchange(loopback, manner):
    loopback.manners["/"] = manner
    with pytest.raises(Unavailable) as raised:
        ask(make_client(attempts=1), loopback)
    assert raised.value.error == "timeout"


def test_an_authority_that_keeps_failing_is_left_alone(loopback):
    loopback.manners["/"] = answer(500, "")
    client = make_client(attempts=1)
    for _ in range(3):
        with pytest.raises(Unavailable):
            ask(client, loopback)
    asked = len(loopback.heard)
    with pytest.raises(Unavailable, match="not asked again") as raised:
        ask(client, loopback)
    assert raised.value.evidence is None
    assert len(loopback.heard) == asked
    assert list(client.silent()) == ["registry"]
    loopback.manners["/other"] = answer(200, JSON)
    client.ask("another", loopback.url("/other"), read_json)  # the others go on


def test_a_loopback_address_is_forbidden_unless_the_profile_opens_it(loopback):
    client = make_client(addressing=Addressing())
    with pytest.raises(Unavailable, match="loopback"):
        ask(client, loopback)
    assert loopback.heard == []


def test_a_name_that_leads_to_a_loopback_address_is_forbidden_at_the_connection(loopback):
    client = make_client(addressing=Addressing(), attempts=1)
    with pytest.raises(Unavailable) as raised:
        client.ask("registry", f"http://localhost:{loopback.port}/", read_json)
    assert raised.value.error == "forbidden"
    assert loopback.heard == []


def test_the_profile_may_send_a_host_elsewhere(loopback):
    loopback.manners["/"] = answer(200, JSON)
    addressing = Addressing(
        resolve={"*:80": f"127.0.0.1:{loopback.port}"}, allowed=("127.0.0.0/8",)
    )
    client = make_client(addressing=addressing)
    client.ask("registry", "http://registry.invalid/", read_json)
    assert loopback.heard[0].headers["host"] == "registry.invalid"
