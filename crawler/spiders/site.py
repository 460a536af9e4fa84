"""The one spider. It walks any profile; what a page says is read elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.records import PageRecord
from crawler.ledger import Ledger
from crawler.reading import Reader
from crawler.resuming import unread_answers
from crawler.settings import knobs_of
from crawler.visiting import Visits


class SiteSpider(Spider):
    """``scrapy crawl site -a profile=NAME_OR_FILE_OR_URL [-a data=FOLDER]``."""

    name = "site"
    ledger: Ledger
    visits: Visits
    open_things: ExitStack

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the ledger, unless ``crawling.crawl`` hands one over, and apply its profile."""
        from crawler.crawling import opened_for_scrapy

        spider = super().from_crawler(crawler)
        spider.open_things = ExitStack()
        spider.ledger = kwargs.get("ledger") or spider.open_things.enter_context(
            opened_for_scrapy(kwargs.get("profile", ""), kwargs.get("data", ""))
        )
        reader = Reader()
        spider.open_things.callback(reader.close)
        spider.visits = Visits(spider.ledger, reader)
        crawler.settings.setdict(knobs_of(spider.ledger.profile), priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Request | PageRecord]:
        """What was captured and not read when the last crawl was killed, then the seeds; what
        else is due is in the frontier already."""
        for row, exchange, capture in unread_answers(self.ledger):
            record = await self.visits.answered(row, exchange, capture)
            if record is not None:
                yield record
        for seed in self.ledger.profile.seeds:
            yield Request(seed)

    async def parse(self, response: Response) -> AsyncIterator[PageRecord]:
        """One answer that is to be read."""
        row, visit = response.meta["row"], response.meta["visit"]
        record = await self.visits.answered(row, visit.exchange, visit.capture)
        if record is not None:
            yield record
