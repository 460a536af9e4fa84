"""What is wrong with identifiers, and between them and DOI names; and what is not."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace

import pytest

from archive.records import (
    Agreement,
    Candidate,
    Existence,
    Field,
    FindingKind,
    KeptCitation,
    KeptMention,
    Landing,
    Notice,
    Place,
    Registration,
    Scheme,
    Severity,
    Work,
)
from pipelines.matching.agreeing import compare
from pipelines.verification.findings.identifiers import find_in_identifiers
from pipelines.verification.judging.identifier_verdicts import IdentifierVerdict
from pipelines.verification.judging.judged import DoiVerdicts, Judged, RightIdentifier
from pipelines.verification.judging.notices import NoticeVerdict
from pipelines.verification.judging.verdicts import RegistrationVerdict, WebVerdict
from tests.pipelines.matching.test_twins import DUNN, PEARSON, POOR, TWIN

# Facts of the GROBID corpus and of Crossref's records.
PRINTED = (
    "Dunn KM, Croft PR. Classification of low back pain in primary care: using bothersomeness to "
    "identify the most severe cases. Spine. 2005;30:1887-1892."
)
FIELDS = (
    Field(name="title", value=PRINTED[19:121], start=19, end=121, confidence=0.9),
    Field(name="year", value="2005", start=129, end=133, confidence=0.9),
    Field(name="volume", value="30", start=134, end=136, confidence=0.9),
    Field(name="pages", value="1887-1892", start=137, end=146, confidence=0.9),
)


def mention(scheme: Scheme, value: str, *, identity="m1", reference="r1", place=Place.TEXT):
    return KeptMention(
        id=identity,
        page_id="p1",
        page_url="https://site.test/a",
        scheme=scheme,
        printed=value,
        value=value,
        candidates=(Candidate(value=value, rule="label"),),
        place=place,
        reference_id=reference,
        context="" if reference else "the sentence around it",
    )


def verdict(scheme: Scheme, value: str, work: Work | None, existence=Existence.KNOWN):
    return IdentifierVerdict(
        scheme=scheme,
        value=value,
        existence=existence,
        reason="It is so.",
        doi=work.doi if work else "",
        work=work,
        checks=(1, 2),
    )


def citation(printed: str, doi: str | None):
    fields = FIELDS if printed == PRINTED else ()
    return KeptCitation(
        id="r1",
        page_id="p1",
        page_url="https://site.test/a",
        position=1,
        printed=printed,
        fields=fields,
        doi=doi,
        agreement=Agreement.NO_METADATA,
        heading="References",
        mentions=(),
    )


def find(
    scheme: Scheme, work: Work | None, doi_work: Work | None, printed: str = PRINTED, right=None
):
    """Findings of a reference that prints an identifier of one work and a DOI name of another."""
    cited = citation(printed, doi_work.doi if doi_work else None)
    judged = Judged(identifiers={(scheme, "1"): verdict(scheme, "1", work)})
    judged.right = {"m1": right} if right else {}
    if doi_work:
        judged.dois[doi_work.doi] = DoiVerdicts(
            doi=doi_work.doi,
            registration=RegistrationVerdict(
                value=Registration.REGISTERED, reason="It is registered.", checks=(3,)
            ),
            landing=WebVerdict(value=Landing.REACHED, reason=""),
            notice=NoticeVerdict(value=Notice.NONE, reason=""),
            work=doi_work,
        )
        fields = {field.name: field.value for field in cited.fields}
        judged.citations["r1"] = compare(printed, fields, doi_work)
    return list(find_in_identifiers(judged, [mention(scheme, "1")], [cited]))


BARE = "See there."
PAIRS = [
    # why, scheme, its work, work of the DOI name, print, severity (None = no finding), words
    ("both right", Scheme.PMID, DUNN, DUNN, PRINTED, None, ""),
    ("the PMID of another work", Scheme.PMID, PEARSON, DUNN, PRINTED, "error", "number is the wrong"),
    ("the DOI of another work", Scheme.PMID, DUNN, PEARSON, PRINTED, "warning", "DOI name is the wrong"),
    ("two registrations of one work", Scheme.JSTOR, TWIN, DUNN, PRINTED, None, ""),
    ("a bare print of two works", Scheme.PMID, PEARSON, DUNN, BARE, "warning", "Look which"),
    ("a bare print of two registrations", Scheme.PMID, TWIN, DUNN, BARE, None, ""),
    ("nothing known of the work", Scheme.PMID, POOR, DUNN, PRINTED, None, ""),
    ("no record at all", Scheme.PMCID, None, DUNN, PRINTED, None, ""),
    ("an ISBN names the whole book", Scheme.ISBN, PEARSON, DUNN, PRINTED, None, ""),
    ("a handle may be of anything", Scheme.HANDLE, PEARSON, DUNN, PRINTED, None, ""),
    ("no DOI, the PMID is right", Scheme.PMID, DUNN, None, PRINTED, None, ""),
    ("no DOI, the PMID of another work", Scheme.PMID, PEARSON, None, PRINTED, "error", "belongs to another"),
    ("no DOI, a bare print", Scheme.PMID, PEARSON, None, BARE, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "scheme", "work", "doi_work", "printed", "severity", "words"),
    PAIRS,
    ids=[row[0] for row in PAIRS],
)
def test_two_identifiers_of_one_reference(why, scheme, work, doi_work, printed, severity, words):
    found = find(scheme, work, doi_work, printed)
    assert [str(finding.severity) for finding in found] == ([severity] if severity else [])
    for finding in found:
        assert finding.kind is FindingKind.IDENTIFIER_CONFLICT
        assert words in finding.why
        assert finding.subject == f"{scheme}:1"
        assert set(finding.checks) == ({1, 2, 3} if doi_work else {1, 2})


def test_a_wrong_doi_name_is_told_with_the_right_one():
    [finding] = find(Scheme.PMID, DUNN, PEARSON)
    assert finding.should_say == f"https://doi.org/{DUNN.doi}"


SINGLE = [
    # why, existence, severity (None = no finding)
    ("known", Existence.KNOWN, None),
    ("could not be asked", Existence.UNKNOWN, None),
    ("its authority knows none", Existence.ABSENT, Severity.ERROR),
    ("cannot exist", Existence.INVALID, Severity.WARNING),
]


@pytest.mark.parametrize(("why", "existence", "severity"), SINGLE, ids=[row[0] for row in SINGLE])
def test_one_identifier(why, existence, severity):
    judged = Judged(identifiers={(Scheme.PMID, "1"): verdict(Scheme.PMID, "1", None, existence)})
    text = mention(Scheme.PMID, "1", identity="text", reference=None)
    link = mention(Scheme.PMID, "1", identity="link", reference=None, place=Place.HREF)
    found = list(find_in_identifiers(judged, [link, text], []))
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    for finding in found:  # one place, told once, at the text
        assert finding.kind is FindingKind.IDENTIFIER_UNKNOWN
        assert (finding.mention_id, finding.subject) == ("text", "pmid:1")
        assert finding.why.endswith("It is so.")


def test_the_right_number_is_proposed_where_the_work_is_established():
    right = RightIdentifier(value="16103861", doi=DUNN.doi, checks=(7,))
    [finding] = find(Scheme.PMID, PEARSON, DUNN, right=right)
    assert finding.should_say == "16103861"
    assert "16103861" in finding.why
    assert DUNN.doi in finding.why
    assert finding.checks[-1] == 7
    [proposal] = finding.suggestions
    assert (proposal.before, proposal.after) == ("1", "16103861")


def test_the_number_is_put_into_the_address_that_was_printed():
    cannot_exist = verdict(Scheme.ISBN, "9783540752869", None, Existence.INVALID)
    judged = Judged(
        identifiers={(Scheme.ISBN, "9783540752869"): cannot_exist},
        right={"m1": RightIdentifier(value="9783540752868", doi="10.1007/978-3-540-75286-8")},
    )
    address = "https://books.test/isbn/9783540752869"
    printed = replace(mention(Scheme.ISBN, "9783540752869"), printed=address)
    [finding] = find_in_identifiers(judged, [printed], [])
    assert finding.should_say == "https://books.test/isbn/9783540752868"
    assert "the record has the ISBN 9783540752868" in finding.why


def test_a_wrong_doi_name_needs_no_other_number():
    right = RightIdentifier(value="5", doi=PEARSON.doi)
    [finding] = find(Scheme.PMID, DUNN, PEARSON, right=right)
    assert finding.should_say == f"https://doi.org/{DUNN.doi}"
    assert finding.suggestions == ()
