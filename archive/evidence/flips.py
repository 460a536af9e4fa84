"""Compares two judgements: which verdicts differ, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection

# Question -> the verdicts of all its subjects, as (subject, verdict, why).
_VERDICTS = {
    "link": "SELECT url, verdict, reason FROM links WHERE rule_version <> ''",
    "registration": "SELECT doi, registration, reason FROM dois WHERE rule_version <> ''",
    "landing": "SELECT doi, landing, reason FROM dois WHERE rule_version <> ''",
    "agreement": "SELECT doi, agreement, reason FROM dois WHERE rule_version <> ''",
    "notice": "SELECT doi, notice, reason FROM dois WHERE rule_version <> ''",
    "existence": "SELECT id, existence, '' FROM identifiers",
}

Verdicts = Mapping[tuple[str, str], tuple[str, str]]
"""(question, subject) -> (verdict, why)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One verdict that is another one now."""

    question: str
    """link, registration, landing, agreement, notice or existence."""
    subject: str
    """URL, DOI name or identifier."""
    before: str
    after: str
    why: str
    """Why it is what it is now, in words."""


def standing_verdicts(conn: Connection) -> Verdicts:
    """What is believed of everything that was ever judged."""
    return {
        (question, subject): (verdict, why)
        for question, sql in _VERDICTS.items()
        for subject, verdict, why in conn.execute(sql)
    }


def flips_between(before: Verdicts, after: Verdicts) -> list[Flip]:
    """Verdicts that differ, by question and subject; what only one side knows is left out."""
    return [
        Flip(question=key[0], subject=key[1], before=before[key][0], after=verdict, why=why)
        for key, (verdict, why) in sorted(after.items())
        if key in before and before[key][0] != verdict
    ]
