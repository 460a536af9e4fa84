"""One verification run: ask what is due, judge all there is, find what is wrong.

Registration first, since everything else depends on it; then agencies and records, landing
pages and links together (one queue a host), then repairs. Answers of registries are kept before the
next question, those of the web together (``probing.BATCH``, ``PATIENCE_S``): a run may be stopped
at any moment, and one that is killed asks for what it had not kept again. What could not be asked
stays due.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from archive.records import Authority, LinkDue, Outcome
from archive.store import Store
from pipelines.services.http import Client
from pipelines.verification.asking import Asker
from pipelines.verification.batches import Progress
from pipelines.verification.concluding import all_findings, broken_links, sum_up
from pipelines.verification.crosswalk import ask_identifiers, judge_identifiers
from pipelines.verification.findings.identifiers import find_in_identifiers
from pipelines.verification.judging.all_verdicts import (
    is_plainly_well,
    judge_dois,
    judge_links,
    keep_well,
)
from pipelines.verification.judging.judge import RULE_VERSION
from pipelines.verification.judging.judged import Judged
from pipelines.verification.noticing import look_up_notices
from pipelines.verification.own_pages import keep_own_checks, own_links
from pipelines.verification.probing import LEFT_OUT, Agenda, look
from pipelines.verification.readings import ask_readings, choose_readings, weigh_readings
from pipelines.verification.repairing.identifying import find_right_identifiers
from pipelines.verification.repairing.rungs import Repairs, find_repairs, keep_found, patients
from pipelines.verification.settings import VerificationSettings
from pipelines.verification.summary import Summary


def verify(
    store: Store,
    settings: VerificationSettings,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Summary:
    """Verify everything that the store's pages print, in a run of its own.

    ``progress`` is told (stage, done, total). Interrupted (``KeyboardInterrupt``), it judges
    what was answered so far, says so in the run, and raises the interruption again.
    """
    client = Client(settings.http(), now=now)
    run = _Run(store, settings, client, "verify", progress, now)
    return run.through()


def rejudge(
    store: Store,
    settings: VerificationSettings,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Summary:
    """Apply today's rules to all past checks, asking nobody, in a run of its own (``rejudge``)."""
    return _Run(store, settings, None, "rejudge", None, now).through()


class _Run:
    """The stages of one run and what they share."""

    def __init__(
        self,
        store: Store,
        settings: VerificationSettings,
        client: Client | None,
        command: str,
        progress: Progress | None,
        now: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.settings = settings
        self.client = client
        self.progress: Progress = progress or (lambda stage, done, total: None)
        self.now = now
        self.run_id = store.begin_run(command, settings.site, dataclasses.asdict(settings))
        self.summary = Summary(run_id=self.run_id)
        self.asker = Asker(store, client, settings, self.run_id, self.summary, self.progress, now)
        self.deferred: Mapping[str, str] = {}
        self.looked_since: datetime | None = None
        """Since when the links that are well were judged as they were looked at."""

    def through(self) -> Summary:
        """All stages, to the end of the run."""
        try:
            if self.client is not None:
                self.ask()
            self.conclude(Outcome.FINISHED)
        except KeyboardInterrupt:
            self.client = None
            self.asker.stop()
            self.conclude(Outcome.INTERRUPTED)
            raise
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
            self.store.finish_run(self.run_id, Outcome.FAILED, said, self.summary.counts())
            raise
        return self.summary

    def ask(self) -> None:
        """Ask whatever is due about names and links."""
        knows, settings = self.asker.knows, self.settings
        ask_readings(self.store, self.asker)
        names = self._printed_names()
        crossed = ask_identifiers(self.store, self.asker, self.now())
        self.asker.follow_aliases(names)
        works = [knows.name_of(doi) for doi in names if knows.is_registered(doi)] + crossed
        self.asker.ask_agencies(works)
        self.asker.ask_metadata(works)
        if weigh_readings(self.store, self.asker):
            names = self._printed_names()
        self.asker.ask_editions(works)
        newer = [found for work in works if (found := knows.newer_of(work))]
        look_up_notices(self.asker, [*names, *works, *newer])
        agenda = Agenda(names, knows, settings, self.now())
        judge = partial(keep_well, self.store, settings)
        self.looked_since = self.now()
        looks = look(agenda, self.store, settings, self.run_id, self.progress, self.now, judge)
        self.deferred = looks.deferred
        for host, subjects in looks.outages.items():
            self.summary.fell_silent(host, subjects, looks.deferred[subjects[0]])
        self.summary.questions[Authority.WEB] += looks.visits
        self.summary.put_off("max_host_visits", looks.over_budget, settings.max_host_visits)
        keep_own_checks(own_links(self.store), self.store, self.run_id, self.now())

    def _printed_names(self) -> list[str]:
        """Every DOI name that a page prints, as it is read by now."""
        printed = [mention.value for mention in self.store.mentions()]
        printed += [citation.doi for citation in self.store.citations() if citation.doi]
        return list(dict.fromkeys(printed))

    def conclude(self, outcome: Outcome) -> None:
        """Judge everything, ask about repairs of what is wrong, keep findings, end the run."""
        judged = self._judge()
        repairs = self._repair(judged)
        self._identify(judged, repairs)
        if self.settings.ask_wayback:
            self.asker.ask_mementos(broken_links(self.store, judged).items())
        style = self.settings.citation_style
        findings = all_findings(self.store, self.asker.knows, judged, repairs, style)
        days = self.settings.strike_days if self.settings.strikes > 1 else 0
        self.store.keep_findings(self.run_id, findings, self.now(), set(self.deferred), days)
        self.store.locate_findings()
        sum_up(self.summary, judged, findings, self.deferred)
        self.summary.outcome = outcome
        self.summary.silent |= self.client.silent() if self.client is not None else {}
        self.store.finish_run(self.run_id, outcome, self.summary.sentence(), self.summary.counts())

    def _judge(self) -> Judged:
        store, knows, settings = self.store, self.asker.knows, self.settings
        with store.unit():
            choose_readings(store, knows)
            mentions, citations = store.mentions(), store.citations()
            judged = judge_dois(store, knows, mentions, citations, settings, self.now())
            self.summary.begin_counting()
            done = (self.looked_since, RULE_VERSION) if self.looked_since else None
            self.summary.count_well(store.links_well(*done) if done else 0)
            external, internal = store.external_links(but_well=done), own_links(store)
            links = judge_links(store, knows, external, internal, settings, self.deferred)
            left_out = "" if settings.probe_links else LEFT_OUT
            for link, verdict in links:
                waits = left_out if isinstance(link, LinkDue) else ""
                self.summary.count_link(verdict, self.deferred.get(link.url, waits))
                if not is_plainly_well(verdict):
                    judged.links[link.id] = verdict
            judged.identifiers = judge_identifiers(store, knows, settings, self.now())
        return judged

    def _repair(self, judged: Judged) -> Repairs:
        citations = self.store.citations()
        repairs = find_repairs(patients(self.store.mentions(), citations, judged), self.asker)
        keep_found(self.store, self.asker.knows, citations, repairs)
        return repairs

    def _identify(self, judged: Judged, repairs: Repairs) -> None:
        """Ask what should stand in place of wrong PMIDs, ISBNs ..."""
        mentions, citations = self.store.identifier_mentions(), self.store.citations()
        wrong = list(find_in_identifiers(judged, mentions, citations))
        judged.right = find_right_identifiers(
            wrong, mentions, citations, judged, repairs, self.asker
        )
