"""DOI names that a citation suggests in place of a wrong or missing one. Pure.

Nothing here is a suggestion yet: every name is asked for, and proposed only when it is
registered and its record agrees with the citation. The rungs of the ladder, cheapest first:

1. ``repair_doi``, ``derive_doi``: names worth a question each (at most ``MAX_CANDIDATES``): a
   truncation completed from numbers in the citation, publishers' formulas, frequent slips.
2. ``widen``: names that are asked for by the list, since most of them are nobody's (at most
   ``MAX_VARIANTS``): formulas with an issue that is not printed, every name one slip away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.matching.wording import folded
from pipelines.verification import quirks
from pipelines.verification.repairing.derivation import Numbers, derive, derive_by_issues
from pipelines.verification.repairing.slips import likely_slips, slips_of

MAX_CANDIDATES = 12
MAX_VARIANTS = 300
SLIP = "one_character"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One name to ask for, and the rule that made it."""

    before: str
    """The wrong name; empty when the citation prints none."""
    after: str
    rule: str


def repair_doi(doi: str, printed: str, fields: Mapping[str, str]) -> list[Repair]:
    """Names that may be meant by a DOI name which is not registered, or another work's.

    ``printed`` is the whole reference (or the sentence), ``fields`` its parsed parts by name.
    """
    made = (
        *(("complete_from_citation", name) for name in _completions(doi, printed, fields)),
        *derive(Numbers.of(fields), doi),
        *(("pattern_cochrane", name) for name in _cochrane(printed, fields)),
        *(("missing_dot_x", name) for name in _dot_x(doi)),
        *(("moved_prefix", name) for name in _moved(doi)),
        *((SLIP, name) for name in likely_slips(doi)),
    )
    return _named(doi, made, MAX_CANDIDATES)


def derive_doi(printed: str, fields: Mapping[str, str]) -> list[Repair]:
    """Names that the journal's formula and the citation's numbers make, where none is printed."""
    cochrane = (("pattern_cochrane", name) for name in _cochrane(printed, fields))
    return _named("", (*derive(Numbers.of(fields)), *cochrane), MAX_CANDIDATES)


def widen(doi: str, printed: str, fields: Mapping[str, str]) -> list[Repair]:
    """Names that may be meant as well, too many to be asked one by one; ``doi`` may be empty."""
    by_issue = derive_by_issues(Numbers.of(fields), doi)
    slips = ((SLIP, name) for name in slips_of(doi, printed.replace(doi, " "))) if doi else ()
    return _named(doi, (*by_issue, *slips), MAX_VARIANTS)


def _named(doi: str, made: Iterable[tuple[str, str]], most: int) -> list[Repair]:
    found: dict[str, str] = {}
    for rule, name in made:
        if name.lower() != doi and len(found) < most:
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


def _moved(doi: str) -> Iterator[str]:
    """The same suffix under the prefix of another publisher, where journals moved with it."""
    prefix, _, suffix = doi.partition("/")
    for old, beginning, new in quirks.MOVED_PREFIXES:
        if prefix == old and suffix.startswith(beginning):
            yield f"{new}/{suffix}"


def _cochrane(printed: str, fields: Mapping[str, str]) -> Iterator[str]:
    """The review number stands in the citation; its version (``pubN``) often does not."""
    journal = folded(fields.get("container", ""))
    number = re.search(r"\bCD\s?(\d{6})\b(?:\.?\s?pub\s?(\d{1,2}))?", printed, re.I)
    is_cochrane = journal in quirks.COCHRANE_JOURNALS or "cochrane" in printed.lower()
    if number is None or not is_cochrane:
        return
    base = f"10.1002/14651858.cd{number[1]}"
    if number[2]:
        yield f"{base}.pub{int(number[2])}"
    for version in (2, 3, 4, 5):
        yield f"{base}.pub{version}"
    yield base
