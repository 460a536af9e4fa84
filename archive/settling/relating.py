"""Pages that belong together without being the same: near-duplicates, series, translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from sqlite3 import Connection

from archive.evidence.dois import select
from archive.keeping.pages import put
from archive.keeping.rows import Row
from archive.settling.likeness import address_stem, near_duplicates, without

Pair = tuple[str, str]


def relate_pages(conn: Connection) -> None:
    """Make the rows of ``page_relations`` anew; unchanged ones are not written."""
    rows: dict[tuple[str, str, str], Row] = {}
    for relation, pairs in (
        ("near_duplicate", near_duplicates(page_texts(conn))),
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


def page_texts(conn: Connection) -> dict[str, str]:
    """What each article and news page says, its references left out."""
    printed: defaultdict[str, list[str]] = defaultdict(list)
    for row in select(conn, "SELECT page_id, printed FROM bibliography", {}):
        printed[row["page_id"]].append(row["printed"])
    sql = """
SELECT page_id, text FROM articles
UNION ALL SELECT page_id, text FROM news_sources WHERE form = 'full' ORDER BY page_id"""
    return {
        row["page_id"]: without(row["text"], printed[row["page_id"]])
        for row in select(conn, sql, {})
    }


def _pairs(groups: Iterable[list[str]]) -> Iterable[Pair]:
    """Every two of a group, smaller id first."""
    for group in groups:
        yield from combinations(sorted(group), 2)


def _series(conn: Connection) -> set[Pair]:
    """Articles of one host and language whose titles name parts of one series."""
    groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    sql = """
SELECT page_id, host, articles.language, lower(series) AS name
FROM articles JOIN pages ON pages.id = page_id WHERE series <> ''"""
    for row in select(conn, sql, {}):
        groups[row["host"], row["language"], row["name"]].append(row["page_id"])
    return set(_pairs(groups.values()))


def _translations(conn: Connection) -> set[Pair]:
    """Pages whose addresses differ in the language only, or that name each other as alternates."""
    languages: dict[str, str] = {}
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in select(conn, "SELECT id, url, language FROM pages WHERE language <> ''", {}):
        languages[row["id"]] = row["language"].partition("-")[0]
        groups[address_stem(row["url"])].append(row["id"])
    pairs = set(_pairs(groups.values()))
    sql = """
SELECT link_mentions.page_id AS one, links.page_id AS other
FROM link_mentions JOIN links ON links.id = link_id
WHERE element = 'link' AND rel LIKE '%alternate%' AND links.page_id IS NOT NULL"""
    for row in select(conn, sql, {}):
        pairs.add((min(row["one"], row["other"]), max(row["one"], row["other"])))
    return {
        (one, other)
        for one, other in pairs
        if languages.get(one, "") != languages.get(other, "")
        and one in languages
        and other in languages
    }
