"""robots.txt (RFC 9309), fetched before anything else on a host.

Scrapy's own middleware parses the body of a 503 as rules and crawls on after a timeout, and it
does not apply Crawl-delay; so ours takes its place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import ada_url
from protego import Protego

from archive.records import Capture, Exchange
from archive.warc.captures import UndecodableBody, decoded_body
from crawler.answers import WORDS
from crawler.ledger import Ledger
from crawler.paces import Paces
from crawler.scope import Found, Reason
from pipelines.services.guard import check_url

MAX_REDIRECTS = 5  # RFC 9309 §2.3.1.2
MAX_BYTES = 1_000_000  # RFC 9309 §2.5: at least 500 KiB are to be read


@dataclass(frozen=True, slots=True)
class Rules:
    """What the robots.txt of one authority (scheme and host) allows."""

    file: Protego | None = None
    """Its rules; None = there are none."""
    unreachable: Reason = Reason.NONE
    """Why its rules are not known: then nothing may be asked (RFC 9309 §2.3.1.4)."""
    url: str = ""

    def verdict(self, url: str, agent: str) -> Reason:
        """``Reason.NONE`` when the URL may be asked."""
        if self.unreachable is Reason.UNSAFE_ADDRESS:
            return self.unreachable
        if self.unreachable:
            return Reason.ROBOTS_UNREACHABLE
        if self.file is None or self.file.can_fetch(url, agent):
            return Reason.NONE
        return Reason.ROBOTS

    def crawl_delay(self, agent: str) -> float:
        """Seconds between two requests that the file asks for; 0 = none given."""
        return float((self.file.crawl_delay(agent) if self.file else None) or 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Sitemaps that the file announces."""
        return tuple(self.file.sitemaps) if self.file else ()


def rules_of(exchange: Exchange, capture: Capture) -> Rules:
    """What the final answer for a robots.txt means (RFC 9309 §2.3.1). Pure.

    4xx: there is none, all may be asked. 5xx: stay out; and 429 with them, since a host that
    asks for fewer requests is not one that has no wishes.
    """
    status = capture.status
    if status == 429 or status >= 500 or capture.truncated:
        return Rules(unreachable=Reason.ROBOTS_UNREACHABLE)
    if not 200 <= status < 300:
        return Rules()
    try:
        body = decoded_body(exchange, max_bytes=50 * MAX_BYTES)
    except UndecodableBody:
        return Rules(unreachable=Reason.ROBOTS_UNREACHABLE)
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    return Rules(Protego.parse(text), url=capture.url)


Answer = tuple[Exchange, Capture] | Reason
"""An answer that was captured, or why there is none."""


class Robots:
    """The rules of every authority met in this crawl, each asked for once."""

    def __init__(
        self,
        fetch: Callable[[str], Awaitable[Answer]],
        agent: str,
        on_rules: Callable[[str, Rules], None],
        retry_s: float = 1.0,
    ) -> None:
        """``on_rules`` is called with the authority (scheme and host) when its rules are known;
        ``retry_s`` is the pause before a failure that may pass is asked once more."""
        self._fetch = fetch
        self._agent = agent
        self._on_rules = on_rules
        self._retry_s = retry_s
        self._known: dict[str, asyncio.Future[Rules]] = {}

    async def verdict(self, url: str) -> Reason:
        """``Reason.NONE`` when the URL may be asked."""
        scheme, _, rest = url.partition("://")
        authority = f"{scheme}://{rest.partition('/')[0].partition('?')[0]}"
        if authority not in self._known:
            self._known[authority] = asyncio.ensure_future(self._learn(authority))
        return (await self._known[authority]).verdict(url, self._agent)

    async def _learn(self, authority: str) -> Rules:
        rules = await self._ask(authority)
        if rules.unreachable not in (Reason.NONE, Reason.TIMEOUT, Reason.UNSAFE_ADDRESS):
            await asyncio.sleep(self._retry_s)
            rules = await self._ask(authority)
        self._on_rules(authority, rules)
        return rules

    async def _ask(self, authority: str) -> Rules:
        url = f"{authority}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._fetch(url)
            if isinstance(answer, Reason):
                return Rules(unreachable=answer)
            exchange, capture = answer
            if not capture.location:
                return rules_of(exchange, capture)
            if check_url(capture.location):  # no http, a port of another protocol, a password
                break
            url = capture.location
        return Rules()  # too many redirects: as if there were none (RFC 9309 §2.3.1.2)


class RobotsGate:
    """Holds back requests to a host until its robots.txt is read, then lets them go at its pace."""

    def __init__(
        self, ledger: Ledger, fetch: Callable[[str], Awaitable[Answer]], paces: Paces
    ) -> None:
        """``fetch`` asks for one URL, at a pace of ``paces``, whatever robots.txt says."""
        self._ledger = ledger
        self._paces = paces
        profile = ledger.profile
        self._obey = profile.politeness.obey_robots
        self._robots = Robots(
            fetch,
            profile.identity.user_agent,
            self._apply,
            retry_s=min(profile.politeness.retry_delay_s, 10.0),
        )

    async def refusal(self, url: str) -> Reason:
        """Why a URL must not be asked, or ``Reason.NONE``; waits until that is known."""
        reason = await self._robots.verdict(url)
        return reason if self._obey else Reason.NONE

    def _apply(self, authority: str, rules: Rules) -> None:
        """Let the file's wishes count: its pace, its sitemaps, its absence."""
        profile, ledger = self._ledger.profile, self._ledger
        form = ledger.scope.canonicalise(f"{authority}/")
        host = form.host if form else authority
        if rules.unreachable:
            ledger.troubles.setdefault(host, rules.unreachable)
            words = WORDS.get(rules.unreachable, str(rules.unreachable))
            message = f"{authority}/robots.txt could not be read ({words}); nothing was asked."
            ledger.note("robots_unreachable", message, f"{authority}/robots.txt")
        wanted = rules.crawl_delay(profile.identity.user_agent)
        if wanted > profile.politeness.delay_s and self._obey:
            self._paces.slow_down(host, wanted)
        source = f"{authority}/robots.txt"
        files = rules.sitemaps or (() if rules.unreachable else (f"{authority}/sitemap.xml",))
        ledger.offer(
            Found(url=url, via="sitemap_file", source=source)
            for file in files
            if (url := _resolved(file, source))
        )


def _resolved(url: str, base: str) -> str | None:
    try:
        return ada_url.URL(url.strip(), base=base).href
    except ValueError:
        return None
