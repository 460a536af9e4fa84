"""The ladder climbed over real HTTP: what is asked, what is accepted, what is left alone."""
# ruff: noqa: E501 (a reference stands on one line)

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.records import Authority, Check, Question, Work
from pipelines.services.works import work_facts
from pipelines.verification.asking import Asker
from pipelines.verification.engine import rejudge, verify
from pipelines.verification.repairing.repair import Repair
from pipelines.verification.repairing.rungs import Patient, find_repairs
from pipelines.verification.summary import Summary
from tests.pipelines.verification.conftest import record_of

NITTA = "Nitta A. Prevalence of symptomatic lumbar spondylolysis in pediatric patients. Orthopedics. 2016;39:e434. doi: {}"
HARA = "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1849–1854. doi: {}"
LAMB = "Lamb SE, Hansen Z, Lall R, et al. Group cognitive behavioural treatment for low-back pain in primary care: a randomised controlled trial and cost-effectiveness analysis. Lancet. 2010;375(9718):916–923. doi: {}"

SLIPS = [
    # why, citation, wrong name, right name
    ("a figure is another", NITTA, "10.3928/01477447-20160404-17", "10.3928/01477447-20160404-07"),
    ("the last figure is missing", NITTA, "10.3928/01477447-20160404-0", "10.3928/01477447-20160404-07"),
    ("a figure too many", HARA, "10.1007/s00586-010-13744-1", "10.1007/s00586-010-1374-1"),
    ("a separator is another", HARA, "10.1007/s00586-010.1374-1", "10.1007/s00586-010-1374-1"),
    ("a figure among check characters", LAMB, "10.1016/S0140-6736(09)62174-4", "10.1016/s0140-6736(09)62164-4"),
]  # fmt: skip


@pytest.fixture(scope="module")
def offline(settings):
    """Registries only."""
    return replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)


@pytest.mark.parametrize(("why", "printed", "wrong", "right"), SLIPS, ids=[r[0] for r in SLIPS])
def test_one_slip_away(keep, offline, clock, replica, why, printed, wrong, right):
    store = keep(record_of([printed.format(wrong)]))
    before = len(replica.hits)
    verify(store, offline, now=clock)
    (row,) = store.db.query(
        "SELECT * FROM suggestions WHERE finding_id IN (SELECT id FROM findings WHERE kind = 'doi_not_registered')"
    )
    assert (row["before"], row["after"]) == (wrong.lower(), right)
    assert row["is_safe"] == 1
    (entry,) = store.db.query("SELECT * FROM bibliography")
    assert (entry["found_doi"], entry["found_is_safe"]) == (right, 1)
    names = [hit for hit in replica.hits[before:] if hit.path.startswith("/api/handles/")]
    assert len(names) <= 16  # the other names are asked for by the list
    again = len(replica.hits)
    rejudge(store, offline, now=clock)
    assert len(replica.hits) == again
    (entry,) = store.db.query("SELECT * FROM bibliography")
    assert entry["found_doi"] == right


def test_a_slip_whose_record_does_not_agree_is_nobodys_repair(keep, offline, clock):
    other = "Smith J, Jones P. Pellet guns and children: a review of injuries. Pediatrics. 1999;12(3):5-9. doi: 10.1007/s00586-010-1374-2"
    store = keep(record_of([other]))
    verify(store, offline, now=clock)
    assert list(store.db.query("SELECT * FROM suggestions")) == []
    (entry,) = store.db.query("SELECT * FROM bibliography")
    assert (entry["found_doi"], entry["found_is_safe"]) == (None, 0)


def test_the_lists_are_evidence_and_are_not_asked_again(keep, offline, clock, replica):
    store = keep(record_of([NITTA.format("10.3928/01477447-20160404-99")]))  # two figures wrong
    verify(store, offline, now=clock)
    rows = list(store.db.query("SELECT * FROM checks WHERE question = 'search'"))
    assert [row["subject"] for row in rows][:1] == [
        "names like 10.3928/01477447-20160404-99, part 1"
    ]
    assert json.loads(rows[0]["facts_json"])["found"] == []
    before = len(replica.hits)
    verify(store, offline, now=clock)
    assert [hit for hit in replica.hits[before:] if hit.host == "api.crossref.org"] == []


def test_without_a_citation_nothing_is_guessed_by_the_list(keep, offline, clock, replica):
    store = keep(record_of(["doi: 10.3928/01477447-20160404-17"]))
    before = len(replica.hits)
    verify(store, offline, now=clock)
    assert [h for h in replica.hits[before:] if h.host == "api.crossref.org"] == []
    assert list(store.db.query("SELECT * FROM suggestions")) == []


# ----------------------------------------------------------------------------- several that agree

TWIN = Work(
    doi="10.1001/.450",
    agency="Crossref",
    title="Acupuncture in Patients With Chronic Low Back Pain",
    container="Archives of Internal Medicine",
    authors=("Brinkhaus, Benno", "Witt, Claudia M."),
    year=2006,
    years=(2006,),
    volume="166",
    issue="4",
    pages="450-457",
)
PRINTED = "Brinkhaus B, Witt CM. Acupuncture in Patients With Chronic Low Back Pain. Arch Intern Med. 2006;166(4):450-457."
FIELDS = {
    "title": TWIN.title,
    "authors": "Brinkhaus B, Witt CM",
    "container": "Arch Intern Med",
    "year": "2006",
    "volume": "166",
    "issue": "4",
    "pages": "450-457",
}


def test_two_works_that_agree_are_both_kept_and_neither_is_safe(keep, offline, clock):
    other = replace(TWIN, doi="10.1001/archinte.166.4.450", pages="")  # volume and year only
    poor = replace(TWIN, authors=(), issue="")
    named = (Repair(before="", after=other.doi, rule="pmid"), Repair(before="", after=poor.doi, rule="pmcid"))  # fmt: skip
    asker = asker_who_knows(keep, offline, clock, other)
    (alone,) = find_repairs([patient(named)], asker)["r1"]
    assert (alone.after, alone.rule, alone.safe) == (other.doi, "pmid", True)
    vague = replace(other, volume="", issue="")  # the year only: not safe, so that both are asked
    asker = asker_who_knows(keep, offline, clock, vague, poor)
    ranked = find_repairs([patient(named)], asker)["r1"]
    assert [s.after for s in ranked] == [poor.doi, vague.doi]
    assert not any(s.safe for s in ranked)


def patient(named):
    return Patient(key="r1", doi="", printed=PRINTED, fields=FIELDS, named=named)


def asker_who_knows(keep, settings, clock, *works):
    """An asker without a client, who goes by what was once answered."""
    store = keep()
    run_id = store.begin_run("verify", "sample", {})
    with store.unit():
        for work in works:
            for question, facts in (
                (Question.REGISTRATION, {"code": 1, "values": []}),
                (Question.METADATA, work_facts(work)),
            ):
                store.keep_check(run_id, check(question, work.doi, facts))
    return Asker(store, None, settings, run_id, Summary(run_id=run_id), lambda *_: None, clock)


def check(question, subject, facts):
    return Check(
        question=question,
        subject=subject,
        authority=Authority.DOI_ORG if question is Question.REGISTRATION else Authority.CROSSREF,
        asked_at=datetime(2026, 1, 5, tzinfo=UTC),
        url="https://example.org/",
        status=200,
        facts=facts,
    )
