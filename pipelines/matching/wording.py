"""Brings titles, names and journals into one spelling, to compare them. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from unidecode import unidecode

# British to American, as endings, beginnings and stems that occur in medical titles.
_SPELLINGS = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(\w{3,}?)isation(s?)$", r"\1ization\2"),
        (r"(\w{3,}?)ise(d|s)?$", r"\1ize\2"),
        (r"(\w{3,}?)ising$", r"\1izing"),
        (r"(\w{4,}?)yse(d|s)?$", r"\1yze\2"),
        (r"^behaviour", "behavior"),
        (r"^tumour", "tumor"),
        (r"^centre", "center"),
        (r"^fibre", "fiber"),
        (r"^labour", "labor"),
        (r"^colour", "color"),
        (r"^paed", "ped"),
        (r"^orthopaed", "orthoped"),
        (r"^haem", "hem"),
        (r"^anaes", "anes"),
        (r"^gynaec", "gynec"),
        (r"^oesoph", "esoph"),
        (r"^oedem", "edem"),
        (r"aemia$", "emia"),
        (r"^programme", "program"),
        (r"^counsell", "counsel"),
    )
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_ROMAN |= {"ix": "9", "x": "10"}
_NUMERAL = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
LONGEST_WORD = 60
"""Letters of a word that is spelt anew; no English word has more than 45."""
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


_DECIMAL = re.compile(
    r"(?i)(?<![\w.,])(?P<whole>\d{0,3})[.,·](?P<part>\d{1,3})"
    r"(?=\s?(?:mg|g|kg|mcg|[µμ]g|ml|dl|l|mm|cm|mmol|iu|%|t|gy|mpa|hz)(?!\w))"
)
"""A quantity: ``0.5 mg``, ``0.50 mg`` and ``.5 mg`` are one. Other numbers (version 2.10, 1,000)
keep their noughts."""


def _shortest(quantity: re.Match[str]) -> str:
    part = quantity["part"].rstrip("0")
    is_thousands = len(quantity["part"]) == 3 and quantity["whole"].strip("0") != ""
    if is_thousands:
        return quantity[0]
    return (quantity["whole"] or "0") + (f".{part}" if part else "")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case without accents and punctuation, American spelling, single spaces.

    >>> folded("Gøtzsche: randomised – controlled (trial)")
    'gotzsche randomized controlled trial'
    """
    text = _DECIMAL.sub(_shortest, text)
    words = re.sub(r"[^a-z0-9]+", " ", unidecode(text).lower().replace("'", "")).split()
    return " ".join(map(_american, words))


@lru_cache(maxsize=32768)
def _american(word: str) -> str:
    if len(word) > LONGEST_WORD:
        return word
    for pattern, american in _SPELLINGS:
        word = pattern.sub(american, word)
    return word


def name_key(name: str) -> str:
    """A folded family name without the choice between umlaut and vowel plus e, and run together.

    >>> name_key("mueller"), name_key("muller"), name_key("garcia lopez")
    ('muller', 'muller', 'garcialopez')
    """
    return re.sub(r"(?<=[aou])e", "", name.replace(" ", ""))


def numbers_of(text: str) -> set[str]:
    """The numbers that stand alone in a folded title, roman ones up to ten in figures.

    >>> sorted(numbers_of("phase ii trial of 3 drugs and vitamin b12"))
    ['2', '3']
    """
    words = text.split()
    return {_ROMAN.get(word, word) for word in words if word in _ROMAN or word.isdigit()}


def in_figures(number: str) -> str:
    """A lower-case Roman numeral below 400 in figures; anything else unchanged.

    >>> in_figures("xxxix"), in_figures("12a")
    ('39', '12a')
    """
    if not number or _NUMERAL.fullmatch(number) is None:
        return number
    values = [_VALUES[letter] for letter in number]
    following = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))


def is_abbreviation(short: str, long: str) -> bool:
    """Whether every word of ``short`` begins the next fitting word of ``long`` (both folded).

    >>> is_abbreviation("eur spine j", "european spine journal")
    True
    """
    words = iter(long.split())
    return bool(short) and all(any(w.startswith(s) for w in words) for s in short.split())


_SMALL_WORDS = frozenset({"of", "the", "and", "in", "for", "on", "de", "la", "a", "an"})


def is_acronym(short: str, long: str) -> bool:
    """Whether one folded word is made from the first letters of the words of another name.

    >>> is_acronym("jbjs", "the journal of bone and joint surgery")
    True
    """
    initials = "".join(word[0] for word in long.split() if word not in _SMALL_WORDS)
    return len(short) >= 3 and " " not in short and initials.startswith(short)


# Put before a title by the registry, not by the author.
_STAMP = re.compile(r"^(?:retracted|withdrawn|removed)(?: article| chapter| paper)? ")
_NOTICE = re.compile(r"^(?:retraction|withdrawal)(?: note| notice)?(?: to| of| for)? ")


def without_stamp(title: str) -> str:
    """A folded title without what a registry puts before that of a retracted work.

    >>> without_stamp("retracted article acupuncture for pain")
    'acupuncture for pain'
    """
    return _STAMP.sub("", title)


def without_notice(printed: str, registered: str) -> str:
    """A printed title as its work is registered: some give a notice the stamp of what it is about.

    >>> without_notice("retraction notice bones in rats", "retracted bones in rats")
    'bones in rats'
    >>> without_notice("retraction notice bones in rats", "bones in rats")
    'retraction notice bones in rats'
    """
    return _NOTICE.sub("", printed) if _STAMP.match(registered) else printed
