"""Search without a server: an index made when publishing, loaded by a page as a script.

A script, since a page that was opened as a file may load scripts but not fetch data. Which words
there are, and how much each weighs, is taken from the full-text indexes of the database, so both
searches find the same; ``assets/search.js`` folds what is typed in the way ``fold`` does.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from datasette.utils import tilde_encode

from archive.schema import SEARCH
from archive.site.plugins.prose import unmarked
from archive.site.plugins.search import KINDS, STROKES

SHOWN = {
    "articles": "coalesce(nullif(t.lead, ''), t.text)",
    "news": "coalesce(nullif(t.lead, ''), t.text)",
    "bibliography": "t.printed",
    "terms": "t.definition",
}
"""What a hit shows of its row."""
PROSE = ("articles", "news")
"""Tables whose texts have marks of headings and lists in them."""
SHOWN_AT_MOST = 240
HEAVIEST = 60
"""A word that is repeated more often than this weighs no more."""


def search_index(db: sqlite3.Connection, file_of: Callable[[str], str | None]) -> bytes:
    """The script that holds the index; ``file_of`` knows the file of an address.

    ``rows`` are [kind, label, shown, file]; ``words`` lead from a word to row, weight, row, weight
    …, each row as the difference to the one before; ``names`` from a DOI, an address or a
    finding's number to its file.
    """
    rows: list[list[str]] = []
    words: dict[str, dict[int, float]] = defaultdict(dict)
    for table in SEARCH:
        _add_table(db, table, file_of, rows, words)
    index = {
        "kinds": {name: kind.title for name, kind in KINDS.items()},
        "rows": rows,
        "words": {word: _packed(words[word]) for word in sorted(words)},
        "names": dict(_names(db, file_of)),
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"window.archiveIndex = {text};\n".encode()


def fold(word: str) -> str:
    """A word without case, marks and strokes.

    >>> fold("Überσπονδυλική"), fold("ΠΌΝΟΣ"), fold("kręgosłup")
    ('uberσπονδυλικη', 'πονοσ', 'kregoslup')
    """
    parts = unicodedata.normalize("NFD", word.lower())
    bare = "".join(c for c in parts if not unicodedata.category(c).startswith("M"))
    return bare.translate(STROKES)


def _add_table(
    db: sqlite3.Connection,
    table: str,
    file_of: Callable[[str], str | None],
    rows: list[list[str]],
    words: dict[str, dict[int, float]],
) -> None:
    kind = KINDS[table]
    numbers: dict[int, int] = {}
    found = db.execute(
        f"SELECT t.rowid AS number, {SHOWN[table]} AS shown, {kind.columns} "
        f"FROM {table} t {kind.joins} ORDER BY t.rowid"
    )
    names = [column[0] for column in found.description]
    for values in found:
        row = dict(zip(names, values, strict=True))
        if file := file_of(f"/archive/{table}/{tilde_encode(str(row['id']))}"):
            numbers[row["number"]] = len(rows)
            label = row["label"] or f"Reference on {row.get('page_title') or 'a page'}"
            text = unmarked(row["shown"]) if table in PROSE else row["shown"]
            rows.append([table, label, _beginning(text), file])
    weights = [float(weight) for weight in kind.weights.split(",")]
    of_column = dict(zip(SEARCH[table], weights, strict=True))
    db.execute(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, {table}_fts, instance)")
    for word, number, column in db.execute("SELECT term, doc, col FROM temp.v"):
        if number in numbers:
            places = words[fold(word)]
            place = numbers[number]
            places[place] = min(HEAVIEST, places.get(place, 0) + of_column[column])
    db.execute("DROP TABLE temp.v")


def _beginning(text: str) -> str:
    folded = " ".join((text or "").split())
    return folded if len(folded) <= SHOWN_AT_MOST else folded[: SHOWN_AT_MOST - 1] + "…"


def _packed(places: dict[int, float]) -> list[int]:
    packed, before = [], 0
    for row in sorted(places):
        packed += [row - before, round(places[row])]
        before = row
    return packed


def _names(
    db: sqlite3.Connection, file_of: Callable[[str], str | None]
) -> Iterator[tuple[str, str]]:
    """What leads straight to a page: addresses without scheme, ``www`` and end; see the script."""
    for table, sql in (
        ("dois", "SELECT doi, doi FROM dois"),
        ("findings", "SELECT id, id FROM findings"),
        ("pages", "SELECT url, page_id FROM page_aliases UNION SELECT url, id FROM pages"),
    ):
        for name, key in db.execute(f"{sql} ORDER BY 1"):
            if file := file_of(f"/archive/{table}/{tilde_encode(str(key))}"):
                yield bare_name(name), file


def bare_name(name: str) -> str:
    """A name as it is looked up: without what people leave out or paste along.

    >>> bare_name("https://www.a.example/b/"), bare_name("10.1000/ABC")
    ('a.example/b', '10.1000/abc')
    """
    bare = name.strip().lower().removeprefix("https://").removeprefix("http://")
    return bare.removeprefix("www.").removeprefix("doi.org/").rstrip("/")
