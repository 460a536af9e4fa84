"""The address by which a published archive calls itself."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WRITTEN = re.compile(r"https?://[\w.-]+(:\d{1,5})?/?")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")


def own_address(written: str) -> str:
    """An address as a header ``Host`` can carry it, its name in ASCII (RFC 3490, RFC 9110 §7.2).

    Raises ValueError where it names no server.

    >>> own_address("https://Bücher.example:8001/")
    'https://xn--bcher-kva.example:8001'
    """
    if not _WRITTEN.fullmatch(written):
        raise ValueError(written)
    parts = urlsplit(written)
    name = (parts.hostname or "").encode("idna").decode()  # UnicodeError is a ValueError
    if not all(map(_LABEL.fullmatch, name.removesuffix(".").split("."))) or parts.port == 0:
        raise ValueError(written)
    return f"{parts.scheme}://{name}" + (f":{parts.port}" if parts.port else "")
