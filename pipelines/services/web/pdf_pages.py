"""How many pages a PDF has, and whether it has the one that a link asks for. Pure.

Nobody's PDF is opened as one: that costs memory and time without bound. The page tree says how
many pages are below each of its nodes (ISO 32000-1 §7.7.3.2); no count in a file is larger than
that of its root, and where any part of the file cannot be looked into, nothing is known.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

MAX_OBJECTS_BYTES = 8_000_000
"""Bytes of all packed objects of a file that are unpacked; with more of them nothing is known."""

_PAGE = re.compile(r"(?<![\w-])page=(\d{1,6})")
# A number that stands elsewhere (``5 0 R``, §7.3.10) or is written otherwise: an empty group.
_COUNT = re.compile(rb"/Count\b(?:\s{0,9}([+-]?\d{1,7})(?![\d.]|\s{1,99}\d{1,10}\s{1,99}R\b))?")
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,500}>>\s{0,9}stream\r?\n")
_ROOT = re.compile(rb"/Type\s{0,9}/Pages\b")


def page_of(fragment: str) -> int | None:
    """The page of a PDF that a fragment asks for (RFC 8118 §3).

    >>> page_of("page=3&zoom=100"), page_of("subpage=3")
    (3, None)
    """
    found = _PAGE.search(fragment)
    return int(found[1]) if found else None


def find_pages(body: bytes, fragments: Sequence[str]) -> dict[str, str]:
    """Each fragment that asks for a page of a PDF -> ``there``, ``unclear`` or ``missing``."""
    asked = {f: page for f in fragments if (page := page_of(f)) is not None}
    last = most_pages(body) if asked else None
    if last is None:
        return dict.fromkeys(asked, "unclear")
    return {f: "there" if page <= last else "missing" for f, page in asked.items()}


def most_pages(body: bytes) -> int | None:
    """No fewer than the pages of a whole PDF; None = it cannot be told."""
    try:
        parts = [body, *_unpacked(body)]
    except (ValueError, zlib.error):
        return None
    if not any(_ROOT.search(part) for part in parts):
        return None
    counts = [count for part in parts for count in _COUNT.findall(part)]
    return max(map(int, counts)) if counts and all(counts) else None


def _unpacked(body: bytes) -> Iterator[bytes]:
    """The object streams (§7.5.7) of a file; raises ``ValueError`` when some stay closed."""
    if b"/Encrypt" in body:
        raise ValueError("encrypted")
    starts = [match.end() for match in _PACKED.finditer(body)]
    if len(starts) < body.count(b"/ObjStm"):
        raise ValueError("an object stream that is not understood")
    left = MAX_OBJECTS_BYTES
    for start in starts:
        unpacker = zlib.decompressobj()
        part = unpacker.decompress(memoryview(body)[start:], left + 1)
        left -= len(part)
        if left < 0 or not unpacker.eof:
            raise ValueError("too large")
        yield part
