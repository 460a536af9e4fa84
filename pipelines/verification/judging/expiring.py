"""Until when a signed address is good: stores of files hand out such addresses for hours. Pure.

Whoever prints one prints a link that dies on that day; the file may well be there under another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

_STAMP = "%Y%m%dT%H%M%SZ"
_REFUSED = frozenset({400, 401, 403, 410})


def refused_since(url: str, status: int, at: datetime) -> datetime | None:
    """Since when a store refuses a signed address for its age; None where it is good still, is
    not signed, or where the answer says something else."""
    until = good_until(url) if status in _REFUSED else None
    return until if until is not None and until < at else None


def good_until(url: str) -> datetime | None:
    """The last moment of a signed address, of those signatures that tell it: of Amazon and Google
    (two versions each), Azure, CloudFront.

    >>> good_until("https://s.test/a.pdf?Expires=1614556800&Signature=ab&Key-Pair-Id=K1")
    datetime.datetime(2021, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)
    >>> good_until("https://s.test/a.pdf?Expires=1614556800")
    """
    try:
        query = dict(parse_qsl(urlsplit(url).query, max_num_fields=100))
        return _told({name.lower(): value for name, value in query.items()})
    except (ValueError, OverflowError, OSError):  # what the system cannot count is an OSError
        return None


def _told(query: Mapping[str, str]) -> datetime | None:
    for family in ("x-amz-", "x-goog-"):
        if f"{family}signature" in query and f"{family}date" in query:
            begin = datetime.strptime(query[f"{family}date"], _STAMP).replace(tzinfo=UTC)
            return begin + timedelta(seconds=int(query.get(f"{family}expires", "")))
    if {"sig", "se", "sv"} <= query.keys():
        said = datetime.fromisoformat(query["se"])
        return said if said.tzinfo else said.replace(tzinfo=UTC)
    signers = ("awsaccesskeyid", "googleaccessid", "key-pair-id")
    if {"signature", "expires"} <= query.keys() and any(map(query.__contains__, signers)):
        return datetime.fromtimestamp(int(query["expires"]), UTC)
    return None
