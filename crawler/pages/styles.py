"""The inline style of a text, as far as tags give it, and raised numbers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bs4 import Tag

from crawler.pages.elements import OPENER_TAGS, has_inside, text_of

HEADLINE_SIZE = 5
"""Size in ``<font>`` units from which bold words are a headline."""
_BOLD = ("b", "strong")
_RAISES = ("sup", "span")
_NUMBERS = re.compile(r"[+−-]?(?=[^\d]*\d)[\d\s,;*†‡§–−+-]{1,60}")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_RAISING = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_SIZE = re.compile(r"^\s*([+-]?)(\d)\s*$")


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set."""

    bold: bool = False
    italic: bool = False
    size: int = 0
    """In ``<font>`` units (3 is normal, 7 the largest); 0 = not said."""
    is_opener: bool = False
    """Inside of a button or summary."""
    is_raised: bool = False
    """Above the line, as exponents and pointers are."""
    is_code: bool = False
    """Set as code or as what is typed: an example, or a command."""


_CHANGES = {
    **dict.fromkeys(("b", "strong", "th"), "bold"),
    **dict.fromkeys(("i", "em", "cite"), "italic"),
    **dict.fromkeys(OPENER_TAGS, "is_opener"),
    **dict.fromkeys(("code", "kbd", "samp"), "is_code"),
}

STYLING_TAGS = frozenset({*_CHANGES, *_RAISES, "font"})
"""Elements inside which text may be set otherwise."""


def style_inside(tag: Tag, style: Style) -> Style:
    """The style inside an element that stands in ``style``; the same object when unchanged."""
    change = _CHANGES.get(tag.name)
    if change is not None:
        return style if getattr(style, change) else replace(style, **{change: True})
    if tag.name in _RAISES and not style.is_raised and _is_raised(tag):
        return replace(style, is_raised=True)
    if tag.name == "font" and (size := font_size(tag)):
        return replace(style, size=size)
    return style


def font_size(tag: Tag) -> int:
    """1 to 7; 0 when the element sets none. ``+1`` counts from the normal size."""
    match = _SIZE.match(str(tag.attrs.get("size") or ""))
    if not match:
        return 0
    sign, digit = match.groups()
    return min(max(3 + int(f"{sign}{digit}") if sign else int(digit), 1), 7)


def is_headline(font: Tag, style: Style) -> bool:
    """Whether a ``<font>`` sets words so large and bold that they are a headline of their own,
    even where a forgotten end tag leaves them in the line before."""
    if font_size(font) < HEADLINE_SIZE or not (style.bold or has_inside(font, *_BOLD)):
        return False
    return len(text_of(font)) > 2


def _is_raised(tag: Tag) -> bool:
    """Whether an inline element sets its text above the line: ``<sup>``, or CSS that says so."""
    return tag.name == "sup" or _RAISING.search(str(tag.attrs.get("style") or "")) is not None


def raise_numbers(text: str) -> str:
    """Raised text in superscript characters, if it is numbers and what joins them: plain text must
    not read "pain3" for ``pain<sup>3</sup>``. Words (``1<sup>st</sup>``) stay as they are.

    >>> raise_numbers("3,5-7"), raise_numbers("st")
    ('³,⁵⁻⁷', 'st')
    """
    return text.translate(_RAISED) if _NUMBERS.fullmatch(text) else text
