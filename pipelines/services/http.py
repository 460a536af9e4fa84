"""The HTTP client for registries: one session, our own redirect loop, bounds, retries.

requests alone follows redirects by reading their whole bodies, has no total time-out, and
obeys neither Retry-After nor a registry's rate headers. Here every exchange has one deadline
and one size bound (after content-decoding), redirects are at most ``max_hops`` and their
bodies never read, each authority has its budget and its circuit breaker, and what could not be
asked is one of the exceptions of ``failures``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

import ada_url
import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from archive.records import Exchange
from archive.warc.messages import REDIRECTS, as_utf8
from pipelines.services.addressing import Addressing
from pipelines.services.connecting import Watchdog, guarded_session
from pipelines.services.failures import (
    CouldNotAsk,
    Evidence,
    RateLimited,
    Unavailable,
    error_class,
)
from pipelines.services.guard import check_target
from pipelines.services.pacing import Breaker, Budget, retry_after_s
from pipelines.services.replies import Reply
from pipelines.services.tees import exchange_of, teeing

T = TypeVar("T")
# Statuses with which a server or a wall in front of it keeps its answer to itself.
REFUSALS = frozenset({401, 402, 403, 405, 407, 408, 418, 451})
# Seconds between questions to pools that allow less than our own interval, until their headers
# say otherwise: Crossref's public lists 1 a second, DataCite 1,000 in 5 minutes, NCBI 3 a second.
FLOORS_S = {"crossref lists": 1.0, "ncbi": 0.35, "datacite": 0.3, "datacite lists": 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """Limits and manners for every registry request. Times in seconds, sizes in bytes."""

    user_agent: str
    deadline_s: float = 20.0
    max_bytes: int = 16_000_000
    max_hops: int = 5
    attempts: int = 3
    backoff_s: float = 1.0
    max_wait_s: float = 60.0
    """The longest Retry-After that is waited for; beyond it the authority is left for this run."""
    interval_s: float = 0.2
    at_once: int = 3
    breaker: int = 3
    addressing: Addressing = field(default_factory=Addressing)
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one exchange: seconds from first byte sent to last byte read, and decoded bytes."""

    deadline_s: float
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """One question as it is put, redirects and retries included."""

    authority: str
    url: str
    budget: Budget
    headers: Mapping[str, str]
    bounds: Bounds
    faults_are_told: bool
    exchanges: list[Exchange] = field(default_factory=list)
    """Everything sent for it so far: every redirect, every attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hop:
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    error: str
    elapsed_ms: int


class Client:
    """Asks registries. Thread-safe: budgets and breakers are shared by all threads."""

    def __init__(
        self,
        settings: HttpSettings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._now = now
        self._sleep = sleep
        self._budgets: dict[str, Budget] = {}
        self._breakers: dict[str, Breaker] = {}
        self._session = guarded_session(settings.addressing, settings.ca_file, settings.user_agent)

    def ask(
        self,
        authority: str,
        url: str,
        read: Callable[[Reply], T],
        *,
        pool: str = "",
        accept: str = "application/json",
        headers: Mapping[str, str] | None = None,
        faults_are_told: bool = False,
        bounds: Bounds | None = None,
    ) -> tuple[T, Reply]:
        """Ask, with retries, until ``read`` understands the answer; otherwise raise
        ``CouldNotAsk``.

        ``read`` sees final answers of any status that is not a refusal (401, 403, …), a rate
        limit or a server error (unless ``faults_are_told``: the authority says in the body of a
        500 what it means), and raises ``BadAnswer`` (``reply.bad``) for nonsense. ``pool``
        names a budget of its own where an authority counts some questions apart.
        """
        breaker = self.breaker(authority)
        if breaker.is_open:
            raise Unavailable("not_asked", f"{authority} was not asked again: {breaker.reason}")
        s = self.settings
        attempts = s.attempts if breaker.failures == 0 else 1

        request = _Request(
            authority=authority,
            url=url,
            budget=self.budget(f"{authority} {pool}".strip()),
            headers={"Accept": accept, **(headers or {})},
            bounds=bounds or Bounds(s.deadline_s, s.max_bytes),
            faults_are_told=faults_are_told,
        )

        def once() -> tuple[T, Reply]:
            reply = self._exchange(request)
            try:
                return read(reply), reply
            except CouldNotAsk:
                raise
            except Exception as problem:  # one strange answer must not end a run
                raise reply.bad(f"answered what cannot be read ({problem!r:.100})") from problem

        retrying = Retrying(
            stop=stop_after_attempt(attempts),
            wait=self._wait,
            retry=retry_if_exception(self._is_worth_another_try),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            answer = retrying(once)
        except CouldNotAsk as failure:
            too_long = isinstance(failure, RateLimited) and not self._is_worth_another_try(failure)
            breaker.failed(failure.message, final=too_long)
            raise
        breaker.succeeded()
        return answer

    def breaker(self, authority: str) -> Breaker:
        """The circuit breaker of one authority."""
        return self._breakers.setdefault(authority, Breaker(self.settings.breaker))

    def budget(self, name: str) -> Budget:
        """The budget of an authority's pool, or of a host that an authority redirects to."""
        s = self.settings
        floor = FLOORS_S.get(name, 0.0) if s.interval_s else 0.0
        made = Budget(max(s.interval_s, floor), s.at_once, sleep=self._sleep)
        return self._budgets.setdefault(name, made)

    def silent(self) -> dict[str, str]:
        """Authorities that could not be asked (any more) in this run, each with the reason."""
        return {name: b.reason for name, b in self._breakers.items() if b.is_open}

    def _is_worth_another_try(self, failure: BaseException) -> bool:
        if isinstance(failure, RateLimited):
            return (failure.retry_after or 0.0) <= self.settings.max_wait_s
        if isinstance(failure, CouldNotAsk):
            return failure.error not in ("forbidden", "blocked", "too_large")
        return False

    def _wait(self, state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        if isinstance(failure, RateLimited) and failure.retry_after is not None:
            return failure.retry_after
        backoff = wait_exponential_jitter(
            multiplier=self.settings.backoff_s, max=30, jitter=self.settings.backoff_s
        )
        return float(backoff(state))

    def _exchange(self, request: _Request) -> Reply:
        """One question with its redirects, or ``Unavailable``/``RateLimited``."""
        authority, url = request.authority, request.url
        asked_at = self._now()
        elapsed_ms = 0
        hops: list[tuple[int, str]] = []
        target = url
        while True:
            reason = check_target(target, self.settings.addressing.allowed)
            if reason is not None:
                said = f"{authority} leads to a forbidden address: {target} {reason}"
                raise Unavailable("forbidden", said, Evidence(url=url, asked_at=asked_at))
            budget = request.budget if target == url else self.budget(_host(target))
            hop = self._hop(target, request, budget)
            elapsed_ms += hop.elapsed_ms
            reply = Reply(
                url=url,
                status=hop.status,
                headers=hop.headers,
                body=hop.body,
                asked_at=asked_at,
                elapsed_ms=elapsed_ms,
                final_url=target,
                hops=tuple(hops),
                exchanges=tuple(request.exchanges),
            )
            if hop.error:
                said = f"{authority} could not be asked: {hop.error} at {_host(target)}"
                raise Unavailable(hop.error, said, reply.evidence())
            location = reply.headers.get("location", "")
            if reply.status not in REDIRECTS or not location:
                return self._judge_manners(request, budget, reply)
            hops.append((reply.status, target))
            if len(hops) > self.settings.max_hops:
                said = f"{authority} redirects without end"
                raise Unavailable("redirect_loop", said, reply.evidence())
            try:
                target = ada_url.join_url(target, as_utf8(location))
            except ValueError:
                raise reply.bad(f"redirects to {location!r}, which is no URL") from None

    def _hop(self, url: str, request: _Request, budget: Budget) -> _Hop:
        """One request within the deadline. The bodies of redirects are not read."""
        deadline = request.bounds.deadline_s
        response: requests.Response | None = None
        body, error = b"", ""
        with budget.turn(), teeing() as wire, Watchdog(deadline).guarding() as dog:
            started, asked_at = time.monotonic(), self._now()
            try:
                response = self._session.get(
                    url,
                    headers=dict(request.headers),
                    timeout=min(deadline, 10.0),
                    stream=True,
                    allow_redirects=False,
                )
                budget.learn(response.headers)
                if response.status_code not in REDIRECTS:
                    body, error = _read(response, request.bounds.max_bytes)
            except Exception as problem:  # requests raises more than RequestException
                error = error_class(problem)
            finally:
                if response is not None:
                    response.close()
        error = "timeout" if dog.expired else error
        elapsed_ms = round((time.monotonic() - started) * 1000)
        kept = exchange_of(wire, url, asked_at, elapsed_ms, error)
        if kept is not None:
            request.exchanges.append(kept)
        return _Hop(
            status=response.status_code if response is not None else None,
            headers=response.headers if response is not None else {},
            body=body,
            error=error,
            elapsed_ms=elapsed_ms,
        )

    def _judge_manners(self, request: _Request, budget: Budget, reply: Reply) -> Reply:
        """Hand on an answer, or raise what its status says about the asking."""
        status, authority = reply.status, request.authority
        wait = retry_after_s(reply.headers.get("retry-after"), self._now())
        if status == 429 or (status == 503 and wait is not None):
            if wait is not None:
                budget.pause(min(wait, self.settings.max_wait_s))
            said = f"{authority} asks us to slow down (HTTP {status})"
            raise RateLimited("rate_limited", said, reply.evidence(), retry_after=wait)
        if status in REFUSALS:
            said = f"{authority} refuses to answer (HTTP {status})"
            raise Unavailable("blocked", said, reply.evidence())
        if request.faults_are_told and status == 500:
            return reply
        if status is None or status >= 500 or status < 200:
            raise fault(authority, reply)
        return reply


def fault(authority: str, reply: Reply) -> Unavailable:
    """The failure to raise for a server error (5xx)."""
    said = f"{authority} has a fault (HTTP {reply.status})"
    return Unavailable("server_error", said, reply.evidence())


def _read(response: requests.Response, max_bytes: int) -> tuple[bytes, str]:
    """The decoded body and '' or 'too_large'."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(65_536):
        size += len(part)
        if size > max_bytes:
            return b"", "too_large"
        parts.append(part)
    return b"".join(parts), ""


def _host(url: str) -> str:
    return urlsplit(url).netloc
