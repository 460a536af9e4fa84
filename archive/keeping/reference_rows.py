"""What a page cites and links to, as rows: bibliography, mentions, DOI names, links. Pure.

A row is complete but for the columns that others fill: what was found out by asking
(``bibliography.agreement`` ...) and what settling derives (``bibliography.work_key`` ...).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from archive.keeping.prose import sentence_around
from archive.keeping.rows import Occurrences, Row, as_json, host_of
from archive.keys import key
from archive.moments import moment_text
from archive.records import (
    BlockKind,
    Link,
    LinkScope,
    Mention,
    PageRecord,
    Reference,
    Region,
    Scheme,
)

_link_id = lru_cache(maxsize=4_096)(key)  # a site's pages have most of their links in common


def _year(reference: Reference) -> int | None:
    found = re.search(r"\d{4}", reference.value("year") or "")
    return int(found[0]) if found else None


def bibliography_rows(record: PageRecord) -> list[Row]:
    """Rows of ``bibliography``, in the order of ``record.references``."""
    page_id, ids = key(record.url), Occurrences()
    plain = ("authors", "title", "container", "volume", "issue", "pages", "article_number")
    return [
        {
            "id": ids.key(page_id, reference.printed),
            "page_id": page_id,
            "position": reference.position,
            "marker": reference.marker,
            "heading": reference.heading,
            "printed": reference.printed,
            **{name: reference.value(name) for name in plain},
            "year": _year(reference),
            "fields_json": as_json(
                [[f.name, f.value, f.start, f.end, f.confidence] for f in reference.fields]
            ),
            "capture_id": record.capture_id,
        }
        for reference in record.references
    ]


def _headings(record: PageRecord) -> list[str]:
    """For each block the last heading before it (or itself) in the same region."""
    above: dict[Region, str] = {}
    found = []
    for block in record.blocks:
        if block.kind is BlockKind.HEADING:
            above[block.region] = " ".join(block.text.split())
        found.append(above.get(block.region, ""))
    return found


def _at(headings: Sequence[str], block: int | None) -> str:
    """The heading of a block; empty when the block is not known."""
    return headings[block] if block is not None and 0 <= block < len(headings) else ""


def _block_of(record: PageRecord, mention: Mention) -> int | None:
    """The block a mention stands in, by itself or through its link."""
    if mention.block is None and mention.link is not None and mention.link < len(record.links):
        return record.links[mention.link].block
    return mention.block


def mention_rows(record: PageRecord, references: Sequence[Row]) -> list[Row]:
    """Rows of ``mentions``; ``references`` are the page's rows of ``bibliography``."""
    if not record.mentions:
        return []
    page_id, ids, headings = key(record.url), Occurrences(), _headings(record)
    by_position = {r.position: row for r, row in zip(record.references, references, strict=True)}
    rows = []
    for mention in record.mentions:
        reference = by_position.get(mention.reference or 0)
        heading = reference["heading"] if reference else ""
        rule = next((c.rule for c in mention.candidates if c.value == mention.value), "")
        rows.append(
            {
                "id": ids.key(page_id, mention.scheme, mention.place, mention.printed),
                "page_id": page_id,
                "position": mention.position,
                "bibliography_id": reference["id"] if reference else None,
                "scheme": str(mention.scheme),
                "printed": mention.printed,
                "value": mention.value,
                "rule": rule,
                "because": "",
                "candidates_json": as_json([[c.value, c.rule] for c in mention.candidates]),
                "place": str(mention.place),
                "heading": heading or _at(headings, _block_of(record, mention)),
                "context": mention.context,
                "conflicts_with": mention.conflicts_with,
                "capture_id": record.capture_id,
            }
        )
    return rows


def pointer_rows(record: PageRecord, references: Sequence[Row]) -> list[Row]:
    """Rows of ``pointers``; ``references`` are the page's rows of ``bibliography``."""
    if not record.pointers:
        return []
    page_id, ids, headings = key(record.url), Occurrences(), _headings(record)
    by_position = {r.position: row for r, row in zip(record.references, references, strict=True)}
    return [
        {
            "id": ids.key(page_id, str(by_position[pointer.reference]["id"]), pointer.printed),
            "page_id": page_id,
            "bibliography_id": by_position[pointer.reference]["id"],
            "position": position,
            "printed": pointer.printed,
            "heading": _at(headings, pointer.block),
            "context": pointer.context,
            "confidence": pointer.confidence,
            "capture_id": record.capture_id,
        }
        for position, pointer in enumerate(record.pointers, 1)
        if pointer.reference in by_position
    ]


