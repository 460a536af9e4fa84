"""The Crossref REST API: works by DOI name, many at a time, and bibliographic search.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/. A 404 has the plain body
``Resource not found.`` and is also the answer for other agencies' DOI names. Limits come from
its headers (``pacing.Budget``). A ``mailto:`` in the User-Agent earns the polite pool; it is not
put into the URL, which is kept as evidence and published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

from archive.records import Authority, Check, Question, Work
from pipelines.services.doi_org import encode_doi
from pipelines.services.evidence import answered
from pipelines.services.http import Client
from pipelines.services.replies import Reply
from pipelines.services.works import (
    by_name,
    csl_work,
    mappings,
    plain,
    relations_of,
    strings,
    work_facts,
    year_of,
)

AUTHORITY = Authority.CROSSREF
VERSION = "crossref/2"
# Names in one list request; more only makes the URL long.
LIST_SIZE = 40
# Updates of which the later work is the work itself once more, and no notice about it.
_EDITIONS = frozenset({"new_version", "new_edition", "published_version"})
# Of a found record: what tells works apart. Whole records carry their lists of references.
_SELECTED = (
    "DOI,title,subtitle,original-title,author,container-title,short-container-title,volume,issue,"
    "page,article-number,issued,published-print,published-online,type,publisher,ISBN,ISSN,"
    "update-to,score"
)
_DATES = ("issued", "published", "published-print", "published-online", "published-other", "posted")


def ask_work(client: Client, base: str, doi: str) -> Check:
    """The record of one DOI name; on a 404 its facts (``work_facts``) are empty."""
    url = f"{base.rstrip('/')}/works/{encode_doi(doi)}"

    def read(reply: Reply) -> Work | None:
        if reply.status == 404:
            if b"<html" in reply.body[:500].lower():
                raise reply.bad("answered 404 with an HTML page")
            return None
        message = _message(reply)
        if str(message.get("DOI", "")).casefold() != doi.casefold():
            raise reply.bad(f"answered about {message.get('DOI')!r} when asked about {doi!r}")
        return work_of(message)

    work, reply = client.ask(AUTHORITY, url, read)
    return answered(reply, Question.METADATA, doi, AUTHORITY, work_facts(work), VERSION)


def ask_works(client: Client, base: str, dois: Sequence[str]) -> list[Check]:
    """The records of up to ``LIST_SIZE`` names in one request; names it leaves out are left out.

    A name with a comma cannot stand in a filter: ask it alone. A name that is missing in the
    answer is not proved absent: ask it alone.
    """
    works, reply = list_works(client, base, dois)
    return [
        answered(reply, Question.METADATA, doi, AUTHORITY, work_facts(work), VERSION)
        for doi, work in works.items()
    ]


def list_works(client: Client, base: str, dois: Sequence[str]) -> tuple[dict[str, Work], Reply]:
    """The records that one request for many names finds, by name as asked, and the reply."""
    wanted = {doi.casefold(): doi for doi in dois if "," not in doi}
    names = ",".join(f"doi:{quote(doi, safe='/:;()')}" for doi in wanted.values())
    url = f"{base.rstrip('/')}/works?filter={names}&rows={len(wanted)}"

    def read(reply: Reply) -> dict[str, Work]:
        items = _message(reply).get("items")
        if not isinstance(items, list):
            raise reply.bad("answered a list request without a list")
        works = [work_of(item) for item in mappings(items)]
        strangers = [work.doi for work in works if work.doi.casefold() not in wanted]
        if strangers:
            raise reply.bad(f"answered about {strangers[0]!r}, which was not asked")
        found = by_name(works)
        return {doi: found[name] for name, doi in wanted.items() if name in found}

    return client.ask(AUTHORITY, url, read, pool="lists")


def search_bibliographic(client: Client, base: str, citation: str, rows: int = 5) -> Check:
    """Search for works that resemble a whole printed citation (``query.bibliographic``).

    Five rows suffice when the caller ranks by itself; the score grows with the length of the
    text and means nothing alone. Facts: ``found``, pairs of name and score, best first, and
    ``works``, the records, from which the search can be judged again.
    """
    wanted = {"query.bibliographic": citation[:1000], "rows": rows, "select": _SELECTED}
    query = urlencode(wanted)
    url = f"{base.rstrip('/')}/works?{query}"

    def read(reply: Reply) -> tuple[tuple[Work, float], ...]:
        items = _message(reply).get("items")
        if not isinstance(items, list):
            raise reply.bad("answered a search without a list")
        found = ((work_of(item), _score(item.get("score"))) for item in mappings(items))
        return tuple((work, score) for work, score in found if work.doi)

    found, reply = client.ask(AUTHORITY, url, read, pool="lists")
    facts: dict[str, object] = {
        "found": [[work.doi, score] for work, score in found],
        "works": [work_facts(work)["work"] for work, _ in found],
    }
    return answered(reply, Question.SEARCH, citation, AUTHORITY, facts, VERSION)


def work_of(record: Mapping[str, object]) -> Work:
    """A Crossref ``works`` record as a ``Work``; absent and malformed fields become empty."""
    return csl_work(
        record,
        _DATES,
        doi=str(record.get("DOI", "")).lower(),
        agency="Crossref",
        subtitle=plain(record.get("subtitle")),
        short_container=plain(record.get("short-container-title")),
        article_number=plain(record.get("article-number")),
        licence_url=_licence(record),
        isbn=strings(record.get("ISBN")),
        notices=notices_of(record),
        is_notice_of=_is_notice_of(record),
        original_title=plain(record.get("original-title")),
        relations=relations_of(_relations(record)),
    )


def notices_of(record: Mapping[str, object]) -> tuple[tuple[str, str, str, str], ...]:
    """(type, DOI of the notice, ISO date or '', sources joined by ``+``), oldest first.

    The publisher and Retraction Watch often report one event twice: one row, both sources. A
    ``new_version`` of the work itself is PLOS housekeeping and no notice.
    """
    own = str(record.get("DOI", "")).casefold()
    merged: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for update in mappings(record.get("updated-by")):
        kind = _kind(update)
        notice = str(update.get("DOI", "")).lower()
        if not kind or (kind == "new_version" and notice.casefold() == own):
            continue
        day, sources = merged.setdefault((kind, notice), (_day(update.get("updated")), []))
        source = plain(update.get("source")) or "publisher"
        if source not in sources:
            sources.append(source)
        earlier = min(filter(None, (day, _day(update.get("updated")))), default="")
        merged[kind, notice] = (earlier, sources)
    rows = [(k, n, day, "+".join(sorted(s))) for (k, n), (day, s) in merged.items()]
    return tuple(sorted(rows, key=lambda row: (row[2], row[0], row[1])))


def _is_notice_of(record: Mapping[str, object]) -> tuple[str, ...]:
    """DOI names of other works that this record is a notice about (``update-to``).

    A new version or edition names the old one there too; it is a work, and no notice.
    """
    own = str(record.get("DOI", "")).lower()
    updates = [u for u in mappings(record.get("update-to")) if _kind(u) not in _EDITIONS]
    named = (str(update.get("DOI", "")).lower() for update in updates)
    return tuple(dict.fromkeys(doi for doi in named if doi and doi != own))


def _kind(update: Mapping[str, object]) -> str:
    """The type of an update in one spelling: ``expression_of_concern``."""
    return plain(update.get("type")).lower().replace(" ", "_").replace("-", "_")


def _relations(record: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """(relation, name) of ``relation``: ``{"is-preprint-of": [{"id-type": "doi", "id"}]}``."""
    related = record.get("relation")
    for kind, rows in related.items() if isinstance(related, Mapping) else ():
        for row in mappings(rows):
            if row.get("id-type") == "doi":
                yield str(kind), row.get("id")


def _message(reply: Reply) -> Mapping[str, object]:
    """The ``message`` of a good answer; raises ``BadAnswer`` for anything else."""
    found = reply.json()
    if reply.status != 200 or not isinstance(found, Mapping) or found.get("status") != "ok":
        raise reply.bad(f"answered HTTP {reply.status} without an ok message")
    message = found.get("message")
    if not isinstance(message, Mapping):
        raise reply.bad("answered without a message")
    return message


def _licence(record: Mapping[str, object]) -> str:
    """The licence of the version of record where one is named, else the first."""
    licences = mappings(record.get("license"))
    of_record = [x for x in licences if x.get("content-version") == "vor"]
    return next((str(x["URL"]) for x in of_record + licences if x.get("URL")), "")


def _day(record: object) -> str:
    """``{"date-parts": [[2008, 11, 25]]}`` as ``2008-11-25``, ``2008-11`` or ``2008``."""
    year = year_of(record)
    if year is None or not isinstance(record, Mapping):
        return ""
    day = [f"{year:04d}"]
    for part, most in zip(record["date-parts"][0][1:], (12, 31), strict=False):
        if type(part) is not int or not 1 <= part <= most:
            break
        day.append(f"{part:02d}")
    return "-".join(day)


def _score(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
