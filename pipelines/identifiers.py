"""Identifiers other than DOI names: PMID, PMCID, arXiv, ISBN, PII, JSTOR, handles, shortDOIs.

From visible text and from link targets. A bare number is never an identifier: each needs its
label, its checksum or its address. What is printed under the label of an ISBN and cannot be one
is found too, so that it can be told. Which DOI name belongs to an identifier is a question for a
registry; ``doi_names`` only says what to ask. Pure, and linear: every quantifier is bounded.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stdnum import isbn
from stdnum.exceptions import ValidationError

from archive.records import Scheme
from pipelines.memory import remembering
from pipelines.text import plain, plain_signs


@dataclass(frozen=True, slots=True)
class FoundIdentifier:
    """One identifier at ``text[start:end]``."""

    scheme: Scheme
    value: str
    """Normalised: PMID ``12345678``, PMCID ``PMC1234567``, arXiv ``2101.01234`` without version,
    ISBN-13 digits (as printed when they cannot be an ISBN), PII without punctuation, JSTOR
    number, handle ``prefix/suffix``."""
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


LONGEST_ADDRESS = 8000
"""Characters of a link target that are looked at."""
LONGEST_ISBN = 100
"""Characters; seventeen with its hyphens, and what may be set between them."""


def normalise_isbn(text: str) -> str | None:
    """The ISBN in thirteen digits, or None when its check digit (ISO 2108) is wrong.

    >>> normalise_isbn("0-306-40615-2")
    '9780306406157'
    """
    return _isbn_of(text) if len(text) <= LONGEST_ISBN else None


@lru_cache(maxsize=1024)  # it stands in its line, its entry and its block
def _isbn_of(printed: str) -> str | None:
    try:
        return str(isbn.validate(printed, convert=True))
    except ValidationError:
        return None


def isbns_of(registered: Iterable[str]) -> tuple[str, ...]:
    """The ISBNs of a record in thirteen digits, each once; some are deposited as addresses.

    >>> isbns_of(["http://id.crossref.org/isbn/9780306406157", "0-306-40615-2", "none"])
    ('9780306406157',)
    """
    found = (normalise_isbn(text.rpartition("/")[2]) for text in registered)
    return tuple(dict.fromkeys(isbn for isbn in found if isbn))


def replace_number(printed: str, value: str, number: str) -> str:
    """What is printed, with another number in its place; empty when it is unclear what to replace.

    An ISBN is printed with hyphens where the wrong one was.

    >>> replace_number("978-3-540-75286-8", "9783540752868", "9780306406157")
    '978-0-306-40615-7'
    >>> replace_number("https://pubmed.ncbi.nlm.nih.gov/123/", "123", "456")
    'https://pubmed.ncbi.nlm.nih.gov/456/'
    """
    if printed.count(value) == 1:
        return printed.replace(value, number)
    if value in (isbn.compact(printed), normalise_isbn(printed)):
        return str(isbn.format(number)) if "-" in printed else number
    return ""


def _labelled_isbn(text: str) -> str | None:
    """An ISBN, or the digits printed as one; None when blanks and hyphens leave its end open."""
    digits = re.sub(r"[ -]", "", text).upper()
    return normalise_isbn(text) or (None if " " in text else digits)


def _bare_pii(text: str) -> str | None:
    """``S`` (serial) or ``B`` (book) and 16 characters: the Elsevier form of a PII.

    Old addresses leave out the ``S``.
    """
    compact = re.sub(r"%2[89]|[^0-9A-Za-z]", "", text).upper()
    compact = f"S{compact}" if re.fullmatch(r"\d{15}[\dX]", compact) else compact
    return (
        compact if re.fullmatch(r"S\d{7}[\dX]\d{7}[\dX]|B\d{9}[\dX]\d{5}[\dX]", compact) else None
    )


def _bare_arxiv(text: str) -> str | None:
    bare = re.sub(r"v\d{1,2}$", "", re.sub(r"\s", "", text)).removesuffix(".pdf")
    bare = re.sub(r"v\d{1,2}$", "", bare).lower()
    return re.sub(r"\.[a-z]{2}(?=/)", "", bare) or None  # math.GT/0309136 is math/0309136


def _bare_handle(text: str) -> str | None:
    handle = text.rstrip(".,;:)]")
    return None if re.match(r"10\.\d{4,9}/", handle) else handle  # that would be a DOI name


def _number(text: str) -> str | None:
    return text.lstrip("0") or None


_ARXIV_ID = (
    r"(\d{4}\s?\.\s?\d{4,5}(?:v\d{1,2})?|[a-z][a-z-]{1,15}(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,2})?)"
)
_PII = r"([SB]\d{3}\d?-?\d{3,4}[\dX]?(?:\(|%28)?\d{2}(?:\)|%29)?\d{5}-?[\dX]|[SB]\d{15}[\dX]?)"


def _rule(
    scheme: Scheme, name: str, hint: str, pattern: str, normal: Callable[[str], str | None]
) -> _Rule:
    return _Rule(scheme, name, hint, re.compile(pattern, re.IGNORECASE), normal)


_PMID = r"(\d{4,9})(?!\d)"
_OF = r"(?:[:#.=–—-]|n[or]\.?|n[°º])?"
"""Between the label of a number and the number: ``PMID - 1``, ``PMID no. 1``."""
_ISBN = r"((?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dX])(?![\d-])"
_HANDLE = r"(\d[\d.]{0,15}/[^\s\"'<>?#]{1,120})"
_GAP = r"\s{0,2}"
_OF_DOI_ORG = (
    r"(?:about|api|contact|factsheets?|faq|handbook|help|hb|images?|index|news|overview|resources|"
    r"search|topics)\b"
)
"""Pages of doi.org itself, which a shortDOI without its ``10/`` could be taken for."""

_RULES = (
    _rule(Scheme.PMID, "label", "pmid", rf"\bPMID{_GAP}{_OF}{_GAP}{_PMID}", _number),
    _rule(Scheme.PMID, "label", "pubmed", rf"\bPubMed{_GAP}(?:ID{_GAP}:?|:){_GAP}{_PMID}", _number),
    _rule(
        Scheme.PMID, "label", "pub med", rf"\bPub Med{_GAP}(?:ID{_GAP}:?|:){_GAP}{_PMID}", _number
    ),
    _rule(Scheme.PMID, "address", "pubmed", rf"\bpubmed\.ncbi\.nlm\.nih\.gov/{_PMID}", _number),
    _rule(Scheme.PMID, "address", "/pubmed/", rf"nlm\.nih\.gov/(?:m/)?pubmed/{_PMID}", _number),
    _rule(Scheme.PMID, "address", "pubmed.gov", rf"\bpubmed\.gov/{_PMID}", _number),
    _rule(
        Scheme.PMID,
        "address",
        "term=",
        r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|nih\.gov/(?:m/)?pubmed/?)\?(?:[^\s#]{1,99}&)?"
        r"term=(\d{5,8})(?=(?:\[|%5B)(?:uid|pmid)|[&#\s\"'<>,;)\]]|\.?(?:\s|$))",
        _number,
    ),
    _rule(Scheme.PMID, "address", "/pmid/", rf"/articles/pmid/{_PMID}", _number),
    _rule(Scheme.PMID, "address", "list_uids", rf"nih\.gov/.{{1,99}}\blist_uids={_PMID}", _number),
    _rule(Scheme.PMID, "address", "/med/", rf"europepmc\.org/[a-z]{{1,9}}/med/{_PMID}", _number),
    _rule(Scheme.PMCID, "form", "pmc", r"(?:\b|PMC)(PMC\d{4,9})(?!\d)", str.upper),
    _rule(Scheme.PMCID, "label", "pmc", rf"\bPMC\s?ID{_GAP}[:#]?{_GAP}{_PMID}", "PMC{}".format),
    _rule(Scheme.PMCID, "label", "pmc ", r"\bPMC (\d{6,8})(?![\d.,]?\d)", "PMC{}".format),
    _rule(
        Scheme.PMCID,
        "address",
        "/articles/",
        rf"(?<![\w-])ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/{_PMID}(?![-\w%~+@=&]|[.,:]\w|/\d)",
        "PMC{}".format,
    ),
    _rule(Scheme.PMCID, "address", "artid=", rf"nih\.gov/.{{1,99}}\bartid={_PMID}", "PMC{}".format),
    _rule(Scheme.ARXIV, "label", "arxiv", rf"\barXiv{_GAP}[:.]{_GAP}{_ARXIV_ID}", _bare_arxiv),
    _rule(
        Scheme.ARXIV,
        "label",
        "arxiv ",
        r"\barXiv(?: e-?prints?| preprints?)? (\d\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,2})?)"
        r"(?![\d.]?\d)",
        _bare_arxiv,
    ),
    _rule(Scheme.ARXIV, "address", "arxiv", rf"arxiv\.org/[a-z]{{2,6}}/{_ARXIV_ID}", _bare_arxiv),
    _rule(
        Scheme.ISBN,
        "label",
        "isbn",
        rf"\b[ep]?-?ISBN(?:-?1[03])?(?:[ -]n[or]\.?| n[°º])?(?:{_GAP}\([a-z -]{{1,20}}\))?"
        rf"{_GAP}:?{_GAP}{_ISBN}",
        _labelled_isbn,
    ),
    _rule(Scheme.ISBN, "address", "/isbn/", rf"/isbn/{_ISBN}", normalise_isbn),
    _rule(Scheme.PII, "address", "/pii/", rf"/pii/{_PII}(?![\dA-Z])", _bare_pii),
    _rule(Scheme.PII, "address", "/pii/", r"/pii/(\d{15}[\dX])(?![\dA-Z])", _bare_pii),
    _rule(Scheme.PII, "address", "/pii", rf"/PII{_PII}(?![\dA-Z])", _bare_pii),
    _rule(Scheme.PII, "label", "pii", rf"\bPII{_GAP}:?{_GAP}{_PII}(?![\dA-Z])", _bare_pii),
    _rule(Scheme.PII, "label", "[pii]", rf"(?<![\dA-Z]){_PII}{_GAP}\[pii\]", _bare_pii),
    _rule(
        Scheme.JSTOR,
        "address",
        "jstor.org/",
        r"jstor\.org/(?:stable|pss|discover)/(?:info/|pdf/|view/)?(?:10\.2307/)?(\d{3,9})(?!\d)",
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
    _rule(
        Scheme.HANDLE,
        "short_doi",
        "10%2f",
        r"doi\.org/(10%2F[a-z0-9]{3,10})(?![a-z0-9./(%-])",
        lambda printed: f"10/{printed[5:].lower()}",
    ),
    _rule(
        Scheme.HANDLE,
        "short_doi",
        "doi.org/",
        rf"(?<![a-z0-9.-])(?:www\.|dx\.|(?:www\.)?short)?doi\.org/(?!{_OF_DOI_ORG})([a-z0-9]{{3,10}})"
        r"(?![^\s\"'<>.,;:)\]?#]|[.:][a-z0-9/])",
        lambda printed: f"10/{printed.lower()}",
    ),
)


_HINTS = frozenset(rule.hint for rule in _RULES)
_ANY_HINT = tuple(
    hint for hint in sorted(_HINTS) if not any(less in hint for less in _HINTS - {hint})
)
"""One of these is in a text with any of the hints; quick, since most lines have none."""
_ANY_PART = (*"/%=_", "arxiv", "hdl", "isbn", "pii", "pmc", "pmid", "pub")
"""One of these is in each of the hints; quicker, since a single sign is found fastest."""
_FIGURES = "0123456789"
_DIGIT = re.compile(r"\d")
_SHORT = "doi.org/"
"""Only what stands behind this may be an identifier without a digit."""


def find_identifiers(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[FoundIdentifier]:
    """Every identifier printed in a text, in order; where two overlap, the longer one.

    ``taken`` are spans, in order and apart, in which none is looked for: DOI names.

    >>> [(i.scheme.value, i.value) for i in find_identifiers("PMID: 26871664; PMCID: PMC5281063.")]
    [('pmid', '26871664'), ('pmcid', 'PMC5281063')]
    """
    found = _found_in(text) if _may_hold_any(text) else ()
    if not taken:
        return list(found)
    ends = [end for _, end in taken]
    return [i for i in found if not _is_within(i, taken, ends)]


def _is_within(
    found: FoundIdentifier, taken: Sequence[tuple[int, int]], ends: Sequence[int]
) -> bool:
    """Whether it overlaps one of the spans, of which ``ends`` are the ends."""
    at = bisect_right(ends, found.start)
    return at < len(taken) and taken[at][0] < found.end


def _may_hold_any(text: str) -> bool:
    """Quick test: whether a text has what every identifier has; most lines have none."""
    seen = plain_signs(text)
    has_figure = any(map(seen.__contains__, _FIGURES)) or (
        not seen.isascii() and _DIGIT.search(seen) is not None
    )
    if not (has_figure or "/" in seen):
        return False  # as most prose
    lowered = seen.lower()
    if not any(map(lowered.__contains__, _ANY_PART)):
        return False
    return any(map(lowered.__contains__, _ANY_HINT)) and (has_figure or _SHORT in lowered)


@remembering
def _found_in(text: str) -> tuple[FoundIdentifier, ...]:
    """The identifiers in a text that may hold any."""
    view = plain(text)
    lowered = view.text.lower()
    found = []
    for rule in _RULES:
        if rule.hint not in lowered:
            continue
        for match in rule.pattern.finditer(view.text):
            value = rule.normal(_in_ascii(match[1]))
            if value:
                start, end = view.span(*match.span(1))
                found.append(FoundIdentifier(rule.scheme, value, start, end, rule.name))
    return tuple(_disjoint(found))


def identifiers_from_url(href: str) -> list[FoundIdentifier]:
    """Identifiers in a link target; offsets are those in ``href``.

    >>> [i.value for i in identifiers_from_url("https://pubmed.ncbi.nlm.nih.gov/12345678/")]
    ['12345678']
    """
    return [i for i in find_identifiers(href[:LONGEST_ADDRESS]) if i.rule != "label"]


def impossible(scheme: Scheme, value: str) -> str:
    """Why a normalised identifier cannot exist, in a sentence; empty when it can.

    ISBN: check digit (ISO 2108). PMID: one to eight digits (MEDLINE/PubMed data element
    descriptions, field PMID). arXiv: numbers since 2007 begin with year and month
    (https://info.arxiv.org/help/arxiv_identifier.html).

    >>> impossible(Scheme.ARXIV, "2113.01234")
    'Numbers of arXiv begin with year and month, and there is no month 13.'
    """
    if scheme is Scheme.ISBN and not isbn.is_valid(value):
        return (
            "The last digit of an ISBN follows from the others, and this one does not: at least "
            "one digit is misprinted."
        )
    if scheme is Scheme.PMID and len(value) > 8:
        return f"A PubMed number has at most eight digits, and this one has {len(value)}."
    month = re.match(r"\d{2}(\d{2})\.", value) if scheme is Scheme.ARXIV else None
    if month and not 1 <= int(month[1]) <= 12:
        return f"Numbers of arXiv begin with year and month, and there is no month {int(month[1])}."
    return ""


def doi_names(scheme: Scheme, value: str) -> tuple[str, ...]:
    """DOI names that the owner of a scheme makes from its identifiers, likeliest first.

    arXiv: ``10.48550/arXiv.{id}`` (https://info.arxiv.org/help/doi.html). JSTOR: 10.2307, for
    what had no other DOI name when it was added. Elsevier made DOI names of its PIIs until
    about 2004, punctuated, at first without the ``S``.

    >>> doi_names(Scheme.PII, "S0140673605674028")
    ('10.1016/s0140-6736(05)67402-8', '10.1016/0140-6736(05)67402-8')
    """
    if scheme is Scheme.ARXIV:
        return (f"10.48550/arxiv.{value}",)
    if scheme is Scheme.JSTOR:
        return (f"10.2307/{value}",)
    serial = re.fullmatch(r"S(\d{4})(\d{3}[\dX])(\d{2})(\d{5})([\dX])", value)
    if scheme is Scheme.PII and serial:
        first, second, year, number, check = serial.groups()
        bare = f"{first}-{second}({year}){number}-{check}".lower()
        return (f"10.1016/s{bare}", f"10.1016/{bare}")
    return ()


def _in_ascii(printed: str) -> str:
    """With the figures that registries have: Arabic and Indian lists have their own."""
    if printed.isascii():
        return printed
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in printed)


def _disjoint(found: list[FoundIdentifier]) -> list[FoundIdentifier]:
    kept: list[FoundIdentifier] = []
    for identifier in sorted(found, key=lambda i: (i.start, -i.end)):
        if not kept or identifier.start >= kept[-1].end:
            kept.append(identifier)
    return kept
