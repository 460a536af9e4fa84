"""aiohttp's resolver, guarded: only addresses that may be spoken to come out of it."""

from __future__ import annotations

import asyncio
import socket
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

from pipelines.services.addressing import Addressing


class GuardedResolver(AbstractResolver):
    """Names to addresses for aiohttp: the profile's map, then DNS, always past the guard."""

    def __init__(self, addressing: Addressing) -> None:
        self._addressing = addressing

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses that may be spoken to; raises ``OSError`` (``Forbidden``, ``gaierror``)."""
        target = self._addressing.mapped(host, port)
        if target is not None:
            pairs = [
                (address, target[1]) for address in self._addressing.permitted(host, [target[0]])
            ]
        else:
            loop = asyncio.get_running_loop()
            ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM, family=family)
            found = await loop.run_in_executor(None, ask)  # as asyncio does, whatever loop this is
            addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
            pairs = [(address, port) for address in self._addressing.permitted(host, addresses)]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=target_port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address, target_port in pairs
        ]

    async def close(self) -> None:
        """Nothing is held."""
