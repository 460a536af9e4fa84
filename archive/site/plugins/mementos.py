"""The archive for Memento clients (RFC 7089): TimeGate, TimeMaps, headers of captures.

``/-/timegate/URL`` leads to the capture nearest to ``Accept-Datetime``; ``/-/timemap/link/URL`` and
``/-/timemap/json/URL`` list all of them. Only where captures are served.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl

try:
    from archive.moments import moment_of_http
    from archive.proof import mementos

    IS_INSTALLED = True
except ImportError:  # the published folder alone, on a server without this program
    IS_INSTALLED = False

VARY = {"vary": "accept-datetime"}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """TimeGate and TimeMaps; a server in between may have made one slash of two."""
    if not IS_INSTALLED:
        return []
    original = r"(?P<scheme>(?i:https?)):/{1,2}(?P<rest>.{1,2000})$"
    return [
        (rf"/-/timegate/{original}", lead),
        (rf"/-/timemap/(?P<form>link|json)/{original}", list_all),
    ]


async def lead(datasette: Any, request: Any) -> Any:
    """302 to the memento nearest to the wanted moment, to the latest one without a wish."""
    asked = request.headers.get("accept-datetime", "")
    wanted = moment_of_http(asked) if asked else None
    if asked and wanted is None:
        said = f"Accept-Datetime says {asked[:100]!r}, which is not an HTTP date.\n"
        return Response.text(said, status=400, headers=VARY)
    original = _original_of(request)
    found = await _found(datasette, original)
    if not found:
        said = f"The archive has no capture of {original[:500]}\n"
        return Response.text(said, status=404, headers=VARY)
    chosen = mementos.nearest(found, wanted)
    at = _addresses(datasette, request, original)
    headers = VARY | {"location": at.memento(chosen), "cache-control": "max-age=300"}
    headers |= mementos.gate_headers(found, chosen, at)
    return Response.text("", status=302, headers=headers)


async def list_all(datasette: Any, request: Any) -> Any:
    """The TimeMap of an address."""
    original = _original_of(request)
    found = await _found(datasette, original)
    if not found:
        raise NotFound(f"The archive has no capture of {original[:500]}")
    at = _addresses(datasette, request, original)
    if request.url_vars["form"] == "json":
        return Response(mementos.as_json(found, at), content_type="application/json")
    return Response(mementos.link_format(found, at), content_type=mementos.LINK_FORMAT)


def _original_of(request: Any) -> str:
    """The address that is asked about: the rest of ours, its query included."""
    query = f"?{request.query_string}" if request.query_string else ""
    return f"{request.url_vars['scheme']}://{request.url_vars['rest']}{query}"


def _addresses(datasette: Any, request: Any, original: str) -> mementos.Addresses:
    """Where everything about an original stands on this server."""

    def here(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    return mementos.Addresses(original, here)


async def _found(datasette: Any, original: str) -> list[mementos.Memento]:
    folder: Path | None = getattr(datasette, "captures_folder", None)
    if folder is None:
        raise NotFound("The captures are not served here, only what was read from them")
    found: list[mementos.Memento] = await datasette.get_database("archive").execute_fn(
        lambda db: mementos.mementos_of(db, original)
    )
    return found
