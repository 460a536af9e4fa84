"""Draws pages in a browser, from captures alone: ``patientline render``.

Nobody is asked for anything: what the browser wants it is given from the archive, or refused. So a
picture shows a page as far as it was captured, and each of its parts can be proved.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from archive.counting import counted
from archive.crawls import committed_ends
from archive.keeping.runs import software
from archive.locking import held
from archive.moments import present
from archive.records import Drawing, Issue, Outcome
from archive.rendering.answers import SHOWN_URLS, Answers
from archive.rendering.rows import NOT_RENDERED, due, keep
from archive.store import Store
from archive.takedown.replacing import replace_files
from archive.warc.captures import CaptureWriter, recover
from crawler.browser import Browser, CannotDraw, find_browser
from crawler.crawling import Progress
from crawler.profile import Profile
from crawler.summary import CrawlSummary


class NothingToRender(Exception):
    """There are no captures; the message says what to do."""


def render(
    profile: Profile, data_folder: Path, progress: Progress | None = None, *, again: bool = False
) -> CrawlSummary:
    """Draw the pages of a data folder whose present content was not drawn yet, up to the limit.

    ``again`` tries those once more that could not be drawn before. Raises ``NoBrowser``,
    ``ProfileError``, ``NothingToRender``, ``Busy``, ``StoreError``, ``CannotWrite``; what was
    drawn before stays.
    """
    browser = find_browser(profile.rendering)
    database, captures = data_folder / "crawl.db", data_folder / "captures"
    if not database.is_file() or not captures.is_dir():
        raise NothingToRender(f"There are no captures in {captures}. Crawl the site first.")
    with held(data_folder), Store.open(database) as store:
        replace_files(store.db, captures)
        recover(captures, committed_ends(store.db))
        writer = CaptureWriter(
            captures,
            site=f"{profile.name}-renderings",
            contact=profile.identity.contact,
            software=software(),
            robots="nothing is asked",
        )
        try:
            run = _Rendering(profile, store, captures, writer, progress)
            return asyncio.run(run.run(browser, again))
        finally:
            writer.close()


class _Rendering:
    """A rendering in progress."""

    def __init__(
        self,
        profile: Profile,
        store: Store,
        captures: Path,
        writer: CaptureWriter,
        progress: Progress | None,
    ) -> None:
        self._profile = profile
        self._rules = profile.rendering
        self._store = store
        self._captures = captures
        self._writer = writer
        self._progress = progress
        self._counts = {"pages_drawn": 0, "not_drawn": 0, "requests_refused": 0, "bytes": 0}

    async def run(self, path: str, again: bool) -> CrawlSummary:
        """Draw what is due."""
        started, conn = time.monotonic(), self._store.db.conn
        is_scripted, width = self._rules.scripts, self._rules.width
        waiting = due(conn, is_scripted=is_scripted, width=width, again=again)
        pages = waiting[: self._rules.max_pages]
        async with Browser(path, self._rules) as browser:
            run_id = self._store.begin_run("render", self._profile.name, self._profile.as_recorded)
            for number, (capture_id, url) in enumerate(pages, 1):
                await self._draw(browser, run_id, capture_id, url)
                if self._progress is not None:
                    self._progress("render", number, len(pages))
        counts = {
            **self._counts,
            "waiting": len(waiting) - len(pages),
            "seconds": round(time.monotonic() - started),
        }
        message = _message(counts)
        is_fruitless = bool(pages) and not self._counts["pages_drawn"]
        outcome = Outcome.FAILED if is_fruitless else Outcome.FINISHED
        self._store.finish_run(run_id, outcome, message, counts)
        return CrawlSummary(run_id=run_id, outcome=outcome, message=message, counts=counts)

    async def _draw(self, browser: Browser, run_id: int, capture_id: str, url: str) -> None:
        """Draw one page and keep it, or the reason why it could not be drawn."""
        answers = Answers(
            db=self._store.db.conn,
            captures=self._captures,
            capture_id=capture_id,
            url=url,
            max_bytes=self._rules.max_bytes,
        )
        try:
            drawn = await browser.draw(url, answers.answer)
        except CannotDraw as error:
            said = f"{url} could not be drawn: {answers.why_not or error}."
            issue = Issue(
                code=NOT_RENDERED, message=said, url=url, capture_id=capture_id, stage="render"
            )
            self._store.keep_issue(run_id, issue)
            self._counts["not_drawn"] += 1
            return
        drawing = Drawing(
            capture_id=capture_id,
            url=url,
            drawn_at=present(),
            browser=browser.name,
            is_scripted=self._rules.scripts,
            width=self._rules.width,
            height=drawn.height,
            page_height=drawn.page_height,
            picture=drawn.picture,
            dom=drawn.dom,
            parts=tuple(answers.parts),
            refused=sum(answers.refused.values()),
            refused_urls=tuple(answers.refused)[:SHOWN_URLS],
        )
        self._counts["bytes"] += keep(self._store, self._writer, run_id, drawing)
        self._counts["pages_drawn"] += 1
        self._counts["requests_refused"] += drawing.refused


def _message(counts: dict[str, int]) -> str:
    said = (
        f"{counted(counts['pages_drawn'], 'page')} drawn, {counts['not_drawn']} could not be; "
        f"{counted(counts['requests_refused'], 'request')} refused, for what the archive does not "
        "hold."
    )
    return said + (f" Waiting: {counts['waiting']}." if counts["waiting"] else "")
