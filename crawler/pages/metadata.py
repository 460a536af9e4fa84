"""What a page's head says about the page: meta elements, canonical URL, JSON-LD. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from crawler.pages.tree import Tree

MAX_JSON = 500_000
"""Characters of one JSON-LD block; the parser of the standard library recurses."""
MAX_NODES = 5_000

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "date",
)
_UPDATED = ("article:modified_time", "datemodified", "dcterms.modified", "last-modified", "revised")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author")
_BLANKS = re.compile(r"\s+")


class Metadata:
    """The head of one page, read once."""

    def __init__(self, tree: Tree) -> None:
        title = next(iter(tree.tags["title"]), None)
        self.html_title = _fold(title.get_text()) if title is not None else ""
        self.pairs = tuple(_pairs(tree))
        self.canonical = _canonical(tree)
        self.language = _language(tree) or self.first("dc.language")
        self.linked_data = tuple(_linked_data(tree))
        body = next(iter(tree.tags["body"]), None)
        self.classes = (
            frozenset(str(body.attrs.get("class") or "").split()) if body else frozenset()
        )
        """Of the body: what content systems say of the page there."""
        self.has_password = any(
            str(field.attrs.get("type") or "").lower() == "password" for field in tree.tags["input"]
        )

    def first(self, *names: str) -> str:
        """Content of the first meta element with one of these names, in the order of the names."""
        for name in names:
            for key, value in self.pairs:
                if key.lower() == name and value:
                    return value
        return ""

    @property
    def is_noindex(self) -> bool:
        """Whether search engines are asked to leave the page out."""
        return any(
            key.lower() in ("robots", "googlebot")
            and re.search(r"\b(?:noindex|none)\b", value, re.I)
            for key, value in self.pairs
        )

    @property
    def published(self) -> str:
        """The publication date as declared; JSON-LD first, since it says what it dates."""
        return self._linked("datePublished") or self.first(*_PUBLISHED)

    @property
    def updated(self) -> str:
        """The date of the last change as declared."""
        return self._linked("dateModified") or self.first(*_UPDATED)

    @property
    def types(self) -> frozenset[str]:
        """JSON-LD types and the Open Graph type, lower case."""
        found = {self.first("og:type").lower()}
        for node in self.linked_data:
            declared = node.get("@type")
            found.update(
                str(t).lower() for t in (declared if isinstance(declared, list) else [declared])
            )
        return frozenset(found - {"", "none"})

    @property
    def authors(self) -> tuple[str, ...]:
        """Names as declared, each once."""
        names: list[str] = []
        for node in self.linked_data:
            people = node.get("author")
            for person in people if isinstance(people, list) else [people]:
                name = person.get("name") if isinstance(person, Mapping) else person
                if isinstance(name, str):
                    names.append(name)
        for wanted in () if names else _AUTHORS:
            names = [value for key, value in self.pairs if key.lower() == wanted]
            if names:
                break
        return tuple(dict.fromkeys(n for name in names if (n := _fold(name)) and "://" not in n))

    def _linked(self, name: str) -> str:
        values = (node.get(name) for node in self.linked_data)
        return next((v for v in values if isinstance(v, str)), "")


def _pairs(tree: Tree) -> Iterator[tuple[str, str]]:
    for meta in tree.tags["meta"]:
        attributes = meta.attrs
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name and "content" in attributes:
            yield str(name), _fold(str(attributes["content"]))


def _language(tree: Tree) -> str:
    """As declared by the root element or its HTTP equivalent."""
    for html in tree.tags["html"]:
        declared = html.attrs.get("lang") or html.attrs.get("xml:lang")
        if declared:
            return str(declared)
    for meta in tree.tags["meta"]:
        if str(meta.attrs.get("http-equiv") or "").lower() == "content-language":
            return str(meta.attrs.get("content") or "")
    return ""


def _canonical(tree: Tree) -> str | None:
    for link in tree.tags["link"]:
        if "href" in link.attrs and "canonical" in str(link.attrs.get("rel") or "").lower().split():
            return str(link["href"])
    return None


def _linked_data(tree: Tree) -> Iterator[Mapping[str, object]]:
    """Every JSON-LD object that may describe the page; broken JSON is left out."""
    for script in tree.tags["script"]:
        if str(script.attrs.get("type") or "").lower() != "application/ld+json":
            continue
        text = script.string or ""
        if len(text) > MAX_JSON:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield from _nodes(data)


def _nodes(data: object) -> Iterator[Mapping[str, object]]:
    """Top-level objects and those of ``@graph``; not what they contain, which is about others."""
    waiting: Sequence[object] = data if isinstance(data, list) else [data]
    for node in waiting[:MAX_NODES]:
        if isinstance(node, Mapping):
            yield node
            graph = node.get("@graph")
            if isinstance(graph, list):
                yield from (n for n in graph[:MAX_NODES] if isinstance(n, Mapping))


def _fold(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
