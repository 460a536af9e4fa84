"""Requests that brought no answer: what is kept of them, and the reason they are given."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime

import pytest

from archive.warc.endings import TooLarge
from archive.warc.framing import BadFraming
from archive.warc.wire import Wire
from crawler.failures import reason_of, unanswered
from crawler.scope import Reason
from pipelines.services.addressing import Forbidden

AT = datetime(2026, 11, 26, tzinfo=UTC)
URL = "https://www.example.test/a"
SENT = b"GET /a HTTP/1.1\r\nHost: www.example.test\r\n\r\n"
HEAD = b"HTTP/1.1 200 Fine\r\nContent-Length: 9\r\n\r\n"


@pytest.mark.parametrize(
    ("why", "sent", "received", "reason", "kept"),
    [
        ("nothing was sent", b"", b"", Reason.DNS, ("reconstructed", None, b"")),
        ("nothing came", SENT, b"", Reason.RESET, ("wire", None, b"")),
        ("no whole head came", SENT, HEAD[:9], Reason.RESET, ("wire", None, HEAD[:9])),
        ("it was no HTTP", SENT, b"SSH-2.0", Reason.BAD_ANSWER, ("wire", None, b"SSH-2.0")),
        ("too late", SENT, HEAD + b"ab", Reason.TIMEOUT, ("truncated", "time", HEAD)),
        ("too large", SENT, HEAD + b"ab", Reason.TOO_LARGE, ("truncated", "length", HEAD)),
        ("hung up", SENT, HEAD + b"ab", Reason.RESET, ("truncated", "disconnect", HEAD)),
    ],
)
def test_what_is_kept(why, sent, received, reason, kept) -> None:
    wire = Wire(bytearray(sent), bytearray(received))
    found = unanswered(URL, SENT, reason, wire, AT, 7)
    assert (found.fidelity, found.truncated, found.raw_response) == kept, why
    assert (found.raw_request, found.error) == (SENT, str(reason))


@pytest.mark.parametrize(
    ("why", "error", "reason"),
    [
        ("the guard", Forbidden("no"), Reason.UNSAFE_ADDRESS),
        ("no such host", socket.gaierror(socket.EAI_NONAME, "no"), Reason.DNS),
        ("no host name at all", UnicodeError("label too long"), Reason.DNS),
        ("certificate", ssl.SSLCertVerificationError("expired"), Reason.TLS),
        ("handshake", ssl.SSLError("no protocols available"), Reason.TLS),
        ("the deadline", TimeoutError(), Reason.TIMEOUT),
        ("refused", ConnectionRefusedError(), Reason.REFUSED),
        ("hung up", ConnectionResetError(), Reason.RESET),
        ("no way there", OSError("network is unreachable"), Reason.RESET),
        ("too large", TooLarge(), Reason.TOO_LARGE),
        ("not HTTP", BadFraming(), Reason.BAD_ANSWER),
    ],
)
def test_failures_have_a_reason(why: str, error: Exception, reason: Reason) -> None:
    assert reason_of(error) is reason, why
