"""The shapes of verdicts, and how a history of looks at a page becomes one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from archive.records import Check, Registration
from pipelines.verification.judging.observing import (
    Observation,
    Strikes,
    count_strikes,
    flaps_of,
)
from pipelines.verification.judging.sights import GOOD, STRIKES, Seen

Value = TypeVar("Value", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Generic[Value]):
    """An answer, why we believe it (one sentence), and the checks it rests on."""

    value: Value
    reason: str
    checks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationVerdict(Verdict[Registration]):
    """Whether a DOI name is registered, and what its handle says."""

    alias_of: str | None = None
    landing_url: str | None = None

    @property
    def is_registered(self) -> bool:
        """Whether the name is registered, itself or as an alias."""
        return self.value in (Registration.REGISTERED, Registration.ALIAS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebVerdict(Verdict[Value], Generic[Value]):
    """What we believe about a web page, and the strikes against it."""

    strikes: int = 0
    status: int | None = None
    final_url: str | None = None
    last_ok_at: datetime | None = None
    has_failed: bool = False
    """Whether the latest look was a failure that counts."""
    missing: tuple[str, ...] = ()
    """Fragments whose place the page lacks."""
    new_url: str | None = None
    """Where the page last said that it had moved for good, if it has only failed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many failures, how far apart, make "gone" (default: 3, at least 3 days apart)."""

    strikes: int = 3
    spacing: timedelta = timedelta(days=3)
    believed: timedelta = timedelta(days=60)
    """How long a verdict is kept by looks that cannot tell; after that nobody knows any more."""


DEFAULT_PATIENCE = Patience()


def judge_web(
    observations: Sequence[Observation],
    patience: Patience,
    values: dict[Seen, Value],
    unknown: Value,
    subject: str,
) -> WebVerdict[Value]:
    """The verdict from a history of looks.

    A strike below the number that counts leaves the last good verdict as it was, or ``unknown``
    where there was none. A look that was ``unclear`` changes nothing either, for the time that a
    verdict is believed.
    """
    if not observations:
        return WebVerdict(value=unknown, reason=f"{subject} has not been asked for yet.")
    latest = observations[-1]
    good = next((o for o in reversed(observations) if o.seen in GOOD), None)
    strikes = count_strikes(observations, patience.spacing)
    value, reason = _value(observations, strikes, patience, values, unknown, subject)
    return WebVerdict(
        value=value,
        reason=reason + _how_often(observations),
        checks=strikes.checks or ids_of(latest.check),
        strikes=strikes.count,
        status=latest.check.status,
        final_url=latest.check.final_url,
        last_ok_at=good.at if good else None,
        has_failed=latest.seen in STRIKES or latest.seen is Seen.UNCLEAR,
        new_url=_new_url(latest, good),
    )


def _value(
    observations: Sequence[Observation],
    strikes: Strikes,
    patience: Patience,
    values: dict[Seen, Value],
    unknown: Value,
    subject: str,
) -> tuple[Value, str]:
    latest = observations[-1]
    if latest.seen in STRIKES:
        if strikes.count >= patience.strikes:
            since = f" since {strikes.first_at:%Y-%m-%d}" if strikes.first_at else ""
            times = f"; it failed {strikes.count} times{since}" if strikes.count > 1 else ""
            return values[latest.seen], f"{subject} {latest.why}{times}."
        kept = _before(observations, values, patience.believed)
        so_far = f"failure {strikes.count} of {patience.strikes} that make it count"
        return kept or unknown, f"{subject} {latest.why}; {so_far}{last_well(observations)}."
    if latest.seen is Seen.UNCLEAR:
        kept = _before(observations, values, patience.believed)
        said = f"{latest.why}, so it could not be judged{last_well(observations)}"
        return kept or unknown, f"{subject} {said}."
    return values.get(latest.seen, unknown), f"{subject} {latest.why}."


def _before(
    observations: Sequence[Observation], values: dict[Seen, Value], believed: timedelta
) -> Value | None:
    """The latest verdict of looks that could tell, failures left aside, while it is believed."""
    for observation in reversed(observations):
        if observation.seen not in STRIKES and observation.seen is not Seen.UNCLEAR:
            is_fresh = observations[-1].at - observation.at <= believed
            return values.get(observation.seen) if is_fresh else None
    return None


def last_well(observations: Sequence[Observation]) -> str:
    """``; it was last seen well on 2026-05-25``; empty if it never was."""
    day = next((o.at for o in reversed(observations) if o.seen in GOOD), None)
    return f"; it was last seen well on {day:%Y-%m-%d}" if day else ""


def _how_often(observations: Sequence[Observation]) -> str:
    """A sentence about a page that comes and goes; empty for one that does not."""
    failed, looks = flaps_of(observations)
    return f" It comes and goes: {failed} of the last {looks} looks at it failed." if failed else ""


def _new_url(latest: Observation, good: Observation | None) -> str | None:
    """Where the last good look was sent for good; None when it was not, or fails since."""
    if good is None or good.seen is not Seen.MOVED or (good is not latest and latest.check.hops):
        return None
    return good.check.final_url


def ids_of(*checks: Check) -> tuple[int, ...]:
    """Row numbers of those checks that are in the database."""
    return tuple(check.id for check in checks if check.id is not None)
