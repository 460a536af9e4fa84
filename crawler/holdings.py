"""Finds the capture that holds the content of a URL, if it can still be read.

A record may be damaged, or gone with what could not be recovered of its file. To ask then whether
the page has changed, or to write that it is as before, would leave nobody with the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from archive.crawls import capture_by_id, captures_by_ids, latest_capture
from archive.decoding import SAMPLE_BYTES, charset_of, encoding_of
from archive.frontier import LeasedUrl
from archive.records import Capture, Exchange
from archive.store import Store
from archive.warc.captures import UndecodableBody, decoded_body
from archive.warc.messages import header_of, mime_of, value_of
from archive.warc.shelf import Shelf

WORTH_BYTES = 1_000
"""From this size on an error page, or the like, that comes again is told from a revisit."""
MOST_OUT = 1_000
"""Captures that are remembered while their URLs are out, or soon will be."""


class _Held(NamedTuple):
    """A capture that was found readable."""

    capture: Capture
    headers: tuple[tuple[str, str], ...]


class Holdings:
    """The captures of one site that its frontier refers to."""

    def __init__(self, store: Store, captures: Path) -> None:
        """``captures``: the folder of the WARC files."""
        self._db = store.db
        self._captures = captures
        self._shelf = Shelf(captures)
        self._expected: dict[str, Capture] = {}
        """By their ids; not looked at yet."""
        self._out: dict[str, _Held] = {}
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
        held = self._of(row)
        if held is None:
            return None
        if len(self._out) >= MOST_OUT:
            self._out.clear()
        self._out[held.capture.id] = held
        return held.capture

    def _of(self, row: LeasedUrl) -> _Held | None:
        if not row.capture_id:
            return None
        held = self._expected.pop(row.capture_id, None) or capture_by_id(self._db, row.capture_id)
        headers = self._shelf.headers_of(held) if held is not None else None
        return None if held is None or headers is None else _Held(held, headers)

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
            held = known or self._of(row)
            if held is None:
                return None
            is_same = exchange.status == 304 or (
                _is_same(exchange, held.capture) and _is_read_so(exchange, held)
            )
            return held.capture if is_same else None
        is_page = row is not None and row.via != "sitemap_file" and (exchange.status or 0) < 400
        return None if is_page else self._repeated(exchange)

    def differs(self, exchange: Exchange, row: LeasedUrl) -> bool:
        """Whether an answer has other bytes than our capture of its URL, as far as we know: what
        only another header lets us read otherwise has not."""
        held = capture_by_id(self._db, row.capture_id) if row.capture_id else None
        return held is not None and _digest(exchange) != held.payload_sha256

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


def _digest(exchange: Exchange) -> str:
    return hashlib.sha256(exchange.body).hexdigest()


def _is_same(exchange: Exchange, held: Capture) -> bool:
    """Whether the same bytes of the same type came."""
    return _digest(exchange) == held.payload_sha256 and mime_of(exchange) == held.mime


def _is_read_so(exchange: Exchange, held: _Held) -> bool:
    """Whether the same bytes are read as they were: once a wrong header is set right they may be
    another text, or a page at last, and only a new record shows it."""
    types, codings = (
        (header_of(exchange, name), value_of(held.headers, name))
        for name in ("content-type", "content-encoding")
    )
    if codings[0].lower() != codings[1].lower():
        return False
    if charset_of(types[0]) == charset_of(types[1]):
        return True
    try:
        # A sample: of a long PDF, of which no charset says anything, it would take ten seconds.
        body = decoded_body(exchange)[:SAMPLE_BYTES]
    except UndecodableBody:
        return True
    return encoding_of(body, types[0]) == encoding_of(body, types[1])
