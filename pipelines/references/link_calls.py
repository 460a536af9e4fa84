"""Links within a page that lead to entries of its reference list. Pure.

``<a href="#ref3">[3]</a>`` and its like: the target has the name of a reference or a note and a
number (``#cite_note-Lee-3``, ``#fn:3``, ``#bib3``, ``#B3``), or the text is a number in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from archive.records import Block
from pipelines.references.calls import RAISED_DIGITS

_TARGET = re.compile(
    r"(?:.{0,60}[-_:.])?(?:cite[-_]?note|cite|citation|ref(?:erence)?s?|fn|footnote|bib|biblio|"
    r"note|endnote|edn|ftn|en|enref|lit|literatur|quelle|source|src|b|r|cr)"
    r"(?:[-_:.].{0,60}?)?[-_:.]{0,2}(?P<number>\d{1,3})",
    re.I,
)
_TEXT = re.compile(rf"\s*[\[(]?\s?(?P<number>\d{{1,3}}|[{RAISED_DIGITS}]{{1,3}})\s?[\])]?\s*")
_SET_APART = re.compile(rf"[\[(]|[{RAISED_DIGITS}]")
_LOWERED = str.maketrans(RAISED_DIGITS, "0123456789")
SURE, LIKELY, POSSIBLE = 1.0, 0.9, 0.7


@dataclass(frozen=True, slots=True)
class LinkCall:
    """The link ``text[start:end]`` leads to the entry ``number``; the span is without brackets."""

    start: int
    end: int
    number: int
    confidence: float


def find_link_calls(block: Block, page_url: str) -> Iterator[LinkCall]:
    """Links of a block that lead to an entry; ``page_url`` is the page's own address."""
    for anchor in block.anchors:
        path, hash_sign, fragment = anchor.href.partition("#")
        if not hash_sign or not fragment or (path and not page_url.endswith(path)):
            continue
        text = block.text[anchor.start : anchor.end]
        printed = _TEXT.fullmatch(text)
        target = _TARGET.fullmatch(unquote(fragment)[:200])
        is_set_apart = _SET_APART.search(block.text[max(0, anchor.start - 1) : anchor.end])
        if printed and (target or is_set_apart):
            number = int(printed["number"].translate(_LOWERED))
            confidence = POSSIBLE if target and int(target["number"]) != number else SURE
            if not target:
                confidence = LIKELY
            start, end = (anchor.start + at for at in printed.span("number"))
            yield LinkCall(start, end, number, confidence)
        elif target and text.strip():
            yield LinkCall(anchor.start, anchor.end, int(target["number"]), LIKELY)
