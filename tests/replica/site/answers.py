"""A request for the sample site finds what answers it: a redirect, a page, code, or an error."""

from __future__ import annotations

from aiohttp import web

from tests.replica.site import generated, redirects
from tests.replica.site.pages import find_page, site_host
from tests.replica.site.sending import send_error, send_page
from tests.replica.state import State


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """Answer for any host of the sample site."""
    host, path = site_host(request.host), request.rel_url.raw_path
    url = f"https://{host}{path}"
    if url in state.removed:
        return await send_error(request, state, state.removed[url])
    redirect = redirects.find(host, path)
    if redirect is not None:
        return web.Response(status=redirect.status, headers={"Location": redirect.location})
    page = find_page(host, path)
    if page is not None and not page.generated:
        return await send_page(request, state, page)
    make = generated.find(host, path)
    if make is not None:
        return await make(request, state)
    return await send_error(request, state, 410 if url in redirects.GONE else 404)
