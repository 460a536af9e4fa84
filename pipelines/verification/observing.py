"""One look at one page of the web: what was seen, in one word. Pure.

This is where "could not look" is told from "is not there". Only what cannot be a wall, a login,
a rate limit or an accident on the way counts as a strike, and even that must repeat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

from archive.records import Check
from pipelines.verification import quirks

# The list of public suffixes that comes with the library; nothing is fetched, nothing cached.
_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

# A title says "not found" at random on a long page, hardly ever on a short one.
_LONG_PAGE_WORDS = 1_000
_ERRORS = {
    "dns": "has a host name that does not exist",
    "dns_temporary": "has a host name that could not be looked up",
    "refused": "refuses connections",
    "reset": "cuts the connection off",
    "unreachable": "is on a network that could not be reached",
    "timeout": "did not answer in time",
    "tls_expired": "has a certificate that has expired",
    "tls_wrong_host": "has a certificate for another host",
    "tls_self_signed": "has a certificate that it signed itself",
    "tls_untrusted": "has a certificate signed by nobody we know",
    "tls_failed": "could not be reached securely",
    "tls_reset": "cuts the connection off before it is secure, as bot walls do",
    "cookie_loop": "sends visitors in a circle until they keep its cookies",
    "redirect_loop": "redirects without end",
}


class Seen(StrEnum):
    """What one look saw."""

    WELL = "well"
    MOVED = "moved"  # well, behind nothing but permanent redirects
    BLOCKED = "blocked"
    GONE = "gone"
    NO_ANSWER = "no_answer"
    SOFT_404 = "soft_404"
    PARKED = "parked"
    CASINO = "casino"
    LOOP = "loop"
    UNSAFE = "unsafe"
    UNCLEAR = "unclear"


STRIKES = frozenset({Seen.GONE, Seen.NO_ANSWER, Seen.LOOP})
GOOD = frozenset({Seen.WELL, Seen.MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One look: what was seen, why we say so (completes "The page …"), and when."""

    seen: Seen
    why: str
    at: datetime
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Strikes:
    """Failures in a row that are far enough apart to count."""

    count: int = 0
    first_at: datetime | None = None
    checks: tuple[int, ...] = ()


def observe(check: Check) -> Observation:
    """Name what one check of a link or landing page saw."""
    seen, why = _of_error(check) if check.error else _of_status(check)
    return Observation(seen=seen, why=why, at=check.asked_at, check=check)


def count_strikes(observations: Sequence[Observation], spacing: timedelta) -> Strikes:
    """Strikes since the last good look. Looks closer together than ``spacing`` count once."""
    counted: list[Observation] = []
    for observation in observations:
        if observation.seen in GOOD:
            counted = []
        elif observation.seen in STRIKES and (
            not counted or observation.at - counted[-1].at >= spacing
        ):
            counted.append(observation)
    return Strikes(
        count=len(counted),
        first_at=counted[0].at if counted else None,
        checks=tuple(o.check.id for o in counted if o.check.id is not None),
    )


def leads_home(url: str, final_url: str | None, min_depth: int = 1) -> bool:
    """Whether redirects led from a deep page to a start page: the politest way to say "gone"."""
    if not final_url:
        return False
    before, after = urlsplit(url), urlsplit(final_url)
    path = before.path.rstrip("/").lower()
    is_deep = path.count("/") >= min_depth or "." in path.rpartition("/")[2] or bool(before.query)
    is_home = after.path.lower() in quirks.HOME_PATHS and not after.query
    return is_deep and is_home and path not in quirks.HOME_PATHS


def is_same_place(url: str, other: str) -> bool:
    """Whether two addresses differ only in scheme, ``www.``, a final slash or letter case."""

    def bare(address: str) -> tuple[str, str, str]:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        path = parts.path.rstrip("/")
        for name in ("/index.html", "/index.htm", "/index.php"):
            path = path.removesuffix(name)
        return host, path.lower(), parts.query

    try:
        return bare(url) == bare(other)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def site_of(url: str) -> str:
    """The registrable domain of a URL (``www.bmj.com`` gives ``bmj.com``), or its host."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return url
    return _EXTRACT(host).top_domain_under_public_suffix or host


def words_of(facts: Mapping[str, object], name: str) -> list[str]:
    """A fact that is a list of words."""
    found = facts.get(name)
    return [str(word) for word in found] if isinstance(found, list | tuple) else []


def _of_error(check: Check) -> tuple[Seen, str]:
    error = check.error or ""
    why = _ERRORS.get(error, "gave an answer that could not be understood")
    if error == "forbidden":
        return Seen.UNSAFE, f"must not be asked: {check.facts.get('reason', '')}"
    if error in ("cookie_loop", "tls_reset"):
        return Seen.BLOCKED, why
    if error == "redirect_loop":
        return Seen.LOOP, why
    answered = check.status is not None and 200 <= check.status <= 299
    if error in ("dns", "refused", "reset", "unreachable", "timeout") and not answered:
        return Seen.NO_ANSWER, why
    return Seen.UNCLEAR, why


def _of_status(check: Check) -> tuple[Seen, str]:
    status, facts = check.status, check.facts
    if status is None:
        return Seen.UNCLEAR, "gave an answer of which nothing is known"
    if facts.get("challenge"):
        return Seen.BLOCKED, f"is behind a bot wall (HTTP {status}, {facts['challenge']})"
    if status in quirks.BLOCKING_STATUSES:
        return Seen.BLOCKED, f"does not let programs in (HTTP {status})"
    if status in quirks.GONE_STATUSES:
        return Seen.GONE, f"is not there (HTTP {status})"
    if status in quirks.PASSING_STATUSES:
        return Seen.UNCLEAR, f"could not answer at that moment (HTTP {status})"
    if 500 <= status <= 599:
        return Seen.NO_ANSWER, f"is on a server with a fault (HTTP {status})"
    if 200 <= status <= 299:
        return _of_page(check)
    return Seen.UNCLEAR, f"gave an unusual answer (HTTP {status})"


def _of_page(check: Check) -> tuple[Seen, str]:
    facts = check.facts
    words = facts.get("words")
    length = words if isinstance(words, int) else 0
    parked, casino = words_of(facts, "parked"), words_of(facts, "casino")
    if parked:
        return Seen.PARKED, f"is on a domain that is parked or for sale (“{parked[0]}”)"
    if len(casino) >= 2:
        return Seen.CASINO, f"advertises gambling (“{casino[0]}”, “{casino[1]}”)"
    if facts.get("login") and check.hops:
        return Seen.BLOCKED, f"wants a login ({facts['login']})"
    if facts.get("not_found") and length < _LONG_PAGE_WORDS:
        return Seen.SOFT_404, f"answers as if it were there, under the title “{facts['title']}”"
    if check.hops and leads_home(check.url, check.final_url, min_depth=2):
        return Seen.SOFT_404, f"leads to the start page {check.final_url} instead"
    if check.status == 200 and not check.bytes and not facts.get("magic"):
        return Seen.UNCLEAR, "gave an empty answer"
    if check.hops and facts.get("permanent"):
        return Seen.MOVED, f"has moved for good to {check.final_url}"
    return Seen.WELL, f"answers (HTTP {check.status})"
