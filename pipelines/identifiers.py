"""Identifiers other than DOI names: PMID, PMCID, arXiv, ISBN, PII, JSTOR, handles, shortDOIs.

From visible text and from link targets. A bare number is never an identifier: each needs its
label, its checksum or its address. No DOI name is made up from any of them here; that is a
question for a registry. Pure, and linear: every quantifier is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import isbn

from archive.records import Scheme
from pipelines.text import plain


@dataclass(frozen=True, slots=True)
class FoundIdentifier:
    """One identifier at ``text[start:end]``."""

    scheme: Scheme
    value: str
    """Normalised: PMID ``12345678``, PMCID ``PMC1234567``, arXiv ``2101.01234`` without version,
    ISBN-13 digits, PII without punctuation, JSTOR number, handle ``prefix/suffix``."""
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    scheme: Scheme
    name: str
    hint: str
    """A lower-case string that must be in the text, or the pattern is not tried."""
    pattern: re.Pattern[str]
    """Group 1 is the identifier as printed."""
    normal: Callable[[str], str | None]


def normalise_isbn(text: str) -> str | None:
    """Thirteen digits, or None when the check digit (ISO 2108) is wrong.

    >>> normalise_isbn("0-306-40615-2")
    '9780306406157'
    """
    number = isbn.compact(text)
    return isbn.to_isbn13(number) if isbn.is_valid(number) else None


def _bare_pii(text: str) -> str | None:
    """``S`` (serial) or ``B`` (book), 16 characters: the Elsevier form of a PII."""
    compact = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    return (
        compact if re.fullmatch(r"S\d{7}[\dX]\d{7}[\dX]|B\d{9}[\dX]\d{5}[\dX]", compact) else None
    )


def _bare_arxiv(text: str) -> str | None:
    bare = re.sub(r"v\d{1,2}$", "", re.sub(r"\s", "", text)).removesuffix(".pdf")
    return re.sub(r"v\d{1,2}$", "", bare).lower() or None


def _bare_handle(text: str) -> str | None:
    handle = text.rstrip(".,;:)]")
    return None if re.match(r"10\.\d{4,9}/", handle) else handle  # that would be a DOI name


def _number(text: str) -> str | None:
    return text.lstrip("0") or None


_ARXIV_ID = (
    r"(\d{4}\s?\.\s?\d{4,5}(?:v\d{1,2})?|[a-z][a-z-]{1,15}(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,2})?)"
)
_PII = r"([SB]\d{3}\d?-?\d{3,4}[\dX]?\(?\d{2}\)?\d{5}-?[\dX]|[SB]\d{15}[\dX]?)"


def _rule(
    scheme: Scheme, name: str, hint: str, pattern: str, normal: Callable[[str], str | None]
) -> _Rule:
    return _Rule(scheme, name, hint, re.compile(pattern, re.IGNORECASE), normal)


_PMID = r"(\d{4,9})(?!\d)"
_ISBN = r"((?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dX])(?![\d-])"
_HANDLE = r"(\d[\d.]{0,15}/[^\s\"'<>?#]{1,120})"
_GAP = r"\s{0,2}"

_RULES = (
    _rule(Scheme.PMID, "label", "pmid", rf"\bPMID{_GAP}[:#.]?{_GAP}{_PMID}", _number),
    _rule(Scheme.PMID, "label", "pubmed", rf"\bPubMed{_GAP}(?:ID)?{_GAP}:{_GAP}{_PMID}", _number),
    _rule(Scheme.PMID, "address", "pubmed", rf"\bpubmed\.ncbi\.nlm\.nih\.gov/{_PMID}", _number),
    _rule(Scheme.PMID, "address", "/pubmed/", rf"nlm\.nih\.gov/(?:m/)?pubmed/{_PMID}", _number),
    _rule(Scheme.PMID, "address", "/med/", rf"europepmc\.org/[a-z]{{1,9}}/med/{_PMID}", _number),
    _rule(Scheme.PMCID, "form", "pmc", r"(?:\b|PMC)(PMC\d{4,9})(?!\d)", str.upper),
    _rule(Scheme.PMCID, "label", "pmc", rf"\bPMC\s?ID{_GAP}[:#]?{_GAP}{_PMID}", "PMC{}".format),
    _rule(Scheme.ARXIV, "label", "arxiv", rf"\barXiv{_GAP}[:.]{_GAP}{_ARXIV_ID}", _bare_arxiv),
    _rule(Scheme.ARXIV, "address", "arxiv", rf"arxiv\.org/[a-z]{{2,6}}/{_ARXIV_ID}", _bare_arxiv),
    _rule(
        Scheme.ISBN,
        "label",
        "isbn",
        rf"\bISBN(?:-?1[03])?(?:{_GAP}\([a-z -]{{1,20}}\))?{_GAP}:?{_GAP}{_ISBN}",
        normalise_isbn,
    ),
    _rule(Scheme.PII, "address", "/pii/", rf"/pii/{_PII}(?![\dA-Z])", _bare_pii),
    _rule(Scheme.PII, "label", "pii", rf"\bPII{_GAP}:?{_GAP}{_PII}(?![\dA-Z])", _bare_pii),
    _rule(Scheme.PII, "label", "[pii]", rf"(?<![\dA-Z]){_PII}{_GAP}\[pii\]", _bare_pii),
    _rule(
        Scheme.JSTOR,
        "address",
        "jstor.org/",
        r"jstor\.org/(?:stable|pss|discover)/(?:10\.2307/)?(\d{3,9})(?!\d)",
        _number,
    ),
    _rule(Scheme.HANDLE, "address", "hdl.", rf"hdl\.handle\.net/{_HANDLE}", _bare_handle),
    _rule(Scheme.HANDLE, "label", "hdl:", rf"\bhdl:{_GAP}{_HANDLE}", _bare_handle),
    _rule(
        Scheme.HANDLE,
        "short_doi",
        "10/",
        rf"(?:\bdoi:?{_GAP}|doi\.org/)(10/[a-z0-9]{{3,10}})(?![a-z0-9./(-])",
        str.lower,
    ),
)


def find_identifiers(text: str) -> list[FoundIdentifier]:
    """Every identifier a text prints, in order; of two that overlap, the longer one.

    >>> [(i.scheme.value, i.value) for i in find_identifiers("PMID: 26871664; PMCID: PMC5281063.")]
    [('pmid', '26871664'), ('pmcid', 'PMC5281063')]
    """
    view = plain(text)
    lowered = view.text.lower()
    found = []
    for rule in _RULES:
        if rule.hint not in lowered:
            continue
        for match in rule.pattern.finditer(view.text):
            value = rule.normal(match[1])
            if value:
                start, end = view.span(*match.span(1))
                found.append(FoundIdentifier(rule.scheme, value, start, end, rule.name))
    return _disjoint(found)


def identifiers_from_url(href: str) -> list[FoundIdentifier]:
    """Identifiers a link target names; offsets are in ``href``.

    >>> [i.value for i in identifiers_from_url("https://pubmed.ncbi.nlm.nih.gov/12345678/")]
    ['12345678']
    """
    return [i for i in find_identifiers(href[:8000]) if i.rule != "label"]


def _disjoint(found: list[FoundIdentifier]) -> list[FoundIdentifier]:
    kept: list[FoundIdentifier] = []
    for identifier in sorted(found, key=lambda i: (i.start, -i.end)):
        if not kept or identifier.start >= kept[-1].end:
            kept.append(identifier)
    return kept
