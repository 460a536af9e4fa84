"""What is said of a work before its DOI name is put into a page."""

from dataclasses import replace

import pytest

from archive.records import Finding, FindingKind, Notice, Severity, Suggestion
from pipelines.verification.findings.proposals import with_notices
from pipelines.verification.judging.notices import NoticeVerdict

ROWS = [
    # why, notice, severity before, severity after, whether it is said
    ("nothing known", Notice.UNKNOWN, Severity.NOTICE, Severity.NOTICE, False),
    ("no notice", Notice.NONE, Severity.ERROR, Severity.ERROR, False),
    ("corrected: it can be cited", Notice.CORRECTED, Severity.NOTICE, Severity.NOTICE, False),
    ("retracted", Notice.RETRACTED, Severity.NOTICE, Severity.WARNING, True),
    ("withdrawn, and wrong anyway", Notice.WITHDRAWN, Severity.ERROR, Severity.ERROR, True),
    ("questioned", Notice.CONCERN, Severity.NOTICE, Severity.WARNING, True),
    ("superseded", Notice.SUPERSEDED, Severity.NOTICE, Severity.NOTICE, True),
]


@pytest.mark.parametrize(
    ("why", "notice", "before", "after", "is_said"), ROWS, ids=[row[0] for row in ROWS]
)
def test_what_is_proposed(why, notice, before, after, is_said):
    verdict = NoticeVerdict(value=notice, reason="The work was so.", checks=(5,))
    proposal = Suggestion(before="", after="10.1/a", rule="search", score=1.0, safe=True)
    finding = Finding(
        kind=FindingKind.DOI_MISSING,
        severity=before,
        page_id="p1",
        subject="10.1/a",
        says="Lee A.",
        why="It has one.",
        checks=(1,),
        suggestions=(proposal,),
    )
    [told] = with_notices([finding], lambda doi: verdict)
    assert told.severity is after
    assert told.checks == ((1, 5) if is_said else (1,))
    assert ("Mind what 10.1/a names: the work was so." in told.why) is is_said


def test_what_proposes_no_name_is_left_alone():
    bare = Finding(
        kind=FindingKind.LINK_GONE, severity=Severity.ERROR, page_id="p1", subject="x", says="x"
    )
    address = Suggestion(before="x", after="https://x.org/", rule="memento", score=1.0)

    def nobody(doi):
        raise AssertionError(f"{doi} is no DOI name")

    findings = [bare, replace(bare, suggestions=(address,))]
    assert list(with_notices(findings, nobody)) == findings
