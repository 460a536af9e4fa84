"""Narrows the hits of a search: to a language, to years, to what needs repair.

Each wish becomes a condition on the row of a hit, so that what is counted and weighed is narrowed,
not what is shown of it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from datasette import hookimpl


class Row(NamedTuple):
    """Where a searchable table keeps what hits are narrowed by: its row ``t``, its page ``p``."""

    language: str
    year: str
    """Empty: its rows are of no year."""
    finding: str = "f.page_id = t.page_id"
    """Which findings are its own."""


ROWS: dict[str, Row] = {
    "articles": Row("t.language", "CAST(coalesce(t.updated_on, t.published_on) AS INTEGER)"),
    "news": Row("t.language", "CAST(t.published_on AS INTEGER)"),
    "bibliography": Row(
        "p.language", "t.year", "f.page_id = t.page_id AND f.bibliography_id = t.id"
    ),
    "terms": Row("p.language", ""),
}
_STANDING = "f.state IN ('new', 'open') AND f.severity IN ('error', 'warning')"


class Narrowing(NamedTuple):
    """What was wished; what is empty narrows nothing."""

    language: str = ""
    """As pages are marked, e.g. ``de``."""
    since: str = ""
    """The first year."""
    until: str = ""
    """The last year."""
    broken: str = ""
    """``1`` = only what has something to repair."""

    @property
    def parameters(self) -> dict[str, str]:
        """The values that the conditions name, and the query string of the page."""
        return {name: value for name, value in self._asdict().items() if value}

    @property
    def conditions(self) -> dict[str, str]:
        """By table the rest of a WHERE on its full-text index."""
        return {table: self._condition(table, row) for table, row in ROWS.items()}

    def _condition(self, table: str, row: Row) -> str:
        wishes = []
        if self.language:
            wishes.append(f"{row.language} = :language")
        if self.since:
            wishes.append(f"{row.year} >= CAST(:since AS INTEGER)" if row.year else "0")
        if self.until:
            wishes.append(f"{row.year} <= CAST(:until AS INTEGER)" if row.year else "0")
        if self.broken:
            wishes.append(f"EXISTS (SELECT 1 FROM findings f WHERE {row.finding} AND {_STANDING})")
        if not wishes:
            return ""
        return (
            f"AND EXISTS (SELECT 1 FROM {table} t LEFT JOIN pages p ON p.id = t.page_id "
            f"WHERE t.rowid = {table}_fts.rowid AND {' AND '.join(wishes)})"
        )


@hookimpl
def startup(datasette: Any) -> None:
    """Lend it to the search: plugins of a published folder cannot import each other."""
    datasette.narrowing_of = narrowing_of


def narrowing_of(given: Any) -> Narrowing:
    """The wishes in a query string; what makes no sense is no wish.

    >>> narrowing_of({"language": "de", "since": "2015", "until": "soon"}).parameters
    {'language': 'de', 'since': '2015'}
    """
    language, since, until = (given.get(name) or "" for name in ("language", "since", "until"))
    return Narrowing(
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "",
        since=_year(since),
        until=_year(until),
        broken="1" if given.get("broken") == "1" else "",
    )


def _year(text: str) -> str:
    return text.strip() if re.fullmatch(r"\s*[12][0-9]{3}\s*", text) else ""
