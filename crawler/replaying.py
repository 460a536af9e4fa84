"""Replay: makes every derived table anew from the captures, with the network off.

Goes by the WARC files, not by the database, so it serves both when a reader or rule has improved
and when ``crawl.db`` is lost. Each capture is read by the same functions as in the crawl.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from archive.counting import counted
from archive.crawls import committed_ends, count_captures, count_issues, standing
from archive.evidence import exchanges
from archive.integrity.salvage import ADVICE
from archive.locking import held
from archive.records import Capture, Exchange, Issue, Outcome
from archive.rendering import rows as renderings
from archive.schema import mend_search
from archive.store import Store
from archive.takedown.replacing import replace_files
from archive.warc.captures import DamagedCapture, recover, walk
from crawler.crawling import Progress
from crawler.finishing import settle_site
from crawler.past import Past
from crawler.profile import Profile
from crawler.summary import CrawlSummary

BATCH = 50
_NAMED = 5
"""Pages whose records are lost that are named on the terminal."""


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
        self._captures = captures
        self._store = store
        self._progress = progress

    def run(self) -> CrawlSummary:
        started = time.monotonic()
        store = self._store
        with store.unit():
            mend_search(store.db)  # else a row that is set right may fail, and the replay with it
        replace_files(store.db, self._captures)
        ends = committed_ends(store.db)
        is_lost = ends is None
        recover(self._captures, ends)
        run_id = store.begin_run("replay", self._profile.name, self._profile.as_recorded)
        known, done = count_captures(store.db), 0
        with store.rereading() as read_again, Past(self._profile, store) as past:
            pairs = self._walk()
            while batch := list(islice(pairs, BATCH)):
                past.keep(run_id, batch)
                done += len(batch)
                if self._progress is not None:
                    self._progress("replay", done, max(known, done))
        settle_site(store, run_id, past.scope)
        said = self._tell_lost(run_id, read_again.lost_pages) + self._restore(run_id, is_lost)
        kept = standing(store.db)
        counts = {
            "captures": done,
            "pages_read": past.pages_read,
            **kept,
            "issues": count_issues(store.db, run_id),
            "seconds": round(time.monotonic() - started),
        }
        message = (
            f"{counted(done, 'capture')} read again, {counted(kept['pages'], 'page')} kept.{said}"
        )
        store.finish_run(run_id, Outcome.FINISHED, message, counts)
        return CrawlSummary(run_id=run_id, outcome=Outcome.FINISHED, message=message, counts=counts)

    def _tell_lost(self, run_id: int, pages: Sequence[str]) -> str:
        """Issues about pages whose records are lost; all of them in words, empty for none."""
        with self._store.unit():
            for url in pages:
                said = f"{url} could not be read again: the record that held it is lost."
                self._store.keep_issue(run_id, Issue(code="lost_record", message=said, url=url))
        if not pages:
            return ""
        more = len(pages) - _NAMED
        named = ", ".join(pages[:_NAMED]) + (f" and {more} more (see the issues)" * (more > 0))
        return (
            f" {counted(len(pages), 'page')} could not be read again, as the records are lost: "
            f"{named}. What was known of them stays; crawl, and they are asked for whole."
        )

    def _restore(self, run_id: int, is_lost: bool) -> str:
        """Make rows of renderings and verification's answers, which lie in files of their own.

        Returns a sentence about what came back where the database was lost; else empty.
        """
        drawn = renderings.restore(self._store, self._captures, run_id)
        conn, folder = self._store.db.conn, self._captures.parent
        try:
            with self._store.unit():
                answers = exchanges.restore(conn, folder, run_id, is_lost=is_lost)
        except DamagedCapture as error:
            answers = 0
            said = f"The answers that verification kept were not taken up again: {error} {ADVICE}"
            self._store.keep_issue(run_id, Issue(code="damaged_evidence", message=said))
        if not is_lost:
            return ""
        return (
            f" The database was lost: {counted(answers, 'answer')} that verification kept and "
            f"{counted(drawn, 'rendering')} were found again in the files. Checks, findings and "
            "their history were not, nor takedowns: hide and purge again what was, then crawl and "
            "verify."
        )

    def _walk(self) -> Iterator[tuple[Capture, Exchange]]:
        try:
            yield from walk(self._captures)
        except DamagedCapture as error:
            raise CannotReplay(f"{error} {ADVICE}") from error
