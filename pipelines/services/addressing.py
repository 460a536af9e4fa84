"""Resolves a host name to an address that may be contacted.

Both HTTP clients (our own for the site and the wide web, requests for the registries) connect
through this, so that the address that was checked is the address that is used.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.services.guard import check_address


class Forbidden(OSError):
    """The guard forbids every address of this host; the message says why."""


class NoWay(OSError):
    """This machine cannot reach any address of the host, which says nothing about the host."""


@dataclass(frozen=True)
class Addressing:
    """Finds the addresses of hosts: the profile's map first, then DNS; always past the guard.

    ``resolve`` maps ``host:port`` or ``*:port`` to ``address:port``, as curl's ``--resolve``
    does; the exact name wins over the star. ``allowed`` are networks the profile opens.
    """

    resolve: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()

    def mapped(self, host: str, port: int) -> tuple[str, int] | None:
        """Where the profile sends this host, or None when DNS decides."""
        name = host.lower().removesuffix(".")
        target = self.resolve.get(f"{name}:{port}") or self.resolve.get(f"*:{port}")
        if target is None:
            return None
        address, _, target_port = target.rpartition(":")
        return address.strip("[]"), int(target_port)

    def permitted(self, host: str, addresses: Iterable[str]) -> list[str]:
        """The addresses that may be contacted; raises ``Forbidden`` when there are none."""
        reasons: dict[str, str] = {}
        good: list[str] = []
        for address in addresses:
            reason = check_address(address, self.allowed)
            if reason is None:
                good.append(address)
            else:
                reasons[address] = reason
        if good:
            return good
        told = "; ".join(f"{address} is {reason}" for address, reason in reasons.items())
        raise Forbidden(f"{host} must not be asked: {told or 'it has no address'}")

    def lookup(self, host: str, port: int) -> list[tuple[str, int]]:
        """Addresses and ports to try, in order; raises ``socket.gaierror`` or ``Forbidden``.

        Blocks while DNS is asked.
        """
        target = self.mapped(host, port)
        if target is not None:
            return [(address, target[1]) for address in self.permitted(host, [target[0]])]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
        return [(address, port) for address in self.permitted(host, addresses)]
