"""Asks which of the DOI names that a citation suggests is registered, and agrees.

Nothing else is ever suggested. The ladder is climbed for all citations together, one round of
names at a time, so that registries get their questions together:

1. names worth a question each (``repair.repair_doi``), until one is safe;
2. names asked for by the list (``repair.widen``), for citations that have nothing yet;
3. a bibliographic search (``discovering``), for those that have nothing still.

Everything that is registered and agrees is kept, best first. Where two works agree, none is
safe: a person has to choose. A name whose record does not tell whether it is the cited work
(a journal's own name, another chapter's) may be right: nothing is guessed beside it, it is
searched for once, and only what is safe and certainly not the same work is kept. Nor is anything
guessed beside a name that is right and leads to no page: only a search can tell another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.records import (
    Agreement,
    Finding,
    KeptCitation,
    KeptMention,
    Registration,
    Scheme,
    Suggestion,
)
from archive.store import Store
from pipelines.matching.agreeing import compare
from pipelines.matching.twins import are_one_work
from pipelines.styling.items import item_of
from pipelines.verification.asking import Asker
from pipelines.verification.findings.proposals import TAKEN_BACK
from pipelines.verification.judging.judged import Judged
from pipelines.verification.knowledge import Knowledge
from pipelines.verification.noticing import look_up_notices
from pipelines.verification.repairing.discovering import ask_searches, found_works, proposals
from pipelines.verification.repairing.repair import SLIP, Repair, derive_doi, repair_doi
from pipelines.verification.repairing.widening import names_found, widen_all

_OPEN = frozenset({Agreement.PARTIAL, Agreement.NO_METADATA})

Repairs = Mapping[str, Sequence[Suggestion]]
"""Proposals by the key of their patient, best first; never empty."""


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
    is_doubtful: bool = False
    """The name is registered, and its record does not tell whether it is the cited work."""
    leads_nowhere: bool = False
    """The name is registered and no slip, and a reader needs another one: nothing is guessed."""


def fields_of(citation: KeptCitation) -> dict[str, str]:
    """The most confident value of every parsed field."""
    ranked = sorted(citation.fields, key=lambda f: f.confidence)
    return {f.name: f.value for f in ranked}


def patients(
    mentions: Iterable[KeptMention], citations: Iterable[KeptCitation], judged: Judged
) -> Iterator[Patient]:
    """Citations and mentions whose DOI name is missing, wrong, doubtful, or leads nowhere."""
    for citation in citations:
        doi = citation.doi
        if doi is None:
            if not any(m.scheme is Scheme.DOI for m in citation.mentions):
                yield _patient(citation, "", judged)
        elif _is_unregistered(doi, judged) or _is_other(citation, judged):
            yield _patient(citation, doi, judged)
        elif judged.dois[doi].leads_nowhere:
            yield replace(_patient(citation, doi, judged), leads_nowhere=True)
        elif _is_doubtful(citation, judged):
            yield replace(_patient(citation, doi, judged), is_doubtful=True)
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


def _is_doubtful(citation: KeptCitation, judged: Judged) -> bool:
    """A record is there, and it neither agrees nor differs."""
    comparison = judged.citations.get(citation.id)
    is_open = comparison is not None and comparison.value in _OPEN
    return is_open and judged.dois[citation.doi or ""].work is not None


def find_repairs(patients: Iterable[Patient], asker: Asker) -> dict[str, tuple[Suggestion, ...]]:
    """Every proposal for every patient that has one, by its key, best first."""
    ill = {patient.key: patient for patient in patients}
    wrong = {key: patient for key, patient in ill.items() if not patient.is_doubtful}
    found: dict[str, list[Suggestion]] = defaultdict(list)
    _ask_one_by_one(wrong, found, asker)
    slips = [p for key, p in wrong.items() if not found.get(key) and not p.leads_nowhere]
    _ask_by_the_list(slips, found, asker)
    _search([p for key, p in ill.items() if not found.get(key) and p.fields], found, asker)
    _ask_notices([s.after for proposals in found.values() for s in proposals], asker)
    return {key: _ranked(proposals, asker) for key, proposals in found.items() if proposals}


def _ask_one_by_one(
    ill: Mapping[str, Patient], found: dict[str, list[Suggestion]], asker: Asker
) -> None:
    """The first rungs, in rounds of one name a patient, until a proposal is safe."""
    waiting = {key: _names(patient) for key, patient in ill.items()}
    while waiting := {key: names for key, names in waiting.items() if names}:
        asked = {key: names.pop(0) for key, names in waiting.items()}
        _ask([repair.after for repair in asked.values()], asker)
        for key, repair in asked.items():
            proposal = _accepted(ill[key], repair, asker)
            if proposal is not None:
                found[key].append(proposal)
                if proposal.safe:
                    waiting[key].clear()


def _ask_by_the_list(
    ill: Sequence[Patient], found: dict[str, list[Suggestion]], asker: Asker
) -> None:
    """The wider rung: a slip is only believed when the record agrees beyond doubt."""
    made = {p.key: widen_all(p.doi, p.printed, p.fields) for p in ill}
    origins = {p.key: p.doi or p.printed for p in ill}
    asked: dict[str, list[str]] = defaultdict(list)
    for key, names in made.items():  # one wrong name may stand in several references
        asked[origins[key]] += [name for name in names if name not in asked[origins[key]]]
    known = names_found(asked, asker)
    _ask([name for names in known.values() for name in names], asker)
    for patient in ill:
        for name in known.get(origins[patient.key], ()):
            repair = made[patient.key].get(name)
            proposal = repair and _accepted(patient, repair, asker)
            if proposal:
                found[patient.key].append(proposal)


def _search(ill: Sequence[Patient], found: dict[str, list[Suggestion]], asker: Asker) -> None:
    """The last rung. A sentence around a bare DOI name, which has no fields, is no citation."""
    ask_searches([patient.printed for patient in ill], asker)
    matches = {p.key: found_works(p.printed, p.fields, asker) for p in ill}
    names = [m.work.doi for named in matches.values() for m in named]
    asker.ask_registrations(names)
    _ask_works(names, asker)
    for patient in ill:
        named = proposals(patient.doi, matches[patient.key], asker)
        found[patient.key] += [s for s in named if _is_worth_it(patient, s, asker)]


def _is_worth_it(patient: Patient, proposal: Suggestion, asker: Asker) -> bool:
    """Beside a name that may be right, only what is beyond doubt, and not the same work again."""
    if not patient.is_doubtful:
        return True
    works = [asker.knows.work_of(name)[0] for name in (patient.doi, proposal.after)]
    return proposal.safe and not are_one_work(*works)


def _ask(names: Sequence[str], asker: Asker) -> None:
    """Are these registered, and what is registered under them?"""
    asker.ask_guesses(names, "repairs")
    _ask_works(names, asker)


def _ask_works(names: Sequence[str], asker: Asker) -> None:
    """The records of those that are registered."""
    works = [asker.knows.name_of(name) for name in names if asker.knows.is_registered(name)]
    asker.ask_agencies(works)
    asker.ask_metadata(works)


def _ask_notices(names: Sequence[str], asker: Asker) -> None:
    """Was a work that is proposed taken back, or is there a newer version of it?"""
    if names:
        asker.ask_editions(names)
        look_up_notices(asker, names)


def _names(patient: Patient) -> list[Repair]:
    """What other identifiers say first: it costs no question any more."""
    named = [repair for repair in patient.named if repair.after != patient.doi]
    if patient.leads_nowhere:
        return named
    if patient.doi:
        return named + repair_doi(patient.doi, patient.printed, patient.fields)
    return named + derive_doi(patient.printed, patient.fields)


def _accepted(patient: Patient, repair: Repair, asker: Asker) -> Suggestion | None:
    """A suggestion when the record agrees; a guess at one character needs more than that."""
    if not asker.knows.is_registered(repair.after):
        return None
    work, _ = asker.knows.work_of(repair.after)
    if work is None:
        return None
    comparison = compare(patient.printed, patient.fields, work)
    is_guess = repair.rule == SLIP
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


def _ranked(proposals: Sequence[Suggestion], asker: Asker) -> tuple[Suggestion, ...]:
    """Best first, each work once; several works that agree are a tie, and a tie is not safe.

    Nor is a work that was taken back.
    """
    knows = asker.knows
    order = sorted(proposals, key=lambda s: (not s.safe, -s.score, -len(s.agreeing)))
    works: dict[str, Suggestion] = {}
    for proposal in order:
        is_safe = proposal.safe and knows.notice_of(proposal.after).value not in TAKEN_BACK
        works.setdefault(knows.name_of(proposal.after), replace(proposal, safe=is_safe))
    if len(works) == 1:
        return tuple(works.values())
    return tuple(replace(proposal, safe=False) for proposal in works.values())


# ----------------------------------------------------------------------------- what comes of it


def keep_found(
    store: Store, knows: Knowledge, citations: Iterable[KeptCitation], repairs: Repairs
) -> None:
    """Write the best proposal of every reference down with it; what is no longer found goes."""
    with store.unit():
        for citation in citations:
            best = next(iter(repairs.get(citation.id, ())), None)
            work = knows.work_of(best.after)[0] if best and best.safe else None
            store.set_citation(
                citation.id,
                found_doi=best.after if best else None,
                found_rule=best.rule if best else "",
                found_score=best.score if best else None,
                found_is_safe=int(best.safe) if best else 0,
                found_csl_json=item_of(work) if work else {},
            )


def with_runners_up(findings: Iterable[Finding], repairs: Repairs) -> Iterator[Finding]:
    """Findings with all proposals that were considered, behind the best one."""
    for finding in findings:
        ranked = repairs.get(finding.reference_id or finding.mention_id or "", ())
        is_of_it = bool(ranked) and finding.suggestions[:1] == tuple(ranked[:1])
        yield replace(finding, suggestions=tuple(ranked)) if is_of_it else finding
