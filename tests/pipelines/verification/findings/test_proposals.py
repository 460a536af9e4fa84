"""What is said of a work before its DOI name is put into a page."""

from dataclasses import replace

import pytest

from archive.records import (
    Agreement,
    Field,
    Finding,
    FindingKind,
    KeptCitation,
    Notice,
    Severity,
    Suggestion,
    Work,
)
from pipelines.verification.findings.proposals import as_taken_back, with_notices
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


PRINTED = "Lee A. Acupuncture for low back pain of unknown cause. J Pain. 2015;12:101-9."
NUMBERS = {"volume": "12", "pages": "101-9", "year": "2015", "authors": "Lee A"}
TITLE = "Acupuncture for low back pain of unknown cause"
MISSING = Finding(
    kind=FindingKind.DOI_MISSING,
    severity=Severity.WARNING,
    page_id="p1",
    subject="10.1/a",
    says=PRINTED,
    why="It has one.",
    reference_id="r1",
    suggestions=(Suggestion(before="", after="10.1/a", rule="search", score=1.0),),
)
TOLD = replace(MISSING, kind=FindingKind.WORK_RETRACTED, severity=Severity.ERROR, suggestions=())
ELSEWHERE = replace(TOLD, subject="10.9/other")
OTHER = replace(MISSING, suggestions=(*MISSING.suggestions, *MISSING.suggestions))
NEWS = [
    # why, notice, title of the record, findings, kinds of the findings that are left
    ("nothing is known", Notice.NONE, TITLE, [MISSING], ["doi_missing"]),
    ("superseded", Notice.SUPERSEDED, TITLE, [MISSING], ["doi_missing"]),
    ("taken back", Notice.RETRACTED, TITLE, [MISSING], ["work_retracted"]),
    ("questioned", Notice.CONCERN, TITLE, [MISSING], ["work_changed"]),
    ("not beyond doubt", Notice.RETRACTED, f"Reply to: {TITLE}", [MISSING], ["doi_missing"]),
    ("one of two works", Notice.RETRACTED, TITLE, [OTHER], ["doi_missing"]),
    ("told by its number", Notice.RETRACTED, TITLE, [TOLD, MISSING], ["work_retracted"]),
    ("another work is told", Notice.RETRACTED, TITLE, [ELSEWHERE, MISSING],
     ["work_retracted", "work_retracted"]),
    ("another is told, one of two works", Notice.RETRACTED, TITLE,
     [ELSEWHERE, OTHER], ["work_retracted", "doi_missing"]),
    ("told, and one of two works", Notice.RETRACTED, TITLE, [TOLD, OTHER],
     ["work_retracted", "doi_missing"]),
    ("told elsewhere", Notice.RETRACTED, TITLE, [replace(TOLD, reference_id="r2"), MISSING],
     ["work_retracted", "work_retracted"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "notice", "title", "findings", "kinds"), NEWS, ids=[row[0] for row in NEWS]
)
def test_a_missing_name_of_a_work_that_was_taken_back(why, notice, title, findings, kinds):
    fields = tuple(
        Field(name=n, value=v, start=0, end=0, confidence=1.0) for n, v in NUMBERS.items()
    )
    cited = KeptCitation(
        id="r1",
        page_id="p1",
        page_url="https://site.test/a",
        position=1,
        printed=PRINTED,
        fields=fields,
        doi=None,
        agreement=Agreement.NO_METADATA,
    )
    record = Work(
        doi="10.1/a",
        agency="Crossref",
        title=title,
        container="Journal of Pain",
        short_container="J Pain",
        authors=("Lee, Ann",),
        year=2015,
        volume="12",
        pages="101-109",
        type="journal-article",
    )
    verdict = NoticeVerdict(value=notice, reason="The work was so.")
    told = list(as_taken_back(findings, [cited], lambda d: record, lambda d: verdict, {}))
    assert [finding.kind for finding in told] == kinds
    marked = [replace(cited, printed=f"RETRACTED: {PRINTED}")]
    kept = [replace(f, severity=Severity.NOTICE) for f in findings if f.kind is TOLD.kind]
    given = [*kept, *(f for f in findings if f.kind is not TOLD.kind)]
    told = list(as_taken_back(given, marked, lambda d: record, lambda d: verdict, {}))
    assert [finding.kind for finding in told] == kinds
    if notice is Notice.RETRACTED:
        assert {f.severity for f in told if f.kind is TOLD.kind} <= {Severity.NOTICE}
