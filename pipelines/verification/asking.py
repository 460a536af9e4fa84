"""Asks registries about what is due, and follows up on their answers.

Due is decided from the checks themselves, not from a mark set at the end, so that nothing is
asked twice when a run is killed and taken up again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from archive.records import Authority, Check, Question
from pipelines.dois import is_wellformed
from pipelines.services import crossref, datacite, doi_org, negotiation, wayback
from pipelines.services.evidence import unanswered
from pipelines.services.failures import CouldNotAsk
from pipelines.services.timemaps import ask_timemap
from pipelines.verification import quirks
from pipelines.verification.batches import Batches, chunks
from pipelines.verification.due import (
    RECORD_GONE,
    agency_due_at,
    answer_due_at,
    is_due,
    registration_due_at,
)
from pipelines.verification.judging.editions import later_names, newer_names
from pipelines.verification.judging.judge import needs_second_question


class Asker(Batches):
    """What registries are asked for one run: registrations, agencies, records, mementos.

    Every answer is kept as a check.
    """

    _guesses = 0
    _has_found = False
    _is_control_unknown = False

    # ------------------------------------------------------------------ registration

    def ask_registrations(self, dois: Iterable[str]) -> None:
        """Ask the handle API about the names that are due; "not found" is asked twice."""
        due = [doi for doi in dict.fromkeys(dois) if self._is_registration_due(doi)]
        halfway = dict.fromkeys(doi for doi in due if self._is_doubtful(doi))  # by an ended run
        first = [doi for doi in due if doi not in halfway]
        doubtful = [*halfway, *self._ask_handles(first, "registration", past_cache=False)]
        if doubtful and not self._is_doi_org():
            self._disbelieve(doubtful)
        else:
            self._ask_handles(doubtful, "second question", past_cache=True)

    def _is_doi_org(self) -> bool:
        """Whether what answers for doi.org knows names: one in this run, or the control name.

        A proxy or a mirror that knows nothing says "not found" of all names, in doi.org's form.
        """
        control = self.settings.control_doi
        if self.is_asking and control and not self._has_found:
            self._is_control_unknown = False
            self._ask_handles([control], "control name", past_cache=False)
        return self._has_found or not self.is_asking or not control

    def _disbelieve(self, dois: Iterable[str]) -> None:
        """Leave open what was "not found" where nothing is found."""
        control = self.settings.control_doi
        why = f"it found none of the names, and gave no answer about {control}"
        if self._is_control_unknown:
            why = f"it found none of the names, nor {control}, which is registered for certain"
        for doi in dois:
            self.leave_open(Question.REGISTRATION, doi, Authority.DOI_ORG, NOT_ITSELF, why)

    def follow_aliases(self, dois: Iterable[str]) -> None:
        """Ask about the names that these are aliases of, and on along each chain to its end."""
        targets = [target for doi in dois if (target := self.knows.trail_of(doi)[-1]) != doi]
        asked: set[str] = set()
        while targets := [name for name in dict.fromkeys(targets) if name not in asked]:
            self.ask_registrations(targets)
            asked.update(targets)
            targets = [self.knows.trail_of(name)[-1] for name in targets]

    def _is_doubtful(self, doi: str) -> bool:
        """Whether the latest answer is a "not found" that has not been asked a second time."""
        checks = self.store.checks_of(doi, Question.REGISTRATION)
        return needs_second_question(checks) and checks[-1].error is None

    def ask_guesses(self, dois: Iterable[str], stage: str) -> None:
        """Ask about names that we made, once: a guess that is not found needs no proof.

        At most ``max_guesses`` in a run; the others are asked in later ones.
        """
        due = [doi for doi in dict.fromkeys(dois) if self._is_guess_due(doi)]
        self._ask_handles(due[: self.spend(len(due))], stage, past_cache=False)

    def spend(self, wanted: int) -> int:
        """How many of so many guesses this run may still make; they are counted as made."""
        budget = self.settings.max_guesses
        allowed = min(wanted, budget - self._guesses)
        self.put_off("max_guesses", wanted - allowed, budget)
        self._guesses += allowed
        return allowed

    def _is_guess_due(self, doi: str) -> bool:
        checks = self.store.checks_of(doi, Question.REGISTRATION)
        due_at = answer_due_at(doi, checks, self.settings.registration_days)
        return is_wellformed(doi) and is_due(due_at, self.now())

    def _is_registration_due(self, doi: str) -> bool:
        if not is_wellformed(doi):
            return False
        checks = self.store.checks_of(doi, Question.REGISTRATION)
        verdict = self.knows.registration_of(doi)
        return is_due(registration_due_at(doi, checks, verdict, self.settings), self.now())

    def _ask_handles(self, dois: Sequence[str], stage: str, *, past_cache: bool) -> list[str]:
        """Ask; returns the names that have to be asked again past the cache."""

        def ask(doi: str) -> list[Check]:
            base = self.settings.services.doi_org
            check = doi_org.ask_handle(self.client, base, doi, past_cache=past_cache)
            is_unknown = check.facts["code"] == doi_org.NOT_FOUND
            self._has_found |= not is_unknown
            if doi == self.settings.control_doi:
                self._is_control_unknown = is_unknown
            return [check]

        doubtful = []
        for batch in self.in_batches(dois, stage, ask, Question.REGISTRATION, Authority.DOI_ORG):
            for doi in batch:
                self.knows.forget(doi)
                if not past_cache and self._is_doubtful(doi):
                    doubtful.append(doi)
        return doubtful

    # ------------------------------------------------------------------ agency and metadata

    def ask_agencies(self, names: Iterable[str]) -> None:
        """Ask doiRA about names whose agency is due, many in one request."""
        due = [name for name in dict.fromkeys(names) if self._is_agency_due(name)]
        together = [name for name in due if "," not in name]
        groups = [*chunks(together, doi_org.MAX_NAMES), *([name] for name in due if "," in name)]

        def ask(group: list[str]) -> list[Check]:
            return doi_org.ask_agencies(self.client, self.settings.services.doi_org, group)

        for _ in self.in_batches(groups, "agency", ask, Question.AGENCY, Authority.DOI_ORG):
            pass

    def _is_agency_due(self, name: str) -> bool:
        agencies = self.store.checks_of(name, Question.AGENCY)
        records = self.store.checks_of(name, Question.METADATA)
        return is_due(agency_due_at(name, agencies, records, self.settings), self.now())

    def ask_metadata(self, names: Iterable[str]) -> None:
        """Ask the agencies for the records that are due: in lists where they take them.

        Where doiRA could not be asked, the agency of most other names with the prefix is tried;
        only what it finds counts, for a prefix is no proof.
        """
        due = [name for name in dict.fromkeys(names) if self._is_metadata_due(name)]
        agencies = {name: self.knows.agency_of(name) for name in due}
        hints = _prefix_agencies(agencies)
        likely = {name: agencies[name] or hints.get(_prefix(name), "") for name in due}
        for agency, authority in _LISTING.items():
            self._ask_lists([n for n in due if likely[n] == agency and "," not in n], authority)
        still = [name for name in due if self._is_metadata_due(name)]
        for agency, authority in _LISTING.items():
            self._ask_works([n for n in still if agencies[n] == agency], authority)
        offering = {*_LISTING, "", *quirks.SILENT_AGENCIES}
        others = [name for name in still if agencies[name] not in offering]
        self._ask_works(others, Authority.CONTENT_NEGOTIATION)

    def _ask_lists(self, names: Sequence[str], authority: Authority) -> None:
        services = self.settings.services

        def ask(group: list[str]) -> list[Check]:
            if authority is Authority.CROSSREF:
                return crossref.ask_works(self.client, services.crossref, group)
            return datacite.ask_works(self.client, services.datacite, group)

        size = crossref.LIST_SIZE if authority is Authority.CROSSREF else datacite.LIST_SIZE
        lists = chunks(names, size)
        for _ in self.in_batches(lists, "metadata", ask, Question.METADATA, authority):
            pass

    def _ask_works(self, names: Sequence[str], authority: Authority) -> None:
        services = self.settings.services

        def ask(name: str) -> list[Check]:
            if authority is Authority.CROSSREF:
                check = crossref.ask_work(self.client, services.crossref, name)
            elif authority is Authority.DATACITE:
                check = datacite.ask_work(self.client, services.datacite, name)
            else:
                check = negotiation.ask_work(
                    self.client,
                    services.doi_org,
                    name,
                    agencies[name],
                    has_only_pages=name in silent,
                )
            return [_doubted(check) if name in known and not check.facts["found"] else check]

        # read here: not in threads
        agencies = {name: self.knows.agency_of(name) for name in names}
        known = {name for name in names if self.knows.work_of(name)[0] is not None}
        silent = {name for name in names if self._has_only_pages(name)}
        for _ in self.in_batches(names, "metadata", ask, Question.METADATA, authority):
            pass

    def _has_only_pages(self, name: str) -> bool:
        checks = self.store.checks_of(name, Question.METADATA)
        return negotiation.gives_only_pages(checks, self.now())

    def _is_metadata_due(self, name: str) -> bool:
        checks = self.store.checks_of(name, Question.METADATA)
        return is_due(answer_due_at(name, checks, self.settings.metadata_days), self.now())

    # ------------------------------------------------------------------ newer editions

    def ask_editions(self, names: Iterable[str]) -> None:
        """Ask whether there is a newer version of a work, and for its record.

        What its record names is asked once; of a Cochrane review one version after the other,
        until one is not there.
        """
        works = list(dict.fromkeys(names))
        later = {name: later_names(name) for name in works}
        waiting = works
        while waiting:
            following = {name: next(later[name], "") for name in waiting}
            following = {name: other for name, other in following.items() if other}
            self.ask_guesses(following.values(), "newer versions")
            waiting = [n for n, other in following.items() if self.knows.is_registered(other)]
        told = [work for work, _ in map(self.knows.work_of, works) if work is not None]
        self.ask_guesses((n for work in told for n in newer_names(work)), "newer versions")
        newer = [found for name in works if (found := self.knows.newer_of(name))]
        self.ask_agencies(newer)
        self.ask_metadata(newer)

    # ------------------------------------------------------------------ mementos

    def ask_mementos(self, urls: Iterable[tuple[str, datetime]]) -> None:
        """Ask web archives for what is broken: (URL, moment the page knew it)."""
        due = [(url, near) for url, near in dict(urls).items() if self._is_memento_due(url)]
        ask = self._memento_checks
        for _ in self.in_batches(due, "mementos", ask, Question.MEMENTO, Authority.WAYBACK):
            pass

    def _memento_checks(self, item: tuple[str, datetime]) -> list[Check]:
        """The Wayback Machine's API first; a TimeMap where it knows none or is silent.

        What the TimeMap says stands last: it answers the question that the silence left open.
        """
        (url, near), settings = item, self.settings
        told: list[Check] = []
        silence: CouldNotAsk | None = None
        try:
            answer = wayback.ask_memento(self.client, settings.services.wayback, url, near)
            told = [answer]
            if answer.facts["memento"]:
                return told
        except CouldNotAsk as failure:
            silence = failure
            failed = unanswered(failure, Question.MEMENTO, url, Authority.WAYBACK)
            told = [failed] if failed is not None else []
        if settings.services.timemap:
            with suppress(CouldNotAsk):
                return [*told, ask_timemap(self.client, settings.services.timemap, url, near)]
        if silence is not None:
            raise silence
        return told

    def _is_memento_due(self, url: str) -> bool:
        checks = self.store.checks_of(url, Question.MEMENTO)
        return is_due(answer_due_at(url, checks, self.settings.memento_days), self.now())


def _doubted(check: Check) -> Check:
    """A "not found" of an agency that once gave the record, as an error: registries delete none."""
    said = f"{check.authority} knows nothing of {check.subject}, whose record it has given before"
    return replace(check, error=RECORD_GONE, facts={**check.facts, "message": said})


# Why "not found" is left open where nothing is found.
NOT_ITSELF = "not_itself"
# Agencies that give many records in one answer.
_LISTING = {"Crossref": Authority.CROSSREF, "DataCite": Authority.DATACITE}


def _prefix(name: str) -> str:
    return name.partition("/")[0]


def _prefix_agencies(agencies: Mapping[str, str]) -> dict[str, str]:
    """The agency of most names with a prefix; a hint and no more, for names change agencies."""
    counted: dict[str, Counter[str]] = {}
    for name, agency in agencies.items():
        if agency:
            counted.setdefault(_prefix(name), Counter())[agency] += 1
    return {prefix: found.most_common(1)[0][0] for prefix, found in counted.items()}
