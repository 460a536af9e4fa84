"""Metadata by content negotiation at doi.org, for agencies whose own API we do not speak.

``Accept: application/vnd.citationstyles.csl+json`` makes doi.org redirect to the agency's
formatter (https://citation.doi.org/docs.html). Crossref, DataCite, mEDRA and JaLC answer; others
do not: 406, or a landing page in HTML.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.records import Authority, Question, Work
from pipelines.services.doi_org import encode_doi
from pipelines.services.evidence import answered
from pipelines.services.http import Client
from pipelines.services.replies import Reply
from pipelines.services.works import (
    WorkAnswer,
    mappings,
    person,
    plain,
    strings,
    work_facts,
    year_of,
    years_of,
)

AUTHORITY = Authority.CONTENT_NEGOTIATION
VERSION = "negotiation/2"
CSL_JSON = "application/vnd.citationstyles.csl+json"
# Agencies that are known to give out records this way; of the others a page says that there is
# no record.
ANSWERING_AGENCIES = frozenset({"Crossref", "DataCite", "mEDRA", "JaLC"})
_DATES = ("issued", "published", "published-print", "published-online")


def ask_work(client: Client, base: str, doi: str, agency: str = "") -> WorkAnswer:
    """The CSL-JSON record of one DOI name; ``work`` is None when the agency offers none.

    404 and 406 are such answers, and so is a page in HTML, where an agency knows no formats.
    """
    url = f"{base.rstrip('/')}/{encode_doi(doi)}"

    def read(reply: Reply) -> Work | None:
        kind = reply.headers.get("content-type", "").lower()
        is_page = reply.status == 200 and "html" in kind and agency not in ANSWERING_AGENCIES
        if is_page or reply.status in (204, 404, 406):
            return None
        found = reply.json()
        if reply.status != 200 or not isinstance(found, Mapping):
            raise reply.bad(f"answered HTTP {reply.status} without a record")
        if not any(found.get(name) for name in ("title", "DOI", "author", "container-title")):
            raise reply.bad("answered with a record that says nothing")
        named = str(found.get("DOI") or doi).casefold()
        if named.removeprefix("https://doi.org/") != doi.casefold():
            raise reply.bad(f"answered about {found.get('DOI')!r} when asked about {doi!r}")
        return work_of(found, doi, agency)

    work, reply = client.ask(AUTHORITY, url, read, accept=CSL_JSON)
    check = answered(reply, Question.METADATA, doi, AUTHORITY, work_facts(work), VERSION)
    return WorkAnswer(doi=doi, work=work, check=check)


def work_of(record: Mapping[str, object], doi: str, agency: str) -> Work:
    """A CSL-JSON item as a ``Work``."""
    years = years_of(record, _DATES)
    isbn = record.get("ISBN")
    return Work(
        doi=doi.lower(),
        agency=agency,
        title=plain(record.get("title")),
        container=plain(record.get("container-title")),
        short_container=plain(record.get("container-title-short")),
        authors=tuple(filter(None, map(person, mappings(record.get("author"))))),
        year=year_of(record.get("issued")) or (years[0] if years else None),
        years=years,
        volume=plain(record.get("volume")),
        issue=plain(record.get("issue")),
        pages=plain(record.get("page")),
        article_number=plain(record.get("number") or record.get("article-number")),
        type=plain(record.get("type")),
        publisher=plain(record.get("publisher")),
        isbn=(isbn,) if isinstance(isbn, str) else strings(isbn),
    )
