"""The one spider, for any profile; what a page says is read elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.crawls import capture_by_id
from archive.frontier import LeasedUrl
from archive.records import Capture, Exchange, PageRecord
from archive.warc.captures import DamagedCapture, read_exchange
from crawler.answers import Action, judge_answer
from crawler.asking import Asking
from crawler.ledger import Ledger
from crawler.scope import seed_url
from crawler.settings import knobs_of, manners_of
from crawler.visiting import Visits


class SiteSpider(Spider):
    """``scrapy crawl site -a profile=NAME_OR_FILE_OR_URL [-a data=FOLDER]``."""

    name = "site"
    ledger: Ledger
    asking: Asking
    visits: Visits
    open_things: ExitStack

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the ledger, unless ``crawling.crawl`` hands over what it has begun; apply the
        profile."""
        spider = super().from_crawler(crawler)
        spider.open_things = ExitStack()
        given: Asking | None = kwargs.get("asking")
        spider.ledger = given.ledger if given else _opened(spider, kwargs)
        crawler.settings.setdict(knobs_of(spider.ledger.profile), priority="spider")
        headers = crawler.settings.getdict("DEFAULT_REQUEST_HEADERS")  # they may be JSON
        manners = manners_of({**crawler.settings, "DEFAULT_REQUEST_HEADERS": headers})
        spider.asking = given or Asking(spider.ledger, manners)
        spider.open_things.callback(spider.asking.reader.close)
        spider.visits = spider.asking.visits
        return spider

    async def start(self) -> AsyncIterator[Request | PageRecord]:
        """What was captured and not read when the last crawl was killed, then the seeds; what
        else is due is in the frontier already."""
        for row, exchange, capture in _unread_answers(self.ledger):
            record = await self.visits.answered(row, exchange, capture)
            if record is not None:
                yield record
        for seed in self.ledger.profile.seeds:
            yield Request(seed_url(seed))

    async def parse(self, response: Response) -> AsyncIterator[PageRecord]:
        """One answer that is to be read."""
        row, visit = response.meta["row"], response.meta["visit"]
        record = await self.visits.answered(row, visit.exchange, visit.capture)
        if record is not None:
            yield record


def _opened(spider: SiteSpider, arguments: dict[str, Any]) -> Ledger:
    """The ledger of ``scrapy crawl``, until the spider is closed."""
    from crawler.crawling import opened_for_scrapy

    ledger = opened_for_scrapy(arguments.get("profile", ""), arguments.get("data", ""))
    return spider.open_things.enter_context(ledger)


def _unread_answers(ledger: Ledger) -> Iterator[tuple[LeasedUrl, Exchange, Capture]]:
    """Each answer that lies in the archive without its outcome, as if it had just come."""
    for row, capture_id in ledger.unread:
        capture = capture_by_id(ledger.store.db, capture_id)
        if capture is None:
            continue
        action, _ = judge_answer(capture, is_read=row.is_read)
        if capture.revisit_of and action is Action.READ:  # its content lies elsewhere
            ledger.postpone(row, 0)
            continue
        try:
            exchange = read_exchange(ledger.folder / "captures", capture)
        except DamagedCapture:
            ledger.postpone(row, 0)
            continue
        ledger.note_twin(capture)
        ledger.sent(row)
        yield row, exchange, capture
