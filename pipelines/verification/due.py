"""When something is to be asked again. Pure.

The broken are asked again in every run, the good ones now and then, each at its own moment:
intervals vary by a fixed share that comes from the name itself, so that what was asked together
is not asked together for ever, and two runs still decide alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.keys import key
from archive.records import Check, Registration
from pipelines.verification.judge import needs_second_question
from pipelines.verification.settings import VerificationSettings
from pipelines.verification.verdicts import RegistrationVerdict

JITTER = 0.2
# "In every run", but not twice when a run is repeated at once or taken up after a kill.
SOON = timedelta(hours=20)


def spread(days: float, subject: str) -> timedelta:
    """``days``, shortened by up to ``JITTER`` according to the subject."""
    share = int(key(subject), 16) / 16**16
    return timedelta(days=days * (1 - JITTER * share))


def registration_due_at(
    doi: str, checks: Sequence[Check], verdict: RegistrationVerdict, settings: VerificationSettings
) -> datetime | None:
    """When to ask the handle API again; None = now."""
    if not checks or needs_second_question(checks):
        return None
    asked_at = checks[-1].asked_at
    if verdict.value in (Registration.REGISTERED, Registration.ALIAS):
        has_failed = checks[-1].error is not None
        return None if has_failed else asked_at + spread(settings.registration_days, doi)
    return asked_at + SOON if verdict.value is Registration.NOT_REGISTERED else None


def answer_due_at(subject: str, checks: Sequence[Check], days: float) -> datetime | None:
    """When to ask again what has no verdict of its own (agency, metadata, memento); None = now."""
    if not checks or checks[-1].error is not None:
        return None
    return checks[-1].asked_at + spread(days, subject)


def web_due_at(
    subject: str,
    checks: Sequence[Check],
    days: float,
    *,
    has_failed: bool,
    strike_days: float,
) -> datetime | None:
    """When to look at a page again: failures when their next strike may count; None = now."""
    if not checks:
        return None
    asked_at = checks[-1].asked_at
    if has_failed:
        return asked_at + max(timedelta(days=strike_days), SOON)
    return asked_at + spread(days, subject)


def is_due(due_at: datetime | None, now: datetime) -> bool:
    """Whether the moment has come."""
    return due_at is None or due_at <= now
