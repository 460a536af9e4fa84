"""``/-/control/``: look at a running replica and steer it from another process. JSON.

GET  hits?host=&path=   hits in order            GET  summary   counts, peaks and trap hits by host
POST markup             {"markup": "soup"}       POST news      {"bump": 1} or {"set": 0}
POST fault              {"host", "path", "kind", ...}           POST clear     {}  faults only
POST robots             {"host", "status"}       POST edit      {"url", "text"}
POST remove  {"url", "status"}    POST settings  {"validators", "slow_s", "latency_s"}
POST forget             {}  hits, counts, faults and edits
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.replica import site
from tests.replica.state import State


async def answer(request: web.Request, state: State, path: str) -> web.StreamResponse:
    """Answer one control request; ``path`` is what follows ``/-/control``."""
    verb = path.partition("?")[0].strip("/")
    if request.method == "GET":
        return _look(request, state, verb)
    change = CHANGES.get(verb)
    if change is None:
        return web.json_response({"error": f"no such control: {verb}"}, status=404)
    try:
        wish = json.loads(await request.text() or "{}")
        change(state, wish)
    except (ValueError, TypeError, KeyError) as error:
        return web.json_response({"error": f"{verb}: {error!r}"}, status=400)
    return web.json_response({"ok": verb, "markup": state.markup, "news": state.news})


def summary(state: State) -> dict[str, object]:
    """Requests and most requests at once by host, and requests of trap pages by URL."""
    hits = Counter(h.host for h in list(state.hits))
    traps = Counter(f"{h.host}{h.path}" for h in list(state.hits) if site.is_trap(h.host, h.path))
    return {
        "hits": dict(hits),
        "peaks": dict(state.peaks),
        "traps": dict(traps),
        "markup": state.markup,
        "news": state.news,
    }


def _look(request: web.Request, state: State, verb: str) -> web.Response:
    if verb == "summary":
        return web.json_response(summary(state))
    if verb == "hits":
        host, path = request.query.get("host"), request.query.get("path")
        hits = [
            {"host": h.host, "path": h.path, "method": h.method, "at": h.at, "status": h.status,
             "scheme": h.scheme, "in_flight": h.in_flight, "headers": dict(h.headers)}
            for h in list(state.hits)
            if host in (None, h.host) and path in (None, h.path)
        ]  # fmt: skip
        return web.json_response(hits)
    return web.Response(text=__doc__ or "")


def _move_news(state: State, wish: dict[str, Any]) -> None:
    state.news = int(wish["set"]) if "set" in wish else state.news + int(wish.get("bump", 1))


def _add_fault(state: State, wish: dict[str, Any]) -> None:
    state.add_fault(wish.pop("host"), wish.pop("path", "*"), wish.pop("kind"), **wish)


def _change_settings(state: State, wish: dict[str, Any]) -> None:
    state.validators = bool(wish.get("validators", state.validators))
    state.slow_s = float(wish.get("slow_s", state.slow_s))
    state.latency_s = float(wish.get("latency_s", state.latency_s))


CHANGES: dict[str, Callable[[State, dict[str, Any]], object]] = {
    "markup": lambda state, wish: state.set_markup(wish["markup"]),
    "news": _move_news,
    "fault": _add_fault,
    "clear": lambda state, wish: state.faults.clear(),
    "robots": lambda state, wish: state.robots.update({wish["host"]: int(wish["status"])}),
    "edit": lambda state, wish: state.edits.update({wish["url"]: str(wish["text"])}),
    "remove": lambda state, wish: state.removed.update({wish["url"]: int(wish["status"])}),
    "settings": _change_settings,
    "forget": lambda state, wish: state.forget(),
}
