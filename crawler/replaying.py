"""Reading the past again: every derived table from the captures, with the network off.

Goes by the WARC files, not by the database, so it serves both when a reader or rule has improved
and when ``crawl.db`` is lost. Each capture is read by the same functions as in the crawl.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from archive.crawls import committed_ends, count_captures, count_issues, standing
from archive.locking import held
from archive.records import Capture, Exchange, Issue, Outcome, PageRecord, Source
from archive.store import Store
from archive.warc.captures import DamagedCapture, UndecodableBody, recover, walk
from crawler.answers import Action, judge_answer
from crawler.crawling import Progress
from crawler.finishing import settle_site
from crawler.identity import settings_of
from crawler.profile import Profile
from crawler.reading import Reader
from crawler.scope import Scope
from crawler.summary import CrawlSummary
from crawler.twins import Twins
from crawler.visiting import completed, source_of
from pipelines.stages import refine

BATCH = 50


class CannotReplay(Exception):
    """There is nothing to replay, or a capture is damaged; the message says which."""


def replay(profile: Profile, data_folder: Path, progress: Progress | None = None) -> CrawlSummary:
    """Rebuild the tables of a data folder from its captures.

    Raises ``CannotReplay``, ``Busy`` and ``StoreError``. What was read before a damaged capture
    stays.
    """
    captures = data_folder / "captures"
    if not any(captures.glob("*.warc.gz*")):
        raise CannotReplay(f"There are no captures in {captures}. Crawl the site first.")
    with held(data_folder), Store.open(data_folder / "crawl.db") as store:
        return _Replay(profile, captures, store, progress).run()


class _Replay:
    """One replay in progress."""

    def __init__(
        self, profile: Profile, captures: Path, store: Store, progress: Progress | None
    ) -> None:
        self._profile = profile
        self._scope = Scope(profile)
        self._captures = captures
        self._store = store
        self._progress = progress
        self._twins = Twins()
        self._read = 0

    def run(self) -> CrawlSummary:
        started = time.monotonic()
        store = self._store
        recover(self._captures, committed_ends(store.db))
        run_id = store.begin_run("replay", self._profile.name, settings_of(self._profile))
        known, done = count_captures(store.db), 0
        workers = min(4, os.cpu_count() or 1)
        with store.rereading(), Reader(workers) as reader, ThreadPoolExecutor(workers) as pool:
            for batch in _batches(self._walk()):
                jobs = [
                    pool.submit(self._record_of, reader, capture, exchange)
                    if self._is_to_be_read(capture)
                    else None
                    for capture, exchange in batch
                ]
                found = [job.result() if job else (None, None) for job in jobs]
                with store.unit():
                    for (capture, _), (record, issue) in zip(batch, found, strict=True):
                        self._keep(run_id, capture, record, issue)
                done += len(batch)
                if self._progress is not None:
                    self._progress("replay", done, max(known, done))
        settle_site(store, run_id, self._scope)
        kept = standing(store.db)
        counts = {
            "captures": done,
            "pages_read": self._read,
            **kept,
            "issues": count_issues(store.db, run_id),
            "seconds": round(time.monotonic() - started),
        }
        message = f"{done} captures read again; {kept['pages']} pages are kept."
        store.finish_run(run_id, Outcome.FINISHED, message, counts)
        return CrawlSummary(run_id=run_id, outcome=Outcome.FINISHED, message=message, counts=counts)

    def _walk(self) -> Iterator[tuple[Capture, Exchange]]:
        try:
            yield from walk(self._captures)
        except DamagedCapture as error:
            raise CannotReplay(
                f"{error} Copy what it still holds into a clean file with `patientline archive "
                "recover`, put that in its place, and run the replay again."
            ) from error

    def _is_to_be_read(self, capture: Capture) -> bool:
        """Whether a crawl would read it. To be asked of every capture, in order."""
        form = self._scope.canonicalise(capture.url)
        is_twin = (
            form is not None
            and capture.status in (200, 304)
            and not capture.truncated
            and self._twins.is_twin(form, capture.payload_sha256)
        )
        return judge_answer(capture)[0] is Action.READ and not is_twin

    def _record_of(
        self, reader: Reader, capture: Capture, exchange: Exchange
    ) -> tuple[PageRecord | None, Issue | None]:
        """The refined record of a capture, if it is one of a page; or what kept it from being."""
        try:
            source = source_of(self._scope, exchange, capture)
        except UndecodableBody as error:
            return None, Issue(
                code="undecodable_body", message=f"{capture.url}: {error}.", url=capture.url,
                capture_id=capture.id, stage="capture",
            )  # fmt: skip
        if not isinstance(source, Source):
            return None, None
        return refine(completed(reader.read_now(source), self._profile.name, capture)), None

    def _keep(
        self, run_id: int, capture: Capture, record: PageRecord | None, issue: Issue | None
    ) -> None:
        self._store.keep_capture(run_id, capture)
        if issue is not None:
            self._store.keep_issue(run_id, issue)
        if record is not None:
            self._read += 1
            self._store.keep_page(run_id, record)
        elif judge_answer(capture)[0] is Action.UNCHANGED:
            url = self._scope.canonical_url(capture.url)
            if url is not None:
                self._store.keep_unchanged(url, capture.fetched_at)


def _batches(
    pairs: Iterator[tuple[Capture, Exchange]],
) -> Iterator[list[tuple[Capture, Exchange]]]:
    while batch := list(islice(pairs, BATCH)):
        yield batch
