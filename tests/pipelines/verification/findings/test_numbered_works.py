"""Works that were taken back, cited by a number and no DOI name."""

from dataclasses import replace

import pytest

from archive.records import (
    Existence,
    Finding,
    FindingKind,
    Notice,
    Place,
    Scheme,
    Severity,
)
from pipelines.verification.findings.numbered_works import find_in_numbered_works
from pipelines.verification.judging.identifier_verdicts import IdentifierVerdict
from pipelines.verification.judging.judged import Judged
from pipelines.verification.judging.notices import NoticeVerdict
from tests.pipelines.matching.test_twins import DUNN
from tests.pipelines.verification.kept import kept_citation, kept_mention

NOTICES = {
    value: NoticeVerdict(value=value, reason="The work was so.", checks=(5,)) for value in Notice
}


def mention(scheme=Scheme.PMID, value="16103861", reference="r1", place=Place.TEXT):
    about = {"id": f"{scheme}-{place}", "scheme": scheme, "place": place}
    context = "" if reference else "a sentence"
    return kept_mention(value, **about, reference_id=reference, context=context)


def find(
    *mentions, notice=NOTICES[Notice.NONE], doi=DUNN.doi, printed_doi="", marked=False, wrong=()
):
    verdict = IdentifierVerdict(
        scheme=Scheme.PMID, value="", existence=Existence.KNOWN, reason="", doi=doi, work=DUNN,
        is_retracted=marked, checks=(1,),
    )  # fmt: skip
    judged = Judged()
    for m in mentions:
        judged.identifiers[m.scheme, m.value] = replace(verdict, scheme=m.scheme, value=m.value)
    names = (mention(Scheme.DOI, printed_doi),) if printed_doi else ()
    citation = kept_citation("Dunn", mentions=(*names, *mentions))
    leaning = {"r1": ["Backs heal [1]."]}
    return list(
        find_in_numbered_works(judged, mentions, [citation], wrong, lambda doi: notice, leaning)
    )


ROWS = [
    # why, notice, kind (None = nothing is told), severity
    ("retracted", Notice.RETRACTED, FindingKind.WORK_RETRACTED, Severity.ERROR),
    ("questioned", Notice.CONCERN, FindingKind.WORK_CHANGED, Severity.WARNING),
    ("replaced", Notice.SUPERSEDED, FindingKind.WORK_CHANGED, Severity.NOTICE),
    ("nothing is known", Notice.UNKNOWN, None, None),
    ("nothing is registered", Notice.NONE, None, None),
]


@pytest.mark.parametrize(("why", "notice", "kind", "severity"), ROWS, ids=[r[0] for r in ROWS])
def test_notices_at_the_number(why, notice, kind, severity):
    told = find(mention(), notice=NOTICES[notice])
    assert [(f.kind, f.severity) for f in told] == ([(kind, severity)] if kind else [])
    for finding in told:
        assert (finding.subject, finding.says, finding.checks) == (DUNN.doi, "16103861", (5,))
        assert DUNN.title in finding.why
        assert "“Backs heal [1].”" in finding.why


def test_each_work_is_told_once_a_place():
    retracted = NOTICES[Notice.RETRACTED]
    text, link = mention(), mention(place=Place.HREF)
    in_pmc = mention(Scheme.PMCID, "PMC1")
    assert [f.mention_id for f in find(link, text, in_pmc, notice=retracted)] == [text.id]
    elsewhere = mention(reference=None)
    assert len(find(text, replace(elsewhere, id="other"), notice=retracted)) == 2


def test_what_is_told_elsewhere_or_is_not_what_the_page_cites():
    retracted = NOTICES[Notice.RETRACTED]
    assert find(mention(), notice=retracted, printed_doi=DUNN.doi) == []
    assert find(mention(Scheme.ISBN, "9781579478889"), notice=retracted) == []
    conflict = Finding(
        kind=FindingKind.IDENTIFIER_CONFLICT, severity=Severity.ERROR, page_id="p1",
        subject="pmid:16103861", says="16103861", mention_id=mention().id,
    )  # fmt: skip
    assert find(mention(), notice=retracted, wrong=[conflict]) == []


def test_what_only_pubmed_marks():
    [finding] = find(mention(), doi="", marked=True)
    assert (finding.kind, finding.subject) == (FindingKind.WORK_RETRACTED, "pmid:16103861")
    assert finding.why.startswith("The work was retracted: PubMed marks it so.")
    assert finding.checks == (1,)
    [finding] = find(mention(), marked=True, notice=NOTICES[Notice.CORRECTED])
    assert finding.severity is Severity.ERROR
    assert finding.checks == (5, 1)


def test_the_newer_work_is_named():
    newer = replace(NOTICES[Notice.SUPERSEDED], superseded_by="10.1/newer")
    [finding] = find(mention(), notice=newer)
    assert finding.should_say == "https://doi.org/10.1/newer"
    assert finding.suggestions[0].after == "10.1/newer"
