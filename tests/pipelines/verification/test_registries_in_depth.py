"""Aliases of aliases, names that lead nowhere, newer editions, notices, and questions by the list."""
# ruff: noqa: E501 (a reference stands on one line)

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.records import Block, BlockKind, PageKind, PageRecord
from pipelines.services import crossref, datacite
from pipelines.stages import refine
from pipelines.verification.engine import rejudge, verify
from tests.pipelines.verification.conftest import (
    PAGE_URL,
    SEEN_AT,
    Clock,
    capture_id,
    make_store,
    record_of,
)
from tests.replica.world import doi_org
from tests.replica.world.works import load_works

STACEY = "Stacey D. Decision aids for people facing health treatment or screening decisions. Cochrane Database Syst Rev. 2017;(4):CD001431. doi: 10.1002/14651858.CD001431.pub5"
NANDYALA = "Nandyala SV, Marquez-Lara A, Fineberg SJ, Pelton M, Singh K. Prospective, Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate Versus rhBMP-2 in a Minimally Invasive Transforaminal Lumbar Interbody Fusion. Spine. 2014;39(3):185. doi: {}"
MADSEN = "Madsen MV, Gotzsche PC, Hrobjartsson A. Acupuncture treatment for pain: systematic review of randomized clinical trials with acupuncture, placebo, acupuncture, and no acupuncture groups. BMJ. 2009;338:a3115. doi: {}"
BMJ = "10.1136/bmj.a3115"
RETRACTED = "10.1097/brs.0000000000000106"
REVIEW = "10.1002/14651858.cd001431"


def row_of(store, doi):
    return store.db.table("dois").get(doi)


def found(store, subject):
    rows = store.db.query(
        "SELECT * FROM findings WHERE subject = ? AND state != 'recovered'", (subject,)
    )
    return {row["kind"]: row for row in rows}


def asked(replica, host, since):
    return Counter(hit.path for hit in replica.hits[since:] if hit.host == host)


# --------------------------------------------------------------------------- where names lead

NOWHERE = [
    # DOI, registration, landing, words of the reason, landing URL
    ("10.5555/first.alias.2026.7", "alias", "reached", "another name of 10.5555/second.alias.2026.7", "https://www.bmj.com/lookup/doi/10.1136/bmj.a3115"),
    ("10.5555/circle.a.2026.8", "alias", "unknown", "an alias of itself by a circle of names", None),
    ("10.5555/dangling.2026.9", "alias", "unknown", "an alias of 10.5555/nothing.2026.9, and nothing is registered", None),
    ("10.5555/nourl.2026.2", "registered", "unknown", "its registration names no landing page", None),
    ("10.5555/deleted.2026.10", "registered", "gone", "Its registration was deleted", "https://www.crossref.org/_deleted-doi/"),
    ("10.5555/places.2026.11", "registered", "reached", "leads to https://www.publisher.test/10.5555/places.2026.11", "https://www.publisher.test/10.5555/places.2026.11"),
]  # fmt: skip


@pytest.fixture(scope="module")
def whereabouts(replica, settings, tmp_path_factory):
    """A page that cites names which lead to odd places, verified."""
    path = tmp_path_factory.mktemp("where") / "crawl.db"
    with make_store(path, record_of([f"doi: {row[0]}" for row in NOWHERE])) as store:
        summary = verify(store, settings, now=Clock())
        assert summary.is_complete, summary.sentence()
        yield store


@pytest.mark.parametrize(
    ("doi", "registration", "landing", "words", "url"), NOWHERE, ids=[r[0] for r in NOWHERE]
)
def test_where_names_lead(whereabouts, doi, registration, landing, words, url):
    row = row_of(whereabouts, doi)
    assert (row["registration"], row["landing_url"]) == (registration, url)
    assert row["landing"] in (landing, "blocked")  # the BMJ lets no program in
    assert words in row["reason"]


