"""Stops long answers when nobody reads them any more.

An export of everything is written for minutes, and a server is not told by itself that its reader
has gone: what it sends is dropped, and it goes on for nobody (ASGI, "Disconnect - receive event").
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class ReaderLeft(BaseException):
    """The reader has left. Not an ``Exception``: those are caught, and answered with a page."""


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wrap the application: an answer in several parts is given up when its reader has left."""

    def wrap(app: App) -> App:
        async def watched(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            sending = _Sending(receive, send)
            try:
                await app(scope, receive, sending)
            except ReaderLeft:
                return
            finally:
                sending.end()

        return watched

    return wrap


class _Sending:
    """Passes an answer on, and listens for the reader's leaving from its first part on."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._leaving: asyncio.Future[None] | None = None

    async def __call__(self, message: Message) -> None:
        if self._leaving is None and message.get("more_body"):
            self._leaving = asyncio.ensure_future(self._listen())
        if self._leaving is not None and self._leaving.done():
            raise ReaderLeft
        await self._send(message)

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def end(self) -> None:
        """Listen no longer."""
        if self._leaving is not None:
            self._leaving.cancel()
