"""What the page of one row shows: named queries, no markup.

The template of a table named here gets ``dossier``: one list of rows a query, all of them bound to
the row's key as ``:id``. ``self`` is the row itself. Every query uses an index and a limit. What
may stand on every page of the site is limited before it is sorted by the titles of pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils import urlsafe_components

_FINDING = (
    "SELECT f.*, p.title AS page_title, p.url AS page_url, s.is_safe, s.score, s.agreeing, "
    "s.corrected FROM findings f JOIN pages p ON p.id = f.page_id "
    "LEFT JOIN suggestions s ON s.finding_id = f.id AND s.rank = 1"
)
_WORST_FIRST = (
    "ORDER BY f.state IN ('recovered', 'waived'), CASE f.severity WHEN 'error' THEN 0 "
    "WHEN 'warning' THEN 1 WHEN 'unknown' THEN 2 ELSE 3 END, f.kind, f.says LIMIT 200"
)
_SAME = (
    "(SELECT * FROM findings WHERE subject = (SELECT subject FROM findings WHERE id = :id) "
    "AND id <> :id ORDER BY state IN ('recovered', 'waived') LIMIT 20) f"
)
_REFERENCE = (
    "SELECT b.*, d.registration, d.landing, d.notice, d.title AS work_title, "
    "d.agreement AS doi_agreement FROM bibliography b LEFT JOIN dois d ON d.doi = b.doi"
)
# Sentences of a page that lean on works which no longer stand, as far as it is certain which they
# are; 0.5 as in archive.evidence.dois.
_DOUBTED = (
    "SELECT x.context, b.position, d.notice FROM pointers x "
    "JOIN bibliography b ON b.id = x.bibliography_id JOIN dois d ON d.doi = b.doi "
    "WHERE x.context <> '' AND x.confidence >= 0.5 AND b.agreement <> 'differs' "
    "AND d.notice IN ('retracted', 'withdrawn', 'concern') AND x.page_id ="
)
_RENDERING = "SELECT r.* FROM renderings r WHERE r.capture_id ="
_CAPTURE = "SELECT c.* FROM captures c WHERE c.id"
_PROPOSED = (
    "(SELECT replace(after, 'https://doi.org/', '') FROM suggestions "
    "WHERE finding_id = :id AND rank = 1)"
)

# On which page of the glossary (glossary.py: 200 terms each) a term stands.
_PAGE_OF_GLOSSARY = """
SELECT 1 + (position_before + coalesce((SELECT sum(terms) FROM (SELECT page_id, count(*) AS terms
  FROM terms GROUP BY page_id) AS held JOIN pages ON pages.id = held.page_id
  WHERE pages.url < mine.url), 0)) / 200 AS number
