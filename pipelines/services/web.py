"""One visit to one URL of the wide web, with aiohttp: hops, bounds, cookies, facts."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import ada_url
from aiohttp import (
    ClientConnectorError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    CookieJar,
    DummyCookieJar,
    TCPConnector,
)
from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt
from tenacity.wait import wait_exponential_jitter
from yarl import URL

from pipelines.services.addressing import Addressing
from pipelines.services.decoding import ACCEPT_ENCODING, decode_start
from pipelines.services.failures import error_class
from pipelines.services.guard import check_target
from pipelines.services.hosts import Host
from pipelines.services.pacing import retry_after_s
from pipelines.services.page_facts import facts_of
from pipelines.services.resolving import GuardedResolver

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_PAGES = ("text/html", "application/xhtml+xml")
# Failures that another try may cure. A name that does not exist will not come to exist.
_PASSING = frozenset({"timeout", "reset", "refused", "dns_temporary", "unreachable", "bad_answer"})
# For what is not a page: enough to see whether it is what it says it is.
_FEW_BYTES = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Bounds and manners on the wide web. Times in seconds, sizes in bytes."""

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
    max_hops: int = 10
    attempts: int = 2
    backoff_s: float = 1.0
    max_wait_s: float = 60.0
    """The longest Retry-After that is waited for."""
    breaker: int = 3
    """Time-outs or refusals in a row after which a host is left alone."""
    addressing: Addressing = field(default_factory=Addressing)
    ca_file: str = ""


@dataclass(slots=True, kw_only=True)
class Visit:
    """What came of one URL. ``facts``: see ``page_facts.facts_of``, and besides

    ``content_type``, ``permanent`` (every redirect was 301 or 308), ``retry_after`` (seconds),
    ``reason`` (why the guard forbids it), ``magic`` (``pdf`` when it is one), ``attempts``.
    """

    asked_at: datetime
    status: int | None = None
    error: str | None = None
    final_url: str = ""
    hops: list[tuple[int, str]] = field(default_factory=list)
    bytes: int = 0
    elapsed_ms: int = 0
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Answer:
    """One exchange: an answer's head and the beginning of its body, or an error class."""

    status: int | None = None
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    response: ClientResponse | None = None
    body: bytes = b""
    retry_after: float | None = None
    max_wait_s: float = 0.0

    @property
    def is_passing(self) -> bool:
        """Whether another try may bring more."""
        if self.error is not None:
            return self.error in _PASSING
        busy = self.status == 429 or (self.status is not None and self.status >= 500)
        return busy and (self.retry_after or 0.0) <= self.max_wait_s


