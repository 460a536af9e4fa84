"""Why an authority could not be asked; never a verdict about what was asked."""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass, field
from datetime import datetime

from archive.records import Exchange
from archive.warc.endings import TooLarge
from pipelines.services.addressing import Forbidden, NoWay


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen of a request that got no usable answer."""

    url: str
    asked_at: datetime
    elapsed_ms: int = 0
    status: int | None = None
    final_url: str | None = None
    hops: tuple[tuple[int, str], ...] = ()
    bytes: int = 0
    exchanges: tuple[Exchange, ...] = ()
    excerpt: str = ""
    """The first characters of the body, for a person."""


@dataclass(eq=False)
class CouldNotAsk(Exception):
    """No usable answer. ``error`` is a short, stable class; ``message`` a sentence."""

    error: str
    message: str
    evidence: Evidence | None = None
    """None when nothing was sent."""

    def __str__(self) -> str:
        return self.message


@dataclass(eq=False)
class Unavailable(CouldNotAsk):
    """There was no answer, or a server error, or access was refused."""


@dataclass(eq=False)
class RateLimited(CouldNotAsk):
    """The authority asks us to slow down; ``retry_after`` in seconds, None if it does not say."""

    retry_after: float | None = field(default=None)


@dataclass(eq=False)
class BadAnswer(CouldNotAsk):
    """An answer came but makes no sense: HTML for JSON, cut off, or about something else."""


def error_class(error: BaseException) -> str:
    """A short, stable name for a network exception, seen through the wrappers of libraries.

    dns, dns_temporary, refused, reset, unreachable, timeout, tls_expired, tls_wrong_host,
    tls_self_signed, tls_untrusted, tls_old, tls_none, tls_failed, forbidden, too_large, bad_answer;
    our_fault where this machine has nothing left to ask with, or no way there.
    """
    seen: set[int] = set()
    queue: list[object] = [error]
    words: list[str] = []
    while queue:
        item = queue.pop(0)
        if not isinstance(item, BaseException) or id(item) in seen:
            continue
        seen.add(id(item))
        word = _word(item)
        if word:
            words.append(word)
        inner = [getattr(item, name, None) for name in ("reason", "os_error", "certificate_error")]
        queue += [*inner, item.__cause__, item.__context__, *item.args]
    specific = [word for word in words if word != "unreachable"]
    return (specific or words or ["bad_answer"])[0]


# X509 verification results (OpenSSL x509_vfy.h).
_VERIFY = {10: "tls_expired", 9: "tls_expired", 62: "tls_wrong_host", 64: "tls_wrong_host"}
_SELF_SIGNED = {18, 19}
# OpenSSL's words for servers that speak only what is no longer safe, and for plain HTTP.
_HANDSHAKES = {
    "TLSV1_ALERT_PROTOCOL_VERSION": "tls_old",
    "UNSUPPORTED_PROTOCOL": "tls_old",
    "WRONG_SSL_VERSION": "tls_old",
    "DH_KEY_TOO_SMALL": "tls_old",
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "tls_old",
    "WRONG_VERSION_NUMBER": "tls_none",
    "HTTP_REQUEST": "tls_none",
}
# Name resolution: "no such name" against "ask again later" (RFC 3493 §6.1, RFC 8020).
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5)}


# No file or socket is left to us (open(2)): says nothing of whom we wanted to ask.
OURS = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


def _word(error: BaseException) -> str | None:
    if isinstance(error, Forbidden):
        return "forbidden"
    if isinstance(error, TooLarge):
        return "too_large"
    if isinstance(error, NoWay) or (isinstance(error, OSError) and error.errno in OURS):
        return "our_fault"
    if isinstance(error, socket.gaierror):
        return "dns" if error.errno in _NO_SUCH_NAME else "dns_temporary"
    if isinstance(error, ssl.SSLCertVerificationError):
        code = getattr(error, "verify_code", None)  # wrappers have none: look inside
        if code is None:
            return None
        return _VERIFY.get(code, "tls_self_signed" if code in _SELF_SIGNED else "tls_untrusted")
    if isinstance(error, ssl.SSLError):
        return _HANDSHAKES.get(error.reason or "", "tls_failed")
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, ConnectionError | EOFError):
        return "reset"
    if isinstance(error, OSError) and error.errno is not None:
        return "unreachable"
    return None
