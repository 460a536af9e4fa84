"""What verification reads and writes about DOI names: what is due, and what was found out.

Only pages that are still there count: what stands on a page that is gone is asked no more.
Hidden links are recorded, and not asked either.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from sqlite3 import Connection
from typing import Any

from archive.keeping.rows import as_json, positional_insertion, sound, sound_tuples
from archive.moments import moment_of, moment_text
from archive.records import (
    Agreement,
    Authority,
    Candidate,
    Check,
    Field,
    KeptCitation,
    KeptMention,
    Place,
    Question,
    Scheme,
)

# Rows that are added by one statement.
_AT_A_TIME = 20
_LIVE = "pages.gone_since_at IS NULL"


def select(conn: Connection, sql: str, values: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """Rows of a query as mappings."""
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def maybe_moment(text: str | None) -> datetime | None:
    """The moment in a column that may be empty."""
    return moment_of(text) if text else None


def mentions(conn: Connection) -> list[KeptMention]:
    """Mentions of DOIs, in page order."""
    sql = f"""
SELECT mentions.*, pages.url AS page_url FROM mentions JOIN pages ON pages.id = mentions.page_id
WHERE scheme = 'doi' AND {_LIVE} ORDER BY pages.url, position"""
    return [mention_of(row) for row in select(conn, sql, {})]


def mention_of(row: Mapping[str, Any]) -> KeptMention:
    """The mention in a row of ``mentions``, with the ``page_url`` of its page."""
    return KeptMention(
        id=row["id"],
        page_id=row["page_id"],
        page_url=row["page_url"],
        scheme=Scheme(row["scheme"]),
        printed=row["printed"],
        value=row["value"],
        candidates=tuple(
            Candidate(value=value, rule=rule) for value, rule in json.loads(row["candidates_json"])
        ),
        place=Place(row["place"]),
        reference_id=row["bibliography_id"],
        heading=row["heading"],
        context=row["context"],
        conflicts_with=row["conflicts_with"],
        because=row["because"],
    )


def citations(conn: Connection) -> list[KeptCitation]:
    """References, with all the identifiers they print."""
    sql = f"""
SELECT bibliography.*, pages.url AS page_url
FROM bibliography JOIN pages ON pages.id = bibliography.page_id
WHERE {_LIVE} ORDER BY pages.url, position"""
    found = list(select(conn, sql, {}))
    inside = _mentions_inside(conn, [row["id"] for row in found])
    return [_citation(row, inside[row["id"]]) for row in found]


SURE = 0.5
"""Confidence from which a pointer is taken at its word."""


def sentences(conn: Connection) -> dict[str, list[str]]:
    """The sentences that point to a reference, by its id, each once and in page order."""
    sql = """
SELECT bibliography_id, context FROM pointers
WHERE context != '' AND confidence >= :sure ORDER BY page_id, position"""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for reference_id, context in conn.execute(sql, {"sure": SURE}):
        found[reference_id][context] = None
    return {reference_id: list(contexts) for reference_id, contexts in found.items()}


def _mentions_inside(
    conn: Connection, reference_ids: Iterable[str]
) -> defaultdict[str, list[KeptMention]]:
    sql = """
SELECT mentions.*, pages.url AS page_url FROM mentions JOIN pages ON pages.id = mentions.page_id
WHERE bibliography_id IN (SELECT value FROM json_each(:ids)) ORDER BY position"""
    inside: defaultdict[str, list[KeptMention]] = defaultdict(list)
    for row in select(conn, sql, {"ids": as_json(list(reference_ids))}):
        inside[row["bibliography_id"]].append(mention_of(row))
    return inside


def _citation(row: Mapping[str, Any], inside: Iterable[KeptMention]) -> KeptCitation:
    return KeptCitation(
        id=row["id"],
        page_id=row["page_id"],
        page_url=row["page_url"],
        position=row["position"],
        printed=row["printed"],
        fields=tuple(
            Field(name=name, value=value, start=start, end=end, confidence=confidence)
            for name, value, start, end, confidence in json.loads(row["fields_json"])
        ),
        doi=row["doi"],
        agreement=Agreement(row["agreement"]),
        heading=row["heading"],
        mentions=tuple(inside),
    )


_CHECKS = """
SELECT id, question, subject, authority, asked_at, url, method, status, error, final_url, hops_json,
  bytes, elapsed_ms, facts_json, rule_version FROM checks"""


def checks_of(conn: Connection, subject: str, question: Question | None = None) -> list[Check]:
    """Every check of a DOI name or URL, in the order of asking."""
    sql = f"""{_CHECKS}
WHERE subject = :subject AND (:question IS NULL OR question = :question) ORDER BY id"""
    return [_check(*row) for row in conn.execute(sql, {"subject": subject, "question": question})]


def histories(
    conn: Connection, subjects: Iterable[str], question: Question
) -> defaultdict[str, list[Check]]:
    """Every check of each of many DOI names or URLs, in the order of asking."""
    sql = f"""{_CHECKS}
