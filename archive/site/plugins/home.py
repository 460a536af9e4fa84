"""The home page: numbers, what is broken, what changed; all counted when publishing.

A route of our own instead of Datasette's index, which looks at every table of the database for
every reader.
"""

from __future__ import annotations

from typing import Any

from datasette import Response, hookimpl

HOME: dict[str, str] = {
    "facts": "SELECT name, value, label, meaning FROM site_facts",
    "worst": "SELECT page_id, title, url, errors, reference_errors, warnings FROM page_health "
    "WHERE errors > 0 ORDER BY reference_errors DESC, errors DESC, warnings DESC, url LIMIT 6",
    "changes": "SELECT changes.*, findings.kind FROM changes "
    "LEFT JOIN findings ON findings.id = changes.finding_id ORDER BY changes.id DESC LIMIT 8",
    "verdicts": "SELECT * FROM verdict_counts WHERE subject IN ('doi', 'link')",
    "news": "SELECT id, title, published_on FROM news ORDER BY published_on DESC LIMIT 4",
    "health": "SELECT finished_at, errors AS broken, warnings AS ageing FROM run_health "
    "WHERE command IN ('verify', 'rejudge') ORDER BY run_id DESC LIMIT 26",
    "years": "SELECT year, newest_of_articles AS articles FROM evidence_years "
    "WHERE newest_of_articles > 0 ORDER BY year DESC LIMIT 60",
    "topics": "SELECT topic, median_age_years, articles, page_id FROM topic_health "
    "WHERE median_age_years IS NOT NULL ORDER BY articles DESC, topic LIMIT 10",
}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The home page."""
    return [(r"/$", show_home)]


async def show_home(datasette: Any, request: Any) -> Any:
    """Numbers, doors, what is broken and what changed."""
    rows = await datasette.ask_all(HOME)
    dossier = rows | {"facts": {fact["name"]: fact for fact in rows["facts"]}}
    html = await datasette.render_template("index.html", {"dossier": dossier}, request=request)
    return Response.html(html, headers={"Cache-Control": "max-age=300"})
