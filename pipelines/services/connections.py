"""Connections to web servers that keep every byte as sent and received, above TLS.

A client of our own, for the site and for the wide web, since what an archive needs is not to be
had of others: request and answer byte for byte, also of what is not quite HTTP, breaks off or
fails. Who asks gets bytes and no message; ``archive.warc.endings`` tells where an answer ends. One
request at a time on a connection, nothing followed, nothing repeated but what an idle connection
swallowed, no cookies: these are for the crawl's frontier, or for a visit, to decide.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import NamedTuple

from aiohappyeyeballs import AddrInfoType, start_connection

from archive.warc.endings import Ending, NoAnswer, TooLarge
from archive.warc.framing import BadFraming
from archive.warc.wire import Wire, tls_name
from pipelines.services.addressing import Addressing, NoWay
from pipelines.services.alarms import Alarms
from pipelines.services.failures import OURS

KNOWN_S = 300.0
"""So long the addresses are used that DNS told: one server is asked many times."""
NEXT_ADDRESS_S = 0.25
"""After so long another address of the host is tried besides (RFC 8305 §5)."""

_ENDS_A_LINE = re.compile(r"[\r\n\0]")
_BEHIND_AUTHORITY = re.compile(r"[/?]")

_NUMBERS = re.compile(r"\[Errno (\d{1,5})\]")
_NO_ADDRESS = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
"""This machine has no address of that family, as where IPv6 is switched off (connect(2))."""
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, *_NO_ADDRESS}

Server = tuple[str, str, int]
"""Scheme, host and port."""
Target = tuple[str, int]
"""Address and port."""


class Asked(NamedTuple):
    """What came of a request that was answered."""

    is_whole: bool
    """False = the body broke off, or no more of it was wanted."""
    requests: int
    """How often it was sent: twice where an idle connection had swallowed it, or still held more of
    the answer before."""
    error: Exception | None
    """What ended the connection, where it ended badly."""


class Connections:
    """All connections of a crawl or of a verification. To be used in one running loop."""

    def __init__(
        self, addressing: Addressing, ca_file: str = "", most_idle: int = 8, idle_s: float = 60.0
    ) -> None:
        """``ca_file``: authorities trusted besides the system's own; ``most_idle``: connections
        kept to a server while nobody uses them, each so long (``idle_s``)."""
        self._addressing = addressing
        self._ca_file = ca_file
        self._most_idle = most_idle
        self._resting = Alarms(idle_s)
        self._idle: dict[Server, list[_Connection]] = {}
        """Those not in use; a server without any is not in it."""
        self._known: dict[Target, tuple[float, list[Target]]] = {}
        """Until when the addresses of a host are used: what ends first stands first."""

    async def ask(self, url: str, request: bytes, wire: Wire, ending: Ending) -> Asked:
        """Send a GET request to the server of a URL, and wait for the end of its answer.

        ``wire`` is filled on the way; ``ending`` follows the answer, and may have enough of it.
        Raises ``Forbidden``, ``socket.gaierror``, ``ssl.SSLError``, ``OSError``; ``BadFraming``
        for what is no HTTP, and ``TooLarge``.
        """
        server, requests = server_of(url), 1
        connection = self._taken(server)
        if connection is not None:
            try:
                is_whole = await connection.ask(request, wire, ending)
            except OSError:
                if wire.received:
                    raise
                # The server had closed what idled, when we could not know (RFC 9112 §9.3.1).
                wire.sent.clear()
                connection, requests = None, 2
            except NoAnswer:
                # More of the answer before, as what some servers send behind a 204: no fault of
                # this URL, and a connection of its own tells what it has to say.
                connection.close()
                wire.sent.clear()
                wire.received.clear()
                ending.begin_anew()
                connection, requests = None, 2
        if connection is None:
            connection = await self._opened(server)
            is_whole = await connection.ask(request, wire, ending)
        if connection.is_kept_alive and len(self._idle.get(server, ())) < self._most_idle:
            connection.rest(self._resting, lambda: self._forget(server, connection))
            self._idle.setdefault(server, []).append(connection)
        else:
            connection.close()
        return Asked(is_whole, requests, connection.error)

    def get_ready(self, url: str) -> None:
        """Read whom to trust, once, if a URL needs it: a tenth of a second that is no server's."""
        if url.startswith("https:"):
            _ = self._tls

    def close(self) -> None:
        """Close what is not in use."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()
        self._resting.stop()

    def _taken(self, server: Server) -> _Connection | None:
        """A connection to the server that is open and not in use, the last one used first."""
        for connection in reversed(self._idle.get(server, ())):
            if connection.is_open:
                self._forget(server, connection)
                return connection
        return None

    def _forget(self, server: Server, connection: _Connection) -> None:
        """A connection is in use again, or lost; those of a site that is not asked again, too."""
        idle = self._idle.get(server, [])
        if connection in idle:
            idle.remove(connection)
            if not idle:
                del self._idle[server]

    async def _opened(self, server: Server) -> _Connection:
        scheme, host, port = server
        addresses: list[AddrInfoType] = [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (address, target_port),
            )
            for address, target_port in await self._targets(host, port)
        ]
        try:
            sock = await start_connection(addresses, happy_eyeballs_delay=NEXT_ADDRESS_S)
        except OSError as error:
            self._known.pop((host, port), None)
            told = _said_of_all(error, addresses)
            if told is not error:
                raise told from error
            raise
        is_secure = scheme == "https"
        _, connection = await asyncio.get_running_loop().create_connection(
            _Connection,
            sock=sock,
            ssl=self._tls if is_secure else None,
            server_hostname=host.removesuffix(".") if is_secure else None,
        )
        return connection

    async def _targets(self, host: str, port: int) -> list[Target]:
        """Where a host may be spoken to, in order; raises ``Forbidden``, ``socket.gaierror``."""
        if self._addressing.mapped(host, port) or _is_address(host):
            return self._addressing.lookup(host, port)
        until, targets = self._known.get((host, port), (0.0, []))
        if until < time.monotonic():
            lookup = self._addressing.lookup
            targets = await asyncio.get_running_loop().run_in_executor(None, lookup, host, port)
            self._know((host, port), targets)
        return targets

    def _know(self, asked: Target, targets: list[Target]) -> None:
        """Keep an answer of DNS, and drop old ones: a crawl meets many hosts."""
        now = time.monotonic()
        self._known.pop(asked, None)
        self._known[asked] = now + KNOWN_S, targets
        while (oldest := next(iter(self._known))) and self._known[oldest][0] < now:
            del self._known[oldest]

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        if self._ca_file:
            context.load_verify_locations(self._ca_file)
        return context


class _Connection(asyncio.Protocol):
    """One connection: asked, answered, and asked again if the server lets us."""

    def __init__(self) -> None:
        self.is_open = False
        self.is_kept_alive = False
        self.error: Exception | None = None
        """What ended it, where it ended badly."""
        self._wire: Wire | None = None
        self._done: asyncio.Future[bool] | None = None
        self._resting: Alarms | None = None
        self._forget: Callable[[], None] | None = None

    async def ask(self, request: bytes, wire: Wire, ending: Ending) -> bool:
        """Send and wait; see ``Connections.ask``. Whoever is cancelled here breaks off."""
        self._rise()
        wire.ip_address, wire.tls, wire.cipher = self._origin
        self._wire, self._ending = wire, ending
        self._done = self._loop.create_future()
        wire.sent += request
        self._transport.write(request)
        try:
            is_whole = await self._done
        except BaseException:
            self._transport.abort()
            raise
        finally:
            self._wire = self._done = None
        self.is_kept_alive = self.is_open and is_whole and ending.is_kept_alive
        return is_whole

    def rest(self, resting: Alarms, forget: Callable[[], None]) -> None:
        """Be kept, but no longer than the alarms say; ``forget`` is called if it is lost."""
        self._forget, self._resting = forget, resting
        resting.set(self, self.close)

    def _rise(self) -> None:
        if self._resting is not None:
            self._resting.clear(self)
            self._resting = None

    def close(self) -> None:
        """Hang up."""
        self.is_open = False
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom the connection leads to, and how it is protected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport, self.is_open = transport, True
        self._loop = asyncio.get_running_loop()
        peer = transport.get_extra_info("peername")
        secured = transport.get_extra_info("ssl_object")
        cipher = secured.cipher() if secured is not None else None
        version = tls_name(secured.version()) if secured is not None else ""
        self._origin = (peer[0] if peer else None), version, cipher[0] if cipher else ""

    def data_received(self, data: bytes) -> None:
        """Keep what came, and see whether it is the end."""
        if self._wire is None or self._done is None or self._done.done():
            self.is_open = False  # what nobody asked for: the next answer could not be told from it
            self._transport.abort()
            return
        self._wire.received += data
        try:
            self._ending.feed(data)
        except (BadFraming, TooLarge) as error:
            self._done.set_exception(error)
            return
        if self._ending.is_over:
            if self._ending.behind:
                del self._wire.received[-self._ending.behind :]
                self.is_open = False
            self._done.set_result(True)
        elif self._ending.is_enough:
            self._done.set_result(False)

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of the connection may be the end of the answer; or it breaks off."""
        self.is_open, self.error = False, exc
        self._rise()
        if self._forget is not None:
            self._forget()
        if self._done is None or self._done.done():
            return
        if self._ending.has_head:
            self._done.set_result(exc is None and self._ending.closes())
        else:
            self._done.set_exception(exc or ConnectionResetError("hung up without an answer"))


