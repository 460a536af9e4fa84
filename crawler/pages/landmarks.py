"""Which part of a page an element announces: by its tag, its role, or a telling class name. Pure.

Only hints: ``regions`` overrules them where they would swallow what the page is about.
"""

from __future__ import annotations

import re

from bs4 import Tag

CHROME = frozenset({"nav", "header", "footer", "aside"})
"""Landmarks whose text is not what the page is about."""

_ROLES = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "search": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "main": "main",
}
_PLACE = r"(?:main|site|page|top|sub|primary|secondary|global|local|left|right|box|area|side|meta)"
_PART = r"(?:bar|box|list|wrap|wrapper|inner|container|area|left|right|main|top|items?|links?)"
_NAMED = re.compile(
    rf"(?:{_PLACE}[-_]?)*(?:(?P<nav>nav|navi|navbar|navigation|menu|breadcrumbs?|skip|skiplinks?)"
    rf"|(?P<aside>sidebar|sidenav|share|sharing|social|cookies?|cookieconsent)"
    rf"|(?P<footer>footer))(?:[-_]?{_PART})*",
    re.I,
)
NAMEABLE = frozenset({"div", "ul", "ol", "td", "table", "section", "p", "span", "form"})
"""Elements whose class names and id are looked at."""


def landmark_of(tag: Tag, current: str) -> str:
    """The landmark inside this element, standing in ``current``; empty = none."""
    name = tag.name
    role = tag.attrs.get("role")
    if role:
        if str(role).startswith("doc-") or role == "note":
            return current  # footnotes and bibliographies, whatever element they are in
        announced = _ROLES.get(str(role))
        if announced:
            return announced
    if name == "main":
        return "main"
    if name in ("nav", "aside"):
        return name
    if name in ("header", "footer"):
        return current or name  # of the page; inside an article they head and end the article
    if name == "article":
        return current if current in CHROME or current == "main" else "article"
    if name in NAMEABLE and current not in CHROME and (names := _names(tag)):
        for token in names:
            match = _NAMED.fullmatch(token)
            if match:
                return str(match.lastgroup)
    return current


def _names(tag: Tag) -> list[str]:
    """Class names and id."""
    return f"{tag.attrs.get('class') or ''} {tag.attrs.get('id') or ''}".split()
