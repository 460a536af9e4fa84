"""NCBI: what PubMed says about PMIDs, and which DOI names, PMIDs, PMCIDs belong together.

ESummary 2.0 and ESearch (https://www.ncbi.nlm.nih.gov/books/NBK25499/) and the PMC ID converter
(https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/), which knows only what is in PMC. Summaries
and converter take 200 ids a request, a search one DOI name. Every request names tool and mail
address, as NCBI asks for (https://www.ncbi.nlm.nih.gov/books/NBK25497/); three a second are
allowed without a key. What is kept as evidence, and published, leaves the mail address out.

What answers at these addresses need not be NCBI: a proxy or a mirror that knows nothing says "there
is none" of every number, in the right form. So an article that is there for certain stands in every
list, and one that was known before: where neither they nor any other is known, that is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode

from archive.records import Authority, Check, Question, Work
from pipelines.services.evidence import answered
from pipelines.services.failures import CouldNotAsk
from pipelines.services.http import Client
from pipelines.services.replies import Reply
from pipelines.services.works import mappings, plain, work_facts

T = TypeVar("T")
AUTHORITY = Authority.NCBI
VERSION = "ncbi/2"
MAX_IDS = 198
"""With the article that is there for certain and one that was known before, 200."""
# NCBI's own article on GenBank, which the converter's documentation has as its example.
CONTROL_PMID, CONTROL_PMCID = "23193287", "PMC3531190"
# What ESummary says of a number that PubMed does not have, with status 200.
_NO_SUMMARY = "cannot get document summary"
# What the converter says of an article that PMC does not have: until 2025, and since.
_NOT_IN_PMC = ("invalid article id", "identifier not found in pmc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: the product, and an address for complaints (empty = none is sent)."""

    tool: str
    email: str = ""


def ask_articles(
    client: Client, base: str, pmids: Sequence[str], asker: Asker, known: str = ""
) -> list[Check]:
    """What PubMed says of up to ``MAX_IDS`` numbers, in one request. Raises ``CouldNotAsk``.

    Facts: ``found``; where it is, ``work`` (as of a metadata check, agency ``PubMed``), ``doi``
    and ``pmcid``. The subjects are ``pmid:1``. A number that PubMed leaves out, or answers with
    an error of another kind, is left out. ``known``: a number that it knew before, if any.
    """
    asked = list(filter(None, dict.fromkeys((*pmids, CONTROL_PMID, known))))
    query = {"db": "pubmed", "id": ",".join(asked), "retmode": "json"}

    def read(reply: Reply) -> dict[str, dict[str, object]]:
        result = _part(reply, "result")
        rows = {pmid: _mapping(result[pmid]) for pmid in asked if pmid in result}
        if not any(pmid in rows for pmid in pmids):
            raise reply.bad(f"says nothing about {pmids[0]}")
        strangers = [pmid for pmid, row in rows.items() if str(row.get("uid")) != pmid]
        if strangers:
            raise reply.bad(f"answered about another number when asked about {strangers[0]}")
        read_rows = {pmid: _article_facts(row) for pmid, row in rows.items()}
        return _believed(read_rows, pmids, [CONTROL_PMID], reply)

    found, reply = _ask(client, f"{base}/entrez/eutils/esummary.fcgi", query, asker, read)
    return [
        answered(reply, Question.CROSSWALK, f"pmid:{pmid}", AUTHORITY, facts, VERSION)
        for pmid, facts in found.items()
    ]


def ask_pmc(
    client: Client, base: str, pmcids: Sequence[str], asker: Asker, known: str = ""
) -> list[Check]:
    """Which DOI name and PMID up to ``MAX_IDS`` PMCIDs have. Raises ``CouldNotAsk``.

    Facts: ``found``, ``doi`` and ``pmid``. The subjects are ``pmcid:PMC1``. What the converter
    answers with an error of another kind (an article that is not released yet) is left out.
    ``known``: a PMCID that it knew before, if any.
    """
    names = {pmcid: pmcid for pmcid in pmcids}
    controls = [CONTROL_PMCID, *filter(None, [known])]
    return _convert(client, base, "pmcid", names, asker, controls)


