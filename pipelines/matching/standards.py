"""Is a standard named by what a reference prints of its title? Pure.

A standard is registered with its number, all its parts, what it replaces and the languages it
comes in as one title (``DIN EN ISO 10993-1:2021-05, … Teil_1: … (ISO_10993-1:2018, …); Deutsche
Fassung …``), and printed with its number and the beginning of its name.
"""

from __future__ import annotations

from rapidfuzz import fuzz

_SHORTEST = 30
"""Letters of a title that stand in another one by no chance."""
_STANDS_IN = 95


def names_standard(told: str, registered: str, kind: str) -> bool:
    """Whether a title, folded, is a piece of that of a standard; ``kind`` is the record's type.

    >>> names_standard("iso 10993 1 2021 05 biologische beurteilung",
    ...     "din en iso 10993 1 2021 05 biologische beurteilung von produkten teil 1", "standard")
    True
    """
    is_piece = _SHORTEST < len(told) <= len(registered)
    return kind == "standard" and is_piece and fuzz.partial_ratio(told, registered) >= _STANDS_IN
