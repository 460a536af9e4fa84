"""The clock, and moments as text.

They are kept as ISO-8601 in UTC and of one width, so that sorting text sorts time; HTTP and web
archives have forms of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache


def present() -> datetime:
    """The present moment in UTC, with its time zone."""
    return datetime.now(UTC)


def moment_text(moment: datetime) -> str:
    """A moment as stored in the ``_at`` columns, to the millisecond.

    >>> moment_text(datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC))
    '2026-03-01T12:00:00.123Z'

    Raises ValueError for a moment without a time zone: nobody knows when that was.
    """
    if moment.tzinfo is None:
        raise ValueError(f"The moment {moment.isoformat()} has no time zone.")
    return _text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=1024)  # one moment stands in several rows: of a check, and of its link
def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


def as_kept(moment: datetime) -> datetime:
    """A moment to the millisecond, as ``moment_of`` gives back what ``moment_text`` wrote."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def moment_of(text: str) -> datetime:
    """The moment given by the text of an ``_at`` column, or by any ISO-8601 text with a time zone.

    >>> moment_of("2026-03-01T12:00:00.123Z").microsecond
    123000
    """
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def http_date(moment: datetime) -> str:
    """A moment as HTTP writes it: ``Thu, 26 Nov 2026 08:30:00 GMT``."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def moment_of_http(text: str) -> datetime | None:
    """The moment that a date of HTTP gives (RFC 9110 §5.6.7); None where a text is none."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def stamp_of(moment: datetime) -> str:
    """A moment in 14 digits, as web archives name it: ``20260301120000``."""
    return moment.strftime("%Y%m%d%H%M%S")
