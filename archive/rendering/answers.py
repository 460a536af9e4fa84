"""Answers what a browser asks for while it draws a page: from captures and nothing else."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from archive.proof.parts import parts_at
from archive.proof.passages import row_of
from archive.proof.proving import content_of

MAX_RECORD_BYTES = 30_000_000
"""Of a record that is given to the browser, packed or unpacked."""
MAX_REQUESTS = 1_000
"""Of one page that are answered."""
SHOWN_URLS = 20
"""Addresses of refused requests that are kept."""
_HEADERS = (
    "content-type", "content-language", "content-security-policy", "x-content-type-options",
    "access-control-allow-origin", "access-control-allow-credentials",
)  # fmt: skip
"""What of an answer's head decides how it looks. Codings are undone; cookies, redirects by
``Refresh``, reports and the like are nobody's business here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a browser is told."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Answers:
    """Answers the requests of one page, and remembers what was given and what was refused.

    The page is the capture that is drawn; everything else the good capture nearest to it in time,
    of the same address, or of where that led.
    """

    db: sqlite3.Connection
    captures: Path
    """The folder."""
    capture_id: str
    url: str
    max_bytes: int
    """Given to one page; what comes behind is refused."""
    parts: dict[str, None] = field(default_factory=dict)
    """Ids of the captures that were given, besides the page's own, in order."""
    refused: dict[str, int] = field(default_factory=dict)
    """Address to how often it was asked for in vain."""
    why_not: str = ""
    """Why the page itself could not be given; empty when it was, or was not asked for."""
    _moment: str = ""
    _bytes: int = 0
    _requests: int = 0

    def answer(self, url: str, method: str = "GET") -> Answer | None:
        """The answer to a request; None when it is to be refused."""
        self._requests += 1
        address = url.partition("#")[0]
        if method == "GET" and self._requests <= MAX_REQUESTS and self._bytes < self.max_bytes:
            given = self._given(address)
            if given is not None:
                self._bytes += len(given.body)
                return given
        self.refused[address] = self.refused.get(address, 0) + 1
        return None

    def _given(self, address: str) -> Answer | None:
        is_page = address == self.url.partition("#")[0]
        name = self.capture_id if is_page else self._part_at(address)
        row = row_of(self.db, "captures", name) if name else None
        if row is None:
            return None
        content = content_of(self.db, self.captures, row, MAX_RECORD_BYTES)
        holder = content.holder
        failed = [step.said for step in content.steps if not step.is_ok]
        if failed or holder.content is None:
            self.why_not = " ".join(failed) if is_page else self.why_not
            return None
        if not is_page:
            self.parts[row["id"]] = None
        headers = {name: holder.header(name) for name in _HEADERS if holder.header(name)}
        headers.setdefault("content-type", row["mime"])
        status = holder.status or row["status"]
        return Answer(status=status, headers=headers, body=holder.content)

    def _part_at(self, address: str) -> str:
        if not self._moment:
            page = row_of(self.db, "captures", self.capture_id)
            self._moment = page["fetched_at"] if page else ""
        return parts_at(self.db, [address], self._moment, "{id}").get(address, "")
