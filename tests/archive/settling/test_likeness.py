"""Rules of settling: what texts share, works, trails, spellings."""

from __future__ import annotations

import sqlite3

import pytest

from archive.keeping.prose import fold
from archive.settling.likeness import MAX_RUNS, address_stem, near_duplicates, without
from archive.settling.trails import Trails, is_root, spelling
from archive.settling.works import work_keys

WORDS = [f"w{n}" for n in range(400)]


def text(start: int, end: int) -> str:
    """Some of the words."""
    return " ".join(WORDS[start:end])


@pytest.mark.parametrize(
    ("why", "texts", "expected"),
    [
        ("equal", {"a": text(0, 100), "b": text(0, 100)}, {("a", "b"): 1.0}),
        ("a part of a bigger page", {"a": text(0, 60), "b": text(0, 400)}, {("a", "b"): 1.0}),
        ("half", {"a": text(0, 104), "b": text(50, 200)}, {("a", "b"): 0.5}),
        ("a sixth", {"a": text(0, 154), "b": text(125, 300)}, {}),
        ("one sentence", {"a": text(0, 20), "b": text(0, 20)}, {}),
        ("nothing", {"a": "", "b": ""}, {}),
        (
            "case and punctuation, which folding takes away",
            {"a": text(0, 100), "b": fold(text(0, 100).upper() + "!")},
            {("a", "b"): 1.0},
        ),
    ],
)
def test_near_duplicates(
    why: str, texts: dict[str, str], expected: dict[tuple[str, str], float]
) -> None:
    assert near_duplicates(texts.items()) == expected, why


def test_what_all_pages_say_makes_no_duplicates() -> None:
    texts = {f"p{n:02}": text(0, 60) + f" own{n} " * 60 for n in range(9)}
    assert near_duplicates(texts.items()) == {}


def test_of_many_long_texts_a_part_stands_for_the_whole() -> None:
    words = [f"w{n}" for n in range(9000)]
    texts = {"a": " ".join(words[:4000]), "b": " ".join(words[2000:])}
    [(pair, score)] = near_duplicates(texts.items(), characters=40 * MAX_RUNS).items()
    assert pair == ("a", "b")
    assert 0.4 < score < 0.6


def test_without_passages() -> None:
    assert without("Walk. Liu L. (2015): Acupuncture. Rest.", ["Liu L (2015) Acupuncture"]) == (
        "walk   rest"
    )


@pytest.mark.parametrize(
    ("url", "stem"),
    [
        ("https://a.test/en/scoliosis.htm", ("a.test", "scoliosis")),
        ("https://a.test/scoliosis-greek.htm", ("a.test", "scoliosis")),
        ("https://a.test/scoliosis-el.html", ("a.test", "scoliosis")),
        ("https://a.test/DE/Scoliosis/", ("a.test", "scoliosis")),
        ("https://a.test/", ("a.test",)),
        ("https://a.test/de/", ("a.test",)),
        ("https://a.test/x?page=2", ("a.test", "x", "page=2")),
        ("https://a.test/back-pain.htm", ("a.test", "back-pain")),
    ],
)
def test_address_stem(url: str, stem: tuple[str, ...]) -> None:
    assert address_stem(url) == stem


@pytest.mark.parametrize(
    ("alias", "url", "expected"),
    [
        ("http://a.test/x", "https://a.test/x", "scheme"),
        ("https://www.a.test/x/", "https://a.test/x", "host"),
        ("https://a.test/x/", "https://a.test/x", "slash"),
        ("https://a.test/x?print=1", "https://a.test/x", "parameter"),
        ("https://a.test/y", "https://a.test/x", ""),
    ],
)
def test_spelling(alias: str, url: str, expected: str) -> None:
    assert spelling(alias, url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.test", True),
        ("https://a.test/en", True),
        ("https://a.test/?x=1", False),
        ("https://a.test/news", False),
    ],
)
def test_root(url: str, expected: bool) -> None:
    assert is_root(url) is expected


def test_trail_is_bounded() -> None:
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE TABLE captures (id, url, fetched_at, status, location)")
    conn.executemany(
        "INSERT INTO captures VALUES (?1, 'https://a.test/' || ?1, '2026', 302, ?2)",
        [(n, f"https://a.test/{n + 1}") for n in range(50)],
    )
    trail = Trails(conn, lambda url: url).follow("https://a.test/0")
    assert (trail.is_loop, len(trail.hops)) == (True, 20)


def reference(identity: str, printed: str, **fields: object) -> dict[str, object]:
    """A row of bibliography."""
    names = ("year", "title", "authors", "volume", "pages", "article_number", "doi")
    return (
        {"id": identity, "printed": printed, "agreement": "no_metadata"}
        | {name: fields.get(name) for name in names}
        | ({"agreement": fields["agreement"]} if "agreement" in fields else {})
    )


LONG = "Acupuncture treatment for pain: systematic review of randomised clinical trials"


@pytest.mark.parametrize(
    ("why", "one", "other", "same"),
    [
        ("equal DOI", {"doi": "10.1/a"}, {"doi": "10.1/a"}, True),
        ("other DOI", {"doi": "10.1/a"}, {"doi": "10.1/b"}, False),
        (
            "a DOI that leads to another work",
            {"doi": "10.1/a", "agreement": "differs"},
            {"doi": "10.1/a"},
            False,
        ),
        (
            "title and year",
            {"title": LONG, "year": 2009},
            {"title": LONG + ".", "year": 2009},
            True,
        ),
        (
            "title of another year",
            {"title": LONG, "year": 2009},
            {"title": LONG, "year": 2010},
            False,
        ),
        (
            "short title",
            {"title": "Low back pain", "year": 2009},
            {"title": "Low back pain", "year": 2009},
            False,
        ),
        (
            "author without diacritics, year, volume, page",
            {"authors": "Gøtzsche P", "year": 2009, "volume": "338", "article_number": "a3115"},
            {"authors": "GOTZSCHE, P.C.", "year": 2009, "volume": "338", "pages": "A3115"},
            True,
        ),
        (
            "another page",
            {"authors": "Liu", "year": 2009, "volume": "1", "pages": "10-12"},
            {"authors": "Liu", "year": 2009, "volume": "1", "pages": "13-15"},
            False,
        ),
    ],
)
def test_same_work(why: str, one: dict[str, object], other: dict[str, object], same: bool) -> None:
    keys = work_keys([reference("1", "first print", **one), reference("2", "second one", **other)])
    assert (keys["1"] == keys["2"]) is same, why


def test_prints_that_differ_in_punctuation_and_doi_only() -> None:
    printed = "Madsen M.V., Gøtzsche, P.C. (2009). " + LONG + ". BMJ. 338:a3115"
    again = printed.replace(".", "").replace("ø", "o") + " doi:10.1136/bmj.a3115"
    keys = work_keys([reference("1", printed), reference("2", again, doi="10.1136/bmj.a3115")])
    assert keys == {"1": "doi:10.1136/bmj.a3115", "2": "doi:10.1136/bmj.a3115"}
