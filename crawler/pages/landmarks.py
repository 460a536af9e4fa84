"""Which part of a page an element announces: by its tag, its role, or a telling class name. Pure.

Only hints: ``regions`` overrules them where they would swallow what the page is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pipelines.references.headings import is_reference_heading

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
_LISTS = re.compile(
    r"(?i)(?:foot|end|rear)-?notes?(?:-(?:list|container))?|bibliograph(?:y|ie)|references?(?:-list)?"
    r"|ref-?list|literaturverzeichnis"
)
"""What an aside is called that holds references: by its class names or id."""
_MAYBE_LISTS = re.compile(r"(?i)notes(?:-(?:list|container))?|citations?|literatur(?:e)?|quellen")
"""The same, where all its names are such, and no heading says otherwise: boxes have them, too."""
_NOTES_HEADED = re.compile(r"(?i)(?:foot|end)?notes|anmerkungen|fu(?:ß|ss)noten|notas|noten")
"""The heading that such a name does not stand against."""
_NOTE_TYPES = re.compile(r"(?i)note|notes")
"""The same, by its ``epub:type``: a class ``note`` is of a call-out."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "summary"})
_FIRST = 40
"""Elements and texts of an aside among which its heading is looked for."""
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
    if name == "nav":
        return name
    if name == "aside":
        return current if _holds_references(tag) else name
    if name in ("header", "footer"):
        return current or name  # of the page; inside an article they head and end the article
    if name == "article":
        return current if current in CHROME or current == "main" else "article"
    if name in NAMEABLE and current not in CHROME and (names := _names(tag)):
        for token in names:
            match = _NAMED.fullmatch(token)
            if match and match.lastgroup == "aside" and _holds_references(tag):
                return current
            if match:
                return str(match.lastgroup)
    return current


def _holds_references(tag: Tag) -> bool:
    """Whether notes or a list of references stand in what is set beside the text.

    Told by what it is called, or by its first heading: they are a part of the page wherever they
    stand, and what else is set beside a text is not.
    """
    types, names = str(tag.attrs.get("epub:type") or "").split(), _names(tag)
    if any(map(_LISTS.fullmatch, (*types, *names))) or any(map(_NOTE_TYPES.fullmatch, types)):
        return True
    heading = next(
        (one for one in _first_within(tag) if isinstance(one, Tag) and one.name in _HEADINGS), None
    )
    is_called_so = bool(names) and all(map(_MAYBE_LISTS.fullmatch, names))
    if heading is None:
        return is_called_so
    words = " ".join(one for one in _first_within(heading) if isinstance(one, NavigableString))
    headed = " ".join(words.split())
    return is_reference_heading(headed) or (
        is_called_so and _NOTES_HEADED.fullmatch(headed) is not None
    )


def _first_within(tag: Tag) -> Iterator[PageElement]:
    """The first elements and texts inside of one; bounded, however deep the page is."""
    left = tag.contents[_FIRST::-1]
    for _ in range(_FIRST):
        if not left:
            return
        one = left.pop()
        yield one
        if isinstance(one, Tag):
            left += one.contents[_FIRST::-1]


def _names(tag: Tag) -> list[str]:
    """Class names and id."""
    return f"{tag.attrs.get('class') or ''} {tag.attrs.get('id') or ''}".split()
