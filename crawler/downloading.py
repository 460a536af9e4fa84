"""Scrapy's HTTP/1.1 download handler, with everything captured before anybody sees it.

Robots.txt files, sitemaps and failures are captured like pages. TLS certificates are verified,
against the profile's own authority too if it names one. Leans on names of Scrapy 2.19 that are
not public (``_contextFactory``, ``_ScrapyClientContextFactory``, ``_pool``); a test says when
they move.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet._sslverify import IOpenSSLTrustRoot, platformTrust
from twisted.internet.ssl import optionsForClientTLS
from zope.interface import implementer

from archive.records import Capture, Exchange
from archive.warc.wire import Wire
from crawler.capturing import exchange_of, reason_of, unanswered
from crawler.ledger import ledger_of
from crawler.resolving import GuardedResolver
from crawler.scope import Reason
from crawler.servers import OneAgentRequest, ServersAgent
from crawler.wire import CURRENT, tee_pool
from pipelines.services.addressing import Addressing

# Scrapy ends an exchange after DOWNLOAD_TIMEOUT; should it fail to, we do, so much later.
GRACE_S = 2.0


@dataclass(frozen=True, slots=True)
class Visit:
    """An answer and where it was written down; travels with the response as ``meta["visit"]``."""

    exchange: Exchange
    capture: Capture


class NotCaptured(Exception):
    """The answer could not be written down, so nobody may read it."""


class CapturingDownloadHandler(HTTP11DownloadHandler):
    """Fetches, times, captures; then hands on."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        self._pool = tee_pool(reactor, self._pool.maxPersistentPerHost) or self._pool
        # Twisted would silently re-send a GET whose kept-alive connection broke: an exchange
        # nobody captures. Repeats are the frontier's to decide.
        self._pool.retryAutomatically = False
        self._ledger = ledger_of(crawler)
        self._deadline_s = self._ledger.profile.politeness.timeout_s + GRACE_S
        network = self._ledger.profile.network
        if network.ca_file:
            self._contextFactory = _trusting(crawler, network.ca_file)
        timeout_s = self._ledger.profile.politeness.timeout_s
        self._agent = ServersAgent(reactor, self._contextFactory, timeout_s, pool=self._pool)
        resolver = reactor.nameResolver
        if not isinstance(resolver, GuardedResolver):
            raise RuntimeError("TWISTED_DNS_RESOLVER must be crawler.resolving.GuardedResolver")
        resolver.use(Addressing(network.resolve, network.allow_addresses))
        self._resolver = resolver

    async def download_request(self, request: Request) -> Response:
        """Fetch one URL. ``meta`` gets ``visit``, or ``reason`` when there is no answer."""
        started_at, start = self._ledger.now(), time.monotonic()
        wire = Wire()
        CURRENT.set(wire)
        try:
            async with asyncio.timeout(self._deadline_s):
                response = await self._ask(request)
        except Exception as error:
            reason = reason_of(error)
            if reason is Reason.DNS and _host_of(request) in self._resolver.forbidden:
                reason = Reason.UNSAFE_ADDRESS
            request.meta["reason"] = reason
            self._ledger.capture(unanswered(request, reason, wire, started_at, _since(start)))
            raise
        exchange = exchange_of(request, response, wire, started_at, _since(start))
        capture = self._ledger.capture(exchange, request.meta.get("row"))
        if capture is None:
            raise NotCaptured(request.url)
        request.meta["visit"] = Visit(exchange, capture)
        return response

    async def _ask(self, request: Request) -> Response:
        asked = OneAgentRequest(
            self._agent,
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(asked.download_request(request))


def _since(start: float) -> int:
    return round((time.monotonic() - start) * 1000)


def _host_of(request: Request) -> str:
    from scrapy.utils.httpobj import urlparse_cached

    return (urlparse_cached(request).hostname or "").lower()


class _TrustingContextFactory(_ScrapyClientContextFactory):
    """Verifies certificates against the system's authorities and one more."""

    ca_file = ""

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802
        """The TLS options for one server; see ``IPolicyForHTTPS``."""
        return optionsForClientTLS(
            hostname=hostname.decode("ascii"),
            trustRoot=_OneMoreAuthority(self.ca_file),  # type: ignore[arg-type]
            extraCertificateOptions=self._get_cert_options_kwargs(),
        )


def _trusting(crawler: Crawler, ca_file: str) -> Any:
    factory = _TrustingContextFactory.from_crawler(crawler)
    factory.ca_file = ca_file
    return factory


@implementer(IOpenSSLTrustRoot)
class _OneMoreAuthority:
    """The system's certificate authorities and those of a file."""

    def __init__(self, ca_file: str) -> None:
        self._ca_file = ca_file

    def _addCACertsToContext(self, context: Any) -> None:  # noqa: N802
        platformTrust()._addCACertsToContext(context)  # type: ignore[no-untyped-call]
        context.load_verify_locations(self._ca_file)
