"""Asking about repairs: which of the names a citation suggests is registered, and agrees?

Nothing else is ever suggested. Names are asked in the order of ``repair``, one round for all
citations at a time so that registries get their questions together, and a citation is done
with its first name that is registered and whose record agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.records import (
    Agreement,
    KeptCitation,
    KeptMention,
    Registration,
    Scheme,
    Suggestion,
)
from pipelines.matching.agreeing import compare
from pipelines.verification.asking import Asker
from pipelines.verification.judging import Judged
from pipelines.verification.repair import Repair, derive_doi, repair_doi


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A citation whose DOI name is wrong or missing (empty), and its parsed fields."""

    key: str
    """Id of the reference, or of the mention where there is none."""
    doi: str
    printed: str
    fields: Mapping[str, str]
    named: tuple[Repair, ...] = ()
    """DOI names that other identifiers of the citation stand for."""


def fields_of(citation: KeptCitation) -> dict[str, str]:
    """The most confident value of every parsed field."""
    ranked = sorted(citation.fields, key=lambda f: f.confidence)
    return {f.name: f.value for f in ranked}


def patients(
    mentions: Iterable[KeptMention], citations: Iterable[KeptCitation], judged: Judged
) -> Iterator[Patient]:
    """Citations and mentions whose DOI name is missing, not registered, or another work's."""
    for citation in citations:
        doi = citation.doi
        if doi is None:
            if not any(m.scheme is Scheme.DOI for m in citation.mentions):
                yield _patient(citation, "", judged)
        elif _is_unregistered(doi, judged) or _is_other(citation, judged):
            yield _patient(citation, doi, judged)
    for mention in mentions:
        if mention.reference_id is None and _is_unregistered(mention.value, judged):
            yield Patient(key=mention.id, doi=mention.value, printed=mention.context, fields={})


def _patient(citation: KeptCitation, doi: str, judged: Judged) -> Patient:
    fields = fields_of(citation)
    named = tuple(
        Repair(before=doi, after=verdict.doi, rule=str(verdict.scheme))
        for mention in citation.mentions
        if (verdict := judged.identifiers.get((mention.scheme, mention.value))) and verdict.doi
    )
    return Patient(key=citation.id, doi=doi, printed=citation.printed, fields=fields, named=named)


def _is_unregistered(doi: str, judged: Judged) -> bool:
    verdicts = judged.dois.get(doi)
    return verdicts is not None and verdicts.registration.value is Registration.NOT_REGISTERED


def _is_other(citation: KeptCitation, judged: Judged) -> bool:
    comparison = judged.citations.get(citation.id)
    return comparison is not None and comparison.value is Agreement.DIFFERS


def find_repairs(patients: Iterable[Patient], asker: Asker) -> dict[str, Suggestion]:
    """The accepted repair of every patient that has one, by its key."""
    found: dict[str, Suggestion] = {}
    waiting = {patient.key: (patient, _names(patient)) for patient in patients}
    while waiting:
        waiting = {key: (p, names) for key, (p, names) in waiting.items() if names}
        asked = {key: names.pop(0) for key, (_, names) in waiting.items()}
        asker.ask_guesses((repair.after for repair in asked.values()), "repairs")
        known = {k: r for k, r in asked.items() if asker.knows.is_registered(r.after)}
        names = [asker.knows.name_of(repair.after) for repair in known.values()]
        asker.ask_agencies(names)
        asker.ask_metadata(names)
        for key, repair in known.items():
            suggestion = _accept(waiting[key][0], repair, asker)
            if suggestion is not None:
                found[key] = suggestion
                del waiting[key]
    return found


def _names(patient: Patient) -> list[Repair]:
    """What other identifiers say first: it costs no question any more."""
    named = [repair for repair in patient.named if repair.after != patient.doi]
    if patient.doi:
        return named + repair_doi(patient.doi, patient.printed, patient.fields)
    return named + derive_doi(patient.printed, patient.fields)


def _accept(patient: Patient, repair: Repair, asker: Asker) -> Suggestion | None:
    """A suggestion when the record agrees; a guess at one character needs more than that."""
    work, _ = asker.knows.work_of(repair.after)
    if work is None:
        return None
    comparison = compare(patient.printed, patient.fields, work)
    is_guess = repair.rule == "one_character"
    if comparison.value is not Agreement.AGREES or (is_guess and not comparison.is_safe):
        return None
    return Suggestion(
        before=repair.before,
        after=repair.after,
        rule=repair.rule,
        score=comparison.score,
        agreeing=comparison.agreeing,
        safe=comparison.is_safe,
    )
