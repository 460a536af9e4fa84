"""Asks registries in batches, each kept before the next is asked.

When a run is killed, the next one goes on behind the last kept batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import TypeVar

from archive.records import Authority, Check, Question
from archive.store import Store
from pipelines.services.evidence import unanswered
from pipelines.services.failures import CouldNotAsk
from pipelines.services.http import Client
from pipelines.verification.knowledge import Knowledge
from pipelines.verification.settings import VerificationSettings
from pipelines.verification.summary import Summary

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
# Questions whose answers are committed together.
BATCH = 12


class Batches:
    """Asks, keeps and counts the questions of one run; ``knows`` holds the answers.

    Without a client nobody is asked, and everything goes by what is known.
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

    def ask_each(
        self,
        items: Iterable[Item],
        stage: str,
        ask: Callable[[Client, Item], list[Check]],
        question: Question,
        authority: Authority,
    ) -> None:
        """Ask about each item by ``ask``, and keep the answers."""

        def with_client(item: Item) -> list[Check]:
            return ask(self.client, item)

        for _ in self.in_batches(items, stage, with_client, question, authority):
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

    def put_off(self, setting: str, count: int, budget: int) -> None:
        """So many questions that are due wait, since a budget of this run is used up."""
        if self.is_asking:
            self._summary.put_off(setting, count, budget)

    def in_batches(
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

            for batch in chunks(waiting, BATCH):
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


def _subjects(item: object) -> list[str]:
    """What an item of a batch asks about: a name, a list of names, or (URL, moment)."""
    if isinstance(item, list):
        return [str(name) for name in item]
    return [str(item[0])] if isinstance(item, tuple) else [str(item)]


def chunks(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of ``size``, the last one with what is left."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
