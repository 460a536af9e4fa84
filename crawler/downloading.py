"""Fetches from the site: robots.txt first, each host at its pace, captured before it is read.

Robots.txt files, sitemaps and failures are captured like pages.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.frontier import LeasedUrl
from archive.records import REQUISITE, Capture, Exchange
from archive.warc.endings import Ending
from archive.warc.wire import Head, Wire, read_wire
from crawler.failures import Unanswered, reason_of, unanswered
from crawler.ledger import Ledger
from crawler.paces import Paces
from crawler.robots import Answer, RobotsGate
from crawler.scope import Reason
from pipelines.services.addressing import Addressing
from pipelines.services.alarms import Alarms, Deadline
from pipelines.services.connections import Connections, lines_of, request_of, server_of
from pipelines.services.web.lateness import Lateness


@dataclass(frozen=True, slots=True)
class Visit:
    """An answer and the capture of it; travels with the response as ``meta["visit"]``."""

    exchange: Exchange
    capture: Capture


class Downloader:
    """Fetches, times and captures, then hands the answer on. For one event loop."""

    def __init__(self, ledger: Ledger, settings: Mapping[str, Any]) -> None:
        """``settings``: those of Scrapy's that say how to ask (``crawler.settings.manners_of``)."""
        self._ledger = ledger
        network = ledger.profile.network
        at_once = int(settings["CONCURRENT_REQUESTS_PER_DOMAIN"])
        self.active: set[int] = set()
        """Ids of what is being asked."""
        self._is_closing = False
        self._most = int(settings["CONCURRENT_REQUESTS"])
        self._paces = Paces(
            float(settings["DOWNLOAD_DELAY"]), float(settings["DOWNLOAD_DELAY_JITTER"]), at_once
        )
        self._gate = RobotsGate(self._ledger, self._robots_file, self._paces)
        self._connections = Connections(
            Addressing(network.resolve, network.allow_addresses),
            network.ca_file,
            most_idle=at_once,
        )
        headers = settings["DEFAULT_REQUEST_HEADERS"]
        self._always = lines_of({**headers, "User-Agent": settings["USER_AGENT"]})
        timeout_s = float(settings["DOWNLOAD_TIMEOUT"])
        self._deadlines = Alarms(timeout_s)
        self._max_bytes = int(settings["DOWNLOAD_MAXSIZE"])
        self._timeout_s = timeout_s
        self._lateness: Lateness | None = None

    @property
    def is_full(self) -> bool:
        """Whether as many requests are out as may be at once."""
        return len(self.active) >= self._most

    def close(self) -> None:
        """End of the crawl: requests on the wire are finished, and no new ones made."""
        self._is_closing = True
        self._paces.stop()
        if not self.active:
            self._hang_up()

    def _hang_up(self) -> None:
        self._deadlines.stop()
        if self._lateness is not None:
            self._lateness.stop()
        self._connections.close()

    async def visit(self, row: LeasedUrl, headers: Mapping[str, str]) -> Visit:
        """Ask for a URL of the frontier, with these headers added to the usual ones.

        Raises ``Unanswered``.
        """
        self.active.add(row.id)
        try:
            url = self._ledger.origins.wire_url(row)
            refusal = await self._gate.refusal(url)
            if refusal:
                raise Unanswered(refusal)
            is_part = row.via == REQUISITE
            most = self._ledger.profile.requisites.max_bytes if is_part else self._max_bytes
            async with self._paces.of(row.host):
                return await self._ask(url, headers, most, row)
        finally:
            self.active.remove(row.id)
            if self._is_closing and not self.active:
                self._hang_up()

    async def _robots_file(self, url: str) -> Answer:
        """The answer for a robots.txt, captured, or why there is none. Raises nothing."""
        form = self._ledger.scope.canonicalise(url)
        try:
            async with self._paces.of(form.host if form else server_of(url)[1]):
                visit = await self._ask(url, {}, self._max_bytes)
        except Exception as error:
            # Whatever it was: an error raised here would be kept as what is known of the host, and
            # raised again for each of its URLs, without a word to anybody of the robots.txt.
            return reason_of(error)
        return visit.exchange, visit.capture

    async def _ask(
        self, url: str, headers: Mapping[str, str], max_bytes: int, row: LeasedUrl | None = None
    ) -> Visit:
        """One exchange, captured."""
        if self._lateness is None:  # it rings in the loop, which runs from here on
            self._lateness = Lateness(self._timeout_s)
        started_at, start = self._ledger.now(), time.monotonic()
        sent = request_of(url, headers, self._always)
        wire, ending = Wire(), Ending(max_bytes)
        try:
            with Deadline(self._deadlines):
                asked = await self._connections.ask(url, sent, wire, ending)
        except Exception as error:
            reason = reason_of(error)
            if reason is Reason.TIMEOUT and self._lateness.was():
                reason = Reason.STARVED
            self._ledger.capture(unanswered(url, sent, reason, wire, started_at, _since(start)))
            raise Unanswered(reason) from error
        cut_by = None if asked.is_whole else "disconnect"
        head = Head(ending.interim_bytes, ending.head, ending.headers)
        exchange = read_wire(wire, url, started_at, _since(start), cut_by, known=head)
        if exchange is None:
            raise RuntimeError(f"The answer from {url} ended and cannot be read.")
        capture = self._ledger.capture(exchange, row)
        if capture is None:
            raise Unanswered(Reason.RESET)  # nobody may read what could not be written down
        return Visit(exchange, capture)


def _since(start: float) -> int:
    return round((time.monotonic() - start) * 1000)
