"""Chooses which reading of a printed DOI is meant, and says why. Pure.

A mention has readings, most likely first (``pipelines.dois``). Without a citation the first one
that is registered is meant. In a reference, the record decides between readings that are both
registered: of those whose record agrees, the longest one is meant, for a name that is cut short
may be another work's (612 of 71,462 real names are the beginning of another).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.records import Agreement, Candidate
from pipelines.matching.agreeing import Comparison


class Answer(StrEnum):
    """What is known of one reading."""

    REGISTERED = "registered"
    ABSENT = "absent"  # nothing is registered under it, as surely as it has to be
    OPEN = "open"  # not asked, or nobody could say


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading that is meant, and why; no reading = the one chosen so far stays."""

    reading: Candidate | None
    because: str
    """One sentence for a person; empty when nothing is known yet."""


Answers = Callable[[str], Answer]
Comparisons = Callable[[str], Comparison | None]
"""DOI name -> its record against the reference; None = no record, or no reference."""


def choose(readings: Sequence[Candidate], answers: Answers, comparisons: Comparisons) -> Choice:
    """Choose among the readings of one mention by what is known of them."""
    likeliest = _likeliest(readings, answers)
    if likeliest is None:
        return Choice(None, _why_none(readings, answers))
    registered = [r for r in readings if answers(r.value) is Answer.REGISTERED]
    if len(registered) > 1:
        agreeing = [r for r in registered if _value(comparisons(r.value)) is Agreement.AGREES]
        if agreeing:
            best = max(agreeing, key=lambda r: len(r.value))
            others = [r for r in registered if r is not best]
            return Choice(best, _why_this(best, others, comparisons))
    return Choice(likeliest, _why_likeliest(likeliest, readings))


def rivals(
    chosen: Candidate, readings: Sequence[Candidate], comparison: Comparison | None
) -> list[str]:
    """Readings worth asking about although another one is registered, likeliest first.

    All others when the record of the chosen one is another work's; when it is only vaguely the
    work of the reference, those that go on where the chosen one ends.
    """
    value = _value(comparison)
    others = [reading.value for reading in readings if reading.value != chosen.value]
    if value is Agreement.DIFFERS:
        return others[:MAX_RIVALS]
    if value is Agreement.PARTIAL:
        return [name for name in others if _goes_on(chosen.value, name)][:MAX_RIVALS]
    return []


MAX_RIVALS = 4
"""Readings asked about against a registered one: each costs a question."""


def _goes_on(name: str, longer: str) -> bool:
    """Whether ``longer`` is ``name`` and more than punctuation.

    >>> _goes_on("10.1017/9781", "10.1017/9781.002"), _goes_on("10.1017/9781", "10.1017/9781.")
    (True, False)
    """
    return longer.startswith(name) and any(map(str.isalnum, longer[len(name) :]))


def _likeliest(readings: Sequence[Candidate], answers: Answers) -> Candidate | None:
    """The first registered reading, unless one before it is open."""
    for reading in readings:
        answer = answers(reading.value)
        if answer is not Answer.ABSENT:
            return reading if answer is Answer.REGISTERED else None
    return None


def _value(comparison: Comparison | None) -> Agreement:
    return comparison.value if comparison is not None else Agreement.NO_METADATA


def _why_none(readings: Sequence[Candidate], answers: Answers) -> str:
    still_open = next((r for r in readings if answers(r.value) is Answer.OPEN), None)
    if still_open is not None:
        return f"Not settled: whether {still_open.value} is registered is not known."
    if len(readings) == 1:
        return "It can be read in one way only, and that is not registered."
    return f"None of its {len(readings)} readings is registered; this is the likeliest."


def _why_likeliest(chosen: Candidate, readings: Sequence[Candidate]) -> str:
    if len(readings) == 1:
        return "It can be read in one way only, and that is registered."
    if chosen is readings[0]:
        return f"The likeliest of its {len(readings)} readings is registered."
    refuted = readings.index(chosen)
    first = readings[0].value
    if refuted == 1:
        return f"{first}, which is likelier, is not registered; this is."
    return f"{first} and other readings that are likelier are not registered; this is."


def _why_this(best: Candidate, others: Sequence[Candidate], comparisons: Comparisons) -> str:
    ours = comparisons(best.value)
    agreeing = ", ".join(ours.agreeing) if ours is not None else ""
    names = " and ".join(reading.value for reading in others[:2])
    theirs = {_value(comparisons(reading.value)) for reading in others}
    said = f"{names} {'is' if len(others) == 1 else 'are'} registered too; "
    if theirs <= {Agreement.AGREES}:
        return said + "both records agree with the reference, and this is the longer name."
    return said + f"the record of this one agrees with the reference ({agreeing})."
