"""The words for what one look at a page can see. Vocabulary only."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Seen(StrEnum):
    """What one look at a page saw."""

    WELL = "well"
    MOVED = "moved"  # well, behind nothing but permanent redirects
    BLOCKED = "blocked"
    GONE = "gone"
    NO_ANSWER = "no_answer"
    SOFT_404 = "soft_404"
    PARKED = "parked"
    CASINO = "casino"
    LOOP = "loop"
    UNSAFE = "unsafe"
    UNCLEAR = "unclear"

    __hash__ = str.__hash__  # a look is asked for in sets a dozen times; an enum's own is slow


Sight = tuple[Seen, str]
"""What was seen, and words that complete "The page …"."""
STRIKES = frozenset({Seen.GONE, Seen.SOFT_404, Seen.NO_ANSWER, Seen.LOOP})
"""What counts only when it repeats after days: a server may say "not found" for an hour."""
GOOD = frozenset({Seen.WELL, Seen.MOVED})


def words_of(facts: Mapping[str, object], name: str) -> list[str]:
    """A fact that is a list of words."""
    found = facts.get(name)
    return [str(word) for word in found] if isinstance(found, list | tuple) else []
