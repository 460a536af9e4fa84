"""Which address a host name leads to: the profile's own map first, then DNS, always guarded.

Scrapy connects to exactly the addresses (and ports) that this resolver names, so the address
that was checked is the address that is spoken to, at every request and every redirect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from pipelines.services.addressing import Addressing, Forbidden


@implementer(IHostResolution)
class _Resolved:
    """A resolution that is over."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's resolver behind the guard. Until ``use`` is called, only public addresses."""

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor
        self._inner = reactor.nameResolver
        self._addressing = Addressing()
        self.forbidden: dict[str, str] = {}
        """Hosts that must not be asked, and why."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Made by Scrapy (setting TWISTED_DNS_RESOLVER), before any profile is known."""
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's own resolver."""
        self._reactor.installNameResolver(self)

    def use(self, addressing: Addressing) -> None:
        """Go by a profile's map and its opened networks."""
        self._addressing = addressing

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """See ``IHostnameResolver``. No address at all means: it must not be asked."""
        target = self._addressing.mapped(hostName, portNumber)
        receiver = _GuardedReceiver(resolutionReceiver, hostName, self)
        if target is None:
            return self._inner.resolveHostName(
                receiver, hostName, portNumber, addressTypes, transportSemantics
            )
        resolution = _Resolved(hostName)
        receiver.resolutionBegan(resolution)
        kind = IPv6Address if ":" in target[0] else IPv4Address
        receiver.addressResolved(kind("TCP", *target))
        receiver.resolutionComplete()
        return resolution

    def permits(self, host: str, address: str) -> bool:
        """Whether an address of a host may be spoken to; if not, the reason is remembered."""
        try:
            self._addressing.permitted(host, [address])
        except Forbidden as error:
            self.forbidden[host] = str(error)
            return False
        return True


@implementer(IResolutionReceiver)
class _GuardedReceiver:
    """Hands on only the addresses that may be spoken to."""

    def __init__(self, receiver: Any, host: str, resolver: GuardedResolver) -> None:
        self._receiver = receiver
        self._host = host
        self._resolver = resolver

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        """See ``IResolutionReceiver``."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """See ``IResolutionReceiver``."""
        if self._resolver.permits(self._host, address.host):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        """See ``IResolutionReceiver``."""
        self._receiver.resolutionComplete()
