"""Every kind of nonsense from every registry: kept as what it was, and no good verdict changes."""
# ruff: noqa: E501 (a reference, and a row of a table, stands on one line)

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.site.vocabulary import AUTHORITY
from archive.store import Store
from pipelines.verification.engine import verify
from pipelines.verification.settings import VerificationSettings
from tests.pipelines.verification.conftest import Clock, make_store, record_of

REFERENCES = [
    "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. 2010;19(11):1849–1854. doi: 10.1007/s00586-010-1374-1",
    "Nandyala SV, Marquez-Lara A, Fineberg SJ, Pelton M, Singh K. Prospective, Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate Versus rhBMP-2 in a Minimally Invasive Transforaminal Lumbar Interbody Fusion. Spine. 2014;39(3):185. doi: 10.1097/BRS.0000000000000106",
    "Liu L, Skinner M. Acupuncture for Low Back Pain: An Overview of Systematic Reviews. Evid Based Complement Alternat Med. 2015;2015:328196. doi: 10.1155/2015/32819",
    "Çırak M, Çağlar Okur S. Does ultrasound-guided facet joint injection reduce pain and improve mobility in patients with failed back surgery syndrome? Jt Dis Relat Surg. 2020;31(3):564–570. doi: 10.5606/ehc.2020.75727",
    "A data set of backs. 2019. doi: 10.5281/zenodo.2553043",
    "Stacey D. Decision aids for people facing health treatment or screening decisions. Cochrane Database Syst Rev. 2017;(4):CD001431. doi: 10.1002/14651858.CD001431.pub5",
]
DEAD_LINK = "https://gone.example-charity.test/leaflet"
COLUMNS = "doi, registration, landing, agreement, notice, agency, title, alias_of, landing_url, superseded_by, notices_json"
DOI_ORG, CROSSREF, DATACITE, WATCH = "doi.org", "api.crossref.org", "api.datacite.org", "gitlab.com"
AGENCY, ARCHIVE = "data.medra.org", "archive.org"
AUTHORITIES = {
    DOI_ORG: "doi.org", CROSSREF: "crossref", DATACITE: "datacite", WATCH: "retraction_watch",
    ARCHIVE: "wayback", AGENCY: "content_negotiation",
}  # fmt: skip
# What each lie is kept as, where that is not the same for all. A 404 in plain text is Crossref's
# own way of saying that it has no record: nonsense as an answer to a list, and not to be believed
# of a record that it has given. Half a list of notices looks like nothing but a short one, so the
# lies about JSON are not told there.
LIES = {
    "html": "bad_answer", "truncated": "bad_answer", "wrong_doi": "bad_answer",
    "text_404": "bad_answer", "too_many": "rate_limited", "fault": "server_error",
    "empty": "bad_answer", "list": "bad_answer", "binary": "bad_answer", "drip": "timeout",
    "bomb": "too_large", "cut": "reset", "nothing": "bad_answer",
    "latin_1": "bad_answer", "not_gzip": "bad_answer", "loop": "bad_answer",
    "no_number": "bad_answer",
}  # fmt: skip
OTHERWISE = {
    ("text_404", CROSSREF): {"bad_answer", "record_gone"},
    ("text_404", AGENCY): {"record_gone"},
    ("bomb", WATCH): {"bad_answer"},
    ("loop", AGENCY): {"redirect_loop"},
    **{(lie, WATCH): set() for lie in ("html", "truncated", "wrong_doi", "no_number")},
    ("wrong_doi", ARCHIVE): set(),
}
# doi.org leads to the agency's own server, which can be seen to lie only when doi.org does not.
BAD_DAYS = [
    (lie, hosts)
    for lie in LIES
    for hosts in ([DOI_ORG, CROSSREF, DATACITE, WATCH, ARCHIVE], [AGENCY])
]


@pytest.fixture(scope="module")
def patient(replica, settings):
    """Settings with the list of notices, and deadlines that a test can wait for."""
    services = replica.overrides()["services"]
    return replace(
        settings,
        services=replace(
            settings.services,
            retraction_watch=services["retraction_watch"],
            timemap="",  # else it answers in place of a lying archive.org
        ),
        attempts=2,
        probe_landing=False,
    )


@pytest.fixture(scope="module")
def good_day(replica, patient, tmp_path_factory):
    """A folder that was verified on a good day."""
    folder = tmp_path_factory.mktemp("good")
    with make_store(folder / "crawl.db", record_of(REFERENCES, [DEAD_LINK])) as store:
        summary = verify(store, patient, now=Clock())
        assert summary.is_complete, summary.sentence()
    return folder


@pytest.fixture
def store(good_day, tmp_path):
    """A copy of it, for one bad day."""
    shutil.copytree(good_day, tmp_path / "day")
    with Store.open(tmp_path / "day" / "crawl.db") as store:
        yield store


def verdicts(store):
    return list(store.db.query(f"SELECT {COLUMNS} FROM dois ORDER BY doi"))


def open_findings(store):
    rows = store.db.query("SELECT kind, subject, should_say, state FROM findings ORDER BY 1, 2")
    return [(r["kind"], r["subject"], r["should_say"]) for r in rows if r["state"] != "recovered"]


