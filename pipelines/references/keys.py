"""Citation keys in running text: ``[ACL30]``, ``[Smi99, Lee+09; vgl. Mül08]``. Pure, bounded.

Only what an entry of the page begins with is a key (``Reference.marker``), so that other words in
brackets point nowhere; a key that two entries have means neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.records import Reference

_BRACKETS = re.compile(r"\[([^\[\]\n]{2,200})\]")
_PART = re.compile(r"[^\s,;&|/][^,;&|/]*")
_LAST_WORDS = re.compile(r"(?<=\s)\S")
MOST = 400
"""Brackets of one block that are looked at."""
FEWEST_SHARE = 0.5
"""Share of the entries that have keys, below which a key without figures (``[PDF]``) is a word."""


@dataclass(frozen=True, slots=True)
class KeyCall:
    """``text[start:end]`` is the key of the entry ``reference`` (its position on the page)."""

    start: int
    end: int
    reference: int


class KeyIndex:
    """The entries of one page by the key that they begin with."""

    def __init__(self, references: Sequence[Reference]) -> None:
        keyed = {
            one.position: _plain(one.marker)
            for one in references
            if one.marker and not one.marker.isdigit()
        }
        counted = Counter(keyed.values())
        is_custom = len(keyed) >= FEWEST_SHARE * len(references)
        self._entries = {
            key: position
            for position, key in keyed.items()
            if counted[key] == 1 and (is_custom or any(map(str.isdigit, key)))
        }

    def find(self, text: str) -> Iterator[KeyCall]:
        """Every key in brackets, in order; a word before it (``see``) is left out."""
        if not self._entries:
            return
        for brackets in islice(_BRACKETS.finditer(text), MOST):
            for start, end in _parts(text, *brackets.span(1)):
                begins = [start, *(m.start() for m in _LAST_WORDS.finditer(text, start, end))]
                for begin in begins:
                    position = self._entries.get(_plain(text[begin:end]))
                    if position is not None:
                        yield KeyCall(begin, end, position)
                        break


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The bracket as a whole, then, if commas divide it, each of its parts."""
    yield start, end
    parts = [(m.start(), m.start() + len(m[0].rstrip())) for m in _PART.finditer(text, start, end)]
    if len(parts) > 1:
        yield from parts


def _plain(key: str) -> str:
    """A key without what printers vary: spaces, commas, brackets and capitals.

    >>> _plain("Lee et al., 2009") == _plain("LEE et al (2009)")
    True
    """
    return re.sub(r"[\s,.()]+", "", key).casefold()
