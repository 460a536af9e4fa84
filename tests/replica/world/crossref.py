"""api.crossref.org: works, lists, search, agency, content negotiation, pools and limits.

Shapes and headers as recorded in June and July 2026: ``{"status": "ok", "message-type": ...}`` with
escaped slashes, a plain-text 404, validation failures with status 400, ``x-rate-limit-*``,
``x-concurrency-limit`` and ``x-api-pool`` on every answer. Over plain HTTP on loopback a caller is
polite when it gives a ``mailto``; the real service asks for https, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.replica.world.answers import decode, html, json_answer, path_of
from tests.replica.world.knobs import State
from tests.replica.world.lies import trouble
from tests.replica.world.limits import pool_of, refuse, with_limits
from tests.replica.world.negotiation import transform
from tests.replica.world.records import crossref_record
from tests.replica.world.work import Work
from tests.replica.world.works import Works, works_of

HOST = "api.crossref.org"
LIST_JSON = "application/json"
ROUTE_JSON = "application/json;charset=utf-8"
PARAMETERS = {
    "query", "query.bibliographic", "query.author", "query.container-title", "query.editor",
    "query.title", "filter", "rows", "offset", "cursor", "sort", "order", "select", "sample",
    "facet", "mailto",
}  # fmt: skip
FILTERS = {
    "doi", "prefix", "type", "updates", "is-update", "update-type", "has-update", "isbn",
    "alternative-id",
}  # fmt: skip
FIELDS = {
    "DOI", "title", "subtitle", "author", "container-title", "short-container-title", "volume",
    "issue", "page", "article-number", "issued", "published", "published-print",
    "published-online", "type", "publisher", "score", "updated-by", "update-to", "URL", "ISSN",
    "ISBN", "member", "prefix", "relation", "resource", "license", "created", "original-title",
}  # fmt: skip


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """Answer one request to api.crossref.org."""
    down = await trouble(request, state, "crossref_down", HOST)
    if down is not None:
        return down
    if request.scheme == "http":
        raise web.HTTPMovedPermanently(f"https://{HOST}:443{request.raw_path}")
    path = re.sub(r"^/(v1/)?", "", path_of(request))
    pool = pool_of(request, "single" if path.startswith("works/") else "array")
    refusal = await refuse(state, pool)
    if refusal is not None:
        return with_limits(refusal, state, pool)
    return with_limits(_route(request, state, path), state, pool)


async def answer_site(request: web.Request, state: State) -> web.StreamResponse:
    """www.crossref.org: of all its pages only the one that deleted DOIs lead to."""
    if path_of(request).lower() in ("/_deleted-doi/", "/deleted_doi.html"):
        return html("Deleted DOI - Crossref", "<h1>Deleted DOI</h1><p>This DOI was deleted.</p>")
    return html("Page not found - Crossref", "<h1>Page not found</h1>", status=404)


def _route(request: web.Request, state: State, path: str) -> web.Response:
    works = works_of(state)
    try:
        path = decode(path)
    except web.HTTPBadRequest:
        return not_found()
    if path.rstrip("/") == "works":
        return _list(request, state, works)
    match = re.fullmatch(r"works/(.+?)(/agency|/transform(?:/.+)?)?", path, re.DOTALL)
    if match is None:
        return not_found()
    work = works.find(match[1])
    tail = match[2] or ""
    if tail == "/agency":
        return _agency(state, match[1], work)
    if work is None or work.agency != "Crossref" or work.alias_of or _has_no_metadata(work):
        return not_found()
    if tail:
        return transform(request, state, HOST, work, tail.removeprefix("/transform").lstrip("/"))
    if any(name.startswith("query") for name in request.query):
        text = "This route does not support field query parameters"
        return _invalid(("parameter-not-allowed", "query.*", text))
    told = _ok("work", crossref_record(work))
    return json_answer(state, HOST, told, content_type=LIST_JSON, escape_slashes=True)


def not_found() -> web.Response:
    """The plain-text 404 that a JSON decoder chokes on."""
    return web.Response(text="Resource not found.", status=404, content_type="text/plain")


def _has_no_metadata(work: Work) -> bool:
    """An oracle's DOI of which only the name is known."""
    return work.record is None and not (work.title or work.container or work.publisher)


