"""The members' area: a login, and answers that are not for the public."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.site.pages import LINE, find_page, site_host
from tests.replica.site.sending import send_page
from tests.replica.state import State


async def login(request: web.Request, state: State) -> web.StreamResponse:
    """The login page; each visitor is given a session id that all its links carry."""
    page = find_page(LINE, "/en/login.htm")
    assert page is not None
    number = state.visits(request.host.partition(":")[0].lower(), request.raw_path)
    session = f"{number * 2654435761 % 2**32:08x}"
    wrong = "This name or password is not known.\n\n" if request.method == "POST" else ""
    links = (
        f'- <a href="/en/glossary.htm?PHPSESSID={session}">Glossary</a>\n'
        f'- <a href="/en/library.htm?PHPSESSID={session}&amp;print=1">Library</a>'
    )
    return await send_page(request, state, replace(page, body=f"{wrong}{page.body}\n\n{links}"))


async def unauthorised(request: web.Request, state: State) -> web.StreamResponse:
    """401 with a challenge (RFC 9110 §15.5.2)."""
    headers = {"WWW-Authenticate": f'Basic realm="{site_host(request.host)} members"'}
    return await deliver(request, b"<h1>Members only</h1>", status=401, headers=headers)


async def forbidden(request: web.Request, state: State) -> web.StreamResponse:
    """403."""
    return await deliver(request, b"<h1>Not for you</h1>", status=403)


ROUTES = (
    (LINE, r"(/en)?/login\.htm", login),
    (LINE, r"/member/downloads\.htm", unauthorised),
    (LINE, r"/member/.+", forbidden),
)
