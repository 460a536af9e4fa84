"""doi.org answers as recorded (habanero and commonmeta-py cassettes, pyDOI, doi.info handbook)."""

from __future__ import annotations

import pytest
import requests
from aiohttp import web

from tests.replica import Replica
from tests.replica.world.answers import decode
from tests.replica_world.asking import SICI, WATER, Get

HANDLES = [
    ("registered", "10.1155/2015/328196", 200, 1),
    ("cut by a digit", "10.1155/2015/32819", 404, 100),
    ("case does not matter", "10.1007/S00586-009-0973-1", 200, 1),
    ("brackets", "10.1016/S0140-6736(09)62164-4", 200, 1),
    ("SICI, escaped", SICI, 200, 1),
    ("slash escaped", "10.1136%2Fbmj.a3115", 200, 1),
    ("always fails", "10.1055/s-0042-109629", 500, 2),
    ("never registered", "10.9999/nowhere.2020.1", 404, 100),
    ("has no value of the wanted type", "10.5555/nourl.2026.2?type=URL", 200, 200),
    ("asked past the cache", "10.5555/fresh.2026.1?auth=true", 200, 1),
    ("asked through the cache", "10.5555/fresh.2026.1", 404, 100),
]  # fmt: skip


@pytest.mark.parametrize(("why", "name", "status", "code"), HANDLES)
def test_handle_api(get: Get, why: str, name: str, status: int, code: int) -> None:
    response = get(f"https://doi.org/api/handles/{name}")
    told = response.json()
    assert (response.status_code, told["responseCode"]) == (status, code), why
    assert set(told) == {"responseCode", "handle"} | ({"values"} if code == 1 else set())
    assert response.headers["Content-Type"] == "application/json;charset=UTF-8"


def test_handle_values_are_typed(get: Get) -> None:
    values = get("https://doi.org/api/handles/10.1136/bmj.a3115").json()["values"]
    assert [v["type"] for v in values] == ["URL", "700050", "HS_ADMIN"]
    assert set(values[0]) == {"index", "type", "data", "ttl", "timestamp"}
    assert values[0]["data"] == {
        "format": "string", "value": "https://www.bmj.com/lookup/doi/10.1136/bmj.a3115",
    }  # fmt: skip
    only = get("https://doi.org/api/handles/10.1136/bmj.a3115?index=100").json()["values"]
    assert [v["index"] for v in only] == [100]


def test_handle_of_an_alias_and_of_a_short_doi(get: Get) -> None:
    for name, target in (
        ("10.2307/2669548", "10.1080/01621459.2000.10473924"),
        ("10/rpl3115", "10.1136/bmj.a3115"),
    ):
        values = get(f"https://doi.org/api/handles/{name}?type=HS_ALIAS").json()["values"]
        assert [v["data"]["value"] for v in values] == [target]


def test_first_ask_fails_once(get: Get) -> None:
    asked = [get("https://doi.org/api/handles/10.1371/journal.pone.0134192") for _ in range(3)]
    assert [a.status_code for a in asked] == [500, 200, 200]
    assert asked[0].json() == {"responseCode": 2, "handle": "10.1371/journal.pone.0134192"}


AGENCIES = [
    ("recorded body of /ra/", "ra/10.1371",
     '[\n  {\n    "DOI": "10.1371",\n    "RA": "Crossref"\n  }\n]'),
    ("mEDRA", "doiRA/10.5606/ehc.2020.75727", '"RA": "mEDRA"'),
    ("DataCite", "doiRA/10.5281/zenodo.2553043", '"RA": "DataCite"'),
    ("not registered", "doiRA/10.1155/2015/32819", '"status": "DOI does not exist"'),
    ("not a DOI", "doiRA/foo", '"status": "Invalid DOI"'),
    ("doi.org cannot say", "doiRA/10.1055/s-0042-109629", '"status": "Unknown"'),
]  # fmt: skip


@pytest.mark.parametrize(("why", "path", "expected"), AGENCIES)
def test_registration_agency_is_always_200(get: Get, why: str, path: str, expected: str) -> None:
    response = get(f"https://doi.org/{path}")
    assert response.status_code == 200, why
    assert expected in response.text, why


def test_several_agencies_at_once(get: Get) -> None:
    rows = get("https://doi.org/doiRA/10.1136/bmj.a3115,10.9999/nowhere.2020.1").json()
    assert [row.get("RA") or row["status"] for row in rows] == ["Crossref", "DOI does not exist"]


def test_recorded_redirect_of_content_negotiation(get: Get) -> None:
    response = get(f"https://doi.org/{WATER}", headers={"Accept": "application/x-bibtex"})
    place = "https://api.crossref.org/v1/works/10.1126%2Fscience.169.3946.635/transform"
    assert (response.status_code, response.headers["Location"]) == (302, place)
    assert response.headers["Vary"] == "Origin, Accept"
    assert response.text == (
        "<html><head><title>Handle Redirect</title></head>\n"
        f'<body><a href="{place}">{place}</a></body></html>'
    )


def test_recorded_move_to_https(replica: Replica) -> None:
    response = requests.get(
        f"http://127.0.0.1:{replica.http_port}/{WATER}", headers={"Host": "doi.org"},
        allow_redirects=False, timeout=10,
    )  # fmt: skip
    assert (response.status_code, response.headers["Location"]) == (301, f"https://doi.org/{WATER}")
    assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "<head><title>301 Moved Permanently</title></head>" in response.text


REDIRECTS = [
    ("good prefix, unknown suffix", "10.1126/foo", 404, "<title>Error: DOI Not Found</title>"),
    ("no DOI at all", "foo", 400, "<title>Error: Not a DOI</title>"),
    ("pasted twice", "https://doi.org/10.1136/bmj.a3115", 400, "<title>Error: Not a DOI</title>"),
    ("unknown short DOI", "10/zzzz", 404, "<title>Error: DOI Not Found</title>"),
    ("doi: in front", "doi:10.1136/bmj.a3115", 302, "https://www.bmj.com/"),
    ("short DOI", "10/rpl3115", 302, "https://www.bmj.com/"),
    ("short DOI without 10/", "rpl328196", 302, "https://www.hindawi.com/"),
    ("alias", "10.2307/2669548", 301, "https://doi.org/10.1080/01621459.2000.10473924"),
    ("resolver fails", "10.1055/s-0042-109629", 500, "<title>Error: System Error</title>"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "path", "status", "expected"), REDIRECTS)
def test_redirects(get: Get, why: str, path: str, status: int, expected: str) -> None:
    response = get(f"https://doi.org/{path}")
    assert response.status_code == status, why
    assert expected in response.text, why


def test_broken_escapes_are_no_names() -> None:
    for path in ("10.1136/bmj%zz", "10.1136/bmj%", "10.1136/bmj%ff"):
        with pytest.raises(web.HTTPBadRequest):
            decode(path)


def test_former_names_of_the_resolver(get: Get) -> None:
    response = get("https://dx.doi.org/10.1136/bmj.a3115")
    assert response.status_code == 301
    assert response.headers["Location"] == "https://doi.org/10.1136/bmj.a3115"


def test_shortdoi_org(get: Get) -> None:
    told = get("https://shortdoi.org/10.1136/bmj.a3115?format=json").json()
    assert told["ShortDOI"] == "10/rpl3115"
    assert get("https://shortdoi.org/10.9999/nowhere.2020.1?format=json").status_code == 404
