"""Scrapy's download handler of ours: everything is captured before anybody sees it.

Robots.txt files, sitemaps and failures are captured like pages.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.records import Capture, Exchange
from archive.warc.endings import Ending
from archive.warc.wire import Wire, read_wire
from crawler.capturing import reason_of, unanswered
from crawler.ledger import ledger_of
from crawler.scope import Reason
from pipelines.services.addressing import Addressing
from pipelines.services.connections import Connections, request_of
from pipelines.services.web.lateness import Lateness


@dataclass(frozen=True, slots=True)
class Visit:
    """An answer and where it was written down; travels with the response as ``meta["visit"]``."""

    exchange: Exchange
    capture: Capture


class NotCaptured(Exception):
    """The answer could not be written down, so nobody may read it."""


class CapturingDownloadHandler(BaseDownloadHandler):
    """Fetches, times, captures; then hands on. Settings as Scrapy describes them."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._ledger = ledger_of(crawler)
        network, settings = self._ledger.profile.network, crawler.settings
        self._connections = Connections(
            Addressing(network.resolve, network.allow_addresses),
            network.ca_file,
            most_idle=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
        )
        self._headers = settings.getdict("DEFAULT_REQUEST_HEADERS")
        self._headers["User-Agent"] = settings["USER_AGENT"]
        self._timeout_s = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._max_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self._lateness = Lateness(self._timeout_s)

    async def download_request(self, request: Request) -> Response:
        """Fetch one URL. ``meta`` gets ``visit``, or ``reason`` when there is no answer.

        The response has status and body; what else an answer says is in ``visit``.
        """
        started_at, start, url = self._ledger.now(), time.monotonic(), request.url
        more = {
            name.decode(): b",".join(values).decode() for name, values in request.headers.items()
        }
        sent = request_of(url, self._headers | more)
        max_bytes = request.meta.get("download_maxsize", self._max_bytes)
        wire = Wire()
        try:
            async with asyncio.timeout(self._timeout_s):
                asked = await self._connections.ask(url, sent, wire, Ending(max_bytes))
        except Exception as error:
            reason = reason_of(error)
            if reason is Reason.TIMEOUT and self._lateness.was():
                reason = Reason.STARVED
            request.meta["reason"] = reason
            self._ledger.capture(unanswered(url, sent, reason, wire, started_at, _since(start)))
            raise
        cut_by = None if asked.is_whole else "disconnect"
        exchange = read_wire(wire, url, started_at, _since(start), cut_by)
        if exchange is None:
            raise RuntimeError(f"The answer from {url} ended and cannot be read.")
        capture = self._ledger.capture(exchange, request.meta.get("row"))
        if capture is None:
            raise NotCaptured(url)
        request.meta["visit"] = Visit(exchange, capture)
        return Response(url, status=capture.status, body=exchange.body, request=request)

    async def close(self) -> None:
        """The crawl is over."""
        self._lateness.stop()
        self._connections.close()


def _since(start: float) -> int:
    return round((time.monotonic() - start) * 1000)
