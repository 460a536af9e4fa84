"""The title a reader sees: the first top-level heading, or what comes closest. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from archive.keeping.prose import fold
from archive.records import BlockKind
from crawler.pages.landmarks import CHROME
from crawler.pages.patientline import Boilerplate
from crawler.pages.pieces import Piece

LONGEST_TITLE = 200
"""Characters; longer lines are text."""

_PARTS = re.compile(r"(?<!\s)\s+(?:[|–—·»«:-]+\s+|[|»«]\s*)|[|»«]\s*")
_EXTENSION = re.compile(r"\.\w{1,5}$")


def find_title(pieces: Sequence[Piece], html_title: str, site: Boilerplate) -> int | None:
    """Number of the title's piece: a heading of level 1, or the one that ``<title>`` repeats."""
    headings = [n for n, p in enumerate(pieces) if p.kind is BlockKind.HEADING]
    first = [n for n in headings if pieces[n].level == 1]
    inside = [n for n in first if pieces[n].looks.landmark not in CHROME] or first
    parts = [fold(part) for part in _PARTS.split(html_title) if fold(part)]
    repeated = [
        n for n in headings if parts and pieces[n].level <= 2 and fold(pieces[n].text) == parts[0]
    ]
    if not inside:
        if len(parts) < 2:
            return None  # a site's name is the <title> of pages without any title of their own
        return repeated[0] if repeated else _find_repeated_line(pieces, html_title, site)
    if len(parts) > 1 and repeated and fold(pieces[inside[0]].text) == parts[-1]:
        return repeated[0]  # the H1 is the site's name, on every page the same
    whole = fold(html_title)
    for number in inside:
        if len(inside) > 1 and fold(pieces[number].text) in whole:
            return number
    return inside[0]


def _find_repeated_line(pieces: Sequence[Piece], html_title: str, site: Boilerplate) -> int | None:
    """A line that no tag makes a heading, but that ``<title>`` repeats beside the site's name."""
    whole = fold(html_title)
    name = next((part for part in _PARTS.split(html_title) if site.is_label(part)), "")
    wanted = whole.removeprefix(fold(name)).removesuffix(fold(name)).strip()
    if not name:
        wanted = fold(title_of_html(html_title))
    for number, piece in enumerate(pieces):
        if len(piece.text) <= LONGEST_TITLE and fold(piece.text) == wanted:
            return None if site.is_label(piece.text) else number
    return None


def title_of_html(html_title: str) -> str:
    """``<title>`` without the site's name behind it; the whole when it has one part only."""
    parts = [p for p in _PARTS.split(html_title) if p.strip()]
    return parts[0].strip() if parts else ""


def title_of_url(url: str) -> str:
    """A title made of the last part of the path: ``/en/neck-pain.htm`` is ``Neck pain``."""
    path = url.split("?", 1)[0].split("#", 1)[0].split("://", 1)[-1].partition("/")[2]
    slug = _EXTENSION.sub("", unquote(path.rstrip("/").rsplit("/", 1)[-1]))
    words = " ".join(re.split(r"[-_+\s]+", slug)).strip()
    return words[:1].upper() + words[1:]
