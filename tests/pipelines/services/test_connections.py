"""Connections: whom they lead to, what they send, when they are used again."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from archive.warc.endings import Ending, TooLarge
from archive.warc.framing import BadFraming
from archive.warc.wire import Wire
from pipelines.services import addressing
from pipelines.services import connections as connections_of_all
from pipelines.services.addressing import Addressing, Forbidden
from pipelines.services.connections import Connections, request_of, server_of
from pipelines.services.failures import error_class
from tests.literal import Literal, LiteralServer

LOOPBACK = ("127.0.0.0/8",)
OK = b"HTTP/1.1 200 OK\r\n"
SHORT = OK + b"Content-Length: 2\r\n\r\nhi"
CASES = {
    "/kept": Literal((SHORT,), ends=False),
    "/closed": Literal((SHORT,)),
    "/close": Literal((OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nhi",), ends=False),
    "/chatty": Literal((SHORT + b"and more",), ends=False),
    "/late": Literal((SHORT, b"and more"), ends=False, pause_s=0.1),
    "/cut": Literal((OK + b"Content-Length: 9\r\n\r\nhi",)),
    "/silent": Literal((b"",)),
    "/ssh": Literal((b"SSH-2.0-x\r\n",), ends=False),
    "/large": Literal((OK + b"\r\n" + b"a" * 5000,)),
}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("http://a.test/x", ("http", "a.test", 80)),
        ("https://a.test", ("https", "a.test", 443)),
        ("https://a.test?q=/", ("https", "a.test", 443)),
        ("https://a.test#@b.test:1", ("https", "a.test", 443)),
        ("http://a.test:8080/x:9", ("http", "a.test", 8080)),
        ("http://[::1]/", ("http", "::1", 80)),
        ("http://[::1]:81/", ("http", "::1", 81)),
        ("http://me:pass@A.test:81/", ("http", "a.test", 81)),
    ],
)
def test_servers(url: str, server: tuple[str, str, int]) -> None:
    assert server_of(url) == server


@pytest.mark.parametrize(
    ("why", "url", "headers", "sent"),
    [
        ("a path", "http://a.test:81/b?c=%20#d", {"X": "1", "Y": "2"},
         b"GET /b?c=%20 HTTP/1.1\r\nHost: a.test:81\r\nX: 1\r\nY: 2\r\n\r\n"),
        ("no path", "http://a.test", {}, b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"),
        ("only a query", "http://a.test?b", {}, b"GET /?b HTTP/1.1\r\nHost: a.test\r\n\r\n"),
        ("no password goes out", "http://me:pw@a.test/", {},
         b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"),
        ("a validator beyond ASCII, as it came", "http://a.test/", {"If-None-Match": '"\xe9"'},
         b'GET / HTTP/1.1\r\nHost: a.test\r\nIf-None-Match: "\xe9"\r\n\r\n'),
        ("no line of somebody else's", "http://a.test/", {"If-None-Match": '"a\r\nX: 1"'},
         b'GET / HTTP/1.1\r\nHost: a.test\r\nIf-None-Match: "a  X: 1"\r\n\r\n'),
    ],
)  # fmt: skip
def test_requests(why: str, url: str, headers: dict[str, str], sent: bytes) -> None:
    assert request_of(url, headers) == sent, why


@pytest.fixture(scope="module")
def server():
    with LiteralServer(CASES) as running:
        yield running


def run(doing: Coroutine[Any, Any, Any]) -> Any:
    async def soon() -> Any:
        async with asyncio.timeout(20):
            return await doing

    return asyncio.run(soon())


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what nobody tells; ``run`` ends what never comes."""
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def asked(connections: Connections, url: str, max_bytes: int = 0) -> tuple[bool, Wire]:
    wire = Wire()
    found = await connections.ask(url, request_of(url, {}), wire, Ending(max_bytes))
    return found.is_whole, wire


