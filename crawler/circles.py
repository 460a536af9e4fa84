"""Redirect loops, detected as soon as the redirect that closes one is met. Pure."""

from __future__ import annotations

from collections.abc import Callable


class Circles:
    """The redirects of one crawl, from canonical URL to canonical URL."""

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