def _agency(state: State, name: str, work: Work | None) -> web.Response:
    if work is None:
        return web.Response(
            body=b"Resource not found.", status=404, headers={"Content-Type": ROUTE_JSON}
        )
    told = {"DOI": name, "agency": {"id": work.agency.lower(), "label": work.agency}}
    answer = _ok("work-agency", told)
    return json_answer(state, HOST, answer, content_type=ROUTE_JSON, escape_slashes=True)


# ------------------------------------------------------------------------------------- lists


def _list(request: web.Request, state: State, works: Works) -> web.Response:
    query = request.query
    complaint = _complaint(query)
    if complaint is not None:
        return _invalid(complaint)
    wanted = " ".join(query[name] for name in query if name.startswith("query")).strip()
    filters = [part.split(":", 1) for part in query.get("filter", "").split(",") if part]
    scored = works.search(wanted) if wanted else [(1.0, w) for w in _candidates(works, filters)]
    found = [(s, w) for s, w in scored if not _has_no_metadata(w) and _passes(w, filters)]
    offset, rows = int(query.get("offset", 0)), int(query.get("rows", 20))
    shown = found[offset : offset + rows]
    items = [crossref_record(w, round(s, 6) if wanted else 1) for s, w in shown]
    if "select" in query:
        wish = query["select"].split(",")
        items = [{key: item[key] for key in wish if key in item} for item in items]
    told = {
        "facets": {},
        "total-results": len(found),
        "items": items,
        "items-per-page": rows,
        "query": {"start-index": offset, "search-terms": wanted or None},
    }
    answer = _ok("work-list", told)
    return json_answer(state, HOST, answer, content_type=LIST_JSON, escape_slashes=True)


def _candidates(works: Works, filters: list[list[str]]) -> list[Work]:
    """Works a list without a query can hold, without walking a large oracle for a few DOIs."""
    names = [value for key, value in filters if key == "doi"]
    found = map(works.find, dict.fromkeys(names)) if names else iter(works)
    return [w for w in found if w is not None and w.agency == "Crossref" and not w.alias_of]


def _passes(work: Work, filters: list[list[str]]) -> bool:
    """The same filter twice means or, different filters mean and."""
    holds: dict[str, Callable[[str], bool]] = {
        "doi": lambda v: work.name == v.lower(),
        "prefix": lambda v: work.prefix == v,
        "type": lambda v: work.type == v,
        "updates": lambda v: any(u.doi.lower() == v.lower() for u in work.update_to),
        "is-update": lambda v: bool(work.update_to) == (v in ("true", "1")),
        "has-update": lambda v: bool(work.updates) == (v in ("true", "1")),
        "update-type": lambda v: any(u.type == v for u in work.update_to),
        "isbn": lambda v: bool(v) and work.isbn == v,
        "alternative-id": lambda v: bool(v) and work.pii == v,
    }
    keys = {key for key, _ in filters}
    return all(any(holds[key](v) for k, v in filters if k == key) for key in keys)


def _complaint(query: Any) -> tuple[str, str, str] | None:
    """(type, value, message) of the first thing wrong with a list's parameters."""
    for name in query:
        if name not in PARAMETERS or name == "query.title":
            return "parameter-not-allowed", name, "This route does not support this parameter"
    for name, most in (("rows", 1000), ("offset", 10_000), ("sample", 100)):
        value = query.get(name, "0")
        if not value.isdigit() or int(value) > most:
            text = f"Integer specified as {value} but must be a positive integer less than or"
            text += f" equal to {most}. "
            return "integer-not-valid", value, text
    for part in filter(None, query.get("filter", "").split(",")):
        key = part.split(":", 1)[0]
        if key not in FILTERS or ":" not in part:
            return "filter-not-available", key, f"There is no filter {key}"
    for name in filter(None, query.get("select", "").split(",")):
        if name not in FIELDS:
            return "select-not-available", name, f"There is no field {name}"
    return None


def _invalid(complaint: tuple[str, str, str]) -> web.Response:
    kind, value, text = complaint
    told = {
        "status": "failed",
        "message-type": "validation-failure",
        "message": [{"type": kind, "value": value, "message": text}],
    }
    body = json.dumps(told, separators=(",", ":")).encode()
    return web.Response(body=body, status=400, headers={"Content-Type": ROUTE_JSON})


def _ok(kind: str, message: dict[str, Any]) -> dict[str, Any]:
    return {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}
