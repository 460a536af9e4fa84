"""DataCite, NCBI and the Wayback Machine in their recorded or documented shapes.

Recorded: commonmeta-py (DataCite), rcrossref (old converter), sul_pub (esearch).
"""

from __future__ import annotations

import re

from tests.replica_world.asking import Get, follow

DATACITE_KEYS = {
    "doi", "prefix", "suffix", "identifiers", "alternateIdentifiers", "creators", "titles",
    "publisher", "container", "publicationYear", "subjects", "contributors", "dates",
    "language", "types", "relatedIdentifiers", "relatedItems", "sizes", "formats", "version",
    "rightsList", "descriptions", "geoLocations", "fundingReferences", "url", "contentUrl",
    "metadataVersion", "schemaVersion", "source", "isActive", "state", "reason", "created",
    "registered", "published", "updated",
}  # fmt: skip
"""Of the recorded 10.5063/f1m61h5x (2026-07), without the usage figures."""


def test_datacite_record(get: Get) -> None:
    response = get("https://api.datacite.org/dois/10.5281/zenodo.2553043")
    data = response.json()["data"]
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert set(data) == {"id", "type", "attributes", "relationships"}
    assert set(data["attributes"]) == DATACITE_KEYS
    assert data["attributes"]["registered"]


def test_datacite_shell_is_not_registered_there(get: Get) -> None:
    data = get("https://api.datacite.org/dois/10.1371/journal.pone.0148584").json()["data"]
    assert data["attributes"]["registered"] is None


def test_datacite_list_and_absence(get: Get) -> None:
    names = "10.5281/zenodo.2553043,10.48550/arxiv.2112.12582,10.1136/bmj.a3115"
    told = get(f"https://api.datacite.org/dois?ids={names}").json()
    assert [row["id"] for row in told["data"]] == names.split(",")[:2]
    absent = get("https://api.datacite.org/dois/10.1136/bmj.a3115")
    assert absent.status_code == 404
    assert absent.json() == {
        "errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]
    }


def test_pmc_id_converter(get: Get) -> None:
    base = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/?tool=t&email=a@example.org"
    told = get(f"{base}&ids=PMC4364128,PMC1&idtype=pmcid&format=json").json()
    assert told["records"] == [
        {"doi": "10.1155/2015/328196", "pmcid": "PMC4364128", "requested-id": "PMC4364128"},
        {
            "pmcid": "PMC1",
            "requested-id": "PMC1",
            "status": "error",
            "errmsg": "Identifier not found in PMC",
        },
    ]
    wrong = get(f"{base}&ids=PMC4364128&format=json")  # taken for a PMID
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "invalid_pmids")


def test_pmc_id_converter_at_its_old_address(get: Get) -> None:
    base = "https://www.ncbi.nlm.nih.gov/pmc/utils/idconv/v1.0/?tool=t&email=a@example.org"
    told = get(f"{base}&ids=10.1155%2F2015%2F328196&format=json").json()
    assert set(told) == {"status", "responseDate", "request", "records"}
    assert told["records"][0]["pmcid"] == "PMC4364128"
    wrong = get(f"{base}&ids=28371833&idtype=doi&format=json")
    assert (wrong.status_code, wrong.json()["status"]) == (404, "error")
    assert wrong.json()["message"] == "ID%20type%20%27doi%27%20mismatch%20for%20%2728371833%27"


def test_pubmed_search(get: Get) -> None:
    base = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&term="
    none, one = f'{base}"10.1136/bmj.a3115"[AID]', f'{base}"10.1136/bmj.332.7555.1430"[AID]'
    assert "<Count>0</Count>" in get(none).text
    assert get(f"{none}&retmode=json").json()["esearchresult"]["idlist"] == []
    assert "<Id>16777886</Id>" in get(one).text
    assert get(f"{one}&retmode=json").json()["esearchresult"]["idlist"] == ["16777886"]


def test_pubmed_summaries(get: Get) -> None:
    base = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&id="
    result = get(f"{base}16777886,15614469").json()["result"]
    assert result["uids"] == ["16777886", "15614469"]
    assert result["16777886"]["title"] == "Diagnosis and treatment of low back pain."
    assert result["15614469"] == {"uid": "15614469", "error": "cannot get document summary"}


def test_handles_that_are_no_doi_names(get: Get) -> None:
    base = "https://hdl.handle.net/api/handles/"
    assert get(f"{base}2027/spine.39015").json()["responseCode"] == 1
    assert get(f"{base}10.1136/bmj.a3115").json()["responseCode"] == 1
    absent = get(f"{base}2027/nowhere")
    assert (absent.status_code, absent.json()["responseCode"]) == (404, 100)


def test_crossref_by_isbn_and_pii(get: Get) -> None:
    base = "https://api.crossref.org/works?mailto=a@example.org&filter="
    told = get(f"{base}isbn:9781579478889,type:book").json()["message"]
    assert [item["DOI"] for item in told["items"]] == ["10.1001/978-1-57947-888-9"]
    told = get(f"{base}alternative-id:S0140673609621644").json()["message"]
    assert [item["DOI"] for item in told["items"]] == ["10.1016/s0140-6736(09)62164-4"]
    assert get(f"{base}isbn:9783540752868").json()["message"]["items"] == []


def test_availability(get: Get) -> None:
    base = "https://archive.org/wayback/available?url="
    url = "https://gone.example-charity.test/guide"
    told = get(f"{base}{url}&timestamp=2016").json()
    assert told == {
        "url": url,
        "timestamp": "2016",
        "archived_snapshots": {
            "closest": {
                "status": "200",
                "available": True,
                "url": f"http://web.archive.org/web/20150612094530/{url}",
                "timestamp": "20150612094530",
            }
        },
    }
    assert get(f"{base}nowhere.test/").json() == {"url": "nowhere.test/", "archived_snapshots": {}}


def test_cdx(get: Get) -> None:
    base = "https://web.archive.org/cdx/search/cdx?output=json&url="
    rows = get(f"{base}gone.example-charity.test/guide&filter=statuscode:200&limit=-1").json()
    assert rows[0] == [
        "urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length",
    ]  # fmt: skip
    assert rows[1][:2] == ["test,example-charity,gone)/guide", "20190304120001"]
    assert re.fullmatch(r"[A-Z2-7]{32}", rows[1][5])
    assert get(f"{base}nowhere.test/").json() == []


def test_memento(get: Get) -> None:
    url = "https://gone.example-charity.test/guide"
    seen, place, page = follow(get, f"https://web.archive.org/web/2016/{url}")
    assert seen == [302, 200]
    assert place == f"https://web.archive.org/web/20150612094530/{url}"
    assert page.headers["Memento-Datetime"] == "Fri, 12 Jun 2015 09:45:30 GMT"
    assert get("https://web.archive.org/web/2016/https://nowhere.test/").status_code == 404


def test_timemap(get: Get) -> None:
    url = "https://gone.example-charity.test/guide"
    told = get(f"https://web.archive.org/web/timemap/link/{url}")
    assert told.headers["Content-Type"].startswith("application/link-format")
    assert told.text.splitlines()[:2] == [
        f'<{url}>; rel="original",',
        f'<http://web.archive.org/web/20150612094530/{url}>; rel="memento"; '
        'datetime="Fri, 12 Jun 2015 09:45:30 GMT",',
    ]
    none = get("https://web.archive.org/web/timemap/link/https://nowhere.test/")
    assert none.status_code == 404
