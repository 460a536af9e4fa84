"""Which handler answers for which virtual host: the sample site, then the outside world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.replica import site, world
from tests.replica.state import State

Handler = Callable[[web.Request, State], Awaitable[web.StreamResponse]]
"""Answers one request. ``request.host``, ``.path`` and ``.query`` are those of the virtual host."""

SERVICES: dict[str, str] = {
    "doi_org": "doi.org",
    "crossref": "api.crossref.org",
    "datacite": "api.datacite.org",
    "wayback": "archive.org",
    "timemap": "web.archive.org/web/timemap/link",
    **world.SERVICES,
}
"""Host (and path) behind each service whose URL is a setting."""


def handler_for(host: str) -> Handler:
    """The handler of a host; hosts nobody plays are answered with 502."""
    if host in site.HOSTS:
        return site.answer
    return world.handler_for(host) or _nobody


def known_hosts() -> list[str]:
    """Hosts worth showing to a person."""
    services = {place.partition("/")[0] for place in SERVICES.values()}
    return sorted({*site.HOSTS, *services, *world.HOSTS})


async def _nobody(request: web.Request, state: State) -> web.StreamResponse:
    return web.Response(status=502, text=f"The replica does not play {request.host}.\n")
