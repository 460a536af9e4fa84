"""What content negotiation leads to: the metadata services of the registration agencies.

doi.org answers 302 to one of these for an Accept header that prefers metadata (crosscite.org/docs).
406 = the format is not offered. CSL-JSON, BibTeX and a plain citation are offered.
"""

from __future__ import annotations

from aiohttp import web

from tests.replica.world.answers import decode, html, json_answer, path_of
from tests.replica.world.knobs import State
from tests.replica.world.lies import lie
from tests.replica.world.records import csl_record
from tests.replica.world.work import Work
from tests.replica.world.works import works_of

CSL = "application/vnd.citationstyles.csl+json"
JSON_TYPES = (CSL, "application/citeproc+json", "application/json")
AGENCY_OF = {
    "data.crosscite.org": "DataCite",
    "data.datacite.org": "DataCite",
    "data.medra.org": "mEDRA",
}


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """``/{doi}`` at the metadata service of DataCite or mEDRA."""
    lied = await lie(request, state, request.host)
    if lied is not None:
        return lied
    agency = AGENCY_OF[request.host]
    work = works_of(state).find(decode(path_of(request))[1:])
    if work is None or work.agency != agency:
        return html("Not Found", "<p>The DOI was not found.</p>", status=404)
    return transform(request, state, request.host, work)


def transform(
    request: web.Request, state: State, host: str, work: Work, wanted: str = ""
) -> web.Response:
    """The work in the best offered format of ``wanted`` (a media type) or of the Accept header."""
    for kind in [wanted] if wanted else _accepted(request.headers.get("Accept", "")):
        if kind in JSON_TYPES or kind in ("*/*", ""):
            slashes = work.agency == "Crossref"
            return json_answer(
                state, host, csl_record(work), content_type=CSL, escape_slashes=slashes,
                headers={"Vary": "Accept"},
            )  # fmt: skip
        if kind == "application/x-bibtex":
            return web.Response(text=_bibtex(work), content_type=kind, headers={"Vary": "Accept"})
        if kind == "text/x-bibliography":
            return web.Response(text=_citation(work), content_type=kind, headers={"Vary": "Accept"})
    return web.Response(
        text="The requested format is not available.\n", status=406, content_type="text/plain"
    )


def _accepted(accept: str) -> list[str]:
    """Media types of an Accept header, in the order sent; quality is not weighed."""
    return [part.split(";")[0].strip().lower() for part in accept.split(",")]


def _bibtex(work: Work) -> str:
    author = " and ".join(f"{f}, {g}" if g else f for f, g in work.authors)
    first = work.authors[0][0] if work.authors else "Anonymous"
    fields = {
        "title": work.title, "volume": work.volume, "url": f"http://dx.doi.org/{work.name}",
        "DOI": work.name, "number": work.issue, "journal": work.container,
        "publisher": work.publisher, "author": author, "year": str(work.year or ""),
        "pages": work.page.replace("-", "–"),
    }  # fmt: skip
    inner = ", ".join(f"{key}={{{value}}}" for key, value in fields.items() if value)
    return f" @article{{{first}_{work.year}, {inner} }}\n"


def _citation(work: Work) -> str:
    people = ", ".join(f"{f}, {g}." if g else f for f, g in work.authors)
    numbers = work.volume + (f"({work.issue})" if work.issue else "")
    parts = [
        f"{people} ({work.year}).",
        f"{work.title}.",
        f"{work.container}, {numbers}, {work.page}.",
    ]
    return " ".join(parts) + f" https://doi.org/{work.name}\n"
