"""Is the registered work the one the citation names? Pure.

The record is looked for in the printed citation, with the parsed fields as a help where there
are any: a record knows its own volume, a printed line has to be parsed for it. A title alone
never decides: 82.6 % of wrong works with a similar title pass a fuzzy comparison of titles
(700 real references). A number must support it: year, volume, page or article number.

Known artefacts of registries count as agreement: the year of online-first publication,
abbreviated journals, accents, US spelling, a subtitle that one side leaves out, a title in
another language when all numbers agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from archive.records import Agreement, Work
from pipelines.matching.wording import folded

# Identifiers and addresses: their digits are not the citation's numbers.
_IDENTIFIERS = re.compile(
    r"\b10\.\d{4,9}/\S{1,300}|https?://\S{1,300}|\bPMID:?\s{0,3}\d{1,9}|\bPMC\d{1,9}", re.I
)
_YEAR = re.compile(r"\b(1[89]\d\d|20[0-3]\d)\b")
TITLE_AGREES = 87
TITLE_DIFFERS = 65
TITLE_IS_SAME = 97
_FEW_WORDS = 5
"""Words below which a print is a mere pointer (see doi:...) and no citation."""
_ROOM_FOR_MORE = 40
"""Letters that authors, journal and numbers take: a shorter print had no room for the title."""
_SHORT_TITLE = 15
"""Letters below which a title (Editorial, Reply) says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Field by field: what agrees, what differs (field -> (printed, registered)), and the sum."""

    value: Agreement
    agreeing: tuple[str, ...] = ()
    differing: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    score: float = 0.0
    """0 to 1: share of the comparable fields that agree, numbers counting double."""

    @property
    def is_safe(self) -> bool:
        """Enough to write the DOI into the page without a second look."""
        numbers = {"volume", "page", "year"} & set(self.agreeing)
        named = {"title", "author"} & set(self.agreeing)
        has_place = "page" in numbers or len(numbers) >= 2
        return self.value is Agreement.AGREES and has_place and bool(named) and not self.differing


def compare(printed: str, fields: Mapping[str, str], work: Work) -> Comparison:
    """Compare a printed reference with a record.

    ``fields`` are parsed parts of the reference by name (year, title, container, volume, issue,
    pages, article_number, authors), as far as known.
    """
    text = _IDENTIFIERS.sub(" ", printed)
    cited = _Cited(text=text, folded=folded(text), fields=fields)
    if len(cited.folded.split()) < _FEW_WORDS:
        return Comparison(value=Agreement.NO_CITATION)
    results = {
        "title": _title(cited, work),
        "author": _author(cited, work),
        "year": _year(cited, work),
        "volume": _volume(cited, work),
        "page": _page(cited, work),
        "container": _container(cited, work),
    }
    known = {name: result for name, result in results.items() if result is not None}
    if not {"title", "author", "volume", "page"} & set(known):
        return Comparison(value=Agreement.NO_METADATA)
    agreeing = tuple(name for name, result in known.items() if result is True)
    differing = {name: result for name, result in known.items() if isinstance(result, tuple)}
    weights = {name: 2 if name in ("year", "volume", "page") else 1 for name in known}
    score = sum(weights[name] for name in agreeing) / sum(weights.values())
    same_title = _title_score(cited, work) >= TITLE_IS_SAME
    value = _decide(set(agreeing), set(differing), same_title=same_title)
    return Comparison(value=value, agreeing=agreeing, differing=differing, score=round(score, 3))


def _decide(agree: set[str], differ: set[str], *, same_title: bool) -> Agreement:
    """The sum of the fields; see the module's text for the principle."""
    numbers = agree & {"year", "volume", "page"}
    is_placed = {"volume", "page"} <= agree
    is_elsewhere = {"volume", "page"} <= differ
    if is_placed and ("title" in agree or "author" in agree or "year" in agree):
        return Agreement.AGREES
    if "title" in agree:
        if is_elsewhere:
            is_other = not same_title or bool({"container", "author", "year"} & differ)
            return Agreement.DIFFERS if is_other else Agreement.PARTIAL
        is_contradicted = "page" in differ and bool({"author", "year"} & differ)
        if is_contradicted and not same_title:
            return Agreement.DIFFERS
        is_doubtful = "author" in differ and "page" not in agree
        return Agreement.AGREES if numbers and not is_doubtful else Agreement.PARTIAL
    if "title" in differ:
        if {"volume", "page"} & differ or "author" in differ:
            return Agreement.DIFFERS
        return Agreement.PARTIAL if agree else Agreement.DIFFERS
    if len(numbers) >= 2 and "author" in agree:
        return Agreement.AGREES
    if {"author", "year", "container"} <= agree and not differ:
        return Agreement.AGREES  # a short citation: nothing more is said, all of it is right
    if is_elsewhere or ("author" in differ and {"volume", "page"} & differ):
        return Agreement.DIFFERS
    return Agreement.PARTIAL


# True = agrees; (printed, registered) = differs; None = cannot be compared.
_Result = bool | tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class _Cited:
    text: str
    folded: str
    fields: Mapping[str, str]

    @property
    def words(self) -> set[str]:
        return set(self.folded.split())


