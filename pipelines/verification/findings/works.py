"""Findings on DOI names and citations: what is wrong, where, and what to do. Pure.

One thing wrong at one place is one finding: a DOI name printed in the text and again in the
link around it counts once, and so does a link that stands twice on a page. What is blocked is
no finding; what we could not tell is one only where we could not ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive.counting import listed_fields
from archive.records import (
    Agreement,
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Landing,
    Place,
    Registration,
    Scheme,
    Severity,
    Suggestion,
)
from pipelines.matching.agreeing import Comparison
from pipelines.styling.editing import address_of
from pipelines.verification.doi_links import (
    is_broken_link,
    is_called_one,
    is_carried,
    is_doubled,
    over,
    words_behind,
)
from pipelines.verification.findings.conflicts import find_conflict, find_second_name
from pipelines.verification.findings.differences import differing_in_words
from pipelines.verification.findings.examples import is_example, is_for_tests
from pipelines.verification.findings.notices import cites_notice, find_notice
from pipelines.verification.findings.places import finding_at
from pipelines.verification.judging.judge import is_deleted
from pipelines.verification.judging.judged import DoiVerdicts, Judged


def find_in_dois(
    judged: Judged,
    mentions: Iterable[KeptMention],
    citations: Iterable[KeptCitation],
    repairs: Mapping[str, Suggestion],
    sentences: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Finding]:
    """Findings about DOI names and the works they name.

    ``repairs`` are accepted suggestions by reference id, or by mention id outside references;
    ``sentences`` those that lean on a reference, by its id.
    """
    by_id = {citation.id: citation for citation in citations}
    for places in _one_place_each(mentions):
        mention = places[0]
        verdicts = judged.dois.get(mention.value)
        if verdicts is None:
            continue
        citation = by_id.get(mention.reference_id or "")
        conflict = find_conflict(places, citation, judged)
        conflict = conflict or find_second_name(mention, citation, judged)
        if conflict is not None:
            yield conflict
        else:
            yield from _print(places, verdicts, repairs)
        yield from _landing(mention, verdicts, repairs)
        leaning = (sentences or {}).get(mention.reference_id or "", ())
        repair = repairs.get(mention.reference_id or "")
        yield from find_notice(mention, verdicts, citation, leaning, repair)
        if cites_notice(verdicts, citation):
            continue  # told
        if citation is not None and citation.doi == mention.value:
            comparison = judged.citations.get(citation.id)
            if comparison is not None and comparison.value is Agreement.DIFFERS:
                yield _wrong_work(mention, citation, comparison, verdicts, repairs)
    for citation in by_id.values():
        repair = repairs.get(citation.id)
        if citation.doi is None and repair and not _is_printed_short(citation, repair, judged):
            yield _missing(citation, repair)


def _one_place_each(mentions: Iterable[KeptMention]) -> list[list[KeptMention]]:
    """Mentions of one name at one place (reference, or sentence), the visible one first."""
    places: dict[tuple[str, str, str], list[KeptMention]] = {}
    for mention in mentions:
        where = mention.reference_id or mention.context or mention.id
        places.setdefault((mention.page_id, mention.value, where), []).append(mention)
    return [sorted(found, key=lambda m: m.place is not Place.TEXT) for found in places.values()]


def _print(
    places: Sequence[KeptMention], verdicts: DoiVerdicts, repairs: Mapping[str, Suggestion]
) -> Iterator[Finding]:
    """What is wrong with a name as it is printed at one place.

    Where it only stands inside another address, nobody claims that it is a DOI name.
    """
    claimed = [mention for mention in places if not is_carried(mention)]
    if not claimed:
        return
    if not verdicts.registration.is_registered:
        if is_for_tests(claimed[0]):
            return
        is_called = any(map(is_called_one, claimed))
        for found in _unregistered(claimed[0], verdicts, repairs):
            told = found if is_called else _as_bare(found)
            yield replace(told, severity=Severity.NOTICE) if is_example(claimed[0]) else told
        return
    broken: dict[str, KeptMention] = {}
    for mention in filter(is_broken_link, claimed):  # one place may have several, each another slip
        broken.setdefault(mention.printed, mention)
    yield from (_broken_link(mention, verdicts) for mention in broken.values())
    if not broken and verdicts.registration.value is Registration.REGISTERED:
        yield from _misprinted(claimed, verdicts)


def _broken_link(mention: KeptMention, verdicts: DoiVerdicts) -> Finding:
    """A link to a resolver that holds a registered name, and more than the resolver takes."""
    meant = address_of(mention.value)
    return finding_at(
        mention,
        FindingKind.DOI_MALFORMED,
        Severity.WARNING if is_doubled(mention.printed) else Severity.ERROR,
        should_say=meant,
        why=(
            f"This link is not the address of a DOI name as it is written: readers may get an "
            f"error. {mention.value} is registered, and seems to be meant."
        ),
        checks=verdicts.registration.checks,
        suggestions=(
            Suggestion(before=mention.printed, after=meant, rule="resolver_address", score=0.9),
        ),
    )


def _unregistered(
    mention: KeptMention, verdicts: DoiVerdicts, repairs: Mapping[str, Suggestion]
) -> Iterator[Finding]:
    registration = verdicts.registration
    if registration.value is Registration.NOT_REGISTERED:
        repair = repairs.get(mention.reference_id or mention.id)
        why = (
            f"Nothing is registered under this DOI name, so it leads nowhere. {registration.reason}"
        )
        if repair is not None:
            why += (
                f" {repair.after} is registered, and its record agrees with this reference in "
                f"{listed_fields(repair.agreeing)}."
            )
        yield _of_mention(
            mention, verdicts, repair, FindingKind.DOI_NOT_REGISTERED, Severity.ERROR, why
        )
    elif registration.value is Registration.NOT_A_DOI:
        why = f"This looks like a DOI name and is none. {registration.reason}"
        yield _of_mention(mention, verdicts, None, FindingKind.DOI_MALFORMED, Severity.WARNING, why)
    elif registration.value is Registration.UNKNOWN:
        why = f"Nobody could say whether this DOI name is registered. {registration.reason}"
        yield _of_mention(
            mention, verdicts, None, FindingKind.DOI_UNVERIFIED, Severity.UNKNOWN, why
        )


def _as_bare(finding: Finding) -> Finding:
    """What is told where a number only looks like a DOI name, and nobody calls it one."""
    is_accused = finding.kind is FindingKind.DOI_NOT_REGISTERED
    if not is_accused or finding.severity is not Severity.ERROR or finding.suggestions:
        return finding
    why = f"It looks like a DOI name, and may be a number of something else. {finding.why}"
    return replace(finding, severity=Severity.NOTICE, why=why)


def _misprinted(places: Sequence[KeptMention], verdicts: DoiVerdicts) -> Iterator[Finding]:
    """A name that is meant when the print is read otherwise than it stands there.

    What sets in order beyond typography (``_NO_NAME``) is told even where it is the likeliest
    reading: who copies the print gets nothing. Not where a link that works stands over it.
    """
    mention = places[0]
    if not mention.candidates:
        return
    first = mention.candidates[0]
    if first.value == mention.value:
        mended = [why for rule, why in _NO_NAME.items() if rule in first.rule.split("+")]
        if mended and not any(place.place is Place.HREF for place in places):
            seems = f"{mention.value} is registered, and seems to be meant."
            why = f"As it is printed, nobody can follow it: {mended[0]}. {seems}"
            yield _other_print(mention, verdicts, mention.printed, first.rule, why)
        return
    rule = next((c.rule for c in mention.candidates if c.value == mention.value), "")
    if (
        "joined" in first.rule
        and "joined" not in rule
        and (words_behind(mention.printed, mention.value))
    ):
        return  # the words behind it were only tried as a part of it: it is printed well
    why = (
        f"As it is printed, this reads {first.value}. {mention.value} is registered, and seems to "
        f"be meant{f': {mention.because}' if mention.because else '.'}"
    )
    yield _other_print(mention, verdicts, first.value, rule or "reading", why)


_NO_NAME = {
    "misread_prefix": "every DOI name begins with 10, a dot, a number and a slash",
    "sici": "its signs < and >, a colon or a letter at its end are lost or printed otherwise",
    "double_underscore": "one of its underscores is printed twice",
}
"""Rules of readings that change more than typography, and what of the print they change."""


def _other_print(
    mention: KeptMention, verdicts: DoiVerdicts, before: str, rule: str, why: str
) -> Finding:
    return finding_at(
        mention,
        FindingKind.DOI_MALFORMED,
        Severity.WARNING,
        why,
        should_say=over(mention, mention.value),
        checks=verdicts.registration.checks,
        suggestions=(Suggestion(before=before, after=mention.value, rule=rule, score=0.9),),
    )


def _landing(
    mention: KeptMention, verdicts: DoiVerdicts, repairs: Mapping[str, Suggestion]
) -> Iterator[Finding]:
    landing = verdicts.landing
    if verdicts.leads_nowhere:
        yield _nowhere(mention, verdicts, repairs)
    told = {
        Landing.GONE: (
            FindingKind.DOI_LANDING_GONE,
            Severity.WARNING,
            "The DOI name is right, but the publisher's page behind it is gone: readers get "
            "nowhere. Only the publisher can repair it: tell them, or cite another copy.",
        ),
        Landing.HIJACKED: (
            FindingKind.DOI_LANDING_HIJACKED,
            Severity.ERROR,
            "The DOI name is right, but it leads to somebody else's page. Keep the reference, and "
            "print the name without a link until it leads to the work again.",
        ),
    }
    if landing.value in told:
        kind, severity, meaning = told[landing.value]
        if is_deleted(verdicts.registration.landing_url or ""):
            meaning = (
                "The publisher has deleted this DOI name: readers end at a page that says so. "
                "Cite another copy of the work."
            )
        if mention.value not in mention.printed.lower():  # told as misprinted
            right = f"The DOI name that is meant, {mention.value}, is right"
            meaning = meaning.replace("The DOI name is right", right)
        why = f"{meaning} {landing.reason}"
        yield finding_at(mention, kind, severity, why, checks=landing.checks)


def _nowhere(
    mention: KeptMention, verdicts: DoiVerdicts, repairs: Mapping[str, Suggestion]
) -> Finding:
    """The name is no mistake of the page's, and still helps no reader."""
    repair = repairs.get(mention.reference_id or mention.id)
    why = f"The DOI name is registered and leads nowhere. {verdicts.landing.reason}"
    if repair is not None:
        why += (
            f" {repair.after} is registered too, and its record agrees with this reference in "
            f"{listed_fields(repair.agreeing)}."
        )
    return _of_mention(mention, verdicts, repair, FindingKind.DOI_NO_LANDING, Severity.NOTICE, why)


