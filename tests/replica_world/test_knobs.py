"""What a test may turn: outages, limits, lies, an oracle."""

from __future__ import annotations

import asyncio
import gzip
import json
from pathlib import Path

import pytest
import requests

from tests.replica.world.limits import POOLS, refuse
from tests.replica_world.asking import WATER, Get


@pytest.mark.parametrize(
    ("knob", "url"),
    [
        ("doi_org_down", "https://doi.org/api/handles/10.1136/bmj.a3115"),
        ("crossref_down", f"https://api.crossref.org/works/{WATER}"),
        ("datacite_down", "https://api.datacite.org/dois/10.5281/zenodo.2553043"),
        ("wayback_down", "https://archive.org/wayback/available?url=example.org"),
    ],
)
def test_outages(get: Get, notes: dict[str, object], knob: str, url: str) -> None:
    statuses = []
    for wish in (True, 502, None):
        notes[knob] = wish
        statuses.append(get(url).status_code)
    assert statuses == [503, 502, 200]
    notes[knob] = "reset"
    with pytest.raises(requests.ConnectionError):
        get(url)


def test_crossref_says_429_some_times(get: Get, notes: dict[str, object]) -> None:
    notes["crossref_429"] = 2
    answers = [get(f"https://api.crossref.org/works/{WATER}") for _ in range(3)]
    assert [a.status_code for a in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "1"
    assert answers[0].headers["x-rate-limit-limit"] == "5"


class Memory:
    """A state of its own, for rules that need no server."""

    def __init__(self) -> None:
        self.notes: dict[str, object] = {"crossref_429": True}


def test_crossref_counts_parallel_requests() -> None:
    async def ask() -> list[bool]:
        memory = Memory()
        pool = POOLS["polite", "single"]
        answers = await asyncio.gather(*(refuse(memory, pool) for _ in range(5)))
        return [answer is None for answer in answers]

    assert asyncio.run(ask()) == [True, True, True, False, False]


@pytest.mark.parametrize(("age_s", "status"), [(0, 429), (5, None)])
def test_crossref_counts_the_last_second(age_s: float, status: int | None) -> None:
    async def ask() -> int | None:
        memory = Memory()
        pool = POOLS["polite", "array"]
        memory.notes["moments polite-array"] = [asyncio.get_running_loop().time() - age_s] * 3
        answer = await refuse(memory, pool)
        return answer.status if answer is not None else None

    assert asyncio.run(ask()) == status


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("doi.org", "api/handles/10.1136/bmj.a3115"),
        ("api.crossref.org", "works/10.1136/bmj.a3115"),
        ("api.datacite.org", "dois/10.5281/zenodo.2553043"),
    ],
)
def test_lies(get: Get, notes: dict[str, object], host: str, path: str) -> None:
    truth = get(f"https://{host}/{path}").text
    answers = {}
    for lie in ("html", "truncated", "wrong_doi"):
        notes["lying"] = {host: lie}
        answers[lie] = get(f"https://{host}/{path}")
    assert all(a.status_code == 200 for a in answers.values())
    assert answers["html"].headers["Content-Type"].startswith("text/html")
    assert truth.startswith(answers["truncated"].text)
    with pytest.raises(ValueError):
        answers["truncated"].json()
    assert "10.5555/other.work.9999" in answers["wrong_doi"].text.replace("\\/", "/")


def test_an_oracle_adds_dois_and_records(
    get: Get, notes: dict[str, object], tmp_path: Path
) -> None:
    record = {"DOI": "10.1001/.389", "title": ["Decision Making at the Fringe of Evidence"],
              "container-title": ["Archives of Internal Medicine"], "page": "389-390"}  # fmt: skip
    shell = {"attributes": {"doi": "10.1001/jama.289.8.989", "registered": None}}
    files = {
        "known_dois.json.gz": ["10.1000/100", "10.1001/.389", "10.1001/jama.289.8.989"],
        "crossref_records.jsonl.gz": {"doi": "10.1001/.389", "record": record},
        "datacite_records.jsonl.gz": {"doi": "10.1001/jama.289.8.989", "record": shell},
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(gzip.compress(json.dumps(content).encode()))
    notes["oracle"] = str(tmp_path)
    assert get("https://doi.org/api/handles/10.1000/100").json()["responseCode"] == 1
    assert get("https://doi.org/doiRA/10.1001/jama.289.8.989").json()[0]["RA"] == "Crossref"
    assert get("https://api.crossref.org/works/10.1001/.389").json()["message"] == {
        **record,
        "score": 1,
    }
    assert get("https://api.crossref.org/works/10.1000/100").status_code == 404
    query = "query.bibliographic=Decision+Making+at+the+Fringe+of+Evidence"
    items = get(f"https://api.crossref.org/works?{query}").json()["message"]["items"]
    assert items[0]["DOI"] == "10.1001/.389"
    assert get("https://doi.org/api/handles/10.1136/bmj.a3115").json()["responseCode"] == 1