def _said_of_all(error: OSError, addresses: list[AddrInfoType]) -> OSError:
    """The one failure to tell of a host whose addresses all failed.

    A machine without IPv6 cannot say anything of a host that has nothing else. Where addresses
    fail in different ways, as they do there with a host that has both, the failure has no number,
    but its words have those of its parts: a single one of ours makes it ours.
    """
    told = str(error)
    numbers = {error.errno} if error.errno else {int(n) for n in _NUMBERS.findall(told)}
    if ours := numbers & OURS:
        return error if error.errno else OSError(min(ours), told)
    is_ipv6 = {family for family, *_ in addresses} == {socket.AF_INET6}
    if (is_ipv6 and numbers & _NO_WAY) or (numbers and numbers <= _NO_ADDRESS):
        return NoWay(min(numbers), told)
    return error if error.errno is not None else OSError(errno.EHOSTUNREACH, told)


def _is_address(host: str) -> bool:
    """Whether a host is an IP address already: nothing is looked up then, so nothing waits."""
    with suppress(ValueError):
        return bool(ipaddress.ip_address(host))
    return False


def server_of(url: str) -> Server:
    """Whom to connect to for a URL (http or https)."""
    scheme, _, rest = url.partition("://")
    return _server_of(scheme, rest.partition("/")[0])


