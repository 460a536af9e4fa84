"""Counts by word: findings, what was looked at, what became of addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from sqlite3 import Connection

from archive.evidence.dois import select
from archive.evidence.links import IN_USE
from archive.records import FrontierState
from archive.reports.items import Item
from archive.reports.report import Tally

Words = Mapping[str, Mapping[str, tuple[str, str, str]]]
"""Vocabulary -> value -> (label, meaning, tone)."""

PRINTED_DOIS = """
SELECT DISTINCT value AS doi FROM mentions JOIN pages ON pages.id = page_id
WHERE scheme = 'doi' AND gone_since_at IS NULL"""
"""The DOI names that the site prints now: those of pages that are gone say nothing about it."""

_TOTALS = {
    "pages": "SELECT count(*) FROM pages WHERE gone_since_at IS NULL",
    "articles": "SELECT count(*) FROM articles",
    "news items": "SELECT count(*) FROM news",
    "references": "SELECT count(*) FROM bibliography",
    "DOI names": f"SELECT count(*) FROM ({PRINTED_DOIS})",
    "links": f"SELECT count(*) FROM links WHERE {IN_USE}",
}

_OTHERS = """
SELECT count(*) FROM frontier JOIN page_aliases USING (url)
WHERE frontier.state = 'fetched' AND frontier.reason = '' AND frontier.via <> 'requisite'
AND frontier.run_id = (SELECT max(run_id) FROM coverage)"""


def totals_of(conn: Connection) -> tuple[Tally, ...]:
    """How much was looked at."""
    return tuple(
        Tally(word=name, label=name, number=conn.execute(sql).fetchone()[0])
        for name, sql in _TOTALS.items()
    )


def labels_of(words: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    """Value -> label of one vocabulary."""
    return {word: label for word, (label, _, _) in words.items()}


def tallies_of(
    items: Iterable[Item], field: str, labels: Mapping[str, str], order: Sequence[str] = ()
) -> tuple[Tally, ...]:
    """Findings by a field: in a given order with zeros, or else the most frequent first."""
    groups: dict[str, list[str]] = {}
    for item in items:
        groups.setdefault(getattr(item, field), []).append(item.group)
    names = list(order) or sorted(groups, key=lambda word: (-len(groups[word]), word))
    found = [(word, groups.get(word, [])) for word in names]
    return tuple(
        Tally(word=w, label=labels.get(w, w), number=len(of), different=len(set(of)))
        for w, of in found
    )


def kinds_of(items: Sequence[Item], labels: Mapping[str, str]) -> tuple[Tally, ...]:
    """Findings by kind; where the items of one have several names, how many have each."""
    told = []
    for tally in tallies_of(items, "kind", labels):
        named = Counter(item.label for item in items if item.kind == tally.word)
        parts = ", ".join(f"{number} {label}" for label, number in named.most_common())
        told.append(replace(tally, example=parts) if named.keys() - {tally.label} else tally)
    return tuple(told)


def coverage_of(conn: Connection, words: Words) -> tuple[Tally, ...]:
    """Addresses of the latest crawl by what became of them, and why."""
    others = conn.execute(_OTHERS).fetchone()[0]
    sql = """
SELECT state, reason, urls FROM coverage WHERE run_id = (SELECT max(run_id) FROM coverage)
ORDER BY state, urls DESC, reason"""
    return tuple(
        Tally(
            word=row["state"],
            label=words["coverage"][row["state"]][0],
            number=row["urls"],
            example=_why(words, row["state"], row["reason"])
            + _further(row["state"], row["reason"], others),
        )
        for row in select(conn, sql, {})
    )


def _further(state: str, reason: str, others: int) -> str:
    """Why there are more addresses read than pages."""
    if not others or reason or state != FrontierState.FETCHED:
        return ""
    are = "is another address of a page" if others == 1 else "are other addresses of pages"
    return f", {others} of them {are}"


def _why(words: Words, state: str, reason: str) -> str:
    """The reason in words. An empty one means "read" where something was fetched, else nothing."""
    if not reason and state != FrontierState.FETCHED:
        return ""
    return words["coverage_reason"].get(reason, (reason,))[0]


def issues_of(conn: Connection, run_id: int) -> tuple[Tally, ...]:
    """What the latest crawl and a run met and did not understand, by code."""
    sql = """
SELECT code, count(*) AS number, min(message) AS example FROM issues
WHERE run_id IN (:run, (SELECT max(id) FROM runs WHERE command IN ('crawl', 'replay', 'import')))
GROUP BY code ORDER BY number DESC, code"""
    return tuple(
        Tally(
            word=row["code"],
            label=row["code"].replace("_", " "),
            number=row["number"],
            example=row["example"],
        )
        for row in select(conn, sql, {"run": run_id})
    )
