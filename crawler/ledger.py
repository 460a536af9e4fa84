"""Everything one crawl knows and has done; the only writer while a crawl runs.

The order of writing is: WARC records, synced; then, in one transaction, the captures, the pages
read from them, the URLs they showed and the outcome of the URLs that were asked; and only then
do these count as done (``crawler.batch``). A crawl that is killed at any point therefore loses
nothing: on the next start the WARC is cut behind the last committed record, what was captured and
not read yet is read, what else was leased is due again, and the same run goes on.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from archive.crawls import (
    committed_ends,
    pages_asked,
    redirects_of,
    requisite_bytes,
    resume_run,
    unfinished_crawl,
)
from archive.frontier import FrontierTable, LeasedUrl, NewUrl, Validators
from archive.keeping.runs import software
from archive.moments import present
from archive.records import REQUISITE, Capture, Exchange, FrontierState, Issue, PageRecord
from archive.store import Store
from archive.takedown.hiding import barred_addresses
from archive.takedown.replacing import replace_files
from archive.warc.captures import CaptureWriter, recover
from crawler.admission import Admission
from crawler.batch import FATAL, Batch
from crawler.holdings import Holdings
from crawler.identity import user_agent
from crawler.links import links_of, links_of_style
from crawler.patience import Patience, longest_wait
from crawler.profile import Profile
from crawler.reading import has_failed
from crawler.redirects import Circles, Origins
from crawler.scope import ASK_AGAIN, SOFT, Found, Reason, Scope
from crawler.summary import CrawlSummary
from crawler.traps import WAITING
from crawler.twins import Twins
from crawler.validators import clock_went_back, reused_validator, validators_of

LEASE = timedelta(minutes=10)
_BESIDES = frozenset({REQUISITE, "sitemap_file"})
"""How that was met which counts for no limit of pages, as robots.txt does not: by it pages are
found, or shown."""


class Ledger:
    """One crawl in progress, and everything it writes."""

    def __init__(
        self,
        profile: Profile,
        folder: Path,
        *,
        max_pages: int | None = None,
        now: Callable[[], datetime] = present,
    ) -> None:
        """Open the data folder, which the caller holds, and go on where the last crawl stopped.

        Raises ``StoreError`` or ``CannotWrite``.
        """
        self.profile = profile
        self.scope = Scope(profile)
        self.folder = folder
        self.max_pages = min(max_pages or profile.scope.max_pages, profile.scope.max_pages)
        self.now = now
        self.store = Store.open(folder / "crawl.db", now)
        self.table = FrontierTable(self.store.db)
        self.holdings = Holdings(self.store, folder / "captures")
        self.writer = CaptureWriter(
            folder / "captures",
            site=profile.name,
            contact=profile.identity.contact,
            software=f"{software()} ({user_agent(profile)})",
            robots="RFC 9309" if profile.politeness.obey_robots else "ignored",
            now=now,
        )
        self.patience = Patience()
        self.batch = Batch(self.store, self.writer)
        self.batch.on_commit = self._committed
        self.on_return: Callable[[], None] = lambda: None
        self.out: Counter[str] = Counter()
        """URLs of each host that are being asked at this moment."""
        self.has_news = True
        """Whether rows were written since the frontier last looked."""
        self.troubles: dict[str, Reason] = {}
        """First failure of each host, for the message when nothing could be had."""
        self.progress: Callable[[str, int, int], None] | None = None
        self.summary: CrawlSummary | None = None
        self.started = time.monotonic()
        self.kept: Counter[str] = Counter()
        """Pages read in this run, by kind."""
        barred = barred_addresses(self.store.db.conn)
        self._admission = Admission(self.scope, profile.scope.max_query_variants, barred)
        self._twins = Twins()
        self.unread: list[tuple[LeasedUrl, str]] = []
        """What the last crawl had captured, but not read, when it was killed; ids of captures."""
        self._twin_captures: set[str] = set()
        self._reading: dict[str, tuple[LeasedUrl, Exchange]] = {}
        self.circles = Circles(self.scope.canonical_url)
        self.origins = Origins()
        self.run_id, self.is_resumed = self._begin()
        self.batch.run_id = self.run_id

    def _begin(self) -> tuple[int, bool]:
        replace_files(self.store.db, self.folder / "captures")
        cuts = recover(self.folder / "captures", committed_ends(self.store.db))
        with self.store.unit():
            run_id = unfinished_crawl(self.store.db, self.profile.name)
            is_resumed = run_id is not None
            if run_id is None:
                run_id = self.store.begin_run("crawl", self.profile.name, self.profile.as_recorded)
                self.table.begin(run_id, ASK_AGAIN)
            else:
                resume_run(self.store.db, run_id)
                self.unread = self.table.unread(run_id, LEASE)
                self.table.release(run_id, kept=[row for row, _ in self.unread])
                self.table.hold_until(run_id, self.now() + longest_wait(self.profile.politeness))
            for cut in cuts:
                message = f"The last crawl was cut off; its unfinished records are in {cut.name}."
                self.store.keep_issue(
                    run_id, Issue(code="crash_recovered", message=message, stage="capture")
                )
            self._review(run_id)
        for url, location in redirects_of(self.store.db, run_id):
            self.circles.remember(url, location)
        self._requisite_bytes = requisite_bytes(self.store.db, run_id)
        self.asked = self.table.count_asked(run_id, _BESIDES) + sum(
            _is_counted(row) for row, _ in self.unread
        )
        return run_id, is_resumed

    def _review(self, run_id: int) -> None:
        """Judge what is known by the profile as it is now, and count it into the budgets."""
        if not self.table.is_known():  # after a lost database: what was asked is in the captures
            for url in pages_asked(self.store.db):
                self._admission.review(url, "link")
        asked = self.table.asked_urls(run_id)
        refused = [
            (row, why) for row, url, via in asked if (why := self._admission.review(url, via))
        ]
        for row_id, reason in refused:
            self.table.finish(row_id, FrontierState.SKIPPED, reason)
        for new in self.table.skipped(run_id, WAITING):
            self._admission.hold(new)

    # ------------------------------------------------------------------------- what comes in

    def capture(self, exchange: Exchange, row: LeasedUrl | None = None) -> Capture | None:
        """Write an exchange to disk before anybody reads it; None when it brought no answer.

        After a write error the ledger takes nothing more: see ``fatal``.
        """
        try:
            if row is not None and row.via == REQUISITE:
                exchange = replace(exchange, is_requisite=True)
            earlier = self.holdings.again(exchange, row)
            capture = None if self.fatal else self.writer.write(exchange, revisit_of=earlier)
        except FATAL as error:
            self.batch.stop(error)
            return None
        if capture is not None:
            self.batch.add(partial(self.store.keep_capture, self.run_id, capture))
            if capture.is_requisite:
                self._requisite_bytes += capture.bytes
            self.note_twin(capture)
            if capture.location:
                self.circles.remember(capture.url, capture.location)
        return capture

    def note_twin(self, capture: Capture) -> None:
        """Note whether a capture is the same as that of its path without the query."""
        if self._twins.is_twin(self.scope.canonicalise(capture.url), capture):
            self._twin_captures.add(capture.id)

    def is_twin(self, capture: Capture) -> bool:
        """Whether a capture was the same as that of its path without the query. Asked once."""
        known = capture.id in self._twin_captures
        self._twin_captures.discard(capture.id)
        return known

    def offer(self, founds: Iterable[Found]) -> None:
        """Add URLs to the frontier, each with the decision whether it is asked."""
        self._add(self._admission.decide(founds))

    def offer_waiting(self) -> bool:
        """Choose among the URLs without end that wait until all else is asked and read; whether
        there is something to ask now."""
        chosen = self._admission.choose()
        if not chosen:
            return False
        self._add(chosen)
        self.batch.commit()
        return not self.fatal

    def _add(self, news: Sequence[NewUrl]) -> None:
        brings_due = any(new.state is FrontierState.DUE for new in news)
        add = partial(self.table.add, self.run_id, news, SOFT, WAITING)
        self.batch.add(add, brings_due=brings_due)

    def reading(self, row: LeasedUrl, exchange: Exchange, capture: Capture) -> None:
        """Note that a page is being read: ``keep`` will be told of its record."""
        self._reading[capture.id] = (row, exchange)

    def keep(self, record: PageRecord) -> None:
        """Take a finished record: its rows, its links, and the outcome of its URL."""
        row, exchange = self._reading.pop(record.capture_id)
        self.kept[record.kind] += 1
        self.batch.add(partial(self.store.keep_page, self.run_id, record))
        if has_failed(record):  # a 304 would leave us with what was read before
            self.batch.add(partial(self.table.hold_unread, row.id, record.capture_id))
        else:
            self._set_content(row, exchange, record.capture_id)
        self.offer(links_of(record, row, self.profile.requisites.max_per_page))
        self.finish(row, FrontierState.FETCHED, Reason.NONE)

    def keep_undecodable(self, row: LeasedUrl, record: PageRecord) -> None:
        """Take a page that cannot be unpacked: it is asked for as a whole again the next time."""
        self.batch.add(partial(self.store.keep_page, self.run_id, record))
        self.batch.add(partial(self.table.hold_unread, row.id, record.capture_id))

    def keep_requisite(
        self, row: LeasedUrl, exchange: Exchange, capture: Capture, record: PageRecord | None = None
    ) -> None:
        """Take a part of a page: known by its validators, unless ``record`` tells that it could not
        be read."""
        if record is None or not has_failed(record):
            self._set_content(row, exchange, capture.id)
        self.finish(row, FrontierState.FETCHED, Reason.NONE)

    def keep_style(self, row: LeasedUrl, capture: Capture, record: PageRecord) -> None:
        """Take what a style sheet loads: it is kept, and asked for."""
        self.batch.add(partial(self.store.keep_style, row.url, capture.id, record.links))
        for issue in record.issues:
            self.batch.add(partial(self.store.keep_issue, self.run_id, issue))
        self.offer(links_of_style(record.links, row))

    def _set_content(self, row: LeasedUrl, exchange: Exchange, capture_id: str) -> None:
        reused = reused_validator(row, exchange)
        if reused and not self.holdings.differs(exchange, row):
            reused = ""
        if reused:
            message = f"{row.url}: other content came under the same validator ({reused})."
            self.note("validator_reused", message, row.url, capture_id)
        known = validators_of(exchange, is_distrusted=bool(reused))
        self.batch.add(partial(self._keep_content, row, capture_id, known))

    def _keep_content(self, row: LeasedUrl, capture_id: str, known: Validators) -> None:
        if later := self.table.set_content(row.id, capture_id, known):
            self.store.keep_issue(self.run_id, clock_went_back(row.url, capture_id, later))

    def keep_unchanged(self, row: LeasedUrl, capture: Capture) -> None:
        """Note that a page, or a part of one, was there as we know it."""
        if row.via != REQUISITE:
            self.kept["unchanged"] += 1
            self.batch.add(partial(self.store.keep_unchanged, row.url, capture.fetched_at))
        if capture.status == 200:
            self.batch.add(partial(self.table.set_whole, row.id, capture.fetched_at))
        self.finish(row, FrontierState.FETCHED, Reason.NOT_MODIFIED)

    def finish(self, row: LeasedUrl, state: FrontierState, reason: Reason) -> None:
        """Record the outcome of a URL."""
        if state is FrontierState.FAILED or reason is Reason.ROBOTS_UNREACHABLE:
            self.troubles.setdefault(row.host, reason)
        if state is FrontierState.SKIPPED:
            self.asked -= _is_counted(row)  # handed out, and then not asked
        write = partial(self.table.finish, row.id, state, reason, row.via)
        self.batch.add(write, brings_due=row.via == REQUISITE)  # it may be due as a page now
        self.batch.count_outcome(is_unchanged=reason is Reason.NOT_MODIFIED)

    def postpone(self, row: LeasedUrl, wait_s: float) -> None:
        """Ask a URL again after so many seconds, behind the others."""
        moment = self.now() + timedelta(seconds=wait_s)
        write = partial(self.table.postpone, row.id, moment, row.priority - 100)
        self.batch.add(write, brings_due=True)
        self.batch.count_outcome()

    def ask_elsewhere(self, row: LeasedUrl, location: str) -> bool:
        """Ask for a URL where its redirect leads, when that is only another name of the same.

        A site that sends ``http`` to ``https``, or one of its host names to the other, is asked
        under the name it prefers from then on. False when it has been sent about too often.
        """
        if not self.origins.learn(row, location):
            return False
        if row.attempts == 1:  # it is handed out once more, as if for the first time
            self.asked -= _is_counted(row)
        self.batch.add(partial(self.table.ask_elsewhere, row.id, location), brings_due=True)
        self.batch.count_outcome()
        return True

    def note(self, code: str, message: str, url: str, capture_id: str | None = None) -> None:
        """Add an issue."""
        issue = Issue(code=code, message=message, url=url, capture_id=capture_id, stage="capture")
        self.batch.add(partial(self.store.keep_issue, self.run_id, issue))

    # ------------------------------------------------------------------------- what goes out

    def lease(self, host: str, limit: int) -> list[LeasedUrl]:
        """URLs of one host to ask now."""
        now = self.now()
        room = self.max_pages - self.asked
        if room <= 0:  # the host before may have taken the last: only further tries are left
            self.give_up(Reason.PAGE_LIMIT)
        limit = min(limit, room) if room > 0 else limit
        try:
            with self.store.unit():
                rows = self.table.lease(self.run_id, host, limit, now, now + LEASE)
        except FATAL as error:
            self.batch.stop(error)
            return []
        self.holdings.expect(rows)
        self.asked += sum(row.attempts == 1 and _is_counted(row) for row in rows)
        return rows

    def due_hosts(self) -> list[str]:
        """Hosts that have something to ask now."""
        if self.fatal:
            return []
        if self.asked >= self.max_pages:
            self.give_up(Reason.PAGE_LIMIT)
        if self._requisite_bytes >= self.profile.requisites.max_total_bytes:
            self.give_up(Reason.REQUISITE_LIMIT)
        return self.table.due_hosts(self.run_id, self.now())

    def give_up(self, reason: Reason, host: str | None = None) -> None:
        """Ask nothing more of a host; or nothing new of a sort (pages, requisites) whose budget for
        this crawl is spent."""
        try:
            with self.store.unit():
                is_all = host is None
                sort = reason is Reason.REQUISITE_LIMIT if is_all else None
                self.table.give_up_due(
                    self.run_id, reason, host=host, only_unasked=is_all, requisites=sort
                )
        except FATAL as error:
            self.batch.stop(error)

    def sent(self, row: LeasedUrl) -> None:
        """Note that a URL goes to the downloader."""
        self.out[row.host] += 1

    def returned(self, row: LeasedUrl) -> None:
        """Note that a URL is back, answered or not: its host may be asked for another."""
        self.out[row.host] -= 1
        self.on_return()

    # ------------------------------------------------------------------------------- commits

    @property
    def fatal(self) -> Exception | None:
        """The write error that ended this crawl, if there was one."""
        return self.batch.fatal

    def _committed(self) -> None:
        self.has_news = True

    def tell(self) -> None:
        """Tell how many of the URLs to be asked have been. All rows are counted for it."""
        if self.progress is not None and not self.fatal:
            states = self.table.states(self.run_id)
            done = states.get(FrontierState.FETCHED, 0) + states.get(FrontierState.FAILED, 0)
            open_ones = states.get(FrontierState.DUE, 0) + states.get(FrontierState.LEASED, 0)
            self.progress("crawl", done, done + open_ones)


def _is_counted(row: LeasedUrl) -> bool:
    """Whether it counts among the URLs of which a crawl asks so many."""
    return row.via not in _BESIDES
