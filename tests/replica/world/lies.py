"""Answers that no honest registry gives, whatever it is asked: ``lying`` {host: lie}.

``text_404``  plain text with 404          ``too_many``  429 without Retry-After
``fault``     500 with a short page        ``drip``      a body that never comes to its end
``bomb``      little gzip, much text       ``empty``     ``{}`` with 200
``list``      ``[]`` with 200              ``binary``    a picture that is called JSON
``cut``       the line breaks in mid-body  ``nothing``   no body at all, with 200
``not_gzip``  text that is called gzip     ``latin_1``   JSON in another encoding than it says
``loop``      a redirect to the same address

The lies that need the true answer (``html``, ``truncated``, ``wrong_doi``, ``no_number``) are told
by ``answers.json_answer``; ``knows_nothing``, a "not found" of every name in the true form, by
``doi_org`` and ``ncbi`` (hosts: doi.org, hdl.handle.net, eutils. and pmc.ncbi.nlm.nih.gov).
"""

from __future__ import annotations

import asyncio
import gzip
from functools import lru_cache

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.world.knobs import State, lie_of, outage

JSON = "application/json"
BOMB_BYTES = 17_000_000
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
SHORT = {
    "text_404": (404, b"Resource not found.", "text/plain"),
    "too_many": (429, b"Too Many Requests", "text/plain"),
    "fault": (500, b"<h1>500</h1>", "text/html"),
    "empty": (200, b"{}", JSON),
    "list": (200, b"[]", JSON),
    "binary": (200, PICTURE, JSON),
    "nothing": (200, b"", JSON),
    "latin_1": (200, '{"status": "Schlüssel"}'.encode("latin-1"), f"{JSON}; charset=utf-8"),
}
LIES = (*SHORT, "drip", "bomb", "cut", "not_gzip", "loop")


async def trouble(
    request: web.Request, state: State, knob: str, host: str
) -> web.StreamResponse | None:
    """The answer of a service that is down by its knob, or lies; None when all is well."""
    down = await outage(request, state, knob)
    return down if down is not None else await lie(request, state, host)


async def lie(request: web.Request, state: State, host: str) -> web.StreamResponse | None:
    """The lie that ``host`` is told to tell, or None."""
    kind = lie_of(state, host)
    if kind in SHORT:
        status, body, content_type = SHORT[kind]
        return await deliver(request, body, status=status, content_type=content_type)
    if kind == "cut":
        return await deliver(request, b'{"half": ' * 40, mode="cut", content_type=JSON)
    if kind == "bomb":
        headers = {"Content-Encoding": "gzip"}
        return await deliver(request, _bomb(), content_type=JSON, headers=headers)
    if kind == "not_gzip":
        headers = {"Content-Encoding": "gzip"}
        return await deliver(request, b"no gzip at all", content_type=JSON, headers=headers)
    if kind == "loop":
        return web.Response(status=302, headers={"Location": request.path_qs})
    if kind == "drip":
        return await _drip(request)
    return None


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    return gzip.compress(b" " * BOMB_BYTES, mtime=0)


async def _drip(request: web.Request) -> web.StreamResponse:
    """A byte now and then, until the caller has enough of it."""
    response = web.StreamResponse(headers={"Content-Type": JSON})
    await response.prepare(request)
    for _ in range(2000):
        if request.transport is None or request.transport.is_closing():
            break
        await response.write(b" ")
        await asyncio.sleep(0.05)
    return response
