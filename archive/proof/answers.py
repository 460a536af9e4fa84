"""Proof of a check: its answer, read again from the evidence exactly as it came."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.decoding import decode
from archive.evidence.exchanges import FOLDER
from archive.proof.passages import row_of
from archive.proof.rereading import Reread, Step, on_record, reread

TABLES = frozenset({"checks", "exchanges"})
SHOWN_CHARACTERS = 2_000
"""How much of an answer is shown."""
_MOST_HOPS = 40


def exchange_of_row(
    db: sqlite3.Connection, table: str, row: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The exchange that a check was made of, or the row itself; None when none is kept."""
    if table == "exchanges":
        return dict(row)
    named = row["exchange_id"]
    return row_of(db, "exchanges", named) if named else None


def read_answer(
    db: sqlite3.Connection, captures: Path, exchange: Mapping[str, Any], max_bytes: int
) -> tuple[list[Step], str]:
    """The steps of the proof, what came before it included, and the beginning of the answer."""
    folder = captures.parent / FOLDER
    chain = _chain_to(db, exchange)
    steps: list[Step] = []
    read = Reread()
    for number, link in enumerate(chain, 1):
        read = reread(folder, {**link, "revisit_of": None}, max_bytes)
        name = "" if number == len(chain) else f"hop {number} "
        steps += [Step(f"{name}{step.name}", step.is_ok, step.said) for step in read.steps]
        if not read.is_sound:
            steps += on_record(captures, folder, link)
    body = read.content or b""
    return steps, decode(body, read.header("content-type")).text[:SHOWN_CHARACTERS]


def compare_status(check: Mapping[str, Any], exchange: Mapping[str, Any]) -> Step:
    """Whether the check says of the answer's status what the record says."""
    fits = check["status"] == exchange["status"]
    said = f"The answer was HTTP {exchange['status']}, as the check has it."
    if not fits:
        said = f"The answer was HTTP {exchange['status']}, the check has {check['status']}."
    return Step("status", fits, said)


def _chain_to(db: sqlite3.Connection, exchange: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The redirects and attempts that led to an exchange, oldest first, itself last."""
    chain = [exchange]
    while chain[0]["previous_id"] and len(chain) < _MOST_HOPS:
        before = row_of(db, "exchanges", chain[0]["previous_id"])
        if before is None:
            break
        chain.insert(0, before)
    return chain
