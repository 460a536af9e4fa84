"""What a page says, as rows: page, dates, article, version, news and terms. Pure.

A row is complete but for the columns that settling derives (``pages.gone_since_at``,
``news_sources.news_id``).
"""

from __future__ import annotations

from archive.keeping.prose import Told, fold, series_of
from archive.keeping.rows import Occurrences, Row, as_json, host_of
from archive.keys import key
from archive.moments import moment_text
from archive.records import DateKind, PageKind, PageRecord, PrintedDate


def page_row(record: PageRecord, told: Told) -> Row:
    """The row of ``pages``; ``gone_since_at`` is left to settling."""
    moment = moment_text(record.fetched_at)
    return {
        "id": key(record.url),
        "url": record.url,
        "host": host_of(record.url),
        "kind": str(record.kind),
        "generation": record.generation,
        "language": record.language,
        "title": record.title,
        "html_title": record.html_title,
        "status": record.status,
        "charset": record.charset,
        "content_sha256": told.sha256,
        "words": told.words,
        "is_noindex": int(record.noindex),
        "anchors_json": as_json(record.anchors),
        "declared_url": record.declared_url,
        "refresh_url": record.refresh_url,
        "first_seen_at": moment,
        "last_seen_at": moment,
        "capture_id": record.capture_id,
    }


def date_of(record: PageRecord, kind: DateKind) -> PrintedDate | None:
    """The first printed date of a kind."""
    return next((d for d in record.dates if d.kind is kind), None)


def _iso(printed: PrintedDate | None) -> str | None:
    return printed.iso.isoformat() if printed else None


def date_rows(record: PageRecord) -> list[Row]:
    """Rows of ``page_dates``, one for each kind and day."""
    rows: dict[tuple[str, str], Row] = {}
    for d in record.dates:
        row: Row = {"page_id": key(record.url), "kind": str(d.kind), "printed": d.printed}
        rows.setdefault((d.kind, d.iso.isoformat()), row | {"date": d.iso.isoformat()})
    return list(rows.values())


def article_row(record: PageRecord, told: Told) -> Row | None:
    """The row of ``articles``, for an article."""
    if record.kind is not PageKind.ARTICLE:
        return None
    series, part = series_of(record.title)
    return {
        "page_id": key(record.url),
        "title": record.title,
        "lead": record.lead,
        "text": told.text,
        "authors": "; ".join(record.authors),
        "language": record.language,
        "series": series,
        "part": part,
        "published_on": _iso(date_of(record, DateKind.PUBLISHED)),
        "updated_on": _iso(date_of(record, DateKind.UPDATED)),
        "words": told.words,
        "reference_count": len(record.references),
        "content_sha256": told.sha256,
        "capture_id": record.capture_id,
    }


def version_row(record: PageRecord, told: Told) -> Row | None:
    """The row of ``article_versions``, for an article or a news item in full."""
    if record.kind not in (PageKind.ARTICLE, PageKind.NEWS):
        return None
    moment = moment_text(record.fetched_at)
    return {
        "id": key(key(record.url), told.sha256),
        "page_id": key(record.url),
        "content_sha256": told.sha256,
        "title": record.title,
        "lead": record.lead,
        "text": told.text,
        "updated_on": _iso(date_of(record, DateKind.UPDATED)),
        "first_seen_at": moment,
        "last_seen_at": moment,
        "capture_id": record.capture_id,
    }


def news_source_rows(record: PageRecord, told: Told) -> list[Row]:
    """Rows of ``news_sources``: the item itself on a news page, and teasers on any page."""
    page_id, ids = key(record.url), Occurrences()
    shared: Row = {
        "page_id": page_id,
        "language": record.language,
        "capture_id": record.capture_id,
    }
    rows: list[Row] = []
    if record.kind is PageKind.NEWS:
        published = date_of(record, DateKind.PUBLISHED)
        rows.append(
            shared
            | {
                "id": ids.key(page_id, "full"),
                "form": "full",
                "title": record.title,
                "printed_date": published.printed if published else "",
                "published_on": _iso(published),
                "event_on": _iso(date_of(record, DateKind.EVENT)),
                "lead": record.lead,
                "text": told.text,
                "authors": "; ".join(record.authors),
                "href": "",
            }
        )
    for teaser in record.teasers:
        date = teaser.published
        rows.append(
            shared
            | {
                "id": ids.key(page_id, "teaser", fold(teaser.title), _iso(date) or ""),
                "form": "teaser",
                "title": teaser.title,
                "printed_date": date.printed if date else "",
                "published_on": _iso(date),
                "event_on": None,
                "lead": "",
                "text": teaser.text,
                "authors": "",
                "href": teaser.href,
            }
        )
    return rows


def term_rows(record: PageRecord) -> list[Row]:
    """Rows of ``terms``."""
    page_id = key(record.url)
    return [
        {
            "id": key(page_id, "term", str(position)),
            "page_id": page_id,
            "position": position,
            "letter": term.letter,
            "term": term.term,
            "definition": term.definition,
        }
        for position, term in enumerate(record.terms, 1)
    ]
