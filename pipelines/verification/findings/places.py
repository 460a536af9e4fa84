"""A finding at the place where a name is printed. Pure."""

from __future__ import annotations

from archive.records import Finding, FindingKind, KeptMention, Severity, Suggestion


def finding_at(
    mention: KeptMention,
    kind: FindingKind,
    severity: Severity,
    why: str = "",
    *,
    checks: tuple[int, ...],
    subject: str = "",
    should_say: str = "",
    suggestions: tuple[Suggestion, ...] = (),
) -> Finding:
    """A finding about what a mention prints; its ``subject`` is the name meant there, if not said.

    ``checks`` are the rows of ``checks`` it was judged from.
    """
    return Finding(
        kind=kind,
        severity=severity,
        page_id=mention.page_id,
        subject=subject or mention.value,
        says=mention.printed,
        should_say=should_say,
        why=why,
        reference_id=mention.reference_id,
        mention_id=mention.id,
        checks=checks,
        suggestions=suggestions,
    )
