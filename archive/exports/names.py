"""Splits a printed list of authors into people, where it is written in a usual way. Pure.

Certain or nothing: the whole list has to be of one form, or it stays the text it is.
"""

from __future__ import annotations

import re

Name = dict[str, str]

# No commas, dots or semicolons; bounded, so that a match is linear.
_FAMILY = r"[^\W\d_][^\d,;.:&()\[\]]{0,40}?"
_OTHERS = re.compile(r"(?<![\s,;&])[\s,;&]*\bet\s?al\b\.?$", re.IGNORECASE)
_FORMS = (
    # Liu L, Skinner MA, van der Berg J-P
    (re.compile(rf"({_FAMILY})\s([A-Z]{{1,3}}|[A-Z]-[A-Z])"), re.compile(r",\s?|;\s?")),
    # Liu, L., Skinner, M. A., & McDonough, S.
    (
        re.compile(rf"({_FAMILY}),\s?((?:[A-Z]\.[\s-]?){{1,4}})"),
        re.compile(r"(?<=\.),?\s?(?:&|and\s|;)\s?|(?<=\.),\s?"),
    ),
)


def people(printed: str) -> list[Name]:
    """Each author by family name and given names, as CSL-JSON has them; else the list as it is.

    ``et al.`` is no author.

    >>> people("Liu L, Skinner MA, et al.")
    [{'family': 'Liu', 'given': 'L'}, {'family': 'Skinner', 'given': 'MA'}]
    >>> people("Liu, L., Skinner M.")
    [{'literal': 'Liu, L., Skinner M.'}]
    """
    listed = _OTHERS.sub("", printed.strip()).rstrip(" ,;")
    for name, joint in _FORMS:
        parts = [name.fullmatch(part) for part in joint.split(listed)]
        found = [part for part in parts if part]
        if len(found) == len(parts):
            return [{"family": part[1].strip(), "given": part[2].strip()} for part in found]
    return [{"literal": printed}] if printed else []
