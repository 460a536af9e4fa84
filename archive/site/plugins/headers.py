"""Response headers that tell browsers and robots about the archive.

Stock Datasette pages carry inline scripts and styles, which forces ``'unsafe-inline'`` on a
policy that covers them. Ours carry none, so scripts and styles come from files of this site
only: text that slipped through every escaping would still not run. Pages that tell strangers
about the machine (paths, threads, settings) and those that need scripts are closed.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from datasette import hookimpl

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# A captured page is a stranger's. It is shown in a frame of ours, without scripts, with nothing
# loaded but captures, as if from nowhere; a click may lead the whole window to where a link leads.
# Pages set their looks in style attributes, so these are let through, with nothing in them that
# loads (archive/proof/still_styles.py).
CAPTURED = re.compile(r"/-/capture/[^/]+/page")
CAPTURED_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-top-navigation-by-user-activation",
    )
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}

CAPTURED_HEADERS = HEADERS | {
    b"content-security-policy": CAPTURED_POLICY.encode(),
    b"x-frame-options": b"SAMEORIGIN",
}
# A picture may be an SVG, which is a document of its own when it is opened alone.
PART = re.compile(r"/-/capture/[^/]+/part|/-/rendering/[^/]+")
PART_HEADERS = HEADERS | {
    b"content-security-policy": b"sandbox; default-src 'none'; style-src 'unsafe-inline'",
}
# replayweb.page, where the operator wants it, styles itself and works in a service worker.
READER = re.compile(r"/-/replayweb/.*")
READER_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data:",
        "frame-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
READER_HEADERS = HEADERS | {
    b"content-security-policy": READER_POLICY.encode(),
    b"x-frame-options": b"SAMEORIGIN",
}

# Datasette's own pages under /-/, which 1.0 has below databases, tables and rows as well: open are
# its assets, what says which version this is, and where 1.0 answers SQL.
OWN = re.compile(r"(/archive(/[^/]+){0,2})?/-/.*")
OPEN = re.compile(
    r"/-/(static|static-plugins|capture|rendering|proof|compare|wacz|replayweb|timegate|timemap)/.*"
    r"|/-/(versions|metadata)\.json|/-/actor\.json|/archive/-/query(\.\w+)?"
)
# What may be taken down is kept by its reader's browser, and by no proxy, which would give it to
# others after that. Nor is SQL of a reader's own, which nobody else asks.
TAKEN_DOWN = re.compile(r"/-/(capture|rendering|proof|compare|wacz|timegate|timemap)/.*")
WORDS = {"sql", "_where", "_searchmode"}
"""As in ``strangers.py``."""
CLOSED = b"Not here. This part of the server is closed to the public.\n"


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Let the page about security say which policies these are."""
    env.globals["policies"] = {"Pages": POLICY, "Captured pages": CAPTURED_POLICY}


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wrap the application: close what is closed, add the headers to everything else."""
    base = datasette.setting("base_url").rstrip("/")

    def wrap(app: App) -> App:
        async def guarded(scope: Message, receive: Any, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return

            path = scope["path"].removeprefix(base)
            own = HEADERS
            if CAPTURED.fullmatch(path):
                own = CAPTURED_HEADERS
            elif PART.fullmatch(path):
                own = PART_HEADERS
            elif READER.fullmatch(path):
                own = READER_HEADERS

            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = complete(message, own)
                    if TAKEN_DOWN.fullmatch(path) or _has_own_sql(scope):
                        headers = [_as_private(*header) for header in headers]
                    message = {**message, "headers": headers}
                await send(message)

            if OWN.fullmatch(path) and not OPEN.fullmatch(path):
                await _refuse(send_with_headers)
            else:
                await app(scope, receive, send_with_headers)

        return guarded

    return wrap


def complete(message: Message, own: Mapping[bytes, bytes] = HEADERS) -> list[tuple[bytes, bytes]]:
    """The headers of a response with ours, and with a time to live where it has none."""
    # Datasette sends the database "chunked", and by that without its length: what breaks off seems
    # whole then, to a proxy, too, and no part can be asked for. How to send is the server's to say.
    left_out = {*own, b"transfer-encoding"}
    others = [(k, v) for k, v in message.get("headers", []) if k.lower() not in left_out]
    names = {name.lower() for name, _ in others}
    if message["status"] in (200, 304) and not names & {b"cache-control", b"set-cookie"}:
        others.append((b"cache-control", b"max-age=300"))
    return [*others, *own.items()]


def _has_own_sql(scope: Message) -> bool:
    text = scope.get("query_string", b"").decode("latin-1")
    return not WORDS.isdisjoint(parse_qs(text, keep_blank_values=True))


def _as_private(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    is_meant = name.lower() == b"cache-control" and value.startswith((b"max-age=", b"no-cache"))
    return name, b"private, " + value if is_meant else value


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": CLOSED})