class WebClient:
    """An aiohttp session behind the guard. Use as ``async with``."""

    def __init__(self, settings: WebSettings, host: Callable[[str], Host]) -> None:
        self._settings = settings
        self._host = host
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        s = self._settings
        context = ssl.create_default_context()
        if s.ca_file:
            context.load_verify_locations(s.ca_file)
        connector = TCPConnector(
            limit=0, resolver=GuardedResolver(s.addressing), ssl=context, ttl_dns_cache=300
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=ClientTimeout(total=None),
            max_line_size=16_384,
            max_field_size=65_536,  # security policies of 28 kB were seen
            max_headers=256,
            headers={
                "User-Agent": s.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "en, *;q=0.5",
                "Accept-Encoding": ACCEPT_ENCODING,
            },
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def visit(self, url: str, asked_at: datetime) -> Visit:
        """Follow a URL to its end. Raises ``Parked`` when a host on the way is left alone."""
        visit = Visit(asked_at=asked_at, final_url=url)
        started = time.monotonic()
        jar: CookieJar | None = None
        seen: set[tuple[str, str]] = set()
        while True:
            reason = check_target(visit.final_url, self._settings.addressing.allowed)
            if reason is not None:
                visit.error, visit.facts = "forbidden", {"reason": reason}
                break
            cookie = _cookies(jar, visit.final_url)
            if (visit.final_url, cookie) in seen or len(visit.hops) > self._settings.max_hops:
                visit.error = "cookie_loop" if jar is not None else "redirect_loop"
                break
            seen.add((visit.final_url, cookie))
            answer = await self._ask(visit.final_url, cookie)
            location = answer.headers.get("location", "").strip()
            if answer.error or answer.status not in _REDIRECTS or not location:
                _conclude(visit, answer)
                break
            visit.status = answer.status
            visit.hops.append((answer.status, visit.final_url))
            if answer.response is not None and answer.response.cookies:
                jar = jar or CookieJar(unsafe=True)
                jar.update_cookies(answer.response.cookies, answer.response.url)
            try:
                visit.final_url = ada_url.join_url(visit.final_url, location).partition("#")[0]
            except ValueError:
                visit.error, visit.facts = "bad_answer", {"reason": "redirects to no URL"}
                break
        if visit.hops:
            visit.facts["permanent"] = all(status in _PERMANENT for status, _ in visit.hops)
        visit.elapsed_ms = round((time.monotonic() - started) * 1000)
        return visit

    async def _ask(self, url: str, cookie: str) -> _Answer:
        """One hop, tried again where that may help (most need no second try, nor its cost)."""
        made = [await self._exchange(url, cookie)]
        if not made[0].is_passing:
            return made[0]

        async def once_more() -> _Answer:
            return made.pop() if made else await self._exchange(url, cookie)

        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=self._wait,
            retry=retry_if_result(lambda answer: answer.is_passing),
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        answer: _Answer = await retrying(once_more)
        return answer

    def _wait(self, state: RetryCallState) -> float:
        answer = state.outcome.result() if state.outcome else _Answer()
        if answer.retry_after is not None:
            return float(answer.retry_after)
        backoff = self._settings.backoff_s
        return float(wait_exponential_jitter(multiplier=backoff, max=30, jitter=backoff)(state))

    async def _exchange(self, url: str, cookie: str) -> _Answer:
        """One request within the deadline, at its host's turn."""
        host = self._host(host_of(url))
        async with host.turn():
            answer = _Answer(max_wait_s=self._settings.max_wait_s)
            try:
                async with asyncio.timeout(self._settings.deadline_s):
                    await self._get(url, cookie, answer)
            except Exception as error:  # whatever a stranger's server makes a library raise
                answer.error = error_class(error)
                if answer.error == "reset" and _was_in_handshake(url, error):
                    answer.error = "tls_reset"
        self._remember(host, answer)
        return answer

    async def _get(self, url: str, cookie: str, answer: _Answer) -> None:
        """Fill in the answer as far as it comes."""
        assert self._session is not None
        headers = {"Cookie": cookie} if cookie else {}
        response = await self._session.get(
            URL(url, encoded=True), headers=headers, allow_redirects=False
        )
        try:
            answer.response, answer.status = response, response.status
            answer.headers = {name.lower(): value for name, value in response.headers.items()}
            answer.retry_after = retry_after_s(answer.headers.get("retry-after"), datetime.now(UTC))
            if response.status not in _REDIRECTS:
                is_page = _media_type(answer.headers) in (*_PAGES, "")
                limit = self._settings.max_bytes if is_page else _FEW_BYTES
                answer.body = await _read_start(response, limit)
        finally:
            response.close()

    def _remember(self, host: Host, answer: _Answer) -> None:
        """Let the host's manners learn from an answer."""
        if answer.status in (429, 503):
            said = f"{host.name} asks us to slow down (HTTP {answer.status})"
            if answer.retry_after is not None:
                host.pause(min(answer.retry_after, self._settings.max_wait_s))
                if answer.retry_after > self._settings.max_wait_s:
                    host.park(said)
            host.failed(said)
        elif answer.error == "timeout":
            host.failed(f"{host.name} does not answer in time")
        else:
            host.answered()


def host_of(url: str) -> str:
    """Host and port, the unit of politeness; the URL itself when it has none."""
    try:
        return ada_url.URL(url).host or url
    except ValueError:
        return url


def _was_in_handshake(url: str, error: Exception) -> bool:
    """Whether a connection was cut off while it was being made secure."""
    return url.startswith("https:") and isinstance(error, ClientConnectorError)


def _conclude(visit: Visit, answer: _Answer) -> None:
    """The last answer's facts."""
    visit.status = answer.status if answer.status is not None else visit.status
    visit.error = answer.error
    visit.bytes = len(answer.body)
    facts: dict[str, object] = {}
    media_type = _media_type(answer.headers)
    if media_type:
        facts["content_type"] = media_type
    if answer.retry_after is not None:
        facts["retry_after"] = answer.retry_after
    if answer.body.startswith(b"%PDF-"):
        facts["magic"] = "pdf"
    elif answer.error is None and (media_type in _PAGES or not media_type):
        content_type = answer.headers.get("content-type", "")
        facts |= facts_of(answer.body, content_type, answer.headers, visit.final_url)
    visit.facts = facts


async def _read_start(response: ClientResponse, limit: int) -> bytes:
    """The beginning of the body, decoded; empty when its coding is not ours to undo."""
    raw = bytearray()
    while len(raw) < limit:
        part = await response.content.read(limit - len(raw))
        if not part:
            break
        raw += part
    return decode_start(bytes(raw), response.headers.get("Content-Encoding", ""), limit * 8) or b""


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _cookies(jar: CookieJar | None, url: str) -> str:
    """The Cookie header for a URL from the cookies of this chain."""
    if jar is None:
        return ""
    found = jar.filter_cookies(URL(url, encoded=True))
    return "; ".join(f"{name}={morsel.value}" for name, morsel in sorted(found.items()))
