"""When something is to be asked again. Pure.

The broken are asked again in every run, the good ones now and then, each at its own moment:
intervals vary by a fixed share that comes from the name itself, so that what was asked together
is not asked together for ever, and two runs still decide alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.keys import key
from archive.records import Authority, Check, Registration
from pipelines.verification.judging.judge import needs_second_question
from pipelines.verification.judging.verdicts import RegistrationVerdict
from pipelines.verification.settings import VerificationSettings

JITTER = 0.2
# The error of an agency that knows nothing of a record it has given before.
RECORD_GONE = "record_gone"
# "In every run", but not twice when a run is repeated at once or taken up after a kill.
SOON = timedelta(hours=20)


def spread(days: float, subject: str) -> timedelta:
    """``days``, shortened by up to ``JITTER`` by subject, so that not all are due at once."""
    share = int(key(subject), 16) / 16**16
    return timedelta(days=days * (1 - JITTER * share))


def registration_due_at(
    doi: str, checks: Sequence[Check], verdict: RegistrationVerdict, settings: VerificationSettings
) -> datetime | None:
    """When to ask the handle API again; None = now."""
    if not checks or needs_second_question(checks):
        return None
    asked_at = checks[-1].asked_at
    if verdict.is_registered:
        has_failed = checks[-1].error is not None
        return None if has_failed else asked_at + spread(settings.registration_days, doi)
    return asked_at + SOON if verdict.value is Registration.NOT_REGISTERED else None


def answer_due_at(subject: str, checks: Sequence[Check], days: float) -> datetime | None:
    """When to repeat a question without a verdict (agency, metadata, memento); None = now."""
    if not checks or checks[-1].error is not None:
        return None
    return checks[-1].asked_at + spread(days, subject)


def identifier_due_at(
    identifier: str, checks: Sequence[Check], settings: VerificationSettings
) -> datetime | None:
    """When to ask about a PMID, ISBN, handle ... again; None = now.

    "There is none" is asked again in every run, but when it was said for the first time, only
    after the days that make the second time count.
    """
    if not checks or checks[-1].error is not None:
        return None
    asked_at = checks[-1].asked_at
    if checks[-1].facts.get("found") or checks[-1].authority is Authority.CROSSREF:
        return asked_at + spread(settings.identifier_days, identifier)
    said_before = any(check.facts.get("found") is False for check in checks[:-1])
    wait = timedelta(days=0 if said_before else settings.strike_days)
    return asked_at + max(wait, SOON)


def agency_due_at(
    name: str, agencies: Sequence[Check], records: Sequence[Check], settings: VerificationSettings
) -> datetime | None:
    """When to ask doiRA again; None = now.

    Soon when it named none, or when the agency it named has no record since: names move.
    """
    if not agencies or agencies[-1].error is not None:
        return None
    last = agencies[-1]
    told = [check for check in records if check.error in (None, RECORD_GONE)]
    has_moved = bool(told) and told[-1].asked_at >= last.asked_at and not told[-1].facts["found"]
    if has_moved or not last.facts.get("agency"):
        return last.asked_at + max(SOON, spread(settings.metadata_days, name))
    return last.asked_at + spread(settings.agency_days, name)


def web_due_at(
    subject: str,
    checks: Sequence[Check],
    days: float,
    *,
    has_failed: bool,
    strike_days: float,
) -> datetime | None:
    """When to look at a page again: after a failure, when the next strike can count; None = now."""
    if not checks:
        return None
    asked_at = checks[-1].asked_at
    if has_failed:
        return asked_at + max(timedelta(days=strike_days), SOON)
    return asked_at + spread(days, subject)


def is_due(due_at: datetime | None, now: datetime) -> bool:
    """Whether the moment has come."""
    return due_at is None or due_at <= now
