"""Whether the records of many captures can be read, which a crawl asks for each page."""

from __future__ import annotations

import os
from pathlib import Path

from archive.records import Capture
from archive.warc.captures import file_of
from archive.warc.framing import headers_of, split_head
from archive.warc.warc_records import intact

MOST_OPEN = 16
"""Files that are read from at once."""


class Shelf:
    """``is_readable`` for thousands of captures: files that are asked about stay open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, int] = {}

    def is_readable(self, capture: Capture) -> bool:
        """See ``captures.is_readable``."""
        return bool(self._read(capture))

    def headers_of(self, capture: Capture) -> tuple[tuple[str, str], ...] | None:
        """The headers of an answer as it was kept; None when its record cannot be read."""
        record = self._read(capture)
        _, found, answer = record.partition(b"\r\n\r\n")
        return headers_of((split_head(answer) or (answer, b""))[0]) if found else None

    def _read(self, capture: Capture) -> bytes:
        """The record of a capture, unpacked; empty when it cannot be read."""
        name = capture.warc_file
        try:
            if name not in self._open:
                if len(self._open) >= MOST_OPEN:
                    self.close()
                self._open[name] = os.open(file_of(self._folder, capture), os.O_RDONLY)
            length, offset = capture.warc_length_bytes, capture.warc_offset_bytes
            return intact(os.pread(self._open[name], length, offset), capture.id)
        except OSError:
            return b""

    def close(self) -> None:
        """Let go of the files."""
        while self._open:
            os.close(self._open.popitem()[1])
