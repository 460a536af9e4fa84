"""References without a DOI name: searched for once, believed when they prove it, else left alone."""
# ruff: noqa: E501 (a reference stands on one line)

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.verification.engine import rejudge, verify
from tests.pipelines.verification.conftest import PAGE_URL, Clock, record_of

HARA = "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1849–1854."
HARA_DOI = "10.1007/s00586-010-1374-1"
LAMB = "Lamb SE, Hansen Z, Lall R, et al. Group cognitive behavioural treatment for low-back pain in primary care: a randomised controlled trial and cost-effectiveness analysis. Lancet. 2010;375(9718):916–923."
LAMB_DOI = "10.1016/s0140-6736(09)62164-4"
LAMB_SHORT = "Lamb SE, Hansen Z, Lall R, et al. Group cognitive behavioural treatment for low-back pain in primary care: a randomised controlled trial and cost-effectiveness analysis. Lancet. 2010."

# Works that have no DOI name. The replica knows works that resemble them.
BOOK = "McKenzie R. Treat your own back: a guide for patients. 7th ed. Waikanae: Spinal Publications; 1997."
THESIS = "Hara N. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. PhD thesis, University of Tokyo, 2010."
PART_ONE = "Becker F, Sommer T. Exercise for the lumbar spine, part 1: strength. Physiother J. 2012;14(2):101–109."
OTHER = "Okada E. A survey of walking sticks in rural Japan. J Rural Backs. 1987;3:12–19."
NOT_ASKED = [
    "Miller J, head nurse of the ward, personal communication, 12 March 2009.",
    "Patient leaflets. https://www.example-charity.test/leaflets",
]
NONE = [BOOK, THESIS, PART_ONE, OTHER]


@pytest.fixture
def world(replica):
    """The replica's knobs, turned back at the end."""
    yield replica.state.notes
    for knob in ("doi_org_down", "crossref_down", "crossref_429", "lying"):
        replica.state.notes.pop(knob, None)


def searches(store):
    rows = store.db.query(
        "SELECT subject, error FROM checks WHERE question = 'search' "
        "AND subject NOT LIKE 'names like %' ORDER BY id"
    )
    return [(row["subject"], row["error"]) for row in rows]


def found(store):
    rows = store.db.query("SELECT * FROM bibliography ORDER BY position")
    return [(row["found_doi"], row["found_rule"], bool(row["found_is_safe"])) for row in rows]


def missing(store):
    rows = store.db.query(
        "SELECT subject FROM findings WHERE kind = 'doi_missing' AND state <> 'recovered'"
    )
    return sorted(row["subject"] for row in rows)


def test_found_names_are_proposed_with_their_level(keep, settings, clock):
    store = keep(record_of([HARA, LAMB_SHORT]))
    summary = verify(store, settings, now=clock)
    assert found(store) == [(HARA_DOI, "search", True), (LAMB_DOI, "search", False)]
    items = [row["found_csl_json"] for row in store.db.query("SELECT * FROM bibliography")]
    assert [json.loads(item).get("DOI") for item in items] == [HARA_DOI, None], "safe ones"
    assert missing(store) == sorted([HARA_DOI, LAMB_DOI])
    proposals = {row["after"]: row for row in store.db.query("SELECT * FROM suggestions")}
    assert proposals[HARA_DOI]["is_safe"] == 1
    assert proposals[HARA_DOI]["agreeing"] == "title, author, year, volume, page, container"
    why = {row["subject"]: row["why"] for row in store.db.query("SELECT * FROM findings")}
    assert "prints no DOI name, and has one" in why[HARA_DOI]
    assert "seems to have one" in why[LAMB_DOI]
    assert summary.questions["crossref"] >= 2


@pytest.mark.parametrize("printed", NONE)
def test_what_only_resembles_it_is_refused(keep, settings, clock, printed):
    store = keep(record_of([printed]))
    verify(store, settings, now=clock)
    (check,) = store.db.query("SELECT facts_json FROM checks WHERE question = 'search'")
    assert json.loads(check["facts_json"])["works"], "a search always finds something"
    assert missing(store) == []
    assert found(store) == [(None, "", False)]


def test_what_is_no_published_work_is_not_searched_for(keep, settings, clock):
    store = keep(record_of([*NOT_ASKED, OTHER]))
    verify(store, settings, now=clock)
    assert [subject for subject, _ in searches(store)] == [OTHER]


