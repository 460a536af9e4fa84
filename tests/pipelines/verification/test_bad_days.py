"""Registries that lie, slow down or go away: no good verdict changes, and the run says so."""
# ruff: noqa: E501 (a reference stands on one line)

import shutil
from datetime import timedelta

import pytest

from archive.store import Store
from pipelines.services import doi_org
from pipelines.services.failures import Unavailable
from pipelines.verification.batches import BATCH
from pipelines.verification.engine import verify
from tests.pipelines.verification.conftest import Clock, make_store, record_of

REFERENCES = [
    "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1849–1854. doi: 10.1007/s00586-010-1374-1",
    "Nandyala SV, Marquez-Lara A, Fineberg SJ, Pelton M, Singh K. Prospective, Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate Versus rhBMP-2 in a Minimally Invasive Transforaminal Lumbar Interbody Fusion. Spine. 2014;39(3):185. doi: 10.1097/BRS.0000000000000106",
    "Liu L, Skinner M. Acupuncture for Low Back Pain: An Overview of Systematic Reviews. Evid Based Complement Alternat Med. 2015;2015:328196. doi: 10.1155/2015/32819",
    "A data set of backs. 2019. doi: 10.5281/zenodo.2553043",
]
COLUMNS = "doi, registration, landing, agreement, notice, agency, title, alias_of, landing_url"


@pytest.fixture
def world(replica):
    """The replica's knobs, turned back at the end."""
    yield replica.state.notes
    for knob in ("doi_org_down", "crossref_down", "datacite_down", "crossref_429", "lying"):
        replica.state.notes.pop(knob, None)


@pytest.fixture(scope="module")
def good_day(settings, tmp_path_factory):
    """A database that was verified on a good day."""
    path = tmp_path_factory.mktemp("good") / "crawl.db"
    record = record_of(REFERENCES, ["https://www.example-charity.test/about"])
    with make_store(path, record) as store:
        verify(store, settings, now=Clock())
    return path


@pytest.fixture
def store(good_day, tmp_path):
    """A copy of it, for one bad day."""
    shutil.copy(good_day, tmp_path / "crawl.db")
    with Store.open(tmp_path / "crawl.db") as store:
        yield store


def verdicts(store):
    return list(store.db.query(f"SELECT {COLUMNS} FROM dois ORDER BY doi"))


def open_findings(store):
    rows = store.db.query("SELECT kind, subject, should_say, state FROM findings ORDER BY kind")
    return [(r["kind"], r["subject"], r["should_say"]) for r in rows if r["state"] != "recovered"]


LIES = ("html", "truncated", "wrong_doi")
BAD_DAYS = [
    # why, knobs, authorities that could not be asked
    *[(f"doi.org tells {lie}", {"lying": {"doi.org": lie}}, {"doi.org"}) for lie in LIES],
    *[(f"Crossref tells {lie}", {"lying": {"api.crossref.org": lie}}, {"crossref"}) for lie in LIES],
    *[(f"everybody tells {lie}", {"lying": {"doi.org": lie, "api.crossref.org": lie, "api.datacite.org": lie}}, {"doi.org", "crossref"}) for lie in LIES],
    ("doi.org is down", {"doi_org_down": True}, {"doi.org"}),
    ("doi.org refuses programs", {"doi_org_down": 403}, {"doi.org"}),
    ("doi.org says 404 to everything", {"doi_org_down": 404}, {"doi.org"}),
    ("doi.org cuts the line", {"doi_org_down": "reset"}, {"doi.org"}),
    ("Crossref is down", {"crossref_down": 500}, {"crossref"}),
    ("Crossref says 404 to everything, as a page", {"crossref_down": 404}, {"crossref"}),
    ("Crossref asks for patience for ever", {"crossref_429": 10_000}, {"crossref"}),
    ("everybody is down", {"doi_org_down": True, "crossref_down": True, "datacite_down": True}, {"doi.org", "crossref"}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "knobs", "silent"), BAD_DAYS, ids=[r[0] for r in BAD_DAYS])
def test_a_bad_day_changes_no_verdict(store, settings, clock, world, why, knobs, silent):
    before, found = verdicts(store), open_findings(store)
    assert ("doi_not_registered", "10.1155/2015/32819", "10.1155/2015/328196") in found
    world.update(knobs)
    clock.moment += timedelta(days=40)  # everything is due
    summary = verify(store, settings, now=clock)
    assert verdicts(store) == before
    assert open_findings(store) == found
    assert silent <= set(summary.silent)
    assert not summary.is_complete
    failed = store.db.query("SELECT DISTINCT error FROM checks WHERE error IS NOT NULL")
    assert [row["error"] for row in failed]
    world.clear()
    clock.moment += timedelta(hours=1)
    summary = verify(store, settings, now=clock)  # the next run picks up there
    assert summary.is_complete
    assert verdicts(store) == before


@pytest.mark.parametrize("down", [True, "reset", 403])
def test_a_first_run_without_doi_org_judges_nobody(keep, settings, clock, world, down):
    world["doi_org_down"] = down
    store = keep(record_of(REFERENCES))
    summary = verify(store, settings, now=clock)
    assert {row["registration"] for row in verdicts(store)} == {"unknown"}
    assert {kind for kind, _, _ in open_findings(store)} == {"doi_unverified"}
    assert summary.dois_deferred.total() == summary.dois_known == 4
    assert set(summary.silent) == {"doi.org"}


