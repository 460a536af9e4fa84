"""Tells headings, bullets and quotes by their looks, where tags do not say. Pure.

Layout of the nineties says "heading" with ``<font size><b>``, "list" with a bullet typed before
each line and "quotation" with a table around italics; a reader sees the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.records import BlockKind
from crawler.pages.pieces import Piece

LONGEST_HEADING = 150
LONGEST_BACK_LINK = 60
CELL_JOINT = " | "

_BULLET = re.compile(r"(?:[•·▪◦‣●○■□►–]|[*-](?=\s))[ \xa0\t]*")
_MARKER = re.compile(r"[\[(]?\d{1,3}[\]).:]{0,2}|[•·▪◦‣●○■□►*–-]")
_NUMBERED = (BlockKind.DEFINITION, BlockKind.PARAGRAPH)
_PRINTED_NUMBER = re.compile(r"\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]")
_SENTENCE_END = re.compile(r"[.,;:]$")
_SIZE_LEVEL = {7: 1, 6: 1, 5: 1, 4: 2, 3: 3}

_TOP = re.compile(r"#(?:top|page-?top|header|start|up|oben|haut|arriba|inicio|su)?", re.I)
_BACK = re.compile(
    r"[\W_]*(?:up|upwards?|(?:go |back )?(?:to )?(?:the )?top(?: of (?:the )?page)?|nach oben"
    r"|(?:zum )?seitenanfang|(?:retour en )?haut(?: de (?:la )?page)?|vers le haut"
    r"|(?:volver )?arriba|(?:torna )?su|inizio pagina|(?:voltar )?ao topo|do góry|na górę"
    r"|(?:başa|yukarı)(?: dön)?|πάνω|επάνω|(?:επιστροφή )?στην αρχή)?[\W_]*",
    re.I,
)
_PERMALINK = re.compile(r"[\s¶#§🔗\ufe0f\u200b]*")


def is_back_link(href: str, text: str) -> bool:
    """Whether a link only leads back to the top of its page."""
    return bool(
        0 < len(text) <= LONGEST_BACK_LINK and _TOP.fullmatch(href) and _BACK.fullmatch(text)
    )


def is_permalink(href: str, text: str) -> bool:
    """Whether a link only shows a heading's own address (``¶``): no part of the text."""
    return href.startswith("#") and len(href) > 1 and bool(_PERMALINK.fullmatch(text))


def shape(piece: Piece, cells: int) -> list[Piece]:
    """The pieces that a run of text really is; ``cells`` is the number of filled table cells."""
    if piece.kind is BlockKind.CODE:
        return [piece]
    if piece.kind is BlockKind.ROW:
        return [_shape_row(piece, cells)]
    shaped: list[Piece] = []
    for part in piece.paragraphs():
        if part.kind is not BlockKind.PARAGRAPH:
            shaped.append(part)
        elif level := heading_level(part):
            shaped.append(part._replace(kind=BlockKind.HEADING, level=level))
        elif part.looks.is_boxed and part.looks.italic == 1:
            shaped.append(part._replace(kind=BlockKind.QUOTE))
        else:
            shaped.extend(_split_bullets(part))
    return shaped


def number_items(pieces: Sequence[Piece]) -> list[Piece]:
    """A printed number in a piece of its own, and the text after it, are one numbered item."""
    numbered: list[Piece] = []
    for piece in pieces:
        before = numbered[-1] if numbered else None
        if before and piece.kind in _NUMBERED and _is_number(before):
            numbered[-1] = piece._replace(kind=BlockKind.ITEM, level=1, marker=before.text)
        else:
            numbered.append(piece)
    return numbered


def _is_number(piece: Piece) -> bool:
    if piece.spans or piece.marker or piece.kind not in (BlockKind.TERM, BlockKind.PARAGRAPH):
        return False
    return _PRINTED_NUMBER.fullmatch(piece.text) is not None


def heading_level(piece: Piece) -> int:
    """1 to 6 for a short line all in bold; 0 when it does not look like a heading.

    A number alone is the marker of what follows.
    """
    if piece.looks.bold < 1 or "\n" in piece.text or len(piece.text) > LONGEST_HEADING:
        return 0
    if _PRINTED_NUMBER.fullmatch(piece.text):
        return 0
    if piece.looks.size:
        return _SIZE_LEVEL.get(piece.looks.size, 4)
    return 0 if _SENTENCE_END.search(piece.text) else 3


def _shape_row(piece: Piece, cells: int) -> Piece:
    """A row of a number and a text is a numbered item; one filled cell is a paragraph."""
    if cells == 1:
        return piece._replace(kind=BlockKind.PARAGRAPH)
    first, joint, _ = piece.text.partition(CELL_JOINT)
    if cells == 2 and joint and _MARKER.fullmatch(first):
        item = piece.cut(len(first) + len(joint))
        marker = first if first[-1:].isdigit() or first[-1:] in ".):]" else "•"
        return item._replace(kind=BlockKind.ITEM, level=1, marker=marker)
    return piece


def _split_bullets(piece: Piece) -> list[Piece]:
    """Lines that begin with a typed bullet become items, if there are two or it is the only one."""
    if "\n" not in piece.text and not _BULLET.match(piece.text):
        return [piece]
    lines = piece.lines()
    bulleted = [_BULLET.match(line.text) for line in lines]
    if sum(map(bool, bulleted)) < min(2, len(lines)) or not any(bulleted):
        return [piece]
    pieces: list[Piece] = []
    for line, bullet in zip(lines, bulleted, strict=True):
        if bullet and bullet.end() < len(line.text):
            item = line.cut(bullet.end())
            pieces.append(item._replace(kind=BlockKind.ITEM, level=1, marker="•"))
        else:
            pieces.append(line)
    return pieces
