"""Asking registries: what is due, in batches, each batch kept before the next is asked.

Due is decided from the checks themselves, not from a mark set at the end: when a run is killed,
the next one goes on behind the last kept batch, and nothing is asked twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from archive.records import Authority, Check, Question
from archive.store import Store
from pipelines.dois import is_wellformed
from pipelines.services import crossref, datacite, doi_org, negotiation, wayback
from pipelines.services.evidence import unanswered
from pipelines.services.failures import CouldNotAsk
from pipelines.services.http import Client
from pipelines.verification import quirks
from pipelines.verification.due import (
    RECORD_GONE,
    agency_due_at,
    answer_due_at,
    is_due,
    registration_due_at,
)
from pipelines.verification.judging.editions import later_names, newer_names
from pipelines.verification.judging.judge import needs_second_question
from pipelines.verification.knowledge import Knowledge
from pipelines.verification.settings import VerificationSettings
from pipelines.verification.summary import Summary

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
# Questions whose answers are committed together.
BATCH = 12


class Asker:
    """Asks registries for one run and keeps every answer as a check; ``knows`` what came of it.

    Without a client it asks nobody, and everything goes by what is known.
    """

    def __init__(
        self,
        store: Store,
        client: Client | None,
        settings: VerificationSettings,
        run_id: int,
        summary: Summary,
        progress: Progress,
        now: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.settings = settings
        self._maybe_client = client
        self._run_id = run_id
        self._summary = summary
        self._progress = progress
        self.now = now
        self.knows = Knowledge(store)
        self._guesses = 0

    @property
    def client(self) -> Client:
        """Whom registries are asked through; only where ``is_asking``."""
        assert self._maybe_client is not None, "nothing is asked without a client"
        return self._maybe_client

    @property
    def is_asking(self) -> bool:
        """Whether anybody is asked at all."""
        return self._maybe_client is not None

    def stop(self) -> None:
        """Ask nobody from now on."""
        self._maybe_client = None

    # ------------------------------------------------------------------ registration

    def ask_registrations(self, dois: Iterable[str]) -> None:
        """Ask the handle API about the names that are due; "not found" is asked twice."""
        due = [doi for doi in dict.fromkeys(dois) if self._is_registration_due(doi)]
        halfway = dict.fromkeys(doi for doi in due if self._is_doubtful(doi))  # by an ended run
        first = [doi for doi in due if doi not in halfway]
        doubtful = self._ask_handles(first, "registration", past_cache=False)
        self._ask_handles([*halfway, *doubtful], "second question", past_cache=True)

    def follow_aliases(self, dois: Iterable[str]) -> None:
        """Ask about what the names are aliases of, and what that is an alias of, to the end."""
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
        allowed = min(wanted, self.settings.max_guesses - self._guesses)
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
            answer = doi_org.ask_handle(
                self.client, self.settings.doi_org, doi, past_cache=past_cache
            )
            return [answer.check]

        doubtful = []
        for batch in self._kept(dois, stage, ask, Question.REGISTRATION, Authority.DOI_ORG):
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
        groups = [*_chunks(together, doi_org.MAX_NAMES), *([name] for name in due if "," in name)]

        def ask(group: list[str]) -> list[Check]:
            answers = doi_org.ask_agencies(self.client, self.settings.doi_org, group)
            return [answer.check for answer in answers]

        for _ in self._kept(groups, "agency", ask, Question.AGENCY, Authority.DOI_ORG):
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
        s = self.settings

        def ask(group: list[str]) -> list[Check]:
            if authority is Authority.CROSSREF:
                answers = crossref.ask_works(self.client, s.crossref, group)
            else:
                answers = datacite.ask_works(self.client, s.datacite, group)
            return [answer.check for answer in answers]

        size = crossref.LIST_SIZE if authority is Authority.CROSSREF else datacite.LIST_SIZE
        lists = _chunks(names, size)
        for _ in self._kept(lists, "metadata", ask, Question.METADATA, authority):
            pass

    def _ask_works(self, names: Sequence[str], authority: Authority) -> None:
        s = self.settings

        def ask(name: str) -> list[Check]:
            if authority is Authority.CROSSREF:
                check = crossref.ask_work(self.client, s.crossref, name).check
            elif authority is Authority.DATACITE:
                check = datacite.ask_work(self.client, s.datacite, name).check
            else:
                agency = agencies[name]
                check = negotiation.ask_work(self.client, s.doi_org, name, agency).check
            return [_doubted(check) if name in known and not check.facts["found"] else check]

        # read here: not in threads
        agencies = {name: self.knows.agency_of(name) for name in names}
        known = {name for name in names if self.knows.work_of(name)[0] is not None}
        for _ in self._kept(names, "metadata", ask, Question.METADATA, authority):
            pass

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
        """Ask the Wayback Machine for what is broken: (URL, moment the page knew it)."""
        due = [(url, near) for url, near in dict(urls).items() if self._is_memento_due(url)]

        def ask(item: tuple[str, datetime]) -> list[Check]:
            url, near = item
            return [wayback.ask_memento(self.client, self.settings.wayback, url, near).check]

        for _ in self._kept(due, "mementos", ask, Question.MEMENTO, Authority.WAYBACK):
            pass

    def _is_memento_due(self, url: str) -> bool:
        checks = self.store.checks_of(url, Question.MEMENTO)
        return is_due(answer_due_at(url, checks, self.settings.memento_days), self.now())

    # ------------------------------------------------------------------ the common way

    def ask_each(
        self,
        items: Iterable[Item],
        stage: str,
        ask: Callable[[Client, Item], list[Check]],
        question: Question,
        authority: Authority,
    ) -> None:
        """Ask about items in a way of the caller's, and keep the answers."""

        def with_client(item: Item) -> list[Check]:
            return ask(self.client, item)

        for _ in self._kept(items, stage, with_client, question, authority):
            pass

    def keep(self, checks: Sequence[Check]) -> None:
        """Keep checks that were made elsewhere; each that was sent counts as a question."""
        with self.store.unit():
            for check in checks:
                self.store.keep_check(self._run_id, check)
                self._summary.questions[check.authority] += check.status is not None

    def leave_open(
        self, question: Question, subject: str, authority: Authority, error: str, why: str
    ) -> None:
        """A question that was due could not be answered."""
        self._summary.leave_open(authority, question, subject, error, why)

    def note_list(self, authority: Authority, day: str) -> None:
        """A list was looked up that is of a day."""
        self._summary.lists[authority] = day

    def _kept(
        self,
        items: Iterable[Item],
        stage: str,
        ask: Callable[[Item], list[Check]],
        question: Question,
        authority: Authority,
    ) -> Iterator[list[Item]]:
        """Ask about items in batches and keep each batch's checks; yields the batches.

        What could not be asked is kept as a check with its error, where anything was sent.
        """
        waiting = list(items)
        if self._maybe_client is None or not waiting:
            return
        done = 0
        with ThreadPoolExecutor(self.settings.registry_at_once) as pool:

            def one(item: Item) -> list[Check]:
                try:
                    return ask(item)
                except CouldNotAsk as failure:
                    subjects = _subjects(item)
                    for subject in subjects:
                        self.leave_open(
                            question, subject, authority, failure.error, failure.message
                        )
                    kept = (unanswered(failure, question, s, authority) for s in subjects)
                    return [check for check in kept if check is not None]

            for batch in _chunks(waiting, BATCH):
                answers = list(pool.map(one, batch))
                with self.store.unit():
                    for checks in answers:
                        for check in checks:
                            self.store.keep_check(self._run_id, check)
                            if check.error is None:
                                self._summary.close(authority, question, check.subject)
                            else:
                                self.leave_open(
                                    question,
                                    check.subject,
                                    authority,
                                    check.error,
                                    str(check.facts.get("message", check.error)),
                                )
                self._summary.questions[authority] += sum(1 for checks in answers if checks)
                done += len(batch)
                self._progress(stage, done, len(waiting))
                yield batch


def _doubted(check: Check) -> Check:
    """A "there is none" from an agency that gave the record once: registries take none back."""
    said = f"{check.authority} knows nothing of {check.subject}, whose record it has given before"
    return replace(check, error=RECORD_GONE, facts={**check.facts, "message": said})


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


def _subjects(item: object) -> list[str]:
    """What an item of a batch asks about: a name, a list of names, or (URL, moment)."""
    if isinstance(item, list):
        return [str(name) for name in item]
    return [str(item[0])] if isinstance(item, tuple) else [str(item)]


def _chunks(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
