"""DOI names that a citation's own words suggest, for one that is wrong or missing. Pure.

Nothing here is a suggestion yet: every name is asked for at the handle API, and proposed only
when it is registered and its record agrees with the citation. So the rules may be generous,
but the list must stay short: each name costs a question. Most likely first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.matching.wording import folded
from pipelines.verification import quirks

MAX_CANDIDATES = 12

# What typesetting and scanning confuse, both ways.
_LOOK_ALIKE = ("0o", "1l", "1i", "5s", "8b", "2z", "6b", "9g")
_SEPARATORS = re.compile(r"[./:;_-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One name to ask for, and the rule that made it."""

    before: str
    """The wrong name; empty when the citation prints none."""
    after: str
    rule: str


def repair_doi(doi: str, printed: str, fields: Mapping[str, str]) -> list[Repair]:
    """Names that may be meant by a DOI name which is not registered.

    ``printed`` is the whole reference (or the sentence), ``fields`` its parsed parts by name.
    """
    rules: tuple[tuple[str, Iterator[str]], ...] = (
        ("complete_from_citation", _completions(doi, printed, fields)),
        *((f"pattern_{name}", rule(printed, fields)) for name, rule in _PATTERNS.items()),
        ("missing_dot_x", _dot_x(doi)),
        ("one_character", _one_character(doi)),
    )
    return _ranked(doi, rules)


def derive_doi(printed: str, fields: Mapping[str, str]) -> list[Repair]:
    """Names that the journal's pattern and the citation's numbers make, where none is printed."""
    named = _PATTERNS.items()
    return _ranked("", [(f"pattern_{name}", rule(printed, fields)) for name, rule in named])


def _ranked(doi: str, rules: Iterable[tuple[str, Iterator[str]]]) -> list[Repair]:
    found: dict[str, str] = {}
    for rule, names in rules:
        for name in names:
            if name.lower() != doi and len(found) < MAX_CANDIDATES:
                found.setdefault(name.lower(), rule)
    return [Repair(before=doi, after=name, rule=rule) for name, rule in found.items()]


