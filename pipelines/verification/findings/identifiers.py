"""Findings: PMIDs, ISBNs, handles ... that lead nowhere, or to another work. Pure.

One place is told once, at the text rather than at the link around it. What disagrees with another
identifier of its reference, or with the reference, stands in ``findings.disagreements``. Where the
work of the reference is established (``Judged.right``), the number that belongs there is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.records import (
    Existence,
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Place,
    Severity,
)
from pipelines.verification.findings.disagreements import find_disagreements
from pipelines.verification.findings.places import finding_at
from pipelines.verification.findings.right_numbers import with_right
from pipelines.verification.judging.identifier_verdicts import LABELS, IdentifierVerdict
from pipelines.verification.judging.judged import Judged


def find_in_identifiers(
    judged: Judged, mentions: Iterable[KeptMention], citations: Iterable[KeptCitation]
) -> Iterator[Finding]:
    """Findings about the identifiers that pages print, one a place."""
    by_place: dict[tuple[str, str, str, str], KeptMention] = {}
    for mention in sorted(mentions, key=lambda m: m.place is not Place.TEXT):
        where = mention.reference_id or mention.context or mention.id
        by_place.setdefault((mention.page_id, mention.scheme, mention.value, where), mention)
    by_reference: dict[str, list[KeptMention]] = {}
    for mention in by_place.values():
        verdict = judged.identifiers.get((mention.scheme, mention.value))
        if verdict is None:
            continue
        if verdict.existence in (Existence.ABSENT, Existence.INVALID):
            yield with_right(_unknown(mention, verdict), mention, judged)
        elif mention.reference_id:
            by_reference.setdefault(mention.reference_id, []).append(mention)
    for citation in citations:
        yield from find_disagreements(citation, by_reference.get(citation.id, ()), judged)


def _unknown(mention: KeptMention, verdict: IdentifierVerdict) -> Finding:
    label = LABELS[verdict.scheme]
    is_impossible = verdict.existence is Existence.INVALID
    what = f"This cannot be a real {label}." if is_impossible else f"This {label} leads nowhere."
    return finding_at(
        mention,
        FindingKind.IDENTIFIER_UNKNOWN,
        Severity.WARNING if is_impossible else Severity.ERROR,
        f"{what} {verdict.reason}",
        subject=verdict.identifier,
        checks=verdict.checks,
    )
