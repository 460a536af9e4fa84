"""Verdicts, and the one way from a history of looks at a page to one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from archive.records import Check, Registration
from pipelines.verification.judging.observing import Observation, Strikes, count_strikes
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
    needs_second_question: bool = False
    """Answered "not found" once; counts only when asked again past the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebVerdict(Verdict[Value], Generic[Value]):
    """What we believe of a page of the web, and the strikes against it."""

    strikes: int = 0
    status: int | None = None
    final_url: str | None = None
    last_ok_at: datetime | None = None
    has_failed: bool = False
    """Whether the latest look was a failure that counts."""
    missing: tuple[str, ...] = ()
    """Fragments whose place the page lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many failures, how far apart, make "gone" (default: 3, at least 3 days apart)."""

    strikes: int = 3
    spacing: timedelta = timedelta(days=3)


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
    where there was none. A look that was ``unclear`` changes nothing either.
    """
    if not observations:
        return WebVerdict(value=unknown, reason=f"{subject} has not been asked for yet.")
    latest = observations[-1]
    good = [o for o in observations if o.seen in GOOD]
    strikes = count_strikes(observations, patience.spacing)
    value, reason = _value(observations, strikes, patience, values, unknown, subject)
    return WebVerdict(
        value=value,
        reason=reason,
        checks=strikes.checks or ids_of(latest.check),
        strikes=strikes.count,
        status=latest.check.status,
        final_url=latest.check.final_url,
        last_ok_at=good[-1].at if good else None,
        has_failed=latest.seen in STRIKES or latest.seen is Seen.UNCLEAR,
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
        kept = _before(observations[:-1], values)
        so_far = f"failure {strikes.count} of {patience.strikes} that make it count"
        return kept or unknown, f"{subject} {latest.why}; {so_far}."
    if latest.seen is Seen.UNCLEAR:
        kept = _before(observations[:-1], values)
        return kept or unknown, f"{subject} {latest.why}, so it could not be judged."
    return values.get(latest.seen, unknown), f"{subject} {latest.why}."


def _before(observations: Sequence[Observation], values: dict[Seen, Value]) -> Value | None:
    """The latest verdict of looks that could tell, failures left aside."""
    for observation in reversed(observations):
        if observation.seen not in STRIKES and observation.seen is not Seen.UNCLEAR:
            return values.get(observation.seen)
    return None


def ids_of(*checks: Check) -> tuple[int, ...]:
    """Row numbers of the checks that are kept."""
    return tuple(check.id for check in checks if check.id is not None)
