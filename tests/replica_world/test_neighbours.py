"""Ordinary websites with one habit each."""

from __future__ import annotations

import pytest
import requests

from tests.replica.world import handler_for
from tests.replica_world.asking import Get, follow

NEIGHBOURS = [
    ("lives", "https://www.example-charity.test/", 200, "Example charity"),
    ("no such page", "https://www.example-charity.test/c0ffee-random", 404, "not found"),
    ("gone", "https://gone.example-charity.test/guide", 404, ""),
    ("withdrawn", "https://gone.example-charity.test/withdrawn", 410, ""),
    ("bot wall", "https://blocked.example-charity.test/", 403, "Just a moment"),
    ("parked", "https://parked.example-charity.test/", 200, "for sale"),
    ("soft 404", "https://soft404.example-charity.test/anything", 200, "Page not found"),
    ("slow", "https://slow.example-charity.test/", 200, ""),
    ("LinkedIn", "https://www.linkedin.com/company/eurospine", 999, ""),
    ("Facebook", "https://www.facebook.com/eurospine", 200, ""),
    ("Twitter", "https://twitter.com/eurospine", 200, ""),
    ("Instagram", "https://www.instagram.com/eurospine", 200, ""),
    ("YouTube", "https://www.youtube.com/user/eurospine", 200, ""),
    ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/12345678/", 200, ""),
    ("PMC", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4364128/", 200, "10.1155/2015/328196"),
    ("PMC, old address", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC2989262/", 200, ""),
    ("Wiley", "https://onlinelibrary.wiley.com/doi/full/10.1111/anything", 403, "Just a moment"),
    ("Springer, article by escaped name",
     "https://link.springer.com/article/10.1007%2Fs00586-009-0973-1", 200, "citation_doi"),
    ("Springer, PDF", "https://link.springer.com/content/pdf/10.1007/s00586-012-2553-z.pdf", 200,
     "%PDF-1.4"),
    ("ORCID", "https://orcid.org/0000-0002-1825-0097", 200, "ORCID record"),
    ("a badge", "https://img.shields.test/badge/DOI-10.5281-blue.svg", 200, "<svg"),
    ("web agency", "https://www.bestview.ch/", 200, "bestview"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "url", "status", "text"), NEIGHBOURS)
def test_ordinary_sites(get: Get, why: str, url: str, status: int, text: str) -> None:
    response = get(url)
    assert response.status_code == status, why
    assert text in response.text, why


def test_moved_keeps_the_path(get: Get) -> None:
    assert follow(get, "https://moved.example-charity.test/about")[:2] == (
        [301, 200], "https://www.example-charity.test/about",
    )  # fmt: skip


def test_reset(get: Get) -> None:
    with pytest.raises(requests.ConnectionError, match="reset"):
        get("https://reset.example-charity.test/")


def test_rate_limit_once_for_each_client(get: Get) -> None:
    def ask(agent: str) -> tuple[int, str]:
        response = get("https://ratelimited.example-charity.test/", headers={"User-Agent": agent})
        return response.status_code, response.headers.get("Retry-After", "")

    assert [ask("one"), ask("one"), ask("two"), ask("two")] == [(429, "2"), (200, "")] * 2


def test_nobody_plays_other_hosts() -> None:
    assert handler_for("nowhere.test") is None