def ask_numbers(client: Client, base: str, dois: Sequence[str], asker: Asker) -> list[Check]:
    """Which PMID and PMCID up to ``MAX_IDS`` DOI names have. Raises ``CouldNotAsk``.

    Facts: ``found``, ``doi``, ``pmid`` and ``pmcid``; ``found`` is false for all that is not in
    PMC. The subjects are ``doi:10.1000/1``; names with a comma cannot be asked about.
    """
    return _convert(client, base, "doi", {doi.upper(): doi for doi in dois}, asker)


def search_article(client: Client, base: str, doi: str, asker: Asker) -> Check:
    """The PMID of the one article of PubMed with a DOI name. Raises ``CouldNotAsk``.

    Facts: ``found`` and ``pmid``; several articles are none. The subject is ``aid:10.1000/1``
    (article identifier, as PubMed calls the field).
    """
    query = {"db": "pubmed", "term": f'"{doi}"[AID]', "retmode": "json"}

    def read(reply: Reply) -> list[str]:
        ids = _part(reply, "esearchresult").get("idlist")
        if not isinstance(ids, list):
            raise reply.bad("gave no list of numbers")
        return [str(pmid) for pmid in ids]

    ids, reply = _ask(client, f"{base}/entrez/eutils/esearch.fcgi", query, asker, read)
    facts = {"found": len(ids) == 1, "pmid": ids[0] if len(ids) == 1 else ""}
    return answered(reply, Question.CROSSWALK, f"aid:{doi}", AUTHORITY, facts, VERSION)


def _convert(
    client: Client,
    base: str,
    kind: str,
    names: Mapping[str, str],
    asker: Asker,
    controls: Sequence[str] = (),
) -> list[Check]:
    """What the converter says of ids of one kind; ``names`` has them by their capitals.

    ``controls``: ids that it should know, asked about with them; none where "there is none"
    accuses nobody.
    """
    asked = {**names, **{control: control for control in controls}}
    query = {"ids": ",".join(asked.values()), "idtype": kind, "format": "json", "versions": "no"}

    def read(reply: Reply) -> dict[str, dict[str, object]]:
        told = _mapping(reply.json())
        if reply.status != 200 or told.get("status") != "ok":
            raise reply.bad(f"answered HTTP {reply.status} without an ok status")
        rows = {_asked_for(row, kind): row for row in mappings(told.get("records"))}
        strangers = [name for name in rows if name not in asked]
        if strangers or not any(name in names for name in rows):
            first = next(iter(names.values()))
            raise reply.bad(f"answered about {strangers or 'nothing'} when asked about {first}")
        read_rows = {asked[name]: _converted(row, kind) for name, row in rows.items()}
        return _believed(read_rows, list(names.values()), controls, reply)

    found, reply = _ask(client, f"{base}/tools/idconv/api/v1/articles/", query, asker, read)
    return [
        answered(reply, Question.CROSSWALK, f"{kind}:{name}", AUTHORITY, facts, VERSION)
        for name, facts in found.items()
    ]


def _believed(
    rows: Mapping[str, dict[str, object] | None],
    asked: Sequence[str],
    controls: Sequence[str],
    reply: Reply,
) -> dict[str, dict[str, object]]:
    """What was said of the ids that were asked about, where any of all ids is known.

    Left out are those of which nothing was said.
    """
    if controls and not any(facts and facts["found"] for facts in rows.values()):
        raise reply.bad(f"knows none of the numbers, nor {controls[0]}, which is there for certain")
    return {name: facts for name in asked if (facts := rows.get(name)) is not None}


