"""Pages with a path of their own: what is broken, the questions, the dictionary.

Each takes its rows from tables made at publish time and its looks from one template.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlencode

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_encode

PAGES_AT_A_TIME = 20
STANDING = "f.state IN ('new', 'open')"
# What is wrong in the same words on so many pages is shown once, before the pages.
MANY_PAGES = 4
REPEATED = (
    "EXISTS (SELECT 1 FROM finding_groups g WHERE g.kind = f.kind AND g.subject = f.subject "
    "AND g.says = f.says AND g.should_say = f.should_say AND g.severity = f.severity "
    f"AND g.pages >= {MANY_PAGES})"
)
# A finding with the reference it stands in, and beside its best proposal, which says how far it can
# be trusted.
SHOWN = (
    "f.*, p.url AS page_url, b.printed AS reference, s.is_safe, s.score, s.agreeing, s.corrected"
)
BESIDE = (
    "JOIN pages p ON p.id = f.page_id LEFT JOIN bibliography b ON b.id = f.bibliography_id "
    "LEFT JOIN suggestions s ON s.finding_id = f.id AND s.rank = 1"
)
OF_LINKS = (
    "'link_gone', 'link_moved', 'link_soft_404', 'link_parked', 'link_invalid', "
    "'link_unreachable', 'fragment_missing', 'redirect_loop', 'page_unreadable'"
)
"""Kinds of finding that are about a link or a page, in SQL; all others are about a reference."""
ABOUT = {"references": f"kind NOT IN ({OF_LINKS})", "links": f"kind IN ({OF_LINKS})"}
# References before links, for which there are other tools; then from the worst page on, and no
# further than the reader looks.
_PAGES = """
SELECT * FROM page_health h
WHERE EXISTS (SELECT 1 FROM findings f WHERE f.page_id = h.page_id AND {narrow})
ORDER BY reference_errors DESC, errors DESC, warnings DESC, url LIMIT :limit OFFSET :offset"""
_FINDINGS = f"""
SELECT {SHOWN} FROM findings f {BESIDE} WHERE f.page_id = :page{{at}} AND {{narrow}}
ORDER BY f.severity NOT IN ('error', 'warning'), f.{ABOUT["links"]}, f.severity <> 'error',
  f.severity <> 'warning', f.kind, f.says LIMIT 100"""
# What stands on many pages, once each.
_REPEATED = f"""
SELECT g.pages, g.places, {SHOWN} FROM (SELECT * FROM finding_groups g
  WHERE g.pages >= {MANY_PAGES} AND {{narrow}}
  ORDER BY g.{ABOUT["links"]}, g.severity <> 'error', g.pages DESC, g.kind, g.says LIMIT 100) g
CROSS JOIN findings f ON f.id = g.finding_id {BESIDE}
ORDER BY f.{ABOUT["links"]}, f.severity <> 'error', g.pages DESC, f.kind, f.says"""
_COUNTS = f"""
SELECT kind, severity, iif({ABOUT["links"]}, 'links', 'references') AS about,
  sum(places) AS number
FROM finding_groups GROUP BY kind, severity ORDER BY number DESC, kind"""
# Questions to begin with for those who write SQL: a word behind a colon becomes a field to fill in.
EXAMPLES = {
    "References that print a word or a name": """\
SELECT pages.title AS page_title, bibliography.printed, bibliography.doi
FROM bibliography JOIN pages ON pages.id = bibliography.page_id
WHERE bibliography.printed LIKE '%' || :word || '%'
ORDER BY pages.title, bibliography.position LIMIT 500""",
    "Pages that link to a site": """\
SELECT pages.title AS page_title, links.url, links.verdict, link_mentions.anchor_text
FROM links JOIN link_mentions ON link_mentions.link_id = links.id
JOIN pages ON pages.id = link_mentions.page_id
WHERE links.host = :host ORDER BY pages.title LIMIT 500""",
    "Articles and their references by language": """\
SELECT language, count(*) AS articles, sum(reference_count) AS reference_count,
  round(avg(reference_count), 1) AS references_of_each
