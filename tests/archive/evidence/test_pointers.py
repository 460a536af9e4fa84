"""Which sentences lean on which reference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive.records import Pointer
from archive.store import Store
from tests.archive import tiny


def points(reference: int, context: str, confidence: float = 1.0, start: int = 0) -> Pointer:
    return Pointer(
        reference=reference,
        printed=str(reference),
        block=0,
        start=start,
        end=start + 1,
        context=context,
        confidence=confidence,
    )


def test_sentences_of_a_reference_in_page_order_each_once(tmp_path: Path) -> None:
    page = tiny.page(
        "/a",
        "One [1]. Two [1, 2]. Three (2).",
        references=(tiny.reference(1, "Liu 2015"), tiny.reference(2, "Lee 2016")),
    )
    page = replace(
        page,
        pointers=(
            points(1, "One [1]."),
            points(1, "Two [1, 2].", start=3),
            points(2, "Two [1, 2].", start=4),
            points(2, "Two [1, 2].", start=5),
            points(2, "Three (2).", confidence=0.3, start=6),
        ),
    )
    with Store.open(tmp_path / "crawl.db") as store:
        store.begin_run("crawl", "site", {})
        tiny.keep(store, 1, page)
        ids = {c.printed: c.id for c in store.citations()}
        assert store.sentences() == {
            ids["Liu 2015"]: ["One [1].", "Two [1, 2]."],
            ids["Lee 2016"]: ["Two [1, 2]."],
        }
