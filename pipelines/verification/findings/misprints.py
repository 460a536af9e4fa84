"""Findings: the right work, with a number or a name misprinted. Pure.

The DOI name is right, so nobody is led astray; but whoever looks for the article by volume and
page finds another one. Only told where all other parts agree (``pipelines.matching.misprints``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.counting import listed_fields
from archive.records import Finding, FindingKind, KeptCitation, Severity
from pipelines.matching.misprints import Misprint, is_slip
from pipelines.verification.judging.judged import Judged

# The fields of a printed reference that a compared part may come from.
_FIELDS = {
    "page": ("pages", "article_number"),
    "volume": ("volume",),
    "year": ("year",),
    "author": ("authors",),
}
_WORDS = {
    "page": "page or article number",
    "volume": "volume",
    "year": "year",
    "author": "first author's name",
}
_NUMBER = re.compile(r"\d+")


def find_misprints(citations: Iterable[KeptCitation], judged: Judged) -> Iterator[Finding]:
    """One finding for each reference that names the right work with one part misprinted."""
    for citation in citations:
        comparison = judged.citations.get(citation.id)
        verdicts = judged.dois.get(citation.doi or "")
        if comparison is None or comparison.misprint is None or verdicts is None:
            continue
        misprint = comparison.misprint
        says, should_say = _fragments(citation, misprint)
        mention = next((m for m in citation.mentions if m.value == citation.doi), None)
        others = [name for name in comparison.agreeing if name != misprint.field]
        yield Finding(
            kind=FindingKind.CITATION_DIFFERS,
            severity=Severity.NOTICE,
            page_id=citation.page_id,
            subject=verdicts.doi,
            says=says,
            should_say=should_say,
            why=(
                f"The DOI name is right: its record agrees in {listed_fields(others)}. But the "
                f"{_WORDS[misprint.field]} is printed as {misprint.printed}, and registered as "
                f"{misprint.registered}: probably a misprint."
            ),
            mention_id=mention.id if mention else None,
            reference_id=citation.id,
            checks=verdicts.registration.checks,
        )


def _fragments(citation: KeptCitation, misprint: Misprint) -> tuple[str, str]:
    """What is printed and what should be: as much of the reference as is needed to find it."""
    wrong, right = misprint.printed, misprint.registered
    if misprint.field != "author":
        found = _NUMBER.search(wrong)
        wrong = found[0] if found else wrong
        right = next((n for n in _NUMBER.findall(right) if is_slip(wrong, n)), right)
    names = _FIELDS[misprint.field]
    spans = [f for f in citation.fields if f.name in names and wrong in f.value]
    best = max(spans, key=lambda f: f.confidence, default=None)
    start = citation.printed.find(wrong, best.start if best else 0)
    if start < 0:
        return wrong, right
    end = start + len(wrong)
    while start > 0 and citation.printed.count(citation.printed[start:end]) > 1:
        start = max(0, citation.printed.rfind(" ", 0, start - 1) + 1 if start > 1 else 0)
    says = citation.printed[start:end]
    return says, says[: len(says) - len(wrong)] + right
