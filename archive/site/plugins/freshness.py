"""Pages that are not made anew: a browser's copy that is still good, and one made for many at once.

Nothing that a published archive shows changes before it is published anew. So everything bears the
same validator, made of what the server began with, and who asks with it (RFC 9110 §13.1.2) is
answered 304 before a row is read: a page that a copy was made of is there. Left out are captures
and what is made of them, which lie beside the archive and may be taken down, and SQL of a reader's
own, which may ask for the time of day.

A page that many ask for at the same time is made once and given to all, and to who asks in the
next minute: the page of a table takes a tenth of a second, two hundred readers of it would wait
half a minute.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from datasette import hookimpl

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

WORDS = {"sql", "_where", "_searchmode"}
"""As in ``strangers.py``."""
MADE_OF = ("inspect-data.json", "*.json", "templates/*", "static/*", "plugins/*.py")
"""Files of a published folder that say what its pages look like; the first has the digest of the
database."""
KEPT_S = 60.0
"""How long a page is given out again: what it lacks, as facets of which the time was up while many
asked, is there a minute later."""
KEPT_BYTES = 16_000_000
"""Of all pages that are kept, and what was asked for them; who was not asked for the longest goes
first."""
LONGEST_BYTES = 400_000
"""A page that is longer is not kept."""
PERSONAL = {b"cookie", b"authorization", b"range"}
"""Headers of a request that is answered for itself."""
NAMING = {b"host", b"forwarded", b"accept", b"x-forwarded-host", b"x-forwarded-proto"}
"""Headers that may change an answer: pages give addresses under the name they were asked by."""


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wrap the application: who has it already is told so; everybody else is told how to ask."""
    base = datasette.setting("base_url").rstrip("/")
    folder = datasette.config_dir
    tag = tag_of(Path(folder)) if folder and datasette.inspect_data else None
    pages = Pages()

    def wrap(app: App) -> App:
        async def fresh(scope: Message, receive: Any, send: Send) -> None:
            if tag is None or scope["type"] != "http" or not _is_lasting(scope, base):
                await app(scope, receive, send)
            elif tag in _tags_of(scope):
                headers = [(b"etag", tag), (b"cache-control", b"max-age=300")]
                await send({"type": "http.response.start", "status": 304, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
            elif _is_for_many(scope):
                for message in await pages.of(app, scope):
                    await _Tagging(send, tag)(message)
            else:
                await app(scope, receive, _Tagging(send, tag))

        return fresh

    return wrap


class _Tagging:
    """Passes answers on, with the validator where a page was found.

    In place of another: Datasette 1.0 gives static files one that it knows again only alone.
    """

    def __init__(self, send: Send, tag: bytes) -> None:
        self._send = send
        self._tag = tag

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            headers = [(k, v) for k, v in message.get("headers", []) if k.lower() != b"etag"]
            if b"set-cookie" not in {name.lower() for name, _ in headers}:
                message = {**message, "headers": [*headers, (b"etag", self._tag)]}
        await self._send(message)


class _Page(NamedTuple):
    """An answer as it was sent, and until when it is given out again."""

    messages: list[Message]
    size: int
    until: float

    def fits(self) -> bool:
        """Whether it is a page that was found, and no longer than is kept."""
        start = self.messages[0]
        kinds = [v for k, v in start.get("headers", []) if k.lower() == b"content-type"]
        is_page = start["status"] == 200 and bool(kinds) and kinds[0].startswith(b"text/html")
        return is_page and self.size <= LONGEST_BYTES


class Pages:
    """Pages that were made a moment ago, and those that are being made."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, _Page] = OrderedDict()
        self._making: dict[object, asyncio.Task[_Page]] = {}
        self._size = 0

    async def of(self, app: App, scope: Message) -> list[Message]:
        """The answer of ``app``, one for all who ask the same meanwhile or soon after."""
        key = _asked(scope)
        page = self._kept.get(key)
        if page is None or page.until < time.monotonic():
            making = self._making.get(key)
            if making is None:
                making = self._making[key] = asyncio.create_task(self._make(key, app, scope))
            page = await asyncio.shield(making)  # who leaves takes nothing from the others
        else:
            self._kept.move_to_end(key)
        return [_copied(message) for message in page.messages]

    async def _make(self, key: object, app: App, scope: Message) -> _Page:
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)

        try:
            await app(scope, _nothing_more, collect)
        finally:
            del self._making[key]
        size = sum(len(message.get("body", b"")) for message in messages)
        size += len(repr(key))  # a stranger's address or header may be longer than the page
        page = _Page(messages, size, time.monotonic() + KEPT_S)
        if page.fits():
            self._keep(key, page)
        return page

    def _keep(self, key: object, page: _Page) -> None:
        if (before := self._kept.pop(key, None)) is not None:
            self._size -= before.size
        self._kept[key] = page
        self._size += page.size
        while self._size > KEPT_BYTES:
            self._size -= self._kept.popitem(last=False)[1].size


def _copied(message: Message) -> Message:
    """A message that may be changed on its way without those who get it next."""
    copied = {**message}
    if "headers" in copied:
        copied["headers"] = list(copied["headers"])
    return copied


async def _nothing_more() -> Message:
    """A request without a body, whose reader stays: nobody in particular waits for the page."""
    await asyncio.Event().wait()
    raise AssertionError("unreachable")


def _is_for_many(scope: Message) -> bool:
    """Whether others may be given the same page. Files, which may be long, are sent as made."""
    names = {name.lower() for name, _ in scope.get("headers", [])}
    last = scope["path"].rpartition("/")[2]
    is_page = "." not in last and b"_format=" not in scope.get("query_string", b"")
    return scope["method"] == "GET" and is_page and PERSONAL.isdisjoint(names)


def _asked(scope: Message) -> object:
    """All that an answer depends on."""
    named = frozenset((k.lower(), v) for k, v in scope.get("headers", []) if k.lower() in NAMING)
    path = scope.get("raw_path") or scope["path"]
    return path, scope.get("query_string", b""), scope.get("scheme"), named


def tag_of(folder: Path) -> bytes:
    """The validator of a published folder; weak (RFC 9110 §8.8.1), as proxies compress."""
    digest = hashlib.sha256()
    for path in sorted({path for form in MADE_OF for path in folder.glob(form) if path.is_file()}):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return b'W/"%s"' % digest.hexdigest()[:32].encode()


def _is_lasting(scope: Message, base: str) -> bool:
    """Whether the answer is the same for as long as the server runs."""
    path = scope["path"].removeprefix(base)
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    return (
        scope["method"] in ("GET", "HEAD")
        and "/-/" not in path
        and not path.endswith(".db")  # always the newest
        and path != "/data"  # lists the packages that lie in the folder
        and WORDS.isdisjoint(asked)
    )


def _tags_of(scope: Message) -> set[bytes]:
    """The validators of the copies that the reader has."""
    named = b",".join(v for k, v in scope.get("headers", []) if k.lower() == b"if-none-match")
    return {b"W/" + tag.strip().removeprefix(b"W/") for tag in named.split(b",") if tag.strip()}
