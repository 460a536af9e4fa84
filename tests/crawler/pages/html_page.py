"""A page at hand for tests: HTML in, record out."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.records import PageKind, PageRecord, Region, Source
from crawler.pages import read

URL = "https://www.x.org/en/a/b.htm"


def source(
    body: bytes | str,
    *,
    url: str = URL,
    content_type: str = "text/html; charset=utf-8",
    kind: PageKind | None = None,
    status: int = 200,
) -> Source:
    return Source(
        url=url,
        capture_id="capture",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=status,
        content_type=content_type,
        body=body.encode() if isinstance(body, str) else body,
        kind=kind,
    )


def page(html: str, *, url: str = URL, kind: PageKind | None = None) -> PageRecord:
    return read(source(html, url=url, kind=kind))


def content_text(record: PageRecord) -> str:
    """What a page says, without what stands around it: one paragraph a block."""
    content = (block.text for block in record.blocks if block.region is Region.CONTENT)
    return "\n\n".join(filter(None, content))
