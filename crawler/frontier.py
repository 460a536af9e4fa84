"""Scrapy's scheduler and downloader on top of our own frontier (``archive/frontier.py``).

Both are thin: what is due is asked by ``crawler.asking``, and becomes a request of Scrapy's when
there is an answer to be read, which it brings along.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred, succeed

from crawler.asking import Asking
from crawler.downloading import Visit
from crawler.scope import Found


class Frontier:
    """The scheduler (setting SCHEDULER)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asking = asking_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy when the spider is opened."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Be told whenever a URL comes back; the ledger itself is open already."""
        self._asking.on_change = self._wake
        self._asking.may_send = lambda: not self._crawler.engine.needs_backout()

    def close(self, reason: str) -> Deferred[None]:
        """See ``Asking.end``."""
        return deferred_from_coro(self._asking.end())

    def enqueue_request(self, request: Request) -> bool:
        """Take a seed from ``Spider.start``; everything else comes through the ledger."""
        self._asking.ledger.offer([Found(url=request.url, via="seed")])
        return True

    def has_pending_requests(self) -> bool:
        """Whether anything is to be asked, now or later; asked when all else is idle."""
        return self._asking.has_more

    def next_request(self) -> Request | None:
        """The next answer to be read; None = there is none at this moment, we call again."""
        self._asking.send()
        if not self._asking.answered:
            return None
        row, visit = self._asking.answered.popleft()
        meta = {"row": row, "visit": visit, "verbatim_url": True}
        return Request(visit.capture.url, dont_filter=True, meta=meta)

    def _wake(self) -> None:
        """Let the engine call ``next_request`` soon."""
        slot = self._crawler.engine._slot
        if slot is not None:
            slot.nextcall.schedule()


class Handover:
    """The downloader (setting DOWNLOADER): hands the spider what has been asked already."""

    def __init__(self, crawler: Crawler) -> None:
        """Made by Scrapy when the engine is."""
        self._downloader = asking_of(crawler).downloader

    @property
    def active(self) -> set[int]:
        """Ids of what is being asked: Scrapy is not at its end while there is any."""
        return self._downloader.active

    def fetch(self, request: Request) -> Deferred[Response]:
        """The answer that a request of the frontier brings along.

        The response has status and body; what else an answer says is in ``meta["visit"]``.
        """
        visit: Visit = request.meta["visit"]
        status, body = visit.capture.status, visit.exchange.body
        return succeed(Response(request.url, status=status, body=body, request=request))

    def needs_backout(self) -> bool:
        """Whether Scrapy should wait before it wants the next answer: no, since it is there."""
        return False

    def close(self) -> None:
        """The crawl is over: see ``Downloader.close``."""
        self._downloader.close()


def asking_of(crawler: Crawler) -> Asking:
    """What a running Scrapy crawler asks with: its spider carries it."""
    asking = getattr(getattr(crawler, "spider", None), "asking", None)
    if not isinstance(asking, Asking):
        raise RuntimeError("Only the spider called site can be run: it carries the ledger.")
    return asking
