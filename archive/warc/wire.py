"""What one request sent and received on the wire, made into an exchange. Pure.

Clients copy the bytes of a connection into a ``Wire``, below their HTTP parser and above TLS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from archive.records import Exchange
from archive.warc.framing import (
    BadFraming,
    dechunk,
    headers_of,
    is_chunked,
    split_head,
    split_interim,
)

STATUS_LINE = re.compile(rb"(HTTP/1\.[01]) +(\d{3})(?!\d)", re.IGNORECASE)
"""How an answer begins: version and status (RFC 9112 §4)."""
NO_BODY = frozenset({101, 204, 304})
"""Statuses of answers that have none, whatever their heads say (RFC 9112 §6.3)."""


@dataclass(slots=True)
class Wire:
    """What one request sent and received."""

    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    ip_address: str | None = None
    tls: str = ""
    """Version of TLS, e.g. ``tls/1.3``; empty without."""
    cipher: str = ""
    """OpenSSL's name of the cipher suite."""


class Head(NamedTuple):
    """The head of a final answer, read already while it came (``endings.Ending``)."""

    interim_bytes: int
    """Of the interim answers before it."""
    head: bytes
    headers: tuple[tuple[str, str], ...]


def tls_name(version: str | None) -> str:
    """OpenSSL's name of a TLS version as WARC-Protocol has it: ``TLSv1.3`` -> ``tls/1.3``."""
    return (version or "").lower().replace("tlsv", "tls/")


def read_wire(
    wire: Wire,
    url: str,
    started_at: datetime,
    elapsed_ms: int,
    truncated: str | None = None,
    *,
    known: Head | None = None,
    keeps_body: bool = True,
) -> Exchange | None:
    """The exchange from its bytes; None when no whole head came, or its framing is wrong.

    ``truncated``: why the body was not read to its end (WARC-Truncated, ISO 28500 §5.13);
    ``known``: the head of an answer whose framing was found right on the way; ``keeps_body``: of
    False the body is left out, where there is one, and the exchange said to be truncated.
    """
    if known is None:
        interim, answer = split_interim(bytes(wire.received))
        parts = split_head(answer)
        if parts is None:
            return None
        head, framed = parts
        headers = headers_of(head)
    else:
        interim, head, headers = bytes(wire.received[: known.interim_bytes]), *known[1:]
        at = len(interim) + len(head)
        with memoryview(wire.received) as received:  # what is left out is only seen
            framed = bytes(received[at : None if keeps_body else at + 1])
    status, body = STATUS_LINE.match(head), framed
    if status is None or not wire.sent:
        return None
    if int(status[2]) in NO_BODY:
        body = framed = b""
    elif known is not None and not keeps_body:
        pass
    elif is_chunked(headers):
        try:
            body = dechunk(framed, is_cut=truncated is not None)
        except BadFraming:
            return None
    if framed and not keeps_body:
        body, framed, truncated = b"", b"", "unspecified"
    return Exchange(
        url=url,
        started_at=started_at,
        elapsed_ms=elapsed_ms,
        raw_request=bytes(wire.sent),
        raw_response=head,
        body=body,
        framed=framed if framed != body else b"",
        status=int(status[2]),
        headers=headers,
        ip_address=wire.ip_address,
        protocol=status[1].decode().lower(),
        tls=wire.tls,
        cipher=wire.cipher,
        interim=interim,
        fidelity="truncated" if truncated else "wire",
        truncated=truncated,
    )
