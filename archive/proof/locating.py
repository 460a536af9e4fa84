"""Locates findings in captures of their pages: line, column, and an address to jump to.

Each page is opened once for all its findings, and only when its content is another one than the
places were counted in. A place that cannot be found stays empty; nothing is guessed.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.evidence.dois import select
from archive.proof.drawn import Drawn, link_text, read_drawn
from archive.proof.passages import Passage, passages_of
from archive.proof.proving import page_of
from archive.proof.showing import find_passage
from archive.proof.sources import position
from archive.proof.spans import Page, Span
from archive.proof.text_fragments import fragment_of

_STANDING = "SELECT * FROM findings WHERE state <> 'recovered' ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a finding stands in a capture, as columns of ``findings``; None = not found there."""

    id: str
    """The finding."""
    capture_id: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    char_offset: int | None = None
    char_length: int | None = None
    text_fragment: str = ""


def locate(db: sqlite3.Connection, captures: Path) -> Iterator[Location]:
    """The places of all findings that stand and were not found yet in their page's content.

    ``captures`` is the folder of the WARC files. What cannot be read there is passed over.
    """
    waiting: dict[str, list[tuple[str, Passage]]] = defaultdict(list)
    for finding in list(select(db, _STANDING, {})):
        capture_id, passages = passages_of(db, "findings", finding)
        if capture_id and passages and not _is_counted(db, finding["capture_id"], capture_id):
            waiting[capture_id].append((finding["id"], passages[0]))
    for capture_id, places in waiting.items():
        page = page_of(db, captures, capture_id)
        if page is None:
            continue
        drawn = read_drawn(page.source)
        for finding_id, passage in places:
            yield _location(finding_id, capture_id, page, drawn, passage)


def _is_counted(db: sqlite3.Connection, known: str | None, now: str) -> bool:
    """Whether the place was counted in this capture, or in one of the same bytes."""
    if known is None or known == now:
        return known == now
    sql = "SELECT count(DISTINCT payload_sha256) FROM captures WHERE id IN (?, ?)"
    return bool(db.execute(sql, (known, now)).fetchone()[0] == 1)


def _location(
    finding_id: str, capture_id: str, page: Page, drawn: Drawn, passage: Passage
) -> Location:
    found = find_passage(page, passage)
    hull = found.hull
    if not found.is_whole or hull is None:
        return Location(id=finding_id, capture_id=capture_id)
    line, column = position(page.source, hull.start)
    end_line, end_column = position(page.source, hull.end)
    return Location(
        id=finding_id,
        capture_id=capture_id,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        char_offset=hull.start,
        char_length=hull.end - hull.start,
        text_fragment=_fragment(page.source, drawn, passage, hull),
    )


def _fragment(source: str, drawn: Drawn, passage: Passage, hull: Span) -> str:
    """The text fragment of a passage; of a link's address, that of the link's text."""
    shown = link_text(source, hull.start) if passage.place == "value" else hull
    return fragment_of(drawn.text, *drawn.within(shown)) if shown else ""