def test_not_found_is_believed_only_where_names_are_found(keep, settings, clock, world, replica):
    """A proxy that knows no name speaks as doi.org does, and accuses every reference."""
    control, invented = settings.control_doi, "10.1155/2015/32819"
    world["lying"] = {"doi.org": "knows_nothing"}
    store = keep(record_of(REFERENCES))
    for _ in range(3):
        summary = verify(store, settings, now=clock)
        assert not summary.is_complete
        assert control in summary.sentence()
        assert {row["registration"] for row in verdicts(store)} == {"unknown"}
        assert {kind for kind, _, _ in open_findings(store)} == {"doi_unverified"}
        clock.moment += timedelta(days=7)
    world.clear()
    assert verify(store, settings, now=clock).is_complete
    found = {row["doi"]: row["registration"] for row in verdicts(store)}
    assert found.pop(invented) == "not_registered"
    assert set(found.values()) == {"registered"}


def test_a_control_name_without_an_answer_is_not_called_not_found(
    keep, settings, clock, world, monkeypatch
):
    control, ask = settings.control_doi, doi_org.ask_handle

    def ask_but_control(client, base, doi, **how):
        if doi == control:
            raise Unavailable("timeout", "no answer in time")
        return ask(client, base, doi, **how)

    monkeypatch.setattr(doi_org, "ask_handle", ask_but_control)
    world["lying"] = {"doi.org": "knows_nothing"}
    said = verify(keep(record_of(REFERENCES)), settings, now=clock).sentence()
    assert f"found none of the names, and gave no answer about {control}" in said
    assert "registered for certain" not in said


def test_a_control_name_tells_that_a_single_name_is_wrong(keep, settings, clock, world, replica):
    control, before = settings.control_doi, len(replica.hits)
    store = keep(record_of([REFERENCES[2]]))
    assert verify(store, settings, now=clock).is_complete
    asked = [hit.path.partition("?")[0] for hit in replica.hits[before:]]
    assert asked.count(f"/api/handles/{control}") == 1
    assert [row["registration"] for row in verdicts(store)] == ["not_registered"]


def test_what_was_known_outlasts_a_doi_org_that_knows_nothing(store, settings, clock, world):
    before, found = verdicts(store), open_findings(store)
    world["lying"] = {"doi.org": "knows_nothing"}
    clock.moment += timedelta(days=40)
    assert not verify(store, settings, now=clock).is_complete
    assert verdicts(store) == before
    assert open_findings(store) == found


def test_an_outage_costs_few_questions(keep, settings, clock, world, replica):
    world["doi_org_down"] = True
    many = [
        f"Somebody A. Title number {n} of many. J. 2010;{n}:1. doi: 10.1000/test.{n}"
        for n in range(60)
    ]
    store = keep(record_of(many))
    before = len(replica.hits)
    verify(store, settings, now=clock)
    assert len(replica.hits) - before < 20


def test_a_few_slow_downs_are_waited_for(keep, settings, clock, world):
    world["crossref_429"] = 1
    store = keep(record_of(REFERENCES[:1]))
    summary = verify(store, settings, now=clock)
    assert summary.is_complete
    assert verdicts(store)[0]["agreement"] == "agrees"


def test_crossref_is_never_asked_faster_than_it_allows(keep, settings, clock, world, replica):
    world["crossref_429"] = True  # the replica holds callers to the limits that it announces
    store = keep(record_of(REFERENCES))
    verify(store, settings, now=clock)
    refused = replica.state.notes.get("asked", {}).get("api.crossref.org 429", 0)
    assert refused == 0


def test_an_outage_in_the_middle_keeps_what_was_answered(keep, settings, clock, world, replica):
    names = [f"10.5555/absent.{n}" for n in range(BATCH)]  # answered, and then comes the outage
    store = keep(record_of([*(f"doi: {name}" for name in names), *REFERENCES]))

    def go_down(stage, done, total):
        if (stage, done) == ("registration", BATCH):
            world["doi_org_down"] = True

    summary = verify(store, settings, go_down, now=clock)
    assert not summary.is_complete
    assert set(summary.silent) == {"doi.org"}
    assert {row["registration"] for row in verdicts(store)} == {"unknown"}  # asked once, or never
    deferred, excluded = summary.dois_deferred.total(), summary.dois_excluded.total()
    assert summary.dois_known == summary.dois_checked + deferred + excluded == BATCH + 4
    world.clear()
    before = len(replica.hits)
    clock.moment += timedelta(hours=1)
    assert verify(store, settings, now=clock).is_complete
    asked = [hit.path.partition("?")[0] for hit in replica.hits[before:]]
    for name in names:  # only the second question is still to be asked
        assert asked.count(f"/api/handles/{name}") == 1
    found = {row["doi"]: row["registration"] for row in verdicts(store)}
    assert {found[name] for name in names} == {"not_registered"}
    assert found["10.1007/s00586-010-1374-1"] == "registered"