def _of_mention(
    mention: KeptMention,
    verdicts: DoiVerdicts,
    repair: Suggestion | None,
    kind: FindingKind,
    severity: Severity,
    why: str,
) -> Finding:
    """A finding about a name where it is printed, with what repairs it."""
    return finding_at(
        mention,
        kind,
        severity,
        why,
        should_say=over(mention, repair.after) if repair else "",
        checks=verdicts.registration.checks,
        suggestions=(repair,) if repair else (),
    )


def _wrong_work(
    mention: KeptMention,
    citation: KeptCitation,
    comparison: Comparison,
    verdicts: DoiVerdicts,
    repairs: Mapping[str, Suggestion],
) -> Finding:
    """The DOI name is registered, and what is registered is not what the reference says."""
    work = verdicts.work
    title = f"“{work.title}”" if work else ""
    place = " ".join(filter(None, (work.container, str(work.year or "")))) if work else ""
    named = ", ".join(filter(None, (title, place)))
    differing = differing_in_words(comparison.differing)
    repair = repairs.get(citation.id)
    sure = {"title", "author"} & set(comparison.differing)
    why = f"This DOI name belongs to another work: {named}. They differ in {differing}."
    if repair is not None:
        why += f" {repair.after} is registered and agrees in {listed_fields(repair.agreeing)}."
    severity = Severity.ERROR if sure else Severity.WARNING
    found = _of_mention(mention, verdicts, repair, FindingKind.WRONG_WORK, severity, why)
    return replace(found, reference_id=citation.id)


def _is_printed_short(citation: KeptCitation, repair: Suggestion, judged: Judged) -> bool:
    """Whether a shortDOI (``10/abcde``) of the same work stands in the reference already."""
    shorts = (
        judged.identifiers.get((mention.scheme, mention.value))
        for mention in citation.mentions
        if mention.scheme is Scheme.HANDLE and mention.value.startswith("10/")
    )
    return any(short is not None and short.doi == repair.after for short in shorts)


def _missing(citation: KeptCitation, repair: Suggestion) -> Finding:
    """A reference that prints no DOI name, and has one; or seems to have, where it is not safe."""
    named = (
        f"{repair.after} is registered, and its record agrees in {listed_fields(repair.agreeing)}."
    )
    why = f"This reference prints no DOI name, and has one: {named}"
    if not repair.safe:
        why = f"This reference prints no DOI name, and seems to have one: {named} Check it first."
    return Finding(
        kind=FindingKind.DOI_MISSING,
        severity=Severity.NOTICE,
        page_id=citation.page_id,
        subject=repair.after,
        says=citation.printed,
        should_say=address_of(repair.after),
        why=why,
        reference_id=citation.id,
        suggestions=(repair,),
    )
