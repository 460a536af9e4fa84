"""A page of the sample site goes out: rendered, encoded, with or without validators."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from functools import lru_cache

from aiohttp import web

from tests.replica.delivery import deliver
from tests.replica.site.behaviours import BEHAVIOURS
from tests.replica.site.frames import compose
from tests.replica.site.markup import render
from tests.replica.site.pages import Page, site_host
from tests.replica.state import State

HABITS = {"A": "none", "B": "etag", "C": "both"}


async def send_page(
    request: web.Request, state: State, page: Page, *, status: int = 200
) -> web.StreamResponse:
    """Send a page the way its content says."""
    if page.behaviour:
        early = await BEHAVIOURS[page.behaviour](request, state)
        if early is not None:
            return early
    body = page_bytes(page, state.markup, state.news, state.edits.get(page.url, ""))
    headers = _validators(page, body, state)
    if _unchanged(request, headers, lying=page.validators == "lying"):
        return web.Response(status=304, headers=headers)
    return await deliver(
        request, body, mode=page.delivery, status=status,
        content_type=page.content_type or None, headers=headers,
    )  # fmt: skip


async def send_error(request: web.Request, state: State, status: int) -> web.StreamResponse:
    """The site's own error page, in its frame."""
    host = site_host(request.host)
    name = "Page not found" if status == 404 else "This page has been removed"
    page = Page(
        path="/-error", host=host, title=name, generation="B" if "patientline" in host else "C",
        body="We could not find the page you asked for. Try the navigation below.",
    )  # fmt: skip
    html = render(compose(page, news=state.news), state.markup)
    return await deliver(request, html.encode(), status=status)


@lru_cache(maxsize=2048)
def page_bytes(page: Page, markup: str, news: int = 0, edit: str = "") -> bytes:
    """The page as it leaves the server, before any content-coding."""
    html = render(compose(page, news=news, edit=edit), markup) if page.frame else page.body
    if page.encoding == "double":
        mangled = html.encode("utf-8").decode("windows-1252", "replace")
        return mangled.encode("utf-8")
    body = html.encode(page.encoding, "xmlcharrefreplace")
    return b"\xef\xbb\xbf" + body if page.bom else body


def _validators(page: Page, body: bytes, state: State) -> dict[str, str]:
    """ETag and Last-Modified of this answer; a lying page keeps its ETag whatever it says."""
    habit = page.validators or HABITS[page.generation]
    if not state.validators or habit == "none":
        return {}
    if habit == "lying":
        return {"ETag": '"always-the-same"'}
    headers = {}
    if habit in ("etag", "both"):
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if habit in ("modified", "both"):
        day = (page.updated or page.published or date(2019, 8, 21)) + timedelta(days=state.news)
        moment = datetime.combine(day, time(12), UTC)
        headers["Last-Modified"] = format_datetime(moment, usegmt=True)
    return headers


def _unchanged(request: web.Request, headers: dict[str, str], *, lying: bool) -> bool:
    """RFC 9110 §13: If-None-Match counts before If-Modified-Since."""
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        return lying or headers.get("ETag", "-") in asked
    since = request.headers.get("If-Modified-Since")
    return since is not None and since == headers.get("Last-Modified")
