"""Relates pages that are not the same: near-duplicates, series, translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from sqlite3 import Connection

from archive.evidence.dois import select
from archive.keeping.pages import put
from archive.keeping.rows import Row
from archive.settling.ingredients import Ingredients
from archive.settling.likeness import RULES, address_stem, near_duplicates, without

Pair = tuple[str, str]

_ALTERNATES = """
SELECT link_mentions.page_id AS one, links.page_id AS other
FROM link_mentions JOIN links ON links.id = link_id
WHERE element = 'link' AND rel LIKE '%alternate%' AND links.page_id IS NOT NULL"""
_INGREDIENTS = Ingredients(
    "relations",
    RULES,
    (
        "SELECT id, url, host, language FROM pages ORDER BY id",
        "SELECT page_id, content_sha256, language, series FROM articles ORDER BY page_id",
        "SELECT page_id, text FROM news_sources WHERE form = 'full' ORDER BY id",
        "SELECT id FROM bibliography ORDER BY id",
        f"{_ALTERNATES} ORDER BY 1, 2",
    ),
)


def relate_pages(conn: Connection) -> None:
    """Make the rows of ``page_relations`` anew, unless nothing they depend on has changed."""
    if not _INGREDIENTS.are_those_of(conn):
        _make_relations(conn)
        _INGREDIENTS.note(conn)


def _make_relations(conn: Connection) -> None:
    """Unchanged rows are not written."""
    rows: dict[tuple[str, str, str], Row] = {}
    for relation, pairs in (
        ("near_duplicate", near_duplicates(_texts(conn), _characters(conn))),
        ("series", dict.fromkeys(_series(conn), 1.0)),
        ("translation", dict.fromkeys(_translations(conn), 1.0)),
    ):
        for (one, other), score in pairs.items():
            rows[one, other, relation] = Row(
                page_id=one, other_page_id=other, relation=relation, score=score
            )
    before = conn.execute("SELECT page_id, other_page_id, relation FROM page_relations")
    conn.executemany(
        "DELETE FROM page_relations WHERE page_id = ? AND other_page_id = ? AND relation = ?",
        [row for row in before.fetchall() if row not in rows],
    )
    put(conn, "page_relations", list(rows.values()), pk="page_id, other_page_id, relation")


_TEXTS = """
SELECT page_id, text FROM articles
UNION ALL SELECT page_id, text FROM news_sources WHERE form = 'full'"""


def text_of(conn: Connection, page_id: str) -> str | None:
    """What an article or news page says, folded, its references left out; None: it is neither."""
    sql = f"SELECT text FROM ({_TEXTS}) WHERE page_id = ?"
    row = conn.execute(sql, (page_id,)).fetchone()
    return None if row is None else _own_words(conn, page_id, row[0])


def _texts(conn: Connection) -> Iterator[tuple[str, str]]:
    """(page, what it says) of all articles and news pages, one in memory at a time."""
    for page_id, text in conn.execute(_TEXTS):
        yield page_id, _own_words(conn, page_id, text)


def _own_words(conn: Connection, page_id: str, text: str) -> str:
    printed = conn.execute("SELECT printed FROM bibliography WHERE page_id = ?", (page_id,))
    return without(text, (row[0] for row in printed))


def _characters(conn: Connection) -> int:
    """How long the texts of all pages are together."""
    sql = f"SELECT coalesce(sum(length(text)), 0) FROM ({_TEXTS})"
    return int(conn.execute(sql).fetchone()[0])


def _series(conn: Connection) -> set[Pair]:
    """Articles of one host and language whose titles name parts of one series."""
    groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    sql = """
SELECT page_id, host, articles.language, lower(series) AS name
FROM articles JOIN pages ON pages.id = page_id WHERE series <> ''"""
    for row in select(conn, sql, {}):
        groups[row["host"], row["language"], row["name"]].append(row["page_id"])
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


_PAGES_BY_LANGUAGE = "SELECT id, url, language FROM pages WHERE language <> ''"
_NAMED_ALTERNATES = f"""
SELECT one, pages.language AS language, other, others.language AS other_language
FROM ({_ALTERNATES}) JOIN pages ON pages.id = one JOIN pages AS others ON others.id = other
WHERE pages.language <> '' AND others.language <> ''"""


def _translations(conn: Connection) -> set[Pair]:
    """Pages whose addresses differ in the language only, or that name each other as alternates."""
    groups: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    shared = _shared_stems(conn)
    for page_id, url, language in conn.execute(_PAGES_BY_LANGUAGE):
        if hash(stem := address_stem(url)) in shared:
            groups[stem].append((page_id, language))
    pairs = [two for group in groups.values() for two in combinations(group, 2)]
    pairs += [((a, said), (b, other)) for a, said, b, other in conn.execute(_NAMED_ALTERNATES)]
    return {
        (min(one, other), max(one, other))
        for (one, language), (other, spoken) in pairs
        if language.partition("-")[0] != spoken.partition("-")[0]
    }


def _shared_stems(conn: Connection) -> set[int]:
    """Hashes of the stems that several addresses share, so that only pages with these are kept in
    memory."""
    seen: set[int] = set()
    shared: set[int] = set()
    for _, url, _ in conn.execute(_PAGES_BY_LANGUAGE):
        digest = hash(address_stem(url))
        (shared if digest in seen else seen).add(digest)
    return shared
