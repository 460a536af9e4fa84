"""Places within a page that a fragment can point to. Pure.

A browser looks for an element with that id, then for an ``a`` with that name, first as it is
written and then percent-decoded (HTML, "find a potential indicated element"); ``#top`` and the
empty fragment are always there, and what follows ``:~:`` is a text to be marked, no place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

_NAMED = re.compile(r"""(?<![\w:-])(?:id|name)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""", re.I)
# Hosts that render documents put this before the ids of the author's headings.
_PREFIXES = ("", "user-content-")


def place_of(fragment: str) -> str:
    """The place a browser looks for, or '' when there is nothing to look for.

    Routes and settings that scripts read (``#/a``, ``#!a``, ``#a=b``) are none of the page's.

    >>> place_of("causes:~:text=pain"), place_of("Top"), place_of("!/route"), place_of("page=3")
    ('causes', '', '', '')
    """
    name = fragment.partition(":~:")[0]
    if name.lower() == "top" or "=" in name or name.startswith(("!", "/")):
        return ""
    return name


def spellings(place: str) -> tuple[str, ...]:
    """A place as it may be named in the page."""
    found = dict.fromkeys(prefix + name for prefix in _PREFIXES for name in (place, unquote(place)))
    return tuple(found)


def find_places(source: str, fragments: Iterable[str]) -> dict[str, str]:
    """Each fragment that asks for a place -> ``there``, ``script`` or ``missing``.

    ``script``: no element has that name, but the page's source has it in quotes, so that a
    script may make it. Comments are left out. Time is linear in the length of the source.
    """
    wanted = {fragment: place_of(fragment) for fragment in fragments}
    if not any(wanted.values()):
        return {}
    shown = _without_comments(source)
    names = {_unescaped(match[1].strip("\"'")) for match in _NAMED.finditer(shown)}
    found = {}
    for fragment, place in wanted.items():
        if not place:
            continue
        known = spellings(place)
        if not names.isdisjoint(known):
            found[fragment] = "there"
        elif any(f"{q}{name}{q}" in shown for name in known for q in ("'", '"', "`")):
            found[fragment] = "script"
        else:
            found[fragment] = "missing"
    return found


def _unescaped(name: str) -> str:
    return html.unescape(name) if "&" in name else name


def _without_comments(source: str) -> str:
    parts: list[str] = []
    at = 0
    while True:
        start = source.find("<!--", at)
        parts.append(source[at : start if start >= 0 else len(source)])
        if start < 0:
            return "".join(parts)
        end = source.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        at = end + 3