def test_one_search_serves_every_page_until_it_is_due(keep, settings, clock):
    other = record_of([HARA, OTHER], url=f"{PAGE_URL}?2", capture=2)
    store = keep(record_of([HARA]), other)
    verify(store, settings, now=clock)
    assert len(searches(store)) == 2
    clock.moment += timedelta(days=60)
    verify(store, settings, now=clock)
    assert len(searches(store)) == 2
    clock.moment += timedelta(days=31)
    verify(store, settings, now=clock)
    assert len(searches(store)) == 4
    assert [name for name, _, _ in found(store)] == [HARA_DOI, HARA_DOI, None]


def test_a_run_searches_no_more_than_it_may(keep, settings, clock):
    store = keep(record_of([HARA, LAMB, OTHER]))
    few = replace(settings, max_searches=1)
    for run in (1, 2, 3, 4):
        verify(store, few, now=clock)
        assert len(searches(store)) == min(run, 3)
    assert missing(store) == sorted([HARA_DOI, LAMB_DOI])


def test_it_is_not_searched_for_what_a_cheaper_rung_has_found(keep, settings, clock):
    madsen = "Madsen MV, Gotzsche PC, Hrobjartsson A. Acupuncture treatment for pain: systematic review of randomised clinical trials with acupuncture, placebo acupuncture, and no acupuncture groups. BMJ. 2009;338:a3115"
    store = keep(record_of([madsen]))
    verify(store, settings, now=clock)
    assert missing(store) == ["10.1136/bmj.a3115"]
    assert searches(store) == []


def test_the_work_meant_is_found_where_another_ones_name_is_printed(keep, settings, clock):
    store = keep(record_of([f"{HARA} doi: 10.1097/BRS.0000000000000106"]))
    verify(store, settings, now=clock)
    (finding,) = store.db.query("SELECT * FROM findings WHERE kind = 'wrong_work'")
    assert finding["should_say"] == HARA_DOI
    assert found(store) == [(HARA_DOI, "search", True)]


DOWN = [
    ("an error", {"crossref_down": True}),
    ("a broken line", {"crossref_down": "reset"}),
    ("404 to everything", {"crossref_down": 404}),
    ("patience asked for, for ever", {"crossref_429": 10_000}),
    ("a page instead of an answer", {"lying": {"api.crossref.org": "html"}}),
    ("half an answer", {"lying": {"api.crossref.org": "truncated"}}),
]


@pytest.mark.parametrize(("why", "knobs"), DOWN, ids=[row[0] for row in DOWN])
def test_without_the_search_nothing_is_concluded(keep, settings, clock, world, why, knobs):
    settings = replace(settings, attempts=1)
    store = keep(record_of([HARA, OTHER]))
    world.update(knobs)
    summary = verify(store, settings, now=clock)
    assert missing(store) == []
    assert not summary.is_complete
    assert all(error for _, error in searches(store))
    world.clear()
    clock.moment += timedelta(hours=1)
    verify(store, settings, now=clock)  # still due
    assert missing(store) == [HARA_DOI]
    world.update(knobs)
    clock.moment += timedelta(days=100)
    verify(store, settings, now=clock)
    assert missing(store) == [HARA_DOI], "what was found before still stands"
    assert found(store)[0] == (HARA_DOI, "search", True)


def test_records_of_other_works_prove_nothing(keep, settings, clock, world):
    store = keep(record_of([HARA]))
    world["lying"] = {"api.crossref.org": "wrong_doi"}
    verify(store, settings, now=clock)
    assert missing(store) == []


def test_a_name_that_nobody_could_look_up_is_not_proposed(keep, settings, clock, world):
    store = keep(record_of([HARA]))
    world["doi_org_down"] = True
    verify(store, settings, now=clock)
    assert missing(store) == []
    assert len(searches(store)) == 1
    world.clear()
    verify(store, settings, now=clock)
    assert missing(store) == [HARA_DOI]
    assert len(searches(store)) == 1


def test_the_past_is_judged_again_without_asking(keep, settings):
    store = keep(record_of([HARA, LAMB_SHORT, OTHER]))
    clock = Clock()
    verify(store, settings, now=clock)
    before = found(store)
    store.db.conn.execute("UPDATE bibliography SET found_doi = NULL, found_rule = ''")
    store.db.conn.commit()
    rejudge(store, settings, now=clock)
    assert found(store) == before
    assert len(searches(store)) == 3
