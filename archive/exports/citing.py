"""How to cite a published archive: its name, its day, its digest. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from archive.exports.items import Item
from archive.reports.plain import single_line


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
