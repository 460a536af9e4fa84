"""Writes items of CSL-JSON as RIS, which every reference manager reads. Pure.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format), as rispy names them. RIS has no escape, and
what begins a line may be a tag; the values of items are on one line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import rispy

from archive.exports.items import Item, address_of, year_of

_TYPES = {
    "article-journal": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "thesis": "THES",
    "dataset": "DATA",
    "software": "COMP",
    "standard": "STAND",
}
_FIELDS = {
    "title": "title",
    "container-title": "secondary_title",
    "volume": "volume",
    "issue": "number",
    "publisher": "publisher",
    "DOI": "doi",
}
_RANGE = re.compile(r"([^\s–-]+)\s?[–-]\s?([^\s–-]+)")


def render(items: Iterable[Item]) -> str:
    """All items, one record each."""
    return str(rispy.dumps([_record(item) for item in items], implementation=_Writer))


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    """Without the numbers that rispy puts between records, which are no part of the format."""

    def set_header(self, count: int) -> str:
        return ""


def _record(item: Item) -> dict[str, Any]:
    record: dict[str, Any] = {"type_of_reference": _TYPES.get(item["type"], "GEN")}
    record["authors"] = [_name(author) for author in item.get("author", ())]
    record |= {tag: item[field] for field, tag in _FIELDS.items() if field in item}
    if span := _RANGE.fullmatch(item.get("page", "")):
        record |= {"start_page": span[1], "end_page": span[2]}
    elif item.get("page"):
        record["start_page"] = item["page"]
    if year := year_of(item):
        record["year"] = year
    if (day := item.get("issued", {}).get("date-parts", [[]])[0])[1:]:
        record["date"] = "/".join(f"{part:02}" for part in day)
    if address := address_of(item):
        record["urls"] = [address]
    if "note" in item:
        record["notes"] = [item["note"]]
    return {tag: value for tag, value in record.items() if value}


def _name(author: Item) -> str:
    if "literal" in author:  # a comma would part a family name from given ones
        return str(author["literal"]).replace(",", ";")
    return ", ".join(filter(None, (author.get("family"), author.get("given"))))
