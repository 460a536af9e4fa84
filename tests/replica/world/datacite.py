"""api.datacite.org: single DOIs and lists.

Shapes as recorded in July 2026 (nginx with Passenger); the 404 body as DataCite's own test
fixtures have it. Some Crossref DOIs have a shell here with ``registered: null``: being known to
DataCite says nothing about registration.
"""

from __future__ import annotations

from aiohttp import web

from tests.replica.world.answers import decode, json_answer, path_of
from tests.replica.world.knobs import State
from tests.replica.world.lies import trouble
from tests.replica.world.records import datacite_record
from tests.replica.world.work import Work
from tests.replica.world.works import works_of

HOST = "api.datacite.org"
JSON = "application/json; charset=utf-8"
HEADERS = {"Server": "nginx/1.24.0 + Phusion Passenger(R) 6.1.2", "Vary": "Accept,Accept-Encoding"}


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """``/dois/{doi}`` and ``/dois?ids={doi,doi...}``."""
    down = await trouble(request, state, "datacite_down", HOST)
    if down is not None:
        return down
    path = decode(path_of(request)).strip("/")
    if path == "dois":
        return _list(request, state)
    work = works_of(state).find(path.removeprefix("dois/")) if path.startswith("dois/") else None
    if work is None or not _is_here(work):
        error = {"status": "404", "title": "The resource you are looking for doesn't exist."}
        return json_answer(
            state, HOST, {"errors": [error]}, status=404, content_type=JSON, headers=HEADERS
        )
    told: dict[str, object] = {"data": datacite_record(work)}
    return json_answer(state, HOST, told, content_type=JSON, headers=HEADERS)


def _list(request: web.Request, state: State) -> web.Response:
    works = works_of(state)
    found = [works.find(name) for name in request.query.get("ids", "").split(",") if name]
    here = [work for work in found if work is not None and _is_here(work)]
    told = {
        "data": [datacite_record(work) for work in here],
        "meta": {"total": len(here), "totalPages": 1, "page": 1},
        "links": {"self": f"https://{HOST}{request.raw_path}"},
    }
    return json_answer(state, HOST, told, content_type=JSON, headers=HEADERS)


def _is_here(work: Work) -> bool:
    return work.agency == "DataCite" or work.datacite_shell
