"""Bodies and headers that several hosts of the outside world have in common."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.replica.world.knobs import State, lie_of

OTHER_DOI = "10.5555/other.work.9999"
"""What a registry that lies names instead of the DOI it was asked for."""

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def path_of(request: web.Request) -> str:
    """The path as sent, still percent-encoded, without the query."""
    return request.raw_path.partition("?")[0]


def decode(text: str) -> str:
    """Percent-decode as UTF-8. A broken escape or broken UTF-8 is answered with status 400."""
    if _BAD_ESCAPE.search(text):
        raise web.HTTPBadRequest(text="broken percent-encoding\n")
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise web.HTTPBadRequest(text="not UTF-8\n") from None


def html(
    title: str,
    body: str = "",
    *,
    head: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """A small HTML page."""
    page = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}'
        f"</title>{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    return web.Response(
        text=page, status=status, content_type="text/html", charset="utf-8", headers=headers
    )


def json_answer(
    state: State,
    host: str,
    payload: Any,
    *,
    status: int = 200,
    content_type: str = "application/json",
    headers: dict[str, str] | None = None,
    indent: int | None = None,
    escape_slashes: bool = False,
) -> web.Response:
    """JSON as ``host`` sends it, or the lie the ``lying`` knob asks for (also instead of a 404)."""
    lie = lie_of(state, host) if status in (200, 404) else ""
    if lie == "html":
        return html("Welcome", "<h1>Welcome to the network</h1><p>Please sign in.</p>")
    if lie == "wrong_doi":
        payload = _rename(payload)
    separators = None if indent else (",", ":")
    text = json.dumps(payload, ensure_ascii=False, indent=indent, separators=separators)
    if escape_slashes:
        text = text.replace("/", "\\/")
    if lie == "no_number":
        text = text.replace("{", '{"spent_ms":1e400,', 1)
    body = text.encode()
    if lie == "truncated":
        body = body[: len(body) // 2]
    return web.Response(
        body=body, status=status, headers={**(headers or {}), "Content-Type": content_type}
    )


def _rename(value: Any, key: str = "") -> Any:
    """The payload with another DOI wherever it names the work."""
    if isinstance(value, dict):
        return {k: _rename(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_rename(v, key) for v in value]
    if key in ("DOI", "doi", "handle", "id") and isinstance(value, str) and "10." in value:
        return OTHER_DOI
    return value
