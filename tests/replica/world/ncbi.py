"""NCBI: PMC ID converter, PubMed search by DOI, and the pages of PubMed and PMC.

Shapes as recorded (rcrossref fixtures of 2022 for the converter, sul_pub of 2019 for esearch). The
converter knows only works that are in PMC. PubMed ids of the known works were not seen, so esearch
finds none of them by DOI but answers in the right shape.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import web

from tests.replica.world.answers import html, json_answer
from tests.replica.world.knobs import State
from tests.replica.world.work import Work
from tests.replica.world.works import Works, works_of

CONVERTERS = ("/tools/idconv/api/v1/articles", "/pmc/utils/idconv/v1.0")
JSON = "application/json; charset=ISO-8859-1"


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """www., pmc., pubmed. and eutils.ncbi.nlm.nih.gov."""
    path, works = request.path, works_of(state)
    if path.rstrip("/") in CONVERTERS:
        return _convert(request, state, works)
    if path == "/entrez/eutils/esearch.fcgi":
        return _search(request, state)
    if path in ("/", "/pmc/", "/pubmed/"):
        return html("National Center for Biotechnology Information", "<h1>NCBI</h1>")
    if match := re.fullmatch(r"(?:/pmc)?/articles/(PMC\d+)/?", path):
        work = next((w for w in works if w.pmcid == match[1]), None)
        return _article(match[1], work)
    if match := re.fullmatch(r"(?:/pubmed)?/(\d{1,8})/?", path):
        return _article(f"PMID {match[1]}", None)
    return html("Page not found", "<h1>404</h1>", status=404)


def _article(name: str, work: Work | None) -> web.Response:
    title = work.title if work else f"Article {name}"
    head = f'<meta name="citation_doi" content="{work.doi}">' if work else ""
    return html(f"{title} - {name}", f"<h1>{title}</h1>", head=head)


def _convert(request: web.Request, state: State, works: Works) -> web.Response:
    """``?ids=&format=json``: at most 200 ids of one type, otherwise 404, ``status: error``."""
    ids = [part.strip() for part in request.query.get("ids", "").split(",") if part.strip()]
    kind = request.query.get("idtype") or ("pmcid" if ids and ids[0].startswith("PMC") else "doi")
    echo = ";".join(f"{k}={quote(v, safe='')}" for k, v in request.query.items())
    head = {"responseDate": "2026-11-09 09:38:24", "request": echo}
    wrong = next((i for i in ids if ("/" in i) != (kind == "doi")), None)
    if wrong or not ids or len(ids) > 200:
        text = f"ID type '{kind}' mismatch for '{wrong}'" if wrong else "bad number of ids"
        told: dict[str, object] = {"status": "error", "message": quote(text, safe=""), **head}
        return json_answer(state, request.host, told, status=404, content_type=JSON, indent=1)
    records = [_record(name, works) for name in ids]
    told = {"status": "ok", **head, "records": records}
    return json_answer(state, request.host, told, content_type=JSON, indent=1)


def _record(name: str, works: Works) -> dict[str, object]:
    work = works.find(name) or next((w for w in works if w.pmcid == name), None)
    if work is None or not work.pmcid:
        key = "doi" if "/" in name else "pmcid"
        return {key: name, "live": "false", "status": "error", "errmsg": "invalid article id"}
    versions = [{"pmcid": f"{work.pmcid}.1", "current": "true"}]
    return {"pmcid": work.pmcid, "doi": work.doi, "versions": versions}


def _search(request: web.Request, state: State) -> web.Response:
    """esearch with ``term="{doi}"[AID]``; XML unless retmode=json."""
    term = request.query.get("term", "")
    if request.query.get("retmode") == "json":
        result = {"count": "0", "retmax": "0", "retstart": "0", "idlist": [],
                  "querytranslation": term}  # fmt: skip
        told = {"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result}
        return json_answer(
            state, request.host, told, content_type="application/json; charset=UTF-8"
        )
    text = (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
        '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
        "<eSearchResult>\n<Count>0</Count><RetMax>0</RetMax><RetStart>0</RetStart>\n<IdList/>\n"
        "<TranslationSet/></eSearchResult>\n"
    )
    return web.Response(text=text, content_type="text/xml", charset="UTF-8")
