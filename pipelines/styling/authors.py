"""Authors of a registered work as a page prints them, where both name the same people. Pure.

Records often have fewer initials than the page, or letters without their accents; and some name
only the first authors, where the page goes on with "et al.".
"""

from __future__ import annotations

import re
from dataclasses import replace

from archive.exports.names import people
from archive.records import Work
from pipelines.matching.wording import folded, name_key
from pipelines.references.authors import read_authors


def as_printed(work: Work, printed: str) -> tuple[Work, int]:
    """The work with its authors' names as ``printed`` (the authors of a reference) has them.

    The number is that of the authors behind whom "et al." has to stand, because the page says so
    and the record names no others; 0 = the record names everybody.

    >>> hara = Work(doi="10.1/a", agency="", authors=("Hara, N", "Oka, H"))
    >>> named, others = as_printed(hara, "Hara NM, Oka H, et al.")
    >>> named.authors, others
    (('Hara, N. M.', 'Oka, H'), 2)
    """
    names = people(printed)
    pairs = zip(work.authors, names, strict=False)
    named = [_name(registered, name) for registered, name in pairs]
    authors = tuple(new or old for new, old in zip(named, work.authors, strict=False))
    authors += work.authors[len(named) :]
    is_list = 0 < len(work.authors) <= len(names) and all(named)
    found = read_authors(printed)
    goes_on = found is not None and found.others
    return replace(work, authors=authors), len(authors) if is_list and goes_on else 0


def _name(registered: str, printed: dict[str, str]) -> str:
    """One registered author as printed; empty when it is not the same person."""
    family, _, given = registered.partition(", ")
    told, initials = printed.get("family", ""), _initials(printed.get("given", ""))
    if not told or name_key(folded(told)) != name_key(folded(family)):
        return ""
    if given and not initials.startswith(_initials(given)[: len(initials)]):
        return ""
    if family.isascii():
        family = told
    if len(initials) > len(_initials(given)):
        given = " ".join(f"{letter}." for letter in initials)
    return f"{family}, {given}" if given else family


def _initials(given: str) -> str:
    """The first letters of given names, of which some stand without blanks (``MV``).

    >>> _initials("George David"), _initials("MV"), _initials("J.-B.")
    ('GD', 'MV', 'JB')
    """
    words = re.findall(r"[^\W\d_]+", given)
    return "".join(word if is_initials(word) else word[0].upper() for word in words)


def is_initials(word: str) -> bool:
    """Whether a given name is initials run together, as agencies have them: ``MV``."""
    return word.isalpha() and word.isupper() and 1 < len(word) <= 3
