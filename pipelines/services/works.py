"""The ``Work``: its JSON form in a check's facts, and what all adapters share. Pure."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from archive.records import Work

# Relations of a work to its other forms, in Crossref's spelling
# (https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/);
# DataCite's are brought into it. What a work cites, or is a part of, is left out.
FORMS = frozenset(
    {
        "is-preprint-of", "has-preprint", "is-manuscript-of", "has-manuscript", "is-version-of",
        "has-version", "is-previous-version-of", "is-new-version-of", "is-obsoleted-by",
        "obsoletes", "is-replaced-by", "replaces", "is-identical-to", "is-same-as",
        "is-variant-form-of", "is-original-form-of", "is-translation-of", "has-translation",
    }
)  # fmt: skip
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_FIELDS = frozenset(f.name for f in dataclasses.fields(Work))
_TUPLES = frozenset(f.name for f in dataclasses.fields(Work) if str(f.type).startswith("tuple"))


def by_name(works: Iterable[Work]) -> dict[str, Work]:
    """The records of a list by folded DOI name; where two contradict each other, neither."""
    found: dict[str, Work | None] = {}
    for work in works:
        name = work.doi.casefold()
        found[name] = work if found.get(name, work) == work else None
    return {name: work for name, work in found.items() if work is not None}


def work_facts(work: Work | None) -> dict[str, object]:
    """The facts of a metadata check: ``found``, and ``work`` without its empty fields."""
    if work is None:
        return {"found": False}
    fields = {name: value for name, value in dataclasses.asdict(work).items() if value}
    return {"found": True, "work": fields}


def work_from(facts: Mapping[str, object]) -> Work | None:
    """The ``Work`` that ``work_facts`` wrote, even after a round trip through JSON.

    Evidence is for ever: fields that a ``Work`` had once are passed over.
    """
    fields = facts.get("work")
    if not isinstance(fields, Mapping):
        return None
    kept: dict[str, Any] = {"doi": "", "agency": ""}  # not every work has a DOI name
    kept |= {name: _frozen(name, value) for name, value in fields.items() if name in _FIELDS}
    return Work(**kept)


def _frozen(name: str, value: object) -> object:
    if name not in _TUPLES or not isinstance(value, list | tuple):
        return value
    return tuple(tuple(item) if isinstance(item, list) else item for item in value)


def plain(text: object) -> str:
    """A registered title or name as plain text: no markup, entities decoded, spaces folded.

    Takes a string or a list of which the first counts; anything else is empty.
    """
    if isinstance(text, list | tuple):
        text = next((part for part in text if part), "")
    if not isinstance(text, str):
        return ""
    unescaped = html.unescape(html.unescape(text))
    return " ".join(_TAG.sub("", unescaped).split())


def person(record: Mapping[str, object], family: str = "family", given: str = "given") -> str:
    """``Family, Given``, or a group's name; empty when the record names nobody."""
    last, first = plain(record.get(family)), plain(record.get(given))
    if last:
        return f"{last}, {first}" if first else last
    return plain(record.get("name")) or plain(record.get("literal")) or first


def year_of(record: object) -> int | None:
    """The year of ``{"date-parts": [[2015, 3, 4]]}``; None when absent or null."""
    if not isinstance(record, Mapping):
        return None
    parts = record.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        try:
            year = int(parts[0][0])
        except (TypeError, ValueError, OverflowError):
            return None
        return year if 1000 <= year <= 2999 else None
    return None


def csl_work(record: Mapping[str, object], dates: Iterable[str], **others: Any) -> Work:
    """A record in the fields of CSL-JSON, which are Crossref's too, as a ``Work``; absent and
    malformed fields become empty. ``dates`` are the names of its dates, ``others`` further fields
    of the ``Work``."""
    years = years_of(record, dates)
    return Work(
        title=plain(record.get("title")),
        container=plain(record.get("container-title")),
        authors=tuple(filter(None, map(person, mappings(record.get("author"))))),
        year=year_of(record.get("issued")) or (years[0] if years else None),
        years=years,
        volume=plain(record.get("volume")),
        issue=plain(record.get("issue")),
        pages=plain(record.get("page")),
        type=plain(record.get("type")),
        publisher=plain(record.get("publisher")),
        **others,
    )


def years_of(record: Mapping[str, object], names: Iterable[str]) -> tuple[int, ...]:
    """Every year under the given names, each once, oldest first."""
    found = {year for name in names if (year := year_of(record.get(name))) is not None}
    return tuple(sorted(found))


def relations_of(rows: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """(relation, DOI name) for each row that names another form of the work, each once.

    >>> relations_of([("IsPreviousVersionOf", "10.1/B"), ("cites", "10.1/c")])
    (('is-previous-version-of', '10.1/b'),)
    """
    found = []
    for kind, name in rows:
        relation = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()
        doi = str(name).lower().removeprefix("https://doi.org/")
        if relation in FORMS and doi.startswith("10."):
            found.append((relation, doi))
    return tuple(dict.fromkeys(found))


def strings(value: object) -> tuple[str, ...]:
    """The strings in a list; empty for anything that is no list."""
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def mappings(value: object) -> list[Mapping[str, object]]:
    """The objects in a list; empty for anything that is no list."""
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []
