"""What is to be known of a work before its DOI name is put into a page: findings say it. Pure.

A repair may be right and still lead to a work that was taken back, or that has a successor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from archive.records import Finding, Notice, Severity
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
