"""Titles, names and journals in one spelling, so that they can be compared. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from unidecode import unidecode

# British to American, as whole-word endings and stems that occur in medical titles.
_SPELLINGS = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"\b(\w{3,}?)isation(s?)\b", r"\1ization\2"),
        (r"\b(\w{3,}?)ise(d|s)?\b", r"\1ize\2"),
        (r"\b(\w{3,}?)ising\b", r"\1izing"),
        (r"\b(\w{4,}?)yse(d|s)?\b", r"\1yze\2"),
        (r"\bbehaviour", "behavior"),
        (r"\btumour", "tumor"),
        (r"\bcentre", "center"),
        (r"\bfibre", "fiber"),
        (r"\blabour", "labor"),
        (r"\bcolour", "color"),
        (r"\bpaed", "ped"),
        (r"\borthopaed", "orthoped"),
        (r"\bhaem", "hem"),
        (r"\banaes", "anes"),
        (r"\bgynaec", "gynec"),
        (r"\boesoph", "esoph"),
        (r"\boedem", "edem"),
        (r"aemia\b", "emia"),
        (r"\bprogramme", "program"),
        (r"\bcounsell", "counsel"),
    )
)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case without accents and punctuation, American spelling, single spaces.

    >>> folded("Gøtzsche: randomised – controlled (trial)")
    'gotzsche randomized controlled trial'
    """
    plain = re.sub(r"[^a-z0-9]+", " ", unidecode(text).lower().replace("'", "")).strip()
    for pattern, american in _SPELLINGS:
        plain = pattern.sub(american, plain)
    return plain
