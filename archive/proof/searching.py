"""Searches a prepared page for passages: whole, in pieces, or as far as they go. Pure.

Linear, as ``spans`` is, which folds both: a page and its rows may be hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import accumulate

from archive.proof.spans import Folded, Found, Page, Span, fold

CELL_JOINT = " | "
"""Between the cells of a row, where its text is one of ours."""
_ANCHOR = 8
"""Characters that must agree before a passage is taken to begin at a place."""
_TRIES = 60
"""Places where a passage may begin that are looked at."""
_MOST_PIECES = 60
_WIDEST_GAP = 3000
_MOST_CELLS = 20_000
"""Cells that are looked at for a passage that stands whole in many places."""
_TABLE_TAG = re.compile(r"<(?:/(?=t(?:r|able)\b))?(td|th|tr|table)\b", re.IGNORECASE)

_Piece = tuple[int, int, int]
"""Where it begins in a passage, where in the page's folded text, and how long it is."""


def find_text(
    folded: Folded, passage: str, *, ordinal: int = 1, within: Span | None = None
) -> Found:
    """Where a passage stands, the ``ordinal``-th time (or the last time before that).

    Whole if it stands there so; otherwise in pieces, with what is not printed (hidden text,
    notes) between them; otherwise as far as it can be followed. A passage that was mended of
    double encoding is met where it stands double-encoded, and one of several cells where they
    stand side by side, since what we print between them stands nowhere.
    """
    if within is None and ordinal == 1:
        known = folded.sought.get(passage)
        if known is None:
            known = folded.sought[passage] = _find_text(folded, passage, 1, 0, len(folded.text))
        return known
    return _find_text(folded, passage, ordinal, *folded.window(within))


def _find_text(folded: Folded, passage: str, ordinal: int, low: int, high: int) -> Found:
    wanted = form = fold(passage)
    if not wanted:
        return Found()
    at = _place(folded.text, wanted, low, high, ordinal)
    if at < 0 and (form := _doubly_encoded(passage)):
        at = _place(folded.text, form, low, high, ordinal)
    if at >= 0:
        return Found((folded.span(at, at + len(form)),), len(wanted), len(wanted))
    found = max(
        (
            _follow(folded, wanted, at, high)
            for at in _places(folded.text, wanted[:_ANCHOR], low, high, _TRIES)
        ),
        key=lambda found: (found.matched, -len(found.spans)),
        default=Found(wanted=len(wanted), rest=wanted),
    )
    if CELL_JOINT in passage and not found.is_whole:
        return _in_cells(folded, passage, ordinal, low, high) or found
    return found