def _completions(doi: str, printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    """The last number of the name, completed to a longer one that stands in the citation.

    ``10.1155/2015/32819`` with article number 328196 gives ``10.1155/2015/328196``.
    """
    tail = re.search(r"\d{2,}$", doi)
    if tail is None:
        return
    numbers = [fields.get("article_number", ""), fields.get("pages", "")]
    words = re.findall(r"[A-Za-z]{0,2}\d{3,9}", " ".join([*numbers, printed.replace(doi, " ")]))
    for word in dict.fromkeys(words):
        for number in dict.fromkeys((word, word.lstrip("eE"), re.sub(r"\D", "", word))):
            for cut in (tail[0], tail[0].lstrip("0")):
                if len(cut) >= 2 and number.startswith(cut) and len(number) > len(cut):
                    yield doi[: tail.end() - len(cut)] + number


def _dot_x(doi: str) -> Iterator[str]:
    """Blackwell's names end in ``.x``, which looks like nothing and is often left out."""
    if doi.startswith(quirks.DOT_X_PREFIXES) and not doi.endswith(".x"):
        yield doi.rstrip(".") + ".x"


def _one_character(doi: str) -> Iterator[str]:
    """Names one slip away: a look-alike, a doubled or lost separator, two digits swapped."""
    prefix, _, suffix = doi.partition("/")
    for at, letter in enumerate(suffix):
        beside = suffix[max(0, at - 1) : at] + suffix[at + 1 : at + 2]
        for pair in _LOOK_ALIKE:
            other = {pair[0]: pair[1], pair[1]: pair[0]}.get(letter)
            # A letter among digits, or a digit among letters, is the likely slip.
            if other is not None and beside and all(c.isdigit() == other.isdigit() for c in beside):
                yield f"{prefix}/{suffix[:at]}{other}{suffix[at + 1 :]}"
        if at and letter == suffix[at - 1] and _SEPARATORS.match(letter):
            yield f"{prefix}/{suffix[:at]}{suffix[at + 1 :]}"
    if re.match(r"a\d", suffix):  # 10.1023/A1006047319921 for 10.1023/A:1006047319921
        yield f"{prefix}/a:{suffix[1:]}"
    for at in range(len(suffix) - 1, 0, -1):
        a, b = suffix[at - 1], suffix[at]
        if a != b and a.isdigit() and b.isdigit():
            yield f"{prefix}/{suffix[: at - 1]}{b}{a}{suffix[at + 1 :]}"


# --------------------------------------------------------------------------- patterns


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What the patterns need of a citation."""

    journal: str
    year: str
    volume: str
    issue: str
    page: str
    """First page or article number, with its letter, lower case."""

    @classmethod
    def of(cls, printed: str, fields: Mapping[str, str]) -> _Numbers:
        """From parsed fields; the journal also from the print, where the parser saw none."""
        page = fields.get("article_number") or fields.get("pages") or ""
        first = re.match(r"[A-Za-z]{0,3}\d+", page.strip())
        year = re.search(r"\d{4}", fields.get("year", ""))
        return cls(
            journal=folded(fields.get("container", "")),
            year=year[0] if year else "",
            volume="".join(re.findall(r"\d+", fields.get("volume", ""))[:1]),
            issue="".join(re.findall(r"\d+", fields.get("issue", ""))[:1]),
            page=first[0].lower() if first else "",
        )


def _hindawi(printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    n = _Numbers.of(printed, fields)
    if n.journal in quirks.HINDAWI_JOURNALS and n.year and re.fullmatch(r"\d{5,8}", n.page):
        yield f"10.1155/{n.year}/{n.page}"


def _bmj(printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    n = _Numbers.of(printed, fields)
    if n.journal not in ("bmj", "br med j", "british medical journal", "bmj clinical research ed"):
        return
    if re.fullmatch(r"[a-z]\d{1,6}", n.page):
        yield f"10.1136/bmj.{n.page}"
    elif n.volume and n.issue and n.page:
        yield f"10.1136/bmj.{n.volume}.{n.issue}.{n.page}"


def _plos(printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    n = _Numbers.of(printed, fields)
    code = quirks.PLOS_JOURNALS.get(n.journal)
    number = re.fullmatch(r"e?(\d{1,7})", n.page)
    if code and number:
        yield f"10.1371/journal.{code}.{number[1].zfill(7)}"


def _bmc(printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    n = _Numbers.of(printed, fields)
    issn = quirks.BMC_ISSNS.get(n.journal)
    if issn and n.volume and n.page:
        yield f"10.1186/{issn.lower()}-{n.volume}-{n.page}"


def _jama(printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    n = _Numbers.of(printed, fields)
    code = quirks.JAMA_JOURNALS.get(n.journal)
    if code and n.volume and n.issue and n.page:
        yield f"10.1001/{code}.{n.volume}.{n.issue}.{n.page}"


def _cochrane(printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    """The review number stands in the citation; its version (``pubN``) often does not."""
    n = _Numbers.of(printed, fields)
    number = re.search(r"\bCD\s?(\d{6})\b(?:\.?\s?pub\s?(\d{1,2}))?", printed, re.I)
    is_cochrane = n.journal in quirks.COCHRANE_JOURNALS or "cochrane" in printed.lower()
    if number is None or not is_cochrane:
        return
    base = f"10.1002/14651858.cd{number[1]}"
    if number[2]:
        yield f"{base}.pub{int(number[2])}"
    for version in (2, 3, 4, 5):
        yield f"{base}.pub{version}"
    yield base


_PATTERNS: dict[str, Callable[[str, Mapping[str, str]], Iterator[str]]] = {
    "hindawi": _hindawi,
    "bmj": _bmj,
    "plos": _plos,
    "bmc": _bmc,
    "jama": _jama,
    "cochrane": _cochrane,
}
