"""References that begin with the title, as PubMed and many publication lists do.

``Predictors of symptoms. Hara N, Oka H. Eur Spine J. 2010;19(11):1849–1854.`` Pure, bounded.
"""

from __future__ import annotations

import re

from pipelines.references.authors import CAPITALS, FAMILY, Authors, read_authors

LONGEST_TITLE = 400
_BEFORE_NAMES = re.compile(rf"[.?!]['”\"»)]?\s+(?={FAMILY}\s[{CAPITALS}]{{1,3}}(?!\w))")
_NO_NAME = (
    r"(?!(?:Vitamin|Hepatitis|Type|Part|Group|Class|Grade|Phase|Stage|Level|Factor|Protein|Study|"
    r"Appendix|Figure|Table|Volume|Series|Section|Chapter|Trial|Model|Coenzyme)\s)"
)
_NAME = rf"{_NO_NAME}{FAMILY}\s[{CAPITALS}]{{1,3}}(?!\w)(?:\s(?:Jr|Sr|2nd|3rd))?"
_NAMES = re.compile(
    rf"{_NAME}(?:(?:,\s(?:and\s|&\s)?|\s(?:and|&)\s){_NAME}){{0,60}}(?:,?\set\sal)?\.(?=\s[^\W\d_])"
)
"""``Hara N, Oka H.``, and a journal behind it."""
_DASH_AND_JOURNAL = re.compile(r"\s[–—|·-]\s[^.?!\n]{2,80}?[\s,(](?:1[89]|20)\d\d\b")


def names_behind_title(text: str) -> Authors | None:
    """The names behind the title that a reference begins with, or None.

    >>> names_behind_title("Predictors of symptoms. Hara N, Oka H. Eur Spine J. 2010;19:1.").family
    'Hara'
    >>> names_behind_title("Hara N, Oka H. Predictors of symptoms. Eur Spine J. 2010;19:1.")
    """
    if read_authors(text) is not None:
        return None
    for before in _BEFORE_NAMES.finditer(text, 10, LONGEST_TITLE):
        names = _NAMES.match(text, before.end())
        if names:
            return read_authors(text, before.end())
    return None


def names_before_dash(text: str) -> Authors | None:
    """The names that a line begins with, before a dash, a journal and its year; or None.

    >>> names_before_dash("A. R. Piñera, C. Duran – European Spine Journal 2011; 20:408").count
    2
    """
    names = read_authors(text)
    return names if names and _DASH_AND_JOURNAL.match(text, names.end) else None


def begins_with_title(text: str) -> bool:
    """Whether a title, and names behind it, stand at the beginning: no rest of another entry.

    >>> begins_with_title("Predictors of symptoms. Hara N, Oka H. Eur Spine J. 2010;19:1.")
    True
    >>> begins_with_title("Measures of pain. In T. R. Deer (Ed.), Pain. New York: Springer")
    False
    """
    names = names_behind_title(text)
    return names is not None and names.family not in ("In", "Dans", "En")
