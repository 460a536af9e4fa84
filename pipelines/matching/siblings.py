"""Titles one word apart: one work of a series is cited, another registered. Pure.

``Part 1`` and ``part 2``, ``in men`` and ``in women``, ``plate 24983`` and ``plate 41498``: a
fuzzy comparison takes them for one title. Told only where both sides say something that the
other one does not, so that a title which is cut short or translated has no sibling.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

_SERIAL = re.compile(r"\b(?=(?:[^\W\d]*\d){3})\w+")
"""What a data set, a plate or a specimen is told by: a word with three figures or more."""
_NUMBERS = {
    word: str(number)
    for words in (
        "one two three four five six seven eight nine ten",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "i ii iii iv v vi vii viii ix x",
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th",
    )
    for number, word in enumerate(words.split(), 1)
}
_NUMBER = rf"\d{{1,3}}(?:st|nd|rd|th)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_PART = re.compile(
    rf"\b(?P<kind>part|phase|chapter|study|teil|partie|parte) (?P<number>{_NUMBER})\b"
    rf"|\b(?P<nth>(?![ivx] )(?:{_NUMBER})) (?P<what>edition|ed|revision|update|report|follow up)\b"
)  # a single letter before a report is an initial
_LEVEL = re.compile(r"\b([ctls])0?(\d{1,2})((?: 0?\d{1,2})*)\b")
"""A vertebra, and those printed in short behind it: ``l4 5``."""
_BEHIND_TITLE = re.compile(rf"(?: (?:{_PART.pattern}))*")
# Words of which a title has one or another: who was studied, where, and which way it went.
_RIVALS = tuple(
    frozenset(words.split())
    for words in (
        "men women boys girls",
        "male female",
        "children adolescents adults infants",
        "lumbar cervical thoracic sacral",
        "hip knee ankle shoulder elbow wrist",
        "anterior posterior lateral medial",
        "superior inferior",
        "upper lower",
        "left right",
        "acute chronic subacute",
        "hypertension hypotension",
        "hyperglycemia hypoglycemia",
        "hyperthyroidism hypothyroidism",
        "systolic diastolic",
        "adduction abduction",
        "flexion extension",
        "increases decreases",
        "increased decreased",
        "protocol results",
        "trial cohort registry",
        "randomized observational",
        "reliability validity responsiveness",
        "mortality morbidity",
        "neck back shoulder",
        "with without",
        "one two three four five six seven eight nine ten",
        "first second third fourth fifth",
    )
)
_ONE_TITLE = 75
"""Likeness (0 to 100) from which two titles may differ by a word of these."""


def are_siblings(registered: str, told: str, printed: str) -> bool:
    """Whether the registered title is that of another work of the series the print is about.

    All three are folded: the registered title, the one that was read of the citation, and the
    whole citation.

    >>> are_siblings("pain in women a cohort", "pain in men a cohort", "doe j pain in men a cohort")
    True
    """
    if not told:
        return False
    glued = printed.replace(" ", "")
    has_lost = any(word not in glued for word in _SERIAL.findall(registered))
    if has_lost and any(word not in registered for word in _SERIAL.findall(told)):
        return True
    if _is_level_apart(registered, told, printed):
        return True
    ours, theirs = _parts(registered), _parts(_with_parts_behind(told, printed))
    anywhere = _parts(printed)
    if any(kind in theirs and not (theirs[kind] | anywhere[kind]) & ours[kind] for kind in ours):
        return True
    if _is_number_apart(registered, told):
        return True
    if fuzz.ratio(registered, told) < _ONE_TITLE:
        return False
    words, said = set(registered.split()), set(told.split())
    lost, other, both = words - set(printed.split()), said - words, words & said
    return any(
        lost & rivals and other & rivals and not both & rivals
        for rivals in _RIVALS
        if not ("without" in rivals and "no" in words | said)  # with no support: without it
    )


def _is_level_apart(registered: str, told: str, printed: str) -> bool:
    """Whether other vertebrae are told: an operation at L4-L5 is not one at L5-S1.

    Those named with their letter decide; but from L3 to L5 is also L3/4 and L4/5.
    """
    ours, theirs, anywhere = map(_levels, (registered, told, printed))
    if not (ours - anywhere and theirs - ours):
        return False
    return _ends_of_levels(registered) != _ends_of_levels(told)


def _levels(text: str) -> set[tuple[int, int]]:
    """The vertebrae that a text names, from the neck down: ``{(2, 4), (2, 5)}`` for L4-L5."""
    return {("ctls".index(match[1]), int(match[2])) for match in _LEVEL.finditer(text)}


def _ends_of_levels(text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last vertebra of a text that names some, with those in short."""
    found = _levels(text)
    for match in _LEVEL.finditer(text):
        in_short = (int(number) for number in match[3].split())
        found.update(("ctls".index(match[1]), n) for n in in_short if n > int(match[2]))
    return min(found), max(found)


_BEHIND = 5
"""Letters behind a title that are more than an article or a number left out."""


def with_subtitle(titles: Sequence[str], told: str) -> list[str]:
    """The titles without those that the print continues, if they are there with a subtitle, too:
    the print's continuation is compared with the subtitle.

    >>> with_subtitle(["back pain", "back pain a trial"], "back pain an observational cohort")
    ['back pain a trial']
    """
    long = {title for title in titles if any(o.startswith(f"{title} ") for o in titles)}
    goes_on = {t for t in long if told.startswith(t) and len(told) > len(t) + _BEHIND}
    return [title for title in titles if title not in goes_on]


_FEWEST_WORDS = 5


def are_neighbours(registered: str, told: str, printed: str) -> bool:
    """Whether most longer words of a registered title are printed: those of a work beside it.

    All are folded; ``told`` is the title that was read. A translation looks alike too, letter by
    letter, but shares few words. A title that has no word of its own is the registered one,
    shortened. Most of few words is no sign: ``Pain`` stands in every title on pain.
    """
    if set(_longer_words(told)) <= set(registered.split()):
        return False
    words, there = _longer_words(registered), set(printed.split())
    return len(words) >= _FEWEST_WORDS and 2 * sum(word in there for word in words) > len(words)


def _longer_words(text: str) -> list[str]:
    return [word for word in text.split() if len(word) > 3]


def _is_number_apart(registered: str, told: str) -> bool:
    """Whether two titles are one, but for a number: ``therapies I`` and ``therapies II``."""
    ours, theirs = registered.split(), told.split()
    if len(ours) != len(theirs) or ours[:1] != theirs[:1]:  # an initial may begin what was read
        return False
    apart = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    if len(apart) != 1 or not all(word in _NUMBERS or word.isdigit() for word in apart[0]):
        return False
    numbers = [_NUMBERS.get(word, word).lstrip("0") for word in apart[0]]
    short, long = sorted(numbers, key=len)
    is_short_year = (len(short), len(long)) == (2, 4) and long.endswith(short)
    return short != long and not is_short_year


def _with_parts_behind(told: str, printed: str) -> str:
    """A title with the parts printed right behind it; those further on are the host's."""
    behind = _BEHIND_TITLE.match(printed.partition(told)[2])
    return told + (behind[0] if behind else "")


def _parts(text: str) -> dict[str, set[str]]:
    """The numbers of each kind of part: ``{"part": {"2"}}``."""
    found: dict[str, set[str]] = {}
    for match in _PART.finditer(text):
        kind, number = match["kind"] or match["what"], match["number"] or match["nth"]
        figures = _NUMBERS.get(number) or number.rstrip("sthndr")
        found.setdefault("edition" if kind == "ed" else kind, set()).add(figures)
    return found
