"""What is wrong with PMIDs, ISBNs, handles ..., and between them and DOI names. Pure.

An identifier is accused of naming another work only when its record contradicts the reference
and something speaks for the reference: its DOI name agrees, or title and author are others.
Where both records agree with it (two registrations of one work, a preprint and its article), or
nobody can tell, nothing is said. ISBNs name books of which a chapter may be cited: they are
checked on their own only. Where the work of the reference is established (``Judged.right``), the
number that belongs there is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.records import (
    Agreement,
    Existence,
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Place,
    Registration,
    Scheme,
    Severity,
    Suggestion,
    Work,
)
from pipelines.matching.agreeing import Comparison, compare
from pipelines.matching.twins import are_two_works
from pipelines.verification.judging.identifier_verdicts import LABELS, IdentifierVerdict
from pipelines.verification.judging.judged import DoiVerdicts, Judged

# Schemes whose identifiers name the work that is cited, and nothing larger or smaller.
_OF_WORKS = frozenset({Scheme.PMID, Scheme.PMCID, Scheme.ARXIV, Scheme.PII, Scheme.JSTOR})
RIGHT_IDENTIFIER = "identifier_of_the_work"
"""Rule of a suggestion that puts the work's own number in the place of a wrong one."""
_RIGHT_SCORE = 0.9


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
            yield _with_right(_unknown(mention, verdict), mention, judged)
        elif mention.reference_id:
            by_reference.setdefault(mention.reference_id, []).append(mention)
    for citation in citations:
        yield from _conflicts(citation, by_reference.get(citation.id, ()), judged)


def _unknown(mention: KeptMention, verdict: IdentifierVerdict) -> Finding:
    label = LABELS[verdict.scheme]
    is_impossible = verdict.existence is Existence.INVALID
    what = f"This cannot be a real {label}." if is_impossible else f"This {label} leads nowhere."
    return Finding(
        kind=FindingKind.IDENTIFIER_UNKNOWN,
        severity=Severity.WARNING if is_impossible else Severity.ERROR,
        page_id=mention.page_id,
        subject=verdict.identifier,
        says=mention.printed,
        why=f"{what} {verdict.reason}",
        mention_id=mention.id,
        reference_id=mention.reference_id,
        checks=verdict.checks,
    )


@dataclass(frozen=True, slots=True)
class _Printed:
    """The DOI name that a reference prints, as far as it is registered."""

    name: str
    verdicts: DoiVerdicts
    comparison: Comparison


def _conflicts(
    citation: KeptCitation, mentions: Sequence[KeptMention], judged: Judged
) -> Iterator[Finding]:
    printed = _printed_doi(citation, judged)
    fields = {f.name: f.value for f in sorted(citation.fields, key=lambda f: f.confidence)}
    for mention in mentions:
        verdict = judged.identifiers[mention.scheme, mention.value]
        if mention.scheme not in _OF_WORKS or verdict.work is None:
            continue
        own = compare(citation.printed, fields, verdict.work)
        if printed is None:
            if own.value is Agreement.DIFFERS and {"title", "author"} <= set(own.differing):
                yield _with_right(_stranger(mention, verdict, own), mention, judged)
        elif verdict.doi != printed.name:
            finding = _conflict(mention, verdict, own, printed)
            if finding is not None:
                is_wrong = own.value is Agreement.DIFFERS
                yield _with_right(finding, mention, judged) if is_wrong else finding


def _printed_doi(citation: KeptCitation, judged: Judged) -> _Printed | None:
    verdicts = judged.dois.get(citation.doi or "")
    comparison = judged.citations.get(citation.id)
    if verdicts is None or comparison is None:
        return None
    registration = verdicts.registration
    if registration.value not in (Registration.REGISTERED, Registration.ALIAS):
        return None
    return _Printed(registration.alias_of or verdicts.doi, verdicts, comparison)


def _conflict(
    mention: KeptMention, verdict: IdentifierVerdict, own: Comparison, printed: _Printed
) -> Finding | None:
    """Two names of two works; which one is wrong, where the reference says so."""
    label = LABELS[verdict.scheme]
    if own.value is Agreement.DIFFERS and printed.comparison.value is Agreement.AGREES:
        meaning = (
            f"The {label} is the wrong one: the record of the DOI name agrees with this reference."
        )
        is_sure = bool({"title", "author"} & set(own.differing))  # no reprint under one title
        severity, meant = (Severity.ERROR if is_sure else Severity.WARNING), ""
    elif own.value is Agreement.AGREES and printed.comparison.value is Agreement.DIFFERS:
        meaning = (
            f"The DOI name is the wrong one: the record of the {label} agrees with this reference."
        )
        severity, meant = Severity.WARNING, verdict.doi
    elif {own.value, printed.comparison.value} != {Agreement.AGREES} and are_two_works(
        verdict.work, printed.verdicts.work
    ):
        meaning, severity, meant = "Look which work is meant.", Severity.WARNING, ""
    else:
        return None
    return Finding(
        kind=FindingKind.IDENTIFIER_CONFLICT,
        severity=severity,
        page_id=mention.page_id,
        subject=verdict.identifier,
        says=mention.printed,
        should_say=f"https://doi.org/{meant}" if meant else "",
        why=(
            f"This {label} and the DOI name beside it name two works: {_named(verdict)}, and "
            f"{_titled(printed.verdicts.work)} ({printed.name}). {meaning}"
        ),
        mention_id=mention.id,
        reference_id=mention.reference_id,
        checks=(*verdict.checks, *printed.verdicts.registration.checks),
    )


def _stranger(mention: KeptMention, verdict: IdentifierVerdict, own: Comparison) -> Finding:
    """An identifier whose work is not the one that the reference names, no DOI name beside it."""
    differing = "; ".join(
        f"{name}: here {printed or 'nothing'}, registered {registered}"
        for name, (printed, registered) in own.differing.items()
    )
    return Finding(
        kind=FindingKind.IDENTIFIER_CONFLICT,
        severity=Severity.ERROR,
        page_id=mention.page_id,
        subject=verdict.identifier,
        says=mention.printed,
        why=(
            f"This {LABELS[verdict.scheme]} belongs to another work than the reference names: "
            f"{_named(verdict)}. They differ in {differing}."
        ),
        mention_id=mention.id,
        reference_id=mention.reference_id,
        checks=verdict.checks,
    )


def _with_right(finding: Finding, mention: KeptMention, judged: Judged) -> Finding:
    """The finding with the number that belongs there, where it is known."""
    right = judged.right.get(mention.id)
    if right is None or finding.should_say or mention.printed.count(mention.value) != 1:
        return finding
    should_say = mention.printed.replace(mention.value, right.value)
    proposal = Suggestion(
        before=finding.says, after=should_say, rule=RIGHT_IDENTIFIER, score=_RIGHT_SCORE
    )
    who = "NCBI gives" if right.checks else "the record has"
    label = LABELS[mention.scheme]
    return replace(
        finding,
        should_say=should_say,
        why=(
            f"{finding.why} The work that this reference names is {right.doi}, for which {who} "
            f"the {label} {right.value}."
        ),
        checks=tuple(dict.fromkeys((*finding.checks, *right.checks))),
        suggestions=(proposal,),
    )


def _named(verdict: IdentifierVerdict) -> str:
    return _titled(verdict.work) + (f" ({verdict.doi})" if verdict.doi else "")


def _titled(work: Work | None) -> str:
    if work is None or not work.title:
        return "a work without a title"
    place = " ".join(filter(None, [work.container, str(work.year or "")]))
    return f"“{work.title}”{f', {place}' if place else ''}"
