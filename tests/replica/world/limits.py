"""Crossref's limits: pools, their headers, and 429 when the knob asks for it.

Pools and numbers as in answers recorded in July 2026 (in force since 2025-12-01); one request a
second for public lists is documented, not recorded.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from aiohttp import web

from tests.replica.world.knobs import State, count

SERVER = "Jetty(9.4.40.v20210413)"


class Pool(NamedTuple):
    """What a caller is allowed: requests per second and requests at the same time."""

    name: str
    limit: int
    parallel: int


POOLS = {
    ("public", "single"): Pool("public-single", 5, 1),
    ("public", "array"): Pool("public-array", 1, 1),
    ("polite", "single"): Pool("polite-single", 10, 3),
    ("polite", "array"): Pool("polite-array", 3, 3),
}


def pool_of(request: web.Request, kind: str) -> Pool:
    """The pool of a caller; ``kind`` is single or array, a mailto makes it polite."""
    agent = request.headers.get("User-Agent", "")
    polite = "mailto" in request.query or "mailto:" in agent
    return POOLS["polite" if polite else "public", kind]


async def refuse(state: State, pool: Pool) -> web.Response | None:
    """429 when the knob says so; the limit counts requests of the last second in this pool."""
    wish = state.notes.get("crossref_429")
    if wish is None or wish is False:
        return None
    if wish is not True:
        left = int(str(wish))
        state.notes["crossref_429"] = left - 1 if left > 1 else None
        return _too_many()
    now = asyncio.get_running_loop().time()
    moments = state.notes.setdefault(f"moments {pool.name}", [])
    assert isinstance(moments, list)
    moments[:] = [moment for moment in moments if now - moment < 1]
    open_now = state.notes.setdefault("open", {})
    assert isinstance(open_now, dict)
    if len(moments) >= pool.limit or open_now.get(pool.name, 0) >= pool.parallel:
        count(state, "api.crossref.org 429")
        return _too_many()
    moments.append(now)
    open_now[pool.name] = open_now.get(pool.name, 0) + 1
    await asyncio.sleep(0.01)  # long enough for parallel requests to overlap
    open_now[pool.name] -= 1
    return None


def _too_many() -> web.Response:
    return web.Response(
        text="Too Many Requests",
        status=429,
        content_type="text/plain",
        headers={"Retry-After": "1"},
    )


def with_limits(response: web.Response, state: State, pool: Pool) -> web.Response:
    """The answer with the headers that every answer of the registry carries."""
    is_held = state.notes.get("crossref_429") is True
    span_s = 1 if is_held else state.notes.get("crossref_span_s", 1)
    response.headers.update({
        "Server": SERVER,
        "X-API-Pool": pool.name,
        "X-Rate-Limit-Limit": str(pool.limit),
        "X-Rate-Limit-Interval": f"{span_s}s",
        "X-Concurrency-Limit": str(pool.parallel),
    })  # fmt: skip
    return response
