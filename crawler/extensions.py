"""Scrapy's ends of a run: the stage that keeps each record, and the log file."""

from __future__ import annotations

import asyncio
import gc
import logging
from dataclasses import replace
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from archive.records import Issue, PageRecord
from crawler.asking import COMMIT_EVERY_S
from crawler.finishing import conclude
from crawler.frontier import asking_of
from crawler.ledger import Ledger
from crawler.spiders.site import SiteSpider


class Keep:
    """The last item pipeline: the record, its links and the outcome of its URL are kept."""

    def __init__(self, crawler: Crawler) -> None:
        self._ledger = asking_of(crawler).ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_item(self, item: PageRecord) -> PageRecord:
        """Hand the record to the ledger."""
        self._ledger.keep(item)
        return item


class RunLog:
    """Commits once a second, says how far the crawl is, and closes the run."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._clock = create_looping_call(lambda: asking_of(crawler).tick())
        connect = crawler.signals.connect
        connect(self.spider_opened, signals.spider_opened)
        connect(self.spider_closed, signals.spider_closed)
        connect(self.item_lost, signals.item_error)
        connect(self.item_lost, signals.item_dropped)
        connect(self.spider_failed, signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    @property
    def _ledger(self) -> Ledger:
        return asking_of(self._crawler).ledger

    def spider_opened(self, spider: SiteSpider) -> None:
        """Start the clock."""
        # Scrapy makes a record of every answer and item for its handler to drop.
        for name in ("", "scrapy"):
            logging.getLogger(name).setLevel(self._crawler.settings.get("LOG_LEVEL"))
        # What is imported by now stays: the collector need not look through it again and again.
        gc.freeze()
        gc.set_threshold(10_000, 20, 50)
        self._ledger.batch.on_fatal = self._stop
        self._clock.start(COMMIT_EVERY_S, now=False)

    def spider_closed(self, spider: SiteSpider, reason: str) -> None:
        """Close the run."""
        if self._clock.running:
            self._clock.stop()
        conclude(self._ledger, reason)
        spider.open_things.close()

    def item_lost(self, item: PageRecord, **more: Any) -> None:
        """A stage failed on a record: it is kept as it was read, with an issue."""
        error = more.get("failure") or more.get("exception")
        message = f"A stage failed on {item.url}: {error!r}."
        issue = Issue(
            code="stage_failed", message=message, url=item.url, capture_id=item.capture_id,
            stage="stages",
        )  # fmt: skip
        self._ledger.keep(replace(item, issues=(*item.issues, issue)))

    def spider_failed(self, failure: Failure, response: Any, spider: SiteSpider) -> None:
        """A defect of ours: the URL is fetched all the same, and an issue says so."""
        row = getattr(response, "meta", {}).get("row")
        if row is not None:
            spider.visits.failed(row, failure.value)

    def _stop(self) -> None:
        closing = self._crawler.engine.close_spider_async(reason="cannot_write")
        self._closing = asyncio.ensure_future(closing)
