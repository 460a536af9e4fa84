"""Why an exchange with the site failed: from an exception to a reason that is counted.

What came of them is kept all the same: the bytes that crossed the wire (``archive.warc.wire``).
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace
from datetime import datetime

from archive.records import Exchange
from archive.warc.endings import TooLarge
from archive.warc.framing import BadFraming
from archive.warc.wire import Wire, read_wire
from crawler.scope import Reason
from pipelines.services.addressing import Forbidden


class Unanswered(Exception):
    """There is no answer, or none that may be asked for or kept; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def unanswered(
    url: str, request: bytes, reason: Reason, wire: Wire, started_at: datetime, elapsed_ms: int
) -> Exchange:
    """A request that failed, and why. What came of an answer is kept, as ``truncated``.

    ``request``: what was sent, or would have been.
    """
    partial = read_wire(wire, url, started_at, elapsed_ms, _CUT_BY.get(reason, "disconnect"))
    if partial is not None:
        return replace(partial, error=str(reason))
    return Exchange(
        url=url,
        started_at=started_at,
        elapsed_ms=elapsed_ms,
        raw_request=bytes(wire.sent) or request,
        raw_response=bytes(wire.received),
        ip_address=wire.ip_address,
        fidelity="wire" if wire.sent else "reconstructed",
        error=str(reason),
    )


_CUT_BY = {Reason.TIMEOUT: "time", Reason.STARVED: "time", Reason.TOO_LARGE: "length"}
"""WARC-Truncated (ISO 28500 §5.13) by what ended the exchange."""


def reason_of(error: BaseException) -> Reason:
    """Why a request brought no answer, by what ``pipelines.services.connections`` raises."""
    if isinstance(error, Unanswered):
        return error.reason
    for types, reason in _REASONS:
        if isinstance(error, types):
            return reason
    return Reason.RESET


# The first row that fits wins: some of these are kinds of OSError.
_REASONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Reason], ...] = (
    (Forbidden, Reason.UNSAFE_ADDRESS),
    ((socket.gaierror, UnicodeError), Reason.DNS),
    ((ssl.SSLError, ssl.CertificateError), Reason.TLS),
    (TimeoutError, Reason.TIMEOUT),
    (ConnectionRefusedError, Reason.REFUSED),
    (TooLarge, Reason.TOO_LARGE),
    (BadFraming, Reason.BAD_ANSWER),
)
