"""The summary of a crawl, for whoever started it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.records import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSummary:
    """How a crawl ended."""

    run_id: int
    outcome: Outcome
    message: str
    """One or two sentences for a person."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """discovered, fetched, skipped, failed, pages_read, unchanged, requisites, pages, articles,
    news, bibliography, terms, issues, seconds."""
    coverage: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(state, reason) to number of URLs."""
