"""Which reading of a printed DOI is meant? The likeliest that is registered; asked in order.

A mention has candidates, most likely first (``pipelines.dois``). The first is always asked; the
next only when the one before is known not to be registered. One question serves every mention
with the same readings. When nobody could be asked, the reading stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.records import Candidate, KeptMention, Registration
from archive.store import Store
from pipelines.verification.asking import Asker
from pipelines.verification.knowledge import Knowledge


def ask_readings(store: Store, asker: Asker) -> None:
    """Ask about the readings of all mentions and choose; mentions follow in the store."""
    mentions = store.mentions()
    lists = list(dict.fromkeys(_names(mention) for mention in mentions))
    asked_before = [citation.doi for citation in store.citations() if citation.doi]
    asker.ask_registrations([*(names[0] for names in lists), *asked_before])
    waiting = [names for names in lists if _is_refuted(names[0], asker.knows)]
    depth = 1
    while waiting := [names for names in waiting if len(names) > depth]:
        asker.ask_guesses((names[depth] for names in waiting), "other readings")
        waiting = [names for names in waiting if asker.knows.is_absent(names[depth])]
        depth += 1
    _keep_choices(store, mentions, asker.knows)


def choose(candidates: Sequence[Candidate], knows: Knowledge) -> Candidate | None:
    """The first registered reading, unless one before it could not be asked; None = no change.

    That the likeliest reading is not registered must be certain (asked twice); the others are
    our own guesses, and one answer is enough to drop them.
    """
    for position, candidate in enumerate(candidates):
        if knows.is_registered(candidate.value):
            return candidate
        is_printed = position == 0
        if is_printed and not _is_refuted(candidate.value, knows):
            return None
        if not is_printed and not knows.is_absent(candidate.value):
            return None
    return None


def _names(mention: KeptMention) -> tuple[str, ...]:
    return tuple(candidate.value for candidate in mention.candidates) or (mention.value,)


def _is_refuted(doi: str, knows: Knowledge) -> bool:
    """Whether a reading is known not to be a registered name."""
    value = knows.registration_of(doi).value
    return value in (Registration.NOT_REGISTERED, Registration.NOT_A_DOI)


def _keep_choices(store: Store, mentions: Iterable[KeptMention], knows: Knowledge) -> None:
    """A mention takes its registered reading."""
    with store.unit():
        for mention in mentions:
            chosen = choose(mention.candidates, knows)
            if chosen is not None and chosen.value != mention.value:
                store.set_mention(mention.id, chosen.value, chosen.rule)
