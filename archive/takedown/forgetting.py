"""Takes captures out of the tables, with everything that was read from them.

What only they led to goes too: names and links that no other page prints, and what authorities
were asked about those, since a question repeats what the page says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from sqlite3 import Connection
from urllib.parse import quote

from archive.keeping.dropping import drop_pages
from archive.keeping.rows import as_json

# What a page prints that has a row of its own: table, its key, where pages print it.
_PRINTED = {
    "dois": (
        "doi",
        "SELECT value AS name, page_id FROM mentions WHERE scheme = 'doi' "
        "UNION SELECT doi, page_id FROM bibliography WHERE doi IS NOT NULL "
        "UNION SELECT found_doi, page_id FROM bibliography WHERE found_doi IS NOT NULL",
    ),
    "identifiers": (
        "id",
        "SELECT scheme || ':' || value AS name, page_id FROM mentions WHERE scheme <> 'doi'",
    ),
    "links": (
        "id",
        "SELECT link_id AS name, page_id FROM link_mentions WHERE link_id IS NOT NULL",
    ),
}
_READINGS = """
SELECT json_extract(reading.value, '$[0]') AS name, page_id
FROM mentions, json_each(mentions.candidates_json) AS reading"""
_OURS = "IN (SELECT value FROM json_each(:ids))"
_WEB = ("landing", "web", "own_crawl")
"""Authorities that are asked about one address a request, which is the subject itself."""


def forget(
    conn: Connection, captures: Collection[str], addresses: Collection[str] = ()
) -> frozenset[str]:
    """Delete captures and all that was read from them; ids of exchanges of the verification that
    go with them, as do those at ``addresses``. To be called in a transaction.

    Foreign keys must be on. Pages whose latest capture goes are deleted, also where an older one
    stays: a replay reads them again from that one.
    """
    ids = {"ids": as_json(sorted(captures))}
    urls = _names(conn, f"SELECT url FROM captures WHERE id {_OURS}", ids)
    pages = _names(conn, f"SELECT id FROM pages WHERE capture_id {_OURS}", ids)
    only_here = {table: _only_on(conn, sql, pages) for table, (_, sql) in _PRINTED.items()}
    names = only_here["dois"] | only_here["identifiers"] | _only_on(conn, _READINGS, pages)
    links = {"ids": as_json(sorted(only_here["links"]))}
    names |= _names(conn, f"SELECT url FROM links WHERE id {_OURS}", links)
    printed = _printed_on(conn, pages)
    _drop_texts(conn, ids, pages)
    for table, (key, _) in _PRINTED.items():
        gone = {"ids": as_json(sorted(only_here[table]))}
        conn.execute(f"DELETE FROM {table} WHERE {key} {_OURS}", gone)
    exchanges = _drop_checks(conn, names, printed)
    if addresses:  # a published archive has no exchanges
        exchanges |= _drop_exchanges(conn, exchanges_at(conn, addresses))
    own = {"ids": as_json(sorted(urls))}
    conn.execute(f"DELETE FROM checks WHERE subject {_OURS}", own)
    if conn.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'frontier'").fetchone():
        _drop_from_frontier(conn, ids, own)  # a published archive has none
    conn.execute(f"UPDATE links SET capture_id = NULL WHERE capture_id {_OURS}", ids)
    conn.execute(f"DELETE FROM issues WHERE capture_id {_OURS}", ids)
    conn.execute(
        f"DELETE FROM renderings WHERE capture_id {_OURS} "
        f"OR EXISTS (SELECT 1 FROM json_each(parts_json) WHERE value {_OURS})",
        ids,
    )
    conn.execute(f"DELETE FROM captures WHERE id {_OURS}", ids)
    return frozenset(exchanges)


def _drop_from_frontier(conn: Connection, ids: Mapping[str, str], urls: Mapping[str, str]) -> None:
    """The crawl forgets what it knew from the captures, and addresses that only they showed."""
    conn.execute(
        "UPDATE frontier SET capture_id = NULL, etag = NULL, last_modified = NULL "
        f"WHERE capture_id {_OURS}",
        ids,
    )
    conn.execute(
        f"DELETE FROM frontier WHERE state = 'skipped' AND discovered_from {_OURS} "
        "AND url NOT IN (SELECT url FROM links)",
        urls,
    )


def _drop_texts(conn: Connection, ids: Mapping[str, str], pages: Iterable[str]) -> None:
    """Pages, wordings and news items that were read from the captures.

    A news item that another page announces is made again of what that one prints when the next
    crawl or replay is settled.
    """
    gone = {"ids": as_json(sorted(pages))}
    news = _names(conn, f"SELECT news_id FROM news_sources WHERE page_id {_OURS}", gone)
    news |= _names(conn, f"SELECT id FROM news WHERE page_id {_OURS}", gone)
    news |= _names(conn, f"SELECT id FROM news WHERE capture_id {_OURS}", ids)
    conn.execute(f"DELETE FROM article_versions WHERE page_id {_OURS}", gone)
    conn.execute(f"DELETE FROM article_versions WHERE capture_id {_OURS}", ids)
    drop_pages(conn, pages)
    conn.execute(f"DELETE FROM news WHERE id {_OURS}", {"ids": as_json(sorted(news))})


def _only_on(conn: Connection, printed: str, pages: Iterable[str]) -> set[str]:
    """Names that these pages print and no other page does."""
    sql = f"""
