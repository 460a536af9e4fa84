"""The DataCite REST API: the record of one DOI name, or of many (``ids``).

https://support.datacite.org/docs/api-get-doi and https://support.datacite.org/docs/api-get-lists.

DataCite keeps shells of other agencies' records (``registered`` is null): its knowing a name is
never proof that the name is registered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from archive.records import Authority, Check, Question, Work
from pipelines.services.doi_org import encode_doi
from pipelines.services.evidence import answered
from pipelines.services.http import Client
from pipelines.services.replies import Reply
from pipelines.services.works import (
    by_name,
    mappings,
    person,
    plain,
    relations_of,
    work_facts,
)

AUTHORITY = Authority.DATACITE
VERSION = "datacite/4"
# Names in one list request; more only makes the URL long.
LIST_SIZE = 40
# Dates by whose year a work may be cited, besides that of its publication (schema 4.6, dateType).
_PRINTED = frozenset({"Issued", "Copyrighted", "Available", "Created"})
# Relations to an ISBN that is one of the work's own, or of the book around it.
_BOOKS = frozenset({"IsPartOf", "IsPublishedIn", "IsIdenticalTo", "IsVariantFormOf", "IsVersionOf"})
_ACCEPT = "application/vnd.api+json"


def ask_work(client: Client, base: str, doi: str) -> Check:
    """The record of one DOI name; on a 404 its facts (``work_facts``) are empty."""
    url = f"{base.rstrip('/')}/dois/{encode_doi(doi)}"

    def read(reply: Reply) -> Work | None:
        found = reply.json()
        told = found if isinstance(found, Mapping) else {}
        if reply.status == 404 and mappings(told.get("errors")):
            return None
        data = told.get("data")
        attributes = data.get("attributes") if isinstance(data, Mapping) else None
        if reply.status != 200 or not isinstance(attributes, Mapping):
            raise reply.bad(f"answered HTTP {reply.status} without a record")
        if str(attributes.get("doi", "")).casefold() != doi.casefold():
            raise reply.bad(f"answered about {attributes.get('doi')!r} when asked about {doi!r}")
        return work_of(attributes)

    work, reply = client.ask(AUTHORITY, url, read, accept=_ACCEPT)
    return answered(reply, Question.METADATA, doi, AUTHORITY, work_facts(work), VERSION)


def ask_works(client: Client, base: str, dois: Sequence[str]) -> list[Check]:
    """The records of up to ``LIST_SIZE`` names in one request; names it leaves out are left out.

    A name with a comma cannot stand in the list. A name that is missing in the answer is not
    proved absent: ask it alone.
    """
    wanted = {doi.casefold(): doi for doi in dois if "," not in doi}
    names = ",".join(quote(doi, safe="/:;()") for doi in wanted.values())
    url = f"{base.rstrip('/')}/dois?ids={names}&page%5Bsize%5D={len(wanted)}"

    def read(reply: Reply) -> dict[str, Work]:
        found = reply.json()
        rows = found.get("data") if isinstance(found, Mapping) else None
        if reply.status != 200 or not isinstance(rows, list):
            raise reply.bad(f"answered HTTP {reply.status} without a list")
        records = [row.get("attributes") for row in mappings(rows)]
        works = [work_of(record) for record in records if isinstance(record, Mapping)]
        strangers = [work.doi for work in works if work.doi not in wanted]
        if strangers:
            raise reply.bad(f"answered about {strangers[0]!r}, which was not asked")
        return by_name(works)

    works, reply = client.ask(AUTHORITY, url, read, pool="lists", accept=_ACCEPT)
    return [
        answered(reply, Question.METADATA, doi, AUTHORITY, work_facts(works[name]), VERSION)
        for name, doi in wanted.items()
        if name in works
    ]


def work_of(attributes: Mapping[str, object]) -> Work:
    """The ``attributes`` of a DataCite record as a ``Work``."""
    container, types = attributes.get("container"), attributes.get("types")
    box = container if isinstance(container, Mapping) else {}
    kinds = types if isinstance(types, Mapping) else {}
    titles = mappings(attributes.get("titles"))
    main = [title for title in titles if not title.get("titleType")] or titles
    subtitles = [title for title in titles if title.get("titleType") == "Subtitle"]
    first, last = plain(box.get("firstPage")), plain(box.get("lastPage"))
    year = attributes.get("publicationYear")
    published = int(str(year)) if re.fullmatch(r"[12]\d{3}", str(year), re.ASCII) else None
    publisher = attributes.get("publisher")
    rights = mappings(attributes.get("rightsList"))
    return Work(
        doi=str(attributes.get("doi", "")).lower(),
        agency="DataCite",
        title=plain(main[0].get("title")) if main else "",
        subtitle=plain(subtitles[0].get("title")) if subtitles else "",
        container=plain(box.get("title")),
        authors=tuple(filter(None, map(_creator, mappings(attributes.get("creators"))))),
        year=published,
        years=_years(published, attributes),
        volume=plain(box.get("volume")),
        issue=plain(box.get("issue")),
        pages=f"{first}-{last}" if first and last else first,
        type=plain(kinds.get("resourceTypeGeneral")),
        publisher=plain(publisher.get("name") if isinstance(publisher, Mapping) else publisher),
        licence_url=next(filter(None, (plain(right.get("rightsUri")) for right in rights)), ""),
        isbn=tuple(dict.fromkeys(_isbns(attributes))),
        relations=relations_of(_relations(attributes)),
    )


def _years(published: int | None, attributes: Mapping[str, object]) -> tuple[int, ...]:
    """The year of publication, and those of a work that was printed before it was registered."""
    dates = mappings(attributes.get("dates"))
    texts = [str(date.get("date")) for date in dates if date.get("dateType") in _PRINTED]
    years = [int(text[:4]) for text in texts if re.match(r"[12]\d{3}(?!\d)", text, re.ASCII)]
    return tuple(dict.fromkeys([*([published] if published else []), *years]))


def _relations(attributes: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """(relation, name) of the related identifiers that are DOI names."""
    for row in mappings(attributes.get("relatedIdentifiers")):
        if str(row.get("relatedIdentifierType", "")).upper() == "DOI":
            yield str(row.get("relationType", "")), row.get("relatedIdentifier")


def _isbns(attributes: Mapping[str, object]) -> Iterator[str]:
    """ISBNs of the work, and of the book that it is a part of (schema 4.6, relationType)."""
    for row in mappings(attributes.get("relatedIdentifiers")):
        is_isbn = str(row.get("relatedIdentifierType", "")).upper() == "ISBN"
        if is_isbn and row.get("relationType") in _BOOKS:
            yield plain(row.get("relatedIdentifier"))
    for row in mappings(attributes.get("alternateIdentifiers")):
        if str(row.get("alternateIdentifierType", "")).upper() == "ISBN":
            yield plain(row.get("alternateIdentifier"))
    box = attributes.get("container")
    if isinstance(box, Mapping) and str(box.get("identifierType", "")).upper() == "ISBN":
        yield plain(box.get("identifier"))


def _creator(record: Mapping[str, object]) -> str:
    """``Family, Given``; DataCite's ``name`` is already in that order."""
    return plain(record.get("name")) or person(record, "familyName", "givenName")
