"""Findings: retracted or replaced works, wherever they are cited. Pure.

Each names the sentences of the page that lean on the work, where the page says which they are,
and the name to cite instead, where a registry gives one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.counting import listed_fields
from archive.records import (
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Notice,
    Severity,
    Suggestion,
    Work,
)
from pipelines.verification.doi_links import over
from pipelines.verification.findings.places import finding_at
from pipelines.verification.judging.judged import DoiVerdicts
from pipelines.verification.judging.notices import (
    NoticeVerdict,
    is_notice,
    is_retraction,
    speaks_of_notice,
)
from pipelines.verification.judging.own_words import part_about, says_itself

FINDINGS = {
    Notice.RETRACTED: (FindingKind.WORK_RETRACTED, Severity.ERROR),
    Notice.WITHDRAWN: (FindingKind.WORK_CHANGED, Severity.ERROR),
    Notice.CONCERN: (FindingKind.WORK_CHANGED, Severity.WARNING),
    Notice.SUPERSEDED: (FindingKind.WORK_CHANGED, Severity.NOTICE),
    Notice.CORRECTED: (FindingKind.WORK_CHANGED, Severity.NOTICE),
}
"""Notices that are told where their work is cited: kind of the finding, and how grave it is."""
NEWER_EDITION = "newer_edition"
"""Rule of a suggestion that names another work than the one that is cited."""
MOST_SENTENCES = 3
"""Sentences that one finding quotes."""


def find_notice(
    mention: KeptMention,
    verdicts: DoiVerdicts,
    citation: KeptCitation | None,
    sentences: Sequence[str],
    repair: Suggestion | None = None,
) -> Iterator[Finding]:
    """The finding that a work was retracted, changed or replaced, or is only a notice itself.

    ``sentences`` are those of the page that point to the reference the mention stands in;
    ``repair`` is the name that was found for it, for a notice that does not say what it is about.
    """
    if cites_notice(verdicts, citation):
        yield _notice_cited(mention, verdicts, repair)
        return
    if not is_told(verdicts.notice):
        return
    found = told(mention, verdicts.notice, verdicts.work, citation, sentences)
    newer = verdicts.notice.superseded_by
    yield replace(found, should_say=over(mention, newer) if newer else "")


def is_told(notice: NoticeVerdict) -> bool:
    """Whether a notice is a finding where its work is cited."""
    return notice.value in FINDINGS


def told(
    mention: KeptMention,
    notice: NoticeVerdict,
    work: Work | None,
    citation: KeptCitation | None,
    sentences: Sequence[str],
) -> Finding:
    """What a notice says of the work that stands at a place, still without what to print."""
    kind, _ = FINDINGS[notice.value]
    newer = notice.superseded_by
    around = citation.printed if citation is not None else mention.context
    words = (part_about(around, mention.printed), citation.heading if citation else "", *sentences)
    severity, why = weigh(notice, work, words, sentences)
    return finding_at(
        mention,
        kind,
        severity,
        why,
        checks=notice.checks,
        suggestions=_suggest(mention.value, newer, NEWER_EDITION),
    )


def weigh(
    notice: NoticeVerdict, work: Work | None, words: Iterable[str], sentences: Sequence[str]
) -> tuple[Severity, str]:
    """How grave a notice is on a page, and why. If the page's own ``words`` around the work tell of
    it, it is good to know, and no fault of the page."""
    _, severity = FINDINGS[notice.value]
    if any(says_itself(text, notice.value) for text in words):
        named = f" (“{work.title}”)" if work and work.title else ""
        return Severity.NOTICE, f"{notice.reason} The page says so itself where it cites it{named}."
    return severity, _why(notice, work, sentences)


def _why(notice: NoticeVerdict, work: Work | None, sentences: Sequence[str]) -> str:
    """What a notice says, where the page leans on its work, and what to cite instead."""
    title = f" (“{work.title}”)" if work and work.title else ""
    newer = notice.superseded_by
    instead = f" {newer} is registered: see whether to cite it instead." if newer else ""
    return f"{notice.reason} {_cited(title, sentences)}{instead}"


def _cited(title: str, sentences: Sequence[str]) -> str:
    """Where the page leans on the work, and what to do about it."""
    if not sentences:
        return f"The page cites it{title}: see whether what it says still stands."
    quoted = "; ".join(f"“{sentence}”" for sentence in sentences[:MOST_SENTENCES])
    more = len(sentences) - MOST_SENTENCES
    further = f" and {more} more" if more > 0 else ""
    return f"The page leans on it{title} in {quoted}{further}: see whether that still stands."


def cites_notice(verdicts: DoiVerdicts, citation: KeptCitation | None) -> bool:
    """Whether a reference that names a work has the DOI name of a notice about it.

    A reference that says "Correction to: ..." means the notice, and is right.
    """
    work = verdicts.work
    return (
        citation is not None
        and citation.doi == verdicts.doi
        and work is not None
        and is_notice(work)
        and not speaks_of_notice(citation.printed)
    )


def _notice_cited(
    mention: KeptMention, verdicts: DoiVerdicts, repair: Suggestion | None
) -> Finding:
    """The DOI name belongs to a notice, and the reference speaks of the work it is about."""
    work = verdicts.work
    assert work is not None, "only a record says that it is a notice"
    about = work.is_notice_of[0] if len(work.is_notice_of) == 1 else ""
    is_grave = is_retraction(work)
    meant = f" The work itself is {about}." if about else ""
    suggestions = _suggest(mention.value, about, "work_of_notice")
    if not about and repair is not None:
        about, suggestions = repair.after, (repair,)
        meant = f" {about} is registered, and agrees in {listed_fields(repair.agreeing)}."
    grave = " It takes the work back: see whether what the page says still stands."
    return finding_at(
        mention,
        FindingKind.WORK_RETRACTED if is_grave else FindingKind.WORK_CHANGED,
        Severity.ERROR if is_grave else Severity.WARNING,
        should_say=over(mention, about) if about else "",
        why=(
            f"This DOI name is not the work's but a notice's about it: “{work.title}”."
            f"{meant}{grave if is_grave else ''}"
        ),
        checks=verdicts.notice.checks,
        suggestions=suggestions,
    )


def _suggest(before: str, after: str, rule: str) -> tuple[Suggestion, ...]:
    """A registry says so, but a person has to see whether the newer work says the same."""
    return (Suggestion(before=before, after=after, rule=rule, score=0.5),) if after else ()
