"""What to know about a work before putting its DOI name into a page. Pure.

A repair may be right and still lead to a work that was taken back, or that has a successor. That
a cited work was taken back is told before that its DOI name is missing, and once at a reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive.records import Finding, FindingKind, KeptCitation, Notice, Severity, Work
from pipelines.matching.scoring import match
from pipelines.verification.findings.notices import FINDINGS, weigh
from pipelines.verification.judging.notices import NoticeVerdict

NoticeOf = Callable[[str], NoticeVerdict]
"""What is known about the work of a DOI name."""
TAKEN_BACK = frozenset({Notice.RETRACTED, Notice.WITHDRAWN, Notice.CONCERN})
_TOLD = TAKEN_BACK | {Notice.SUPERSEDED}
_LESS = (Severity.NOTICE, Severity.UNKNOWN)


def with_notices(findings: Iterable[Finding], notice_of: NoticeOf) -> Iterator[Finding]:
    """The findings, each with what was registered against the work that it proposes first.

    Proposing a work that was taken back is a warning at least.
    """
    for finding in findings:
        name = finding.suggestions[0].after if finding.suggestions else ""
        notice = notice_of(name) if name.startswith("10.") else None
        if notice is None or notice.value not in _TOLD:
            yield finding
            continue
        is_grave = notice.value in TAKEN_BACK
        advice = "do not cite it unseen" if is_grave else "see which of the two to cite"
        yield replace(
            finding,
            severity=Severity.WARNING
            if is_grave and finding.severity in _LESS
            else finding.severity,
            why=f"{finding.why} Mind what {name} names: {_lower(notice.reason)} So {advice}.",
            checks=tuple(dict.fromkeys((*finding.checks, *notice.checks))),
        )


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def as_taken_back(
    findings: Sequence[Finding],
    citations: Iterable[KeptCitation],
    work_of: Callable[[str], Work | None],
    notice_of: NoticeOf,
    sentences: Mapping[str, Sequence[str]],
) -> Iterator[Finding]:
    """The findings; a missing DOI name of a work that was taken back becomes that news.

    Only where the work is the one cited beyond doubt and no other is proposed; where a number
    beside it tells the same of that work, it is left out. ``sentences`` lean on a reference, by
    its id.
    """
    cited = {citation.id: citation for citation in citations}
    grave = {FINDINGS[value] for value in TAKEN_BACK}
    told = {
        (f.reference_id, f.subject)
        for f in findings
        if f.kind is FindingKind.WORK_RETRACTED or (f.kind, f.severity) in grave
    }
    for finding in findings:
        citation = cited.get(finding.reference_id or "")
        if finding.kind is not FindingKind.DOI_MISSING or citation is None:
            yield finding
            continue
        notice, work = notice_of(finding.subject), work_of(finding.subject)
        if notice.value not in TAKEN_BACK or work is None:
            yield finding
            continue
        turned = _taken_back(finding, citation, notice, work, sentences)
        if turned is finding or (finding.reference_id, finding.subject) not in told:
            yield turned


def _taken_back(
    finding: Finding,
    citation: KeptCitation,
    notice: NoticeVerdict,
    work: Work,
    sentences: Mapping[str, Sequence[str]],
) -> Finding:
    fields = {f.name: f.value for f in sorted(citation.fields, key=lambda f: f.confidence)}
    found = match(citation.printed, fields, work)
    if found is None or not found.is_safe or len(finding.suggestions) != 1:
        return finding
    kind, _ = FINDINGS[notice.value]
    leaning = sentences.get(citation.id, ())
    words = (citation.printed, citation.heading, *leaning)
    severity, why = weigh(notice, work, words, leaning)
    named = f"The reference prints no DOI name; its work is {finding.subject}. "
    return replace(
        finding, kind=kind, severity=severity, should_say="", why=named + why, suggestions=()
    )