WHERE question = :question AND subject IN (SELECT value FROM json_each(:subjects)) ORDER BY id"""
    found: defaultdict[str, list[Check]] = defaultdict(list)
    values = {"question": question, "subjects": json.dumps(list(subjects))}
    for row in conn.execute(sql, values):
        found[row[2]].append(_check(*row))
    return found


def _check(
    row_id: int, question: str, subject: str, authority: str, asked_at: str, url: str, method: str,
    status: int | None, error: str | None, final_url: str | None, hops: str, size: int,
    elapsed_ms: int, facts: str, rule_version: str,
) -> Check:  # fmt: skip
    """A row of ``_CHECKS``."""
    return Check(
        id=row_id,
        question=Question(question),
        subject=subject,
        authority=Authority(authority),
        asked_at=moment_of(asked_at),
        url=url,
        method=method,
        status=status,
        error=error,
        final_url=final_url,
        hops=tuple((code, target) for code, target in json.loads(hops)) if hops != "[]" else (),
        bytes=size,
        elapsed_ms=elapsed_ms,
        facts=json.loads(facts),
        rule_version=rule_version,
    )


_KEPT = (
    "run_id", "question", "subject", "authority", "asked_at", "method", "url", "status", "error",
    "final_url", "hops_json", "bytes", "elapsed_ms", "facts_json", "rule_version", "exchange_id",
)  # fmt: skip


def insert_checks(
    conn: Connection, run_id: int, answers: Iterable[tuple[Check, str | None]]
) -> None:
    """Add rows of ``checks``, each with the id of the exchange it was made from."""
    rows = [
        (
            run_id,
            check.question.value,  # plain text: an enum is adapted anew for every row
            check.subject,
            check.authority.value,
            moment_text(check.asked_at),
            check.method,
            check.url,
            check.status,
            check.error,
            check.final_url,
            as_json(check.hops) if check.hops else "[]",
            check.bytes,
            check.elapsed_ms,
            as_json(dict(check.facts)),
            check.rule_version,
            exchange_id,
        )
        for check, exchange_id in answers
    ]
    insert_rows(conn, "checks", _KEPT, rows)


def insert_rows(
    conn: Connection, table: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]
) -> None:
    """Add rows, some by one statement: for each one SQLite lists anew what words its columns may
    hold, which takes a third of the time."""
    for start in range(0, len(rows), _AT_A_TIME):
        some = sound_tuples(rows[start : start + _AT_A_TIME])
        conn.execute(positional_insertion(table, columns, len(some)), [*chain.from_iterable(some)])


def sql_value(column: str, value: object) -> object:
    """A value as its column stores it: moments, flags, enum words, lists as JSON."""
    return as_json(value) if column.endswith("_json") else _plain_value(value)


@lru_cache(maxsize=256)
def _has_json(columns: tuple[str, ...]) -> bool:
    return any(column.endswith("_json") for column in columns)


def _plain_value(value: object) -> object:
    """A value as a column stores it that holds no JSON."""
    kind = type(value)
    if value is None or kind is int:
        return value
    if kind is str:
        return sound(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (tuple, list)):
        value = "; ".join(map(str, value))
    return sound(value)


@lru_cache(maxsize=256)
def _update(table: str, pk: str, columns: tuple[str, ...]) -> str:
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in columns)} WHERE {pk} = ?"


def set_columns(
    conn: Connection, table: str, pk: str, rows: Mapping[str, Mapping[str, object]]
) -> None:
    """Set columns of rows, by id; raises KeyError when there is no such row.

    Rows with the same columns are written by one statement, which is faster than one for each.
    """
    alike: defaultdict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
    for identity, columns in rows.items():
        names = tuple(columns)
        if _has_json(names):
            values = [sql_value(name, value) for name, value in columns.items()]
        else:
            values = [_plain_value(value) for value in columns.values()]
        alike[names].append((*values, identity))
    alike.pop((), None)
    for names, changes in alike.items():
        changed = conn.executemany(_update(table, pk, names), changes)
        if changed.rowcount != len(changes):
            known = f"SELECT 1 FROM {table} WHERE {pk} = ?"
            asked = [identity for *_, identity in changes]
            lacking = [i for i in asked if conn.execute(known, (i,)).fetchone() is None]
            raise KeyError(f"{table} has no row {', '.join(map(repr, lacking))}")


def set_doi(conn: Connection, doi: str, columns: Mapping[str, object], now: datetime) -> None:
    """Record what was found out about a DOI name, even one that no page prints (yet)."""
    conn.execute(
        "INSERT OR IGNORE INTO dois (doi, first_seen_at) VALUES (?, ?)", (doi, moment_text(now))
    )
    set_columns(conn, "dois", "doi", {doi: columns})


def set_mention(
    conn: Connection, mention_id: str, value: str, rule: str, because: str = ""
) -> None:
    """Choose a reading of a mention and say why; the DOI name chosen gets a row of its own.

    The reference it stands in follows, when it went by the old reading.
    """
    old, page_id, reference_id = conn.execute(
        "SELECT value, page_id, bibliography_id FROM mentions WHERE id = ?", (mention_id,)
    ).fetchone()
    conn.execute(
        "INSERT OR IGNORE INTO dois (doi, first_seen_at) "
        "SELECT ?, first_seen_at FROM pages WHERE id = ?",
        (value, page_id),
    )
    conn.execute(
        "UPDATE mentions SET value = :value, rule = :rule, because = :because "
        "WHERE id = :id AND (value, rule, because) IS NOT (:value, :rule, :because)",
        {"id": mention_id, "value": value, "rule": rule, "because": because},
    )
    if value == old:
        return
    conn.execute(
        "UPDATE bibliography SET doi = ? WHERE id = ? AND doi = ?", (value, reference_id, old)
    )
    # A reading that nobody means any more, and of which nothing was ever said, is no name met.
    conn.execute(
        "DELETE FROM dois WHERE doi = :old AND rule_version = '' "
        "AND NOT EXISTS (SELECT 1 FROM mentions WHERE scheme = 'doi' AND value = :old) "
        "AND NOT EXISTS (SELECT 1 FROM bibliography WHERE doi = :old)",
        {"old": old},
    )