@pytest.mark.parametrize(
    ("path", "is_reused"),
    [("/kept", True), ("/closed", False), ("/close", False), ("/chatty", False), ("/late", False)],
)
def test_a_connection_is_used_again_where_it_may_be(server, path: str, is_reused: bool) -> None:
    async def twice() -> tuple[int, int]:
        connections = Connections(Addressing(allowed=LOOPBACK))
        url = f"http://127.0.0.1:{server.port}"
        is_whole, wire = await asked(connections, url + path)
        assert is_whole
        assert bytes(wire.received).endswith(b"\r\n\r\nhi")
        assert bytes(wire.sent) == server.asked[path][-1]
        [first] = connections._idle.get(server_of(url), [None])
        if not is_reused:  # it hangs up, or sends what nobody asked for
            await until(lambda: not connections._idle)
        await asked(connections, f"{url}/kept")
        [second] = connections._idle[server_of(url)]
        connections.close()
        return id(first), id(second)

    first, second = run(twice())
    assert (first == second) is is_reused


def test_bodies_that_break_off_and_answers_that_are_none(server) -> None:
    async def ask_all() -> None:
        connections = Connections(Addressing(allowed=LOOPBACK))
        url = f"http://127.0.0.1:{server.port}"
        is_whole, wire = await asked(connections, f"{url}/cut")
        assert (is_whole, bytes(wire.received[-2:])) == (False, b"hi")
        for path, error in (("silent", ConnectionError), ("ssh", BadFraming)):
            with pytest.raises(error):
                await asked(connections, f"{url}/{path}")
        with pytest.raises(TooLarge):
            await asked(connections, f"{url}/large", 4999)
        assert (await asked(connections, f"{url}/large", 5000))[0]
        assert not any(connections._idle.values())

    run(ask_all())


# Of hosts: their addresses, how connecting fails, and what that says of them.
NO_ROUTE = OSError(errno.ENETUNREACH, "Network is unreachable")
MIXED = OSError(
    "Multiple exceptions: [Errno 101] no route, [Errno 111] refused"
)  # aiohappyeyeballs
# fmt: off
FAILURES = [
    ("no IPv6 here, and nothing else there", ("2001:4860::1",), NO_ROUTE, "our_fault"),
    ("no IPv6 here, and IPv4 refuses", ("2001:4860::1", "192.0.2.1"), MIXED, "unreachable"),
    ("no network there", ("192.0.2.1",), NO_ROUTE, "unreachable"),
    ("IPv6 is switched off here", ("2001:4860::1",), OSError(errno.EADDRNOTAVAIL, "no"), "our_fault"),
    ("IPv6 is not known here", ("2001:4860::1",), OSError(errno.EAFNOSUPPORT, "no"), "our_fault"),
    ("no way to IPv6", ("2001:4860::1",), OSError(errno.EHOSTUNREACH, "no"), "our_fault"),
    ("no way to any IPv6", ("2001:4860::1", "2001:4860::2"), OSError("Multiple exceptions: [Errno 101] no, [Errno 110] late"), "our_fault"),
    ("IPv6 is off, and IPv4 refuses", ("2001:4860::1", "192.0.2.1"), OSError("Multiple exceptions: [Errno 99] no, [Errno 111] refused"), "unreachable"),
    ("no socket is left for one", ("2001:4860::1", "192.0.2.1"), OSError("Multiple exceptions: [Errno 101] no, [Errno 24] files"), "our_fault"),
    ("no port is left to us", ("192.0.2.1",), OSError(errno.EADDRNOTAVAIL, "no"), "our_fault"),
    ("all refuse", ("2001:4860::1",), ConnectionRefusedError(errno.ECONNREFUSED, "no"), "refused"),
]
# fmt: on


@pytest.mark.parametrize(("why", "addresses", "error", "word"), FAILURES)
def test_what_the_failure_of_all_addresses_says(monkeypatch, why, addresses, error, word) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise error

    async def ask() -> None:
        await asked(Connections(Addressing()), "http://a.test/")

    targets = [(address, 80) for address in addresses]
    monkeypatch.setattr(Addressing, "lookup", lambda *_: targets)
    monkeypatch.setattr(connections_of_all, "start_connection", fail)
    with pytest.raises(OSError, match=r".") as raised:
        run(ask())
    assert error_class(raised.value) == word, why


