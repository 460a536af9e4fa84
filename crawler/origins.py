"""The name to ask a host under, where it redirects to another of its names."""

from __future__ import annotations

from collections import Counter

import ada_url

from archive.frontier import LeasedUrl
from crawler.scope import MAX_REDIRECTS


class Origins:
    """The names that hosts prefer, learnt from their redirects to other names of the same URL."""

    def __init__(self) -> None:
        self._sent_about: Counter[int] = Counter()
        self._preferred: dict[str, str] = {}

    def learn(self, row: LeasedUrl, location: str) -> bool:
        """Note where a URL was redirected; False when it has been redirected too often."""
        self._sent_about[row.id] += 1
        if self._sent_about[row.id] > MAX_REDIRECTS:
            return False
        self._preferred[row.host] = ada_url.URL(location).origin
        return True

    def wire_url(self, row: LeasedUrl) -> str:
        """The URL to ask for: under the name that its host prefers."""
        origin = self._preferred.get(row.host)
        if origin is None or row.request_url.startswith(f"{origin}/"):
            return row.request_url
        return origin + row.request_url.removeprefix(ada_url.URL(row.request_url).origin)
