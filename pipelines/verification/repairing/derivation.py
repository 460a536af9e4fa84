"""Derives DOI names from the numbers of a citation, by a publisher's formula. Pure.

The journal is known by its title, in full or abbreviated, or by the beginning of a wrong name
(``10.3389/fimmu.`` is enough to know Frontiers in Immunology).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipelines.matching.wording import folded
from pipelines.verification.repairing.formulas import FORMULAS, Formula

_PAGES = re.compile(r"([A-Za-z]{0,3})(\d+)([a-z](?![a-z]))?(?:\s?[-–—‐]\s?[A-Za-z]{0,3}(\d+))?")
_SMALL_WORDS = frozenset({"of", "the", "and", "in", "for", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the formulas need of a citation; empty where it is not printed."""

    journal: str = ""
    """Folded."""
    year: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    """Digits of the first page or the article number."""
    letter: str = ""
    """What stands before them, lower case: ``e``, ``a``, ``s``."""
    behind: str = ""
    """The letter behind them: ``c`` of ``694c``, the third text on the page."""
    last: str = ""
    """Digits of the last page, completed: ``1425-37`` ends at 1437."""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Numbers:
        """From the parsed fields of a reference."""
        pages = (fields.get("article_number") or fields.get("pages") or "").strip()
        found = _PAGES.match(pages)
        year = re.search(r"\d{4}", fields.get("year", ""))
        page, last = (found[2], found[4] or found[2]) if found else ("", "")
        return cls(
            journal=folded(fields.get("container", "")),
            year=year[0] if year else "",
            volume="".join(re.findall(r"\d+", fields.get("volume", ""))[:1]),
            issue="".join(re.findall(r"\d+", fields.get("issue", ""))[:1]),
            page=page,
            letter=found[1].lower() if found else "",
            behind=(found[3] or "") if found else "",
            last=page[: max(0, len(page) - len(last))] + last,
        )


def derive(numbers: Numbers, doi: str = "") -> Iterator[tuple[str, str]]:
    """(rule, name) by every formula that the journal, or a wrong name, calls for."""
    for formula, code in _called_for(numbers, doi):
        if _is_complete(formula, numbers, but=""):
            if numbers.behind and "{page}" in formula.template:
                lettered = replace(numbers, page=numbers.page + numbers.behind)
                yield formula.rule, _name(formula, code, lettered, numbers.issue)
            yield formula.rule, _name(formula, code, numbers, numbers.issue)


def derive_by_issues(numbers: Numbers, doi: str = "") -> Iterator[tuple[str, str]]:
    """The same for citations that print no issue: one name for each issue there may be."""
    for formula, code in _called_for(numbers, doi):
        is_needed = "{issue" in formula.template and not numbers.issue
        if is_needed and _is_complete(formula, numbers, but="issue"):
            for issue in range(1, formula.issues + 1):
                yield formula.rule, _name(formula, code, numbers, str(issue))


def _called_for(numbers: Numbers, doi: str) -> list[tuple[Formula, str]]:
    named = [(formula, code) for head, formula, code in _heads() if doi.startswith(head)]
    return list(dict.fromkeys([*_formulas_of(numbers.journal), *named]))


def _is_complete(formula: Formula, numbers: Numbers, *, but: str) -> bool:
    """Whether all that the formula needs is printed, in the form that it needs."""
    needed = set(re.findall(r"\{(\w+)", formula.template)) - {"code", but}
    if not all(getattr(numbers, name) for name in needed):
        return False
    if formula.letters is not None and bool(numbers.letter) != formula.letters:
        return False
    if not formula.digits[0] <= len(numbers.page) <= formula.digits[1]:
        return False
    if not numbers.year:
        return not formula.since
    return formula.since <= int(numbers.year) <= formula.until


def _name(formula: Formula, code: str, numbers: Numbers, issue: str) -> str:
    return formula.template.format(
        code=code,
        year=numbers.year,
        volume=numbers.volume,
        issue=issue,
        page=numbers.page,
        letter=numbers.letter,
        last=numbers.last,
    )


@lru_cache(maxsize=1024)
def _formulas_of(journal: str) -> tuple[tuple[Formula, str], ...]:
    """The formulas of a journal, by its title or an abbreviation of it."""
    words = _content(journal)
    return tuple(
        (formula, code)
        for formula in FORMULAS
        for code, titles in formula.journals.items()
        if words and any(_is_title(words, _content(folded(t))) for t in titles.split("|"))
    )


def _content(title: str) -> tuple[str, ...]:
    return tuple(word for word in title.split() if word not in _SMALL_WORDS)


def _is_title(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Word by word the same, or the beginning of it (``arch intern med``, but not ``cell``)."""
    is_short = 1 < len(words) == len(title) and all(map(str.startswith, title, words))
    return words == title or is_short


@cache
def _heads() -> tuple[tuple[str, Formula, str], ...]:
    """How the names of each journal begin, where that tells the journal."""
    heads = (
        (formula.template.partition("{code}")[0] + code, formula, code)
        for formula in FORMULAS
        for code in formula.journals
        if "{code}" in formula.template
    )
    fixed = (
        (formula.template.partition("{")[0], formula, next(iter(formula.journals)))
        for formula in FORMULAS
        if "{code}" not in formula.template
    )
    return tuple((head, formula, code) for head, formula, code in (*heads, *fixed))
