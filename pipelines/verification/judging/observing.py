"""Sums up one look at a web page in one word. Pure.

This is where "could not look" is told from "is not there". Only what cannot be a wall, a login,
a rate limit or an accident on the way counts as a strike, and even that must repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from archive.records import Check
from pipelines.services.web.markers import LOGIN_PATHS
from pipelines.verification import quirks
from pipelines.verification.judging.content import may_be_there, of_page
from pipelines.verification.judging.detours import asks_first
from pipelines.verification.judging.expiring import refused_since
from pipelines.verification.judging.sights import GOOD, STRIKES, Seen

RECENT = 12
"""Looks that tell whether a page comes and goes: three months of weekly ones."""
FALLS = 3
"""Times that it must have failed anew among them."""

_ERRORS = {
    "dns": "has a host name that does not exist",
    "dns_temporary": "has a host name that could not be looked up",
    "refused": "refuses connections",
    "reset": "cuts the connection off",
    "our_fault": "could not be looked at, by a fault of this machine",
    "unreachable": "is on a network that could not be reached",
    "timeout": "did not answer in time",
    "tls_expired": "has a certificate that has expired",
    "tls_wrong_host": "has a certificate for another host",
    "tls_self_signed": "has a certificate that it signed itself",
    "tls_untrusted": "has a certificate signed by nobody we know",
    "tls_old": "speaks only a protocol that is no longer safe",
    "tls_none": "does not speak securely where it should",
    "tls_failed": "could not be reached securely",
    "tls_reset": "cuts the connection off before it is secure, as bot walls do",
    "cookie_loop": "sends visitors in a circle until they keep its cookies",
    "redirect_loop": "answers with redirects that never end",
}


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


NO_STRIKES = Strikes()


def observe(check: Check) -> Observation:
    """Name what one check of a link or landing page saw."""
    seen, why = _of_error(check) if check.error else _of_status(check)
    return Observation(seen=seen, why=why, at=check.asked_at, check=check)


def failure_in_words(error: str) -> str:
    """Why there was no answer, to complete "The page …"; empty for an error without a name.

    >>> failure_in_words("reset"), failure_in_words("retries exhausted")
    ('cuts the connection off', '')
    """
    return _ERRORS.get(error, "")


def count_strikes(observations: Sequence[Observation], spacing: timedelta) -> Strikes:
    """Strikes since the last good look. Looks closer together than ``spacing`` count once."""
    if observations and observations[-1].seen in GOOD:
        return NO_STRIKES
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


def flaps_of(observations: Sequence[Observation]) -> tuple[int, int]:
    """How many of how many recent looks failed at a page that comes and goes; else (0, 0).

    It comes and goes when it went from well to failing at least three times in the last looks
    (``RECENT``). That a page fails for once, or has failed for good, is no coming and going.
    """
    if len(observations) < 2 * FALLS:
        return 0, 0
    recent = [o for o in observations if o.seen in GOOD or o.seen in STRIKES][-RECENT:]
    falls = sum(a.seen in GOOD and b.seen in STRIKES for a, b in pairwise(recent))
    failed = sum(o.seen in STRIKES for o in recent)
    return (failed, len(recent)) if falls >= FALLS else (0, 0)


def _of_error(check: Check) -> tuple[Seen, str]:
    error = check.error or ""
    why = _ERRORS.get(error, "gave an answer that could not be understood")
    if error == "forbidden":
        return Seen.UNSAFE, f"must not be asked: {check.facts.get('reason', '')}"
    if error == "robots":
        return Seen.BLOCKED, "asks programs to stay away (robots.txt)"
    if error in ("cookie_loop", "tls_reset"):
        return Seen.BLOCKED, why
    if error == "redirect_loop":
        step = _step_on_the_way(check)
        return (Seen.BLOCKED, f"{why}, by way of {step}") if step else (Seen.LOOP, why)
    answered = check.status is not None and 200 <= check.status <= 299
    if error in ("dns", "refused", "reset", "unreachable", "timeout") and not answered:
        return Seen.NO_ANSWER, why
    return Seen.UNCLEAR, why


def _step_on_the_way(check: Check) -> str:
    """The login or form that a circle of redirects goes through: who has been there gets out."""
    if _is_login(check.url):
        return ""
    ends = (url for _, url in check.hops)
    return next((url for url in ends if _is_login(url) or asks_first(check.url, url)), "")


def _is_login(url: str) -> bool:
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return False
    return any(part in path for part in LOGIN_PATHS)


def _of_status(check: Check) -> tuple[Seen, str]:
    status, facts = check.status, check.facts
    if status is None:
        return Seen.UNCLEAR, "gave an answer of which nothing is known"
    if facts.get("challenge"):
        return Seen.BLOCKED, f"is behind a bot wall (HTTP {status}, {facts['challenge']})"
    ended = refused_since(check.url, status, check.asked_at)
    if ended is not None and not check.hops:
        return Seen.GONE, f"was to be had until {ended:%Y-%m-%d} only: the link is signed and old"
    if status in quirks.BLOCKING_STATUSES:
        return Seen.BLOCKED, f"does not let programs in (error {status})"
    is_bad = status in quirks.GONE_STATUSES or (
        500 <= status <= 599 and status not in quirks.PASSING_STATUSES
    )
    maybe = may_be_there(check) if is_bad else ""
    if maybe and status in quirks.GONE_STATUSES:
        return Seen.UNCLEAR, f"says that it is not there (error {status}) and {maybe}"
    if status in quirks.GONE_STATUSES:
        return Seen.GONE, f"is not there (error {status})"
    if status in quirks.PASSING_STATUSES:
        return Seen.UNCLEAR, f"could not answer at that moment (error {status})"
    if maybe:
        return Seen.UNCLEAR, f"tells of a fault (error {status}) and {maybe}"
    if 500 <= status <= 599:
        return Seen.NO_ANSWER, f"is on a server with a fault (error {status})"
    if 200 <= status <= 300 or (status == 304 and facts.get("not_modified")):
        return of_page(check)
    return Seen.UNCLEAR, f"gave an unusual answer (HTTP {status})"
