"""What the row makers share: the shape of a row, JSON text, hosts and counted ids. Pure."""

from __future__ import annotations

import json
from collections import Counter
from urllib.parse import urlsplit

from archive.keys import key

Row = dict[str, object]


def as_json(value: object) -> str:
    """JSON text as the ``_json`` columns hold it: readable letters, no padding."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def host_of(url: str) -> str:
    """Host of a URL, with the port unless it is the scheme's own; empty for mailto: and such.

    >>> host_of("https://example.org:443/a"), host_of("http://127.0.0.1:8000/")
    ('example.org', '127.0.0.1:8000')
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if ":" in host:
        host = f"[{host}]"
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{host}:{port}" if port and port != usual else host


class Occurrences:
    """Counts equal prints, so that the second one of a page has another id than the first."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, ...]] = Counter()

    def key(self, *parts: str) -> str:
        """Id of the next occurrence of these parts."""
        self._seen[parts] += 1
        return key(*parts, str(self._seen[parts]))
