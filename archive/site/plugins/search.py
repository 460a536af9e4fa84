"""Search over articles, news, references and terms at once: ``/search``.

A question in the form of a DOI, of an address of the archive or of a finding's number leads
straight there. Everything else is words, all of which must occur; quotation marks keep words
together, and the last word may be the beginning of one. No input is an error.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from datasette import Response
from datasette.database import QueryInterrupted
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

HIT_START, HIT_END = "\ue000", "\ue001"  # as in words.py, which turns them into <mark>
COUNTED_AT_MOST = 1000  # beyond it, "more than": counting a common word takes as long as ranking
# So long the matches of a common word are put into order; beyond it, the first ones are as good as
# any and far cheaper. What is not common is always put into order.
RANKING_MS = 150
WORDS_AT_MOST = 24
FIRST, MORE = 5, 20


class Kind(NamedTuple):
    """One searchable table: how its hits are found, weighed and shown."""

    title: str
    weights: str
    """bm25 weight of each indexed column: a hit in a title counts more."""
    columns: str
    joins: str = ""
    filters: str = ""


KINDS: dict[str, Kind] = {
    "articles": Kind(
        "Articles",
        "10, 4, 1, 2",
        "t.page_id AS id, t.title AS label, t.language, t.updated_on AS date",
    ),
    "news": Kind("News", "10, 1, 2", "t.id, t.title AS label, t.language, t.published_on AS date"),
    "bibliography": Kind(
        "References",
        "1, 1, 1, 1",
        "t.id, '' AS label, '' AS language, t.year AS date, t.doi, p.title AS page_title, "
        "p.id AS page_id",
        "JOIN pages p ON p.id = t.page_id",
    ),
    "terms": Kind("Glossary", "8, 1", "t.id, t.term AS label, '' AS language, '' AS date"),
}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The search page."""
    return [(r"/search$", show_search)]


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The search boxes of tables understand the same: Datasette's own function, made safe.

    Its original (0.65) turns a lone quotation mark into a syntax error.
    """
    conn.create_function("escape_fts", 1, lambda question: match_expression(question or "") or '""')


def match_expression(question: str) -> str:
    """What a person typed as an FTS5 expression; empty when there is nothing to look for.

    Words are taken as FTS5's tokenizer takes them, so no operator of its grammar gets through.
    """
    parts = []
    for phrase, rest in re.findall(r'"([^"]*)"|([^"\s]+)', question[:2000]):
        words = re.findall(r"[^\W_]+", phrase or rest)
        if words:
            parts.append('"' + " ".join(words) + '"')
    parts = parts[:WORDS_AT_MOST]
    last = re.search(r"[^\W_]{3,}$", question[:2000])
    if parts and last and len(parts) < WORDS_AT_MOST:
        parts[-1] += "*"
    return " ".join(parts)


async def show_search(datasette: Any, request: Any) -> Any:
    """Answer ``?q=`` over all kinds, or over one (``&in=``) page by page (``&page=``)."""
    question = (request.args.get("q") or "").strip()
    only = request.args.get("in") if request.args.get("in") in KINDS else ""
    page = _page(request.args.get("page"))
    expression = match_expression(question)
    database = datasette.get_database("archive")
    groups: list[dict[str, Any]] = []
    for name, kind in KINDS.items():
        count = await _count(database, name, expression)
        hits = []
        if count and only in ("", name):
            size, start = (MORE, (page - 1) * MORE) if only else (FIRST, 0)
            limit_ms = RANKING_MS if count > COUNTED_AT_MOST else None
            hits = await _hits(database, name, kind, expression, (size, start), limit_ms)
        groups.append({"name": name, "title": kind.title, "count": count, "hits": hits})
    context = {
        "question": question,
        "only": only,
        "page": page,
        "groups": groups,
        "total": sum(group["count"] for group in groups),
        "counted_at_most": COUNTED_AT_MOST,
        "more": bool(only) and any(len(group["hits"]) == MORE for group in groups),
        "exact": await _exact(database, question) if question else [],
        "saved": saved(question, getattr(datasette, "site_settings", {}).get("queries", {})),
    }
    html = await datasette.render_template("search.html", context, request=request)
    return Response.html(html)


def saved(question: str, queries: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Names of the saved queries that have all words of a question in title or sentence."""
    words = re.findall(r"\w+", question.casefold())[:WORDS_AT_MOST]
    said = {name: f"{q['title']} {q['sentence']}".casefold() for name, q in queries.items()}
    return [name for name, text in said.items() if words and all(w in text for w in words)][:3]


