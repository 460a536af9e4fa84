"""Tiny page records for the tests of the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from archive.keys import key
from archive.records import (
    Anchor,
    Block,
    BlockKind,
    Candidate,
    Capture,
    DateKind,
    Link,
    Mention,
    PageKind,
    PageRecord,
    Place,
    PrintedDate,
    Reference,
    Scheme,
    Teaser,
)
from archive.store import Store

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SITE = "https://www.site.test"
HOSTS = ("www.site.test", "new.site.test")


def at(day: int) -> datetime:
    """Noon of a day, counted from the first day of the tests."""
    return START + timedelta(days=day)


def capture(url: str, day: int = 0, status: int = 200, location: str | None = None) -> Capture:
    """A capture whose id is a function of what it is of."""
    return Capture(
        id=key("capture", url, str(day), str(status)),
        url=url,
        fetched_at=at(day),
        status=status,
        mime="text/html",
        payload_sha256="0" * 64,
        bytes=1,
        warc_file="a.warc.gz",
        warc_offset_bytes=0,
        warc_length_bytes=1,
        location=location,
    )


def page(path: str, *lines: str, day: int = 0, **more: Any) -> PageRecord:
    """An English article with one paragraph a line; ``path`` may be a whole URL."""
    url = path if path.startswith("http") else SITE + path
    record = PageRecord(
        url=url,
        capture_id=capture(url, day).id,
        fetched_at=at(day),
        status=200,
        kind=PageKind.ARTICLE,
        language="en",
        title=path.strip("/").split(".")[0],
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines),
    )
    return replace(record, **more)


def keep(store: Store, run_id: int, *records: PageRecord) -> None:
    """Keep records and the captures they were read from."""
    with store.unit():
        for record in records:
            made = replace(capture(record.url), id=record.capture_id, fetched_at=record.fetched_at)
            store.keep_capture(run_id, made)
            store.keep_page(run_id, record)


def rows(store: Store, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return list(store.db.execute(sql, values).fetchall())


def reference(position: int, printed: str, **more: Any) -> Reference:
    """A reference at a position."""
    return Reference(position=position, printed=printed, **more)


def doi(position: int, *candidates: str, **more: Any) -> Mention:
    """A mention of a DOI with its readings, most likely first."""
    made = Mention(
        position=position,
        scheme=Scheme.DOI,
        printed="doi: " + candidates[0],
        value=candidates[0],
        candidates=tuple(Candidate(value=c, rule=f"rule {n}") for n, c in enumerate(candidates)),
        place=Place.TEXT,
    )
    return replace(made, **more)


def link(url: str | None, text: str = "", **more: Any) -> Link:
    """A link as printed in full."""
    return Link(**({"printed": url or "http://[", "url": url, "anchor_text": text} | more))


def printed_date(iso: str, kind: DateKind = DateKind.PUBLISHED) -> PrintedDate:
    """A date, printed as day.month.year."""
    day = date.fromisoformat(iso)
    return PrintedDate(kind=kind, printed=day.strftime("%d.%m.%Y"), iso=day)


def teaser(title: str, iso: str | None = None, text: str = "", href: str = "") -> Teaser:
    """An announcement of a news item."""
    return Teaser(title=title, text=text, published=printed_date(iso) if iso else None, href=href)


def linked_block(text: str, shown: str, href: str) -> Block:
    """A paragraph with one link on the words ``shown``."""
    start = text.index(shown)
    anchor = Anchor(start=start, end=start + len(shown), href=href)
    return Block(kind=BlockKind.PARAGRAPH, text=text, anchors=(anchor,))
