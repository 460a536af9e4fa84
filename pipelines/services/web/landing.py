"""Visits landing pages and links: thousands of hosts, politely, and all at once.

One queue for each host, the longest first, a few workers on each: so the slowest host alone
decides how long a run takes, and no host ever sees more than its share. Each exchange has one
deadline over name, connection, handshake, headers and body, and reads no more of a page than
its facts need. Redirects are followed here, hop by hop, each one past the guard; their bodies
are not read; cookies live within one chain of redirects and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from archive.moments import as_kept
from archive.records import Authority, Check, Question
from pipelines.services.waking import Convoy, spaced_loop
from pipelines.services.web.exchanges import Answer
from pipelines.services.web.hosts import Host, Parked
from pipelines.services.web.siblings import (
    compared,
    home_of,
    is_suspicious,
    made_up,
    may_show_home,
    shows_home,
)
from pipelines.services.web.sketches import is_twin
from pipelines.services.web.visiting import WebClient, WebSettings, host_of
from pipelines.services.web.visits import Earlier, Visit

VERSION = "landing/14"
COMPARABLE = frozenset({*(f"landing/{number}" for number in range(6, 14)), VERSION})
"""Versions whose sketches and validators are made alike."""

# From so many hosts on, answers come close together.
_MANY_HOSTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A URL to look at, and why."""

    subject: str
    """What the check is about: a DOI name, or the URL itself."""
    url: str
    question: Question = Question.LINK
    authority: Authority = Authority.WEB
    fragments: tuple[str, ...] = ()
    """Places that links look for in the page."""
    earlier: Earlier | None = None
    """The last good look at it."""


@dataclass(slots=True, kw_only=True)
class Queue:
    """What to look at on one host, taken one by one, so that no more has to be in memory."""

    host: str
    expected: int
    """About how many probes there are: the longest queue begins first."""
    probes: Iterator[Probe]

    def __iter__(self) -> Iterator[Probe]:
        """Each probe once, whoever takes it."""
        for probe in self.probes:
            self.expected -= 1
            yield probe


Keep = Callable[[Probe, Check], None]
Defer = Callable[[Probe, Parked], None]


