"""Which requests the archive accepts, and under which name: looked at before anything else.

It is only read, so every other method of HTTP is refused (RFC 9110 §15.5.6). Feeds, exports,
TimeMaps and linked data give its own address: the one that its profile gives as ``public_url``;
else the name that the request used for it, if that has the form of one (RFC 9110 §7.2), since what
one reader wrote there a cache may hand on to others.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from datasette import Response, hookimpl

Message = MutableMapping[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]

METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HOST = re.compile(rb"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


@hookimpl(tryfirst=True)  # innermost: a refusal gets the headers that others put on every answer
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Refuse what cannot be answered; put the archive's own name into what can."""

    def wrap(app: App) -> App:
        async def asked(scope: Message, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            publication = getattr(datasette, "site_settings", {}).get("publication", {})
            named = named_as(scope, publication.get("public_url", ""))
            if scope["method"] not in METHODS:
                refusal = Response.text(
                    "The archive is read-only: use GET.\n",
                    status=405,
                    headers={"allow": "GET, HEAD, OPTIONS"},
                )
                await refusal.asgi_send(send)
            elif named is None:
                refusal = Response.text("The Host header names no server.\n", status=400)
                await refusal.asgi_send(send)
            else:
                await app(named, receive, send)

        return asked

    return wrap


def named_as(scope: Message, public_url: str) -> Message | None:
    """The request as if made to ``public_url``, where there is one; None = it names no server."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if public_url:
        own = urlsplit(public_url)
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        headers = [(b"host", own.netloc.encode()), *others]
        return {**scope, "scheme": own.scheme, "headers": headers}
    return scope if all(HOST.fullmatch(host) for host in hosts) and len(hosts) <= 1 else None
