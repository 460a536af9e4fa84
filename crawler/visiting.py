"""Turns the answer or failure of a URL that was asked into entries of the ledger."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Protocol

from archive.frontier import LeasedUrl
from archive.records import (
    REQUISITE,
    Capture,
    Exchange,
    FrontierState,
    PageKind,
    PageRecord,
    Source,
)
from archive.warc.captures import UndecodableBody, decoded_body
from archive.warc.messages import header_of, mime_of
from crawler.answers import PASSING_FAILURES, SILENCES, Action, judge_answer
from crawler.ledger import Ledger
from crawler.scope import Found, PageRule, Reason, Scope
from crawler.sitemaps import Sitemap, read_sitemap
from pipelines.services.pacing import retry_after_s

logger = logging.getLogger(__name__)

FETCHED, FAILED, SKIPPED = FrontierState.FETCHED, FrontierState.FAILED, FrontierState.SKIPPED


class AsyncReader(Protocol):
    """Something that reads pages, such as ``crawler.reading.Reader``."""

    async def read(self, source: Source) -> PageRecord:
        """The record of a page; never raises for what a page contains."""


def source_of(
    scope: Scope, exchange: Exchange, capture: Capture, *, is_part: bool = False
) -> Source | Sitemap | None:
    """The source to read from an answer with status 2xx; None for robots.txt, and of parts of pages
    for all but style sheets: browsers take no other type for one (WHATWG HTML, "stylesheet").

    Crawl and replay both go by this, so they read the same. Raises ``UndecodableBody``.
    """
    form = scope.canonicalise(capture.url)
    if form is None:
        return None
    if mime_of(exchange) != "text/css" if is_part else form.path == "/robots.txt":
        return None
    body = decoded_body(exchange)
    sitemap = None if is_part else read_sitemap(body)
    if sitemap is not None:
        return sitemap
    rule = PageRule() if is_part else scope.rule_of(form.url)
    return Source(
        url=form.url,
        capture_id=capture.id,
        fetched_at=capture.fetched_at,
        status=capture.status,
        content_type=header_of(exchange, "content-type"),
        body=body,
        kind=rule.kind,
        generation=rule.generation,
        language=rule.language,
        is_requisite=is_part,
    )


_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "application/pdf"})


def undecodable(scope: Scope, site: str, exchange: Exchange, capture: Capture) -> PageRecord | None:
    """The record of a page whose body cannot be unpacked; None if it is no page."""
    form = scope.canonicalise(capture.url)
    if form is None or mime_of(exchange) not in _PAGE_TYPES:
        return None
    return PageRecord(
        url=form.url,
        capture_id=capture.id,
        fetched_at=capture.fetched_at,
        status=capture.status,
        kind=PageKind.UNREAD,
        site=site,
    )


class Visits:
    """Takes each answer where it belongs."""

    def __init__(self, ledger: Ledger, reader: AsyncReader) -> None:
        self._ledger = ledger
        self._reader = reader

    async def answered(
        self, row: LeasedUrl, exchange: Exchange, capture: Capture
    ) -> PageRecord | None:
        """Handle an answer; returns the record of the page, if there is one to be refined."""
        self._ledger.returned(row)
        action, reason = judge_answer(capture, is_read=row.is_read)
        is_twin = self._ledger.is_twin(capture)
        if action is Action.READ and capture.revisit_of:  # that has what could not be read then
            capture = replace(capture, id=capture.revisit_of, revisit_of=None)
        if action is Action.REFUSED:
            self._refused(row, exchange, reason)
            return None
        self._ledger.patience.answered(row.host)
        if action is Action.AGAIN:
            if not self._again(row):
                is_whole = reason is not Reason.TRUNCATED
                self._ledger.finish(row, FETCHED if is_whole else FAILED, reason)
        elif action is Action.UNCHANGED and row.capture_id:
            self._ledger.keep_unchanged(row, capture)
        elif action is Action.FOLLOW and capture.location:
            self._follow(row, capture, capture.location, reason)
        elif action is Action.READ and row.via == REQUISITE:
            await self._keep_requisite(row, exchange, capture)
        elif action is Action.READ and is_twin:
            self._ledger.finish(row, FETCHED, Reason.SAME_CONTENT)
        elif action is Action.READ:
            return await self._read(row, exchange, capture)
        else:
            self._ledger.finish(row, FETCHED, reason)
        return None

    def lost(self, row: LeasedUrl, reason: Reason) -> None:
        """Handle a URL that brought no answer, or that robots.txt forbids."""
        self._ledger.returned(row)
        if reason in (Reason.ROBOTS, Reason.ROBOTS_UNREACHABLE, Reason.UNSAFE_ADDRESS):
            self._ledger.finish(row, SKIPPED, reason)
            return
        if reason in SILENCES:
            self._ledger.patience.silent(row.host)
        if not (reason in PASSING_FAILURES and self._again(row)):
            self._ledger.finish(row, FAILED, reason)

    def failed(self, row: LeasedUrl, error: BaseException | None) -> None:
        """A defect of ours: the URL is fetched all the same, and an issue says so."""
        message = f"{row.url} could not be dealt with: {error!r}."
        self._ledger.note("read_failed", message, row.url)
        self._ledger.finish(row, FETCHED, Reason.READ_FAILED)

    def _again(self, row: LeasedUrl) -> bool:
        """Ask once more later, unless it has been asked often enough."""
        polite = self._ledger.profile.politeness
        if row.attempts > polite.retry_times:
            return False
        self._ledger.postpone(row, polite.retry_delay_s * 2 ** (row.attempts - 1))
        return True

    def _refused(self, row: LeasedUrl, exchange: Exchange, reason: Reason) -> None:
        """429 or 503: the whole host waits as long as it asks for, within reason.

        One that asks for more than the profile grants is not asked for this URL again.
        """
        polite = self._ledger.profile.politeness
        asked = retry_after_s(header_of(exchange, "retry-after"), self._ledger.now())
        wait_s = polite.retry_delay_s * 2 ** (row.attempts - 1) if asked is None else asked
        within = min(wait_s, polite.max_retry_after_s)
        if self._ledger.patience.refused(row.host, within):
            said = "%s asks us to wait %.0f s (%s): nothing is asked there for %.0f s."
            logger.warning(said, row.host, wait_s, reason, within)
        if wait_s <= within and row.attempts <= polite.retry_times:
            self._ledger.postpone(row, within)
        else:
            self._ledger.finish(row, FAILED, reason)

    def _follow(self, row: LeasedUrl, capture: Capture, location: str, reason: Reason) -> None:
        """A redirect: its target is a URL like any other, one hop further; unless it is another
        name of the same, e.g. ``https`` for ``http``."""
        target = location.partition("#")[0]
        if self._ledger.scope.canonical_url(target) == row.url and target != capture.url:
            if not self._ledger.ask_elsewhere(row, target):
                self._ledger.finish(row, FETCHED, Reason.REDIRECT_LOOP)
            return
        self._ledger.offer(
            [
                Found(
                    url=location,
                    via=REQUISITE if row.via == REQUISITE else "redirect",
                    source=row.url,
                    depth=row.depth,
                    hops=row.hops + 1,
                )
            ]
        )
        if self._ledger.circles.leads_back(row.url):
            reason = Reason.REDIRECT_LOOP
        self._ledger.finish(row, FETCHED, reason)

    async def _keep_requisite(self, row: LeasedUrl, exchange: Exchange, capture: Capture) -> None:
        """A part of a page is kept as it came; a style sheet is read for what it loads itself."""
        try:
            sheet = source_of(self._ledger.scope, exchange, capture, is_part=True)
        except UndecodableBody:
            self._ledger.finish(row, FETCHED, Reason.UNDECODABLE)
            return
        record = await self._reader.read(sheet) if isinstance(sheet, Source) else None
        self._ledger.keep_requisite(row, exchange, capture, record)
        if record is not None:
            self._ledger.keep_style(row, capture, record)

    async def _read(
        self, row: LeasedUrl, exchange: Exchange, capture: Capture
    ) -> PageRecord | None:
        try:
            source = source_of(self._ledger.scope, exchange, capture)
        except UndecodableBody as error:
            self._ledger.note("undecodable_body", f"{row.url}: {error}.", row.url, capture.id)
            site = self._ledger.profile.name
            found = undecodable(self._ledger.scope, site, exchange, capture)
            if found is not None:
                self._ledger.keep_undecodable(row, found)
            self._ledger.finish(row, FETCHED, Reason.UNDECODABLE)
            return None
        if isinstance(source, Source):
            self._ledger.reading(row, exchange, capture)
            try:
                record = await self._reader.read(source)
            except Exception as error:  # a defect of ours: the page is kept as unread
                message = f"{source.url} could not be read: {error!r}."
                record = source.unread("read_failed", message)
            return replace(record, site=self._ledger.profile.name)
        if isinstance(source, Sitemap):
            self._ledger.offer(_entries(row, source))
        self._ledger.finish(row, FETCHED, Reason.NOT_A_PAGE)
        return None


def _entries(row: LeasedUrl, sitemap: Sitemap) -> list[Found]:
    """The URLs a sitemap file lists. Its pages are one step from it, as from a home page."""
    pages = [Found(url=url, via="sitemap", source=row.url, depth=1) for url in sitemap.pages]
    files = [
        Found(url=url, via="sitemap_file", source=row.url, hops=row.hops + 1)
        for url in sitemap.files
    ]
    return [*files, *pages]
