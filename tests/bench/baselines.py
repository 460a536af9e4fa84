"""What others find in a string: the published patterns and trims, rebuilt from their description.

Their registries and their other checks are left out: what is compared is finding. Those that
cannot be rebuilt so are named in ``NOT_REBUILT``, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Finder = Callable[[str], set[str]]
"""From a text to the DOI names in it, in lower case."""

_CLOSING = {")": "(", "]": "[", "}": "{"}


def _finds(pattern: str, trim: Callable[[str], str] = str, *, at_most: int | None = None) -> Finder:
    """All matches of the pattern (the first ``at_most``), each trimmed."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def find(text: str) -> set[str]:
        return {trim(match).lower() for match in compiled.findall(text)[:at_most]}

    return find


def _is_open(name: str) -> bool:
    """Whether the last sign closes a bracket that was never opened."""
    last = name[-1:]
    return last in _CLOSING and name.count(last) > name.count(_CLOSING[last])


def _balance(name: str) -> str:
    """Closing punctuation stripped, and round brackets that nobody opened."""
    name = name.rstrip(".,;:")
    while name.endswith(")") and _is_open(name):
        name = name[:-1].rstrip(".,;:")
    return name


def _strip(name: str) -> str:
    return name.rstrip(".,;:)]}>\"'”’")


def _strip_points(name: str) -> str:
    return name.rstrip(".,;")


def _one_bracket(name: str) -> str:
    """One closing bracket of any kind, where nobody opened it."""
    return name[:-1] if _is_open(name) else name


def _to_a_letter(name: str) -> str:
    """Until it ends in a letter or figure, or in a bracket that was opened before."""
    while name and not name[-1].isalnum() and not re.search(r"\([^()]+\)$", name):
        name = name[:-1]
    return name


_CROSSREF = r"10\.\d{4,9}/[-._;()/:A-Z0-9]+"
_ANY = r"\b10\.\d{4,9}/\S+"
CROSSREF_STRIPPED = "Crossref's pattern, stripped and balanced"
BASELINES: Mapping[str, Finder] = {
    "Crossref's pattern (blog of 2015-08-11)": _finds(_CROSSREF),
    CROSSREF_STRIPPED: _finds(_CROSSREF, _balance),
    r"`\b10\.\d{4,9}/\S+`": _finds(_ANY),
    "the same, closing signs stripped": _finds(_ANY, _strip),
    "npm doi-regex": _finds(r"10[.][0-9]{4,}(?:[.][0-9]+)*/(?:(?![%\"#? ])\S)+"),
    "Stack Overflow, biblids": _finds(r"\b10[.][0-9]{4,}(?:[.][0-9]+)*/(?:(?![\"&'<>])\S)+\b"),
    "altmetric identifiers": _finds(r"\b10\.(?:97[89]\.\d{2,8}/\d{1,7}|\d{4,9}/\S+)", _to_a_letter),
    "Zotero extractIdentifiers": _finds(r"10(?:\.[0-9]{4,})?/[^\s]*[^\s.,]", _one_bracket),
    "JabRef findInText (gives one)": _finds(r"10(?:\.[0-9]+)+[/:][^\s,;]+[^,;(.\s)]", at_most=1),
    "OpenAlex clean_doi (gives one)": _finds(r"10\.\d+/[^\s]+", _strip_points, at_most=1),
}
NOT_REBUILT: Mapping[str, str] = {
    "citation-bot": "hundreds of special cases in PHP, half of them questions to the network",
    "refextract": "a parser of whole references (130 to 200 ms a string), no pattern",
    "idutils, fatcat": "they validate a whole string and find nothing in one: 0 by construction",
    "marple": "asks Crossref about what its parser found; its pattern is not told",
    "Cioffi 2022, Xu 2019": "cleaners of one name, not finders; their pairs were made by the rules",
}
