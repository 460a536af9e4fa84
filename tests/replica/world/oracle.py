"""An oracle: thousands of real DOIs and registry records, read from a folder for a benchmark."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.replica.world.work import Work


def load_oracle(folder: Path) -> dict[str, Work]:
    """Works by name from ``known_dois.json.gz`` and the record files beside it. Raises OSError.

    A DOI without a record is registered without metadata. Landing pages are on www.publisher.test.
    What DataCite copied from Crossref (source ``levriero``) is not one of DataCite's DOIs.
    """
    with gzip.open(folder / "known_dois.json.gz", "rt", encoding="utf-8") as file:
        names: list[str] = json.load(file)
    works = {name: _work(name) for name in names}
    shells = set()
    for row in _rows(folder / "datacite_records.jsonl.gz"):
        attributes = row["record"].get("attributes", {})
        if attributes.get("source") == "levriero":
            shells.add(row["doi"].lower())
        elif attributes.get("registered"):
            works[row["doi"].lower()] = _datacite_work(row["doi"].lower(), row["record"])
    for row in _rows(folder / "crossref_records.jsonl.gz"):
        works[row["doi"].lower()] = _crossref_work(row["doi"].lower(), row["record"])
    for name in shells:
        works[name] = replace(works.get(name) or _work(name), datacite_shell=True)
    return works


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _work(name: str, **facts: Any) -> Work:
    landing = f"https://www.publisher.test/{quote(name, safe='/')}"
    return Work(doi=name, landing=landing, **facts)


def _crossref_work(name: str, record: dict[str, Any]) -> Work:
    people = [
        (a.get("family") or a.get("name") or "", a.get("given", ""))
        for a in record.get("author", [])
    ]
    return _work(
        name,
        record=record,
        title=_first(record.get("title")),
        authors=tuple(people),
        container=_first(record.get("container-title")),
        short=_first(record.get("short-container-title")),
        year=((record.get("issued") or {}).get("date-parts") or [[0]])[0][0] or 0,
        volume=record.get("volume", ""),
        issue=record.get("issue", ""),
        page=record.get("page", ""),
        article_number=record.get("article-number", ""),
        publisher=record.get("publisher", ""),
        type=record.get("type", ""),
    )


def _datacite_work(name: str, record: dict[str, Any]) -> Work:
    facts = record["attributes"]
    people = [
        (a.get("familyName") or a.get("name") or "", a.get("givenName") or "")
        for a in facts.get("creators") or []
    ]
    container = facts.get("container") or {}
    return _work(
        name,
        agency="DataCite",
        record=record,
        title=_first([t.get("title") for t in facts.get("titles") or []]),
        authors=tuple(people),
        container=container.get("title", ""),
        year=int(facts.get("publicationYear") or 0),
        volume=container.get("volume", ""),
        issue=container.get("issue", ""),
        page=container.get("firstPage", ""),
        publisher=str(facts.get("publisher") or ""),
    )


def _first(values: list[str | None] | None) -> str:
    """The first value, or an empty string."""
    return (values or [""])[0] or ""
