"""How much of a text is in another, to tell if a page still says what it did. Pure.

Texts are compared by their shingles (every three words in a row), which survive a changed date
and not a changed subject. A sketch is the few smallest hashes of what a page says, cut where its
own letters say: a fair sample that can be kept with a check (Broder, On the resemblance and
containment of documents, 1997; cuts by content as in LBFS, 2001).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from struct import pack
from zlib import crc32  # ISA-L's takes three times as long for a few dozen bytes

SKETCH = 24
"""Hashes kept of a page."""
_DIGITS = 8
"""Of one hash in a sketch, hexadecimal."""
_BYTES_SKETCHED = 5_000
# A text is cut at the letter d, which every alphabet has and uses about once in four words; of
# others than ours by the last byte of their d in UTF-8: Cyrillic and Greek, Arabic, Hebrew. In
# scripts without letters these bytes are as frequent as any.
_CUT = b"d"
_CUTS = bytes(range(256)).lower().translate(bytes.maketrans(b"\xb4\xaf\x93", _CUT * 3))
_WORDS_COMPARED = 3_000
MOST_COMPARED = 12 * _WORDS_COMPARED
"""Characters of a text that are compared with another (``contained``)."""
# So much of a page stands on another too when both are the same page.
SAME_PAGE = 0.98
_TOKEN = re.compile(r"\w+")


def shingles(text: str, leave_out: frozenset[str] = frozenset()) -> set[int]:
    """Hashes of every three words in a row; words of ``leave_out`` are passed over."""
    words = _TOKEN.findall(text[:MOST_COMPARED].lower())[:_WORDS_COMPARED]
    return _hashes([word for word in words if word not in leave_out])


def contained(text: str, other: str, leave_out: frozenset[str] = frozenset()) -> float:
    """The share (0 to 1) of a text that also stands in another; 1 for a text without words."""
    own = shingles(text, leave_out)
    return len(own & shingles(other, leave_out)) / len(own) if own else 1.0


def sketch_of(text: bytes) -> str:
    """The sketch of a text in UTF-8, of no more than its beginning; empty for none.

    Its hashes in hexadecimal digits, the smallest first: as one text it costs a check less to keep
    and to read than numbers do.

    Blanks are spaces; they are left out.

    What is hashed are two pieces in a row, eight words or so: a changed word changes two hashes,
    wherever it stands.
    """
    pieces = text.translate(_CUTS, b" ")[:_BYTES_SKETCHED].split(_CUT)
    # The second argument is the sum so far: two pieces are hashed as one, without a copy of them.
    found = set(map(crc32, pieces[1:], map(crc32, pieces)))
    smallest = sorted(found or map(crc32, filter(None, pieces)))[:SKETCH]
    return pack(f">{len(smallest)}I", *smallest).hex()


def likeness(sketch: str, other: str) -> float | None:
    """About which share (0 to 1) two texts have in common; None when either has no words."""
    ours, theirs = _hashes_in(sketch), _hashes_in(other)
    if not ours or not theirs:
        return None
    together = sorted(ours | theirs)[:SKETCH]
    return len(ours & theirs & set(together)) / len(together)


def _hashes_in(sketch: str) -> set[str]:
    return {sketch[at : at + _DIGITS] for at in range(0, len(sketch), _DIGITS)}


def words_of_address(url: str) -> frozenset[str]:
    """The words of a URL: pages that say "not found" like to repeat them."""
    return frozenset(_TOKEN.findall(url.lower()))


def _mixed(a: int, b: int, c: int) -> int:
    return (a * 0x9E3779B1 ^ b * 0x85EBCA77 ^ c * 0xC2B2AE3D) & 0xFFFFFFFF


def _hashes(words: Iterable[str]) -> set[int]:
    codes = [crc32(word.encode()) for word in words]
    if len(codes) < 3:
        return set(codes)
    return {_mixed(a, b, c) for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)}


def is_twin(found: Mapping[str, object]) -> bool:
    """Whether another address (as ``siblings.compared`` has it) shows the page itself: with
    status 2xx and without a redirect the same title and text, but for words of their addresses."""
    share, status = found.get("contained"), found.get("status")
    is_page = isinstance(status, int) and 200 <= status <= 299 and not found.get("final_url")
    is_same = isinstance(share, float) and share >= SAME_PAGE
    return is_page and is_same and bool(found.get("same_title") or found.get("echoed"))
