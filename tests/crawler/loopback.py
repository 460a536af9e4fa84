"""A small server on loopback that counts, and answers as badly as a test wants it to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

Body = bytes | str
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Reply:
    """A fixed answer."""

    body: Body = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def links(*targets: str, text: str = "") -> str:
    """An HTML page that links to targets."""
    anchors = " ".join(f'<p><a href="{target}">to {target}</a></p>' for target in targets)
    return f"<!doctype html><title>{text}</title><h1>{text}</h1><p>{text}</p>{anchors}"


class Loopback:
    """Serves ``pages`` (path with query to body, reply or handler) until the block ends.

    ``hits`` counts requests by path; ``seen`` are all requests in order; ``peak`` is the
    greatest number at once.
    """

    def __init__(
        self,
        pages: Mapping[str, Body | Reply | Handler],
        default: Handler | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.pages = dict(pages)
        self.default = default
        self.tls = tls
        self.hits: Counter[str] = Counter()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.peak = 0
        self.port = 0
        self._busy = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        # A handler ends when its client hangs up, so that only real requests count as at once.
        runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self.tls).start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.raw_path
        self.hits[path] += 1
        self.seen.append((path, dict(request.headers)))
        self._busy += 1
        self.peak = max(self.peak, self._busy)
        try:
            return await self._reply(request, self.pages.get(path, self.default))
        finally:
            self._busy -= 1

    async def _reply(
        self, request: web.Request, page: Body | Reply | Handler | None
    ) -> web.StreamResponse:
        if page is None:
            return web.Response(status=404, text="not here")
        if isinstance(page, str | bytes):
            page = Reply(page)
        if not isinstance(page, Reply):
            return await page(request)
        body = page.body.encode() if isinstance(page.body, str) else page.body
        headers = {"Content-Type": "text/html; charset=utf-8", **page.headers}
        return web.Response(body=body, status=page.status, headers=headers)


async def never(request: web.Request) -> web.StreamResponse:
    """Take the request and say nothing."""
    await asyncio.sleep(600)
    return web.Response()


async def drip(request: web.Request) -> web.StreamResponse:
    """A byte now and then, without end."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"<")
        await asyncio.sleep(0.1)


async def reset(request: web.Request) -> web.StreamResponse:
    """Hang up."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def short(request: web.Request) -> web.StreamResponse:
    """Less than was announced."""
    response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(b"<p>half a page")
    assert request.transport is not None
    request.transport.close()
    return response


def refuse_first(status: int, retry_after: str, then: Body) -> Handler:
    """Refuse once, with a Retry-After."""
    state = {"refused": False}

    async def answer(request: web.Request) -> web.StreamResponse:
        if state["refused"]:
            return web.Response(body=then, content_type="text/html")
        state["refused"] = True
        return web.Response(status=status, headers={"Retry-After": retry_after})

    return answer
