"""What verification reads and writes about identifiers that are no DOI names."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import Candidate, Existence, Mention, Place, Scheme
from archive.store import Store
from tests.archive import tiny


def mention(position: int, scheme: Scheme, value: str, place: Place = Place.TEXT) -> Mention:
    return Mention(
        position=position,
        scheme=scheme,
        printed=value,
        value=value,
        candidates=(Candidate(value=value, rule="label"),),
        place=place,
    )


PAGE = tiny.page(
    "/a",
    "Summaries.",
    mentions=(
        mention(1, Scheme.PMID, "1", Place.META),
        mention(2, Scheme.PMID, "15951650"),
        tiny.doi(3, "10.1136/bmj.a3115"),
        mention(4, Scheme.ISBN, "9783540752868"),
    ),
)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "crawl.db") as opened:
        opened.begin_run("crawl", "site", {})
        tiny.keep(opened, 1, PAGE)
        yield opened


def test_mentions_that_are_no_doi_names(store: Store) -> None:
    found = [(m.scheme, m.value) for m in store.identifier_mentions()]
    assert found == [(Scheme.PMID, "15951650"), (Scheme.ISBN, "9783540752868")]


def test_a_page_that_is_gone_counts_no_more(store: Store) -> None:
    store.db.execute("UPDATE pages SET gone_since_at = '2026-03-02T12:00:00.000000Z'")
    assert store.identifier_mentions() == []


def test_what_was_found_out(store: Store) -> None:
    for value in ("15951650", "2"):  # the second one stands on no page
        store.set_identifier(
            Scheme.PMID, value, tiny.at(1), existence=Existence.KNOWN, checked_at=tiny.at(1)
        )
    rows = store.db.query("SELECT id, existence FROM identifiers WHERE existence = 'known'")
    assert {row["id"] for row in rows} == {"pmid:15951650", "pmid:2"}


def test_a_verdict_outside_the_vocabulary_is_refused(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.set_identifier(Scheme.PMID, "15951650", tiny.at(1), existence="perhaps")


def test_a_page_read_again_keeps_what_was_found_out(store: Store) -> None:
    store.set_identifier(Scheme.PMID, "15951650", tiny.at(1), existence=Existence.KNOWN)
    tiny.keep(store, 1, replace(PAGE, fetched_at=tiny.at(2)))
    [row] = store.db.query("SELECT existence FROM identifiers WHERE id = 'pmid:15951650'")
    assert row["existence"] == "known"
