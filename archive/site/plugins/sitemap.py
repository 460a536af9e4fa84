"""``/sitemap.xml`` and what it lists: the pages that robots should offer to people.

Form: https://www.sitemaps.org/protocol.html. It is read from the published rows alone, so that what
was taken down is not in it, and leaves out pages that ask search engines to stay out. No page bears
a day (``lastmod``): one changes with every verdict on it, and a day that is often wrong is passed
over with all others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from datasette import Forbidden, NotFound, Response, hookimpl
from datasette.utils import tilde_encode

ADDRESSES_A_FILE = 10_000
"""Of 50,000 that the protocol allows: a file is made while others wait."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
OWN = ("/", "/broken", "/glossary", "/ask", "/data", "/dictionary", "/about", "/security")
_IS_SHY = "(SELECT is_noindex FROM pages p WHERE p.id = {}.page_id)"
ROWS = {
    "articles": "SELECT page_id FROM articles t WHERE NOT " + _IS_SHY.format("t") + " ORDER BY 1",
    "news": "SELECT id FROM news t WHERE NOT coalesce(" + _IS_SHY.format("t") + ", 0) ORDER BY 1",
    "pages": "SELECT id FROM pages WHERE NOT is_noindex ORDER BY 1",
    "dois": "SELECT doi FROM dois ORDER BY 1",
}
"""Rows whose pages are listed; references, findings and evidence are reached from these."""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The list of lists, and the lists."""
    return [
        (r"/sitemap\.xml$", show_index),
        (
            r"/sitemap-(?P<name>own|" + "|".join(ROWS) + r")-(?P<number>[1-9]\d{0,5})\.xml$",
            show_list,
        ),
    ]


def path_of(table: str, key: object) -> str:
    """Where a row has its page."""
    return f"/archive/{table}/{tilde_encode(str(key))}"


def sitemap(addresses: Iterable[str], parent: str = "urlset", child: str = "url") -> str:
    """A sitemap of these addresses, which name their host; or the index of sitemaps."""
    lines = (f"<{child}><loc>{escape(address)}</loc></{child}>\n" for address in addresses)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{parent} xmlns="{NAMESPACE}">\n'
    return f"{head}{''.join(lines)}</{parent}>\n"


async def show_index(datasette: Any, request: Any) -> Response:
    """Which sitemaps there are."""
    paths = ["/sitemap-own-1.xml"]
    for table, sql in ROWS.items():
        if not await _is_open(datasette, request, table):
            continue
        counted = await datasette.get_database("archive").execute(f"SELECT count(*) FROM ({sql})")
        files = -(-counted.single_value() // ADDRESSES_A_FILE)
        paths += [f"/sitemap-{table}-{number + 1}.xml" for number in range(files)]
    return _sent(sitemap(_absolute(datasette, request, paths), "sitemapindex", "sitemap"))


async def show_list(datasette: Any, request: Any) -> Response:
    """One sitemap."""
    name, number = request.url_vars["name"], int(request.url_vars["number"])
    if name == "own":
        questions = getattr(datasette, "site_settings", {}).get("queries", {})
        paths = [*OWN, *(f"/archive/{question}" for question in questions)] if number == 1 else []
    else:
        await datasette.ensure_open(request, "table", name)
        window = f"LIMIT {ADDRESSES_A_FILE} OFFSET {(number - 1) * ADDRESSES_A_FILE}"
        rows = await datasette.get_database("archive").execute(f"{ROWS[name]} {window}")
        paths = [path_of(name, row[0]) for row in rows]
    if not paths:
        raise NotFound("There is no such list of pages.")
    addresses = _absolute(datasette, request, paths)
    return _sent(await asyncio.to_thread(sitemap, addresses))  # others are served meanwhile


async def _is_open(datasette: Any, request: Any, table: str) -> bool:
    try:
        await datasette.ensure_open(request, "table", table)
    except Forbidden:
        return False
    return True


def _absolute(datasette: Any, request: Any, paths: Iterable[str]) -> list[str]:
    home = str(datasette.absolute_url(request, datasette.urls.path("/"))).rstrip("/")
    return [home + path for path in paths]


def _sent(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")