def _page(text: str | None) -> int:
    return min(int(text), 50) if text and re.fullmatch(r"[1-9]\d{0,3}", text) else 1


async def _count(database: Any, table: str, expression: str) -> int:
    if not expression:
        return 0
    try:
        rows = await database.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH :q "
            f"LIMIT {COUNTED_AT_MOST + 1})",
            {"q": expression},
        )
    except QueryInterrupted:
        return COUNTED_AT_MOST + 1
    return int(rows.first()[0])


async def _hits(
    database: Any,
    table: str,
    kind: Kind,
    expression: str,
    window: tuple[int, int],
    limit_ms: int | None,
) -> list[dict[str, Any]]:
    """The best hits, or any hits when ranking all of them would take too long.

    Snippets are made for the chosen rows only: asked for beside the ranking, FTS5 would make one
    of every match.
    """
    ranked = f"AND rank MATCH 'bm25({kind.weights})' ORDER BY rank"
    for order in (ranked, ""):
        sql = (
            f"WITH best AS (SELECT rowid AS hit, rank AS score FROM {table}_fts "
            f"WHERE {table}_fts MATCH :q {order} LIMIT {window[0]} OFFSET {window[1]}) "
            f"SELECT {kind.columns}, snippet({table}_fts, -1, :start, :end, ' … ', 28) AS snippet "
            f"FROM best CROSS JOIN {table}_fts ON {table}_fts.rowid = best.hit "
            f"CROSS JOIN {table} t ON t.rowid = best.hit {kind.joins} "
            f"WHERE {table}_fts MATCH :q ORDER BY best.score"
        )
        parameters = {"q": expression, "start": HIT_START, "end": HIT_END}
        try:
            rows = await database.execute(sql, parameters, custom_time_limit=limit_ms)
        except QueryInterrupted:
            continue
        return [dict(row) for row in rows]
    return []


async def _exact(database: Any, question: str) -> list[dict[str, Any]]:
    """Rows whose name the question is: a DOI, a page, one of its addresses, a link, a finding."""
    asked = question[:2000]
    number = asked.lower() if re.fullmatch(r"(?i)[0-9a-f]{8,64}", asked) else ""
    rows = await database.execute(
        "SELECT 'dois' AS table_name, doi AS id, doi || ' ' || title AS label FROM dois "
        "WHERE doi = normalise_doi(:q) "
        "UNION ALL SELECT 'findings', id, 'finding ' || id || ': ' || says FROM findings "
        "WHERE :number <> '' AND id >= :number AND id < :number || 'g' "
        "UNION ALL SELECT 'pages', id, title || ' ' || url FROM pages "
        "WHERE url IN (SELECT value FROM json_each(:urls)) "
        "UNION ALL SELECT 'pages', page_id, url FROM page_aliases "
        "WHERE url IN (SELECT value FROM json_each(:urls)) "
        "UNION ALL SELECT 'links', id, url FROM links "
        "WHERE url IN (SELECT value FROM json_each(:urls)) LIMIT 20",
        {"q": asked, "number": number, "urls": json.dumps(addresses(asked))},
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        found.setdefault((row["table_name"], str(row["id"])), dict(row))
    return list(found.values())[:5]


def addresses(question: str) -> list[str]:
    """The addresses a question may mean, which people copy without scheme, ``www`` or end.

    >>> addresses("a.example/b")[:3]
    ['a.example/b', 'https://www.a.example/b', 'https://www.a.example/b/']
    """
    form = re.fullmatch(r"(?i)(?:https?://)?(?:www\.)?([^\s/:]+\.[^\s/]+)(/\S*)?", question)
    if not form:
        return [question]
    bare = form[1].lower() + (form[2] or "").rstrip("/")
    starts = [f"{scheme}://{www}" for scheme in ("https", "http") for www in ("www.", "")]
    return [question, *(f"{start}{bare}{end}" for start in starts for end in ("", "/"))]
