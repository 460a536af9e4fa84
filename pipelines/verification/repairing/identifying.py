"""Finds the right PMID, PMCID, ISBN or arXiv number where a wrong one is printed.

Only for references whose work is established: the DOI name that they print agrees with them, or
a repair of it is safe. The number is the one that NCBI gives for that DOI name (the converter of
PMC, and a search in PubMed whose result has to name the same DOI name), or that the record of the
work holds (ISBN, arXiv). Asked for few works only, and kept as checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from archive.records import (
    Agreement,
    Authority,
    Check,
    Finding,
    KeptCitation,
    KeptMention,
    Question,
    Scheme,
    Suggestion,
    Work,
)
from pipelines.identifiers import isbns_of
from pipelines.services import ncbi
from pipelines.services.http import Client
from pipelines.verification.asking import Asker
from pipelines.verification.batches import chunks
from pipelines.verification.crosswalk import ncbi_asker
from pipelines.verification.due import answer_due_at, is_due
from pipelines.verification.judging.judged import Judged, RightIdentifier
from pipelines.verification.judging.verdicts import ids_of

ARXIV_DOI = "10.48550/arxiv."
_ASKED = frozenset({Scheme.PMID, Scheme.PMCID})
_SLIPS = 3
"""Figures in which a printed ISBN may differ from one of several that the record holds."""


def established_doi(
    citation: KeptCitation, judged: Judged, repairs: Mapping[str, Sequence[Suggestion]]
) -> str:
    """The DOI name of the work that a reference names beyond doubt; empty when there is doubt."""
    comparison = judged.citations.get(citation.id)
    if citation.doi and comparison is not None and comparison.value is Agreement.AGREES:
        return judged.dois[citation.doi].registration.alias_of or citation.doi
    best = next(iter(repairs.get(citation.id, ())), None)
    return best.after if best is not None and best.safe else ""


def find_right_identifiers(
    wrong: Iterable[Finding],
    mentions: Iterable[KeptMention],
    citations: Iterable[KeptCitation],
    judged: Judged,
    repairs: Mapping[str, Sequence[Suggestion]],
    asker: Asker,
) -> dict[str, RightIdentifier]:
    """What should stand in place of the identifiers that ``wrong`` is about, by mention id."""
    by_id = {mention.id: mention for mention in mentions}
    cited = {citation.id: citation for citation in citations}
    works: dict[str, str] = {}
    for finding in wrong:
        citation = cited.get(finding.reference_id or "")
        mention = by_id.get(finding.mention_id or "")
        if citation is None or mention is None:
            continue
        doi = established_doi(citation, judged, repairs)
        if doi and judged.identifiers[mention.scheme, mention.value].doi != doi:
            works[mention.id] = doi
    wanted: dict[str, set[Scheme]] = defaultdict(set)
    for key, doi in works.items():
        if by_id[key].scheme in _ASKED:
            wanted[doi].add(by_id[key].scheme)
    _ask_numbers(wanted, asker)
    found = {key: _right(by_id[key], doi, asker) for key, doi in works.items()}
    return {key: right for key, right in found.items() if right and right.value != by_id[key].value}


def _right(mention: KeptMention, doi: str, asker: Asker) -> RightIdentifier | None:
    if mention.scheme in _ASKED:
        return _told(mention.scheme, doi, asker)
    work, _ = asker.knows.work_of(doi)
    value = recorded_number(mention, work) if work is not None else ""
    return RightIdentifier(value=value, doi=doi) if value else None


def recorded_number(mention: KeptMention, work: Work) -> str:
    """The ISBN or arXiv number that a record holds; of several ISBNs the one that was meant.

    Empty when there is none, or it is not clear which.
    """
    if mention.scheme is Scheme.ARXIV:
        names = (work.doi, *(name for _, name in work.relations))
        found = {n.removeprefix(ARXIV_DOI) for n in names if n.startswith(ARXIV_DOI)}
    elif mention.scheme is Scheme.ISBN:
        found = set(isbns_of(work.isbn))
        if len(found) > 1:
            found = {i for i in found if OSA.distance(i, mention.value) <= _SLIPS}
    else:
        found = set()
    return found.pop() if len(found) == 1 else ""


def _told(scheme: Scheme, doi: str, asker: Asker) -> RightIdentifier | None:
    """The number that NCBI gives; a PMID only when PubMed names the same DOI name for it."""
    for check in (*_answers(f"doi:{doi}", asker), *_answers(f"aid:{doi}", asker)):
        value = str(check.facts.get(scheme.value) or "")
        if value and scheme is not Scheme.PMID:
            return RightIdentifier(value=value, doi=doi, checks=ids_of(check))
        for article in _answers(f"pmid:{value}", asker)[:1]:
            if article.facts.get("doi") == doi:
                return RightIdentifier(value=value, doi=doi, checks=ids_of(check, article))
    return None


def _answers(subject: str, asker: Asker) -> list[Check]:
    """What NCBI said of an identifier, latest first."""
    checks = asker.store.checks_of(subject, Question.CROSSWALK)
    return [check for check in reversed(checks) if check.error is None]


def _ask_numbers(wanted: Mapping[str, set[Scheme]], asker: Asker) -> None:
    """Ask the converter about all, PubMed about those it does not know, then for their records."""
    settings, who = asker.settings, ncbi_asker(asker.settings)
    names = [doi for doi in wanted if "," not in doi]
    stage, question, authority = "right identifiers", Question.CROSSWALK, Authority.NCBI

    def convert(client: Client, subjects: list[str]) -> list[Check]:
        dois = [subject.removeprefix("doi:") for subject in subjects]
        return ncbi.ask_numbers(client, settings.services.pmc, dois, who)

    def search(client: Client, subject: str) -> list[Check]:
        doi = subject.removeprefix("aid:")
        return [ncbi.search_article(client, settings.services.ncbi, doi, who)]

    def articles(client: Client, subjects: list[str]) -> list[Check]:
        pmids = [subject.removeprefix("pmid:") for subject in subjects]
        return ncbi.ask_articles(client, settings.services.ncbi, pmids, who)

    def pmid_of(subject: str) -> str:
        return next((str(c.facts.get("pmid") or "") for c in _answers(subject, asker)), "")

    due = [f"doi:{doi}" for doi in names if _is_due(f"doi:{doi}", asker)]
    asker.ask_each(chunks(due, ncbi.MAX_IDS), stage, convert, question, authority)
    unknown = [d for d in wanted if Scheme.PMID in wanted[d] and not pmid_of(f"doi:{d}")]
    searched = [f"aid:{doi}" for doi in unknown if _is_due(f"aid:{doi}", asker)]
    asker.ask_each(searched, stage, search, question, authority)
    found = {pmid_of(f"{kind}:{doi}") for doi in wanted for kind in ("doi", "aid")} - {""}
    unread = sorted(f"pmid:{pmid}" for pmid in found if _is_due(f"pmid:{pmid}", asker))
    asker.ask_each(chunks(unread, ncbi.MAX_IDS), stage, articles, question, authority)


def _is_due(subject: str, asker: Asker) -> bool:
    checks = asker.store.checks_of(subject, Question.CROSSWALK)
    days = asker.settings.identifier_days
    return is_due(answer_due_at(subject, checks, days), asker.now())
