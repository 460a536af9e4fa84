"""From broken links to what to write instead, against the replica's registries and web archive."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from archive.records import Anchor, Block, BlockKind, Link
from pipelines.stages import refine
from pipelines.verification.engine import verify
from tests.pipelines.verification.conftest import record_of

GONE = "https://gone.example-charity.test/leaflet"
MOVED = "https://moved.example-charity.test/about"
PARKED = "https://parked.example-charity.test/"
NEW = "https://www.example-charity.test/about"
MEMENTO = f"https://web.archive.org/web/20190304120001/{GONE}"
CITED = f"Madsen MV. Acupuncture. BMJ. 2009;338:a3115. {GONE} doi: 10.1136/bmj.a3115"
LEAFLET = f"Lee A, Hu B. A leaflet on back pain. Spine. 2017;12(3):4-9. {MOVED}"


@pytest.fixture
def quick(settings):
    return replace(settings, probe_landing=False, max_searches=0)


def in_reference(number: int, printed: str, url: str) -> tuple[Block, Link]:
    """An entry of a list whose address is a link, and the link."""
    start = printed.index(url)
    anchor = Anchor(start=start, end=start + len(url), href=url)
    entry = Block(kind=BlockKind.ITEM, text=printed, marker=str(number), level=1, anchors=(anchor,))
    return entry, Link(printed=url, url=url, anchor_text=url, block=2 + number)


def proposals(store, url: str) -> list[str]:
    sql = """
SELECT after FROM suggestions JOIN findings ON findings.id = finding_id
WHERE subject = ? AND kind LIKE 'link%' ORDER BY rank"""
    return [after for (after,) in store.db.execute(sql, (url,))]


def test_links_in_references_are_replaced_with_what_lasts(quick, keep) -> None:
    base = record_of()
    pairs = [in_reference(1, CITED, GONE), in_reference(2, LEAFLET, MOVED)]
    entries, links = zip(*pairs, strict=True)
    store = keep(refine(replace(base, blocks=(*base.blocks[:3], *entries), links=links)))
    verify(store, quick)
    doi = "https://doi.org/10.1136/bmj.a3115"
    assert proposals(store, GONE) == [doi, MEMENTO]
    assert proposals(store, MOVED) == [NEW]
    sql = "SELECT corrected, diff_json FROM suggestions WHERE rule = 'permanent_redirect'"
    [(corrected, changes)] = store.db.execute(sql).fetchall()
    assert corrected == LEAFLET.replace(MOVED, NEW)
    kept = "".join(text for sign, text in json.loads(changes) if sign != "-")
    assert kept == corrected


@pytest.mark.parametrize("lie", ["html", "truncated", ""], ids=["html", "cut", "knows none"])
def test_a_timemap_is_asked_where_the_archive_is_silent(
    lie, quick, keep, replica, monkeypatch
) -> None:
    url = GONE if lie else PARKED
    store = keep(record_of(links=[url]))
    monkeypatch.setitem(replica.state.notes, "lying", {"archive.org": lie} if lie else {})
    verify(store, quick)
    told = store.db.execute(
        "SELECT authority, error, facts_json FROM checks WHERE question = 'memento' ORDER BY id"
    ).fetchall()
    assert [(authority, error) for authority, error, _ in told] == (
        [("wayback", "bad_answer" if lie else None), ("timemap", None)]
    )
    assert proposals(store, url) == ([MEMENTO] if lie else [])


def test_without_a_timemap_the_question_stays_open(quick, keep, replica, monkeypatch) -> None:
    monkeypatch.setitem(replica.state.notes, "lying", {"archive.org": "html"})
    store = keep(record_of(links=[GONE]))
    summary = verify(store, replace(quick, services=replace(quick.services, timemap="")))
    assert "Internet Archive" in summary.sentence()
    assert proposals(store, GONE) == []
