"""Ends a run: judges everything from all checks, keeps the findings, sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from archive.records import (
    Finding,
    FindingKind,
    KeptCitation,
    LinkVerdict,
    Question,
    Registration,
    Work,
)
from archive.store import Store
from pipelines.verification.findings.identifiers import find_in_identifiers
from pipelines.verification.findings.links import (
    JudgedLink,
    find_in_links,
    find_invalid,
    untold,
)
from pipelines.verification.findings.misprints import find_misprints
from pipelines.verification.findings.numbered_works import find_in_numbered_works
from pipelines.verification.findings.pages import find_in_pages
from pipelines.verification.findings.proposals import as_taken_back, with_notices
from pipelines.verification.findings.replacements import Copies, dois_of_references
from pipelines.verification.findings.works import find_in_dois
from pipelines.verification.judging.judged import Judged
from pipelines.verification.judging.verdicts import WebVerdict
from pipelines.verification.knowledge import Knowledge
from pipelines.verification.probing import is_resolver, is_told_as_name
from pipelines.verification.repairing.correcting import correct
from pipelines.verification.repairing.rungs import Repairs, with_runners_up
from pipelines.verification.summary import Summary

BROKEN = (
    LinkVerdict.GONE,
    LinkVerdict.UNREACHABLE,
    LinkVerdict.SOFT_404,
    LinkVerdict.PARKED,
)


def broken_links(store: Store, judged: Judged) -> dict[str, datetime]:
    """External links that need another address, and the moment they were meant for: the printed
    date of the pages that use them, or when the site was first seen to."""
    broken = [link_id for link_id, verdict in judged.links.items() if verdict.value in BROKEN]
    return {
        link.url: store.link_date(link.id) or link.first_seen_at
        for link in store.external_links(broken)
        if not is_resolver(link)
    }


def all_findings(
    store: Store,
    knows: Knowledge,
    judged: Judged,
    repairs: Repairs,
    citation_style: str,
) -> list[Finding]:
    """Every finding of the site as judged, those about references with the corrected ones."""
    citations = store.citations()
    leaning = store.sentences()

    def work_of(doi: str) -> Work | None:
        return knows.work_of(doi)[0]

    best = {key: ranked[0] for key, ranked in repairs.items()}
    in_dois = find_in_dois(judged, store.mentions(), citations, best, leaning)
    found = list(with_notices(with_runners_up(in_dois, repairs), knows.notice_of))
    found += find_misprints(citations, judged)
    found += find_in_pages(store.unreadable_pages())
    found += _in_numbers(store, knows, judged, citations, leaning)
    found = list(as_taken_back(found, citations, work_of, knows.notice_of, leaning))
    links = _judged_links(store, knows, judged)
    dois = dois_of_references(citations, judged, best)
    as_identifiers = {
        (f.page_id, f.says) for f in found if f.kind is FindingKind.IDENTIFIER_UNKNOWN
    }
    found += (
        finding
        for finding in find_in_links(links, store.places_of, dois)
        if (finding.page_id, finding.says) not in as_identifiers  # told as what they lead to
    )
    misprinted = untold(store.misprinted_places(), found)
    leads = store.leads_of(place.link_id for place in misprinted if place.link_id)
    found += find_invalid(store.places_of(None), misprinted, leads)
    return list(correct(found, citations, work_of, citation_style))


def _in_numbers(
    store: Store,
    knows: Knowledge,
    judged: Judged,
    citations: Sequence[KeptCitation],
    leaning: Mapping[str, Sequence[str]],
) -> list[Finding]:
    """What is wrong with PMIDs, ISBNs, handles ..., and with the works that only they name."""
    numbers = store.identifier_mentions()
    found = list(find_in_identifiers(judged, numbers, citations))
    works = find_in_numbered_works(judged, numbers, citations, found, knows.notice_of, leaning)
    return [*found, *works]


def _judged_links(store: Store, knows: Knowledge, judged: Judged) -> list[JudgedLink]:
    """The links of which something is to be said, those that lead out first."""
    outward = [
        JudgedLink(
            id=link.id,
            url=link.url,
            verdict=judged.links[link.id],
            other=link,
            copies=_mementos(knows, link.url, judged.links[link.id]),
        )
        for link in store.external_links(judged.links)
        if not is_told_as_name(link)
    ]
    own_pages = [
        JudgedLink(
            id=own.id,
            url=own.url,
            verdict=judged.links[own.id],
            own=own,
            copies=_captures(store, own.url, judged.links[own.id]),
        )
        for own in store.internal_links()
        if own.id in judged.links
    ]
    return [*outward, *own_pages]


def _mementos(knows: Knowledge, url: str, verdict: WebVerdict[LinkVerdict]) -> Copies:
    """The memento that is known of a link that leads out and is broken."""
    if verdict.value not in BROKEN:
        return Copies()
    return Copies(memento=knows.memento_of(url))


def _captures(store: Store, url: str, verdict: WebVerdict[LinkVerdict]) -> Copies:
    """Our own capture of a page of the site that is not there any more."""
    is_lost = verdict.value in (LinkVerdict.GONE, LinkVerdict.UNREACHABLE)
    return Copies(capture=store.last_good_capture(url) if is_lost else None)


def sum_up(
    summary: Summary,
    judged: Judged,
    findings: list[Finding],
    deferred: Mapping[str, str],
) -> None:
    """Fill in which DOI names are known, checked, deferred and excluded; the sums agree.

    Links were counted while they were judged (``Summary.count_link``).
    """
    summary.dois_known = len(judged.dois)
    for doi, verdicts in judged.dois.items():
        registration = verdicts.registration.value
        if registration is Registration.NOT_A_DOI:
            summary.dois_excluded["not a DOI name"] += 1
        elif registration is Registration.UNKNOWN:
            why = summary.why_deferred(Question.REGISTRATION, doi)
            summary.dois_deferred[why] += 1
        elif doi in deferred:
            summary.dois_deferred[deferred[doi]] += 1
        else:
            summary.dois_checked += 1
    summary.findings = Counter(str(finding.severity) for finding in findings)
