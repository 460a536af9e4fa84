"""The pages of the sample site as data: read from ``content/*.toml``, found by host and path.

A file holds the pages of one group; its top-level keys are the defaults of its pages. What the
keys mean is said at the fields of ``Page``; bodies are written in the notation of ``bodies.py``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.replica.site.references import Entry, read_entry
from tests.replica.site.shapes import SHAPES

CONTENT = Path(__file__).resolve().parent / "content"
LINE = "www.eurospinepatientline.test"
SOCIETY = "www.eurospine.test"
TITLES = {"A": "EUROSPINE - {}", "B": "EUROSPINE Patient Line - {}", "C": "{} | EUROSPINE"}
ALIASES = {"eurospinepatientline.test": LINE, "eurospine.test": SOCIETY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the sample site."""

    path: str
    """Preferred path, as in its canonical URL."""
    title: str = ""
    """What a reader sees as the title; empty on pages that have none."""
    host: str = LINE
    generation: str = "B"
    kind: str = "article"
    """A value of ``archive.records.PageKind``."""
    language: str = "en"
    html_title: str = ""
    body: str = ""
    group: str = ""
    """File it stands in; the area navigation shows the pages of one group."""
    also: tuple[str, ...] = ()
    """Other paths that answer with the same page; English pages of B also lose their ``/en``."""
    updated: date | None = None
    published: date | None = None
    event: date | None = None
    """Printed inside the text, not in the date line."""
    teaser: str = ""
    """Cut text under which a news item is announced."""
    references: tuple[Entry, ...] = ()
    shape: str = "paragraphs"
    references_heading: str = ""
    after: str = ""
    """Body that follows the references."""
    menu: str = ""
    """Path under which the navigation links it, when not the preferred one; ``-`` = not linked."""
    menu_title: str = ""
    """What the navigation calls it, when not by its title."""
    rewrites: str = ""
    """URL of an older page of which this one is a new version."""
    translations: tuple[str, ...] = ()
    """Paths of the same page in other languages, declared in ``<head>``."""
    head: tuple[str, ...] = ()
    """Further elements of ``<head>``."""
    hero: bool = False
    """Whether its lead is printed a second time above the page (generation C)."""
    canonical: bool = False
    """Whether it declares its canonical URL."""
    frame: bool = True
    """False: no site frame around the body."""
    trap: str = ""
    """HTML of a hidden trap link that stands after the title."""
    delivery: str = "plain"
    """One of ``delivery.MODES``."""
    content_type: str = "text/html; charset=utf-8"
    encoding: str = "utf-8"
    """Of the bytes; ``double`` = UTF-8 read as Windows-1252 and encoded again."""
    meta_charset: str = ""
    bom: bool = False
    behaviour: str = ""
    """Name of a rule in ``behaviours.py`` applied before the page is sent."""
    validators: str = ""
    """etag, modified, both, none or lying; empty = the habit of its generation."""
    dois: tuple[str, ...] = ()
    """DOIs printed or linked in the body outside of any reference, lower case."""
    identifiers: tuple[str, ...] = ()
    """``scheme:value`` of further identifiers (pmid, pmcid, pii, ...) printed on the page."""
    pointers: tuple[tuple[str, int], ...] = ()
    """(text, position of the reference it points to) of each pointer in the text, in order."""
    conflicts: tuple[tuple[str, str], ...] = ()
    """(DOI in the text, DOI in its link) where they differ."""
    quirks: tuple[str, ...] = ()
    """Rows of the table of quirks that this page shows."""
    refresh: str = ""
    """Path of the page it stands in for, by an immediate ``<meta http-equiv=refresh>``."""
    generated: bool = False
    """True: code makes the page (lists, search); this entry only describes it."""
    sitemap: bool = True

    @property
    def url(self) -> str:
        """Canonical URL."""
        return f"https://{self.host}{self.path}"

    @property
    def document_title(self) -> str:
        """Of the ``<title>`` element; by the habit of its generation when nothing else is said."""
        return self.html_title or TITLES[self.generation].format(self.title or "EUROSPINE")

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that answers with this page, the preferred one first.

        English pages of B answer with and without ``/en``, pages of C with and without the slash.
        """
        other: tuple[str, ...] = ()
        if self.generation == "C" and self.path != "/":
            other = (self.path[:-1] if self.path.endswith("/") else self.path + "/",)
        elif self.generation == "B" and self.path.startswith("/en/"):
            other = (self.path.removeprefix("/en"),)
        elif self.generation == "B" and re.fullmatch(r"/[^/]+\.htm", self.path):
            other = ("/en" + self.path,)
        return tuple(dict.fromkeys((self.path, *other, *self.also)))


def _read_page(data: dict[str, Any], defaults: dict[str, Any], source: Path) -> Page:
    values = {"group": source.stem, **defaults, **data}
    known = {f.name for f in fields(Page)}
    unknown = set(values) - known
    if unknown:
        raise ValueError(f"{source.name}, {values.get('path')}: unknown key {sorted(unknown)}")
    values["references"] = tuple(read_entry(entry) for entry in values.get("references", ()))
    for name in ("also", "translations", "head", "dois", "identifiers", "quirks"):
        values[name] = tuple(str(value) for value in values.get(name, ()))
    for name in ("conflicts", "pointers"):
        values[name] = tuple(tuple(pair) for pair in values.get(name, ()))
    page = Page(**values)
    if page.shape not in (*SHAPES, "glued"):
        raise ValueError(f"{source.name}, {page.path}: unknown shape {page.shape!r}")
    return page


@cache
def pages() -> tuple[Page, ...]:
    """Every page of both hosts, in the order of the content files."""
    found = []
    for source in sorted(CONTENT.glob("*.toml")):
        data = tomllib.loads(source.read_text("utf-8"))
        listed = data.pop("page")
        found += [_read_page(page, data, source) for page in listed]
    return tuple(found)


@cache
def page_index() -> dict[tuple[str, str], Page]:
    """Pages by (host, path), other paths included. Raises ValueError when two claim one path."""
    index: dict[tuple[str, str], Page] = {}
    for page in pages():
        for path in page.paths:
            if (page.host, path) in index:
                raise ValueError(f"{page.host}{path} is claimed twice")
            index[page.host, path] = page
    return index


def find_page(host: str, path: str) -> Page | None:
    """The page that answers for a path of a host or of its alias."""
    return page_index().get((ALIASES.get(host, host), path))


def site_host(host: str) -> str:
    """The canonical host of a Host header."""
    name = host.partition(":")[0].rstrip(".").lower()
    return ALIASES.get(name, name)
