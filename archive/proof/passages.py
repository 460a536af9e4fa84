"""Which passages of each table a proof has to find on the page. Data and SQL.

Every table named here has rows that were read from a capture. A row gives the capture and the
passages, each with the place it stands at.
"""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from archive.records import FindingKind

Row = Mapping[str, Any]


class Passage(NamedTuple):
    """One text that, by a row, stands on the page."""

    field: str
    """Column it is kept in."""
    printed: str
    place: str = "text"
    """text, value (of an attribute), or meta."""
    element: str = ""
    attribute: str = ""
    context: str = ""
    """The sentence around it, where that is known."""
    ordinal: int = 1
    """Which of several equal ones on the page it is."""


_Read = tuple[str | None, list[Passage]]
KEYS = {
    "articles": "page_id",
    "article_versions": "id",
    "news": "id",
    "news_sources": "id",
    "bibliography": "id",
    "mentions": "id",
    "pointers": "id",
    "links": "id",
    "link_mentions": "id",
    "terms": "id",
    "pages": "id",
    "findings": "id",
    "captures": "id",
    "renderings": "id",
    "checks": "id",
    "exchanges": "id",
}
"""Tables whose rows can be proved: their key."""

SHORTEST_KEY = 4
"""Characters of an id that may stand for all of it, where no other begins with them."""

# What Markdown adds to a block (archive/keeping/prose.py): the text itself is as printed.
_MARKS = re.compile(r"^\s*(?:#{1,6} |[-*] |\d{1,9}\. |> ?|: )")
_FENCE = re.compile(r"^```$")


def row_of(db: sqlite3.Connection, table: str, key: str) -> dict[str, Any] | None:
    """A row as a mapping; None when there is no such row."""
    return _one(db, f"SELECT * FROM {table} WHERE {KEYS[table]} = ?", key)


def key_beginning(db: sqlite3.Connection, table: str, key: str) -> str:
    """The only key of a table that begins like this, as people shorten ids; else the text as
    given."""
    column = KEYS[table]
    if len(key) < SHORTEST_KEY or row_of(db, table, key):
        return key
    sql = f"SELECT {column} FROM {table} WHERE typeof({column}) = 'text' "
    found = db.execute(f"{sql} AND substr({column}, 1, ?) = ? LIMIT 2", (len(key), key)).fetchall()
    return str(found[0][0]) if len(found) == 1 else key


_SAME = {
    "bibliography": ("page_id", "printed"),
    "mentions": ("page_id", "printed", "place", "context"),
    "link_mentions": ("page_id", "element", "attribute", "printed"),
}
"""Tables that may print the same more than once on a page: what the equal rows have in common."""


_PRINTS = {
    "articles": "page_id, title, lead, text",
    "news": "id, title, lead, text",
    "news_sources": "id, title, printed_date, lead, text",
    "bibliography": "id, position, page_id, printed",
    "mentions": "id, position, page_id, printed, place, context, bibliography_id",
    "pointers": "id, printed, context",
    "link_mentions": "id, position, page_id, element, attribute, printed",
}
"""Tables whose rows can be asked for by capture: the key, then all else their passages are of."""
_NAMES = {
    table: (columns + (", entry_printed" if table == "mentions" else "")).split(", ")
    for table, columns in _PRINTS.items()
}
"""Of the columns of ``prints_of`` but the last."""
_ALIKE = {
    table: itemgetter(*(_NAMES[table].index(column) for column in columns))
    for table, columns in _SAME.items()
}
_POSITION = 1
"""Which column that is in these tables."""
_ENTRY = "(SELECT printed FROM bibliography WHERE id = bibliography_id) AS entry_printed"


def prints_of(db: sqlite3.Connection, table: str, capture_id: str) -> list[tuple[Any, ...]]:
    """What the passages of a table's rows from one capture are made of, in the order of keys.

    Of a table with equal rows those of the same page from other captures are among them.
    The last column tells whether a row is from this one: 1 or 0.
    """
    columns = _PRINTS[table] + (f", {_ENTRY}" if table == "mentions" else "")
    where = "capture_id = ?1"
    if table in _SAME:
        where = f"page_id IN (SELECT page_id FROM {table} WHERE capture_id = ?1)"
    sql = f"SELECT {columns}, capture_id = ?1 FROM {table} WHERE {where}"
    return sorted(db.execute(sql, (capture_id,)), key=itemgetter(0))  # keys are unique


