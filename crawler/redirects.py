"""What a site's redirects tell: circles, and the name a host wants to be asked under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import ada_url

from archive.frontier import LeasedUrl
from crawler.scope import MAX_REDIRECTS


class Circles:
    """The redirects of one crawl, from canonical URL to canonical URL.

    A loop is detected as soon as the redirect that closes it is met.
    """

    def __init__(self, canonical: Callable[[str], str | None]) -> None:
        self._canonical = canonical
        self._targets: dict[str, str] = {}

    def remember(self, url: str, location: str) -> None:
        """A redirect was met. To another spelling of the same URL is none, to itself is one."""
        start, target = self._canonical(url), self._canonical(location)
        if start and target and (start != target or url == location):
            self._targets[start] = target

    def leads_back(self, url: str) -> bool:
        """Whether the redirects met so far lead from a URL back to itself."""
        target, steps = self._targets.get(url), 0
        while target is not None and target != url and steps < len(self._targets):
            target, steps = self._targets.get(target), steps + 1
        return target == url


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