def _ask(
    client: Client,
    url: str,
    query: Mapping[str, str],
    asker: Asker,
    read: Callable[[Reply], T],
) -> tuple[T, Reply]:
    """Ask with tool and mail address; neither the answer nor a failure keeps the address."""
    url = re.sub(r"(?<!:)//", "/", url)
    private = {"email": asker.email} if asker.email else {}
    public = f"{url}?{urlencode({**query, 'tool': asker.tool}, safe=',')}"
    asked = f"{public}&{urlencode(private)}" if private else public
    try:
        found, reply = client.ask(AUTHORITY, asked, read)
    except CouldNotAsk as failure:
        if failure.evidence is not None:
            failure.evidence = replace(failure.evidence, url=public, final_url=None, hops=())
        raise
    return found, replace(reply, url=public, hops=())


def _article_facts(row: Mapping[str, object]) -> dict[str, object] | None:
    error = row.get("error")
    if error:
        return {"found": False} if _NO_SUMMARY in str(error).lower() else None
    ids = {str(x.get("idtype")): str(x.get("value", "")) for x in mappings(row.get("articleids"))}
    doi = ids.get("doi", "").strip().lower()
    pmcid = re.search(r"PMC\d+", ids.get("pmc", ""))
    return {
        **work_facts(work_of(row, doi)),
        "doi": doi if doi.startswith("10.") else "",
        "pmcid": pmcid[0] if pmcid else "",
    }


def work_of(row: Mapping[str, object], doi: str = "") -> Work:
    """A document summary of PubMed as a ``Work``; a translated title stands in brackets there."""
    title = plain(row.get("title")).removesuffix(".")
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1].removesuffix(".")
    dates = [str(row.get(name, "")) for name in ("pubdate", "epubdate")]
    years = [int(match[0]) for date in dates if (match := re.match(r"[12]\d{3}", date))]
    return Work(
        doi=doi,
        agency="PubMed",
        title=title,
        original_title=plain(row.get("vernaculartitle")).removesuffix("."),
        container=plain(row.get("fulljournalname")),
        short_container=plain(row.get("source")),
        authors=tuple(filter(None, map(_person, mappings(row.get("authors"))))),
        year=years[0] if years else None,
        years=tuple(sorted(set(years))),
        volume=plain(row.get("volume")),
        issue=plain(row.get("issue")),
        pages=plain(row.get("pages")),
        type=", ".join(x for x in _list(row.get("pubtype")) if isinstance(x, str)),
        publisher=plain(row.get("publishername")),
    )


def _person(record: Mapping[str, object]) -> str:
    """``Madsen MV`` as ``Madsen, MV``; a group's name as it is."""
    name = plain(record.get("name"))
    family, _, initials = name.rpartition(" ")
    if record.get("authtype") != "Author" or not family:
        return name
    return f"{family}, {initials}"


def _converted(row: Mapping[str, object], kind: str) -> dict[str, object] | None:
    if row.get("status") == "error":
        is_absent = plain(row.get("errmsg")).lower() in _NOT_IN_PMC
        return {"found": False} if is_absent else None
    doi = plain(row.get("doi")).lower()
    facts: dict[str, object] = {
        "found": True,
        "doi": doi if doi.startswith("10.") else "",
        "pmid": str(row.get("pmid") or ""),
    }
    return facts if kind == "pmcid" else {**facts, "pmcid": _without_version(row.get("pmcid"))}


def _asked_for(row: Mapping[str, object], kind: str) -> str:
    """The id that a record of the converter answers, in capitals, a PMCID without a version."""
    name = row.get("requested-id") or row.get(kind)
    return _without_version(name) if kind == "pmcid" else str(name or "").upper()


def _without_version(pmcid: object) -> str:
    return str(pmcid or "").upper().partition(".")[0]


def _part(reply: Reply, name: str) -> Mapping[str, object]:
    part = _mapping(reply.json()).get(name)
    if reply.status != 200 or not isinstance(part, Mapping):
        raise reply.bad(f"answered HTTP {reply.status} without a {name}")
    return part


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
