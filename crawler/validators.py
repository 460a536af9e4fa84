"""When a page is asked for only if it has changed, and how far its server is believed.

RFC 9110 §8.8 and §13: a server that is shown its own validator (ETag, Last-Modified) answers 304
when nothing has changed. Some say so of pages that have: their validator is that of a template, or
of a cache in front of them. So what was only confirmed for long is asked for whole now and then,
and a URL that sent other bytes under the same validator is not asked by it again. Pure.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.frontier import LeasedUrl, Validators
from archive.moments import moment_of
from archive.records import Exchange, Issue
from archive.warc.messages import header_of
from crawler.profile import Politeness


def conditions(row: LeasedUrl, polite: Politeness, now: datetime) -> dict[str, str]:
    """The headers of a conditional request; none when the page is to be sent whole."""
    if not polite.conditional or not row.capture_id or row.is_distrusted:
        return {}
    # By a number of its own each, so that a site is not sent whole in one run.
    trusted = timedelta(days=polite.trust_unchanged_days) * (1 - row.id % 4 / 8)
    if trusted and row.whole_at is None:
        return {}
    # A moment that is still to come was told by a clock that was wrong.
    if trusted and not timedelta() <= now - moment_of(row.whole_at or "") < trusted:
        return {}
    asked = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    return {name: value for name, value in asked.items() if value}


def validators_of(exchange: Exchange, *, is_distrusted: bool) -> Validators:
    """What is remembered of an answer that brought content."""
    etag, modified = (header_of(exchange, name) for name in ("etag", "last-modified"))
    return Validators(
        etag=etag or None, last_modified=modified or None, whole_at=exchange.started_at,
        is_distrusted=is_distrusted,
    )  # fmt: skip


def reused_validator(row: LeasedUrl, exchange: Exchange) -> str:
    """The validator that ``exchange`` shares with our capture, in words; empty when there is none.
    It is no fault unless the bytes differ.

    Where both are sent only the ETag counts, as it does for a server (RFC 9110 §13.2.2).
    """
    if not row.capture_id or exchange.status != 200 or exchange.truncated:
        return ""
    etag, modified = (header_of(exchange, name) for name in ("etag", "last-modified"))
    if etag or row.etag:
        return f"ETag {etag}" if etag == row.etag else ""
    return f"Last-Modified {modified}" if modified and modified == row.last_modified else ""


def clock_went_back(url: str, capture_id: str, later: str) -> Issue:
    """What is told of a page in each crawl that came, by its clock, before the capture shown.

    Captures stand in the order of their dates, as a replay has them, too. So what a clock that was
    ahead has dated is shown until that date has passed, and what came since is not.
    """
    message = f"{url}: we hold it as of {later}, so the clock is, or was, wrong."
    return Issue(
        code="clock_went_back", message=message, url=url, capture_id=capture_id, stage="capture"
    )
