"""Hundreds of hosts in one light process: each a loopback address with a latency of its own.

    python -m tests.bench.many_hosts HOSTS FASTEST_S SLOWEST_S

Prints the port it listens on, serves until its input ends, then prints as JSON what it saw:
``requests``, ``at_once`` (the most requests at once that any host saw) and ``hosts`` (how many
were asked). A bare protocol, so that it takes next to nothing from those who are measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from functools import partial

_PARAGRAPH = (
    "<p>The spine carries the body and bends with it; most pain in the back passes by itself. "
    "Keep moving, ask when the pain goes down the leg, and give it some weeks. Section {n} of "
    "host {host} says what helps and what does not, in {words} words.</p>\n"
)


def address_of(host: int) -> str:
    """The loopback address of a host, by its number from 0."""
    return f"127.1.{host // 250}.{host % 250 + 1}"


def latency_of(host: int, fastest_s: float, slowest_s: float) -> float:
    """Seconds that a host takes for an answer: spread evenly, in no order."""
    return fastest_s + (slowest_s - fastest_s) * (host * 7919 % 1000) / 999


def page_of(host: int) -> bytes:
    """The answer of a host: a page of about 15 kB, kept alive."""
    text = "".join(
        _PARAGRAPH.format(n=n, host=host, words=host * 31 + n) if n % 12 else f"<h2>Part {n}</h2>\n"
        for n in range(64)
    )
    body = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Host {host}</title></head>"
        f"<body><nav><a href=/>Home</a></nav><main><h1>Host {host}</h1>{text}</main></body></html>"
    ).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        f'ETag: "{host}"\r\nContent-Length: {len(body)}\r\n\r\n'
    )
    return head.encode() + body


class Tally:
    """What all hosts saw together."""

    def __init__(self) -> None:
        self.requests: Counter[int] = Counter()
        self.now: Counter[int] = Counter()
        self.at_once = 0


class Connection(asyncio.Protocol):
    """One connection to one host; requests without a body, one after the other."""

    def __init__(self, host: int, latency_s: float, page: bytes, tally: Tally) -> None:
        self._host = host
        self._latency_s = latency_s
        self._page = page
        self._tally = tally
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Each whole request is counted now and answered later."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            self._received = self._received.partition(b"\r\n\r\n")[2]
            tally, host = self._tally, self._host
            tally.requests[host] += 1
            tally.now[host] += 1
            tally.at_once = max(tally.at_once, tally.now[host])
            asyncio.get_running_loop().call_later(self._latency_s, self._answer)

    def _answer(self) -> None:
        self._tally.now[self._host] -= 1
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(self._page)


async def serve(hosts: int, fastest_s: float, slowest_s: float) -> None:
    """Serve until the standard input ends."""
    loop = asyncio.get_running_loop()
    tally = Tally()
    port = 0
    for host in range(hosts):
        latency_s = latency_of(host, fastest_s, slowest_s)
        connect = partial(Connection, host, latency_s, page_of(host), tally)
        server = await loop.create_server(connect, address_of(host), port, backlog=64)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    seen = {
        "requests": tally.requests.total(),
        "at_once": tally.at_once,
        "hosts": len(tally.requests),
    }
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
