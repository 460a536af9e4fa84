"""Answers and failures as ``Check`` rows: what was asked, of whom, when, and what came back."""

from __future__ import annotations

from collections.abc import Mapping

from archive.records import Authority, Check, Question
from pipelines.services.failures import CouldNotAsk
from pipelines.services.replies import Reply


def answered(
    reply: Reply,
    question: Question,
    subject: str,
    authority: Authority,
    facts: Mapping[str, object],
    version: str,
) -> Check:
    """The check for an answer that made sense; ``version`` is the adapter's."""
    return Check(
        question=question,
        subject=subject,
        authority=authority,
        asked_at=reply.asked_at,
        url=reply.url,
        status=reply.status,
        final_url=reply.final_url if reply.hops else None,
        hops=reply.hops,
        bytes=len(reply.body),
        elapsed_ms=reply.elapsed_ms,
        facts=facts,
        rule_version=version,
        exchanges=reply.exchanges,
    )


def unanswered(
    failure: CouldNotAsk,
    question: Question,
    subject: str,
    authority: Authority,
    version: str = "",
) -> Check | None:
    """The check for a question without a usable answer; None when nothing was sent."""
    seen = failure.evidence
    if seen is None:
        return None
    facts: dict[str, object] = {"message": failure.message}
    if seen.excerpt:
        facts["excerpt"] = seen.excerpt
    return Check(
        question=question,
        subject=subject,
        authority=authority,
        asked_at=seen.asked_at,
        url=seen.url,
        status=seen.status,
        error=failure.error,
        final_url=seen.final_url if seen.hops else None,
        hops=seen.hops,
        bytes=seen.bytes,
        elapsed_ms=seen.elapsed_ms,
        facts=facts,
        rule_version=version,
        exchanges=seen.exchanges,
    )
