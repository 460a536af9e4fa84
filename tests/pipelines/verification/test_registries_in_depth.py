"""Aliases of aliases, names that lead nowhere, and questions by the list."""
# ruff: noqa: E501 (a row stands on one line)

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.services import crossref, datacite
from pipelines.verification.engine import verify
from tests.pipelines.verification.conftest import (
    Clock,
    asked,
    found,
    make_store,
    record_of,
    row_of,
)
from tests.replica.world import doi_org
from tests.replica.world.works import load_works

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