FROM articles GROUP BY language ORDER BY articles DESC""",
}
EVERYTHING = "all"
"""The severity that stands for all of them."""

ROBOTS = """\
# Articles, news, references and verdicts may be read and indexed by anyone.
# Lists in every order and query results are endless combinations of the same rows:
# please take the whole database instead, {database}
User-agent: *
Disallow: /*?
Disallow: /-/
Crawl-delay: 1

Sitemap: {sitemap}
"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Every path that is not a table, row or query."""
    return [
        (r"/broken$", show_broken),
        (r"/data$", show_data),
        (r"/ask$", show_questions),
        (r"/dictionary$", show_dictionary),
        (r"/about$", show_about),
        (r"/doi/(?P<doi>10\..+)$", go_to_doi),
        (r"/page$", go_to_page),
        (r"/robots\.txt$", show_robots),
    ]


async def _render(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    html = await datasette.render_template(template, context, request=request)
    return Response.html(html, headers={"Cache-Control": "max-age=300"})


async def _rows(datasette: Any, sql: str, **parameters: Any) -> list[dict[str, Any]]:
    result = await datasette.get_database("archive").execute(sql, parameters)
    return [dict(row) for row in result]


async def show_broken(datasette: Any, request: Any) -> Any:
    """Findings that stand, page by page: those with broken references first, the worst first.

    Without a choice these are the ones to repair, and with ``?about=`` (``references`` or
    ``links``) those of them; ``?severity=`` (``all`` for every one) and ``?kind=`` choose, and what
    is chosen is shown whatever it asks for.
    """
    severity = request.args.get("severity") or ""
    kind = request.args.get("kind") or ""
    about = request.args.get("about") or ""
    about = about if about in ABOUT else ""
    text = request.args.get("page") or ""
    number = int(text) if re.fullmatch(r"[1-9]\d{0,5}", text) else 1
    chosen = {"severity": severity, "kind": kind}
    narrow = f"{STANDING} AND {_narrow('f', about=about, **chosen)} AND NOT {REPEATED}"
    window = {"limit": PAGES_AT_A_TIME + 1, "offset": (number - 1) * PAGES_AT_A_TIME}
    queries = {"pages": _PAGES.format(narrow=narrow), "counts": _COUNTS}
    if number == 1:
        queries["repeated"] = _REPEATED.format(narrow=_narrow("g", about=about, **chosen))
    rows = await datasette.ask_all(queries, chosen | window)
    pages = rows["pages"][:PAGES_AT_A_TIME]
    findings = await datasette.ask_all(
        {page["page_id"]: _FINDINGS.format(at=at, narrow=narrow) for at, page in enumerate(pages)},
        chosen | {f"page{at}": page["page_id"] for at, page in enumerate(pages)},
    )
    context = {
        "repeated": rows.get("repeated", []),
        "pages": [page | {"findings": findings[page["page_id"]]} for page in pages],
        "more": len(rows["pages"]) > PAGES_AT_A_TIME,
        "number": number,
        "severity": severity,
        "kind": kind,
        "about": about,
        "counts": rows["counts"],
        "rows_query": _rows_query(severity, kind, about),
    }
    return await _render(datasette, request, "broken.html", context)


def _narrow(row: str, severity: str, kind: str, about: str) -> str:
    """The SQL condition for the choice; without one it takes what has to be repaired."""
    chosen = [f"{row}.{ABOUT[about]}"] if about else []
    if not severity and not kind:
        return " AND ".join([f"{row}.severity IN ('error', 'warning')", *chosen])
    chosen += [f"{row}.kind = :kind"] * bool(kind)
    chosen += [f"{row}.severity = :severity"] * (severity not in ("", EVERYTHING))
    return " AND ".join(chosen) or "true"


def _rows_query(severity: str, kind: str, about: str) -> str:
    """The query string that makes the table of findings the list that was chosen; empty where that
    is the table ``broken_references``."""
    of_links = OF_LINKS.replace("'", "").replace(" ", "")
    narrowed = {"references": {"kind__notin": of_links}, "links": {"kind__in": of_links}}
    if not severity and not kind:
        to_repair = {"state__in": "new,open", "severity__in": "error,warning"}
        return urlencode(to_repair | narrowed[about]) if about else ""
    chosen = {"severity": severity, "kind": kind}
    kept = {name: word for name, word in chosen.items() if word not in ("", EVERYTHING)}
    return urlencode({"state__in": "new,open"} | kept | narrowed.get(about, {}))


async def show_data(datasette: Any, request: Any) -> Any:
    """Every table with its rows. Datasette's own page of it checks permissions table by table,
    which takes longer than everything else; it still answers ``/archive?sql=``."""
    inspected = (datasette.inspect_data or {}).get("archive", {})
    counts = inspected.get("tables", {}) | inspected.get("views", {})
    names = getattr(datasette, "site_settings", {}).get("tables", {})
    context = {
        "database": "archive",
        "tables": [{"name": n, "count": counts.get(n, {}).get("count")} for n in names],
        "views": [],
        "size": datasette.get_database("archive").size,
        "allow_execute_sql": datasette.setting("default_allow_sql"),
        "allow_download": datasette.setting("allow_download"),
    }
    return await _render(datasette, request, "database.html", context)


async def show_questions(datasette: Any, request: Any) -> Any:
    """The saved queries, with their sentences."""
    groups = {
        "repair": "What to repair",
        "sources": "What the pages rely on",
        "history": "What changed",
        "evidence": "How we know",
    }
    context = {
        "groups": groups,
        "examples": EXAMPLES,
        "allow_execute_sql": datasette.setting("default_allow_sql"),
    }
    return await _render(datasette, request, "ask.html", context)


async def show_dictionary(datasette: Any, request: Any) -> Any:
    """Every table, view and column with its meaning and what it is a key of, and every closed
    word."""
    db = datasette.get_database("archive")
    names = getattr(datasette, "site_settings", {}).get("tables", {})
    keys = {
        name: {
            key["column"]: (key["other_table"], key["other_column"])
            for key in await db.foreign_keys_for_table(name)
        }
        for name in names
    }
    context = {"counts": dict(await db.table_counts(100)), "keys": keys}
    return await _render(datasette, request, "dictionary.html", context)


async def show_about(datasette: Any, request: Any) -> Any:
    """What this is, how verdicts come about, how to cite it, who may do what with it."""
    rows = await datasette.ask_all(
        {
            "facts": "SELECT name, value FROM site_facts",
            "runs": "SELECT * FROM runs ORDER BY id DESC LIMIT 20",
            "verified": "SELECT settings_json FROM runs WHERE command = 'verify' "
            "ORDER BY id DESC LIMIT 1",
        }
    )
    verified = rows["verified"]
    context = {
        "facts": {fact["name"]: fact["value"] for fact in rows["facts"]},
        "runs": rows["runs"],
        "digest": datasette.get_database("archive").hash,
        "patience": json.loads(verified[0]["settings_json"]) if verified else {},
    }
    return await _render(datasette, request, "about.html", context)


async def go_to_doi(datasette: Any, request: Any) -> Any:
    """``/doi/10.1234/abc`` -> the row of that DOI; a permanent address for people. A name that no
    page prints, but was asked about (a candidate for a wrong one), leads to what was answered."""
    doi = unquote(request.url_vars["doi"]).lower()
    rows = await _rows(datasette, "SELECT doi FROM dois WHERE doi = :doi", doi=doi)
    if not rows:
        asked = await _rows(datasette, "SELECT 1 FROM checks WHERE subject = :doi LIMIT 1", doi=doi)
        if asked:
            trail = datasette.urls.query("archive", "evidence_for")
            return Response.redirect(f"{trail}?{urlencode({'subject': doi})}")
        raise NotFound(f"No page of this site cites {doi}.")
    return _redirect(datasette, "dois", doi)


async def go_to_page(datasette: Any, request: Any) -> Any:
    """``/page?url=…`` -> the page with that address, whatever it was called at the time."""
    url = request.args.get("url") or ""
    rows = await _rows(
        datasette,
        "SELECT id FROM pages WHERE url = :url "
        "UNION ALL SELECT page_id FROM page_aliases WHERE url = :url LIMIT 1",
        url=url,
    )
    if not rows:
        raise NotFound("This archive holds no page with that address.")
    return _redirect(datasette, "pages", rows[0]["id"])


def _redirect(datasette: Any, table: str, key: str) -> Any:
    return Response.redirect(datasette.urls.row("archive", table, tilde_encode(key)), status=301)


async def show_robots(datasette: Any, request: Any) -> Any:
    """robots.txt: the texts are welcome everywhere, the endless lists are not."""
    sitemap = datasette.absolute_url(request, datasette.urls.path("/sitemap.xml"))
    database = datasette.urls.path("/archive.db")
    return Response.text(ROBOTS.format(database=database, sitemap=sitemap))
