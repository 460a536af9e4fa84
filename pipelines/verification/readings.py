"""Which reading of a printed DOI is meant? The likeliest that is registered; asked in order.

A mention has candidates, most likely first (``pipelines.dois``). The first is always asked; the
next only when the one before is known not to be registered. One question serves every mention
with the same readings. When nobody could be asked, the reading stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archive.records import Candidate, KeptMention, Registration
from archive.store import Store
from pipelines.verification.asking import Asker
from pipelines.verification.knowledge import REGISTERED
from pipelines.verification.verdicts import RegistrationVerdict


def ask_readings(store: Store, asker: Asker) -> None:
    """Ask about the readings of all mentions and choose; mentions follow in the store."""
    mentions = store.mentions()
    lists = {_names(mention): mention.candidates for mention in mentions}
    asked_before = [citation.doi for citation in store.citations() if citation.doi]
    asker.ask_registrations([*(names[0] for names in lists), *asked_before])
    waiting = list(lists)
    depth = 1
    while waiting:
        waiting = [
            names
            for names in waiting
            if len(names) > depth and _is_refuted(names[depth - 1], asker)
        ]
        asker.ask_registrations(names[depth] for names in waiting)
        depth += 1
    _keep_choices(store, mentions, asker)


def choose(
    candidates: Sequence[Candidate], registration_of: Callable[[str], RegistrationVerdict]
) -> Candidate | None:
    """The first registered reading, unless one before it could not be asked; None = no change."""
    for candidate in candidates:
        value = registration_of(candidate.value).value
        if value in REGISTERED:
            return candidate
        if value is Registration.UNKNOWN:
            return None
    return None


def _names(mention: KeptMention) -> tuple[str, ...]:
    return tuple(candidate.value for candidate in mention.candidates) or (mention.value,)


def _is_refuted(doi: str, asker: Asker) -> bool:
    """Whether a reading is known not to be a registered name."""
    value = asker.knows.registration_of(doi).value
    return value in (Registration.NOT_REGISTERED, Registration.NOT_A_DOI)


def _keep_choices(store: Store, mentions: Iterable[KeptMention], asker: Asker) -> None:
    """A mention takes its registered reading; without one it goes by its likeliest again."""
    with store.unit():
        for mention in mentions:
            chosen = choose(mention.candidates, asker.knows.registration_of)
            if chosen is not None and chosen.value != mention.value:
                store.set_mention(mention.id, chosen.value, chosen.rule)
