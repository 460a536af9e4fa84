"""Writing systems: words in one cannot contradict words in another. Pure.

A reference printed in Russian, Chinese or Arabic often has a record in English: title, people and
journal then differ in every letter, and only numbers can tell whether it is the work.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_FIRST_OTHER = "\u0370"
"""Below it there are Latin letters and signs only."""
_LATIN = frozenset({"LATIN", "MODIFIER", "MATHEMATICAL", "FULLWIDTH", "ROMAN"})
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH"})
_DENSE = 3
"""Latin letters to one of East Asia, for one of these is half a word."""


@lru_cache(maxsize=4096)
def script_of(text: str) -> str:
    """The script that most of a text is in, as the first word of its letters' names in Unicode;
    empty where there is no letter.

    >>> script_of("Back pain: α and β"), script_of("Боль в спине, Spine 2010"), script_of("2010")
    ('LATIN', 'CYRILLIC', '')
    """
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else ""
    counts: Counter[str] = Counter()
    for letter in filter(str.isalpha, text):
        name = unicodedata.name(letter, "LATIN") if letter >= _FIRST_OTHER else "LATIN"
        name = name.partition(" ")[0].partition("-")[0]
        if name in _EAST_ASIAN:
            counts["EAST ASIAN"] += _DENSE
        else:
            counts["LATIN" if name in _LATIN else name] += 1
    return counts.most_common(1)[0][0] if counts else ""


def are_apart(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether no text of the one is in the script of a text of the other."""
    scripts = [{script_of(text) for text in texts} - {""} for texts in (one, other)]
    return all(scripts) and not scripts[0] & scripts[1]
