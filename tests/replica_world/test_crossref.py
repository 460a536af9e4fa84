"""Crossref answers as recorded in 2026 (habanero and commonmeta-py cassettes)."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.replica.world.works import load_works
from tests.replica_world.asking import CITATIONS, SPINE, WATER, Get

MAILTO = "mailto=a@example.org"
WATER_PATH = f"works/{WATER}"

RECORD_KEYS = {
    "indexed", "reference-count", "publisher", "issue", "license", "content-domain",
    "short-container-title", "published-print", "abstract", "DOI", "type", "created", "page",
    "update-policy", "source", "is-referenced-by-count", "title", "prefix", "volume", "author",
    "member", "published-online", "reference", "container-title", "original-title", "language",
    "link", "deposited", "score", "resource", "subtitle", "short-title", "issued",
    "references-count", "journal-issue", "alternative-id", "URL", "archive", "relation", "ISSN",
    "issn-type", "subject", "published", "assertion", "article-number", "updated-by", "update-to",
}  # fmt: skip
"""Of the recorded 10.1002/jor.1100150407 (2026-01), and three that other records have."""


def test_crossref_record(get: Get) -> None:
    response = get("https://api.crossref.org/works/10.1016/s0140-6736(09)62164-4")
    assert response.text.startswith(
        '{"status":"ok","message-type":"work","message-version":"1.0.0","message":{'
    )
    assert "10.1016\\/s0140-6736(09)62164-4" in response.text
    record = response.json()["message"]
    assert set(record) <= RECORD_KEYS
    assert record["author"][0] == {
        "given": "SE", "family": "Lamb", "sequence": "first", "affiliation": [],
        "role": [{"role": "author", "vocabulary": "crossref"}],
    }  # fmt: skip
    assert (record["page"], record["volume"], record["issue"]) == ("916-923", "375", "9718")
    assert record["issued"] == {"date-parts": [[2010]]}


POOL_HEADERS = [
    ("public, one record", WATER_PATH, "", ("public-single", "5", "1s", "1")),
    ("polite, one record", f"{WATER_PATH}?{MAILTO}", "", ("polite-single", "10", "1s", "3")),
    ("polite by name", WATER_PATH, "x (mailto:a@b.org)", ("polite-single", "10", "1s", "3")),
    ("polite, a list", f"works?rows=1&{MAILTO}", "", ("polite-array", "3", "1s", "3")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "path", "agent", "expected"), POOL_HEADERS)
def test_recorded_pools(
    get: Get, why: str, path: str, agent: str, expected: tuple[str, ...]
) -> None:
    headers = get(f"https://api.crossref.org/{path}", headers={"User-Agent": agent}).headers
    names = ("x-api-pool", "x-rate-limit-limit", "x-rate-limit-interval", "x-concurrency-limit")
    assert tuple(headers[name] for name in names) == expected, why
    assert headers["Server"] == "Jetty(9.4.40.v20210413)"


ABSENT = [
    ("unknown", "works/10.1371/notarealdoi", "text/plain"),
    ("of another agency", "works/10.5281/zenodo.2553043", "text/plain"),
    ("of mEDRA", "works/10.5606/ehc.2020.75727", "text/plain"),
    ("agency of an unknown name", "works/5/agency", "application/json;charset=utf-8"),
]


@pytest.mark.parametrize(("why", "path", "kind"), ABSENT)
def test_recorded_plain_text_404(get: Get, why: str, path: str, kind: str) -> None:
    response = get(f"https://api.crossref.org/{path}")
    assert (response.status_code, response.text) == (404, "Resource not found."), why
    assert response.headers["Content-Type"].partition("; charset")[0] == kind.partition("; ")[0]


COMPLAINTS = [
    (f"works/{WATER}?query.author=carl+boettiger", "parameter-not-allowed", "query.*",
     "This route does not support field query parameters"),
    ("works?rows=things", "integer-not-valid", "things",
     "Integer specified as things but must be a positive integer less than or equal to 1000. "),
    ("works?sample=200", "integer-not-valid", "200",
     "Integer specified as 200 but must be a positive integer less than or equal to 100. "),
    ("works?query.title=spine", "parameter-not-allowed", "query.title", None),
    ("works?filter=colour:red", "filter-not-available", "colour", None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "kind", "value", "message"), COMPLAINTS)
def test_recorded_validation_failures(
    get: Get, path: str, kind: str, value: str, message: str | None
) -> None:
    response = get(f"https://api.crossref.org/{path}")
    told = response.json()
    assert (response.status_code, told["status"]) == (400, "failed")
    assert told["message-type"] == "validation-failure"
    assert (told["message"][0]["type"], told["message"][0]["value"]) == (kind, value)
    assert message is None or told["message"][0]["message"] == message


def test_recorded_agency(get: Get) -> None:
    assert get(f"https://api.crossref.org/works/{WATER}/agency").text == (
        '{"status":"ok","message-type":"work-agency","message-version":"1.0.0","message":'
        '{"DOI":"10.1126\\/science.169.3946.635","agency":{"id":"crossref","label":"Crossref"}}}'
    )
    agency = get("https://api.crossref.org/works/10.5606/ehc.2020.75727/agency").json()
    assert agency["message"]["agency"] == {"id": "medra", "label": "mEDRA"}


def test_many_dois_in_one_list(get: Get) -> None:
    names = ["10.1136/bmj.a3115", "10.9999/nowhere.2020.1", WATER]
    wish = ",".join(f"doi:{name}" for name in names)
    told = get(f"https://api.crossref.org/works?filter={wish}&rows=20&select=DOI,title").json()
    assert told["message-type"] == "work-list"
    assert told["message"]["total-results"] == 2
    assert {item["DOI"] for item in told["message"]["items"]} == {names[0], names[2]}
    assert all(set(item) == {"DOI", "title"} for item in told["message"]["items"])


def test_notices_of_a_work_and_works_of_a_notice(get: Get) -> None:
    wish = "updates:10.1186/s13018-019-1496-z,update-type:retraction"
    items = get(f"https://api.crossref.org/works?filter={wish}").json()["message"]["items"]
    assert [item["update-to"][0]["type"] for item in items] == ["retraction"]
    assert items[0]["update-to"][0]["DOI"] == "10.1186/s13018-019-1496-z"


@pytest.mark.parametrize("doi", [doi for doi in SPINE if doi != "10.5606/ehc.2020.75727"])
def test_search_finds_the_cited_work(doi: str) -> None:
    citation = next(row for row in CITATIONS if row[1] == doi)[0]
    ranked = load_works().search(citation)
    assert ranked[0][1].name == doi.lower()
    assert ranked[0][0] / len(citation) > 0.4, "Crossref's own cut for a candidate"


@pytest.mark.parametrize(("citation", "nearest"), [
    ("McKenzie R. Treat your own back. 7th ed. Waikanae: Spinal Publications; 1997.", 1),
    ("Becker F, Sommer T. Exercise for the lumbar spine, part 1: strength. Physiother J. 2012", 3),
])  # fmt: skip
def test_search_finds_near_misses_of_works_without_a_name(citation: str, nearest: int) -> None:
    (score, first), (next_score, _) = load_works().search(citation)[:2]
    assert first.name == f"10.5555/resembles.{nearest}"
    assert score > next_score > 0


def test_a_search_answers_with_the_fields_that_are_selected(get: Get) -> None:
    url = "https://api.crossref.org/works?query.bibliographic=lumbar+spine&rows=3&select=DOI,title,score"
    items = get(url).json()["message"]["items"]
    assert len(items) == 3
    assert all(set(item) == {"DOI", "title", "score"} for item in items)


def test_search_over_http(get: Get) -> None:
    printed = (
        "Madsen M.V., Gotzsche, P.C., Hrobjartsson, A. (2009). Acupuncture treatment for pain: "
        "systematic review of randomized clinical trials with acupuncture, placebo, acupuncture, "
        "and no acupuncture groups. BMJ. 338:a3115"
    )
    told = get(f"https://api.crossref.org/works?query.bibliographic={quote(printed)}&rows=2").json()
    scores = [item["score"] for item in told["message"]["items"]]
    assert told["message"]["items"][0]["DOI"] == "10.1136/bmj.a3115"
    assert scores[0] > 3 * scores[1]