def rows_of(table: str, capture_id: str, prints: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The rows of all ``prints`` of a capture (``prints_of``), each with its ``ordinal`` among
    equal ones, so that ``passages_of`` need not count for each."""
    names, alike = _NAMES[table], _ALIKE.get(table)
    if alike is None:
        return [
            {**dict(zip(names, values, strict=False)), "capture_id": capture_id}
            for values in prints
            if values[-1]
        ]
    rows: list[dict[str, Any]] = []
    positions: dict[tuple[Any, ...], list[Any]] = {}
    for values in prints:
        same = positions.setdefault(alike(values), [])
        same.append(values[_POSITION])
        if values[-1]:
            row = dict(zip(names, values, strict=False))
            row["capture_id"], row["ordinal"] = capture_id, same
            rows.append(row)
    for same in positions.values():
        same.sort()
    for row in rows:
        row["ordinal"] = bisect_left(row["ordinal"], row["position"]) + 1
    return rows


def passages_of(db: sqlite3.Connection, table: str, row: Row) -> _Read:
    """The capture that a row was read from, and what it says stands there."""
    return _READERS[table](db, row)


def _one(db: sqlite3.Connection, sql: str, *bound: object) -> dict[str, Any] | None:
    cursor = db.execute(sql, bound)
    found = cursor.fetchone()
    return dict(zip([c[0] for c in cursor.description], found, strict=True)) if found else None


def _texts(row: Row, *columns: str) -> Iterator[Passage]:
    for column in columns:
        if row[column]:
            yield Passage(field=column, printed=str(row[column]))


def blocks_of(text: str) -> list[str]:
    """The blocks of a Markdown text as printed: no bullets, table rows as cells.

    >>> blocks_of("## What helps\\n\\nRest.\\n\\n- Heat\\n- Cold\\n\\n| Pain | Rare |")
    ['What helps', 'Rest.', 'Heat', 'Cold', 'Pain', 'Rare']
    """
    blocks: list[str] = []
    for part in re.split(r"\n\n+", text):
        run: list[str] = []
        for line in part.split("\n"):
            is_new = bool(_MARKS.match(line)) and not line.startswith("> ")
            bare = "" if _FENCE.match(line) else _MARKS.sub("", line, count=1).strip()
            if bare.startswith("| ") and bare.endswith(" |"):
                blocks += ["\n".join(run), *bare[2:-2].split(" | ")]
                run = []
            elif is_new:
                blocks.append("\n".join(run))
                run = [bare]
            else:
                run.append(bare)
        blocks.append("\n".join(run))
    return [block.strip() for block in blocks if block.strip()]


def _prose(db: sqlite3.Connection, row: Row) -> _Read:
    """Articles, news and their versions: title, lead, and the text block by block."""
    lead = _texts(row, "lead") if "lead" in row else iter(())
    blocks = (Passage(field="text", printed=block) for block in blocks_of(row["text"]))
    return row["capture_id"], [*_texts(row, "title"), *lead, *blocks]


def _teaser(db: sqlite3.Connection, row: Row) -> _Read:
    capture, found = _prose(db, row)
    return capture, [*_texts(row, "printed_date"), *found]


def _reference(db: sqlite3.Connection, row: Row) -> _Read:
    ordinal = _ordinal(db, "bibliography", row)
    return row["capture_id"], [Passage(field="printed", printed=row["printed"], ordinal=ordinal)]


def _mention(db: sqlite3.Connection, row: Row) -> _Read:
    ordinal = _ordinal(db, "mentions", row)
    place = {"href": "value", "meta": "meta"}.get(row["place"], "text")
    context = row["context"] if place == "text" else ""
    if place == "text" and row["bibliography_id"]:
        if "entry_printed" not in row:
            row = {**row, "entry_printed": _entry_printed(db, row["bibliography_id"])}
        context = context if row["entry_printed"] is None else row["entry_printed"]
    return row["capture_id"], [
        Passage(
            field="printed",
            printed=row["printed"],
            place=place,
            attribute="href" if place == "value" else "",
            context=context,
            ordinal=1 if context else ordinal,
        )
    ]


def _entry_printed(db: sqlite3.Connection, key: str) -> str | None:
    entry = _one(db, "SELECT printed FROM bibliography WHERE id = ?", key)
    return str(entry["printed"]) if entry else None


def _pointer(db: sqlite3.Connection, row: Row) -> _Read:
    passage = Passage(field="printed", printed=row["printed"], context=row["context"])
    return row["capture_id"], [passage]


def _link_mention(db: sqlite3.Connection, row: Row) -> _Read:
    ordinal = _ordinal(db, "link_mentions", row)
    return row["capture_id"], [
        Passage(
            field="printed",
            printed=row["printed"],
            place="value",
            element=row["element"],
            attribute=row["attribute"],
            ordinal=ordinal,
        )
    ]


def _link(db: sqlite3.Connection, row: Row) -> _Read:
    """A link is proved where it stands first."""
    sql = "SELECT * FROM link_mentions WHERE link_id = ? ORDER BY page_id, position LIMIT 1"
    first = _one(db, sql, row["id"])
    return _link_mention(db, first) if first else (None, [])


def _term(db: sqlite3.Connection, row: Row) -> _Read:
    page = _one(db, "SELECT capture_id FROM pages WHERE id = ?", row["page_id"])
    return (page or {}).get("capture_id"), list(_texts(row, "term", "definition"))


def _finding(db: sqlite3.Connection, row: Row) -> _Read:
    """The link, identifier or reference that a finding is about proves it; a misprinted number or
    name is proved by its own place in the reference."""
    if row["kind"] == FindingKind.CITATION_DIFFERS:
        entry = row_of(db, "bibliography", row["bibliography_id"] or "")
        if entry and row["says"] in entry["printed"]:
            passage = Passage(field="says", printed=row["says"], context=entry["printed"])
            return entry["capture_id"], [passage]
    for column, table in (
        ("link_mention_id", "link_mentions"),
        ("mention_id", "mentions"),
        ("bibliography_id", "bibliography"),
    ):
        about = row_of(db, table, row[column]) if row[column] else None
        if about:
            return passages_of(db, table, about)
    page = _one(db, "SELECT capture_id, url FROM pages WHERE id = ?", row["page_id"]) or {}
    if row["kind"] == FindingKind.PAGE_UNREADABLE:  # there is nothing to point at: the answer is it
        latest = "SELECT id FROM captures WHERE url = ? ORDER BY fetched_at DESC LIMIT 1"
        answer = _one(db, latest, page.get("url")) or {}
        return answer.get("id", page.get("capture_id")), []
    return page.get("capture_id"), [
        Passage(field="says", printed=row["says"], context=row["context"])
    ]


def _ordinal(db: sqlite3.Connection, table: str, row: Row) -> int:
    """Which of several equal rows of a page one is: one more than there are before it."""
    if "ordinal" in row:
        return int(row["ordinal"])
    same = " AND ".join(f"{column} = :{column}" for column in _SAME[table])
    sql = f"SELECT count(*) FROM {table} WHERE {same} AND position < :position"
    return int(db.execute(sql, row).fetchone()[0]) + 1


_READERS: dict[str, Callable[[sqlite3.Connection, Row], _Read]] = {
    "articles": _prose,
    "article_versions": _prose,
    "news": _prose,
    "news_sources": _teaser,
    "bibliography": _reference,
    "mentions": _mention,
    "pointers": _pointer,
    "links": _link,
    "link_mentions": _link_mention,
    "terms": _term,
    "pages": lambda db, row: (row["capture_id"], list(_texts(row, "title", "html_title"))),
    "findings": _finding,
    "captures": lambda db, row: (row["id"], []),
}
