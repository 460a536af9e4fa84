"""Checks the web: landing pages of registered names, and links that leave the site.

One URL is looked at once in a run, whoever points to it: a landing page that a page also links
to gives two checks from one visit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from archive.keeping.rows import host_of
from archive.records import Authority, Check, LinkDue, Question
from archive.store import Store
from pipelines.services.guard import check_target
from pipelines.services.web.anchors import is_asked
from pipelines.services.web.hosts import Parked
from pipelines.services.web.landing import COMPARABLE, Probe, Queue, run_probes
from pipelines.services.web.visits import Earlier
from pipelines.verification import quirks
from pipelines.verification.due import is_due, web_due_at
from pipelines.verification.judging.judge import judge_landing, judge_link
from pipelines.verification.judging.observing import observe
from pipelines.verification.judging.sights import GOOD
from pipelines.verification.knowledge import Knowledge, with_histories
from pipelines.verification.settings import VerificationSettings

# Answers are committed together when there are so many, or the oldest has waited so long. While a
# disk makes sure of them, nobody is asked.
BATCH = 300
PATIENCE_S = 1.0


@dataclass(kw_only=True)
class Looks:
    """What came of the probes of one run."""

    visits: int = 0
    deferred: dict[str, str] = field(default_factory=dict)
    """Subject -> why it was not looked at in this run."""
    outages: dict[str, list[str]] = field(default_factory=dict)
    """Host that had answered in this run and fell silent -> the subjects that wait for it."""
    over_budget: int = 0
    """How many of these wait because their host had its share (``max_host_visits``)."""


LEFT_OUT = "the settings leave links out"
"""Why no link is asked in this run; what was found out before still holds."""


def exclusion(link: LinkDue) -> str:
    """Why a link is not to be asked at all, in words that follow "not asked:"; '' = ask."""
    scheme = link.url.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        return f"{scheme}: leads to no page"
    if not any(map(quirks.is_asked, link.elements)):
        return f"only in {', '.join(link.elements)} elements, which no reader follows"
    if quirks.HIDDEN_MAIL in link.url:
        return "it stands for a mail address, which a script shows to readers"
    return ""


def is_resolver(link: LinkDue) -> bool:
    """Whether a link is a DOI name in an address: it is judged as a DOI, and not asked."""
    return is_told_as_name(link) or quirks.DOI_HANDLES.match(link.url) is not None


def is_told_as_name(link: LinkDue) -> bool:
    """Whether what is wrong with such a link is told of its DOI name, as nothing but a DOI name
    can stand there."""
    return link.host.partition(":")[0] in quirks.DOI_RESOLVERS


def forbidden(url: str, settings: VerificationSettings) -> str:
    """Why the guard forbids to ask a URL; '' = it may be asked."""
    return check_target(url, settings.network.allow_addresses) or ""


class Agenda:
    """What is due on the web: landing pages of registered names, and links that lead out.

    Landing pages are few and known at once; links are read host by host, when their turn comes.
    One URL is looked at once, for all that is asked about it (``asked_about``).
    """

    def __init__(
        self, names: Iterable[str], knows: Knowledge, settings: VerificationSettings, now: datetime
    ) -> None:
        self._store = knows.store
        self._settings = settings
        self._now = now
        self.put_off: dict[str, str] = {}
        """Subject -> why it is not looked at in this run, of what has been come to so far."""
        self._landings: dict[str, dict[str, list[Probe]]] = {}
        self._together: dict[str, list[Probe]] = {}
        self._pasts: dict[str, tuple[LinkDue, Sequence[Check]]] = {}
        for probe in landing_probes(names, knows, settings, now):
            at_host = self._landings.setdefault(host_of(probe.url), {})
            at_host.setdefault(probe.url, []).append(probe)

    def queues(self) -> list[Queue]:
        """One for each host."""
        links = self._store.external_hosts(self._now) if self._settings.probe_links else {}
        hosts = {host: len(urls) for host, urls in self._landings.items()}
        for host, expected in links.items():
            if host.partition(":")[0] not in quirks.DOI_RESOLVERS:  # judged as DOI names
                hosts[host] = hosts.get(host, 0) + expected
        return [Queue(host=h, expected=n, probes=self._probes(h, n)) for h, n in hosts.items()]

    def asked_about(self, probe: Probe) -> list[Probe]:
        """All that is asked about the URL of a probe; told once."""
        return self._together.pop(probe.url)

    def history_with(self, check: Check) -> tuple[LinkDue, Sequence[Check]] | None:
        """The link of a new check and all that is known of it; told once. None for a check of
        something else."""
        past = self._pasts.pop(check.subject, None) if check.question is Question.LINK else None
        return (past[0], [*past[1], check]) if past is not None else None

    def forget(self, probe: Probe) -> None:
        """A probe is not made in this run: its history is not held any longer."""
        if probe.question is Question.LINK:
            self._pasts.pop(probe.subject, None)

    def _probes(self, host: str, expected: int) -> Iterator[Probe]:
        """Every URL of a host once, as far as a run may ask one host."""
        landings = self._landings.pop(host, {})
        most = self._settings.max_host_visits
        is_over = 0 < most < expected
        waiting = self._store.links_beyond(host, self._now, most) if is_over else set()
        for link, checks in with_histories(self._store, self._store.links_of_host(host), 20):
            due = link_probe(link, checks, self._settings, self._now)
            asked = [due] if due else []
            if link.url in waiting:
                self._wait(asked)
            else:
                if due:
                    self._pasts[link.url] = link, checks
                yield from self._once([*landings.pop(link.url, []), *asked])
        for number, probes in enumerate(landings.values()):
            if most and number >= most:
                self._wait(probes)
            else:
                yield from self._once(probes)

    def _wait(self, probes: Iterable[Probe]) -> None:
        for probe in probes:
            self.put_off[probe.subject] = "its host was asked for as much as one run may ask of it"

    def _once(self, probes: Sequence[Probe]) -> Iterator[Probe]:
        if probes:
            self._together[probes[0].url] = list(probes)
            first, *others = probes
            fragments = dict.fromkeys(f for probe in probes for f in probe.fragments)
            yield replace(first, fragments=tuple(fragments)) if others else first


def landing_probes(
    names: Iterable[str], knows: Knowledge, settings: VerificationSettings, now: datetime
) -> Iterator[Probe]:
    """Landing pages of registered names that are due."""
    if not settings.probe_landing:
        return
    for doi in names:
        url = knows.landing_url_of(doi) if knows.is_registered(doi) else None
        if url is None or forbidden(url, settings):
            continue
        checks = knows.store.checks_of(doi, Question.LANDING)
        verdict = judge_landing(checks, url, doi, None, settings.patience)
        if _is_due(doi, checks, settings.landing_days, verdict.has_failed, settings, now):
            yield Probe(
                subject=doi,
                url=url,
                question=Question.LANDING,
                authority=Authority.LANDING,
                earlier=earlier_of(checks),
            )


def link_probe(
    link: LinkDue, checks: Sequence[Check], settings: VerificationSettings, now: datetime
) -> Probe | None:
    """A link that leads out of the site, if it may be asked and is due."""
    if (
        not settings.probe_links
        or exclusion(link)
        or is_resolver(link)
        or forbidden(link.url, settings)
    ):
        return None
    has_failed = bool(checks) and judge_link(checks, settings.patience).has_failed
    if not _is_due(link.url, checks, settings.link_days, has_failed, settings, now):
        return None
    return Probe(
        subject=link.url,
        url=link.url,
        fragments=tuple(f for f in link.fragments if is_asked(f)),
        earlier=earlier_of(checks),
    )


def earlier_of(checks: Sequence[Check]) -> Earlier | None:
    """The last look that saw the page well, for comparison; facts of other rules are no use.

    What has been judged a soft 404 or a stranger's page must not become what the next look at
    it is compared with.
    """
    for check in reversed(checks):
        is_known = check.status in (200, 304) and check.rule_version in COMPARABLE
        if is_known and observe(check).seen in GOOD:
            return Earlier(url=check.final_url or check.url, facts=check.facts)
    return None


def _is_due(
    subject: str,
    checks: Sequence[Check],
    days: float,
    has_failed: bool,
    settings: VerificationSettings,
    now: datetime,
) -> bool:
    due_at = web_due_at(
        subject, checks, days, has_failed=has_failed, strike_days=settings.strike_days
    )
    return is_due(due_at, now)


def look(
    agenda: Agenda,
    store: Store,
    settings: VerificationSettings,
    run_id: int,
    progress: Callable[[str, int, int], None],
    now: Callable[[], datetime],
    judge: Callable[[Iterable[tuple[LinkDue, Sequence[Check]]]], None],
) -> Looks:
    """Visit every URL once, keep the checks as they come, and have their links judged."""
    queues = agenda.queues()
    expected = sum(queue.expected for queue in queues)
    looks = Looks()
    waiting: list[Check] = []
    since = time.monotonic()

    def done() -> int:
        return looks.visits + len(looks.deferred) + len(agenda.put_off)

    def flush() -> None:
        nonlocal since
        with store.unit():
            store.keep_checks(run_id, waiting)
        looked_at = [past for past in map(agenda.history_with, waiting) if past]
        waiting.clear()
        with store.unit():  # of its own: a fault in a rule costs no check
            judge(looked_at)
        since = time.monotonic()
        progress("pages", done(), max(done(), expected))

    def keep(probe: Probe, check: Check) -> None:
        looks.visits += 1
        _, *others = agenda.asked_about(probe)  # the probe asks for the first of them
        waiting.append(check)
        for other in others:
            whom = other.authority
            waiting.append(
                replace(check, subject=other.subject, question=other.question, authority=whom)
            )
        if len(waiting) >= BATCH or time.monotonic() - since > PATIENCE_S:
            flush()

    def defer(probe: Probe, parked: Parked) -> None:
        for asked in agenda.asked_about(probe):
            looks.deferred[asked.subject] = str(parked)
            if parked.outage_at:
                looks.outages.setdefault(parked.outage_at, []).append(asked.subject)
            agenda.forget(asked)

    try:
        run_probes(queues, settings.web(), keep, defer, now)
    finally:
        flush()
    progress("pages", done(), done())  # what was expected counts links that turn out not to be due
    looks.over_budget = len(agenda.put_off)
    looks.deferred |= agenda.put_off
    return looks
