"""Serves the WACZ packages in parts, so that a reader loads only what it shows.

Datasette's own static files answer a Range with the whole file; replayweb.page asks for some
kilobytes of a package that may have gigabytes (RFC 9110 §14). Whatever ``*.wacz`` file the
operator puts into the published folder is served, nothing else; save those made before the latest
takedown, which may hold what it is about: they are answered with 451 (RFC 7725).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path
from typing import IO, Any, NamedTuple

from datasette import NotFound, Response, hookimpl

try:
    from archive.takedown.copies import is_older

    HAS_PROGRAM = True
except ImportError:  # the published folder alone, on a server without this program
    HAS_PROGRAM = False

WITHHELD = (
    "{name} is not offered: it was made before something was taken down, and may still hold it. "
    "Whoever runs this archive can make it again (archive wacz)."
)

STEP = 1 << 16
"""Bytes that are read and sent at once."""
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})", re.IGNORECASE)
_SHARED = {
    "accept-ranges": "bytes",
    "content-type": "application/wacz",
    "cache-control": "no-cache",
    # replayweb.page of somewhere else may read it too: it is public, and nobody is logged in.
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "accept-ranges, content-range, content-length, etag",
}

_PREFLIGHT = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "range, if-range, if-none-match",
    "access-control-max-age": "86400",
}


_NAME = r"\w[\w.-]{0,200}\.wacz"


class Package(NamedTuple):
    """A package that is given out."""

    name: str
    bytes: int


class Part(NamedTuple):
    """What is sent of a file."""

    status: int
    start: int
    length: int
    headers: Mapping[str, str]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One address a package."""
    route = (rf"/-/wacz/(?P<file>{_NAME})$", send_package)
    return [route] if HAS_PROGRAM else []


async def send_package(datasette: Any, request: Any, send: Any) -> None:
    """A package, or the part of it that is asked for."""
    if request.method == "OPTIONS":  # a browser asks before it sends a Range from elsewhere
        headers = [(k.encode(), v.encode()) for k, v in _PREFLIGHT.items()]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    name = request.url_vars["file"]
    path = packages_folder(datasette) / name
    try:
        if await asyncio.to_thread(is_withheld, path):
            answer = Response.text(WITHHELD.format(name=name) + "\n", status=451)
            await answer.asgi_send(send)
            return
        file = await asyncio.to_thread(path.open, "rb")
    except OSError as error:
        raise NotFound(f"No package is called {name}") from error
    try:
        part = part_of(file, {k.lower(): v for k, v in request.headers.items()})
        is_sent = request.method != "HEAD" and part.status in (200, 206)
        headers = [(k.encode(), v.encode()) for k, v in part.headers.items()]
        await send({"type": "http.response.start", "status": part.status, "headers": headers})
        left = part.length if is_sent else 0
        file.seek(part.start)
        while left > 0 and (data := await asyncio.to_thread(file.read, min(STEP, left))):
            left -= len(data)
            await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        file.close()


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Tell the templates which packages there are; None where they are not served."""
    env.globals["packages"] = lambda: (
        packages_in(packages_folder(datasette)) if HAS_PROGRAM else None
    )


def packages_in(folder: Path) -> list[Package]:
    """The packages of a folder that are given out, by name."""
    found = [p for p in sorted(folder.glob("*.wacz")) if re.fullmatch(_NAME, p.name)]
    return [Package(p.name, p.stat().st_size) for p in found if p.is_file() and not is_withheld(p)]


def packages_folder(datasette: Any) -> Path:
    """The published folder."""
    return Path(datasette.get_database("archive").path).parent


def is_withheld(package: Path) -> bool:
    """Was it made before the latest takedown that is in force? Raises OSError.

    Asked of the folder anew each time: a server that was started before a takedown obeys, too.
    """
    try:
        settings = json.loads(package.with_name("site.json").read_text(encoding="utf-8"))
    except FileNotFoundError:  # published by a version that knew of none
        return False
    taken_down_at = settings.get("taken_down_at", "")
    return bool(taken_down_at) and is_older(package, taken_down_at)


def part_of(file: IO[bytes], asked: Mapping[str, str]) -> Part:
    """What to send of an open file, by the headers of a request (names in lower case).

    One range is served; several, or one that makes no sense, are as if none were asked
    (RFC 9110 §14.2).
    """
    state = os.fstat(file.fileno())
    size = state.st_size
    etag = f'"{size:x}-{state.st_mtime_ns:x}"'
    modified = formatdate(state.st_mtime, usegmt=True)
    headers = {**_SHARED, "etag": etag, "last-modified": modified}
    if _is_known(asked.get("if-none-match", ""), etag):
        return Part(304, 0, 0, headers)
    limits = _limits(asked.get("range", ""), size)
    if limits is not None and asked.get("if-range", etag) not in (etag, modified):
        limits = None
    if limits is None:
        return Part(200, 0, size, {**headers, "content-length": str(size)})
    start, end = limits
    if start >= end:
        return Part(
            416, 0, 0, {**headers, "content-range": f"bytes */{size}", "content-length": "0"}
        )
    length = end - start
    told = {"content-range": f"bytes {start}-{end - 1}/{size}", "content-length": str(length)}
    return Part(206, start, length, headers | told)


def _limits(asked: str, size: int) -> tuple[int, int] | None:
    """The first byte asked for, and the one behind the last, which is not above it when the range
    is outside of the file. None without a range, for several, and for one that is malformed."""
    match = _RANGE.fullmatch(asked.strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        return max(0, size - int(match[2])), size
    start, last = int(match[1]), int(match[2] or size)
    if match[2] and last < start:
        return None
    return start, min(last + 1, size)


def _is_known(asked: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
    return asked.strip() == "*" or etag in tags