@lru_cache(maxsize=4_096)
def _server_of(scheme: str, beginning: str) -> Server:
    authority = beginning.partition("#")[0].partition("?")[0].rpartition("@")[2]
    host, colon, port = authority.rpartition(":")
    if not colon or port.endswith("]"):
        host, port = authority, ""
    return scheme, host.strip("[]").lower(), int(port or (443 if scheme == "https" else 80))


def request_of(url: str, headers: Mapping[str, str], always: str = "") -> bytes:
    """A GET request for a URL as it goes over the wire (RFC 9112 §3), headers in their order.

    ``always``: lines that stand before them (``lines_of``).
    """
    rest = url.partition("#")[0].partition("://")[2]
    found = _BEHIND_AUTHORITY.search(rest)
    at = found.start() if found is not None else len(rest)
    authority, target = rest[:at].rpartition("@")[2], rest[at:]
    if not target.startswith("/"):
        target = f"/{target}"
    own = lines_of(headers) if headers else ""
    request = f"GET {target} HTTP/1.1\r\nHost: {authority}\r\n{always}{own}\r\n"
    return request.encode("latin-1", "replace")


def lines_of(headers: Mapping[str, str]) -> str:
    """Headers as lines, in their order."""
    # A validator is sent back as it came: not every server is careful with what it sends.
    return "".join(f"{name}: {_ENDS_A_LINE.sub(' ', value)}\r\n" for name, value in headers.items())
