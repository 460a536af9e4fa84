"""The glossary of the site, ``/glossary``, in as many pages as it needs.

All glossaries one after the other, each as its page has it; ``?letter=`` shows what stands under
one heading, of all glossaries.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from datasette import Response, hookimpl

TERMS_A_PAGE = 200
"""So ``dossiers.py`` counts, too, whose link from a term leads to its page here."""
GLOSSARIES = """
SELECT pages.id AS page_id, pages.title, pages.url, pages.language, held.terms
FROM (SELECT page_id, count(*) AS terms FROM terms
  WHERE :letter = '' OR letter = :letter GROUP BY page_id) AS held
JOIN pages ON pages.id = held.page_id ORDER BY pages.url"""
_TERMS = """
SELECT * FROM terms WHERE page_id = :page{at} AND (:letter = '' OR letter = :letter)
ORDER BY position LIMIT :limit{at} OFFSET :offset{at}"""
LETTERS = "SELECT letter, count(*) AS terms FROM terms WHERE letter <> '' GROUP BY 1 ORDER BY 1"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The glossary."""
    return [(r"/glossary$", show_glossary)]


async def show_glossary(datasette: Any, request: Any) -> Any:
    """The terms of one page, glossary by glossary, letter by letter."""
    letter = (request.args.get("letter") or "")[:100]
    text = request.args.get("page") or ""
    number = int(text) if re.fullmatch(r"[1-9]\d{0,5}", text) else 1
    queries = {"glossaries": GLOSSARIES, "letters": LETTERS}
    known = await datasette.ask_all(queries, {"letter": letter})
    first = (number - 1) * TERMS_A_PAGE
    parts = _parts(known["glossaries"], first, first + TERMS_A_PAGE)
    wanted: dict[str, object] = {"letter": letter}
    for at, (glossary, offset, limit) in enumerate(parts):
        wanted |= {f"page{at}": glossary["page_id"], f"offset{at}": offset, f"limit{at}": limit}
    terms = await datasette.ask_all(
        {str(at): _TERMS.format(at=at) for at in range(len(parts))}, wanted
    )
    total = sum(glossary["terms"] for glossary in known["glossaries"])
    context = {
        "glossaries": [
            {
                "page": glossary,
                "is_continued": offset > 0,
                "letters": [
                    (name, list(of_letter))
                    for name, of_letter in groupby(terms[str(at)], key=lambda term: term["letter"])
                ],
            }
            for at, (glossary, offset, _) in enumerate(parts)
        ],
        "letters": known["letters"],
        "letter": letter,
        "number": number,
        "pages": -(-total // TERMS_A_PAGE),
        "is_long": bool(letter) or total > TERMS_A_PAGE,
        "address": lambda **query: urlencode({k: v for k, v in query.items() if v}),
    }
    html = await datasette.render_template("glossary.html", context, request=request)
    return Response.html(html, headers={"Cache-Control": "max-age=300"})


def _parts(
    glossaries: list[dict[str, Any]], first: int, behind: int
) -> list[tuple[dict[str, Any], int, int]]:
    """The glossaries that hold the terms from ``first`` up to ``behind``, counted over all of them:
    each with how many of its own terms to skip, and how many to show."""
    parts = []
    begin = 0
    for glossary in glossaries:
        offset = max(first - begin, 0)
        limit = min(behind - begin, glossary["terms"]) - offset
        if limit > 0:
            parts.append((glossary, offset, limit))
        begin += glossary["terms"]
    return parts
