"""Mentions and references as they were kept, for judges and findings; tests say what matters."""

from __future__ import annotations

from typing import Any

from archive.records import (
    Agreement,
    Candidate,
    KeptCitation,
    KeptMention,
    Landing,
    Notice,
    Place,
    Registration,
    Scheme,
)
from pipelines.verification.judging.judged import DoiVerdicts
from pipelines.verification.judging.notices import NoticeVerdict
from pipelines.verification.judging.verdicts import RegistrationVerdict, WebVerdict


def kept_mention(value: str, **more: Any) -> KeptMention:
    """A DOI name in the text, printed as it is, outside of references."""
    usual = {
        "id": "m1",
        "page_id": "p1",
        "page_url": "https://site.test/a",
        "scheme": Scheme.DOI,
        "printed": value,
        "value": value,
        "candidates": (Candidate(value=value, rule="as_printed"),),
        "place": Place.TEXT,
    }
    return KeptMention(**usual | more)


def kept_citation(printed: str, **more: Any) -> KeptCitation:
    """A reference without a DOI name, of which nothing was read."""
    usual = {
        "id": "r1",
        "page_id": "p1",
        "page_url": "https://site.test/a",
        "position": 1,
        "printed": printed,
        "fields": (),
        "doi": None,
        "agreement": Agreement.NO_METADATA,
    }
    return KeptCitation(**usual | more)


def doi_verdicts(
    doi: str,
    registration: Registration = Registration.REGISTERED,
    landing: Landing = Landing.REACHED,
    notice: Notice = Notice.NONE,
    *,
    alias_of: str | None = None,
    checks: tuple[int, ...] = (),
    **more: Any,
) -> DoiVerdicts:
    """What is believed about a DOI name; of its work nothing is known."""
    registered = RegistrationVerdict(
        value=registration, reason="Because.", alias_of=alias_of, checks=checks
    )
    landed = WebVerdict(value=landing, reason="Because.")
    noted = NoticeVerdict(value=notice, reason="The work was noted.")
    return DoiVerdicts(
        doi=doi,
        **{"registration": registered, "landing": landed, "notice": noted, "work": None} | more,
    )
