"""Content negotiation leads to the metadata service of each agency (habanero cassettes)."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.replica_world.asking import CSL, WATER, Get

NEGOTIATED = [
    ("Crossref", WATER, "The Structure of Ordinary Water"),
    ("mEDRA", "10.5606/ehc.2020.75727", "Does ultrasound-guided facet joint injection reduce pain"),
    ("DataCite", "10.5281/zenodo.2553043", ""),
]


@pytest.mark.parametrize(("agency", "doi", "title"), NEGOTIATED)
def test_csl_json_of_each_agency(get: Get, agency: str, doi: str, title: str) -> None:
    lead = get(f"https://doi.org/{doi}", headers={"Accept": f"{CSL};q=1.0, text/html;q=0.1"})
    record = get(lead.headers["Location"], headers={"Accept": CSL})
    assert (lead.status_code, record.status_code) == (302, 200)
    assert record.headers["Content-Type"] == CSL
    assert record.json()["DOI"].lower() == doi
    assert record.json().get("title", "").startswith(title)


def test_negotiation_refusals(get: Get) -> None:
    place = get(f"https://doi.org/{WATER}", headers={"Accept": "text/turtle"}).headers["Location"]
    assert get(place, headers={"Accept": "text/turtle"}).status_code == 406
    unknown = get("https://doi.org/10.1155/2015/32819", headers={"Accept": CSL})
    assert unknown.status_code == 404
    page = get(f"https://doi.org/{WATER}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["Location"].startswith("https://www.science.org/")


def test_bibtex_and_citation(get: Get) -> None:
    url = f"https://api.crossref.org/v1/works/{quote(WATER, safe='')}/transform"
    bibtex = get(url, headers={"Accept": "application/x-bibtex"})
    assert bibtex.text.startswith(" @article{Frank_1970, title={The Structure of Ordinary Water}")
    text = get(url, headers={"Accept": "text/x-bibliography; style=apa"}).text
    assert text.endswith("https://doi.org/10.1126/science.169.3946.635\n")
