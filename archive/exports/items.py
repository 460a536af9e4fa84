"""Cited works, and the archive itself, as items of CSL-JSON, with nothing invented. Pure.

An item is the work as its agency registered it, where the reference is known to mean that work;
else it is what was read from the printed text. Fields and types: CSL 1.0.2, appendices III and IV
(https://docs.citationstyles.org/en/stable/specification.html).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from archive.exports.names import people
from archive.reports.plain import single_line

Item = dict[str, Any]

# What ``reference_item`` needs of a reference: its row, and the work whose DOI name it prints.
REFERENCES = """
SELECT b.id, b.printed, b.authors, b.year, b.title, b.container, b.volume, b.issue, b.pages,
  b.article_number, b.doi, b.agreement, b.found_is_safe, b.found_csl_json,
  d.registration, d.notice, d.csl_json
FROM bibliography b LEFT JOIN dois d ON d.doi = b.doi
"""
WORKS = "SELECT doi, registration, notice, csl_json FROM dois "
_FIELDS = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "doi": "DOI",
}
_INITIALS = re.compile(r"[^\W\d_](?: [^\W\d_])*")
_NOTICES = {
    "retracted": "This work has been retracted.",
    "withdrawn": "This work has been withdrawn.",
    "concern": "An expression of concern has been published about this work.",
}


def reference_item(row: Mapping[str, Any]) -> Item:
    """The item of one reference, from a row of ``REFERENCES``.

    The record of the DOI name that it prints counts where it is the work that the reference
    names; that of one found for it, where it may be added without a second look. A DOI name that
    is not registered, or is another work's, stays in the printed text alone.
    """
    if row["agreement"] in ("agrees", "partial") and (item := _record(row["csl_json"])):
        return item | _note(row["notice"])
    if row["found_is_safe"] and (item := _record(row["found_csl_json"])):
        return item  # what was taken back is never safe
    is_wrong = row["agreement"] == "differs"
    is_wrong |= row["agreement"] == "no_citation" and bool(row["title"])  # named as another's
    is_wrong |= row["registration"] in ("not_registered", "not_a_doi")
    known = dict(row) | {"pages": row["pages"] or row["article_number"]}
    if is_wrong:
        known["doi"] = None
    fields = {name: single_line(str(known[column] or "")) for column, name in _FIELDS.items()}
    is_article = fields["container-title"] and (fields["volume"] or fields["page"])
    item = {"id": row["id"], "type": "article-journal" if is_article else "document"} | fields
    if authors := single_line(row["authors"] or ""):
        item["author"] = people(authors)
    if row["year"] is not None:
        item["issued"] = {"date-parts": [[row["year"]]]}
    notice = "" if is_wrong else row["notice"]
    return {k: v for k, v in item.items() if v} | _note(notice, f"Printed: {row['printed']}")


def work_item(row: Mapping[str, Any]) -> Item | None:
    """The item of one DOI name, from a row of ``WORKS``; None when it is no work we know of."""
    item = _record(row["csl_json"])
    if not item and row["registration"] in ("registered", "alias"):
        item = {"id": row["doi"], "type": "document", "DOI": single_line(row["doi"])}
    return item | _note(row["notice"]) if item else None


def year_of(item: Item) -> str:
    """The year of publication; empty when it is not known."""
    parts = item.get("issued", {}).get("date-parts", [[""]])
    return str(parts[0][0])


def address_of(item: Item) -> str:
    """Where the work is: the address of its DOI name, else its own, escaped for every form; empty
    when neither is known."""
    if "DOI" in item:
        return "https://doi.org/" + quote(item["DOI"], safe="/:;()._-")
    return quote(item.get("URL", ""), safe="/:;()._-%?&=@,+~#[]")


def _record(csl_json: str | None) -> Item:
    """A registered work, each of its texts on one line; empty without a record."""
    item: Item = _cleaned(json.loads(csl_json or "{}"))
    for author in item.get("author", ()):
        given = author.get("given") or ""
        # Initials alone as the others of the record: J. A., J. One behind a name may be a name: X.
        if given.isupper() and _INITIALS.fullmatch(given):
            author["given"] = given.replace(" ", ". ") + "."
    return item


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return single_line(value)
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    return value


def _note(notice: str | None, printed: str = "") -> Item:
    said = single_line(" ".join(filter(None, (_NOTICES.get(notice or ""), printed))))
    return {"note": said} if said else {}


def archive_item(
    publication: Mapping[str, str], as_of: str, digest: str | None, address: str
) -> Item:
    """The archive as an item: ``as_of`` is the moment of its latest capture (ISO 8601), ``digest``
    the SHA-256 of its database, ``address`` where it is published, empty when not known."""
    name = single_line(publication.get("title") or "Website archive")
    archive = "" if "archive" in name.lower() else " archive"
    day = as_of[:10]
    item: Item = {
        "id": digest or name,
        "type": "dataset",
        "title": f"{name}{archive} and reference audit",
        "note": f"Data as of {day}" + (f". SHA-256 {digest}" if digest else ""),
        "URL": single_line(address),
    }
    if day:
        item["issued"] = {"date-parts": [[int(part) for part in day.split("-")]]}
    return {field: value for field, value in item.items() if value}
