"""Ordinary websites that a patient site links to, each with one habit worth knowing."""

from __future__ import annotations

import re

from aiohttp import web

from tests.replica.delivery import break_off, wait
from tests.replica.world.answers import html
from tests.replica.world.knobs import State, count, seconds
from tests.replica.world.publishers import Manner, challenge

CHARITY_PAGES = {
    "/": "Example charity for people with back pain",
    "/about": "About our charity",
    "/contact": "Contact us",
    "/help": "Help for patients and carers",
    "/helpline": "Our helpline",
    "/exercises": "Exercises you can do at home",
    "/back-pain": "Living with back pain",
    "/scoliosis": "Living with scoliosis",
    "/support-groups": "Support groups near you",
    "/leaflets/back-pain": "Leaflet: back pain",
    "/leaflets/surgery": "Leaflet: before your operation",
    "/guide": "A guide to spine surgery",
    "/groups": "Groups near you",
    "/leaflets": "Our leaflets",
    "/news": "News",
    "/with-blanks": "A page whose address is printed with blanks around it",
    "/with-newlineand-tab": "A page whose address is printed over two lines",
    "/backslashes": "A page whose address is printed with backslashes",
}
"""Path without final slash or extension, and title."""


async def charity(request: web.Request, state: State) -> web.StreamResponse:
    """www.example-charity.test: a few pages with anchors ``top`` and ``contact``, else 404."""
    path = re.sub(r"\.html?$", "", request.path.rstrip("/")) or "/"
    title = CHARITY_PAGES.get(path)
    if title is None:
        return html("Page not found", "<h1>404 - Page not found</h1>", status=404)
    body = (
        f'<h1 id="top">{title}</h1><p>Text about {title.lower()}.</p><h2 id="contact">Contact</h2>'
    )
    return html(title, body)


async def gone(request: web.Request, state: State) -> web.StreamResponse:
    """404 for all pages, 410 for the withdrawn one."""
    status = 410 if request.path.startswith("/withdrawn") else 404
    return html("Not Found", "<h1>Not Found</h1>", status=status)


async def moved(request: web.Request, state: State) -> web.StreamResponse:
    """Permanently at www.example-charity.test, same path."""
    place = f"https://www.example-charity.test{request.raw_path}"
    return web.Response(status=301, headers={"Location": place})


async def parked(request: web.Request, state: State) -> web.StreamResponse:
    """A domain dealer's page."""
    body = (
        "<h1>parked.example-charity.test</h1><p>This domain is for sale. Buy this domain.</p>"
        "<p>Related searches</p><ul><li>Back pain relief</li><li>Loans</li></ul>"
        '<p>The domain owner has parked this page with <a href="https://sedoparking.test/">a '
        "domain parking service</a>.</p>"
    )
    return html("parked.example-charity.test is for sale", body)


async def soft_404(request: web.Request, state: State) -> web.StreamResponse:
    """Status 200 and "page not found" for every path."""
    body = "<h1>Page not found</h1><p>Sorry, the page you are looking for does not exist.</p>"
    return html("Page not found", body)


async def slow(request: web.Request, state: State) -> web.StreamResponse:
    """A good page after 2 seconds."""
    await wait(request, seconds(state, 2.0))
    return html("A slow page", "<h1>A slow page</h1>")


async def reset(request: web.Request, state: State) -> web.StreamResponse:
    """The connection is reset."""
    return await break_off(request)


async def rate_limited(request: web.Request, state: State) -> web.StreamResponse:
    """429 with Retry-After: 2 for the first request of a client (address and User-Agent)."""
    client = f"{request.remote} {request.headers.get('User-Agent', '')}"
    if count(state, f"{request.host} {client}") == 1:
        return html("Too Many Requests", status=429, headers={"Retry-After": "2"})
    return html("Patience pays", "<h1>Patience pays</h1>")


async def profile(request: web.Request, state: State) -> web.StreamResponse:
    """A social network: one page for each short name, 404 for long ones."""
    name = request.path.strip("/")
    if len(name) > 40:
        return html("Page not found", status=404)
    return html(f"{name or 'Start'} | {request.host}", f"<h1>{name or 'Start'}</h1>")


async def linked_in(request: web.Request, state: State) -> web.StreamResponse:
    """LinkedIn tells programs 999."""
    return web.Response(status=999, reason="Request denied", text="", content_type="text/html")


async def badge(request: web.Request, state: State) -> web.StreamResponse:
    """A maker of badges: an image for every path."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"/>'
    return web.Response(text=picture, content_type="image/svg+xml")


async def orcid(request: web.Request, state: State) -> web.StreamResponse:
    """A page for every well-formed ORCID iD."""
    if re.fullmatch(r"/(\d{4}-){3}\d{3}[\dX]", request.path):
        return html("ORCID", "<h1>ORCID record</h1>")
    return html("Page not found", status=404)


async def agency_site(request: web.Request, state: State) -> web.StreamResponse:
    """The web agency named in the site's footer: a start page."""
    if request.path.strip("/"):
        return html("Page not found", status=404)
    return html("bestview gmbh", "<h1>bestview gmbh</h1>")


HOSTS: dict[str, Manner] = {
    "www.example-charity.test": charity,
    "gone.example-charity.test": gone,
    "moved.example-charity.test": moved,
    "blocked.example-charity.test": challenge(403),
    "parked.example-charity.test": parked,
    "soft404.example-charity.test": soft_404,
    "slow.example-charity.test": slow,
    "reset.example-charity.test": reset,
    "ratelimited.example-charity.test": rate_limited,
    "www.linkedin.com": linked_in,
    "img.shields.test": badge,
    "orcid.org": orcid,
    **dict.fromkeys(
        ("www.facebook.com", "twitter.com", "x.com", "www.instagram.com", "www.youtube.com"),
        profile,
    ),
    **dict.fromkeys(
        ("www.bestview.ch", "bestview.ch", "www.bestview.gmbh", "www.bestview.test"), agency_site
    ),
}