def errors_of(store, authority, after):
    rows = store.db.query(
        "SELECT DISTINCT error FROM checks WHERE authority = ? AND id > ? AND error IS NOT NULL",
        (authority, after),
    )
    return {row["error"] for row in rows}


@pytest.mark.parametrize(
    ("lie", "hosts"), BAD_DAYS, ids=[f"{'all' if d[1:] else d[0]} {lie}" for lie, d in BAD_DAYS]
)
def test_nonsense_is_kept_as_what_it_was_and_changes_nothing(
    store, patient, clock, replica, lie, hosts, monkeypatch
):
    before, found = verdicts(store), open_findings(store)
    assert {row["registration"] for row in before} == {"registered", "not_registered"}
    [(last,)] = store.db.conn.execute("SELECT max(id) FROM checks").fetchall()
    clock.moment += timedelta(days=100)  # everything is due
    replica.state.notes["lying"] = dict.fromkeys(hosts, lie)
    try:
        if lie == "drip":  # registries only: in such haste a busy machine would hear no link
            hasty = replace(patient.http(), deadline_s=0.1, attempts=1)
            monkeypatch.setattr(VerificationSettings, "http", lambda _: hasty)
        summary = verify(store, patient, now=clock)
    finally:
        monkeypatch.undo()
        del replica.state.notes["lying"]
    assert verdicts(store) == before
    assert open_findings(store) == found
    assert not summary.is_complete
    for host in hosts:
        kept, authority = OTHERWISE.get((lie, host), {LIES[lie]}), AUTHORITIES[host]
        assert errors_of(store, authority, last) == kept, host
        if kept:
            assert AUTHORITY[authority][0] in summary.sentence()
            assert summary.unanswered.get(authority) or authority in summary.silent
    if len(hosts) > 1:
        clock.moment += timedelta(hours=1)
        assert verify(store, patient, now=clock).is_complete  # the next run picks up there
        assert verdicts(store) == before


def test_a_registry_that_fails_for_half_the_names_is_told(keep, patient, clock, replica):
    names = ["10.1007/s00586-010-1374-1", "10.5281/zenodo.2553043", "10.1136/bmj.a3115"]
    for name in names[:2]:
        replica.state.add_fault("doi.org", f"/api/handles/{name}", "status", status=502)
    try:
        summary = verify(keep(record_of([f"doi: {name}" for name in names])), patient, now=clock)
    finally:
        replica.state.faults.clear()
    assert summary.silent == {}
    assert summary.sentence().startswith("doi.org left 2 questions unanswered: doi.org has a fault")
    assert not summary.is_complete
    assert summary.counts()["unanswered_doi.org"] == 2


def test_one_name_that_doi_org_says_it_cannot_look_up_is_no_outage(keep, patient, clock):
    summary = verify(keep(record_of(["doi: 10.1055/s-0042-109629"])), patient, now=clock)
    assert summary.is_complete
    assert "doi.org left 1 question unanswered" in summary.sentence()
    assert summary.dois_deferred == {"doi.org could not look it up": 1}


# What an agency answers of a name, run after run, and whether each run could be completed.
RUNS = [
    ("pages, week after week", ["html"] * 4, [False, False, True, True]),
    ("a page and faults", ["html", "fault", "fault", "fault"], [False] * 4),
    ("pages between faults", ["html", "fault", "html", "html"], [False, False, False, True]),
    ("a record, and pages since", ["", "html", "html", "html"], [True, False, False, False]),
    ("pages, and a record at last", ["html", "html", "html", ""], [False, False, True, True]),
]


@pytest.mark.parametrize(("told", "expected"), [r[1:] for r in RUNS], ids=[r[0] for r in RUNS])
def test_an_agency_that_never_gives_a_record_of_a_name_makes_no_run_incomplete(
    keep, patient, clock, replica, told, expected
):
    store = keep(record_of([REFERENCES[3]]))
    eager = replace(patient, metadata_days=1, attempts=1)
    ended = []
    for lie in told:
        replica.state.notes["lying"] = {AGENCY: lie} if lie else {}
        try:
            ended.append(verify(store, eager, now=clock).is_complete)
        finally:
            del replica.state.notes["lying"]
        clock.moment += timedelta(days=7)
    assert ended == expected
    [row] = store.db.query("SELECT reason, title FROM dois WHERE agency = 'mEDRA'")
    assert ("mEDRA gives out no record of it." in row["reason"]) is (
        told[-2:] == ["html"] * 2 and expected[-1]
    )
    assert bool(row["title"]) is ("" in told)


def test_pages_of_one_day_count_once(keep, patient, clock, replica):
    store = keep(record_of([REFERENCES[3]]))
    replica.state.notes["lying"] = {AGENCY: "html"}
    try:
        ended = []
        for _ in range(5):
            ended.append(verify(store, patient, now=clock).is_complete)
            clock.moment += timedelta(hours=2)
    finally:
        del replica.state.notes["lying"]
    assert not any(ended)
