"""Every promised work is registered and leads where it was promised to."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.replica.world import HOSTS
from tests.replica.world.works import load_works
from tests.replica_world.asking import SICI, SPINE, Get, follow


@pytest.mark.parametrize("doi", SPINE)
def test_every_spine_reference_is_registered_with_metadata(doi: str) -> None:
    work = load_works().find(doi)
    assert work is not None
    assert work.doi == doi
    assert work.title
    assert work.authors
    assert work.container
    assert work.landing


LANDINGS = [
    ("Hindawi's bot wall", "10.1155/2015/328196", [302, 403], "www.hindawi.com",
     "challenge-platform"),
    ("BMJ's bot wall", "10.1136/bmj.a3115", [302, 403], "www.bmj.com", "Just a moment"),
    ("another BMJ journal", "10.1136/rapm-2019-101243", [302, 403], "www.bmj.com", "Just a moment"),
    ("Springer is open", "10.1007/s00586-009-0973-1", [302, 302, 200], "link.springer.com",
     '<meta name="citation_doi" content="10.1007/s00586-009-0973-1">'),
    ("Elsevier's hub, then a wall", "10.1016/S0140-6736(09)62164-4", [302, 302, 403],
     "www.thelancet.com", "Just a moment"),
    ("Dove is open", "10.2147/JPR.S25330", [302, 200], "www.dovepress.com", "citation_doi"),
    ("Dove again", "10.2147/JPR.S280404", [302, 200], "www.dovepress.com", "citation_doi"),
    ("the page is lost", "10.3928/01477447-20160404-07", [302, 404], "journals.healio.com", ""),
    ("moved to another host", "10.5312/wjo.v7.i9.553", [302, 301, 200], "www.f6publishing.com",
     "citation_doi"),
    ("hijacked", "10.26603/ijspt20201119", [302, 200], "www.ijspt-journal.test", "casino"),
    ("slow", "10.5606/ehc.2020.75727", [302, 200], "jointdrs.org", "citation_doi"),
    ("cookie loop", "10.4102/sajp.v77i2.1573", [302] * 6, "sajp.co.za", ""),
    ("through the alias", "10.2307/2669548", [301, 302, 403], "www.tandfonline.com", ""),
    ("DataCite", "10.5281/zenodo.2553043", [302, 200], "zenodo.org", "citation_doi"),
    ("hourly limit", "10.1302/2633-1462.212.BJO-2021-0116.R1", [302, 429],
     "boneandjoint.org.uk", ""),
    ("503 challenge", "10.5555/challenged.2026.3", [302, 503], "journals.sagepub.com",
     "Just a moment"),
    ("SICI", SICI,
     [302, 403], "onlinelibrary.wiley.com", ""),
    ("retracted, its page lives", "10.1097/BRS.0000000000000106", [302, 200], "journals.lww.com",
     "citation_doi"),
    ("corrected, its page lives", "10.1186/s13013-015-0029-8", [302, 200],
     "scoliosisjournal.biomedcentral.com", "citation_doi"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "doi", "statuses", "host", "text"), LANDINGS)
def test_where_a_doi_leads(
    get: Get, why: str, doi: str, statuses: list[int], host: str, text: str
) -> None:
    seen, url, response = follow(get, f"https://doi.org/{doi}")
    assert seen == statuses, why
    assert url.split("/")[2] == host, why
    assert text in response.text, why
    if statuses[-1] in (403, 503):
        assert response.headers["cf-mitigated"] == "challenge", why


def test_every_landing_host_is_played() -> None:
    missing = {
        work.landing.split("/")[2] for work in load_works() if work.landing
    } - set(HOSTS)  # fmt: skip
    assert not missing


NOTICES = [
    ("10.1097/BRS.0000000000000106", {("erratum", "publisher"), ("retraction", "publisher"),
                                      ("retraction", "retraction-watch")}),
    ("10.1186/s13013-015-0029-8", {("erratum", "publisher")}),
    ("10.1186/s13018-019-1496-z", {("correction", "publisher"), ("retraction", "publisher"),
                                   ("retraction", "retraction-watch")}),
    ("10.2106/JBJS.D.02283", {("retraction", "publisher"), ("retraction", "retraction-watch")}),
    ("10.1007/s00586-015-4326-y", {("retraction", "retraction-watch")}),
    ("10.1371/journal.pone.0148584", {("new_version", "publisher")}),
    ("10.1097/00000539-200011000-00032", set()),
]  # fmt: skip


@pytest.mark.parametrize(("doi", "expected"), NOTICES)
def test_notices(get: Get, doi: str, expected: set[tuple[str, str]]) -> None:
    record = get(f"https://api.crossref.org/works/{doi}").json()["message"]
    entries = record.get("updated-by", [])
    assert {(entry["type"], entry["source"]) for entry in entries} == expected
    for entry in entries:
        assert {"DOI", "type", "label", "source", "updated"} <= set(entry)
        assert (entry["DOI"] == doi.lower()) == (entry["type"] == "new_version")
        assert get(f"https://doi.org/api/handles/{entry['DOI']}").json()["responseCode"] == 1


SHAPES = [
    "10.1002/(sici)1097-0258(19970930)16:18<2127::aid-sim633>3.0.co;2-w",
    "10.1890/0012-9658(1999)080[1150:tmaorr]2.0.co;2", "10.1016/0167-2789(83)90298-1",
    "10.1214/aoms/1177729756", "10.2307/2531052", "10.1101/gr.155697.113", "10.1162/dint_a_00109",
    "10.48550/arXiv.2112.12582", "10.25504/FAIRsharing.p77ph9", "10.6084/m9.figshare.3115156.v2",
    "10.1111/j.1462-2920.2008.01745.x", "10.17615/edpt-y058", "10.5281/zenodo.2553043",
]  # fmt: skip


@pytest.mark.parametrize("doi", SHAPES)
def test_odd_shapes_are_registered_and_land(get: Get, doi: str) -> None:
    told = get(f"https://doi.org/api/handles/{quote(doi, safe='')}").json()
    assert told == {**told, "responseCode": 1, "handle": doi}
    statuses, _, _ = follow(get, told["values"][0]["data"]["value"])
    assert statuses[-1] in (200, 403)
