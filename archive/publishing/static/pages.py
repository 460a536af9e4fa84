"""Which pages of the archive become files: addresses, from the published database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode

from archive.site.plugins import sitemap
from archive.site.plugins.glossary import LETTERS, TERMS_A_PAGE
from archive.site.queries import QUERIES

OWN = (
    "/",
    "/broken",
    "/broken?severity=all",
    "/glossary",
    "/data",
    "/ask",
    "/dictionary",
    "/about",
    "/security",
)
"""Pages with a path of their own, besides the search."""
FEEDS = ("/changes.atom", "/findings.atom")
ROWS: Mapping[str, str] = {
    "articles": "SELECT page_id FROM articles ORDER BY page_id",
    "article_versions": "SELECT id FROM article_versions ORDER BY id",
    "news": "SELECT id FROM news ORDER BY id",
    "pages": "SELECT id FROM pages ORDER BY id",
    "terms": "SELECT id FROM terms ORDER BY id",
    "bibliography": "SELECT id FROM bibliography ORDER BY id",
    "dois": "SELECT doi FROM dois ORDER BY doi",
    "findings": "SELECT id FROM findings ORDER BY id",
    "runs": "SELECT id FROM runs ORDER BY id",
    "links": "SELECT DISTINCT link_id FROM link_mentions m JOIN findings f "
    "ON f.link_mention_id = m.id WHERE link_id IS NOT NULL ORDER BY link_id",
    "captures": "SELECT DISTINCT capture_id FROM pages WHERE capture_id IS NOT NULL "
    "UNION SELECT capture_id FROM findings WHERE capture_id IS NOT NULL ORDER BY 1",
}
"""Rows with a page of their own: all that people read; of links those with a finding, of captures
those that a page was read from or a finding stands in."""
ROWS_A_PAGE = 100
MAIN = frozenset(
    {
        *("articles", "news", "pages", "bibliography", "terms", "dois"),
        *("doi_status", "findings", "broken_references", "page_health", "runs"),
    }
)
"""Tables whose lists are there to the end; of others the beginning, and a file with all rows."""
PAGES_OF_MAIN, PAGES_OF_OTHERS = 1000, 2
_FILTERED = {"doi": "/archive/doi_status", "link": "/archive/link_status", "finding": "/broken"}


def addresses(db: sqlite3.Connection, settings: Mapping[str, Any]) -> Iterator[str]:
    """The addresses of all pages but the further pages of lists; ``settings`` is ``site.json``."""
    yield from OWN
    for name, query in settings["queries"].items():
        yield f"/archive/{name}"
        if query["example"]:
            yield f"/archive/{name}?{query['example']}"
    for table in settings["tables"]:
        yield f"/archive/{table}"
    for subject, field, value in db.execute("SELECT subject, field, value FROM verdict_counts"):
        if subject in _FILTERED:
            name = "kind" if field == "finding_kind" else field
            yield f"{_FILTERED[subject]}?{urlencode({name: value})}"
    if db.execute("SELECT count(*) FROM terms").fetchone()[0] > TERMS_A_PAGE:
        for letter, _ in db.execute(LETTERS):
            yield f"/glossary?{urlencode({'letter': letter})}"
    for table, sql in ROWS.items():
        for (key,) in db.execute(sql):
            yield f"/archive/{table}/{tilde_encode(str(key))}"


def listed(db: sqlite3.Connection, settings: Mapping[str, Any]) -> Iterator[str]:
    """The addresses that robots are told of; all of them are among ``addresses``."""
    yield from sitemap.OWN
    for name in settings["queries"]:
        yield f"/archive/{name}"
    for table, sql in sitemap.ROWS.items():
        for (key,) in db.execute(sql):
            yield sitemap.path_of(table, key)


def data_of(settings: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The names of what is given as CSV and JSON: every table, view and saved query."""
    yield from settings["tables"]
    yield from settings["queries"]


def exports(db: sqlite3.Connection, endings: Iterable[str]) -> Iterator[str]:
    """References to take along: all of them, the archive itself, and those of each page."""
    cited = db.execute("SELECT DISTINCT page_id FROM bibliography ORDER BY page_id").fetchall()
    for ending in endings:
        yield f"/references.{ending}"
        yield f"/cite.{ending}"
        for (page_id,) in cited:
            yield f"/archive/bibliography.{ending}?_size=max&_sort=position&page_id={page_id}"


def pages_at_most(address: str) -> int:
    """How many pages of a list are written."""
    name = address.partition("?")[0].removeprefix("/archive/")
    is_whole = name in MAIN or name in QUERIES or name in ("/broken", "/glossary")
    return PAGES_OF_MAIN if is_whole else PAGES_OF_OTHERS
