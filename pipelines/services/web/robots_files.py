"""robots.txt of other people's hosts (RFC 9309), for profiles that obey it there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from protego import Protego

from pipelines.services.guard import check_target
from pipelines.services.web.exchanges import Answer, location_of

_MAX_REDIRECTS = 5  # RFC 9309 §2.3.1.2


class RobotsFiles:
    """The rules of each host, asked for once. ``ask`` makes one exchange without redirects."""

    def __init__(
        self, ask: Callable[[str], Awaitable[Answer]], agent: str, allowed: tuple[str, ...] = ()
    ) -> None:
        self._ask = ask
        self._agent = agent
        self._allowed = allowed
        self._known: dict[str, asyncio.Future[Protego | None]] = {}

    async def allow(self, url: str) -> bool:
        """Whether a URL may be asked. Raises what asking for the file raises (``Parked``)."""
        parts = urlsplit(url)
        authority = f"{parts.scheme}://{parts.netloc}"
        if authority not in self._known:
            self._known[authority] = asyncio.ensure_future(self._learn(authority))
        rules = await asyncio.shield(self._known[authority])
        return rules is None or bool(rules.can_fetch(url, self._agent))

    async def _learn(self, authority: str) -> Protego | None:
        """The rules of a host; None = it has none (4xx). Who cannot say is not asked (5xx)."""
        url = f"{authority}/robots.txt"
        for _ in range(_MAX_REDIRECTS + 1):
            if check_target(url, self._allowed) is not None:
                return None
            answer = await self._ask(url)
            try:
                onward = location_of(answer, url)
            except ValueError:
                return None
            if onward is None:
                return _rules_of(answer)
            url = onward[0]
        return None


def _rules_of(answer: Answer) -> Protego | None:
    status = answer.status
    if answer.error is not None or status is None or status == 429 or status >= 500:
        return Protego.parse("User-agent: *\nDisallow: /")  # RFC 9309 §2.3.1.4
    if not 200 <= status < 300:
        return None
    return Protego.parse(answer.body().decode("utf-8-sig", "replace"))
