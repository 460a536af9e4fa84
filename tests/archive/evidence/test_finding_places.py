"""What a page's rows tell of a finding: link text, which of several places, its reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.evidence.finding_places import place_of
from archive.keys import key
from archive.records import Anchor, Block, BlockKind, Finding, FindingKind, Severity
from archive.store import Store
from tests.archive import tiny

GUIDE = tiny.SITE + "/guide.htm"
BOTH = "Lee. Backs. Guide. Hu. Necks. Guide."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "crawl.db") as opened:
        yield opened


def keep_links(store: Store) -> dict[int, str]:
    """A page with the same link in its text and in the second of two references of one block;
    the ids of the links' places by position."""
    second = BOTH.rindex("Guide")
    blocks = (
        tiny.linked_block("See the guide first.", "guide", GUIDE),
        Block(
            kind=BlockKind.PARAGRAPH,
            text=BOTH,
            anchors=(Anchor(start=second, end=second + 5, href=GUIDE),),
        ),
    )
    references = (
        tiny.reference(1, BOTH[:18], first_block=1, last_block=1, start=0, end=18),
        tiny.reference(2, BOTH[19:], first_block=1, last_block=1, start=19, end=len(BOTH)),
    )
    links = (
        tiny.link(GUIDE, "guide", block=0),
        tiny.link(GUIDE, "Guide", block=1),
        tiny.link(GUIDE, "not in the text", block=1),
        tiny.link(GUIDE, "nowhere"),
    )
    page = tiny.page("/one", blocks=blocks, references=references, links=links)
    tiny.keep(store, store.begin_run("crawl", "sample", {}), page)
    return dict(tiny.rows(store, "SELECT position, id FROM link_mentions"))


def finding(**more: str | None) -> Finding:
    return Finding(
        kind=FindingKind.LINK_GONE,
        severity=Severity.ERROR,
        page_id=key(tiny.SITE + "/one"),
        subject=GUIDE,
        says=GUIDE,
        **more,
    )


def test_a_link_knows_the_reference_it_stands_in(store: Store) -> None:
    keep_links(store)
    told = tiny.rows(
        store,
        "SELECT m.position, b.position FROM link_mentions m LEFT JOIN bibliography b"
        " ON b.id = m.bibliography_id ORDER BY 1",
    )
    assert told == [(1, None), (2, 2), (3, None), (4, None)]


def test_a_link_is_named_by_its_text_and_its_number(store: Store) -> None:
    links = keep_links(store)
    place = place_of(store.db.conn, finding(link_mention_id=links[2]))
    assert place["anchor_text"] == "Guide"
    assert (place["occurrence"], place["occurrences"]) == (2, 4)


def test_a_reference_is_shown_whole(store: Store) -> None:
    keep_links(store)
    ((reference,),) = tiny.rows(store, "SELECT id FROM bibliography WHERE position = 2")
    place = place_of(store.db.conn, finding(reference_id=reference))
    assert (place["context"], place["anchor_text"]) == (BOTH[19:], "")
    assert (place["occurrence"], place["occurrences"]) == (1, 1)


def test_without_a_place_nothing_is_said(store: Store) -> None:
    assert place_of(store.db.conn, finding(link_mention_id="gone")) == {
        "heading": "",
        "context": "",
        "anchor_text": "",
        "occurrence": 1,
        "occurrences": 1,
    }


def test_a_misprint_stands_in_its_reference(store: Store) -> None:
    keep_links(store)
    (reference,) = tiny.rows(store, "SELECT id FROM bibliography WHERE position = 2")
    name = {"mention_id": "the right name", "reference_id": str(reference[0])}
    about = replace(finding(**name), kind=FindingKind.CITATION_DIFFERS, says="Hu")
    assert place_of(store.db.conn, about)["context"] == BOTH[19:]
