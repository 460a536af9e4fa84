"""Separates what a page is about from what stands around it. Pure.

Told by words where the site's standing text is known, by place (before the title, after the
last line of text), by link density, and by landmarks in tags and class names, which count
least: a hint that would swallow the text itself is not believed.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.records import BlockKind, Region
from crawler.pages.landmarks import CHROME
from crawler.pages.patientline import ANY_SITE, Boilerplate
from crawler.pages.pieces import Piece

SMALLEST_MAIN = 0.25
"""Share of the page's unlinked text below which a marked main part is not believed."""
LINKED = 0.8
"""Share of linked characters from which a piece only leads elsewhere."""
LONGEST_MENU_ENTRY = 80
SHORTEST_MENU = 3


def split_blurbs(pieces: Sequence[Piece], site: Boilerplate) -> list[Piece]:
    """Cut the site's blurb off a piece that it was glued to by a line break."""
    split: list[Piece] = []
    for piece in pieces:
        lines = piece.lines()
        begin = next((n for n, line in enumerate(lines) if site.is_blurb(line.text)), None)
        if begin is None:
            split.append(piece)
            continue
        start = piece.text.index(lines[begin].text)
        if start:
            split.append(piece.cut(0, start))
        blurb = piece.cut(start)._replace(kind=BlockKind.PARAGRAPH, level=0, marker="")
        split.append(blurb.as_chrome())
    return split


def assign(pieces: Sequence[Piece], title: int | None, site: Boilerplate) -> tuple[Piece, ...]:
    """The same pieces with their regions; ``title`` is the number of the title piece."""
    chrome = _by_landmark(pieces, title)
    chrome = [c or b for c, b in zip(chrome, _by_words(pieces, title, site), strict=True)]
    if title is None and site is ANY_SITE:
        _mark_leading_menu(pieces, chrome)
    if title is not None and _text(pieces[title:]) >= _text(pieces[:title]):
        chrome[:title] = [True] * title
    _mark_trailing_menu(pieces, chrome)
    return tuple(
        piece.as_chrome() if is_chrome and number != title else piece
        for number, (piece, is_chrome) in enumerate(zip(pieces, chrome, strict=True))
    )


def _text(pieces: Sequence[Piece]) -> float:
    """Visible characters that are no link."""
    return sum(len(p.text) * (1 - p.looks.linked) for p in pieces)


def _by_landmark(pieces: Sequence[Piece], title: int | None) -> list[bool]:
    """Chrome by landmarks, unless next to nothing would be left."""
    marked = [p.looks.landmark in CHROME or p.region is Region.CHROME for p in pieces]
    for landmarks in ({"main"}, {"main", "article"}):
        inside = [p for p in pieces if p.looks.landmark in landmarks]
        left = [p for p, m in zip(pieces, marked, strict=True) if not m]
        if inside and _text(inside) >= 2 * SMALLEST_MAIN * _text(left):
            return [
                m or p.looks.landmark not in landmarks for p, m in zip(pieces, marked, strict=True)
            ]
    left = [p for p, m in zip(pieces, marked, strict=True) if not m]
    if _text(left) >= SMALLEST_MAIN * _text(pieces) or title is None:
        return marked
    return [p.region is Region.CHROME for p in pieces]


def _by_words(pieces: Sequence[Piece], title: int | None, site: Boilerplate) -> list[bool]:
    """Chrome by the site's standing text: single labels, and all that follows the last text."""
    chrome = [
        p.region is Region.CHROME or site.is_label(p.text) or site.is_blurb(p.text) for p in pieces
    ]
    begin = 0 if title is None else title + 1
    if title is None:
        begin = next((n for n, is_label in enumerate(chrome) if not is_label), 0)
    for number in range(begin, len(pieces)):
        if site.is_tail(pieces[number].text):
            chrome[number:] = [True] * (len(pieces) - number)
            break
    return chrome


def _is_menu_entry(piece: Piece) -> bool:
    return piece.looks.linked >= LINKED and len(piece.text) <= LONGEST_MENU_ENTRY


def _mark_leading_menu(pieces: Sequence[Piece], chrome: list[bool]) -> None:
    """Without a title, the links before the first text are the menu, if text does follow."""
    first = next((n for n, p in enumerate(pieces) if not chrome[n] and not _is_menu_entry(p)), 0)
    if first >= SHORTEST_MENU and _text(pieces[first:]) > 200:
        chrome[:first] = [True] * first


def _mark_trailing_menu(pieces: Sequence[Piece], chrome: list[bool]) -> None:
    """Links at the very end that no heading or colon announces and that are less than the text,
    if no menu is marked there already."""
    end = len(pieces)
    while end and chrome[end - 1]:
        end -= 1
    if sum(_is_menu_entry(piece) for piece in pieces[end:]) >= SHORTEST_MENU:
        return
    start = end
    while start and not chrome[start - 1] and _is_menu_entry(pieces[start - 1]):
        start -= 1
    if end - start < SHORTEST_MENU or not start:
        return
    before = pieces[start - 1]
    announces = before.kind is BlockKind.HEADING or before.text.endswith(":")
    text = _text([p for p, c in zip(pieces[:start], chrome, strict=False) if not c])
    if not announces and text > sum(len(piece.text) for piece in pieces[start:end]):
        chrome[start:end] = [True] * (end - start)
