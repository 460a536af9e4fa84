"""What a registry answered, read to its end and not yet understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from archive.records import Exchange
from pipelines.services.failures import BadAnswer, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a registry answered, read to its end."""

    url: str
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    asked_at: datetime
    elapsed_ms: int
    final_url: str
    hops: tuple[tuple[int, str], ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    """Everything that was sent for it, in order: redirects and earlier attempts too."""

    def json(self) -> object:
        """The body as JSON; raises ``BadAnswer`` when it is none (HTML, cut off, absurd)."""
        try:
            found: object = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            kind = self.headers.get("content-type", "no type")
            raise self.bad(f"answered {kind} that is not JSON ({error})") from error
        return found

    def bad(self, what: str) -> BadAnswer:
        """The exception that says this answer is nonsense."""
        return BadAnswer("bad_answer", f"{urlsplit(self.url).netloc} {what}", self.evidence())

    def evidence(self) -> Evidence:
        """What is kept of an answer that could not be used."""
        return Evidence(
            url=self.url,
            asked_at=self.asked_at,
            elapsed_ms=self.elapsed_ms,
            status=self.status,
            final_url=self.final_url,
            hops=self.hops,
            bytes=len(self.body),
            exchanges=self.exchanges,
            excerpt=self.body[:200].decode("utf-8", "replace"),
        )
