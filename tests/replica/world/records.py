"""Works in the words of their registry: Crossref ``message``, CSL-JSON, DataCite ``attributes``.

Shapes as in recorded answers of 2026 (Crossref 10.1002/jor.1100150407, 10.3892/ijo_00000353;
DataCite 10.5063/f1m61h5x). A field that nobody knows is absent, as in real records.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from tests.replica.world.work import LABELS, Update, Work


def crossref_record(work: Work, score: float = 1) -> dict[str, Any]:
    """The ``message`` of ``/works/{doi}``; ``score`` is 1 for singles, unbounded in searches."""
    if work.record is not None:
        return {**work.record, "score": score}
    date: dict[str, Any] = {"date-parts": [work.date_parts or [None]]}
    record: dict[str, Any] = {
        "indexed": _moment(2026, 1, 6),
        "reference-count": 0,
        "publisher": work.publisher,
        "content-domain": {"domain": [], "crossmark-restriction": bool(work.updates)},
        "short-container-title": [work.short] if work.short else [],
        "published-print": date,
        "DOI": work.name,
        "type": work.type,
        "created": _moment(work.year or 2002, 1, 2),
        "source": "Crossref",
        "is-referenced-by-count": 0,
        "title": [work.title] if work.title else [],
        "prefix": work.prefix,
        "author": [_author(work, n) for n in range(len(work.authors))],
        "member": work.member,
        "container-title": [work.container] if work.container else [],
        "original-title": [],
        "deposited": _moment(2025, 1, 2),
        "score": score,
        "resource": {"primary": {"URL": work.landing}},
        "subtitle": [],
        "short-title": [],
        "issued": date,
        "references-count": 0,
        "URL": f"https://doi.org/{quote(work.name, safe='/()[];:')}",
        "relation": _relation(work),
        "subject": [],
        "published": date,
    }
    for key, value in (
        ("volume", work.volume), ("issue", work.issue), ("page", work.page),
        ("article-number", work.article_number),
        ("ISBN", [work.isbn] if work.isbn else []),
        ("alternative-id", [work.pii] if work.pii else []),
    ):  # fmt: skip
        if value:
            record[key] = value
    if work.issue:
        record["journal-issue"] = {"issue": work.issue}
    for key in [k for k in ("author", "member", "publisher") if not record[k]]:
        del record[key]
    if not work.date_parts:
        del record["published-print"], record["published"]
    if work.updates:
        record["updated-by"] = [_update(u, n) for n, u in enumerate(work.updates)]
    if work.update_to:
        record["update-to"] = [_update(u, n) for n, u in enumerate(work.update_to)]
    return record


def csl_record(work: Work) -> dict[str, Any]:
    """CSL-JSON as content negotiation gives it; Crossref's is its record with plain titles."""
    if work.agency == "Crossref":
        record = crossref_record(work)
        for key in ("title", "container-title"):
            record[key] = next(iter(record.get(key) or ()), "")
        return record
    record = {
        "type": "article-journal" if work.container else "article",
        "id": f"https://doi.org/{work.name}",
        "author": [{"family": f, "given": g} if g else {"literal": f} for f, g in work.authors],
        "issued": {"date-parts": [work.date_parts or [None]]},
        "DOI": work.doi if work.agency == "mEDRA" else work.name,
        "publisher": work.publisher,
        "title": work.title,
        "container-title": work.container,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.page,
    }
    return {key: value for key, value in record.items() if value}


def datacite_record(work: Work) -> dict[str, Any]:
    """The ``data`` object of ``/dois/{doi}``; ``registered`` is null in a shell."""
    if work.agency == "DataCite" and work.record is not None:
        return dict(work.record)
    moment = f"{work.year or 2015}-03-12T03:15:04.000Z"
    shell = work.agency != "DataCite"
    container: dict[str, str] = {}
    if work.container:
        first = work.page.partition("-")[0]
        container = {"type": "Journal", "title": work.container, "volume": work.volume,
                     "issue": work.issue, "firstPage": first}  # fmt: skip
    attributes = {
        "doi": work.name,
        "prefix": work.prefix,
        "suffix": work.name.partition("/")[2],
        "identifiers": [],
        "alternateIdentifiers": [],
        "creators": [_creator(family, given) for family, given in work.authors],
        "titles": [{"title": work.title}] if work.title else [],
        "publisher": "(:unav)" if shell else work.publisher,
        "container": {key: value for key, value in container.items() if value},
        "publicationYear": work.year or None,
        "subjects": [],
        "contributors": [],
        "dates": [{"date": str(work.year), "dateType": "Issued"}] if work.year else [],
        "language": None,
        "types": {"resourceTypeGeneral": "Text" if shell else work.type},
        "relatedIdentifiers": [_related(kind, doi) for kind, doi in work.relations],
        "relatedItems": [],
        "sizes": [], "formats": [], "version": None, "rightsList": [], "descriptions": [],
        "geoLocations": [], "fundingReferences": [],
        "url": work.landing,
        "contentUrl": None,
        "metadataVersion": 0,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "source": "levriero" if shell else "api",
        "isActive": True,
        "state": "findable",
        "reason": None,
        "created": moment,
        "registered": None if shell else moment,
        "published": str(work.year) if work.year else None,
        "updated": "2026-01-20T10:56:23.000Z",
    }  # fmt: skip
    client = "crossref.citations" if shell else "replica.works"
    relations = {"client": {"data": {"id": client, "type": "clients"}}}
    return {"id": work.name, "type": "dois", "attributes": attributes, "relationships": relations}


def _relation(work: Work) -> dict[str, list[dict[str, str]]]:
    """Crossref's ``relation``: lists of what the work is related to, by kind."""
    found: dict[str, list[dict[str, str]]] = {}
    for kind, doi in work.relations:
        found.setdefault(kind, []).append({"id-type": "doi", "id": doi, "asserted-by": "subject"})
    return found


def _related(kind: str, doi: str) -> dict[str, str]:
    """An entry of DataCite's ``relatedIdentifiers``."""
    name = "".join(part.capitalize() for part in kind.split("-"))
    return {"relationType": name, "relatedIdentifier": doi, "relatedIdentifierType": "DOI"}


def _author(work: Work, n: int) -> dict[str, Any]:
    family, given = work.authors[n]
    tail = {
        "sequence": "additional" if n else "first",
        "affiliation": [],
        "role": [{"role": "author", "vocabulary": "crossref"}],
    }
    return {"given": given, "family": family, **tail} if given else {"name": family, **tail}


def _creator(family: str, given: str) -> dict[str, Any]:
    tail: dict[str, Any] = {"affiliation": [], "nameIdentifiers": []}
    if not given:
        return {"name": family, "nameType": "Organizational", **tail}
    return {
        "name": f"{family}, {given}", "nameType": "Personal", "givenName": given,
        "familyName": family, **tail,
    }  # fmt: skip


def _update(update: Update, n: int) -> dict[str, Any]:
    """An entry of ``updated-by`` or ``update-to``; ``record-id`` only from Retraction Watch."""
    entry: dict[str, Any] = {
        "DOI": update.doi.lower(),
        "type": update.type,
        "label": LABELS[update.type],
        "source": update.source,
        "updated": _moment(*(int(part) for part in update.date.split("-"))),
    }
    if update.source == "retraction-watch":
        entry["record-id"] = str(90_000 + n)
    return entry


def _moment(year: int, month: int, day: int) -> dict[str, Any]:
    when = datetime(year, month, day, tzinfo=UTC)
    return {
        "date-parts": [[year, month, day]],
        "date-time": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "timestamp": int(when.timestamp() * 1000),
    }
