"""Whether a browser's copy of a page is still good: one answer for the whole archive.

Nothing that a published archive shows changes before it is published anew. So everything bears the
same validator, made of what the server began with, and who asks with it (RFC 9110 §13.1.2) is
answered 304 before a row is read: a page that a copy was made of is there. Left out are captures
and what is made of them, which lie beside the archive and may be taken down, and SQL of a reader's
own, which may ask for the time of day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
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


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wrap the application: who has it already is told so; everybody else is told how to ask."""
    base = datasette.setting("base_url").rstrip("/")
    folder = datasette.config_dir
    tag = tag_of(Path(folder)) if folder and datasette.inspect_data else None

    def wrap(app: App) -> App:
        async def fresh(scope: Message, receive: Any, send: Send) -> None:
            if tag is None or scope["type"] != "http" or not _is_lasting(scope, base):
                await app(scope, receive, send)
            elif tag in _tags_of(scope):
                headers = [(b"etag", tag), (b"cache-control", b"max-age=300")]
                await send({"type": "http.response.start", "status": 304, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
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
