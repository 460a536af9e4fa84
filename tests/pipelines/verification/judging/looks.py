"""Checks as the adapters make them, for tables of cases: what one look saw."""

from datetime import UTC, datetime, timedelta

from archive.records import (
    Authority,
    Check,
    Question,
)

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
DOI = "10.1136/bmj.a3115"
HANDLE_URL = "https://www.bmj.com/lookup/doi/10.1136/bmj.a3115"


def handle(code, day=0, *, past_cache=False, **facts):
    """An answer of the handle API."""
    return check(
        day,
        Question.REGISTRATION,
        404 if code == 100 else 200,
        facts={"code": code, "past_cache": past_cache} | facts,
    )


def unanswered(error, day=0, status=None):
    """No answer of the handle API."""
    facts = {"message": f"doi.org could not be asked: {error}"}
    return check(day, Question.REGISTRATION, status, error, facts=facts)


def check(
    day=0,
    question=Question.LINK,
    status=None,
    error=None,
    url=HANDLE_URL,
    final=None,
    hops=(),
    size=5000,
    facts=None,
):
    """One check; its id follows from the day."""
    return Check(
        id=round(day * 10) + 1,
        question=question,
        subject=DOI,
        authority=Authority.DOI_ORG if question is Question.REGISTRATION else Authority.WEB,
        asked_at=START + timedelta(days=day),
        url=url,
        status=status,
        error=error,
        final_url=final,
        hops=tuple(hops),
        bytes=size,
        facts=facts or {},
    )


TITLE = {"title": "Acupuncture treatment for pain: systematic review | The BMJ", "words": 900}
CASINO = {"casino": ["online casino", "free spins"], "title": "Best Casino", "words": 90}


def page(day=0, status=200, **more):
    """A look at a landing page."""
    return check(day, Question.LANDING, status, **more)


def challenge(day=0, status=403):
    return page(day, status, facts={"challenge": "header cf-mitigated"})


def gone(*days, status=404):
    return [page(day, status) for day in days]
