"""What some pages do before they are sent, by the name their content gives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.replica.delivery import break_off, wait
from tests.replica.state import State

Behaviour = Callable[[web.Request, State], Awaitable[web.StreamResponse | None]]
"""Gives the answer, or None to send the page after all."""


def _first(request: web.Request, state: State) -> bool:
    """Whether this is the first request of its host and path since the replica began or forgot."""
    host = request.host.partition(":")[0].lower()
    return state.visits(host, request.raw_path) <= 1


async def _busy(request: web.Request, state: State) -> web.StreamResponse | None:
    if _first(request, state):
        return web.Response(status=429, headers={"Retry-After": "1"}, text="Too many requests\n")
    return None


async def _maintenance(request: web.Request, state: State) -> web.StreamResponse | None:
    if _first(request, state):
        return web.Response(status=503, text="Back in a moment\n")
    return None


async def _slow(request: web.Request, state: State) -> web.StreamResponse | None:
    await wait(request, state.slow_s)
    return None


async def _reset(request: web.Request, state: State) -> web.StreamResponse | None:
    return await break_off(request)


async def _reset_once(request: web.Request, state: State) -> web.StreamResponse | None:
    return await break_off(request) if _first(request, state) else None


BEHAVIOURS: dict[str, Behaviour] = {
    "busy": _busy,  # 429 + Retry-After, then the page
    "maintenance": _maintenance,  # 503, then the page
    "slow": _slow,
    "reset": _reset,
    "reset-once": _reset_once,
}
