"""How much of one text stands in another, and whether a page still says what it said. Pure.

Texts are compared by their shingles (every three words in a row), which survive a changed date
and not a changed subject. A sketch is the few smallest hashes of them: a fair sample that can
be kept with a check (Broder, On the resemblance and containment of documents, 1997).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence

SKETCH = 24
"""Hashes kept of a page."""
_WORDS_SKETCHED = 800
_SAMPLED = 0b11
_SAMPLE_FROM = 200
_WORDS_COMPARED = 3_000
_TOKEN = re.compile(r"\w+")


def shingles(text: str, leave_out: frozenset[str] = frozenset()) -> set[int]:
    """Hashes of every three words in a row; words of ``leave_out`` are passed over."""
    words = [w for w in _tokens(text, _WORDS_COMPARED) if w not in leave_out]
    return _hashes(words)


def contained(text: str, other: str, leave_out: frozenset[str] = frozenset()) -> float:
    """The share (0 to 1) of a text that also stands in another; 1 for a text without words."""
    own = shingles(text, leave_out)
    return len(own & shingles(other, leave_out)) / len(own) if own else 1.0


def sketch_of(text: str) -> list[int]:
    """The sketch of the beginning of a text (spaces folded); empty for one without words.

    Of a longer text only the shingles that begin with one word in four are hashed: which words
    those are is a matter of the words themselves, so two texts leave out the same ones.
    """
    beginning = text[: _WORDS_SKETCHED * 12].lower().encode("utf-8", "replace")
    codes = list(map(zlib.crc32, beginning.split(maxsplit=_WORDS_SKETCHED)[:_WORDS_SKETCHED]))
    sampled = _SAMPLED if len(codes) > _SAMPLE_FROM else 0
    rows = zip(codes, codes[1:], codes[2:], strict=False)
    mixed = {  # _mixed, written out: it runs for every page
        (a * 0x9E3779B1 ^ b * 0x85EBCA77 ^ c * 0xC2B2AE3D) & 0xFFFFFFFF
        for a, b, c in rows
        if not a & sampled
    }
    return sorted(mixed or codes)[:SKETCH]


def likeness(sketch: Sequence[int], other: Sequence[int]) -> float | None:
    """About which share (0 to 1) two texts have in common; None when either has no words."""
    if not sketch or not other:
        return None
    together = sorted(set(sketch) | set(other))[:SKETCH]
    return len(set(together) & set(sketch) & set(other)) / len(together)


def words_of_address(url: str) -> frozenset[str]:
    """The words of a URL: pages that say "not found" like to repeat them."""
    return frozenset(_TOKEN.findall(url.lower()))


def _tokens(text: str, most: int) -> list[str]:
    return _TOKEN.findall(text[: most * 12].lower())[:most]


def _mixed(a: int, b: int, c: int) -> int:
    return (a * 0x9E3779B1 ^ b * 0x85EBCA77 ^ c * 0xC2B2AE3D) & 0xFFFFFFFF


def _hashes(words: Iterable[str]) -> set[int]:
    codes = [zlib.crc32(word.encode()) for word in words]
    if len(codes) < 3:
        return set(codes)
    return {_mixed(a, b, c) for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)}
