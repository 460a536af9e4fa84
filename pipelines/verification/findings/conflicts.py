"""Findings: two DOI names of different works where only one belongs. Pure.

The text says one and its link another; or the text of a reference says two, side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.records import (
    Agreement,
    Finding,
    FindingKind,
    KeptCitation,
    KeptMention,
    Place,
    Registration,
    Scheme,
    Severity,
    Suggestion,
    Work,
)
from pipelines.matching.agreeing import Comparison, compare
from pipelines.matching.twins import are_one_work, are_two_works
from pipelines.verification.doi_links import in_kind, is_carried
from pipelines.verification.findings.places import finding_at
from pipelines.verification.judging.judged import DoiVerdicts, Judged

_UNCOMPARED = 0.9
"""How sure the only registered one of two names is, where no record tells more."""
_NOTHING_BETWEEN = re.compile(
    r"(?i)(?:[\W_]|doi|https?://(?:dx\.)?doi\.org/|pmid:?\s?\d{1,9}|pmc\d{1,9}"
    r"|available (?:at|from)|and)*"
)
"""What may stand between two names side by side; a word more explains them."""
_EXPLAINED = re.compile(
    r"(?i)\b(?:errat(?:um|a)|corrigend(?:um|a)|corrig(?:ée?|ido)|correct(?:ed|ions?|ie|if)"
    r"|correcci[óo]n(?:es)?|correç(?:ão|ões)|correzion[ei]"
    r"|comment(?!\s(?!in\b|on\b|to\b|by\b|dans\b|sur\b|and\b|doi\b|pmid|https?\b)[^\W\d_])"
    r"|comment(?:s|ed|ary|aries|aires?|aar|o)|kommentar(?:en?|er)?|komentarz[ae]?|coment[aá]rios?"
    r"|repl(?:y|ies)|réponses?|rispost[ae]|antwort(?:en)?|berichtigung(?:en)?"
    r"|re-?publi(?:shed|cation|cad[ao]|ée?|kation)|re-?print(?:ed|s)?"
    r"|retract(?:s|ed|ions?)?|r[ée]tracta(?:tion|ción)|retratação|ritrattazione|widerruf(?:en)?"
    r"|(?:updated?|response|review|translat(?:ed|ions?)|version|original) (?:in|of|to|for|from)"
    r"|summary|zusammenfassung|résumé|resumen|data ?sets?|supplement(?:s|al|ary)?|preprint"
    r"|original(?:ly|e|en|arbeit|artikel|ausgabe|beitrag|fassung|titel|version|veröffentlichung)?"
    r"|also|auch|see|siehe|voir|ver(?!\.?\s?(?!10\.\d{4})\d)|vedi|zie)\b"
)
"""What says beside two names why there are two: ``Erratum in: 10.1/b. 10.1/a``."""
_AROUND_BEFORE, _AROUND_BEHIND = 120, 60
"""Characters around two names in which that is looked for."""


def find_conflict(
    places: Sequence[KeptMention], citation: KeptCitation | None, judged: Judged
) -> Finding | None:
    """What is wrong with a name at one place whose text or link names another; told once.

    It is told at the worse of the two: the one that is not registered; else the one whose
    record the reference does not agree with; else the text. Two registrations of one work are no
    conflict, and where a registry could not be asked nothing is said.
    ``places`` are mentions of one name whose verdicts are in ``judged``.
    """
    mention = next((m for m in places if m.conflicts_with), None)
    if mention is None:
        return None
    here, other = judged.dois[mention.value], judged.dois.get(mention.conflicts_with)
    if other is None or Registration.UNKNOWN in (here.registration.value, other.registration.value):
        return None  # nobody could say which of them is registered
    here_is_good = here.registration.is_registered
    if is_carried(mention) and not here_is_good:
        return None  # an address of its own, whatever it looks like
    is_text = mention.place is Place.TEXT
    where, elsewhere = ("text", "link") if is_text else ("link", "text")
    why = f"The {where} says {mention.value}, the {elsewhere} {mention.conflicts_with}. "
    if other.registration.is_registered:
        compared = {v.doi: _compare(citation, v.work) for v in (here, other)}
        if not here_is_good:
            why += f"Only {mention.conflicts_with} is registered"
            if compared[other.doi].value is Agreement.DIFFERS:
                why += ", and it names another work than the reference."
                return _finding(mention, here, Severity.ERROR, why)
            proposal = _proposal(mention, mention.conflicts_with, compared[other.doi])
            return _finding(mention, here, Severity.ERROR, f"{why}.", proposal)
        agreeing = [doi for doi, found in compared.items() if found.value is Agreement.AGREES]
        if len(agreeing) == 2 or _are_one(here, other):
            return None
        right = agreeing[0] if agreeing else ""
        if right == mention.value or (not right and not is_text):
            return None  # told at the other one
        are_two = are_two_works(here.work, other.work)
        if is_carried(mention) and not are_two:
            return None  # figures and supplements have names of their own
        severity = Severity.ERROR if are_two else Severity.WARNING
        is_clear = compared[mention.value].value is Agreement.DIFFERS
        why += _both_registered(here.work, other.work, right, are_two=are_two, is_clear=is_clear)
        proposals = [_proposal(mention, doi, compared[doi]) for doi in agreeing]
        return _finding(mention, here, severity, why, *proposals)
    if here_is_good or not is_text:
        return None  # told at the other one, or at the text
    return _finding(mention, here, Severity.ERROR, why + "Neither is registered.")


def find_second_name(
    mention: KeptMention, citation: KeptCitation | None, judged: Judged
) -> Finding | None:
    """A name in the text of a reference that belongs to another work, beside the right one.

    Only where one record agrees with the reference and the other one differs, and both are
    certainly of two works; what is told as the reference's own name is not told again.
    """
    if citation is None or not _is_in_text(mention) or _is_told(mention, citation, judged):
        return None
    here = judged.dois[mention.value]
    for other in citation.mentions:
        right = judged.dois.get(other.value)
        if right is None or not _is_in_text(other) or not _are_beside(mention, other, citation):
            continue
        if are_two_works(here.work, right.work) and (
            _compare(citation, here.work).value is Agreement.DIFFERS
            and _compare(citation, right.work).value is Agreement.AGREES
        ):
            titles = " and ".join(f"“{w.title}”" for w in (right.work, here.work) if w)
            why = (
                f"The reference says two DOI names, {other.value} and {mention.value}, of two "
                f"works: {titles}. It agrees with {other.value}: the other one has to go."
            )
            return _finding(mention, here, Severity.ERROR, why)
    return None


def _is_told(mention: KeptMention, citation: KeptCitation, judged: Judged) -> bool:
    """Whether a name is compared as the reference's own."""
    comparison = judged.citations.get(citation.id)
    is_of_another = comparison is not None and comparison.is_of_another
    return citation.doi == mention.value and not is_of_another


