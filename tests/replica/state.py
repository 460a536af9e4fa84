"""What one running replica remembers and what a test may turn: hits, faults, news, markup.

One ``State`` belongs to one server. The server's thread writes it; tests read copies and call
the knobs from their own thread, which CPython's atomic list and dict operations allow.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field

MARKUPS = ("semantic", "soup", "tables")
FAULTS = ("status", "reset", "cut", "slow", "never", "empty", "short", "long")
MAX_HITS = 200_000  # a trap without end must not eat the memory of the test that watches it


@dataclass(slots=True)
class Hit:
    """One request as it arrived."""

    host: str
    path: str
    """Path and query as sent."""
    method: str
    headers: tuple[tuple[str, str], ...]
    at: float
    """``time.monotonic()`` at arrival, seconds."""
    scheme: str
    in_flight: int
    """Requests of this host being answered, this one included."""
    status: int = 0
    """0 while it is being answered, and when the connection was broken on purpose."""

    def header(self, name: str) -> str:
        """The first header of that name, or an empty string."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")


@dataclass(slots=True)
class Fault:
    """A trouble laid over a host (path ``*``) or a path, for all requests or the first few."""

    kind: str
    """One of FAULTS."""
    status: int = 503
    retry_after: str = ""
    delay_s: float = 0.0
    times: int = -1
    """How many requests it still meets; -1 = all."""

    def __post_init__(self) -> None:
        if self.kind not in FAULTS:
            raise ValueError(f"unknown fault {self.kind!r}; one of {', '.join(FAULTS)}")


@dataclass(slots=True)
class State:
    """All that changes while a replica runs."""

    markup: str = "semantic"
    """Which of MARKUPS the sample site is written in."""
    news: int = 0
    """Generation of the Latest News box: each step puts a newer item on top."""
    hits: deque[Hit] = field(default_factory=lambda: deque(maxlen=MAX_HITS))
    peaks: Counter[str] = field(default_factory=Counter)
    """Most requests of a host that were answered at the same time."""
    in_flight: Counter[str] = field(default_factory=Counter)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Requests so far by (host, path with query)."""
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)
    robots: dict[str, int] = field(default_factory=dict)
    """Status that a host's robots.txt answers with instead of its rules."""
    edits: dict[str, str] = field(default_factory=dict)
    """Sentence added to the article of a page, by its URL."""
    removed: dict[str, int] = field(default_factory=dict)
    """Status (404, 410) that a page answers with since it was taken away, by its URL."""
    validators: bool = True
    """Whether ETag and Last-Modified are sent where a page has them."""
    slow_s: float = 1.0
    """How long the slow pages take."""
    latency_s: float = 0.0
    """How long every answer takes at least; above 0, ``peaks`` shows what a client does at once."""
    notes: dict[str, object] = field(default_factory=dict)
    """Room for the outside world's own memory; emptied by ``forget``."""

    def __post_init__(self) -> None:
        self.set_markup(self.markup)

    # ------------------------------------------------------------------ written by the server

    def arrive(
        self, host: str, path: str, method: str, headers: tuple[tuple[str, str], ...], scheme: str
    ) -> Hit:
        """Record a request; ``leave`` must follow."""
        self.in_flight[host] += 1
        self.peaks[host] = max(self.peaks[host], self.in_flight[host])
        self.counts[host, path] += 1
        hit = Hit(host, path, method, headers, time.monotonic(), scheme, self.in_flight[host])
        self.hits.append(hit)
        return hit

    def leave(self, hit: Hit, status: int) -> None:
        """Record that a request was answered with ``status``."""
        hit.status = status
        self.in_flight[hit.host] -= 1

    def fault_for(self, host: str, path: str) -> Fault | None:
        """The fault laid over this request, counted down; a path's own comes before its host's."""
        for key in ((host, path), (host, path.partition("?")[0]), (host, "*")):
            fault = self.faults.get(key)
            if fault and fault.times:
                fault.times -= fault.times > 0
                return fault
        return None

    # ------------------------------------------------------------------------ asked by handlers

    def visits(self, host: str, path: str) -> int:
        """How often (host, path with query) was asked for, the present request included."""
        return self.counts[host, path]

    # ------------------------------------------------------------------------- turned by tests

    def set_markup(self, markup: str) -> None:
        """Write the sample site in another markup from now on."""
        if markup not in MARKUPS:
            raise ValueError(f"unknown markup {markup!r}; one of {', '.join(MARKUPS)}")
        self.markup = markup

    def add_fault(self, host: str, path: str, kind: str, **settings: object) -> None:
        """Lay a fault over ``path`` of ``host`` (``*`` = all of it); settings as in ``Fault``."""
        self.faults[host, path] = Fault(kind, **settings)  # type: ignore[arg-type]

    def hits_of(self, host: str, path: str | None = None) -> list[Hit]:
        """Hits of a host, or of one path (with its query) of it, in order."""
        return [h for h in list(self.hits) if h.host == host and path in (None, h.path)]

    def forget(self) -> None:
        """Forget hits, counts, faults and edits; keep markup and news."""
        for memory in (self.hits, self.peaks, self.counts, self.faults, self.robots):
            memory.clear()  # type: ignore[attr-defined]
        for changed in (self.edits, self.removed, self.notes):
            changed.clear()
