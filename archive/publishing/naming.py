"""The address that a published archive gives as its own."""

from __future__ import annotations

import re

import ada_url

_WRITTEN = re.compile(r"https?://[\w.-]+(:\d{1,5})?/?", re.IGNORECASE)
_LABEL = re.compile(r"(?=.{1,63}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")


def own_address(written: str) -> str:
    """An address as a header ``Host`` can carry it, its name in ASCII as browsers have it.

    (https://url.spec.whatwg.org/#idna, RFC 9110 §7.2.) Raises ValueError where it names no server.

    >>> own_address("https://Bücher.example:8001/")
    'https://xn--bcher-kva.example:8001'
    """
    if not _WRITTEN.fullmatch(written):
        raise ValueError(written)
    url = ada_url.URL(written)  # a ValueError where it is none
    labels = url.hostname.removesuffix(".").split(".")
    if not all(map(_LABEL.fullmatch, labels)) or url.port == "0":
        raise ValueError(written)
    return str(url.origin)
