"""Figures of the site that SQL puts together: its answers to rows that are awkward to add up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.publishing import overviews
from archive.site.overviews import OVERVIEWS


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as opened:
        yield opened


def test_hosts_are_put_together_by_their_endings(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE host_health (host, links, works, moved, broken, misspelt, blocked, undecided)"
    )
    hosts = {
        "a.de": 1, "B.DE:8001": 2, "c.de.": 4, "example.org.": 1, "com.com": 1, "localhost": 1,
        "127.0.0.1:80": 1, "[2001:db8::1]": 2, "[2001:db8::1]:443": 4,
    }  # fmt: skip
    db.executemany(
        "INSERT INTO host_health VALUES (?1, ?2, 0, 0, ?2, 0, 0, 0)", list(hosts.items())
    )
    rows = db.execute(OVERVIEWS["link_rot_by_ending"].sql).fetchall()
    assert {ending: (count, links) for ending, count, links, *_ in rows} == {
        "de": (3, 7), "an address in numbers": (3, 7), "org": (1, 1), "com": (1, 1),
        "localhost": (1, 1),
    }  # fmt: skip
    assert {row[-1] for row in rows} == {100.0}


def test_only_answers_tell_how_fast_they_come(db: sqlite3.Connection) -> None:
    db.executescript(
        "CREATE TABLE checks (authority, error, elapsed_ms, bytes);"
        "CREATE TABLE authority_health "
        "(authority, checks, without_answer, average_ms, longest_ms, bytes);"
    )
    asked = [
        *(("doi.org", None, 10, 5), ("doi.org", None, 30, 5), ("doi.org", "timeout", 30000, 0)),
        *(("own_crawl", None, 0, 0), ("own_crawl", "reset", 0, 0)),  # the crawl had asked before
    ]
    db.executemany("INSERT INTO checks VALUES (?, ?, ?, ?)", asked)
    db.execute(overviews.FILL["authority_health"])
    assert db.execute(OVERVIEWS["slow_authorities"].sql).fetchall() == [
        ("doi.org", 3, 1, 20, 30, 10),
        ("own_crawl", 2, 1, None, None, 0),
    ]


def test_references_without_a_doi_are_counted_year_by_year(db: sqlite3.Connection) -> None:
    db.executescript(
        "CREATE TABLE evidence_years (year, reference_count);"
        "CREATE TABLE bibliography (year, doi);"
        "CREATE INDEX bibliography_without_doi ON bibliography(year) WHERE doi IS NULL;"
    )
    db.executemany("INSERT INTO evidence_years VALUES (?, ?)", [(1998, 1), (1999, 3), (2001, 0)])
    dois = [(1998, "10.1/a"), (1999, "10.1/b"), (1999, None), (1999, None), (None, None)]
    db.executemany("INSERT INTO bibliography VALUES (?, ?)", dois)
    assert db.execute(OVERVIEWS["without_doi_by_year"].sql).fetchall() == [
        (1999, 3, 1, 2, 66.7),
        (1998, 1, 1, 0, 0.0),
    ]
