"""Sites next door that are not ours: the foundation (out of scope) and the maker of the site."""

from __future__ import annotations

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.state import State

FOUNDATION = "www.eurospinefoundation.test"
MAKER = "www.bestview.test"
HOSTS = (FOUNDATION, MAKER)
PAGES = {
    (FOUNDATION, "/"): "EUROSPINE Foundation",
    (FOUNDATION, "/en/f180000908.html"): "Grants of the foundation",
    (MAKER, "/"): "bestview gmbh",
}


async def neighbour(request: web.Request, state: State) -> web.StreamResponse:
    """A page of a neighbour, or 404."""
    title = PAGES.get((request.host.partition(":")[0].lower(), request.rel_url.raw_path))
    name = title or "Not found"
    head = f"<!DOCTYPE html><html><head><title>{name}</title></head>"
    text = f"{head}<body><h1>{name}</h1></body></html>"
    return await deliver(request, text.encode(), status=200 if title else 404)


ROUTES = (("|".join(HOSTS).replace(".", r"\."), ".*", neighbour),)
