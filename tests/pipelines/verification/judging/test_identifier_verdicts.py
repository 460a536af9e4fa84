"""Does a PMID, ISBN, handle ... exist, and what is its DOI name? From histories of answers."""

# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.records import Authority, Check, Existence, Question, Registration, Scheme, Work
from pipelines.services.works import work_facts
from pipelines.verification.due import identifier_due_at
from pipelines.verification.judging.identifier_verdicts import (
    IdentifierVerdict,
    judge_identifier,
    needs_second_question,
    with_article,
    with_doi,
)
from pipelines.verification.judging.verdicts import RegistrationVerdict
from pipelines.verification.settings import VerificationSettings

START = datetime(2026, 1, 5, tzinfo=UTC)
SPACING = timedelta(days=3)
AUTHORITIES = {
    Scheme.PMID: Authority.NCBI,
    Scheme.PMCID: Authority.NCBI,
    Scheme.HANDLE: Authority.HANDLE,
    Scheme.ISBN: Authority.CROSSREF,
    Scheme.PII: Authority.CROSSREF,
}
VALUES = {
    Scheme.PMID: "15951650",
    Scheme.PMCID: "PMC4364128",
    Scheme.HANDLE: "2027/spine.39015",
    Scheme.ISBN: "9783540752868",
    Scheme.PII: "S0140673609621644",
    Scheme.ARXIV: "2112.12582",
    Scheme.JSTOR: "2669548",
}


def history(scheme: Scheme, words: str) -> list[Check]:
    """``yes no@4 down no!``: answers, with the day they came on; ``!`` is past the cache."""
    checks = []
    for number, word in enumerate(words.split(), 1):
        said, _, day = word.partition("@")
        facts: dict[str, object] = {"found": said.startswith("yes")}
        if said.startswith("yes"):
            work = Work(doi="10.1000/1", agency="PubMed", title="A work")
            facts |= {**work_facts(work), "doi": "10.1000/1"}
        facts["past_cache"] = said.endswith("!")
        is_down = said.startswith("down")
        checks.append(
            Check(
                id=number,
                question=Question.CROSSWALK,
                subject=f"{scheme}:{VALUES[scheme]}",
                authority=AUTHORITIES[scheme],
                asked_at=START + timedelta(days=float(day or 0)),
                url="https://authority.test/",
                error="timeout" if is_down else None,
                facts={"message": "it hangs"} if is_down else facts,
            )
        )
    return checks


HISTORIES = [
    # why, scheme, answers, existence, row numbers of the checks it rests on
    ("never asked", Scheme.PMID, "", Existence.UNKNOWN, ()),
    ("known", Scheme.PMID, "yes", Existence.KNOWN, (1,)),
    ("NCBI is down", Scheme.PMID, "down", Existence.UNKNOWN, (1,)),
    ("an outage changes no good verdict", Scheme.PMID, "yes down down", Existence.KNOWN, (1,)),
    ("said once that there is none", Scheme.PMID, "no", Existence.UNKNOWN, (1,)),
    ("said twice on one day", Scheme.PMID, "no no@0.5", Existence.UNKNOWN, (2,)),
    ("said twice, days apart", Scheme.PMID, "no no@3", Existence.ABSENT, (1, 2)),
    ("said on three days", Scheme.PMID, "no no@1 no@4", Existence.ABSENT, (1, 3)),
    ("an outage in between", Scheme.PMID, "no down@2 no@4", Existence.ABSENT, (1, 3)),
    ("an outage afterwards", Scheme.PMID, "no no@3 down@4", Existence.ABSENT, (1, 2)),
    ("none once, after it was known", Scheme.PMID, "yes no@9", Existence.KNOWN, (1,)),
    ("none twice, after it was known", Scheme.PMID, "yes no@9 no@20", Existence.ABSENT, (2, 3)),
    ("there again", Scheme.PMID, "no no@3 yes@6", Existence.KNOWN, (3,)),
    ("not in PMC", Scheme.PMCID, "no no@3", Existence.ABSENT, (1, 2)),
    ("a handle, past the cache", Scheme.HANDLE, "no no!", Existence.ABSENT, (1, 2)),
    ("a handle, through the cache", Scheme.HANDLE, "no no", Existence.UNKNOWN, (2,)),
    ("a handle that only a cache lacks", Scheme.HANDLE, "no yes!", Existence.KNOWN, (2,)),
    ("a book that Crossref has", Scheme.ISBN, "yes", Existence.KNOWN, (1,)),
    ("a book that Crossref lacks", Scheme.ISBN, "no no@90", Existence.UNKNOWN, (2,)),
    ("an article that Crossref lacks", Scheme.PII, "no no@90", Existence.UNKNOWN, (2,)),
]


