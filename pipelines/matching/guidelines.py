"""Is one guideline cited and its version in another language registered? Pure.

A national guideline and its English version have other titles, other people who sign, and often
no number in common; nothing in a record says that the one is the other. Where the words show such
a pair, a reference that otherwise differs stays undecided.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from archive.records import Work
from pipelines.matching.parts import Cited

_WORDS = {
    "en": r"guidelines?|guidance|recommendations?|consensus",
    "de": r"(?:\w+-)?\w*leitlinien?|empfehlung(?:en)?|\w*richtlinien?",
    "nordic": r"retningslinj\w+|riktlinje\w*|anbefaling\w*|rekommendation\w*|veileder\w*",
    "fi": r"suositu\w+",
    "nl": r"\w*richtlijn(?:en)?|aanbeveling\w*|\w*standaard",
    "fr": r"recommandations?|lignes? directrices?",
    "es": r"gu[ií]as?|recomendaci[oó]n\w*",
    "pt": r"diretriz(?:es)?|orienta[cç][oõ]es|recomenda[cç]\w+",
    "it": r"linee guida|linea guida|raccomandazion\w+",
    "pl": r"wytyczn\w+|zalece\w+|rekomendacj\w+",
    "tr": r"k[ıi]lavuz\w*|rehber\w*",
    "el": r"κατευθυντήρι\w+|οδηγί\w+|συστάσεις",
    "cs": r"doporučen\w+",
    "ru": r"рекомендаци\w+|руководств\w+",
    "hu": r"irányelv\w*",
}
_GUIDELINE = {
    language: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for language, words in _WORDS.items()
}
_EDITION = re.compile(r"(?i)\((?:english (?:edition|ed)|engl\.? ed|edici[oó]n \w+)\b")
_FARTHEST = 3
"""Years between a guideline and its version in another language."""
_LONG = 4
"""Letters of a word that two titles in one language would share."""


def may_be_translated(cited: Cited, work: Work) -> bool:
    """Whether a guideline in one language is cited, and registered in another.

    Both are called guidelines, in words of different languages; or one is, in another language
    than English, and the other title has no word of it. Years must not be far apart, and what the
    reference says of volume and page is for the caller.
    """
    told = cited.fields.get("title", "") or cited.text
    if not _are_near(cited, work):
        return False
    ours, theirs = _languages(told), _languages(f"{work.title} {work.subtitle}")
    if ours & theirs or not (ours | theirs):
        return False
    if ours and theirs:
        return True
    return "en" not in ours | theirs and not _shares_words(told, work.title)


def is_of_other_edition(work: Work, agreeing: Collection[str]) -> bool:
    """Whether a journal's edition in English is registered that may count its own pages: author,
    year and volume are the same (``Revista … (English Edition)`` beside ``Revista …``)."""
    is_edition = _EDITION.search(f"{work.container} {work.short_container}") is not None
    return is_edition and {"author", "year", "volume"} <= set(agreeing)


def _languages(title: str) -> set[str]:
    return {language for language, words in _GUIDELINE.items() if words.search(title)}


def _are_near(cited: Cited, work: Work) -> bool:
    registered = {*work.years, *([work.year] if work.year else [])}
    year = cited.fields.get("year", "")
    if not registered or not year.isdigit():
        return True
    return min(abs(int(year) - one) for one in registered) <= _FARTHEST


def _shares_words(one: str, other: str) -> bool:
    ours, theirs = (
        {word for word in re.findall(r"\w+", text.lower()) if len(word) > _LONG}
        for text in (one, other)
    )
    return bool(ours & theirs)
