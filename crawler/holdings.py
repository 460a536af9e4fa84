"""Finds the capture that holds the content of a URL, if it can still be read.

A record may be damaged, or gone with what could not be recovered of its file. To ask then whether
the page has changed, or to write that it is as before, would leave nobody with the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from archive.crawls import capture_by_id, captures_by_ids, latest_capture
from archive.frontier import LeasedUrl
from archive.records import Capture, Exchange
from archive.store import Store
from archive.warc.captures import DamagedCapture, read_exchange
from archive.warc.messages import header_of, mime_of
from archive.warc.shelf import Shelf

WORTH_BYTES = 1_000
"""From this size on an error page, or the like, that comes again is told from a revisit."""
_OF_READING = ("content-type", "content-encoding")
"""Headers that say how the bytes are to be read."""
MOST_OUT = 1_000
"""Captures that are remembered while their URLs are out, or soon will be."""


class Holdings:
    """The captures of one site that its frontier refers to."""

    def __init__(self, store: Store, captures: Path) -> None:
        """``captures``: the folder of the WARC files."""
        self._db = store.db
        self._captures = captures
        self._shelf = Shelf(captures)
        self._expected: dict[str, Capture] = {}
        """By their ids; not looked at yet."""
        self._out: dict[str, Capture] = {}
        """What was found readable when its URL went out, by its id: not read again for the answer
        that comes a moment later."""

    def expect(self, rows: Iterable[LeasedUrl]) -> None:
        """Look up what will soon be asked for: many at once take a fraction of the time."""
        if len(self._expected) >= MOST_OUT:
            self._expected.clear()
        ids = [row.capture_id for row in rows if row.capture_id]
        self._expected.update((held.id, held) for held in captures_by_ids(self._db, ids))

    def of(self, row: LeasedUrl) -> Capture | None:
        """The capture that holds our content of a URL; None where there is none, or it is
        unreadable."""
        if not row.capture_id:
            return None
        held = self._expected.pop(row.capture_id, None) or capture_by_id(self._db, row.capture_id)
        if held is None or not self._shelf.is_readable(held):
            return None
        if len(self._out) >= MOST_OUT:
            self._out.clear()
        self._out[held.id] = held
        return held

    def close(self) -> None:
        """Close the files."""
        self._shelf.close()

    def again(self, exchange: Exchange, row: LeasedUrl | None) -> Capture | None:
        """The capture whose content an answer has or confirms; None = it is to be kept whole.

        ``row`` is None for robots.txt. What was read as a page is compared with no other capture
        than that: a replay, which knows no frontier, takes a revisit for the page as it was before.
        """
        known = self._out.pop(row.capture_id or "", None) if row is not None else None
        if exchange.truncated:
            return None
        if row is not None and row.capture_id and exchange.status in (200, 304):
            held = known or self.of(row)
            if held is None or exchange.status == 304:
                return held
            is_same = _is_same(exchange, held) and (row.is_read or self._is_read_so(exchange, held))
            return held if is_same else None
        is_page = row is not None and row.via != "sitemap_file" and (exchange.status or 0) < 400
        return None if is_page else self._repeated(exchange)

    def _is_read_so(self, exchange: Exchange, held: Capture) -> bool:
        """Whether an answer is to be read as a capture is that could not be: once a wrong header is
        set right, the same bytes are a page, and only the new record shows it."""
        try:
            before = read_exchange(self._captures, held)
        except DamagedCapture:
            return False
        return all(header_of(before, name) == header_of(exchange, name) for name in _OF_READING)

    def _repeated(self, exchange: Exchange) -> Capture | None:
        """The capture that has the content of the latest one of a URL, if it came again: a file of
        robots or of sitemaps, or an error page that is worth a record without a body."""
        if len(exchange.body) < WORTH_BYTES:
            return None
        latest = latest_capture(self._db, exchange.url)
        if latest is None or latest.truncated or latest.status != exchange.status:
            return None
        if latest.is_requisite != exchange.is_requisite or not _is_same(exchange, latest):
            return None
        held = capture_by_id(self._db, latest.revisit_of) if latest.revisit_of else latest
        return held if held is not None and self._shelf.is_readable(held) else None


def _is_same(exchange: Exchange, held: Capture) -> bool:
    """Whether the same bytes of the same type came."""
    is_same = hashlib.sha256(exchange.body).hexdigest() == held.payload_sha256
    return is_same and mime_of(exchange) == held.mime
