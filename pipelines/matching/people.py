"""Compares the authors of a citation with those of a record. Pure."""

from __future__ import annotations

import re

from archive.records import Work
from pipelines.matching.parts import Cited, Result
from pipelines.matching.wording import folded, is_acronym, name_key

# A body's initials behind its name: ``World Health Organization (WHO)``.
_ACRONYM = re.compile(r"\s{0,3}\([^()]{1,20}\)$")


def compare_author(cited: Cited, work: Work) -> Result:
    """The first registered author's family name, or most of the others', stands in the print."""
    parts = [_ACRONYM.sub("", author).partition(",")[::2] for author in work.authors[:6]]
    families = [folded(family) for family, _ in parts]
    families = [family for family in families if len(family) > 1]
    if not families:
        return None
    spaced = f" {cited.folded} "
    present = [f" {family} " in spaced for family in families]
    if present[0] or sum(present) * 2 > len(present):
        return True
    if any(present):
        return None
    glued = name_key(cited.folded)
    if any(name_key(family) in glued for family in families if len(family) > 3):
        return True
    names = (word for _, given in parts for word in folded(given).split() if len(word) > 2)
    if any(f" {name} " in spaced for name in names):
        return None  # given and family name may have changed places
    printed = cited.field("authors")
    if any(_is_initials(printed, name) for name, given in parts if not given):
        return None
    if any(_is_one_of_two(printed, family) for family in families):
        return None
    return cited.fields.get("authors", ""), "; ".join(work.authors[:3])


def _is_initials(printed: str, body: str) -> bool:
    """Whether a body is printed by its initials, or registered by them (``WHO``)."""
    name = folded(body)
    return is_acronym(printed, name) or (body.isupper() and is_acronym(name, printed))


def _is_one_of_two(printed: str, family: str) -> bool:
    """Whether the first of two family names (``Gonzalez-Gomez``) is all that is printed of them."""
    first, *further = family.split()
    return bool(further) and len(first) > 3 and first in printed.split()