def _title_score(cited: _Cited, work: Work) -> float:
    """0 to 100: how well the registered title is found in the print, or the printed in it."""
    titles = [folded(work.title), folded(f"{work.title} {work.subtitle}")]
    printed = folded(cited.fields.get("title", ""))
    scores = [fuzz.partial_ratio(t, cited.folded) for t in titles if len(t) < len(cited.folded)]
    if len(printed) >= _SHORT_TITLE:
        scores += [fuzz.ratio(title, printed) for title in titles]
        # A subtitle that one side leaves out: the shorter one begins the longer one.
        scores += [fuzz.ratio(t[: len(printed)], printed) for t in titles if len(printed) > 30]
        scores += [fuzz.ratio(t, printed[: len(t)]) for t in titles if len(t) > 30]
    return max(scores, default=0.0)


def _title(cited: _Cited, work: Work) -> _Result:
    if len(folded(work.title)) < _SHORT_TITLE:
        return None
    score = _title_score(cited, work)
    if score >= TITLE_AGREES:
        return True
    told = folded(cited.fields.get("title", ""))
    journals = [folded(name) for name in (work.container, work.short_container) if name]
    if any(told == name or is_abbreviation(told, name) for name in journals):
        told = ""  # a short citation without a title; the parser took the journal for one
    if not told and len(cited.folded) < len(work.title) + _ROOM_FOR_MORE:
        return None
    return (cited.fields.get("title", ""), work.title) if score < TITLE_DIFFERS else None


def _author(cited: _Cited, work: Work) -> _Result:
    """The first registered author's family name, or most of the others', stands in the print."""
    families = [folded(author.partition(",")[0]) for author in work.authors]
    families = [name for name in families if len(name) > 1]
    if not families:
        return None
    spaced = f" {cited.folded} "
    present = [f" {name} " in spaced for name in families[:6]]
    if present[0] or sum(present) * 2 > len(present):
        return True
    return (
        (cited.fields.get("authors", ""), "; ".join(work.authors[:3])) if not any(present) else None
    )


def _year(cited: _Cited, work: Work) -> _Result:
    """Any registered year, or one beside it: online first in December, in print in January."""
    registered = set(work.years) | ({work.year} if work.year else set())
    printed = {int(year) for year in _YEAR.findall(cited.fields.get("year", "") or cited.text)}
    if not registered or not printed:
        return None
    if any(abs(a - b) <= 1 for a in registered for b in printed):
        return True
    if "year" not in cited.fields:
        return None
    return cited.fields["year"], ", ".join(map(str, sorted(registered)))


def _volume(cited: _Cited, work: Work) -> _Result:
    registered = [_bare(word) for word in folded(work.volume).split()]
    if not registered:
        return None
    printed = [_bare(word) for word in folded(cited.fields.get("volume", "")).split()]
    if printed:
        is_same = registered[0] == printed[0] or bool(set(registered) & set(printed))
        return True if is_same else (cited.fields["volume"], work.volume)
    return True if set(registered) <= {_bare(word) for word in cited.words} else None


def _page(cited: _Cited, work: Work) -> _Result:
    """The first page or the article number, with or without its letter and zeros."""
    named = (work.pages, work.article_number)
    registered = {_bare(number) for text in named for number in _first(text)}
    registered.discard("")
    if not registered:
        return None
    names = ("pages", "article_number")
    printed = {_bare(n) for name in names for n in _first(cited.fields.get(name, ""))}
    printed.discard("")
    if registered & printed:
        return True
    anywhere = {_bare(word) for word in cited.words}
    if any(number in anywhere for number in registered if len(number) > 2):
        return True
    if not printed:
        return None
    said = cited.fields.get("pages") or cited.fields.get("article_number", "")
    return said, work.pages or work.article_number


def _container(cited: _Cited, work: Work) -> _Result:
    registered = [folded(name) for name in (work.container, work.short_container) if name]
    if not registered:
        return None
    spaced = f" {cited.folded} "
    if any(f" {name} " in spaced for name in registered):
        return True
    printed = folded(cited.fields.get("container", ""))
    if not printed:
        return None
    if any(is_abbreviation(printed, name) or is_abbreviation(name, printed) for name in registered):
        return True
    if max(fuzz.token_sort_ratio(printed, name) for name in registered) >= 85:
        return True
    return cited.fields["container"], work.container


def is_abbreviation(short: str, long: str) -> bool:
    """Whether every word of ``short`` begins the next fitting word of ``long`` (both folded).

    >>> is_abbreviation("eur spine j", "european spine journal")
    True
    """
    words = iter(long.split())
    return bool(short) and all(any(w.startswith(s) for w in words) for s in short.split())


def _first(text: str) -> list[str]:
    """The first page of a range, or the number itself, as one word."""
    words = folded(text).split()
    return words[:1]


def _bare(number: str) -> str:
    """A number without leading letters and zeros: ``e0134192`` -> ``134192``."""
    match = re.fullmatch(r"[a-z]{0,2}0*(\d+)[a-z]?", number)
    return match[1] if match else number
