"""Queries that change nothing: ``/x?tag=a`` answers byte for byte as ``/x`` does. Pure.

A static site serves the same file for every query, and a page with a hundred filter links would
be read a hundred times. Depends on nothing but the order of the captures, so crawl and replay
come to the same.
"""

from __future__ import annotations

from collections import OrderedDict

from archive.records import Capture
from crawler.scope import Canonical

REMEMBERED = 1 << 16  # paths whose payload is known: their variants are asked after all of them


class Twins:
    """Payload digests of the latest pages without a query."""

    def __init__(self) -> None:
        self._plain: OrderedDict[str, str] = OrderedDict()

    def is_twin(self, form: Canonical | None, capture: Capture) -> bool:
        """Whether a whole answer (200 or 304) is that of the same path without the query."""
        if form is None or capture.status not in (200, 304) or capture.truncated:
            return False
        if form.query:
            return self._plain.get(form.url.partition("?")[0]) == capture.payload_sha256
        self._plain[form.url] = capture.payload_sha256
        self._plain.move_to_end(form.url)
        if len(self._plain) > REMEMBERED:
            self._plain.popitem(last=False)
        return False
