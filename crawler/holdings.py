"""What the archive holds of a URL: the capture that has its content, if it can still be read.

A record may be damaged, or gone with what could not be recovered of its file. To ask then whether
the page has changed, or to write that it is as before, would leave nobody with the page.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from archive.crawls import capture_by_id
from archive.frontier import LeasedUrl
from archive.records import Capture, Exchange
from archive.store import Store
from archive.warc.captures import is_readable
from archive.warc.messages import mime_of

MOST_OUT = 1_000
"""Captures that are known to be readable while their URLs are out; a few at a time are."""


class Holdings:
    """The captures of one site, as its frontier goes by them."""

    def __init__(self, store: Store, captures: Path) -> None:
        """``captures``: the folder of the WARC files."""
        self._db = store.db
        self._captures = captures
        self._out: dict[str, Capture] = {}
        """What was found readable when its URL went out, by its id: not read again for the answer
        that comes a moment later."""

    def of(self, row: LeasedUrl) -> Capture | None:
        """The capture whose content we have; None where there is none, or it cannot be read."""
        held = capture_by_id(self._db, row.capture_id) if row.capture_id else None
        if held is None or not is_readable(self._captures, held):
            return None
        if len(self._out) >= MOST_OUT:
            self._out.clear()
        self._out[held.id] = held
        return held

    def again(self, exchange: Exchange, row: LeasedUrl) -> Capture | None:
        """The capture whose content an answer has or confirms; None = it is to be kept whole."""
        known = self._out.pop(row.capture_id or "", None)
        if exchange.truncated or exchange.status not in (200, 304):
            return None
        held = known or self.of(row)
        if held is None or exchange.status == 304:
            return held
        is_same = hashlib.sha256(exchange.body).hexdigest() == held.payload_sha256
        return held if is_same and mime_of(exchange) == held.mime else None