def test_the_end_of_a_chain_of_aliases_gives_the_record(whereabouts):
    row = row_of(whereabouts, "10.5555/first.alias.2026.7")
    assert row["title"].startswith("Acupuncture treatment for pain")
    assert row["agency"] == "Crossref"


def test_only_a_deleted_name_is_called_gone_and_in_its_own_words(whereabouts):
    kinds = {row[0]: set(found(whereabouts, row[0])) for row in NOWHERE}
    assert {doi for doi, told in kinds.items() if "doi_landing_gone" in told} == {
        "10.5555/deleted.2026.10"
    }
    finding = found(whereabouts, "10.5555/deleted.2026.10")["doi_landing_gone"]
    assert finding["why"].startswith("The publisher has deleted this DOI name")


def test_a_name_without_a_page_is_a_notice_where_that_is_certain(whereabouts):
    kinds = {row[0]: found(whereabouts, row[0]).get("doi_no_landing") for row in NOWHERE}
    told = {doi: finding for doi, finding in kinds.items() if finding}
    assert set(told) == {
        "10.5555/circle.a.2026.8",
        "10.5555/dangling.2026.9",
        "10.5555/nourl.2026.2",
    }
    assert {finding["severity"] for finding in told.values()} == {"notice"}
    for finding in told.values():
        assert finding["why"].startswith("The DOI name is registered and leads nowhere.")


def test_a_name_without_a_page_costs_no_guesses(keep, settings, clock, replica):
    quick = replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)
    since = len(replica.hits)
    title = "Registered without a landing page. J Replicas. 2026;1:10-19."
    store = keep(record_of([f"Muster A. {title} doi: 10.5555/nourl.2026.2"]))
    verify(store, quick, now=clock)
    handles = [p for p in asked(replica, "doi.org", since).elements() if "/handles/" in p]
    assert len(handles) <= 2, handles
    assert found(store, "10.5555/nourl.2026.2")["doi_no_landing"]


# --------------------------------------------------------------------------- newer editions


def test_a_newer_version_of_a_cochrane_review_is_named(keep, settings, clock, replica):
    store = keep(record_of([STACEY]))
    since = len(replica.hits)
    verify(store, settings, now=clock)
    row = row_of(store, f"{REVIEW}.pub5")
    assert (row["notice"], row["superseded_by"]) == ("superseded", f"{REVIEW}.pub6")
    finding = found(store, f"{REVIEW}.pub5")["work_changed"]
    assert finding["severity"] == "notice"
    assert finding["should_say"] == f"doi:{REVIEW}.pub6" or finding["should_say"].endswith(".pub6")
    assert "of 2024 takes its place" in finding["why"]
    handles = asked(replica, "doi.org", since)
    assert {path: n for path, n in handles.items() if "pub" in path and "RA" not in path} == {
        f"/api/handles/{REVIEW}.{version}": 1 for version in ("pub5", "pub6", "pub7")
    }
    since = len(replica.hits)
    clock.moment += timedelta(days=2)
    verify(store, settings, now=clock)
    assert not asked(replica, "doi.org", since)
    clock.moment += timedelta(days=31)  # it may have appeared in the meantime
    verify(store, settings, now=clock)
    assert asked(replica, "doi.org", since)[f"/api/handles/{REVIEW}.pub7"] == 1


REPLACED = [
    ("a preprint by its article", "10.5555/preprint.2026.6", "10.1155/2015/328196"),
    ("a data set by its next version", "10.5072/replica.data.v1", "10.5072/replica.data.v2"),
    ("the newest version by nothing", "10.5072/replica.data.v2", None),
]


@pytest.mark.parametrize(("why", "doi", "newer"), REPLACED, ids=[r[0] for r in REPLACED])
def test_what_takes_the_place_of_a_work(keep, settings, clock, why, doi, newer):
    store = keep(record_of([f"doi: {doi}"]))
    verify(store, settings, now=clock)
    row = row_of(store, doi)
    assert row["superseded_by"] == newer
    assert (row["notice"] == "superseded") is (newer is not None)
    if newer:
        (suggestion,) = store.db.query("SELECT before, after, rule, is_safe FROM suggestions")
        assert suggestion == {"before": doi, "after": newer, "rule": "newer_edition", "is_safe": 0}


