"""The transport of requests, guarded: checked addresses, own resolve map, real deadline.

requests has no total time-out: a server that sends one byte a second is never cut off, not
even while it sends headers. A watchdog therefore shuts the socket at the deadline, which wakes
the blocked read.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any, ClassVar

import requests
from requests.adapters import DEFAULT_POOLBLOCK, HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from pipelines.services.addressing import Addressing, Forbidden
from pipelines.services.tees import TeeMixin

_watching = threading.local()


class Watchdog:
    """Ends one exchange at its deadline by shutting down the socket it uses."""

    def __init__(self, deadline_s: float) -> None:
        self.expired = False
        self._connection: HTTPConnection | None = None
        self._timer = threading.Timer(deadline_s, self._expire)
        self._timer.daemon = True

    def watch(self, connection: HTTPConnection) -> None:
        """From now on this connection carries the exchange."""
        self._connection = connection

    def _expire(self) -> None:
        self.expired = True
        sock = self._connection.sock if self._connection is not None else None
        if sock is not None:
            with suppress(OSError):
                # On the plain socket: TLS would first wait to say goodbye.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    @contextmanager
    def guarding(self) -> Iterator[Watchdog]:
        """Watch the exchange that this thread makes inside the block."""
        _watching.dog = self
        self._timer.start()
        try:
            yield self
        finally:
            self._timer.cancel()
            _watching.dog = None


def _connect(connection: HTTPConnection, addressing: Addressing) -> socket.socket:
    """Open a socket to the first checked address that answers; urllib3's exceptions."""
    timeout = connection.timeout if isinstance(connection.timeout, int | float) else 30.0
    try:
        targets = addressing.lookup(connection.host, connection.port or 80)
    except (socket.gaierror, UnicodeError) as error:
        raise NameResolutionError(
            connection.host, connection, socket.gaierror(*error.args)
        ) from error
    except Forbidden as error:
        raise NewConnectionError(connection, str(error)) from error
    last: OSError | None = None
    for target in targets:
        try:
            sock = socket.create_connection(target, timeout=timeout)
        except OSError as error:
            last = error
        else:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(connection, f"{connection.host} did not answer") from last
    raise NewConnectionError(connection, f"{connection.host}: {last}") from last


class _GuardedHTTP(TeeMixin, HTTPConnection):  # type: ignore[misc]
    addressing: ClassVar[Addressing]

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.addressing)

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send, under the eye of this thread's watchdog."""
        _watch(self)
        super().request(*args, **kwargs)


class _GuardedHTTPS(TeeMixin, HTTPSConnection):  # type: ignore[misc]
    addressing: ClassVar[Addressing]

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.addressing)

    def connect(self) -> None:
        """Connect and shake hands, under the eye of this thread's watchdog."""
        _watch(self)
        super().connect()

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send, under the eye of this thread's watchdog."""
        _watch(self)
        super().request(*args, **kwargs)


def _watch(connection: HTTPConnection) -> None:
    dog: Watchdog | None = getattr(_watching, "dog", None)
    if dog is not None:
        dog.watch(connection)


class GuardedAdapter(HTTPAdapter):
    """A transport adapter whose connections go only where ``Addressing`` permits."""

    def __init__(self, addressing: Addressing, ca_file: str = "", pool_size: int = 8) -> None:
        self._addressing = addressing
        self._ca_file = ca_file
        super().__init__(pool_connections=pool_size, pool_maxsize=pool_size, max_retries=0)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = DEFAULT_POOLBLOCK, **kwargs: Any
    ) -> None:
        """Pools that make guarded connections; ``ca_file`` is trusted besides the usual roots."""
        if self._ca_file:
            context = ssl.create_default_context()
            context.load_verify_locations(self._ca_file)
            kwargs["ssl_context"] = context
        super().init_poolmanager(connections, maxsize, block, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = _pool_classes(self._addressing)


def _pool_classes(addressing: Addressing) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools bound to one ``Addressing``."""
    bound = {"addressing": addressing}
    http = type("GuardedHTTP", (_GuardedHTTP,), bound)
    https = type("GuardedHTTPS", (_GuardedHTTPS,), bound)
    return {
        "http": type("GuardedHTTPPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
        "https": type("GuardedHTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
    }


class _Session(requests.Session):
    """Sees no redirects: they are followed by our own hop loop.

    ``allow_redirects=False`` is not enough: requests then still prepares the next request, and
    reads the whole body of the redirect for it.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: every answer is final."""
        return None


def guarded_session(addressing: Addressing, ca_file: str, user_agent: str) -> requests.Session:
    """A session that trusts no environment, keeps no cookies and connects through the guard."""
    session = _Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = user_agent
    adapter = GuardedAdapter(addressing, ca_file)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session
