"""What to search for to find the work that a citation names, and when not to. Pure.

Identifiers and addresses are left out of the question: their digits resemble the numbers of
other works, and a wrong DOI name is what is to be found out. What names no single published
work is not asked at all: a web page, a letter, an unpublished text; and several references in
one string, of which a search finds any one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.matching.wording import folded

MAX_LETTERS = 1000
_LONGEST = 3000
"""Letters of a print that are read; what is longer is no single reference."""
_FEWEST_WORDS = 5
_FEWEST_NUMBERED = 4
"""Words of a citation without a title: ``Vogelsang, Nucl. Phys. B 475, 47 (1996)`` has six."""

_LEFT_OUT = re.compile(
    r"""(?:(?:https?://)?(?:dx\.)?doi(?:\.org/|:|\b)\s{0,3}:?\s{0,3})?\b10\.\d{4,9}/\S{1,300}
    |\bdoi:?\s{0,3}(?=[.\s]|$)
    |(?:https?|ftp)://\S{1,500} | \bwww\.\S{1,300}
    |\b(?:PMID|PubMed\ PMID|PubMed)\s{0,2}:?\s{0,2}\d{4,9} | \bPMC\s?\d{4,9}
    |\bhdl:\s?[\w./-]{3,60}
    |\barXiv:\s?[\w.-]{4,20}(?:/\d{7})? | \bISBN(?:-1[03])?:?\s{0,2}[\d\sX-]{9,20}
    |\[\s?(?:PubMed|CrossRef|Google\ Scholar|PMC(?:\ free\ article)?|Medline|DOI)\s?\]
    |\b(?:Available|Retrieved|Accessed|Abgerufen|Verfügbar)\b[^./]{0,60}(?=https?:|www\.)
    |\[(?:cited|accessed)[^\]]{0,40}\]""",
    re.IGNORECASE | re.VERBOSE,
)
_UNPUBLISHED = re.compile(
    r"""\b(?:personal\ communications?
    | (?<!and\ )(?<!or\ )unpublished\ (?:data|observations?|results?|manuscript|report|work)
    | manuscript\ (?:submitted|in\ preparation) | in\ preparation | submitted\ for\ publication
    | persönliche\ mitteilung | unveröffentlicht\w*
    | patent\ (?:no|number|application)\b | U\.?\s?S\.?\ Pat(?:ent)?\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_PAGE = r"(?:pp?\.\s?)?[a-z]?\d{1,6}(?:\s?[-–—]\s?[a-z]?\d{1,6})?"
_VOLUME = r"\d{1,4}\s?(?:\(\w{1,9}\))?\s?[:,]\s{0,2}"
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
# A year with its volume and page, in the orders that lists print them: the mark of one article.
_PLACE = re.compile(
    rf"{_YEAR}[,;:)]\.?\s{{0,2}}(?:\D{{0,25}}?\s)?{_VOLUME}{_PAGE}"
    rf"|(?<![\d.]){_VOLUME}{_PAGE}\s?[,.]?\s?\({_YEAR}\)",
    re.IGNORECASE,
)
# Not in the remains of a SICI name, ``(1996)17:12<714``.
_YEAR_IN_BRACKETS = re.compile(r"(?P<volume>\d\s?)?\((?P<year>(?:1[89]|20)\d\d)[a-z]?\)(?!\d)")
_APART = 60
"""Letters between two years in brackets that belong to two references."""


def query_of(printed: str) -> str:
    """The text to search for; empty when nothing is to be asked.

    >>> query_of("Nitta A. Lumbar spondylolysis. Orthopedics. 2016;39:e434. doi: 10.3928/0147-07")
    'Nitta A. Lumbar spondylolysis. Orthopedics. 2016;39:e434.'
    >>> query_of("Miller J, personal communication, 12 March 2009, about the ward")
    ''
    """
    text = " ".join(_LEFT_OUT.sub(" ", printed[:_LONGEST]).split())
    words = folded(text).split()
    has_number = any(any(map(str.isdigit, word)) for word in words)
    if len(words) < (_FEWEST_NUMBERED if has_number else _FEWEST_WORDS):
        return ""
    if _UNPUBLISHED.search(text) or names_several(text):
        return ""
    return text[:MAX_LETTERS]


def names_several(text: str) -> bool:
    """Whether a string names more than one work, each with its year and place."""
    if len(_PLACE.findall(text)) > 1:
        return True
    years = list(_YEAR_IN_BRACKETS.finditer(text))
    return any(
        later.start() - first.end() > _APART
        and not (later["volume"] and first["year"] == later["year"])  # said twice of one work
        for first, later in pairwise(years)
    )
