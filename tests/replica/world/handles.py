"""hdl.handle.net: another proxy of the handle system, with the API and the shapes of doi.org's.

https://www.handle.net/proxy_servlet.html. Both proxies know all handles, DOI names included.
"""

from __future__ import annotations

from aiohttp import web

from tests.replica.world.answers import decode, html, path_of
from tests.replica.world.doi_org import HANDLES, answer_handle
from tests.replica.world.knobs import State
from tests.replica.world.lies import trouble


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """Answer one request to hdl.handle.net."""
    down = await trouble(request, state, "handle_down", "hdl.handle.net")
    if down is not None:
        return down
    path = decode(path_of(request))[1:]
    name = path.removeprefix("api/handles/")
    if name != path:
        return answer_handle(request, state, name)
    if name in HANDLES:
        raise web.HTTPFound(HANDLES[name])
    return html("Handle Not Found", "<h1>Handle Not Found</h1>", status=404)
