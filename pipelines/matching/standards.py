"""Whether the title that a reference prints names a given standard. Pure.

A standard is registered with its number, all its parts, what it replaces and the languages it
comes in as one title (``DIN EN ISO 10993-1:2021-05, … Teil_1: … (ISO_10993-1:2018, …); Deutsche
Fassung …``), and printed with its number and the beginning of its name.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

_SHORTEST = 30
"""Letters of a title that stand in another one by no chance."""
_STANDS_IN = 95
_NUMBER = re.compile(r"\b\d{2,6}(?: \d{1,3})?\b")
"""The number of a standard with its part; a year behind it has four figures."""


def names_standard(told: str, printed: str, registered: str, kind: str) -> bool:
    """Whether a title is a piece of that of a standard whose number is printed, too.

    All are folded; ``printed`` is the whole reference, ``kind`` the record's type.

    >>> told = "iso 10993 1 2021 05 biologische beurteilung von"
    >>> name = "2021 05 biologische beurteilung von produkten teil"
    >>> names_standard(told, told, f"din en iso 10993 1 {name} 1", "standard")
    True
    >>> names_standard(told, told, f"din en iso 10993 12 {name} 12", "standard")
    False
    """
    if kind != "standard" or not _SHORTEST < len(told) <= len(registered):
        return False
    number = _NUMBER.search(registered)
    if number is None or number[0] not in _NUMBER.findall(printed):
        return False
    return fuzz.partial_ratio(told, registered) >= _STANDS_IN
