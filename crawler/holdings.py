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


class Holdings:
    """The captures of one site, as its frontier goes by them."""

    def __init__(self, store: Store, captures: Path) -> None:
        """``captures``: the folder of the WARC files."""
        self._db = store.db
        self._captures = captures

    def of(self, row: LeasedUrl) -> Capture | None:
        """The capture whose content we have; None where there is none, or it cannot be read."""
        held = capture_by_id(self._db, row.capture_id) if row.capture_id else None
        return held if held is not None and is_readable(self._captures, held) else None

    def again(self, exchange: Exchange, row: LeasedUrl) -> Capture | None:
        """The capture whose content an answer has or confirms; None = it is to be kept whole."""
        if exchange.truncated or exchange.status not in (200, 304):
            return None
        held = self.of(row)
        if held is None or exchange.status == 304:
            return held
        is_same = hashlib.sha256(exchange.body).hexdigest() == held.payload_sha256
        return held if is_same and mime_of(exchange) == held.mime else None
