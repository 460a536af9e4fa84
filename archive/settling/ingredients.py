"""What a step of settling is made from: the step is left out while that stays the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from sqlite3 import Connection

_AT_A_TIME = 500
"""Rows in memory at once."""


class Ingredients:
    """All that one step of settling depends on, as a digest; its last one stands in ``settled``."""

    def __init__(self, step: str, rules: str, queries: Iterable[str]) -> None:
        """``rules`` change with the step's code; ``queries`` give its rows in a fixed order."""
        self._step = step
        self._rules = rules
        self._queries = tuple(queries)

    def are_those_of(self, conn: Connection) -> bool:
        """Whether the step was last made of just this."""
        row = conn.execute(
            "SELECT made_of_sha256 FROM settled WHERE step = ?", (self._step,)
        ).fetchone()
        return row is not None and row[0] == self._digest(conn)

    def note(self, conn: Connection) -> None:
        """Remember what the step was made of, as it is now."""
        conn.execute(
            "INSERT INTO settled (step, made_of_sha256) VALUES (?, ?) "
            "ON CONFLICT (step) DO UPDATE SET made_of_sha256 = excluded.made_of_sha256",
            (self._step, self._digest(conn)),
        )

    def _digest(self, conn: Connection) -> str:
        digest = hashlib.sha256(self._rules.encode())
        for query in self._queries:
            found = conn.execute(query)
            while rows := found.fetchmany(_AT_A_TIME):
                digest.update("".join(map(repr, rows)).encode())
            digest.update(b"\n")
        return digest.hexdigest()
