"""Asking registries: what is due, in batches, each batch kept before the next is asked.

Due is decided from the checks themselves, not from a mark set at the end: when a run is killed,
the next one goes on behind the last kept batch, and nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
from pipelines.verification.due import answer_due_at, is_due, registration_due_at
from pipelines.verification.judge import needs_second_question
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
        self._now = now
        self.knows = Knowledge(store)
        self._guesses = 0

    @property
    def _client(self) -> Client:
        assert self._maybe_client is not None, "nothing is asked without a client"
        return self._maybe_client

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

    def _is_doubtful(self, doi: str) -> bool:
        """Whether the latest answer is a "not found" that has not been asked a second time."""
        checks = self.store.checks_of(doi, Question.REGISTRATION)
        return needs_second_question(checks) and checks[-1].error is None

    def ask_guesses(self, dois: Iterable[str], stage: str) -> None:
        """Ask about names that we made, once: a guess that is not found needs no proof.

        At most ``max_guesses`` in a run; the others are asked in later ones.
        """
        due = [doi for doi in dict.fromkeys(dois) if self._is_guess_due(doi)]
        due = due[: self.settings.max_guesses - self._guesses]
        self._guesses += len(due)
        self._ask_handles(due, stage, past_cache=False)

    def _is_guess_due(self, doi: str) -> bool:
        checks = self.store.checks_of(doi, Question.REGISTRATION)
        due_at = answer_due_at(doi, checks, self.settings.registration_days)
        return is_wellformed(doi) and is_due(due_at, self._now())

    def _is_registration_due(self, doi: str) -> bool:
        if not is_wellformed(doi):
            return False
        checks = self.store.checks_of(doi, Question.REGISTRATION)
        verdict = self.knows.registration_of(doi)
        return is_due(registration_due_at(doi, checks, verdict, self.settings), self._now())

    def _ask_handles(self, dois: Sequence[str], stage: str, *, past_cache: bool) -> list[str]:
        """Ask; returns the names that have to be asked again past the cache."""

        def ask(doi: str) -> list[Check]:
            answer = doi_org.ask_handle(
                self._client, self.settings.doi_org, doi, past_cache=past_cache
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
        """Ask doiRA about names whose agency is not known, many in one request."""
        due = [name for name in dict.fromkeys(names) if not self.knows.agency_of(name)]
        together = [name for name in due if "," not in name]
        groups = [*_chunks(together, doi_org.MAX_NAMES), *([name] for name in due if "," in name)]

        def ask(group: list[str]) -> list[Check]:
            answers = doi_org.ask_agencies(self._client, self.settings.doi_org, group)
            return [answer.check for answer in answers]

        for _ in self._kept(groups, "agency", ask, Question.AGENCY, Authority.DOI_ORG):
            pass

    def ask_metadata(self, names: Iterable[str]) -> None:
        """Ask the agencies for the records that are due: Crossref in lists, others one by one."""
        due = [name for name in dict.fromkeys(names) if self._is_metadata_due(name)]
        agencies = {name: self.knows.agency_of(name) for name in due}
        listed = [name for name in due if agencies[name] == "Crossref" and "," not in name]
        lists = _chunks(listed, crossref.LIST_SIZE)
        for _ in self._kept(
            lists, "metadata", self._ask_list, Question.METADATA, Authority.CROSSREF
        ):
            pass
        single = [name for name in due if agencies[name] == "Crossref"]
        self._ask_works([n for n in single if self._is_metadata_due(n)], Authority.CROSSREF)
        self._ask_works([n for n in due if agencies[n] == "DataCite"], Authority.DATACITE)
        others = [n for n in due if agencies[n] not in ("", "Crossref", "DataCite")]
        self._ask_works(others, Authority.CONTENT_NEGOTIATION)

    def _ask_list(self, names: list[str]) -> list[Check]:
        answers = crossref.ask_works(self._client, self.settings.crossref, names)
        return [answer.check for answer in answers]

    def _ask_works(self, names: Sequence[str], authority: Authority) -> None:
        s = self.settings

        def ask(name: str) -> list[Check]:
            if authority is Authority.CROSSREF:
                return [crossref.ask_work(self._client, s.crossref, name).check]
            if authority is Authority.DATACITE:
                return [datacite.ask_work(self._client, s.datacite, name).check]
            agency = agencies[name]
            return [negotiation.ask_work(self._client, s.doi_org, name, agency).check]

        agencies = {name: self.knows.agency_of(name) for name in names}  # read here: not in threads
        for _ in self._kept(names, "metadata", ask, Question.METADATA, authority):
            pass

    def _is_metadata_due(self, name: str) -> bool:
        checks = self.store.checks_of(name, Question.METADATA)
        return is_due(answer_due_at(name, checks, self.settings.metadata_days), self._now())

    # ------------------------------------------------------------------ mementos

    def ask_mementos(self, urls: Iterable[tuple[str, datetime]]) -> None:
        """Ask the Wayback Machine for what is broken: (URL, moment the page knew it)."""
        due = [(url, near) for url, near in dict(urls).items() if self._is_memento_due(url)]

        def ask(item: tuple[str, datetime]) -> list[Check]:
            url, near = item
            return [wayback.ask_memento(self._client, self.settings.wayback, url, near).check]

        for _ in self._kept(due, "mementos", ask, Question.MEMENTO, Authority.WAYBACK):
            pass

    def _is_memento_due(self, url: str) -> bool:
        checks = self.store.checks_of(url, Question.MEMENTO)
        return is_due(answer_due_at(url, checks, self.settings.memento_days), self._now())

    # ------------------------------------------------------------------ the common way

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
                        self._summary.leave_open(
                            authority, question, subject, failure.error, failure.message
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
                self._summary.questions[authority] += sum(1 for checks in answers if checks)
                done += len(batch)
                self._progress(stage, done, len(waiting))
                yield batch


def _subjects(item: object) -> list[str]:
    """What an item of a batch asks about: a name, a list of names, or (URL, moment)."""
    if isinstance(item, list):
        return [str(name) for name in item]
    return [str(item[0])] if isinstance(item, tuple) else [str(item)]


def _chunks(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
