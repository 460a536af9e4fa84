"""doi.org and shortdoi.org: handle API, registration agencies, redirects, content negotiation.

Recorded in 2026 (public test cassettes of habanero, commonmeta-py): 302 with an HTML stub, 404
``Error: DOI Not Found``, 400 ``Error: Not a DOI``, 301 from http to https, ``/ra/`` as an indented
array with status 200. Response codes: doi.info handbook, REST API response format.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from aiohttp import web

from tests.replica.world.answers import decode, html, json_answer, path_of
from tests.replica.world.knobs import State, count, lie_of
from tests.replica.world.lies import trouble
from tests.replica.world.work import Work
from tests.replica.world.works import works_of

HOST = "doi.org"
HEADERS = {"Server": "cloudflare", "CF-Cache-Status": "DYNAMIC"}
JSON = "application/json;charset=UTF-8"
NAME = re.compile(r"10\.\d{2,9}(\.\d+)*/.+", re.DOTALL)
AGENCIES = {
    "10.2903": "OP", "10.5012": "KISTI", "10.1241": "JaLC", "10.3280": "mEDRA",
    "10.5281": "DataCite", "10.6084": "DataCite", "10.5061": "DataCite", "10.14454": "DataCite",
    "10.1430": "mEDRA", "10.1126": "Crossref", "10.3390": "Crossref", "10.7326": "Crossref",
}  # fmt: skip
"""Agencies of prefixes beyond those of the known works (recorded ``/ra/`` answers)."""
SHORT_NAMES = {"10/rpl3115": "10.1136/bmj.a3115", "10/rpl328196": "10.1155/2015/328196"}
"""Short DOIs (the replica's own) and the DOI names they are aliases of."""
HANDLES = {
    "2027/spine.39015": "https://www.publisher.test/2027/spine.39015",
    "2027/spine.39016": "https://doi.org/10.1136/bmj.332.7555.1430",
    "2027/spine.39017": "https://www.publisher.test/10.1097/01.BRS.0000090836.50508.F7",
    "2027/spine.39018": "https://doi.org/10.1097/BRS.0000000000000106",
    "2027/spine.39019": "https://doi.org/10.5555/preprint.2026.6",
}
"""Handles that are no DOI names (the replica's own), and where they lead."""
HANDBOOK = {"10.1000/182": "https://www.doi.org/the-identifier/resources/handbook/"}
"""The DOI Handbook, which doi.org is asked about to see that it knows any name."""
METADATA_SERVICES = {
    "Crossref": "https://api.crossref.org/v1/works/{}/transform",
    "DataCite": "https://data.crosscite.org/{}",
    "mEDRA": "http://data.medra.org/{}",
}
"""Where content negotiation leads, by agency; the others only have landing pages."""
BROWSER_TYPES = ("text/html", "application/xhtml+xml", "text/*", "*/*", "")


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """Answer one request to doi.org."""
    down = await trouble(request, state, "doi_org_down", HOST)
    if down is not None:
        return down
    if request.scheme == "http":
        return _to_https(request)
    try:
        path = decode(path_of(request))[1:]
    except web.HTTPBadRequest:
        return _error_page("Not a DOI", 400)
    for start, handler in (
        ("api/handles/", answer_handle),
        ("doiRA/", _agencies),
        ("ra/", _agencies),
    ):
        if path.startswith(start):
            return handler(request, state, path.removeprefix(start))
    if not path:
        return html("DOI Resolver", "<h1>Resolve a DOI name</h1>", headers=HEADERS)
    return _redirect(request, state, path)


async def answer_former_name(request: web.Request, state: State) -> web.StreamResponse:
    """dx.doi.org and www.doi.org: everything moved to https://doi.org/."""
    raise web.HTTPMovedPermanently(f"https://{HOST}{request.raw_path}", headers=HEADERS)


async def answer_short(request: web.Request, state: State) -> web.StreamResponse:
    """shortdoi.org: ``/{doi}?format=json`` tells the short DOI of a registered DOI."""
    name = decode(path_of(request))[1:]
    for short, long_name in SHORT_NAMES.items():
        if long_name == name.lower():
            told = {"DOI": name, "ShortDOI": short, "IsNew": False}
            return json_answer(state, "shortdoi.org", told, content_type=JSON)
    return html("shortDOI Service", "<p>The DOI was not found.</p>", status=404)


# ----------------------------------------------------------------------------- the handle API


def answer_handle(request: web.Request, state: State, name: str) -> web.Response:
    """``/api/handles/{name}`` with type=, index= (repeatable) and auth (past the cache)."""
    if lie_of(state, request.host) == "knows_nothing":
        return _told(state, {"responseCode": 100, "handle": name}, 404)
    work = works_of(state).find(name)
    past_cache = request.query.get("auth", "false").lower() != "false"
    short_for = SHORT_NAMES.get(name.lower())
    if work and _fails(state, work):
        return _told(state, {"responseCode": 2, "handle": name}, 500)
    if short_for:
        values = [_value(1, "HS_ALIAS", short_for), _administrator(name)]
    elif name in HANDLES or name in HANDBOOK:
        values = [_value(1, "URL", (HANDLES | HANDBOOK)[name]), _administrator(name)]
    elif work is None or (work.doi_org == "cached_absence" and not past_cache):
        return _told(state, {"responseCode": 100, "handle": name}, 404)
    else:
        values = _values(work)
    types, indexes = request.query.getall("type", []), request.query.getall("index", [])
    if types or indexes:
        values = [v for v in values if v["type"] in types or str(v["index"]) in indexes]
    if not values:
        return _told(state, {"responseCode": 200, "handle": name}, 200)
    return _told(state, {"responseCode": 1, "handle": name, "values": values}, 200)


def _fails(state: State, work: Work) -> bool:
    if work.doi_org == "first_ask_fails":
        return count(state, f"doi.org/api/handles/{work.name}") == 1
    return work.doi_org == "fails"


def _values(work: Work) -> list[dict[str, Any]]:
    """The values of a handle record in the order in which the API lists them."""
    if work.alias_of:
        return [_value(1, "HS_ALIAS", work.alias_of), _administrator(work.doi)]
    values = []
    if work.doi_org == "places":
        values.append(_value(1000, "10320/loc", _locations(work)))
    elif work.landing and work.doi_org != "no_url":
        values.append(_value(1, "URL", work.landing))
    if work.agency == "Crossref":
        values.append(_value(700_050, "700050", "20250102030405"))
    return [*values, _administrator(work.doi)]


def _locations(work: Work) -> str:
    """Several places of one handle (handle.net, "10320/loc Handle Type")."""
    return (
        '<locations chooseby="locatt,country,weighted">'
        '<location id="0" http_role="conneg" weight="0" href="https://api.crossref.org/"/>'
        '<location id="1" country="gb" weight="0" href="https://uk.publisher.test/"/>'
        f'<location id="2" weight="1" href="{work.landing}"/></locations>'
    )


def _value(index: int, kind: str, value: object, form: str = "string") -> dict[str, Any]:
    return {
        "index": index, "type": kind, "data": {"format": form, "value": value},
        "ttl": 86400, "timestamp": "2025-01-02T03:04:05Z",
    }  # fmt: skip


def _administrator(name: str) -> dict[str, Any]:
    owner = {
        "handle": f"0.na/{name.partition('/')[0]}",
        "index": 200,
        "permissions": "111111110010",
    }
    return _value(100, "HS_ADMIN", owner, "admin")


def _told(state: State, told: dict[str, Any], status: int) -> web.Response:
    headers = {**HEADERS, "Vary": "Origin"}
    return json_answer(state, HOST, told, status=status, content_type=JSON, headers=headers)


# ------------------------------------------------------------------------------ the agencies


def _agencies(request: web.Request, state: State, names: str) -> web.Response:
    """``/doiRA/{doi,doi...}`` and ``/ra/{prefix}``: always status 200, one row a name."""
    rows = [{"DOI": name, **_agency(state, name)} for name in names.split(",")]
    headers = {**HEADERS, "Vary": "Origin, accept-encoding"}
    return json_answer(state, HOST, rows, content_type=JSON, headers=headers, indent=2)


def _agency(state: State, name: str) -> dict[str, str]:
    works = works_of(state)
    prefix = name.partition("/")[0]
    if not re.fullmatch(r"10\.\d{2,9}(\.\d+)*", prefix):
        return {"status": "Invalid DOI"}
    if "/" not in name:
        agency = works.agencies.get(prefix) or AGENCIES.get(prefix)
        return {"RA": agency} if agency else {"status": "DOI does not exist"}
    work = works.find(name)
    if work is None:
        return {"status": "DOI does not exist"}
    if work.doi_org == "fails":
        return {"status": "Unknown"}
    return {"RA": work.agency}


# ------------------------------------------------------------------------------- the redirect


def _redirect(request: web.Request, state: State, path: str) -> web.Response:
    """``/{doi}``: to its landing page, its metadata service, or the name it is an alias of."""
    name = re.sub(r"^doi:\s*", "", path, flags=re.IGNORECASE)
    short_for = SHORT_NAMES.get(name.lower()) or SHORT_NAMES.get(f"10/{name.lower()}")
    if short_for:
        name = short_for
    elif name.lower().startswith("10/"):
        return _error_page("DOI Not Found", 404)
    if not NAME.fullmatch(name):
        return _error_page("Not a DOI", 400)
    work = works_of(state).find(name)
    if work is None or work.doi_org == "cached_absence":
        return _error_page("DOI Not Found", 404)
    if work.doi_org == "fails":
        return _error_page("System Error", 500)
    if work.alias_of:
        return _lead(f"https://{HOST}/{quote(work.alias_of, safe='/()[];:')}", 301)
    service = METADATA_SERVICES.get(work.agency)
    if service and not _wants_page(request.headers.get("Accept", "")):
        return _lead(service.format(quote(name, safe="")), 302)
    if work.doi_org == "no_url":
        return html(f"Handle {work.doi}", "<p>This name has no URL.</p>", headers=HEADERS)
    return _lead(work.landing, 302)


def _wants_page(accept: str) -> bool:
    """Whether a browser's page is what the Accept header likes best (RFC 9110 §12.5.1)."""
    best, liked = "", -1.0
    for part in accept.split(","):
        kind, *parameters = [piece.strip().lower() for piece in part.split(";")]
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            weight = float(quality)
        except ValueError:
            weight = 0.0
        if weight > liked:
            best, liked = kind, weight
    return best in BROWSER_TYPES


def _lead(url: str, status: int) -> web.Response:
    page = (
        "<html><head><title>Handle Redirect</title></head>\n"
        f'<body><a href="{url}">{url}</a></body></html>'
    )
    headers = {**HEADERS, "Location": url, "Vary": "Origin, Accept"}
    return web.Response(
        text=page, status=status, content_type="text/html", charset="utf-8", headers=headers
    )


def _error_page(what: str, status: int) -> web.Response:
    text = f"<main><article><h1>{what}</h1><p>This name cannot be found.</p></article></main>"
    return html(f"Error: {what}", text, status=status, headers={**HEADERS, "Vary": "Origin"})


def _to_https(request: web.Request) -> web.Response:
    page = (
        "<html>\n<head><title>301 Moved Permanently</title></head>\n<body>\n"
        "<center><h1>301 Moved Permanently</h1></center>\n"
        "<hr><center>cloudflare</center>\n</body>\n</html>\n"
    )
    headers = {"Server": "cloudflare", "Location": f"https://{HOST}{request.raw_path}"}
    return web.Response(
        text=page, status=301, content_type="text/html", charset="UTF-8", headers=headers
    )
