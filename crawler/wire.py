"""The bytes of an exchange as they crossed the wire: a tee below the HTTP parser, above TLS.

Scrapy hands on parsed messages; status line, order and case of headers, chunk framing and
everything of a failed exchange are lost there. The connections of ``TeePool`` copy what they
send and receive into the ``Wire`` of the request that holds them. Leans on names of Scrapy 2.19
that are not public (``_LenientHTTP11ClientProtocol`` and its factory); a test says when they
move, and ``tee_pool`` then gives None: captures are rebuilt from the parsed messages.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any

from twisted.internet.defer import Deferred
from twisted.web.client import HTTPConnectionPool

from archive.warc.wire import Wire, tls_name

logger = logging.getLogger(__name__)


CURRENT: ContextVar[Wire | None] = ContextVar("wire", default=None)
"""The wire of the request that is being made. A connection is chosen before the first wait."""


class _Transport:
    """A connection's transport that copies what is written."""

    def __init__(self, transport: Any, protocol: Any) -> None:
        self._transport = transport
        self._protocol = protocol

    def write(self, data: bytes) -> None:
        if self._protocol.wire is not None:
            self._protocol.wire.sent += data
        self._transport.write(data)

    def writeSequence(self, parts: Any) -> None:  # noqa: N802
        for part in parts:
            self.write(part)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def tee_pool(reactor: Any, max_per_host: int) -> HTTPConnectionPool | None:
    """A pool of connections that copy; None when this Scrapy has not what we lean on."""
    try:
        from scrapy.core.downloader.handlers.http11 import (
            _LenientHTTP11ClientFactory,
            _LenientHTTP11ClientProtocol,
        )
    except ImportError:
        logger.warning("This version of Scrapy hides its bytes: captures are reconstructed.")
        return None

    class TeeProtocol(_LenientHTTP11ClientProtocol):
        """Copies both directions into the wire of the request that holds the connection."""

        wire: Wire | None = None

        def makeConnection(self, transport: Any) -> None:  # noqa: N802
            super().makeConnection(_Transport(transport, self))  # type: ignore[no-untyped-call]

        def dataReceived(self, data: bytes) -> None:  # noqa: N802
            if self.wire is not None:
                if not self.wire.received:
                    _describe(self.wire, self.transport)
                self.wire.received += data
            super().dataReceived(data)  # type: ignore[no-untyped-call]

        def _finishResponse(self, rest: bytes) -> None:  # noqa: N802
            if rest and self.wire is not None:  # what follows belongs to no answer
                del self.wire.received[-len(rest) :]
            super()._finishResponse(rest)

    class TeeFactory(_LenientHTTP11ClientFactory):
        """Builds ``TeeProtocol`` connections."""

        def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
            return TeeProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]

    class TeePool(HTTPConnectionPool):
        """Gives each connection the wire of the request that asked for it."""

        _factory = TeeFactory

        def getConnection(self, key: Any, endpoint: Any) -> Deferred[Any]:  # noqa: N802
            wire = CURRENT.get()

            def attach(protocol: Any) -> Any:
                protocol.wire = wire
                return protocol

            return super().getConnection(key, endpoint).addCallback(attach)

    pool = TeePool(reactor, persistent=True)  # type: ignore[no-untyped-call]
    pool.maxPersistentPerHost = max_per_host
    return pool


def _describe(wire: Wire, transport: Any) -> None:
    """Whom the connection leads to, and how it is protected; known once bytes have come."""
    peer = transport.getPeer()
    wire.ip_address = getattr(peer, "host", None)
    handle: Any = getattr(transport, "getHandle", lambda: None)()
    if hasattr(handle, "get_protocol_version_name"):
        wire.tls = tls_name(handle.get_protocol_version_name())
        wire.cipher = str(handle.get_cipher_name() or "")
