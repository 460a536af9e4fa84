"""Derives and stores the verdicts on all DOI names, citations and links.

Asks nobody: the same rows come out whenever it is run over the same checks (``rejudge``), but for
why a link that nobody has ever asked for has to wait, which only the run knows that put it off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice

from archive.records import (
    Agreement,
    Check,
    InternalLink,
    KeptCitation,
    KeptMention,
    Landing,
    LinkDue,
    LinkVerdict,
    Place,
    Question,
    Registration,
    Scheme,
    Work,
)
from archive.store import Store
from pipelines.dois import candidates_from_url
from pipelines.matching.agreeing import Comparison, compare
from pipelines.matching.introductions import described_before, is_of_a_day, is_of_another
from pipelines.references.authors import read_authors
from pipelines.references.fields import read_fields
from pipelines.styling.items import item_of
from pipelines.verification import quirks
from pipelines.verification.doi_links import leads_to
from pipelines.verification.due import registration_due_at, web_due_at
from pipelines.verification.judging.judge import (
    RULE_VERSION,
    judge_landing,
    judge_link,
    judge_own_link,
)
from pipelines.verification.judging.judged import DoiVerdicts, Judged
from pipelines.verification.judging.promises import as_titled, has_title
from pipelines.verification.judging.verdicts import Patience, WebVerdict
from pipelines.verification.knowledge import Knowledge, with_histories
from pipelines.verification.neighbours import Neighbours
from pipelines.verification.probing import LEFT_OUT, exclusion, forbidden, is_resolver
from pipelines.verification.settings import VerificationSettings

# The worst answer of all citations is the DOI's: what is wrong somewhere has to be looked at.
_WORST_FIRST = (Agreement.DIFFERS, Agreement.PARTIAL, Agreement.AGREES, Agreement.NO_METADATA)
# Links whose verdicts are written by one statement.
_WRITTEN_AT_ONCE = 100
# A link, what we believe of it, and the columns of its row that say so.
_JudgedLink = tuple[LinkDue | InternalLink, WebVerdict[LinkVerdict], dict[str, object]]


def judge_dois(
    store: Store,
    knows: Knowledge,
    mentions: Iterable[KeptMention],
    citations: Sequence[KeptCitation],
    settings: VerificationSettings,
    now: datetime,
) -> Judged:
    """Judge every DOI name on the site and every citation that prints one."""
    judged = Judged()
    worst: dict[str, Agreement] = {}
    for citation in citations:
        if citation.doi is None:
            continue
        comparison = _compare(citation, knows)
        judged.citations[citation.id] = comparison
        _keep_comparison(store, citation, comparison)
        known = (worst.get(citation.doi), comparison.value)
        worst[citation.doi] = next((a for a in _WORST_FIRST if a in known), comparison.value)
    names = [m.value for m in mentions] + [c.doi for c in citations if c.doi]
    for doi in dict.fromkeys(names):
        verdicts = _judge_doi(store, knows, doi, settings)
        judged.dois[doi] = verdicts
        agreement = worst.get(doi, Agreement.NO_CITATION)
        _keep_doi(store, knows, verdicts, agreement, settings, now)
    return judged


def _judge_doi(
    store: Store, knows: Knowledge, doi: str, settings: VerificationSettings
) -> DoiVerdicts:
    registration = knows.registration_of(doi)
    work, _ = knows.work_of(doi)
    if knows.is_registered(doi):
        looks = store.checks_of(doi, Question.LANDING)
        landing = judge_landing(looks, knows.landing_url_of(doi), doi, work, settings.patience)
        landing = replace(landing, reason=knows.why_nowhere(doi) or landing.reason)
    else:
        landing = WebVerdict(value=Landing.UNKNOWN, reason="")
    return DoiVerdicts(
        doi=doi,
        registration=registration,
        landing=landing,
        notice=knows.notice_of(doi),
        work=work,
        leads_nowhere=knows.leads_nowhere(doi),
    )


def _compare(citation: KeptCitation, knows: Knowledge) -> Comparison:
    work, _ = knows.work_of(citation.doi or "")
    if work is None:
        return Comparison(value=Agreement.NO_METADATA)
    found = _beside(citation, work)
    if found.value is Agreement.DIFFERS and _prints_its_own(citation, knows):
        return Comparison(value=Agreement.NO_CITATION, is_of_another=True)
    if found.value is Agreement.DIFFERS and _is_report(citation, found):
        return Comparison(value=Agreement.NO_CITATION, is_of_another=True)
    if found.value is Agreement.DIFFERS and _points_elsewhere(citation):
        if set(found.agreeing) <= {"year"} and _is_not_the_other(citation, work):
            return found
        return Comparison(value=Agreement.NO_CITATION, is_of_another=True)
    return found


def _beside(citation: KeptCitation, work: Work) -> Comparison:
    ranked = sorted(citation.fields, key=lambda f: f.confidence)
    return compare(citation.printed, {f.name: f.value for f in ranked}, work)


def _prints_its_own(citation: KeptCitation, knows: Knowledge) -> bool:
    """Whether the reference prints another DOI name whose record agrees in every part.

    Then that is the work's own, whatever the other is for: ``(comment: doi:…). doi:…``.
    """
    names = {m.value for m in citation.mentions if m.scheme is Scheme.DOI}
    works = (knows.work_of(name)[0] for name in sorted(names - {citation.doi}))
    compared = (_beside(citation, work) for work in works if work is not None)
    return any(one.value is Agreement.AGREES and not one.differing for one in compared)


def _is_report(citation: KeptCitation, found: Comparison) -> bool:
    """Whether it is a report of a day about a work, whose name it gives: in the press, mostly.

    Of the work that is compared nothing is printed but the year, and perhaps where it appeared.
    """
    has_volume = any(field.name == "volume" for field in citation.fields)
    is_near = set(found.agreeing) <= {"year", "container"}
    return is_near and not has_volume and is_of_a_day(citation.printed)


def _points_elsewhere(citation: KeptCitation) -> bool:
    """Whether the reference introduces its DOI name as that of another work."""
    prints = _prints(citation)
    return bool(prints) and all(is_of_another(citation.printed, print_) for print_ in prints)


def _is_not_the_other(citation: KeptCitation, work: Work) -> bool:
    """Whether the other work is printed with its people and its title, and is not this one either.

    ``Comment on: Lee A. Backs. BMJ 2009. doi:…``: whichever of the two works the name is meant
    for, it is neither's.
    """
    for printed in _prints(citation):
        other = described_before(citation.printed, printed)
        if read_authors(other) is None:
            return False
        found = compare(other, {f.name: f.value for f in read_fields(other)}, work)
        is_sure = {"title", "author"} <= set(found.differing) and set(found.agreeing) <= {"year"}
        if not (is_sure and found.value is Agreement.DIFFERS):
            return False
    return True


def _prints(citation: KeptCitation) -> list[str]:
    """How the text of the reference prints the name that is taken for its own."""
    names = [m for m in citation.mentions if m.scheme is Scheme.DOI and m.place is Place.TEXT]
    return [m.printed for m in names if m.value == citation.doi]


def _keep_comparison(store: Store, citation: KeptCitation, comparison: Comparison) -> None:
    differing = [
        f"{name}: {printed or '(not printed)'} / {registered}"
        for name, (printed, registered) in comparison.differing.items()
    ]
    store.set_citation(
        citation.id,
        agreement=comparison.value,
        agreeing=", ".join(comparison.agreeing),
        differing="; ".join(differing),
    )


def _keep_doi(
    store: Store,
    knows: Knowledge,
    verdicts: DoiVerdicts,
    agreement: Agreement,
    settings: VerificationSettings,
    now: datetime,
) -> None:
    doi, registration, work = verdicts.doi, verdicts.registration, verdicts.work
    checks = store.checks_of(doi, Question.REGISTRATION)
    reasons = (registration.reason, verdicts.landing.reason, verdicts.notice.reason)
    columns: dict[str, object] = {
        "registration": registration.value,
        "landing": verdicts.landing.value,
        "agreement": agreement,
        "notice": verdicts.notice.value,
        "reason": " ".join(filter(None, reasons)),
        "agency": knows.agency_of(knows.name_of(doi)),
        "alias_of": registration.alias_of,
        "landing_url": knows.landing_url_of(doi),
        "notices_json": verdicts.notice.rows,
        "superseded_by": verdicts.notice.superseded_by or None,
        "checked_at": checks[-1].asked_at if checks else None,
        "due_at": registration_due_at(doi, checks, registration, settings) or now,
        "rule_version": RULE_VERSION,
    }
    if work is not None:
        columns |= {
            "title": work.title,
            "container": work.container,
            "authors": work.authors,
            "year": work.year,
            "volume": work.volume,
            "issue": work.issue,
            "pages": work.pages,
            "article_number": work.article_number,
            "type": work.type,
            "publisher": work.publisher,
            "licence_url": work.licence_url,
            "csl_json": item_of(work),
        }
    store.set_doi(doi, now, **columns)


def judge_links(
    store: Store,
    knows: Knowledge,
    external: Iterable[LinkDue],
    internal: Iterable[InternalLink],
    settings: VerificationSettings,
    put_off: Mapping[str, str],
) -> Iterator[tuple[LinkDue | InternalLink, WebVerdict[LinkVerdict]]]:
    """Judge every link that stands on a page, and write it down, some at a time.

    ``put_off`` says by URL why this run did not ask for it.
    """
    judged = chain(
        _external_verdicts(store, knows, external, settings, put_off),
        _own_verdicts(store, internal, settings.patience),
    )
    while some := list(islice(judged, _WRITTEN_AT_ONCE)):
        store.set_links({link.id: columns for link, _, columns in some})
        yield from ((link, verdict) for link, verdict, _ in some)


def keep_well(
    store: Store,
    settings: VerificationSettings,
    looked_at: Iterable[tuple[LinkDue, Sequence[Check]]],
) -> None:
    """Judge links that were just looked at, and write down those that are well.

    These are nearly all, and nothing more is to be said of them: ``judge_links`` need not read them
    again (``Store.external_links``).
    """
    well = {}
    for link, checks in looked_at:
        verdict = as_sent(judge_link(checks, settings.patience), link)
        if is_plainly_well(verdict):
            well[link.id] = _row_of(link, checks, verdict, settings)
    store.set_links(well)


def is_plainly_well(verdict: WebVerdict[LinkVerdict]) -> bool:
    """Whether nothing is to be said of a link."""
    return verdict.value is LinkVerdict.OK and not verdict.missing


def _external_verdicts(
    store: Store,
    knows: Knowledge,
    links: Iterable[LinkDue],
    settings: VerificationSettings,
    put_off: Mapping[str, str],
) -> Iterator[_JudgedLink]:
    patience, neighbours = settings.patience, Neighbours(store)
    for link, checks in with_histories(store, links):
        verdict = _judge_external(knows, link, checks, settings, patience)
        verdict = neighbours.weigh(verdict, link, checks)
        if verdict.value is LinkVerdict.SOFT_404 and has_title(checks, store.places_of(link.id)):
            verdict = as_titled(verdict)
        if not checks and link.url in put_off:
            reason = f"It waits for the next run: {put_off[link.url]}."
            verdict = replace(verdict, reason=reason)
        yield link, verdict, _row_of(link, checks, verdict, settings)


def _row_of(
    link: LinkDue,
    checks: Sequence[Check],
    verdict: WebVerdict[LinkVerdict],
    settings: VerificationSettings,
) -> dict[str, object]:
    """The columns of a link that leads out, which say what is believed of it."""
    due_at = web_due_at(
        link.url,
        checks,
        settings.link_days,
        has_failed=verdict.has_failed,
        strike_days=settings.strike_days,
    )
    return {
        "verdict": verdict.value,
        "reason": verdict.reason,
        "status": verdict.status,
        "final_url": verdict.final_url,
        "checked_at": checks[-1].asked_at if checks else None,
        "last_ok_at": verdict.last_ok_at,
        "strikes": verdict.strikes,
        "due_at": due_at,
        "rule_version": RULE_VERSION,
    }


def _own_verdicts(
    store: Store, links: Iterable[InternalLink], patience: Patience
) -> Iterator[_JudgedLink]:
    for own, past in with_histories(store, links):
        verdict = judge_own_link(own, past, patience)
        columns: dict[str, object] = {
            "verdict": verdict.value,
            "reason": verdict.reason,
            "status": verdict.status,
            "checked_at": own.captured_at,
            "strikes": verdict.strikes,
            "rule_version": RULE_VERSION,
        }
        if verdict.last_ok_at:
            columns["last_ok_at"] = own.captured_at
        yield own, verdict, columns


def _judge_external(
    knows: Knowledge,
    link: LinkDue,
    checks: Sequence[Check],
    settings: VerificationSettings,
    patience: Patience,
) -> WebVerdict[LinkVerdict]:
    reason = exclusion(link)
    if reason:
        return WebVerdict(value=LinkVerdict.EXCLUDED, reason=f"Not asked: {reason}.")
    if is_resolver(link):
        return _judge_resolver(knows, link)
    reason = forbidden(link.url, settings)
    if reason:
        return WebVerdict(value=LinkVerdict.UNSAFE, reason=f"It must not be asked: {reason}.")
    if not (checks or settings.probe_links):
        return WebVerdict(value=LinkVerdict.EXCLUDED, reason=f"Not asked: {LEFT_OUT}.")
    verdict = judge_link(checks, patience)
    return as_sent(verdict, link)


def as_sent(verdict: WebVerdict[LinkVerdict], link: LinkDue) -> WebVerdict[LinkVerdict]:
    """The verdict of a form's address, which is asked without the form's data: a refusal of that
    says nothing about the form. No answer at all still does, and so does a parked domain."""
    says_no = (LinkVerdict.GONE, LinkVerdict.SOFT_404, LinkVerdict.UNREACHABLE)
    is_form = set(link.elements) <= quirks.SENDING_ELEMENTS
    if not is_form or verdict.status is None or verdict.value not in says_no:
        return verdict
    reason = f"It was asked without what its form sends, so this says nothing: {verdict.reason}"
    return replace(verdict, value=LinkVerdict.UNKNOWN, reason=reason, strikes=0)


def _judge_resolver(knows: Knowledge, link: LinkDue) -> WebVerdict[LinkVerdict]:
    """A link to doi.org is as good as the registration of its DOI name."""
    verdict = None
    for candidate in candidates_from_url(link.url):
        verdict = knows.registration_of(candidate.value)
        if knows.is_registered(candidate.value):
            reason = f"Judged as the DOI name {candidate.value}: registered."
            if not leads_to(link.url, candidate.value):
                reason = f"doi.org does not take this address; {candidate.value} is registered."
                return WebVerdict(value=LinkVerdict.GONE, reason=reason, checks=verdict.checks)
            return WebVerdict(value=LinkVerdict.OK, reason=reason, checks=verdict.checks)
    if verdict is not None and verdict.value is Registration.NOT_REGISTERED:
        reason = "Judged as a DOI name: nothing is registered under it."
        return WebVerdict(value=LinkVerdict.GONE, reason=reason, checks=verdict.checks)
    return WebVerdict(value=LinkVerdict.EXCLUDED, reason="Judged as a DOI name, not as a link.")