def _is_in_text(mention: KeptMention) -> bool:
    is_doi = mention.scheme is Scheme.DOI and mention.place is Place.TEXT
    return is_doi and not mention.conflicts_with and not is_carried(mention)


def _are_beside(one: KeptMention, other: KeptMention, citation: KeptCitation) -> bool:
    """Whether two printed names stand side by side, with nothing that explains why."""
    text = citation.printed
    spans = sorted(found.span() for m in (one, other) if (found := _whole(m.printed).search(text)))
    if len(spans) < 2 or one.value == other.value or spans[1][0] < spans[0][1]:
        return False
    (start, first_end), (second_start, end) = spans
    around = text[max(0, start - _AROUND_BEFORE) : end + _AROUND_BEHIND]
    between = text[first_end:second_start]
    return _NOTHING_BETWEEN.fullmatch(between) is not None and not _EXPLAINED.search(around)


def _whole(printed: str) -> re.Pattern[str]:
    """A name that is not the beginning of a longer one (``10.1/a.1`` of ``10.1/a.12``)."""
    return re.compile(rf"(?<!\w){re.escape(printed)}(?![^\s\w]*\w)")


def _are_one(here: DoiVerdicts, other: DoiVerdicts) -> bool:
    """Whether both names lead to one work: an alias, or registered twice."""
    ends = {verdicts.registration.alias_of or verdicts.doi for verdicts in (here, other)}
    return len(ends) == 1 or are_one_work(here.work, other.work)


def _compare(citation: KeptCitation | None, work: Work | None) -> Comparison:
    """The record of a name beside the reference around it, as far as there are both."""
    if citation is None or work is None:
        return Comparison(value=Agreement.NO_METADATA)
    fields = {f.name: f.value for f in sorted(citation.fields, key=lambda f: f.confidence)}
    return compare(citation.printed, fields, work)


def _both_registered(
    one: Work | None, other: Work | None, right: str, *, are_two: bool, is_clear: bool
) -> str:
    """The reason where both names are registered; ``is_clear``: the other name's work is not the
    one of the reference."""
    if right and is_clear and not are_two:
        return f"Both are registered. The reference agrees with {right}, and not with the other."
    if not are_two:
        agreed = f", and the reference agrees with {right}" if right else ""
        return f"Both are registered{agreed}: look whether they name one work."
    titles = " and ".join(f"“{work.title}”" for work in (one, other) if work)
    why = f"Both are registered, for two works: {titles}. "
    return why + (f"The reference agrees with {right}." if right else "Look which is meant.")


def _finding(
    mention: KeptMention, verdicts: DoiVerdicts, severity: Severity, why: str, *meant: Suggestion
) -> Finding:
    return finding_at(
        mention,
        FindingKind.DOI_CONFLICT,
        severity,
        why,
        should_say=meant[0].after if meant else "",
        suggestions=meant,
        checks=verdicts.registration.checks,
    )


def _proposal(mention: KeptMention, name: str, compared: Comparison) -> Suggestion:
    """The other name at the same place, in the form of the one that is wrong."""
    return Suggestion(
        before=mention.printed,
        after=in_kind(mention.printed, name),
        rule="name_in_the_link" if mention.place is Place.TEXT else "name_in_the_text",
        score=compared.score or _UNCOMPARED,
        agreeing=compared.agreeing,
        safe=compared.is_safe,
    )
