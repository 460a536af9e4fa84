"""What was read in the child is what the parent gets."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime

import pytest

from archive.records import Anchor, Block, BlockKind, Link, PageKind, PageRecord, Region, Source
from crawler.packing import pack, unpack
from crawler.pages import read
from tests.bench.site import page

MOMENT = datetime(2026, 11, 27, tzinfo=UTC)


def record_of(html: str) -> PageRecord:
    url, mime, body = "https://a.test/p.html", "text/html", html.encode()
    source = Source(
        url=url, capture_id="c", fetched_at=MOMENT, status=200, content_type=mime, body=body
    )
    return read(source)


@pytest.mark.parametrize(
    "html", ["", "x", "<h1>T</h1><p>a <a href=b>c</a> d<img src=e>", page(0, 99)]
)
def test_a_record_comes_back_equal(html: str) -> None:
    record = record_of(html)
    assert unpack(pack(record)) == record


def test_every_field_of_blocks_and_links_comes_back() -> None:
    """Values that are no defaults, so that a field that is lost or swapped shows."""
    anchors = (Anchor(start=1, end=2, href="h"), Anchor(start=3, end=4, href="i"))
    block = Block(
        kind=BlockKind.ITEM,
        text="t",
        region=Region.CHROME,
        level=2,
        marker="m",
        anchors=anchors,
        code=((0, 1),),
    )
    link = Link(
        printed="p", url="u", fragment="f", element="e", attribute="a", anchor_text="x", rel="r",
        region=Region.CHROME, hidden=True, block=5, after=6, problem="o",
        media_type="y",
    )  # fmt: skip
    for one in (block, link):
        values = [getattr(one, field.name) for field in fields(one)]
        assert all(values)
        assert len(set(values)) == len(values)
    record = PageRecord(
        url="w", capture_id="c", fetched_at=MOMENT, status=200, kind=PageKind.ARTICLE,
        blocks=(block, block), links=(link,),
    )  # fmt: skip
    back = unpack(memoryview(pack(record)))
    assert back == record
    assert hash(back.links[0]) == hash(link)
    with pytest.raises(FrozenInstanceError):
        back.links[0].block = 7  # type: ignore[misc]