# --------------------------------------------------------------------------- notices


def test_a_retraction_is_told_with_the_sentence_that_leans_on_the_work(keep, settings, clock):
    texts = [
        (BlockKind.HEADING, "Fusion"),
        (BlockKind.PARAGRAPH, "Bone grafts heal faster with this material [1]."),
        (BlockKind.HEADING, "References"),
        (BlockKind.ITEM, NANDYALA.format(RETRACTED)),
        (BlockKind.ITEM, MADSEN.format(BMJ)),
    ]
    numbers = iter("12")
    blocks = [
        Block(kind=kind, text=text, level=1, marker=next(numbers) if kind is BlockKind.ITEM else "")
        for kind, text in texts
    ]
    page = PageRecord(
        url=PAGE_URL,
        capture_id=capture_id(1),
        fetched_at=SEEN_AT,
        status=200,
        kind=PageKind.ARTICLE,
        title="Fusion",
        blocks=tuple(blocks),
    )
    store = keep(refine(page))
    verify(store, settings, now=clock)
    why = found(store, RETRACTED)["work_retracted"]["why"]
    assert "“Bone grafts heal faster with this material [1].”" in why
    assert "its publisher and Retraction Watch" in why


def test_the_notice_is_cited_instead_of_the_work(keep, settings, clock):
    notice = "10.5555/notice.retraction.brs-0000000000000106"
    store = keep(record_of([NANDYALA.format(notice)]))
    verify(store, settings, now=clock)
    told = found(store, notice)
    assert set(told) == {"work_retracted"}
    assert told["work_retracted"]["why"].startswith("This DOI name is not the work's")
    assert told["work_retracted"]["should_say"].lower().endswith(RETRACTED)


def test_a_reference_that_means_the_notice_is_right(keep, settings, clock):
    notice = "10.5555/notice.retraction.brs-0000000000000106"
    title = NANDYALA.format(notice).replace("Prospective,", "Retraction: Prospective,")
    store = keep(record_of([title]))
    verify(store, settings, now=clock)
    assert "work_retracted" not in found(store, notice)


def watching(settings, where):
    """Settings with Retraction Watch's list from a URL or a file."""
    return replace(settings, services=replace(settings.services, retraction_watch=where))


@pytest.fixture
def watched(settings, replica):
    """Settings with Retraction Watch's list, which a test may add to."""
    yield watching(settings, replica.overrides()["services"]["retraction_watch"])
    replica.state.notes.pop("retraction_watch", None)


def listings(store, doi):
    rows = store.db.query("SELECT * FROM checks WHERE question = 'notices' AND subject = ?", (doi,))
    return [json.loads(row["facts_json"])["notices"] for row in rows]


def test_what_only_retraction_watch_lists(keep, watched, clock, replica):
    cited = [MADSEN.format(BMJ), NANDYALA.format(RETRACTED), "doi: 10.5281/zenodo.2553043"]
    replica.state.notes["retraction_watch"] = [
        ("10.5281/Zenodo.2553043", "Expression of concern", "", "2026-01-03"),
        ("10.1000/uncited", "Retraction", "10.1000/r", "2026-01-02"),
    ]
    store = keep(record_of(cited))
    since = len(replica.hits)
    summary = verify(store, watched, now=clock)
    assert summary.lists == {"retraction_watch": "2026-01-03"}
    assert summary.questions["retraction_watch"] == 1
    assert summary.sentence().endswith("The list of Retraction Watch is of 2026-01-03.")
    assert row_of(store, "10.5281/zenodo.2553043")["notice"] == "concern"
    assert row_of(store, BMJ)["notice"] == "none"
    assert listings(store, BMJ) == listings(store, "10.1000/uncited") == []
    assert len(listings(store, RETRACTED)) == 1
    notices = json.loads(row_of(store, RETRACTED)["notices_json"])
    assert [n[3] for n in notices if n[0] == "retraction"] == ["publisher+retraction-watch"]
    verify(store, watched, now=clock)
    assert asked(replica, "gitlab.com", since).total() == 1  # not due
    clock.moment += timedelta(days=8)
    verify(store, watched, now=clock)  # due, and unchanged: 304
    assert [hit.status for hit in replica.hits[since:] if hit.host == "gitlab.com"] == [200, 304]
    replica.state.notes["retraction_watch"] = []
    clock.moment += timedelta(days=8)
    verify(store, watched, now=clock)
    assert [len(rows) for rows in listings(store, "10.5281/zenodo.2553043")] == [1, 0]
    assert row_of(store, "10.5281/zenodo.2553043")["notice"] == "unknown"
    kept = row_of(store, RETRACTED)
    rejudge(store, watched, now=clock)
    assert row_of(store, RETRACTED) == kept


