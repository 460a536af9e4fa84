"""Verdicts on PMIDs, ISBNs, handles ...: does it exist, and which work is it? Pure.

Every function takes all checks about one identifier, oldest first. A bad answer never changes a
good verdict, and "there is none" counts when its own authority has said so twice: handles the
second time past the cache, the others days apart. Crossref is nobody's authority here: that it
has no book or article of a number says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from archive.records import Authority, Check, Existence, Scheme, Work
from pipelines.dois import candidates_from_url
from pipelines.identifiers import impossible
from pipelines.services.works import work_from
from pipelines.verification.judging.verdicts import RegistrationVerdict, ids_of

RULE_VERSION = "identifiers/3"
LABELS = {
    Scheme.PMID: "PubMed number",
    Scheme.PMCID: "PubMed Central number",
    Scheme.ARXIV: "arXiv number",
    Scheme.ISBN: "ISBN",
    Scheme.PII: "publisher's number (PII)",
    Scheme.JSTOR: "JSTOR number",
    Scheme.HANDLE: "handle",
}
"""What a reader calls an identifier."""
_RETRACTED = "retracted publication"
_OWN_AUTHORITIES = {
    Scheme.PMID: "PubMed",
    Scheme.PMCID: "PubMed Central",
    Scheme.HANDLE: "The handle system",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierVerdict:
    """What is known of one identifier."""

    scheme: Scheme
    value: str
    existence: Existence
    reason: str
    """The verdict in one sentence."""
    doi: str = ""
    """Registered DOI name of the same work, aliases followed; empty when none is known."""
    work: Work | None = None
    """What its authority, or the agency of its DOI name, says of the work."""
    is_retracted: bool = False
    """Whether PubMed marks the article as one that was retracted."""
    same: tuple[str, ...] = ()
    """Other numbers that its authority gives for the same work, as ``scheme:value``."""
    checks: tuple[int, ...] = ()

    @property
    def identifier(self) -> str:
        """Scheme and value in one word, as in the table ``identifiers``."""
        return f"{self.scheme}:{self.value}"


def judge_identifier(
    scheme: Scheme, value: str, checks: Sequence[Check], spacing: timedelta
) -> IdentifierVerdict:
    """The verdict from the history of questions about one identifier.

    ``spacing`` lies between two answers "there is none" that both count. ``doi`` is what the
    answers say, whether it is registered or not.
    """
    unknown = IdentifierVerdict(
        scheme=scheme,
        value=value,
        existence=Existence.UNKNOWN,
        reason="",
        checks=ids_of(*checks[-1:]),
    )
    reason = impossible(scheme, value)
    if reason:
        return replace(unknown, existence=Existence.INVALID, reason=reason, checks=())
    answers = [check for check in checks if check.error is None and "found" in check.facts]
    known = next((check for check in reversed(answers) if check.facts["found"]), None)
    absences = answers[answers.index(known) + 1 :] if known else answers
    proof = _proof(scheme, absences, spacing)
    if proof:
        return replace(
            unknown,
            existence=Existence.ABSENT,
            reason=f"{_OWN_AUTHORITIES[scheme]} does not know it, and said so twice.",
            checks=ids_of(*proof),
        )
    if known:
        who = _OWN_AUTHORITIES.get(scheme, "Crossref")
        doi = str(known.facts.get("doi") or "") or _in_address(scheme, known)
        return replace(
            unknown,
            existence=Existence.KNOWN,
            reason=f"{who} knows it{f' and gives the DOI name {doi}' if doi else ''}.",
            doi=doi,
            work=work_from(known.facts),
            is_retracted=_is_retracted(known),
            same=_same(scheme, known),
            checks=ids_of(known),
        )
    return replace(unknown, reason=_why_unknown(scheme, checks, answers))


def with_doi(
    verdict: IdentifierVerdict, name: str, registration: RegistrationVerdict, work: Work | None
) -> IdentifierVerdict:
    """The verdict of an identifier that stands for a registered DOI name with this record."""
    is_told = bool(verdict.doi)
    reason = f"The DOI name {name} is made of it, and is registered."
    return replace(
        verdict,
        existence=Existence.KNOWN,
        reason=verdict.reason if is_told else reason,
        doi=registration.alias_of or name,
        work=work or verdict.work,
        checks=tuple(dict.fromkeys((*verdict.checks, *registration.checks))),
    )


def article_of(scheme: Scheme, checks: Sequence[Check]) -> str:
    """The PMID that the converter of PMC gives for a PMCID without a DOI name; or empty."""
    answers = [check for check in checks if check.error is None and check.facts.get("found")]
    if scheme is not Scheme.PMCID or not answers or answers[-1].facts.get("doi"):
        return ""
    return str(answers[-1].facts.get("pmid") or "")


def with_article(verdict: IdentifierVerdict, article: IdentifierVerdict) -> IdentifierVerdict:
    """The verdict of a PMCID whose article PubMed describes under this PMID."""
    if verdict.existence is not Existence.KNOWN or article.existence is not Existence.KNOWN:
        return verdict
    return replace(
        verdict,
        reason=f"{verdict.reason} It is the article with the PubMed number {article.value}.",
        doi=article.doi,
        work=article.work,
        is_retracted=article.is_retracted,
        same=tuple(dict.fromkeys((*verdict.same, *article.same))),
        checks=tuple(dict.fromkeys((*verdict.checks, *article.checks))),
    )


def _in_address(scheme: Scheme, known: Check) -> str:
    """The DOI name in the address that a handle leads to; what else it names nobody can tell."""
    url = str(known.facts.get("url") or "") if scheme is Scheme.HANDLE else ""
    return next((candidate.value for candidate in candidates_from_url(url)), "")


def _is_retracted(known: Check) -> bool:
    """Publication type of MEDLINE (https://www.nlm.nih.gov/mesh/pubtypes.html); the notice itself
    has another one."""
    work = work_from(known.facts)
    return work is not None and work.agency == "PubMed" and _RETRACTED in work.type.lower()


def _same(scheme: Scheme, known: Check) -> tuple[str, ...]:
    """The PMID and PMCID that NCBI gives for an article, without the one that was asked for."""
    others = (other for other in (Scheme.PMID, Scheme.PMCID) if other is not scheme)
    told = ((other, known.facts.get(other.value)) for other in others)
    return tuple(f"{other}:{value}" for other, value in told if value)


def _proof(scheme: Scheme, absences: Sequence[Check], spacing: timedelta) -> tuple[Check, ...]:
    """Two answers of its own authority that there is none; empty when there are no two."""
    if scheme not in _OWN_AUTHORITIES:
        return ()
    for number, second in enumerate(absences):
        for first in absences[:number]:
            is_past_cache = bool(second.facts.get("past_cache"))
            if is_past_cache or second.asked_at - first.asked_at >= spacing:
                return (first, second)
    return ()


def needs_second_question(scheme: Scheme, checks: Sequence[Check]) -> bool:
    """Whether a handle was not found, and has not been asked for past the cache."""
    if scheme is not Scheme.HANDLE or not checks or checks[-1].error is not None:
        return False
    facts = checks[-1].facts
    return facts.get("found") is False and not facts.get("past_cache")


def _why_unknown(scheme: Scheme, checks: Sequence[Check], answers: Sequence[Check]) -> str:
    if checks and checks[-1].error is not None:
        said = str(checks[-1].facts.get("message") or checks[-1].error).rstrip(".")
        return f"It could not be asked about: {said}."
    if answers and answers[-1].authority is Authority.CROSSREF:
        return f"It is well-formed; Crossref has nothing under this {LABELS[scheme]}."
    if answers:
        return f"{_OWN_AUTHORITIES[scheme]} does not know it; it has to say so a second time."
    if scheme in (Scheme.ARXIV, Scheme.JSTOR):
        return "The DOI name that is made of it is not registered, or has not been asked for yet."
    return "Nobody has been asked yet."
