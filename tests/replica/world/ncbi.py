"""NCBI: PubMed's E-utilities, the ID converter of PMC, and the pages of PubMed and PMC.

Shapes: the converter as it has answered since its move in 2025 (one type of ids a request, PMIDs
as numbers, ``requested-id``; wrong types: 400), its old address as recorded by rcrossref in 2022;
esearch as recorded by sul_pub in 2019; ESummary 2.0 with its error for an unknown number. The
converter knows only works that are in PMC. PMIDs of the known works are facts; what
``OTHER_ARTICLES`` names are articles of the replica's own that the sample site points to.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from aiohttp import web

from tests.replica.world.answers import html, json_answer
from tests.replica.world.knobs import State, lie_of, outage
from tests.replica.world.work import Work
from tests.replica.world.works import Works, works_of

CONVERTER, OLD_CONVERTER = "/tools/idconv/api/v1/articles", "/pmc/utils/idconv/v1.0"
OLD_JSON = "application/json; charset=ISO-8859-1"
JSON = "application/json; charset=UTF-8"
OTHER_ARTICLES = {
    "23193287": "GenBank",
    "12345678": "A study of walking aids",
    "23456789": "A study about sleep",
    "34567890": "A study of school bags",
}
"""PMID → title of articles without a DOI name."""
OTHER_IN_PMC = {"PMC3531190": "23193287", "PMC9000001": "12345678"}
"""PMCID → PMID of those that are in PMC, too."""


async def answer(request: web.Request, state: State) -> web.StreamResponse:
    """www., pmc., pubmed. and eutils.ncbi.nlm.nih.gov."""
    down = await outage(request, state, "ncbi_down")
    if down is not None:
        return down
    path, works = request.path, works_of(state)
    if path.rstrip("/") == OLD_CONVERTER:
        return _convert_as_of_old(request, state, works)
    if path.rstrip("/") == CONVERTER:
        return _convert(request, state, works)
    if path == "/entrez/eutils/esearch.fcgi":
        return _search(request, state, works)
    if path == "/entrez/eutils/esummary.fcgi":
        return _summarise(request, state, works)
    if path in ("/", "/pmc/", "/pubmed/"):
        return html("National Center for Biotechnology Information", "<h1>NCBI</h1>")
    if match := re.fullmatch(r"(?:/pmc)?/articles/(PMC\d+)/?", path):
        return _article(match[1], next((w for w in works if w.pmcid == match[1]), None))
    if match := re.fullmatch(r"(?:/pubmed)?/(\d{1,8})/?", path):
        work = _with_pmid(works, match[1])
        if work or match[1] in OTHER_ARTICLES:
            return _article(f"PMID {match[1]}", work, OTHER_ARTICLES.get(match[1], ""))
    return html("Page not found", "<h1>404</h1>", status=404)


def _with_pmid(works: Works, pmid: str) -> Work | None:
    return next((work for work in works if work.pmid and work.pmid == pmid), None)


def _article(name: str, work: Work | None, title: str = "") -> web.Response:
    title = (work.title if work else title) or f"Article {name}"
    head = f'<meta name="citation_doi" content="{work.doi}">' if work else ""
    return html(f"{title} - {name}", f"<h1>{title}</h1>", head=head)


def _ids(request: web.Request, name: str) -> list[str]:
    return [part.strip() for part in request.query.get(name, "").split(",") if part.strip()]


# --------------------------------------------------------------------------- the ID converter

_TYPES = {"doi": r"10\..+/.+", "pmid": r"\d+", "pmcid": r"PMC\d+(\.\d+)?"}


def _convert(request: web.Request, state: State, works: Works) -> web.Response:
    """``?ids=&idtype=&format=json``: at most 200 ids of the one type that is named."""
    ids, kind = _ids(request, "ids"), request.query.get("idtype", "pmid")
    if not ids or len(ids) > 200 or not all(re.fullmatch(_TYPES.get(kind, ""), i) for i in ids):
        message = f"All values of query param `ids` must be {kind}s, 200 at most."
        told: dict[str, object] = {
            "status": "error",
            "http_status": "400",
            "http_status_reason": "Bad Request",
            "errors": [{"message": message, "code": f"invalid_{kind}s"}],
        }
        return json_answer(state, request.host, told, status=400, content_type=JSON)
    knows = lie_of(state, request.host) != "knows_nothing"
    records = [_record(name, kind, works) if knows else _absent(name, kind) for name in ids]
    told = {"status": "ok", "records": records}
    return json_answer(state, request.host, told, content_type=JSON)


def _record(name: str, kind: str, works: Works) -> dict[str, object]:
    work = _of_converter(works, name)
    if work is None and name in OTHER_IN_PMC:
        return {"pmcid": name, "pmid": int(OTHER_IN_PMC[name]), "requested-id": name}
    if work is None:
        return _absent(name, kind)
    record: dict[str, object] = {"doi": work.doi, "pmcid": work.pmcid}
    if work.pmid:
        record["pmid"] = int(work.pmid)
    return {**record, "requested-id": name}


def _absent(name: str, kind: str) -> dict[str, object]:
    text = "Identifier not found in PMC"
    return {kind: name, "requested-id": name, "status": "error", "errmsg": text}


def _of_converter(works: Works, name: str) -> Work | None:
    """The work in PMC that a DOI name, PMID or PMCID names."""
    named = (work for work in works if name in (work.pmcid, work.pmid))
    work = works.find(name) or next(named, None)
    return work if work and work.pmcid else None


def _convert_as_of_old(request: web.Request, state: State, works: Works) -> web.Response:
    """The address of before 2025: types may be guessed, a wrong one is answered with 404."""
    ids = _ids(request, "ids")
    kind = request.query.get("idtype") or ("pmcid" if ids and ids[0].startswith("PMC") else "doi")
    echo = ";".join(f"{k}={quote(v, safe='')}" for k, v in request.query.items())
    head = {"responseDate": "2022-11-09 09:38:24", "request": echo}
    wrong = next((i for i in ids if ("/" in i) != (kind == "doi")), None)
    if wrong or not ids or len(ids) > 200:
        text = f"ID type '{kind}' mismatch for '{wrong}'" if wrong else "bad number of ids"
        told: dict[str, object] = {"status": "error", "message": quote(text, safe=""), **head}
        return json_answer(state, request.host, told, status=404, content_type=OLD_JSON, indent=1)
    records = [_record_as_of_old(name, works) for name in ids]
    told = {"status": "ok", **head, "records": records}
    return json_answer(state, request.host, told, content_type=OLD_JSON, indent=1)


def _record_as_of_old(name: str, works: Works) -> dict[str, object]:
    work = _of_converter(works, name)
    if work is None:
        key = "doi" if "/" in name else "pmcid"
        return {key: name, "live": "false", "status": "error", "errmsg": "invalid article id"}
    versions = [{"pmcid": f"{work.pmcid}.1", "current": "true"}]
    return {"pmcid": work.pmcid, "doi": work.doi, "versions": versions}


# ------------------------------------------------------------------------------- E-utilities


def _summarise(request: web.Request, state: State, works: Works) -> web.Response:
    """ESummary 2.0 as JSON: one summary a number, or why there is none; always status 200."""
    ids = _ids(request, "id")
    if request.query.get("db") != "pubmed" or request.query.get("retmode") != "json" or not ids:
        told: dict[str, object] = {
            "header": {"type": "esummary", "version": "0.3"},
            "esummaryresult": ["Empty id list - nothing todo"],
        }
        return json_answer(state, request.host, told, content_type=JSON)
    result: dict[str, object] = {"uids": ids}
    knows = lie_of(state, request.host) != "knows_nothing"
    for pmid in ids:
        result[pmid] = _summary(pmid, _with_pmid(works, pmid)) if knows else _no_summary(pmid)
    told = {"header": {"type": "esummary", "version": "0.3"}, "result": result}
    return json_answer(state, request.host, told, content_type=JSON)


def _summary(pmid: str, work: Work | None) -> dict[str, Any]:
    if work is None and pmid not in OTHER_ARTICLES:
        return _no_summary(pmid)
    work = work or Work(doi="", title=OTHER_ARTICLES[pmid], year=2015)
    ids = [{"idtype": "pubmed", "idtypen": 1, "value": pmid}]
    if work.doi:
        ids.append({"idtype": "doi", "idtypen": 3, "value": work.doi})
    if work.pmcid:
        ids.append({"idtype": "pmc", "idtypen": 8, "value": work.pmcid})
    names = [
        {
            "name": f"{family} {initials}".strip(),
            "authtype": "Author" if initials else "CollectiveName",
            "clusterid": "",
        }
        for family, initials in work.authors
    ]
    return {
        "uid": pmid,
        "pubdate": str(work.year),
        "epubdate": "",
        "source": work.short,
        "authors": names,
        "lastauthor": names[-1]["name"] if names else "",
        "title": f"{work.title}.",
        "volume": work.volume,
        "issue": work.issue,
        "pages": work.page or work.article_number,
        "lang": ["eng"],
        "pubtype": ["Journal Article"],
        "recordstatus": "PubMed - indexed for MEDLINE",
        "articleids": ids,
        "fulljournalname": work.container,
        "elocationid": f"doi: {work.doi}" if work.doi else "",
        "doctype": "citation",
        "publishername": "",
        "vernaculartitle": "",
    }


def _no_summary(pmid: str) -> dict[str, Any]:
    return {"uid": pmid, "error": "cannot get document summary"}


def _search(request: web.Request, state: State, works: Works) -> web.Response:
    """esearch with ``term="{doi}"[AID]``; XML unless retmode=json."""
    term = request.query.get("term", "")
    match = re.fullmatch(r'"?([^"\[]+)"?\[AID\]', term)
    work = works.find(match[1]) if match else None
    found = [work.pmid] if work and work.pmid else []
    if request.query.get("retmode") == "json":
        count = str(len(found))
        result = {"count": count, "retmax": count, "retstart": "0", "idlist": found,
                  "querytranslation": term}  # fmt: skip
        told = {"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result}
        return json_answer(state, request.host, told, content_type=JSON)
    ids = "".join(f"\n\t<Id>{pmid}</Id>" for pmid in found)
    text = (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
        '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
        f"<eSearchResult>\n<Count>{len(found)}</Count><RetMax>{len(found)}</RetMax>"
        f"<RetStart>0</RetStart>\n<IdList>{ids}</IdList>\n<TranslationSet/></eSearchResult>\n"
    )
    return web.Response(text=text, content_type="text/xml", charset="UTF-8")