def identifier_rows(record: PageRecord) -> list[Row]:
    """Rows of ``identifiers``: every identifier on the page but DOI names."""
    moment = moment_text(record.fetched_at)
    named = dict.fromkeys(
        (m.scheme, m.value) for m in record.mentions if m.scheme is not Scheme.DOI and m.value
    )
    return [
        Row(id=f"{scheme}:{value}", scheme=str(scheme), value=value, first_seen_at=moment)
        for scheme, value in named
    ]


def doi_rows(record: PageRecord) -> list[Row]:
    """Rows of ``dois``: every name that a mention is read as."""
    moment = moment_text(record.fetched_at)
    names = dict.fromkeys(m.value for m in record.mentions if m.scheme is Scheme.DOI and m.value)
    return [Row(doi=name, first_seen_at=moment) for name in names]


def link_rows(record: PageRecord) -> list[Row]:
    """Rows of ``links``. Whether a link leads out is settled later, when all hosts are known."""
    moment, here = moment_text(record.fetched_at), host_of(record.url)
    rows = []
    for url in dict.fromkeys(link.url for link in record.links if link.url):
        host = host_of(url)
        scope = LinkScope.INTERNAL if host == here else LinkScope.EXTERNAL
        rows.append(
            Row(id=_link_id(url), url=url, host=host, scope=str(scope), first_seen_at=moment)
        )
    return rows


Spans = Mapping[tuple[int, str, str], tuple[int, int]]


def _anchor_spans(record: PageRecord) -> Spans:
    """Where in its block a link stands, by block, printed target and text of the link."""
    spans: dict[tuple[int, str, str], tuple[int, int]] = {}
    for number, block in enumerate(record.blocks):
        for anchor in block.anchors:
            shown = block.text[anchor.start : anchor.end].strip()
            spans.setdefault((number, anchor.href, shown), (anchor.start, anchor.end))
    return spans


def _span(link: Link, spans: Spans) -> tuple[int, int] | None:
    """Where in its block a link stands; None when that is not known."""
    return spans.get(
        (-1 if link.block is None else link.block, link.printed, link.anchor_text.strip())
    )


def _context(record: PageRecord, link: Link, spans: Spans) -> str:
    """The sentence around a link; the first one of its block when its place is not known."""
    if link.block is None or not 0 <= link.block < len(record.blocks):
        return ""
    return sentence_around(record.blocks[link.block].text, *(_span(link, spans) or (0, 0)))


def _entry_around(record: PageRecord, link: Link, spans: Spans) -> int | None:
    """Index of the reference that a link stands in (binary search); None when in none."""
    span = _span(link, spans) if record.references else None
    if link.block is None or span is None:
        return None
    at = (link.block, span[0])
    index = bisect_right(record.references, at, key=lambda r: (r.first_block, r.start)) - 1
    if index < 0 or at >= (record.references[index].last_block, record.references[index].end):
        return None
    return index


def _block_for_heading(record: PageRecord, link: Link) -> int | None:
    """The block whose heading a link stands under: its own, else the one before it."""
    if link.block is not None or link.after is None or link.after >= len(record.blocks):
        return link.block
    return link.after if record.blocks[link.after].region is link.region else None


def link_mention_rows(record: PageRecord, references: Sequence[Row]) -> list[Row]:
    """Rows of ``link_mentions``, one for each place; ``references`` are the page's rows of
    ``bibliography``."""
    page_id, ids = key(record.url), Occurrences()
    headings, spans = _headings(record), _anchor_spans(record)
    entries = [_entry_around(record, link, spans) for link in record.links]
    return [
        {
            "id": ids.key(page_id, link.element, link.attribute, link.printed),
            "page_id": page_id,
            "link_id": _link_id(link.url) if link.url else None,
            "bibliography_id": None if entry is None else references[entry]["id"],
            "position": position,
            "printed": link.printed,
            "fragment": link.fragment,
            "element": link.element,
            "attribute": link.attribute,
            "anchor_text": link.anchor_text,
            "context": _context(record, link, spans),
            "heading": _at(headings, _block_for_heading(record, link)),
            "region": str(link.region),
            "rel": link.rel,
            "is_hidden": int(link.hidden),
            "problem": link.problem,
            "capture_id": record.capture_id,
        }
        for position, (link, entry) in enumerate(zip(record.links, entries, strict=True), 1)
    ]