FROM (SELECT pages.url, (SELECT count(*) FROM terms
    WHERE page_id = term.page_id AND position < term.position) AS position_before
  FROM terms AS term JOIN pages ON pages.id = term.page_id WHERE term.id = :id) AS mine"""
DOSSIERS: dict[str, dict[str, str]] = {
    "articles": {
        "self": "SELECT * FROM articles WHERE page_id = :id",
        "page": "SELECT * FROM pages WHERE id = :id",
        "references": f"{_REFERENCE} WHERE b.page_id = :id ORDER BY b.position LIMIT 500",
        "findings": f"{_FINDING} WHERE f.page_id = :id AND f.state IN ('new', 'open') "
        f"{_WORST_FIRST}",
        "doubted": f"{_DOUBTED} :id ORDER BY x.position LIMIT 100",
        "versions": "SELECT id, title, first_seen_at, last_seen_at, capture_id "
        "FROM article_versions WHERE page_id = :id ORDER BY first_seen_at DESC LIMIT 50",
        "series": "SELECT page_id, title, part FROM articles WHERE series = "
        "(SELECT nullif(series, '') FROM articles WHERE page_id = :id) ORDER BY part LIMIT 20",
        "capture": f"{_CAPTURE} = (SELECT capture_id FROM articles WHERE page_id = :id)",
    },
    "news": {
        "self": "SELECT * FROM news WHERE id = :id",
        "page": "SELECT * FROM pages WHERE id = (SELECT page_id FROM news WHERE id = :id)",
        "sources": "SELECT s.*, p.title AS page_title, p.url AS page_url FROM news_sources s "
        "JOIN pages p ON p.id = s.page_id WHERE s.news_id = :id ORDER BY s.form, p.url LIMIT 100",
        "places": "SELECT count(*) AS number FROM news_sources WHERE news_id = :id",
        "references": f"{_REFERENCE} WHERE b.page_id = "
        "(SELECT page_id FROM news WHERE id = :id) ORDER BY b.position LIMIT 500",
        "doubted": f"{_DOUBTED} (SELECT page_id FROM news WHERE id = :id) "
        "ORDER BY x.position LIMIT 100",
        "findings": f"{_FINDING} WHERE f.page_id = (SELECT page_id FROM news WHERE id = :id) "
        f"AND f.state IN ('new', 'open') {_WORST_FIRST}",
        "capture": f"{_CAPTURE} = (SELECT capture_id FROM news WHERE id = :id)",
    },
    "pages": {
        "self": "SELECT * FROM pages WHERE id = :id",
        "health": "SELECT * FROM page_health WHERE page_id = :id",
        "article": "SELECT page_id, title FROM articles WHERE page_id = :id",
        "news": "SELECT id, title FROM news WHERE page_id = :id LIMIT 20",
        "aliases": "SELECT * FROM page_aliases WHERE page_id = :id ORDER BY url LIMIT 200",
        "captures": "SELECT c.* FROM captures c WHERE c.url = "
        "(SELECT url FROM pages WHERE id = :id) ORDER BY c.fetched_at DESC LIMIT 100",
        "read_from": f"{_CAPTURE} = (SELECT capture_id FROM pages WHERE id = :id)",
        "renderings": f"{_RENDERING} (SELECT coalesce(c.revisit_of, c.id) FROM pages p "
        "JOIN captures c ON c.id = p.capture_id WHERE p.id = :id) ORDER BY r.rendered_at DESC, "
        "r.kind DESC LIMIT 2",
        "relations": "SELECT r.relation, r.score, p.id, p.title, p.url FROM page_relations r "
        "JOIN pages p ON p.id = CASE r.page_id WHEN :id THEN r.other_page_id ELSE r.page_id END "
        "WHERE :id IN (r.page_id, r.other_page_id) ORDER BY r.score DESC LIMIT 50",
        "references": f"{_REFERENCE} WHERE b.page_id = :id ORDER BY b.position LIMIT 500",
        "findings": f"{_FINDING} WHERE f.page_id = :id {_WORST_FIRST}",
        "links": "SELECT m.*, l.url, l.verdict, l.scope, l.reason FROM link_mentions m "
        "LEFT JOIN links l ON l.id = m.link_id WHERE m.page_id = :id AND m.region = 'content' "
        "ORDER BY m.position LIMIT 200",
        "terms": "SELECT * FROM terms WHERE page_id = :id ORDER BY position LIMIT 500",
        "changes": "SELECT * FROM changes WHERE page_id = :id ORDER BY id DESC LIMIT 50",
    },
    "bibliography": {
        "self": f"{_REFERENCE} WHERE b.id = :id",
        "page": "SELECT * FROM pages WHERE id = (SELECT page_id FROM bibliography WHERE id = :id)",
        "doi": "SELECT * FROM dois WHERE doi = (SELECT doi FROM bibliography WHERE id = :id)",
        "findings": f"{_FINDING} WHERE f.bibliography_id = :id {_WORST_FIRST}",
        "found": "SELECT * FROM dois WHERE doi = "
        "(SELECT found_doi FROM bibliography WHERE id = :id)",
        "mentions": "SELECT m.*, i.id AS identifier_id, i.existence, i.reason, i.doi AS leads_to, "
        "i.title AS work_title, i.doi IN (SELECT doi FROM dois) AS is_here FROM mentions m "
        "LEFT JOIN identifiers i ON i.id = m.scheme || ':' || m.value "
        "WHERE m.bibliography_id = :id ORDER BY m.position LIMIT 50",
        "readings": "SELECT * FROM readings WHERE bibliography_id = :id "
        "ORDER BY mention_id, rank LIMIT 200",
        "pointers": "SELECT * FROM pointers WHERE bibliography_id = :id ORDER BY position LIMIT 50",
        "others": "SELECT b.id, b.printed, p.title AS page_title, p.id AS page_id "
        "FROM (SELECT * FROM bibliography WHERE work_key <> '' AND work_key = "
        "(SELECT work_key FROM bibliography WHERE id = :id) AND id <> :id LIMIT 50) b "
        "JOIN pages p ON p.id = b.page_id ORDER BY p.title",
        "capture": f"{_CAPTURE} = (SELECT capture_id FROM bibliography WHERE id = :id)",
    },
    "dois": {
        "self": "SELECT * FROM dois WHERE doi = :id",
        "checks": "SELECT * FROM checks WHERE subject = :id ORDER BY id DESC LIMIT 100",
        "citations": "SELECT b.*, p.title AS page_title FROM "
        "(SELECT * FROM bibliography WHERE doi = :id LIMIT 200) b "
        "JOIN pages p ON p.id = b.page_id ORDER BY p.title, b.position",
        "mentions": "SELECT m.*, p.title AS page_title FROM "
        "(SELECT * FROM mentions WHERE scheme = 'doi' AND value = :id LIMIT 200) m "
        "JOIN pages p ON p.id = m.page_id ORDER BY p.title",
        "findings": f"{_FINDING} WHERE f.subject = :id {_WORST_FIRST}",
        "sentences": "SELECT x.context, x.printed, x.heading, x.page_id, x.bibliography_id, "
        "p.title AS page_title FROM (SELECT x.* FROM bibliography b CROSS JOIN pointers x "
        "ON x.bibliography_id = b.id WHERE b.doi = :id LIMIT 200) x "
        "JOIN pages p ON p.id = x.page_id ORDER BY p.title, x.position",
        "successor": "SELECT * FROM dois WHERE doi = "
        "(SELECT superseded_by FROM dois WHERE doi = :id)",
        "identifiers": "SELECT id, scheme, value, existence FROM identifiers WHERE doi = :id "
        "ORDER BY id LIMIT 50",
        "notices": "SELECT n.value ->> 0 AS type, n.value ->> 1 AS doi, n.value ->> 2 AS date, "
        "n.value ->> 3 AS source FROM dois, json_each(dois.notices_json) n WHERE dois.doi = :id",
    },
    "findings": {
        "self": f"{_FINDING} WHERE f.id = :id",
        "suggestions": "SELECT * FROM suggestions WHERE finding_id = :id ORDER BY rank LIMIT 20",
        "reference": f"{_REFERENCE} WHERE b.id = "
        "(SELECT bibliography_id FROM findings WHERE id = :id)",
        "work": f"SELECT * FROM dois WHERE doi = {_PROPOSED} "
        "UNION SELECT d.* FROM dois d JOIN findings f ON f.subject = d.doi WHERE f.id = :id",
        "pointers": "SELECT x.* FROM findings f JOIN pointers x "
        "ON x.bibliography_id = f.bibliography_id WHERE f.id = :id ORDER BY x.position LIMIT 50",
        "checks": "SELECT * FROM checks WHERE id IN (SELECT value FROM json_each("
        "(SELECT checks_json FROM findings WHERE id = :id))) "
        "UNION SELECT * FROM checks WHERE subject = (SELECT subject FROM findings WHERE id = :id) "
        "ORDER BY id LIMIT 100",
        "capture": f"{_CAPTURE} = (SELECT p.capture_id FROM findings f JOIN pages p "
        "ON p.id = f.page_id WHERE f.id = :id)",
        "same": f"{_FINDING.replace('findings f', _SAME)} {_WORST_FIRST}",
    },
    "identifiers": {
        "self": "SELECT * FROM identifiers WHERE id = :id",
        "work": "SELECT * FROM dois WHERE doi = (SELECT doi FROM identifiers WHERE id = :id)",
        "mentions": "SELECT m.*, p.title AS page_title, b.printed AS reference FROM mentions m "
        "JOIN identifiers i ON i.scheme = m.scheme AND i.value = m.value AND i.id = :id "
        "JOIN pages p ON p.id = m.page_id LEFT JOIN bibliography b ON b.id = m.bibliography_id "
        "ORDER BY p.title, m.position LIMIT 200",
        "checks": "SELECT * FROM checks WHERE subject = :id ORDER BY id DESC LIMIT 100",
        "findings": f"{_FINDING} WHERE f.subject = :id {_WORST_FIRST}",
    },
    "terms": {
        "self": "SELECT * FROM terms WHERE id = :id",
        "glossary": _PAGE_OF_GLOSSARY,
        "page": "SELECT * FROM pages WHERE id = (SELECT page_id FROM terms WHERE id = :id)",
        "capture": f"{_CAPTURE} = (SELECT p.capture_id FROM terms t JOIN pages p "
        "ON p.id = t.page_id WHERE t.id = :id)",
    },
    "checks": {
        "self": "SELECT * FROM checks WHERE id = :id",
        "exchange": "SELECT * FROM exchanges WHERE id = "
        "(SELECT exchange_id FROM checks WHERE id = :id)",
        "capture": f"{_CAPTURE} = (SELECT facts_json ->> 'capture' FROM checks WHERE id = :id "
        "AND authority = 'own_crawl' AND json_valid(facts_json))",
        "doi": "SELECT doi FROM dois WHERE doi = (SELECT subject FROM checks WHERE id = :id)",
        "link": "SELECT id FROM links WHERE url = (SELECT subject FROM checks WHERE id = :id)",
        "identifier": "SELECT id FROM identifiers WHERE id = "
        "(SELECT subject FROM checks WHERE id = :id)",
    },
    "captures": {
        "self": "SELECT * FROM captures WHERE id = :id",
        "run": "SELECT * FROM runs WHERE id = (SELECT run_id FROM captures WHERE id = :id)",
        "pages": "SELECT id, title, url, kind FROM pages WHERE capture_id = :id LIMIT 20",
        "others": "SELECT * FROM captures WHERE url = (SELECT url FROM captures WHERE id = :id) "
        "ORDER BY fetched_at DESC LIMIT 50",
        "renderings": f"{_RENDERING} (SELECT coalesce(revisit_of, id) FROM captures "
        "WHERE id = :id) ORDER BY r.rendered_at DESC, r.kind DESC LIMIT 20",
        "issues": "SELECT * FROM issues WHERE capture_id = :id LIMIT 50",
    },
    "links": {
        "self": "SELECT * FROM links WHERE id = :id",
        "mentions": "SELECT m.*, p.title AS page_title FROM "
        "(SELECT * FROM link_mentions WHERE link_id = :id LIMIT 200) m "
        "JOIN pages p ON p.id = m.page_id ORDER BY p.title, m.position",
        "checks": "SELECT * FROM checks WHERE subject = (SELECT url FROM links WHERE id = :id) "
        "ORDER BY id DESC LIMIT 100",
        "findings": f"{_FINDING} WHERE f.subject = (SELECT url FROM links WHERE id = :id) "
        f"{_WORST_FIRST}",
        "page": "SELECT * FROM pages WHERE id = (SELECT page_id FROM links WHERE id = :id)",
        "doi": "SELECT doi FROM dois WHERE doi = "
        "normalise_doi((SELECT url FROM links WHERE id = :id))",
    },
    "runs": {
        "self": "SELECT * FROM runs WHERE id = :id",
        "coverage": "SELECT * FROM coverage WHERE run_id = :id ORDER BY state, urls DESC",
        "health": "SELECT * FROM run_health WHERE run_id = :id",
        "changes": "SELECT id FROM changes WHERE at BETWEEN (SELECT started_at FROM runs "
        "WHERE id = :id) AND (SELECT finished_at FROM runs WHERE id = :id) LIMIT 1",
        "counts": "SELECT c.key, c.value FROM runs, json_each(runs.counts_json) c "
        "WHERE runs.id = :id AND c.type IN ('integer', 'real', 'text') ORDER BY c.key LIMIT 100",
        "issues": "SELECT code, stage, count(*) AS times, min(message) AS message FROM issues "
        "WHERE run_id = :id GROUP BY code, stage ORDER BY times DESC LIMIT 50",
    },
    "article_versions": {
        "self": "SELECT * FROM article_versions WHERE id = :id",
        "page": "SELECT * FROM pages WHERE id = "
        "(SELECT page_id FROM article_versions WHERE id = :id)",
        "others": "SELECT id, first_seen_at, last_seen_at, capture_id FROM article_versions "
        "WHERE page_id = (SELECT page_id FROM article_versions WHERE id = :id) "
        "ORDER BY first_seen_at DESC LIMIT 50",
    },
}

# table: (key, what a neighbour is called, among which rows, in which order)
_STEPS = ("before", "after")
_OF_ITS_PAGE = "page_id = (SELECT page_id FROM {} WHERE id = :id)"
_ORDERS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "articles": (
        "page_id",
        "title",
        "language = (SELECT language FROM articles WHERE page_id = :id)",
        ("title", "page_id"),
    ),
    "news": ("id", "title", "1", ("published_on", "id")),
    "pages": ("id", "coalesce(nullif(title, ''), url)", "1", ("url",)),
    "bibliography": (
        "id",
        "'Reference ' || position",
        _OF_ITS_PAGE.format("bibliography"),
        ("position",),
    ),
    "dois": ("doi", "doi", "1", ("doi",)),
    "identifiers": ("id", "id", "1", ("id",)),
    "findings": (
        "id",
        "kind",
        f"{_OF_ITS_PAGE.format('findings')} AND state IN ('new', 'open')",
        ("severity <> 'error'", "severity <> 'warning'", "kind", "says", "id"),
    ),
    "links": (
        "id",
        "url",
        "host = (SELECT host FROM links WHERE id = :id)",
        ("url", "id"),
    ),
    "captures": (
        "id",
        "fetched_at",
        "url = (SELECT url FROM captures WHERE id = :id)",
        ("fetched_at", "id"),
    ),
    "article_versions": (
        "id",
        "first_seen_at",
        _OF_ITS_PAGE.format("article_versions"),
        ("first_seen_at", "id"),
    ),
    "runs": ("id", "'Run ' || id", "1", ("id",)),
    "terms": ("id", "term", _OF_ITS_PAGE.format("terms"), ("position",)),
    "checks": (
        "id",
        "'Check ' || id",
        "subject = (SELECT subject FROM checks WHERE id = :id)",
        ("id",),
    ),
}


def _neighbours(
    table: str, key: str, label: str, among: str, order: tuple[str, ...]
) -> Iterator[str]:
    """The row before and the row after, each as a query of (step, id, label)."""
    here = f"(SELECT {', '.join(order)} FROM {table} WHERE {key} = :id)"
    for step, than, way in ((-1, "<", " DESC"), (1, ">", "")):
        yield (
            f"SELECT {step} AS step, {key} AS id, {label} AS label FROM {table} "
            f"WHERE {among} AND ({', '.join(order)}) {than} {here} "
            f"ORDER BY {', '.join(column + way for column in order)} LIMIT 1"
        )


NEIGHBOURS = {table: tuple(_neighbours(table, *order)) for table, order in _ORDERS.items()}
"""table -> two queries, each of at most one row: what stands before a row, and what after it."""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages of rows that have a dossier; as data they are Datasette's, and so are all others.

    A route of our own: Datasette's counts what points to the row from everywhere, which our pages
    do not show.
    """
    return [(rf"/archive/(?P<table>{'|'.join(DOSSIERS)})/(?P<pks>[^/.]+)$", show_row)]


async def show_row(datasette: Any, request: Any) -> Response:
    """The page of one row, read at once and written by the template of its table."""
    table, keys = request.url_vars["table"], urlsafe_components(request.url_vars["pks"])
    await datasette.ensure_open(request, "table", table)
    queries = DOSSIERS[table] | dict(zip(_STEPS, NEIGHBOURS[table], strict=True))
    found = await datasette.ask_all(queries, {"id": keys[0]}) if len(keys) == 1 else {"self": []}
    if not found["self"]:
        raise NotFound("There is no such row.")
    as_json = datasette.absolute_url(request, datasette.urls.path(f"{request.path}.json"))
    context = {
        "database": "archive",
        "table": table,
        "dossier": found | {"neighbours": [row for step in _STEPS for row in found[step]]},
        "alternate_url_json": as_json,
    }
    html = await datasette.render_template(
        f"row-archive-{table}.html", context, request=request, view_name="row"
    )
    link = f'{as_json}; rel="alternate"; type="application/json+datasette"'
    return Response.html(html, headers={"Link": link})