def _in_cells(folded: Folded, passage: str, ordinal: int, low: int, high: int) -> Found | None:
    """Where cells stand side by side that a row of ours joins; None = nowhere."""
    cells = [cell for cell in map(fold, passage.split(CELL_JOINT)) if cell]
    wanted = "".join(cells)
    joints = list(accumulate(map(len, cells)))[:-1]
    if not joints:
        return None
    found = None
    places = _places(folded.text, wanted, low, high, _MOST_CELLS // len(cells))
    for at in places:
        if _are_cells(folded, [(0, at, len(wanted))], joints):
            found, ordinal = folded.span(at, at + len(wanted)), ordinal - 1
            if not ordinal:
                break
    if found:
        return Found((found,), len(wanted), len(wanted))
    for at in _places(folded.text, wanted[:_ANCHOR], low, high, _TRIES):
        pieces, _ = _follow_pieces(folded.text, wanted, at, high)
        if sum(length for *_, length in pieces) == len(wanted) and _are_cells(
            folded, pieces, joints
        ):
            spans = tuple(folded.span(at, at + length) for _, at, length in pieces)
            return Found(spans, len(wanted), len(wanted))
    return None


def _are_cells(folded: Folded, pieces: list[_Piece], joints: list[int]) -> bool:
    """Whether a new cell of the same row begins at each of these characters of a passage, or
    what joins them is printed there."""
    left = iter(joints)
    joint = next(left, None)
    last = 0
    for done, at, length in pieces:
        while joint is not None and joint < done + length:
            here = at + joint - done
            before = here - 1 if joint > done else last
            between = folded.source[folded.place(before).end : folded.place(here).start]
            if between.strip() != "|" and not _begins_cell(between):
                return False
            joint = next(left, None)
        last = at + length - 1
    return True


def _begins_cell(between: str) -> bool:
    """Whether a cell of the same row begins in a piece of the source."""
    tags = {name.lower() for name in _TABLE_TAG.findall(between[:_WIDEST_GAP])}
    return not tags.isdisjoint(("td", "th")) and ("tr" not in tags or "table" in tags)


def find_value(page: Page, printed: str, element: str = "", attribute: str = "") -> list[Span]:
    """Where an attribute has a value: its spans in order, of that element and attribute alone."""
    return page.values(element, attribute).get(fold(printed), [])


def find_literal(source: str, printed: str) -> list[Span]:
    """Where a text stands in the source as it is, or as HTML or JSON write it."""
    for form in dict.fromkeys((printed, escape(printed), printed.replace("/", "\\/"))):
        if form:
            places = _places(source, form, 0, len(source), 1000)
            if spans := [Span(at, at + len(form)) for at in places]:
                return spans
    return []


def _place(text: str, wanted: str, low: int, high: int, ordinal: int) -> int:
    """Where it stands the ``ordinal``-th time, or the last time before that; -1 = nowhere."""
    last, at = -1, text.find(wanted, low, high)
    while at >= 0 and ordinal > 0:
        last, ordinal = at, ordinal - 1
        at = text.find(wanted, at + 1, high) if ordinal else -1
    return last


def _places(text: str, wanted: str, low: int, high: int, most: int) -> Iterator[int]:
    at = low - 1
    for _ in range(most):
        at = text.find(wanted, at + 1, high)
        if at < 0:
            return
        yield at


def _follow(folded: Folded, wanted: str, at: int, high: int) -> Found:
    """The passage from ``at`` on, over what stands in between."""
    pieces, at = _follow_pieces(folded.text, wanted, at, high)
    spans = [folded.span(at, at + length) for _, at, length in pieces]
    done = sum(length for *_, length in pieces)
    departs = folded.place(at).start if at < len(folded.text) else None
    is_whole = done == len(wanted)
    return Found(
        tuple(spans), done, len(wanted), None if is_whole else departs, wanted[done : done + 60]
    )


def _follow_pieces(text: str, wanted: str, at: int, high: int) -> tuple[list[_Piece], int]:
    """The pieces of a passage from ``at`` on, in order, and where it is followed no further."""
    pieces: list[_Piece] = []
    done = 0
    while done < len(wanted):
        length = _common(text, at, wanted, done)
        if length:
            pieces.append((done, at, length))
            at, done = at + length, done + length
        if done == len(wanted) or len(pieces) >= _MOST_PIECES:
            break
        following = wanted[done : done + _ANCHOR]
        gap = min(_WIDEST_GAP, len(following) ** 2 * 30)
        further = text.find(following, at, min(high, at + gap))
        if further < 0:
            break
        at = further
    return pieces, at


def _common(text: str, at: int, wanted: str, done: int) -> int:
    """How many characters agree from there on: doubling steps, then halving ones."""
    length, step = 0, 16
    while step:
        part = wanted[done + length : done + length + step]
        agrees = len(part) == step and text.startswith(part, at + length)
        length, step = (length + step, step * 2) if agrees else (length, step // 2)
    return length


def _doubly_encoded(passage: str) -> str:
    """The passage as it stands where UTF-8 was read as windows-1252; empty when it is the same."""
    if passage.isascii():
        return ""
    characters = []
    for byte in passage.encode("utf-8", "surrogatepass"):
        one = bytes((byte,))
        try:
            characters.append(one.decode("cp1252"))
        except UnicodeDecodeError:
            characters.append(one.decode("latin-1"))
    return fold("".join(characters))
