"""Reads captures of the past as a crawl reads new ones: our own again, and imported ones."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from archive.keeping.rows import host_of
from archive.records import Capture, Exchange, Issue, PageRecord, Source
from archive.store import Store
from archive.warc.captures import UndecodableBody
from crawler.answers import Action, judge_answer
from crawler.profile import Profile
from crawler.reading import Reader
from crawler.scope import Found, Reason, Scope
from crawler.twins import Twins
from crawler.visiting import source_of, undecodable
from pipelines.stages import refine

_PARTS = (
    "image/", "font/", "audio/", "video/", "text/css", "text/javascript",
    "application/javascript", "application/x-javascript", "application/json",
    "application/font", "application/wasm", "application/manifest",
)  # fmt: skip
"""Media types of what a page is made of (mimesniff.spec.whatwg.org)."""


class Past:
    """Reads captures in child processes and keeps what they say. To be used with ``with``."""

    def __init__(self, profile: Profile, store: Store) -> None:
        self.scope = Scope(profile)
        self.pages_read = 0
        self.not_pages: Counter[Reason] = Counter()
        """Good answers that are no pages of the site, by reason."""
        self.other_hosts: Counter[str] = Counter()
        """Of those of other sites."""
        self._site = profile.name
        self._store = store
        self._twins = Twins()
        workers = min(4, os.cpu_count() or 1)
        self._reader = Reader(workers)
        self._turns = asyncio.Semaphore(workers)
        """Of captures that are unpacked to be read: of a batch no more than there are children."""
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()
        self._reader.close()

    def keep(self, run_id: int, batch: Sequence[tuple[Capture, Exchange]]) -> None:
        """Read what a crawl would read, and keep captures and pages in one transaction.

        Records of the captures must be on disk. Raises ``StoreError``.
        """
        found = self._runner.run(self._records_of(batch))
        with self._store.unit():
            for (capture, _), (record, issue) in zip(batch, found, strict=True):
                self._keep(run_id, capture, record, issue)

    async def _records_of(
        self, batch: Sequence[tuple[Capture, Exchange]]
    ) -> list[tuple[PageRecord | None, Issue | None]]:
        """What ``_record_of`` gives of each capture; (None, None) of one that is not to be read."""
        wanted = [at for at, (capture, _) in enumerate(batch) if self._is_to_be_read(capture)]
        found = await asyncio.gather(*(self._record_of(*batch[at]) for at in wanted))
        by_place = dict(zip(wanted, found, strict=True))
        return [by_place.get(at, (None, None)) for at in range(len(batch))]

    def _is_to_be_read(self, capture: Capture) -> bool:
        """Whether a crawl would read it. To be asked of every capture, in order."""
        if capture.is_requisite:
            return judge_answer(capture)[0] is Action.READ
        is_twin = self._twins.is_twin(self.scope.canonicalise(capture.url), capture)
        if is_twin or judge_answer(capture)[0] is not Action.READ:
            return False
        reason = self._why_no_page(capture)
        if reason:
            self.not_pages[reason] += 1
        if reason is Reason.OUT_OF_SCOPE:
            self.other_hosts[host_of(capture.url)] += 1
        return not reason

    def _why_no_page(self, capture: Capture) -> Reason:
        """Why an answer is not one of the site's pages. A crawl did not ask for such; other tools
        bring pages of other sites, and all that a browser loads."""
        if not self.scope.is_own(capture.url):
            return Reason.OUT_OF_SCOPE
        if capture.fidelity != "imported":
            return Reason.NONE
        if capture.mime.startswith(_PARTS):
            return Reason.ASSET
        return self.scope.judge(Found(url=capture.url, element="a"))[1]

    async def _record_of(
        self, capture: Capture, exchange: Exchange
    ) -> tuple[PageRecord | None, Issue | None]:
        """The refined record of a capture, if it is one of a page; or what kept it from being."""
        async with self._turns:
            return await self._read(capture, exchange)

    async def _read(
        self, capture: Capture, exchange: Exchange
    ) -> tuple[PageRecord | None, Issue | None]:
        try:
            source = source_of(self.scope, exchange, capture, is_part=capture.is_requisite)
        except UndecodableBody as error:
            issue = Issue(
                code="undecodable_body", message=f"{capture.url}: {error}.", url=capture.url,
                capture_id=capture.id, stage="capture",
            )  # fmt: skip
            return undecodable(self.scope, self._site, exchange, capture), issue
        if not isinstance(source, Source):
            return None, None
        if source.is_requisite:
            return await self._reader.read(source), None
        return refine(replace(await self._reader.read(source), site=self._site)), None

    def _keep(
        self, run_id: int, capture: Capture, record: PageRecord | None, issue: Issue | None
    ) -> None:
        self._store.keep_capture(run_id, capture)
        if issue is not None:
            self._store.keep_issue(run_id, issue)
        if record is not None and capture.is_requisite:
            self._store.keep_style(record.url, capture.id, record.links)
            for said in record.issues:
                self._store.keep_issue(run_id, said)
        elif record is not None:
            self.pages_read += 1
            self._store.keep_page(run_id, record)
        elif judge_answer(capture)[0] is Action.UNCHANGED and not capture.is_requisite:
            url = self.scope.canonical_url(capture.url)
            if url is not None:
                self._store.keep_unchanged(url, capture.fetched_at)