@pytest.mark.parametrize(
    ("why", "scheme", "answers", "existence", "rows"), HISTORIES, ids=[row[0] for row in HISTORIES]
)
def test_existence(why, scheme, answers, existence, rows):
    verdict = judge_identifier(scheme, VALUES[scheme], history(scheme, answers), SPACING)
    assert (verdict.existence, verdict.checks) == (existence, rows)
    assert verdict.reason.endswith(".")
    assert verdict.doi == ("10.1000/1" if existence is Existence.KNOWN else "")
    assert (verdict.work is not None) == (existence is Existence.KNOWN)


LED_TO = [
    # why, where the handle leads, DOI name in it
    ("a DOI name's address", "https://doi.org/10.1136/bmj.a3115", "10.1136/bmj.a3115"),
    ("a publisher's page that carries one", "https://link.springer.com/article/10.1007%2Fs00586-009-0973-1", "10.1007/s00586-009-0973-1"),
    ("a repository's page", "https://dspace.mit.edu/handle/1721.1/12345", ""),
    ("nowhere", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("why", "url", "doi"), LED_TO, ids=[row[0] for row in LED_TO])
def test_the_doi_name_in_the_address_that_a_handle_leads_to(why, url, doi):
    [check] = history(Scheme.HANDLE, "yes")
    check = replace(check, facts={"found": True, "doi": "", "url": url})
    verdict = judge_identifier(Scheme.HANDLE, VALUES[Scheme.HANDLE], [check], SPACING)
    assert (verdict.existence, verdict.doi, verdict.work) == (Existence.KNOWN, doi, None)


def test_the_other_numbers_that_ncbi_gives_are_kept():
    [check] = history(Scheme.PMID, "yes")
    facts = {**check.facts, "pmcid": "PMC4364128", "pmid": ""}
    article = judge_identifier(Scheme.PMID, "1", [replace(check, facts=facts)], SPACING)
    assert article.same == ("pmcid:PMC4364128",)
    in_pmc = replace(check, facts={"found": True, "doi": "", "pmid": "1"})
    verdict = judge_identifier(Scheme.PMCID, "PMC4364128", [in_pmc], SPACING)
    assert verdict.same == ("pmid:1",)
    assert with_article(verdict, article).same == ("pmid:1", "pmcid:PMC4364128")


TYPES = [
    # why, agency, publication types, whether it was retracted
    ("an article", "PubMed", "Journal Article", False),
    ("one that was taken back", "PubMed", "Journal Article, Retracted Publication", True),
    ("the notice of that", "PubMed", "Retraction of Publication", False),
    ("a type of somebody else's", "Crossref", "Retracted Publication", False),
]


@pytest.mark.parametrize(
    ("why", "agency", "types", "expected"), TYPES, ids=[row[0] for row in TYPES]
)
def test_what_pubmed_marks_as_retracted(why, agency, types, expected):
    [check] = history(Scheme.PMID, "yes")
    marked = replace(check, facts=work_facts(Work(doi="", agency=agency, title="A", type=types)))
    verdict = judge_identifier(Scheme.PMID, "1", [marked], SPACING)
    assert verdict.is_retracted is expected
    registration = RegistrationVerdict(value=Registration.REGISTERED, reason="", checks=(7,))
    record = Work(doi="10.1000/1", agency="Crossref", title="A")
    assert with_doi(verdict, "10.1000/1", registration, record).is_retracted is expected
    in_pmc = judge_identifier(Scheme.PMCID, "PMC1", history(Scheme.PMCID, "yes"), SPACING)
    assert with_article(in_pmc, verdict).is_retracted is expected


def test_what_cannot_exist_is_invalid_whatever_anybody_says():
    checks = history(Scheme.ISBN, "yes")
    verdict = judge_identifier(Scheme.ISBN, "9783540752869", checks, SPACING)
    assert (verdict.existence, verdict.doi, verdict.checks) == (Existence.INVALID, "", ())


def test_a_registered_name_that_its_rule_makes_proves_that_it_exists():
    verdict = judge_identifier(Scheme.JSTOR, "2669548", [], SPACING)
    assert verdict.existence is Existence.UNKNOWN
    registration = RegistrationVerdict(
        value=Registration.ALIAS, reason="", alias_of="10.1080/other", checks=(7,)
    )
    found = with_doi(verdict, "10.2307/2669548", registration, None)
    assert (found.existence, found.doi) == (Existence.KNOWN, "10.1080/other")
    assert found.checks == (7,)
    assert "10.2307/2669548" in found.reason


def test_the_agency_knows_more_of_a_work_than_the_crosswalk():
    verdict = judge_identifier(
        Scheme.PMID, VALUES[Scheme.PMID], history(Scheme.PMID, "yes"), SPACING
    )
    registration = RegistrationVerdict(value=Registration.REGISTERED, reason="", checks=(7,))
    record = Work(doi="10.1000/1", agency="Crossref", title="The work")
    assert with_doi(verdict, "10.1000/1", registration, record).work == record
    kept = with_doi(verdict, "10.1000/1", registration, None)
    assert (kept.work, kept.reason, kept.checks) == (verdict.work, verdict.reason, (1, 7))


def test_an_identifier_is_one_word():
    verdict = IdentifierVerdict(
        scheme=Scheme.PMID, value="1", existence=Existence.KNOWN, reason="It is known."
    )
    assert verdict.identifier == "pmid:1"


DUE = [
    # why, scheme, answers, days after the first question at which it is and is not due yet
    ("known", Scheme.PMID, "yes", 90, 70),
    ("said once that there is none", Scheme.PMID, "no", 3, 2.9),
    ("said twice", Scheme.PMID, "no no@3", 4, 3.5),
    ("could not be asked", Scheme.PMID, "down", 0, None),
    ("Crossref has none", Scheme.ISBN, "no", 90, 70),
]


@pytest.mark.parametrize(
    ("why", "scheme", "answers", "due", "early"), DUE, ids=[row[0] for row in DUE]
)
def test_when_it_is_asked_again(why, scheme, answers, due, early):
    settings = VerificationSettings(strike_days=3, identifier_days=90)
    checks = history(scheme, answers)
    due_at = identifier_due_at(checks[0].subject, checks, settings)
    assert due_at is None or due_at <= START + timedelta(days=due)
    assert early is None or (due_at is not None and due_at > START + timedelta(days=early))


def test_only_handles_have_a_cache_to_pass():
    assert needs_second_question(Scheme.HANDLE, history(Scheme.HANDLE, "no"))
    assert not needs_second_question(Scheme.HANDLE, history(Scheme.HANDLE, "no no!"))
    assert not needs_second_question(Scheme.HANDLE, history(Scheme.HANDLE, "no down"))
    assert not needs_second_question(Scheme.HANDLE, [])
    assert not needs_second_question(Scheme.PMID, history(Scheme.PMID, "no"))
