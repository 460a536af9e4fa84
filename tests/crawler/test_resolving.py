"""Which addresses the crawl connects to, and the names of Scrapy and Twisted we lean on."""

from __future__ import annotations

from typing import Any

import pytest
from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import ConnectionLost
from twisted.internet.ssl import CertificateOptions
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, ResponseNeverReceived
from twisted.web.client import Agent

from crawler.capturing import reason_of
from crawler.downloading import _OneMoreAuthority, _TrustingContextFactory
from crawler.resolving import GuardedResolver
from crawler.scope import Reason
from pipelines.services.addressing import Addressing


class Receiver:
    """Collects what a resolver names."""

    def __init__(self) -> None:
        self.addresses: list[tuple[str, int]] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append((address.host, address.port))

    def resolutionComplete(self) -> None:  # noqa: N802
        self.is_complete = True


class Reactor:
    """Stands in for Twisted's reactor: every name has the same addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.nameResolver = self

    def resolveHostName(self, receiver: Any, name: str, port: int, *more: Any) -> None:  # noqa: N802
        receiver.resolutionBegan(None)
        for address in self.addresses:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


def resolved(
    dns: tuple[str, ...], addressing: Addressing, host: str = "a.test", port: int = 443
) -> tuple[list[tuple[str, int]], dict[str, str]]:
    resolver = GuardedResolver(Reactor(*dns))
    resolver.use(addressing)
    receiver = Receiver()
    resolver.resolveHostName(receiver, host, port)
    assert receiver.is_complete
    return receiver.addresses, resolver.forbidden


OPEN = ("127.0.0.0/8",)
PUBLIC = "93.184.215.14"
CASES = [
    ("a public address", (PUBLIC,), Addressing(), [(PUBLIC, 443)]),
    ("loopback", ("127.0.0.1",), Addressing(), []),
    ("loopback, opened", ("127.0.0.1",), Addressing(allowed=OPEN), [("127.0.0.1", 443)]),
    ("loopback in IPv6 clothes", ("::ffff:127.0.0.1",), Addressing(), []),
    ("a cloud's metadata", ("169.254.169.254",), Addressing(allowed=OPEN), []),
    ("one good, one bad", ("10.0.0.1", PUBLIC), Addressing(), [(PUBLIC, 443)]),
    ("the map, with its port", (PUBLIC,), Addressing({"*:443": "127.0.0.1:8443"}, OPEN),
     [("127.0.0.1", 8443)]),
    ("the map is guarded too", (PUBLIC,), Addressing({"*:443": "127.0.0.1:8443"}), []),
    ("the exact name wins", (PUBLIC,),
     Addressing({"*:443": "127.0.0.1:1", "a.test:443": "127.0.0.2:2"}, OPEN), [("127.0.0.2", 2)]),
    ("another port is not mapped", (PUBLIC,), Addressing({"*:80": "127.0.0.1:1"}, OPEN),
     [(PUBLIC, 443)]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "dns", "addressing", "expected"), CASES, ids=[c[0] for c in CASES])
def test_addresses(why, dns, addressing, expected) -> None:
    addresses, forbidden = resolved(dns, addressing)
    assert addresses == expected
    assert bool(forbidden) == (len(expected) < len(dns))


def test_until_it_is_told_otherwise_only_public_addresses() -> None:
    resolver, receiver = GuardedResolver(Reactor("127.0.0.1")), Receiver()
    resolver.resolveHostName(receiver, "a.test", 80)
    assert receiver.addresses == []
    assert "loopback" in resolver.forbidden["a.test"]


def wrapped(inner: BaseException) -> BaseException:
    """As Scrapy hands on what Twisted gives it."""
    outer = DownloadFailedError("failed")
    outer.__cause__ = ResponseNeverReceived([Failure(inner)])
    return outer


FAILURES = [
    ("timeout", DownloadTimeoutError(), Reason.TIMEOUT),
    ("our own deadline", TimeoutError(), Reason.TIMEOUT),
    ("no such host", CannotResolveHostError(), Reason.DNS),
    ("refused", DownloadConnectionRefusedError(), Reason.REFUSED),
    ("too large", DownloadCancelledError(), Reason.TOO_LARGE),
    ("certificate", wrapped(SSL.Error([("SSL", "", "certificate verify failed")])), Reason.TLS),
    ("not HTTP", wrapped(ParseError("wrong", b"")), Reason.BAD_ANSWER),
    ("hung up", wrapped(ConnectionLost()), Reason.RESET),
]


@pytest.mark.parametrize(("why", "error", "reason"), FAILURES, ids=[f[0] for f in FAILURES])
def test_failures_have_a_reason(why, error, reason) -> None:
    assert reason_of(error) is reason


def test_the_names_of_scrapy_we_lean_on_are_there() -> None:
    """When this fails, Scrapy has moved what crawler.downloading builds on: look there first."""
    assert "_contextFactory" in HTTP11DownloadHandler.__init__.__code__.co_names
    assert "_contextFactory" in HTTP11DownloadHandler.download_request.__code__.co_names
    assert "_pool" in HTTP11DownloadHandler.download_request.__code__.co_names
    assert "_get_agent" in _ScrapyAgent.download_request.__code__.co_names
    assert "_getEndpoint" in Agent.request.__code__.co_names
    assert issubclass(_TrustingContextFactory, _ScrapyClientContextFactory)
    assert _ScrapyClientContextFactory()._get_cert_options_kwargs()["fixBrokenPeers"]
    options = CertificateOptions(trustRoot=_OneMoreAuthority("/no/such/file"))
    with pytest.raises(SSL.Error):  # Twisted asks it for its certificates, and it reads our file
        options.getContext()
