"""Reads the head of an HTTP answer. Pure."""

from __future__ import annotations

import ada_url

from archive.records import Exchange

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses of redirects (RFC 9110 §15.4)."""


def as_utf8(value: str) -> str:
    """A header as it was meant: all are read as Latin-1 first, and many are UTF-8 (WHATWG Fetch,
    WARC/1.1 §4)."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def header_of(exchange: Exchange, name: str) -> str:
    """The first value of a response header, or an empty text. ``name`` is in lower case."""
    return value_of(exchange.headers, name)


def value_of(headers: tuple[tuple[str, str], ...], name: str) -> str:
    """The first value among headers, or an empty text. ``name`` is in lower case."""
    return next((value for found, value in headers if found.lower() == name), "")


def mime_of(exchange: Exchange) -> str:
    """The media type of an answer, lower case, without parameters."""
    return header_of(exchange, "content-type").partition(";")[0].strip().lower()


def location_of(exchange: Exchange) -> str | None:
    """Where a redirect leads, resolved as browsers do; None if it leads nowhere."""
    if exchange.status not in REDIRECTS:
        return None
    target = header_of(exchange, "location")
    if not target:
        return None
    try:
        return ada_url.URL(as_utf8(target), base=exchange.url).href
    except ValueError:
        return None
