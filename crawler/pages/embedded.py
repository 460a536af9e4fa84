"""Addresses inside other values: srcset, JSON-LD, meta elements. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from crawler.pages.css import addresses_of_css
from crawler.pages.tree import Tree

MAX_DEPTH = 12
"""Nesting of objects in JSON-LD that is followed."""

_CANDIDATE = re.compile(r"[ \t\n\f\r,]*([^ \t\n\f\r,][^ \t\n\f\r]*)")
_WEB_ADDRESS = re.compile(r"https?://|/|\.{1,2}/", re.I)
_RELATIVE_ADDRESS = re.compile(
    r"[\w.~%@+=-]+(?:/[\w.~%@+=,()-]+)*(?:/|\.[a-z][a-z0-9]{1,4})(?:[?#]\S*)?", re.I
)
META_ADDRESSES = frozenset({
    "og:url", "og:image", "og:image:url", "og:image:secure_url", "og:video", "og:video:url",
    "og:audio", "og:audio:url", "twitter:image", "twitter:image:src", "twitter:player",
    "twitter:url", "thumbnail", "msapplication-tileimage", "citation_pdf_url",
    "citation_fulltext_html_url", "citation_abstract_html_url",
})  # fmt: skip
"""Meta elements whose content is an address (Open Graph, Twitter cards, Highwire Press)."""
_LINKED = frozenset({
    "url", "image", "logo", "sameAs", "contentUrl", "embedUrl", "thumbnailUrl", "mainEntityOfPage",
    "downloadUrl", "discussionUrl",
})  # fmt: skip
"""Properties of schema.org whose text is an address."""


def addresses_of_srcset(text: str) -> list[str]:
    """The images a ``srcset`` offers (WHATWG HTML §4.8.4.2.1).

    >>> addresses_of_srcset("a.png, b,c.png 2x ,  d.png 100w")
    ['a.png', 'b,c.png', 'd.png']
    """
    found: list[str] = []
    at = 0
    while candidate := _CANDIDATE.match(text, at):
        found.append(candidate[1].rstrip(","))
        at = candidate.end()
        if not candidate[1].endswith(","):
            comma = text.find(",", at)  # behind the descriptors
            at = comma if comma >= 0 else len(text)
    return found


def addresses_of_linked_data(nodes: Sequence[Mapping[str, object]]) -> list[str]:
    """Addresses that JSON-LD objects name, at any depth; identifiers (``@id``) are none."""
    found: dict[str, None] = {}
    waiting: list[tuple[object, int]] = [(node, 0) for node in nodes]
    while waiting:
        node, depth = waiting.pop(0)
        if not isinstance(node, Mapping) or depth > MAX_DEPTH:
            continue
        for name, value in node.items():
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Mapping):
                    waiting.append((part, depth + 1))
                elif name in _LINKED and isinstance(part, str) and _is_address(part):
                    found[part.strip()] = None
    return list(found)


def _is_address(text: str) -> bool:
    """Whether a text is meant as an address; relative ones are told by a slash or an ending."""
    text = text.strip()
    return bool(_WEB_ADDRESS.match(text) or _RELATIVE_ADDRESS.fullmatch(text))


def addresses_of_head(
    tree: Tree, pairs: Sequence[tuple[str, str]], linked_data: Sequence[Mapping[str, object]]
) -> Iterator[tuple[str, str, str]]:
    """(element, attribute, printed) of what style sheets, meta elements and JSON-LD point to.

    ``pairs`` are the page's meta elements; their name stands for the attribute.
    """
    for name, content in pairs:
        if name.lower() in META_ADDRESSES and content.strip():
            yield "meta", name.lower(), content
    for style in tree.tags["style"]:
        for address in addresses_of_css(style.string or ""):
            yield "style", "url", address
    for address in addresses_of_linked_data(linked_data):
        yield "script", "json-ld", address