def test_the_list_as_a_file_of_ones_own(keep, settings, clock, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature\n"
        f"3/4/2020 0:00,10.1000/r,{BMJ},Retraction\n"
    )
    store = keep(record_of([MADSEN.format(BMJ)]))
    summary = verify(store, watching(settings, str(path)), now=clock)
    assert summary.lists == {"retraction_watch": "2020-03-04"}
    assert row_of(store, BMJ)["notice"] == "retracted"
    assert str(tmp_path) not in json.dumps(list(store.db.query("SELECT url FROM checks")))
    summary = verify(store, watching(settings, "no.csv"), now=clock)
    assert "no.csv (setting services.retraction_watch) does not exist" in summary.sentence()
    assert not summary.is_complete
    assert row_of(store, BMJ)["notice"] == "retracted"


# --------------------------------------------------------------------------- by the list


@pytest.fixture
def many(replica):
    """45 Crossref names and the DataCite names of the replica."""
    works = [w for w in load_works() if not w.alias_of and not w.doi_org and "," not in w.doi]
    names = [w.name for w in works if w.agency == "Crossref" and w.title and not w.updates]
    return names[:45], [w.name for w in works if w.agency == "DataCite"]


def test_records_are_asked_by_the_list(keep, settings, clock, replica, many):
    ours, others = many
    store = keep(record_of([f"doi: {name}" for name in [*ours, *others]]))
    quiet = replace(settings, probe_landing=False)
    since = len(replica.hits)
    verify(store, quiet, now=clock)
    assert {
        row["title"] != ""
        for row in store.db.query("SELECT title FROM dois WHERE agency = 'Crossref'")
    } == {True}
    lists = [hit.path for hit in replica.hits[since:] if "/works?filter=" in hit.path]
    sizes = [path.count("doi:") for path in lists]
    assert sum(sizes) >= len(ours)
    assert max(sizes) == crossref.LIST_SIZE
    assert len(lists) <= -(-len(ours) // 20) + 1  # at least 20 names a request; and newer editions
    listed = [path for path in asked(replica, "api.datacite.org", since) if "?ids=" in path]
    assert len(listed[:1]) == 1
    assert len(others) <= datacite.LIST_SIZE
    assert not [p for p in asked(replica, "api.datacite.org", since) if "?ids=" not in p]
    handles = [p for p in asked(replica, "doi.org", since).elements() if p.startswith("/api/")]
    assert len(handles) < 1.3 * (len(ours) + len(others))


def test_the_agency_of_a_prefix_is_only_a_hint(keep, settings, clock, replica):
    """doiRA is asked once and fails the second time: what is tried by prefix counts if found."""
    hara, pellise = "10.1007/s00586-010-1374-1", "10.1007/s00586-009-0973-1"
    store = keep(record_of([f"doi: {hara}"]))
    quiet = replace(settings, probe_landing=False)
    verify(store, quiet, now=clock)
    with store.unit():
        run_id = store.begin_run("crawl", "sample", {})
        store.keep_page(
            run_id, record_of([f"doi: {name}" for name in (hara, pellise, "10.1007/no")])
        )
    replica.state.add_fault("doi.org", f"/doiRA/{pellise}", "status", status=503)
    clock.moment += timedelta(days=8)
    try:
        summary = verify(store, quiet, now=clock)
    finally:
        replica.state.faults.clear()
    assert not summary.is_complete
    row = row_of(store, pellise)
    assert (row["agency"], row["title"][:19]) == ("", "Patient information")
    verify(store, quiet, now=clock)
    assert row_of(store, pellise)["agency"] == "Crossref"


def test_an_agency_that_gives_out_no_records_is_not_asked(
    keep, settings, clock, replica, monkeypatch
):
    doi = "10.5606/ehc.2020.75727"
    monkeypatch.setattr(doi_org, "_agency", lambda state, name: {"RA": "KISTI"})
    since = len(replica.hits)
    store = keep(record_of([f"doi: {doi}"]))
    verify(store, replace(settings, probe_landing=False), now=clock)
    row = row_of(store, doi)
    assert (row["agency"], row["notice"], row["agreement"]) == ("KISTI", "unknown", "no_citation")
    assert "KISTI gives out no metadata." in row["reason"]
    assert f"/{doi}" not in asked(replica, "doi.org", since)


LIMITS = [
    # why, contact, what the pools allow: requests a second and at once
    ("polite", "audit@example.org", {"single": (10, 3), "lists": (3, 3)}),
    ("public", "", {"single": (5, 1), "lists": (1, 1)}),
]


@pytest.mark.parametrize(("why", "contact", "pools"), LIMITS, ids=[r[0] for r in LIMITS])
def test_no_pool_of_crossref_is_asked_faster_than_it_allows(
    keep, settings, clock, replica, many, why, contact, pools
):
    """The replica refuses what is over its limits; besides, its own log is counted."""
    names, _ = many
    replica.state.notes["crossref_429"] = True
    store = keep(record_of([f"doi: {name}" for name in names[:44]]))
    manners = replace(settings, contact=contact, probe_landing=False, registry_interval_s=0.05)
    since = len(replica.hits)
    try:
        summary = verify(store, manners, now=clock)
    finally:
        replica.state.notes.pop("crossref_429")
    assert summary.is_complete, summary.sentence()
    hits = [hit for hit in replica.hits[since:] if hit.host == "api.crossref.org"]
    assert 429 not in {hit.status for hit in hits}
    for pool, (a_second, at_once) in pools.items():
        mine = [h for h in hits if ("?" in h.path) == (pool == "lists")]
        moments = [hit.at for hit in mine]
        for moment in moments:
            assert sum(moment <= other < moment + 1 for other in moments) <= a_second, pool
        assert max((h.in_flight for h in mine), default=0) <= at_once + 1


# --------------------------------------------------------------------------- what is proposed


def test_a_proposal_says_that_its_work_was_taken_back(keep, settings, clock):
    """A truncated name is completed, and the work that it then names was retracted."""
    quick = replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)
    store = keep(record_of([NANDYALA.format(RETRACTED[:-1])]))
    verify(store, quick, now=clock)
    [finding] = found(store, RETRACTED[:-1]).values()
    assert finding["kind"] == "doi_not_registered"
    assert f"Mind what {RETRACTED} names: the work was retracted" in finding["why"]
    [proposal] = store.db.query("SELECT * FROM suggestions")
    assert (proposal["after"], proposal["is_safe"]) == (RETRACTED, 0)


def test_a_retracted_work_that_only_its_words_name_is_told_and_not_that_its_name_is_missing(
    keep, settings, clock
):
    quick = replace(settings, probe_links=False, probe_landing=False, ask_wayback=False)
    store = keep(record_of([NANDYALA.format("").removesuffix(" doi: ")]))
    verify(store, quick, now=clock)
    [(kind, finding)] = found(store, RETRACTED).items()
    assert (kind, finding["severity"]) == ("work_retracted", "error")
    assert f"prints no DOI name; its work is {RETRACTED}. The work was retracted" in finding["why"]
