"""Metadata by content negotiation at doi.org, for agencies whose API we do not use.

``Accept: application/vnd.citationstyles.csl+json`` makes doi.org redirect to the agency's
formatter (https://citation.doi.org/docs.html). Crossref, DataCite, mEDRA and JaLC answer, of most
names; others do not: 406, or a landing page in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from archive.records import Authority, Check, Question, Work
from pipelines.services.doi_org import encode_doi
from pipelines.services.evidence import answered
from pipelines.services.http import Client
from pipelines.services.replies import Reply
from pipelines.services.works import (
    csl_work,
    plain,
    strings,
    work_facts,
)

AUTHORITY = Authority.CONTENT_NEGOTIATION
VERSION = "negotiation/2"
CSL_JSON = "application/vnd.citationstyles.csl+json"
# Agencies that are known to give out records this way; of the others a page says that there is
# no record. Of these it says so when it came on several days and nothing else ever did.
ANSWERING_AGENCIES = frozenset({"Crossref", "DataCite", "mEDRA", "JaLC"})
_DAYS_OF_PAGES = 3
_PAGE = re.compile(r"answered [\w/+.-]*html")
_DATES = ("issued", "published", "published-print", "published-online")


def ask_work(
    client: Client, base: str, doi: str, agency: str = "", *, has_only_pages: bool = False
) -> Check:
    """The CSL-JSON record of one DOI name; its facts (``work_facts``) are empty where the agency
    offers none.

    404 and 406 are such answers, and so is a page in HTML, where an agency knows no formats or
    gives nothing else of this name (``gives_only_pages``).
    """
    no_record = has_only_pages or agency not in ANSWERING_AGENCIES
    url = f"{base.rstrip('/')}/{encode_doi(doi)}"

    def read(reply: Reply) -> Work | None:
        kind = reply.headers.get("content-type", "").lower()
        is_page = reply.status == 200 and "html" in kind and no_record
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
    return answered(reply, Question.METADATA, doi, AUTHORITY, work_facts(work), VERSION)


def gives_only_pages(checks: Sequence[Check], now: datetime) -> bool:
    """Whether a page in HTML comes instead of the record, today the third day at least, and a
    record never came.

    ``checks``: all questions for the metadata of one name. What gave a record once may be out of
    order; what never did will not by being asked once more.
    """
    if any(check.facts.get("found") for check in checks):
        return False
    of_pages = [check for check in checks if check.authority is AUTHORITY and _is_page(check)]
    days = {check.asked_at.date() for check in of_pages} | {now.date()}
    return len(days) >= _DAYS_OF_PAGES


def _is_page(check: Check) -> bool:
    said = str(check.facts.get("message", ""))
    return check.error == "bad_answer" and check.status == 200 and bool(_PAGE.search(said))


def work_of(record: Mapping[str, object], doi: str, agency: str) -> Work:
    """A CSL-JSON item as a ``Work``."""
    isbn = record.get("ISBN")
    return csl_work(
        record,
        _DATES,
        doi=doi.lower(),
        agency=agency,
        short_container=plain(record.get("container-title-short")),
        article_number=plain(record.get("number") or record.get("article-number")),
        isbn=(isbn,) if isinstance(isbn, str) else strings(isbn),
    )