def test_what_an_idle_connection_swallowed_is_sent_once_more() -> None:
    """A server that hangs up at the second request of every connection, without a word."""
    heard: list[int] = []

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in (1, 2):
            await reader.readuntil(b"\r\n\r\n")
            heard.append(number)
            if number == 1:
                writer.write(SHORT)
        writer.close()

    async def ask_twice() -> tuple[bool, Wire]:
        async with await asyncio.start_server(answer_once, "127.0.0.1", 0) as running:
            url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}/"
            connections = Connections(Addressing(allowed=LOOPBACK))
            await asked(connections, url)
            again = await asked(connections, url)
            connections.close()
            return again

    is_whole, wire = run(ask_twice())
    assert (is_whole, bytes(wire.received)) == (True, SHORT)
    assert bytes(wire.sent).count(b"GET /") == 1
    assert heard == [1, 2, 1]


def connect_with(
    monkeypatch: pytest.MonkeyPatch, found: Addressing, dns: tuple[str, ...], url: str
) -> str | None:
    """Which address is spoken to where DNS has these addresses for every name."""

    def getaddrinfo(host: str, port: int, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in dns]

    async def ask() -> str | None:
        monkeypatch.setattr(addressing.socket, "getaddrinfo", getaddrinfo)
        connections = Connections(found)
        _, wire = await asked(connections, url)
        connections.close()
        return wire.ip_address

    return str(run(ask()))


@pytest.mark.parametrize(
    ("why", "dns", "allowed", "error"),
    [
        ("loopback", ("127.0.0.1",), (), Forbidden),
        ("loopback in IPv6 clothes", ("::ffff:127.0.0.1",), (), Forbidden),
        ("a cloud's metadata", ("169.254.169.254",), LOOPBACK, Forbidden),
        ("loopback, opened", ("127.0.0.1",), LOOPBACK, None),
        ("one good, one bad", ("10.0.0.1", "127.0.0.1"), LOOPBACK, None),
    ],
)
def test_only_permitted_addresses_are_spoken_to(
    server, monkeypatch, why, dns, allowed, error
) -> None:
    found, url = Addressing(allowed=allowed), f"http://a.test:{server.port}/kept"
    if error is None:
        assert connect_with(monkeypatch, found, dns, url) == "127.0.0.1"
    else:
        with pytest.raises(error):
            connect_with(monkeypatch, found, dns, url)


def test_the_profile_s_map_counts_before_dns_and_is_guarded(server, monkeypatch) -> None:
    resolve = {"*:80": f"127.0.0.1:{server.port}"}
    url = "http://a.test/kept"
    opened = Addressing(resolve, LOOPBACK)
    assert connect_with(monkeypatch, opened, (), url) == "127.0.0.1"
    with pytest.raises(Forbidden):
        connect_with(monkeypatch, Addressing(resolve), (), url)


def test_another_address_is_tried_where_one_does_not_answer(server, monkeypatch) -> None:
    nobody = socket.socket()
    nobody.bind(("127.0.0.3", 0))  # bound and not listening: refused
    url = f"http://a.test:{server.port}/kept"
    both = ("127.0.0.3", "127.0.0.1")
    assert connect_with(monkeypatch, Addressing(allowed=LOOPBACK), both, url) == "127.0.0.1"
    nobody.close()


def test_what_is_kept_of_hosts_does_not_grow_with_their_number(server, monkeypatch) -> None:
    def getaddrinfo(host: str, port: int, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async def ask_many(idle_s: float, kept: int) -> None:
        monkeypatch.setattr(addressing.socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(connections_of_all, "KNOWN_S", 0.0)
        connections = Connections(Addressing(allowed=LOOPBACK), idle_s=idle_s)
        for number in range(5):
            await asked(connections, f"http://host-{number}.test:{server.port}/kept")
        assert list(connections._known) == [("host-4.test", server.port)]
        await until(lambda: len(connections._idle) == kept)
        connections.close()

    run(ask_many(60, 5))
    run(ask_many(0.01, 0))  # each is hung up on
