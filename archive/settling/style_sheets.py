"""Keeps what style sheets load, and gives it a place on a page that loads them.

A sheet is no page, and a missing image in it is one thing to mend however many pages load it. So
each of its addresses becomes one link of one page: the oldest that loads the sheet, itself or
through other sheets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection

from archive.evidence.dois import select
from archive.keeping.pages import put
from archive.keeping.rows import Row, as_json, host_of, insertion, sound_rows
from archive.keys import key
from archive.records import Link, LinkScope
from archive.settling.trails import Trails

ELEMENT, ATTRIBUTE = "link", "url"
"""What ``link_mentions`` call the place of such a link: ``url()`` in what a ``link`` loads."""


def keep_style(conn: Connection, url: str, capture_id: str, links: Sequence[Link]) -> None:
    """The links of a style sheet in place of those it had."""
    conn.execute("DELETE FROM style_links WHERE style_url = ?", (url,))
    rows = [
        Row(style_url=url, position=n, printed=link.printed, url=link.url, capture_id=capture_id)
        for n, link in enumerate(links, 1)
    ]
    if rows:
        conn.executemany(insertion("style_links", rows[0]), sound_rows(rows))


def settle_style_links(conn: Connection, trails: Trails) -> None:
    """Make the links of all style sheets in use links of a page; others go."""
    sheets: defaultdict[str, list[Row]] = defaultdict(list)
    for row in select(conn, "SELECT * FROM style_links ORDER BY style_url, position", {}):
        sheets[row["style_url"]].append(row)
    rows = list(_rows(conn, sheets, _loaders(conn, sheets, trails))) if sheets else []
    conn.execute(
        "DELETE FROM link_mentions WHERE element = ? AND attribute = ? "
        "AND id NOT IN (SELECT value FROM json_each(?))",
        (ELEMENT, ATTRIBUTE, as_json([row["id"] for row in rows])),
    )
    put(conn, "link_mentions", rows)
    conn.executemany("UPDATE link_mentions SET capture_id = :capture_id WHERE id = :id", rows)


def _loaders(
    conn: Connection, sheets: Mapping[str, Sequence[Row]], trails: Trails
) -> dict[str, tuple[str, int]]:
    """Style sheet to the oldest page that loads it, and how many do."""
    known: dict[str, frozenset[str]] = {}

    def loaded_with(url: str) -> frozenset[str]:
        """A sheet and those that it imports, at any depth."""
        if url not in known:
            waiting, met = [url], set()
            while waiting:
                asked = waiting.pop()
                sheet = trails.follow(trails.canonical(asked) or asked).final
                if sheet in sheets and sheet not in met:
                    met.add(sheet)
                    waiting += [str(link["url"]) for link in sheets[sheet]]
            known[url] = frozenset(met)
        return known[url]

    sql = """
SELECT DISTINCT links.url, pages.id, pages.first_seen_at, pages.url AS page_url
FROM link_mentions JOIN links ON links.id = link_id JOIN pages ON pages.id = link_mentions.page_id
WHERE (element = 'link' AND attribute = 'href' AND ' ' || lower(rel) || ' ' LIKE '% stylesheet %'
  OR element = 'style') AND pages.gone_since_at IS NULL
ORDER BY pages.first_seen_at, pages.url"""
    loaders: dict[str, tuple[str, int]] = {}
    for page_id, rows in groupby(select(conn, sql, {}), itemgetter("id")):
        for sheet in frozenset().union(*(loaded_with(row["url"]) for row in rows)):
            first, pages = loaders.get(sheet, (page_id, 0))
            loaders[sheet] = (first, pages + 1)
    return loaders


def _rows(
    conn: Connection, sheets: Mapping[str, Sequence[Row]], loaders: Mapping[str, tuple[str, int]]
) -> Iterator[Row]:
    """Rows of ``link_mentions``; those of ``links`` they need are made."""
    sql = (
        "SELECT coalesce(max(position), 0) FROM link_mentions "
        "WHERE page_id = ? AND NOT (element = ? AND attribute = ?)"
    )
    for sheet, (page_id, pages) in sorted(loaders.items()):
        others = f" and {pages - 1} more" if pages > 1 else ""
        end = int(conn.execute(sql, (page_id, ELEMENT, ATTRIBUTE)).fetchone()[0])
        for link in sheets[sheet]:
            url = str(link["url"])
            conn.execute(
                "INSERT OR IGNORE INTO links (id, url, host, scope, first_seen_at) "
                "SELECT ?, ?, ?, ?, fetched_at FROM captures WHERE id = ?",
                (key(url), url, host_of(url), LinkScope.EXTERNAL, link["capture_id"]),
            )
            yield Row(
                id=key(page_id, sheet, url),
                page_id=page_id,
                link_id=key(url),
                position=end + int(str(link["position"])),
                printed=link["printed"],
                element=ELEMENT,
                attribute=ATTRIBUTE,
                context=f"It stands in the style sheet {sheet}, which this page{others} load"
                f"{'' if others else 's'}.",
                region="chrome",
                rel="stylesheet",
                capture_id=link["capture_id"],
            )