WITH printed AS ({printed})
SELECT name FROM printed WHERE page_id {_OURS}
EXCEPT SELECT name FROM printed WHERE page_id NOT IN (SELECT value FROM json_each(:ids))"""
    return _names(conn, sql, {"ids": as_json(sorted(pages))})


def _printed_on(conn: Connection, pages: Iterable[str]) -> list[set[str]]:
    """The words of each reference that only these pages print."""
    found = _only_on(conn, "SELECT printed AS name, page_id FROM bibliography", pages)
    return [set(text.split()) for text in found]


def _drop_checks(conn: Connection, names: Iterable[str], printed: Sequence[set[str]]) -> set[str]:
    """Questions about names, searches for printed references, and their echo in other rows; ids
    of the exchanges that are gone.

    A registry is asked about many names in one request, whose address the other answers keep:
    they keep what was said, and lose its proof.
    """
    asked = set(names)
    searches = _names(conn, "SELECT subject FROM checks WHERE question = 'search'", {})
    asked |= {
        subject
        for subject in searches
        if any(name in subject for name in names)
        # The query is the reference without its identifiers and its end, which may cut a word.
        or any(len(set(subject.split()) - words) <= 1 for words in printed)
    }
    given = {"ids": as_json(sorted(asked))}
    gone = _names(conn, f"SELECT exchange_id FROM checks WHERE subject {_OURS}", given)
    conn.execute(f"DELETE FROM checks WHERE subject {_OURS}", given)
    forms = {re.escape(form) for n in names for form in (n, quote(n), quote(n, safe=""))}
    if not forms:
        return _drop_exchanges(conn, gone)
    whole = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w.%-])")
    rows = conn.execute(f"SELECT id, url FROM checks WHERE authority NOT IN {_WEB}").fetchall()
    conn.executemany(
        "UPDATE checks SET url = ? WHERE id = ?",
        [(whole.sub("…", url), identity) for identity, url in rows if whole.search(url)],
    )
    rows = conn.execute("SELECT id, url FROM exchanges").fetchall()
    return _drop_exchanges(conn, gone | {str(i) for i, url in rows if whole.search(url)})


def exchanges_at(conn: Connection, addresses: Collection[str]) -> set[str]:
    """Ids of what verification was answered at addresses."""
    given = {"ids": as_json(sorted(addresses))}
    return _names(conn, f"SELECT id FROM exchanges WHERE url {_OURS}", given)


def _drop_exchanges(conn: Connection, exchanges: Iterable[str]) -> set[str]:
    """Exchanges with the redirects and attempts before and behind them; the ids of all."""
    sql = f"""
WITH RECURSIVE chain(id) AS (
  SELECT id FROM exchanges WHERE id {_OURS}
  UNION SELECT previous_id FROM exchanges JOIN chain USING (id) WHERE previous_id IS NOT NULL
  UNION SELECT exchanges.id FROM exchanges JOIN chain ON previous_id = chain.id
) SELECT id FROM chain"""
    gone = _names(conn, sql, {"ids": as_json(sorted(exchanges))})
    given = {"ids": as_json(sorted(gone))}
    conn.execute(f"UPDATE checks SET exchange_id = NULL WHERE exchange_id {_OURS}", given)
    conn.execute(f"DELETE FROM exchanges WHERE id {_OURS}", given)
    return gone


def _names(conn: Connection, sql: str, given: Mapping[str, str]) -> set[str]:
    return {str(row[0]) for row in conn.execute(sql, given) if row[0] is not None}