def run_probes(
    queues: Iterable[Queue],
    settings: WebSettings,
    keep: Keep,
    defer: Defer,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Look at every probe: each ends in exactly one call, of ``keep`` or of ``defer``.

    ``keep`` gets the check as soon as it is made; ``defer`` the reason why a probe was not
    made in this run (its host was left alone). Both are called in this thread.
    """
    hosts = list(queues)
    is_many = len(hosts) >= _MANY_HOSTS
    convoy = Convoy() if is_many else None
    with asyncio.Runner(loop_factory=spaced_loop if is_many else None) as runner:
        runner.run(_run(hosts, settings, keep, defer, now, convoy))


async def _run(
    queues: Sequence[Queue],
    settings: WebSettings,
    keep: Keep,
    defer: Defer,
    now: Callable[[], datetime],
    convoy: Convoy | None,
) -> None:
    longest_first = sorted(queues, key=lambda queue: (-queue.expected, queue.host))
    seats = deque(
        queue
        for queue in longest_first
        for _ in range(min(settings.at_once, max(queue.expected, 1)))
    )
    hosts: dict[str, Host] = {}

    def patience_s(name: str) -> float:
        """Waiting for a host costs nothing while the longest of the other queues is asked."""
        others = (queue.expected for queue in queues if queue.host != name)
        return max(settings.max_wait_s, max(others, default=0) * settings.interval_s)

    def host(name: str) -> Host:
        if name not in hosts:
            hosts[name] = Host(
                name,
                at_once=settings.at_once,
                interval_s=settings.interval_s,
                breaker=settings.breaker,
                patience_s=partial(patience_s, name),
            )
        return hosts[name]

    async with WebClient(settings, host) as client:
        looking = _Looking(client, keep, defer, now, convoy)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(settings.workers, len(seats))):
                    group.create_task(looking.through(seats, group))
        except ExceptionGroup as faults:  # of whoever was told: there is no room to keep answers
            raise faults.exceptions[0] from None


class _Looking:
    """Looks at probes. While an answer waits to be understood together with others (in a
    ``convoy``, if there is one), its host is asked for the next page."""

    def __init__(
        self,
        client: WebClient,
        keep: Keep,
        defer: Defer,
        now: Callable[[], datetime],
        convoy: Convoy | None,
    ) -> None:
        self._client = client
        self._keep = keep
        self._defer = defer
        self._now = now
        self._convoy = convoy
        self._siblings = _Siblings(client, now)

    async def through(self, seats: deque[Queue], group: asyncio.TaskGroup) -> None:
        """Look at all probes of a queue, then at those of the next that nobody has taken.

        No more than one answer waits while the next is on its way.
        """
        before: asyncio.Task[None] | None = None
        while seats:
            for probe in seats.popleft():
                heard = asyncio.Event()
                looking = group.create_task(self._look(probe, heard))
                await heard.wait()
                if before is not None:
                    await before
                before = looking

    async def _look(self, probe: Probe, heard: asyncio.Event) -> None:
        async def wait(answer: Answer) -> None:
            if self._convoy is not None:
                heard.set()
                await self._convoy.join(len(answer.raw))

        now = self._now
        try:
            visit = await self._client.visit(probe.url, now(), probe.fragments, probe.earlier, wait)
            await self._siblings.compare(probe.url, visit)
        except Parked as why:
            self._defer(probe, why)
            return
        except Exception as fault:  # ours: it must not cost the other URLs
            facts: dict[str, object] = {"reason": f"{type(fault).__name__}: {fault}"}
            visit = Visit(asked_at=now(), error="our_fault", facts=facts)
        finally:
            heard.set()
        self._keep(probe, _check(probe, visit))


class _Siblings:
    """Asks each host once for a made-up address, to know how it says that a page is missing; where
    it gives the same answer for the page itself, its start page is asked for, too."""

    def __init__(self, client: WebClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self._asked: dict[str, asyncio.Future[Visit | None]] = {}

    async def compare(self, url: str, visit: Visit) -> None:
        """Put the sibling's answer beside a suspicious one, as its fact ``sibling``."""
        if not is_suspicious(url, visit):
            return
        visit.look_closer()
        if visit.facts.get("challenge"):
            return
        found = await self._beside(url, visit, made_up(url), host_of(url))
        if url == home_of(url):
            found |= {"home_too": True} if found else {}
        elif found.get("same_end") or is_twin(found):
            home = await self._beside(url, visit, home_of(url), home_of(url))
            is_sent = bool(home.get("same_end") and home.get("final_url"))
            found["home_too"] = is_sent if found.get("same_end") else is_twin(home)
        elif found and may_show_home(url, visit):
            home_page = await self._once(visit, home_of(url), home_of(url))
            found |= {"at_home": True} if home_page and shows_home(url, visit, home_page) else {}
        if found:
            visit.facts["sibling"] = found

    async def _beside(self, url: str, visit: Visit, other: str, key: str) -> dict[str, object]:
        """The answer to another address beside that to the page."""
        answer = await self._once(visit, other, key)
        return compared(url, visit, answer) if answer else {}

    async def _once(self, visit: Visit, other: str, key: str) -> Visit | None:
        """The answer to another address, asked once a ``key``."""
        if key not in self._asked:
            self._asked[key] = asyncio.ensure_future(self._ask(other))
        answer = await self._asked[key]
        if answer is not None:
            visit.exchanges[:0] = answer.exchanges
            answer.exchanges.clear()  # one visit carries them; the last stays the page's own
        return answer

    async def _ask(self, url: str) -> Visit | None:
        try:
            visit = await self._client.visit(url, self._now())
        except Parked:
            return None  # what was seen of the page itself still stands
        visit.look_closer()
        visit.keep_text()
        return visit


def _check(probe: Probe, visit: Visit) -> Check:
    """The check as it is read back once it is kept, but for its exchanges."""
    return Check(
        question=probe.question,
        subject=probe.subject,
        authority=probe.authority,
        asked_at=as_kept(visit.asked_at),
        url=probe.url,
        status=visit.status,
        error=visit.error,
        final_url=visit.final_url if visit.hops else None,
        hops=tuple(visit.hops),
        bytes=visit.bytes,
        elapsed_ms=visit.elapsed_ms,
        facts=visit.facts,
        rule_version=VERSION,
        exchanges=tuple(visit.exchanges),
    )
