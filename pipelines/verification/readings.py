"""Asks which reading of a printed DOI is meant: in order, each name once for all.

The first reading of a mention is always asked; the next only when the one before is known not
to be registered. When the records are known, readings are weighed: where the registered one is
not the work of its reference, the others are asked too. What came of it, and why, is written
beside the mention. When nobody could be asked, the reading stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from archive.records import Candidate, KeptCitation, KeptMention, Registration
from archive.store import Store
from pipelines.matching.agreeing import Comparison, compare
from pipelines.verification.asking import Asker
from pipelines.verification.choosing import Answer, Choice, choose, rivals
from pipelines.verification.knowledge import Knowledge


def ask_readings(store: Store, asker: Asker) -> None:
    """Ask about the readings of all mentions and choose; mentions follow in the store."""
    mentions = store.mentions()
    lists = list(dict.fromkeys(tuple(r.value for r in _readings(mention)) for mention in mentions))
    asked_before = [citation.doi for citation in store.citations() if citation.doi]
    asker.ask_registrations([*(names[0] for names in lists), *asked_before])
    waiting = [names for names in lists if _is_refuted(names[0], asker.knows)]
    depth = 1
    while waiting := [names for names in waiting if len(names) > depth]:
        asker.ask_guesses((names[depth] for names in waiting), "other readings")
        waiting = [names for names in waiting if asker.knows.is_absent(names[depth])]
        depth += 1
    choose_readings(store, asker.knows)


def weigh_readings(store: Store, asker: Asker) -> bool:
    """Ask about other readings of mentions whose record is not the work of their reference.

    To be called when the records of what is chosen so far have been asked for. Returns whether
    there was one: then mentions may be read otherwise than before.
    """
    knows = asker.knows
    citations = {citation.id: citation for citation in store.citations()}
    doubted: list[str] = []
    for mention in store.mentions():
        citation = citations.get(mention.reference_id or "")
        if citation is None or len(mention.candidates) < 2:
            continue
        chosen = _chosen(mention)
        if chosen is not None and knows.is_registered(chosen.value):
            comparison = _comparison(citation, chosen.value, knows)
            doubted += rivals(chosen, mention.candidates, comparison)
    if not doubted:
        return False
    asker.ask_guesses(doubted, "other readings")
    found = [knows.name_of(name) for name in dict.fromkeys(doubted) if knows.is_registered(name)]
    asker.ask_agencies(found)
    asker.ask_metadata(found)
    choose_readings(store, knows)
    return True


def choose_readings(store: Store, knows: Knowledge) -> None:
    """Choose one reading of each mention by what is known, and keep it with the reason."""
    citations = {citation.id: citation for citation in store.citations()}
    with store.unit():
        for mention in store.mentions():
            choice = _choose(mention, citations, knows)
            reading = choice.reading or _chosen(mention)
            if reading is not None:
                store.set_mention(mention.id, reading.value, reading.rule, choice.because)


def _choose(
    mention: KeptMention, citations: Mapping[str, KeptCitation], knows: Knowledge
) -> Choice:
    readings = _readings(mention)
    citation = citations.get(mention.reference_id or "")

    def answer(name: str) -> Answer:
        """That the likeliest is not registered must be certain (asked twice); the others are our
        own guesses, and one answer is enough to drop them."""
        if knows.is_registered(name):
            return Answer.REGISTERED
        is_printed = name == readings[0].value
        is_absent = _is_refuted(name, knows) if is_printed else knows.is_absent(name)
        return Answer.ABSENT if is_absent else Answer.OPEN

    @cache
    def comparison(name: str) -> Comparison | None:
        return _comparison(citation, name, knows) if citation is not None else None

    return choose(readings, answer, comparison)


def _comparison(citation: KeptCitation, name: str, knows: Knowledge) -> Comparison | None:
    """The record of a name against a reference; None when there is no record."""
    work, _ = knows.work_of(name)
    if work is None:
        return None
    ranked = sorted(citation.fields, key=lambda f: f.confidence)
    return compare(citation.printed, {f.name: f.value for f in ranked}, work)


def _readings(mention: KeptMention) -> Sequence[Candidate]:
    return mention.candidates or (Candidate(value=mention.value, rule=""),)


def _chosen(mention: KeptMention) -> Candidate | None:
    """The reading chosen so far; None when an older rule made it."""
    return next((r for r in _readings(mention) if r.value == mention.value), None)


def _is_refuted(doi: str, knows: Knowledge) -> bool:
    """Whether a reading is known not to be a registered name."""
    value = knows.registration_of(doi).value
    return value in (Registration.NOT_REGISTERED, Registration.NOT_A_DOI)
