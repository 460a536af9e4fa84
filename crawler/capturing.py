"""Scrapy's requests, responses and failures as exchanges.

Made of the bytes that crossed the wire (``crawler.wire``). Where they are not to be had, an
exchange is rebuilt from the message as Scrapy parsed it, and says so (``fidelity``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from OpenSSL import SSL
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet import error as tx
from twisted.internet.ssl import VerificationError
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError

from archive.records import Exchange
from archive.warc.wire import Wire, read_wire
from crawler.scope import Reason


def exchange_of(
    request: Request, response: Response, wire: Wire, started_at: datetime, elapsed_ms: int
) -> Exchange:
    """An answered request, as it crossed the wire. A body that broke off is ``truncated``.

    When the wire does not say what Scrapy read, the exchange is rebuilt from that.
    """
    truncated = "disconnect" if "dataloss" in response.flags else None
    exact = read_wire(wire, request.url, started_at, elapsed_ms, truncated)
    if exact is not None and exact.status == response.status and exact.body == response.body:
        return exact
    return _rebuilt(request, response, started_at, elapsed_ms)


def unanswered(
    request: Request, reason: Reason, wire: Wire, started_at: datetime, elapsed_ms: int
) -> Exchange:
    """A request that failed, and why. What came of an answer is kept, as ``truncated``."""
    partial = read_wire(
        wire, request.url, started_at, elapsed_ms, _CUT_BY.get(reason, "disconnect")
    )
    if partial is not None:
        return replace(partial, error=str(reason))
    return Exchange(
        url=request.url,
        started_at=started_at,
        elapsed_ms=elapsed_ms,
        raw_request=bytes(wire.sent) or _request_head(request),
        raw_response=bytes(wire.received),
        ip_address=wire.ip_address,
        fidelity="wire" if wire.sent else "reconstructed",
        error=str(reason),
    )


_CUT_BY = {Reason.TIMEOUT: "time", Reason.TOO_LARGE: "length"}
"""WARC-Truncated (ISO 28500 §5.13) by what ended the exchange."""


def _rebuilt(
    request: Request, response: Response, started_at: datetime, elapsed_ms: int
) -> Exchange:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {response.status} {phrase}", *(f"{n}: {v}" for n, v in headers), "", ""]
    is_cut = "dataloss" in response.flags
    return Exchange(
        url=request.url,
        started_at=started_at,
        elapsed_ms=elapsed_ms,
        raw_request=_request_head(request),
        raw_response="\r\n".join(lines).encode("latin-1"),
        body=response.body,
        status=response.status,
        headers=headers,
        ip_address=str(response.ip_address) if response.ip_address else None,
        protocol=(response.protocol or "http/1.1").lower(),
        fidelity="truncated" if is_cut else "reconstructed",
        truncated="disconnect" if is_cut else None,
    )


def _request_head(request: Request) -> bytes:
    parsed = urlparse_cached(request)
    target = parsed.path or "/"
    if parsed.params:
        target += f";{parsed.params}"
    if parsed.query:
        target += f"?{parsed.query}"
    lines = [f"{request.method} {target} HTTP/1.1".encode(), b"Host: " + parsed.netloc.encode()]
    for name, values in request.headers.items():
        lines += [name + b": " + value for value in values]
    return b"\r\n".join([*lines, b"", b""])


def reason_of(error: BaseException | Failure) -> Reason:
    """Why an exception of the download brought no answer."""
    for cause in _causes(error):
        for types, reason in _REASONS:
            if isinstance(cause, types):
                return reason
    return Reason.RESET


# The first row that fits anything in the chain of causes wins, from the outside in.
_REASONS: tuple[tuple[tuple[type[BaseException], ...], Reason], ...] = (
    ((DownloadTimeoutError, tx.TimeoutError, TimeoutError), Reason.TIMEOUT),
    ((CannotResolveHostError, tx.DNSLookupError), Reason.DNS),
    ((DownloadConnectionRefusedError, tx.ConnectionRefusedError), Reason.REFUSED),
    ((DownloadCancelledError,), Reason.TOO_LARGE),
    ((UnsupportedURLSchemeError,), Reason.NOT_HTTP),
    ((SSL.Error, VerificationError), Reason.TLS),
    ((ParseError,), Reason.BAD_ANSWER),
)


def _causes(error: BaseException | Failure) -> Iterator[BaseException]:
    """An exception and all that it was made of: causes, and Twisted's ``reasons``."""
    queue: list[object] = [error]
    seen: set[int] = set()
    while queue:
        item = queue.pop(0)
        if isinstance(item, Failure):
            item = item.value
        if not isinstance(item, BaseException) or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        queue += [item.__cause__, item.__context__, *getattr(item, "reasons", ())]
