"""The right work with one part misprinted: BMC Health Serv Res 2009 9:241 for 9:214. Pure.

Told only when everything else agrees and the printed and the registered form are one slip of
the pen apart. A larger difference is another way to count, or another work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from archive.records import Work
from pipelines.matching.parts import Cited, bare
from pipelines.matching.wording import folded

_SHORTEST_NAME = 5
"""Letters below which two family names one letter apart are likely to be two families."""
# Which numbers have to agree before a third one is called a misprint.
_WITNESSES = {
    "page": frozenset({"title", "author", "year", "volume"}),
    "volume": frozenset({"title", "author", "year", "page"}),
    "year": frozenset({"title", "author", "volume", "page"}),
}


@dataclass(frozen=True, slots=True)
class Misprint:
    """One part of a citation that the registry has otherwise."""

    field: str
    printed: str
    registered: str


def is_slip(printed: str, registered: str) -> bool:
    """Whether the first numbers of two texts are one slip apart: a digit, or two of them swapped.

    >>> is_slip("241", "214-220"), is_slip("12-19", "98-104"), is_slip("e431", "e413")
    (True, False, True)
    """
    first, second = (re.search(r"\d+", text) for text in (printed, registered))
    if first is None or second is None or min(len(first[0]), len(second[0])) < 2:
        return False
    return OSA.distance(first[0].lstrip("0"), second[0].lstrip("0"), score_cutoff=1) == 1


def find_misprint(
    cited: Cited, agreeing: frozenset[str], differing: Mapping[str, tuple[str, str]]
) -> Misprint | None:
    """The one number that differs by a slip, when all other parts agree.

    Where the registered number is printed as well, it is only read wrongly: two references in
    one string have two volumes.
    """
    if len(differing) != 1:
        return None
    ((name, (printed, registered)),) = differing.items()
    witnesses = _WITNESSES.get(name)
    if witnesses is None or not witnesses <= agreeing or not is_slip(printed, registered):
        return None
    if bare(folded(registered).split()[0]) in cited.numbers:
        return None
    return Misprint(name, printed, registered)


def find_misspelling(cited: Cited, work: Work) -> Misprint | None:
    """The first author's family name, one letter away from the registered one.

    Only plain letters on both sides: registries lose accents and break encodings themselves.
    """
    family = work.authors[0].partition(",")[0].strip() if work.authors else ""
    printed = re.match(r"[A-Za-z'-]+(?=[\s,])", cited.fields.get("authors", "").strip())
    if printed is None or not re.fullmatch(r"[A-Za-z'-]+", family):
        return None
    names = folded(printed[0]), folded(family)
    if min(map(len, names)) < _SHORTEST_NAME or f" {names[1]} " in f" {cited.folded} ":
        return None
    if OSA.distance(*names, score_cutoff=1) != 1:
        return None
    return Misprint("author", printed[0], family)
