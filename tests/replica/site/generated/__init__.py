"""Addresses that code answers: robots.txt, sitemap, lists, traps, the member area, files."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.replica.site.generated import (
    files,
    lists,
    members,
    neighbours,
    requisites,
    rules,
    traps,
)
from tests.replica.state import State

Maker = Callable[[web.Request, State], Awaitable[web.StreamResponse]]

ROUTES: tuple[tuple[str, str, Maker], ...] = (
    *neighbours.ROUTES, *rules.ROUTES, *lists.ROUTES, *traps.ROUTES, *members.ROUTES, *files.ROUTES,
    *requisites.ROUTES,
)  # fmt: skip
"""(host pattern, path pattern, handler); the first that matches answers."""
_COMPILED = tuple((re.compile(host), re.compile(path), make) for host, path, make in ROUTES)


def find(host: str, path: str) -> Maker | None:
    """The handler of an address that code answers."""
    for host_pattern, path_pattern, make in _COMPILED:
        if host_pattern.fullmatch(host) and path_pattern.fullmatch(path):
            return make
    return None
