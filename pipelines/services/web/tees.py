"""The bytes of the wide web's exchanges as they crossed the wire: a tee below aiohttp's parser.

``tee_connector`` makes the connections of a connector copy what they send and receive into the
``Sending`` of the task that speaks, and say there whether they had been used before. It leans on a
name of aiohttp that is not public (the connector's ``_factory``); a test says when that moves, and
then nothing is copied. Where it is found, ``visiting`` sets another one, the session's
``_retry_connection``, so that only we send a request again; the same test asks for it.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import TCPConnector
from aiohttp.client_proto import ResponseHandler

from archive.warc.endings import TooLarge
from archive.warc.wire import Wire, tls_name

MOST_BYTES = 1 << 26
"""Of one answer on the wire; a body is left long before."""


@dataclass(slots=True)
class Sending:
    """One request on its way."""

    wire: Wire | None
    """Where its bytes are copied to; None = nowhere."""
    is_reused: bool = False
    """Whether its connection had carried another one before."""
    is_answered: bool = False
    """Whether anything came back."""

    @property
    def came_too_late(self) -> bool:
        """Whether, having failed, it may be sent once more: the server had closed a connection
        that idled, at a moment when we could not know (RFC 9112 §9.3.1)."""
        return self.is_reused and not self.is_answered


CURRENT: ContextVar[Sending | None] = ContextVar("sending", default=None)
"""The request that is being made by this task."""


class _Transport:
    """A connection's transport that copies what is written."""

    def __init__(self, transport: Any, handler: TeeHandler) -> None:
        self._transport = transport
        self._handler = handler
        # What aiohttp asks of it with every answer goes there directly, not by __getattr__.
        self.is_closing = transport.is_closing
        self.pause_reading = transport.pause_reading
        self.resume_reading = transport.resume_reading
        self.get_write_buffer_size = transport.get_write_buffer_size

    def write(self, data: bytes) -> None:
        """Send bytes, and copy them."""
        if self._handler.wire is not None:
            self._handler.wire.sent += data
        self._transport.write(data)

    def writelines(self, parts: Iterable[bytes]) -> None:
        """Send several pieces as one."""
        self.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class TeeHandler(ResponseHandler):
    """A connection that copies both directions into the wire of the request that holds it."""

    wire: Wire | None = None
    _sending: Sending | None = None
    _is_used = False
    _origin: tuple[str | None, str, str] = (None, "", "")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, which is secure by now where it should be, behind the tee."""
        self._origin = _origin_of(transport)
        super().connection_made(cast(asyncio.BaseTransport, _Transport(transport, self)))

    def set_response_params(self, **params: Any) -> None:
        """Called for each request before it is sent: its wire is the one to be filled."""
        self._sending = CURRENT.get()
        self.wire = self._sending.wire if self._sending is not None else None
        if self._sending is not None:
            self._sending.is_reused = self._is_used
        self._is_used = True
        if self.wire is not None:
            self.wire.ip_address, self.wire.tls, self.wire.cipher = self._origin
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Copy what came, and hand it on; what aiohttp hands itself again is no news."""
        if self._sending is not None:
            self._sending.is_answered = True
        if self.wire is not None:
            self.wire.received += data
            if len(self.wire.received) > MOST_BYTES and self.transport is not None:
                # Interim answers without end, for instance.
                self.set_exception(TooLarge(f"more than {MOST_BYTES} bytes"))
                self.transport.abort()
                return
        super().data_received(data)


def _origin_of(transport: asyncio.BaseTransport) -> tuple[str | None, str, str]:
    """Address of the other side, version of TLS, cipher suite."""
    peer = transport.get_extra_info("peername")
    secured: Any = transport.get_extra_info("ssl_object")
    cipher = secured.cipher() if secured is not None else None
    version = tls_name(secured.version()) if secured is not None else ""
    return (peer[0] if peer else None), version, cipher[0] if cipher else ""


def tee_connector(connector: TCPConnector) -> bool:
    """Make a connector's new connections copy; False when this aiohttp has not what it leans on."""
    factory = getattr(connector, "_factory", None)
    if not isinstance(factory, functools.partial) or factory.func is not ResponseHandler:
        return False
    teed: Any = functools.partial(TeeHandler, **factory.keywords)
    connector._factory = teed
    return True
