"""Whole pages as they are met: every entry of their lists, nothing else, and the fields named.

Each page of ``tests/gold/pages`` ends in a comment with one line an entry: how its print begins,
then the fields a person reads in it (``| volume=12``); fields that are not named are not judged.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.records import Source
from crawler.pages import read
from pipelines.stages import refine
from pipelines.text import fold

PAGES = sorted((Path(__file__).parents[1] / "gold" / "pages").glob("*.html"))


def expected(html: str) -> list[tuple[str, dict[str, str]]]:
    """(beginning of the print, fields) of each entry that a page lists at its end."""
    listed = html.rpartition("<!-- entries\n")[2].removesuffix("-->\n").strip()
    rows = [line.split(" | ") for line in listed.splitlines()]
    return [(row[0], dict(field.split("=", 1) for field in row[1:])) for row in rows]


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_page(path: Path) -> None:
    html = path.read_text("utf-8")
    source = Source(
        url=f"https://www.x.org/{path.stem}.htm",
        capture_id="c",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        content_type="text/html; charset=utf-8",
        body=html.encode(),
    )
    entries, found = expected(html), refine(read(source)).references
    printed = [fold(reference.printed) for reference in found]
    assert len(found) == len(entries), printed
    for reference, (begins, fields) in zip(found, entries, strict=True):
        assert fold(reference.printed).startswith(fold(begins))
        read_as = {name: fold(reference.value(name) or "") for name in fields}
        assert read_as == {name: fold(value) for name, value in fields.items()}, begins
