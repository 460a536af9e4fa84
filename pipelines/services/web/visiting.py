"""One visit to one URL of the wide web: hops, bounds, cookies, facts."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Self

import ada_url
from aiohttp import CookieJar
from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt
from tenacity.wait import wait_exponential_jitter
from yarl import URL

from archive.records import Exchange
from archive.warc.messages import REDIRECTS
from archive.warc.wire import Head, Wire
from pipelines.services.addressing import Addressing
from pipelines.services.alarms import Alarms, Deadline
from pipelines.services.connections import Connections, lines_of, request_of
from pipelines.services.decoding import ACCEPT_ENCODING
from pipelines.services.failures import error_class
from pipelines.services.guard import beginning_of, check_target, normal
from pipelines.services.quotas import quota_of
from pipelines.services.tees import exchange_of
from pipelines.services.web.exchanges import PERMANENT, Answer, Reading, location_of, refresh_of
from pipelines.services.web.hosts import Host, Parked
from pipelines.services.web.lateness import Lateness
from pipelines.services.web.pdf_pages import page_of
from pipelines.services.web.robots_files import RobotsFiles
from pipelines.services.web.visits import Earlier, Visit, conclude, conditions_of, unchanged

# Failures that are no answer, whatever was asked: what the host does.
_SILENT = {
    "timeout": "does not answer in time",
    "refused": "refuses connections",
    "reset": "breaks connections off",
    "tls_reset": "breaks connections off",
    "unreachable": "cannot be reached",
}
_BUSY = frozenset({429, 503})
"""Statuses of a host that asks for mercy, whatever was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Limits and manners for the wide web. Times in seconds, sizes in bytes."""

    user_agent: str
    at_once: int = 1
    """Requests at once to one host."""
    interval_s: float = 1.0
    """Between the starts of two requests to one host."""
    workers: int = 100
    """Hosts spoken to at once."""
    deadline_s: float = 20.0
    """For one exchange."""
    max_bytes: int = 131_072
    """Read of a page; the rest is left."""
    max_bytes_with_places: int = 1_048_576
    """Read of a page in which a place is looked for: only a whole page can lack one."""
    max_hops: int = 20
    """As browsers do (https://fetch.spec.whatwg.org/#http-redirect-fetch)."""
    attempts: int = 2
    backoff_s: float = 1.0
    max_wait_s: float = 60.0
    """The longest Retry-After that is waited for, unless other hosts are asked for longer."""
    breaker: int = 3
    """Requests in a row without an answer, or with one that asks for mercy, after which a host is
    left alone."""
    keeps_exchanges: bool = False
    """Whether what crosses the wire is copied for each visit."""
    keeps_bodies: bool = True
    """Whether with the bodies of answers, or the heads alone."""
    robots_agent: str = ""
    """The name that robots.txt of these hosts knows us by; empty = it is not asked for."""
    addressing: Addressing = field(default_factory=Addressing)
    ca_file: str = ""


class WebClient:
    """Connections behind the guard, and the manners of each host. Use as ``async with``."""

    def __init__(self, settings: WebSettings, host: Callable[[str], Host]) -> None:
        self._settings = settings
        self._host = host
        self._connections = Connections(
            settings.addressing,
            settings.ca_file,
            most_idle=settings.at_once,
            # As long as a host's own pace needs it: thousands of hosts leave no more behind.
            idle_s=settings.interval_s + 5,
        )
        self._headers = {
            "User-Agent": settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        self._always = lines_of(self._headers)
        self._deadlines = Alarms(settings.deadline_s)
        self._lateness: Lateness | None = None
        self._robots = RobotsFiles(self.ask, settings.robots_agent, settings.addressing.allowed)

    async def __aenter__(self) -> Self:
        self._lateness = Lateness(self._settings.deadline_s)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._lateness is not None:
            self._lateness.stop()
        self._deadlines.stop()
        self._connections.close()

    async def visit(
        self,
        url: str,
        asked_at: datetime,
        fragments: Sequence[str] = (),
        earlier: Earlier | None = None,
        heard: Callable[[Answer], Awaitable[None]] | None = None,
    ) -> Visit:
        """Follow a URL to its end. Raises ``Parked`` when a host on the way is left alone.

        ``fragments`` are looked for in the page; ``earlier`` is the last good look, so that an
        unchanged page need not be sent again. ``heard`` is awaited before an answer that is no
        redirect is understood, which is the dear part of a visit.
        """
        visit = Visit(asked_at=asked_at, final_url=url, fragments=tuple(fragments))
        started = time.monotonic()
        trail = _Trail(self._settings.max_hops)
        while True:
            reason = check_target(visit.final_url, self._settings.addressing.allowed)
            if reason is not None:
                visit.error, visit.facts = "forbidden", {"reason": reason}
                break
            if self._settings.robots_agent and not await self._robots.allow(visit.final_url):
                visit.error, visit.facts = "robots", {}
                break
            cookie = trail.cookies_for(visit.final_url)
            if not trail.is_new(visit.final_url, cookie):
                visit.error = "redirect_loop" if trail.jar is None else "cookie_loop"
                break
            asked = _Asked(
                url=visit.final_url,
                headers=({"Cookie": cookie} if cookie else {})
                | conditions_of(earlier, visit.final_url, fragments),
                limit=self._limit(fragments),
                pdf_limit=self._limit(fragments) if any(map(page_of, fragments)) else 0,
                began=(asked_at, started),
                kept=visit.exchanges,
            )
            answer = await self._ask(asked)
            visit.elapsed_ms = round((time.monotonic() - started) * 1000)
            if heard is not None and answer.status not in REDIRECTS:
                await heard(answer)
            if not _is_followed(visit, answer, trail, earlier):
                break
        if visit.hops:
            visit.facts["permanent"] = all(status in PERMANENT for status, _ in visit.hops)
            if visit.place:
                visit.facts["at_place"] = visit.place[:300]
        return visit

    def _limit(self, fragments: Sequence[str]) -> int:
        s = self._settings
        return s.max_bytes_with_places if fragments else s.max_bytes

    async def ask(self, url: str) -> Answer:
        """One exchange without redirects, tried again where that may help; raises ``Parked``."""
        return await self._ask(_Asked(url=url, headers={}, limit=self._settings.max_bytes))

    async def _ask(self, asked: _Asked) -> Answer:
        """One hop, tried again where that may help (most need no second try, nor its cost).

        A host that is left alone before the second try has said by the first that it is busy.
        """
        seen = await self._exchange(asked)
        if not seen.is_passing:
            return seen

        made, requests = [seen], 0

        async def once_more() -> Answer:
            nonlocal requests
            answer = made.pop() if made else await self._exchange(asked)
            requests += answer.attempts
            return answer

        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=self._wait,
            retry=retry_if_result(lambda answer: answer.is_passing),
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        try:
            answer: Answer = await retrying(once_more)
        except Parked:
            if seen.status not in _BUSY:
                raise
            answer = seen
        answer.attempts = requests
        return answer

    def _wait(self, state: RetryCallState) -> float:
        answer = state.outcome.result() if state.outcome else Answer()
        if answer.retry_after is not None:
            return float(answer.retry_after)
        backoff = self._settings.backoff_s
        return float(wait_exponential_jitter(multiplier=backoff, max=30, jitter=backoff)(state))

    async def _exchange(self, asked: _Asked) -> Answer:
        """One request within the deadline, at its host's turn."""
        host = self._host(host_of(asked.url))
        self._connections.get_ready(asked.url)
        async with host:
            answer, wire, sent_at = Answer(), Wire(), time.monotonic()
            try:
                with Deadline(self._deadlines):
                    await self._get(asked, answer, wire)
            except Exception as error:  # whatever a stranger's server makes a library raise
                answer.break_off(self._why(error, asked.url, wire))
        if self._settings.keeps_exchanges:
            asked.keep(wire, sent_at, answer, keeps_body=self._settings.keeps_bodies)
        self._remember(host, answer)
        return answer

    def _why(self, error: Exception, url: str, wire: Wire) -> str:
        """The class of a failure (``failures.error_class``), and whose it is."""
        failed = error_class(error)
        if failed == "timeout" and self._lateness is not None and self._lateness.was():
            return "our_fault"
        # Nothing is sent before a connection is secure.
        cut_early = failed == "reset" and url.startswith("https:") and not wire.sent
        return "tls_reset" if cut_early else failed

    async def _get(self, asked: _Asked, answer: Answer, wire: Wire) -> None:
        url = normal(asked.url)
        own = {name: _as_bytes_of_utf8(value) for name, value in asked.headers.items()}
        request = request_of(url, own, self._always)
        reading = Reading(answer, asked.limit, asked.pdf_limit)
        came = await self._connections.ask(url, request, wire, reading)
        answer.attempts, answer.has_ended = came.requests, came.is_whole
        answer.head = Head(reading.interim_bytes, reading.head, reading.headers)
        answer.is_whole = came.is_whole and not reading.is_enough
        if not (came.is_whole or reading.is_enough):
            answer.break_off(self._why(came.error, url, wire) if came.error else "bad_answer")

    def _remember(self, host: Host, answer: Answer) -> None:
        """Let the host's manners learn from an answer."""
        quota = quota_of(answer.headers, datetime.now(UTC))
        host.space(quota.spacing_s)
        if answer.status in _BUSY:
            answer.max_wait_s = host.patience_s()
            if answer.retry_after is None and quota.pause_s:
                answer.retry_after = quota.pause_s
            said = f"{host.name} asks us to slow down (HTTP {answer.status})"
            host.pause(answer.retry_after or 0.0, said)
            host.failed(said, is_silent=False)
        elif answer.error in _SILENT:
            host.failed(f"{host.name} {_SILENT[answer.error]}", is_silent=True)
        elif answer.error != "our_fault":
            host.pause(quota.pause_s, f"{host.name} allows no more requests for now")
            host.answered()


@dataclass(slots=True, kw_only=True)
class _Asked:
    """One request."""

    url: str
    headers: Mapping[str, str]
    limit: int
    """Bytes to be read of a page."""
    pdf_limit: int = 0
    """The same of a PDF whose pages are to be counted."""
    began: tuple[datetime, float] | None = None
    """The moment at which its visit began, and the same by the monotonic clock (seconds)."""
    kept: list[Exchange] = field(default_factory=list)
    """What crossed the wire in the visit."""

    def keep(self, wire: Wire, sent_at: float, answer: Answer, *, keeps_body: bool) -> None:
        """Note an exchange, answered or failed."""
        if self.began is None or not wire.sent:
            return
        moment = self.began[0] + timedelta(seconds=sent_at - self.began[1])
        elapsed_ms = round((time.monotonic() - sent_at) * 1000)
        error, is_whole = answer.error or answer.cut_off, answer.has_ended
        found = exchange_of(
            wire,
            self.url,
            moment,
            elapsed_ms,
            error,
            is_whole=is_whole,
            known=answer.head,
            keeps_body=keeps_body,
        )
        self.kept.extend([found] if found is not None else [])


class _Trail:
    """One chain of redirects: where it has been, and the cookies it was given."""

    def __init__(self, max_hops: int) -> None:
        self.jar: CookieJar | None = None
        self._seen: set[tuple[str, str]] = set()
        self._max_hops = max_hops

    def is_new(self, url: str, cookie: str) -> bool:
        """Whether to go on; False when this was asked already, or the chain is too long."""
        if (url, cookie) in self._seen or len(self._seen) > self._max_hops:
            return False
        self._seen.add((url, cookie))
        return True

    def keep_cookies(self, answer: Answer, url: str) -> None:
        """Take the cookies along that were set at a URL."""
        if answer.cookies:
            self.jar = self.jar or CookieJar(unsafe=True)
            self.jar.update_cookies_from_headers(answer.cookies, URL(url, encoded=True))

    def cookies_for(self, url: str) -> str:
        """The Cookie header for a URL from the cookies of this chain."""
        if self.jar is None:
            return ""
        found = self.jar.filter_cookies(URL(url, encoded=True))
        return "; ".join(f"{name}={morsel.value}" for name, morsel in sorted(found.items()))


def _is_followed(visit: Visit, answer: Answer, trail: _Trail, earlier: Earlier | None) -> bool:
    """Take the answer in; whether it leads on to another address (``visit.final_url``)."""
    try:
        redirect = location_of(answer, visit.final_url)
        if redirect is None and unchanged(visit, answer, earlier):
            return False
        if redirect is None:
            conclude(visit, answer, earlier)
            said = str(visit.facts.get("refresh", "")) if answer.error is None else ""
            onward, fragment = refresh_of(said, visit.final_url) if said else ("", "")
        else:
            onward, fragment = redirect
    except ValueError:
        visit.status, visit.error = answer.status, "bad_answer"
        visit.facts = {"reason": "redirects to no URL"}
        return False
    if not onward:
        return False
    visit.status = answer.status
    visit.hops.append((answer.status or 0, visit.final_url))
    visit.final_url = onward
    visit.facts = {}
    # As browsers keep it over further redirects, and not where a page is left for another.
    visit.place = fragment or (visit.place if redirect else "")
    if fragment:
        visit.fragments = ()  # a redirect that names its own place overrules the link's
    trail.keep_cookies(answer, visit.hops[-1][1])
    return True


def host_of(url: str) -> str:
    """Host and port, the unit of politeness; the URL itself when it has none."""
    return _host_of(beginning_of(url))


@lru_cache(maxsize=4096)
def _host_of(url: str) -> str:
    try:
        return ada_url.URL(url).host or url
    except ValueError:
        return url


def _as_bytes_of_utf8(value: str) -> str:
    """The value of a header that was read as UTF-8 (``exchanges``), to be sent back as it came."""
    return value.encode("utf-8", "surrogateescape").decode("latin-1")
