"""A page's language: declared, hinted at by its URL, or told by its small words. Pure.

A vote by stop words over the languages of the Patient Line. It is only believed against a
declaration when it is clear: content management systems often declare one language for all.
"""

from __future__ import annotations

import re
from collections import Counter

# The commonest small words; a word may stand in several languages, the sum decides.
_STOP_WORDS = {
    "en": "the of and to in is that for it with as are on be this by or from which have not was "
    "your you can their they has been may will patients",
    "de": "der die das und ist in den von zu mit sich des auf für nicht ein eine als auch es an "
    "werden aus er dass sie nach bei um am sind noch wie einem über einen so zum kann wird oder",
    "fr": "le la les de des et est un une dans que qui pour pas sur au avec ce par plus du il ne "
    "se sont aux en ou cette être peut mais ont elle",
    "es": "el la los las de y que en un una es por con para del se no al lo como más su o pero "
    "sus le ha este si puede son entre está cuando muy",
    "it": "il lo la gli le di e che in un una è per con del della non si dei al sono come da più "
    "anche nel alla ma ha o questo può essere delle",
    "pt": "o a os as de e que em um uma é por com para do da não se no na dos mais como ao mas "
    "foi são das seu sua ou pode ser pelo",
    "pl": "i w na z do nie się jest że to jak o po od za przez są dla ale oraz który która może "
    "jego lub ich być także przy bez",
    "tr": "ve bir bu için ile da de olarak daha çok olan en gibi sonra kadar ne veya ise değil "
    "her ya olduğu tarafından hastalar ancak",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er die als ook door om bij "
    "maar naar worden kan of dit",
}
_LANGUAGES_OF = {
    word: tuple(lang for lang, words in _STOP_WORDS.items() if word in words.split())
    for words in _STOP_WORDS.values()
    for word in words.split()
}
_WORD = re.compile(r"[^\W\d_]+")
_APART = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalpha()})
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TAG = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}))*\s*(?:$|[,;])")
_NAMED = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "francais": "fr",
    "spanish": "es",
    "espanol": "es",
    "italian": "it",
    "italiano": "it",
    "portuguese": "pt",
    "polish": "pl",
    "turkish": "tr",
    "greek": "el",
}
_CODES = {*_STOP_WORDS, "el", "ru", "sv", "da", "no", "fi", "cs", "hu", "ro", "ja", "zh", "ar"}
_URL_HINT = re.compile(
    rf"/({'|'.join(sorted(_CODES))})(?:-[a-z]{{2}})?(?=/|$)"
    rf"|[-_]({'|'.join(_NAMED)})\.html?$"
    rf"|\.({'|'.join(sorted(_CODES))})\.html?$",
    re.I,
)

WORDS_LOOKED_AT = 4000  # of a long text; the vote is settled long before
FEWEST_VOTES = 8  # small words needed to be heard at all


def choose_language(declared: str, url: str, text: str) -> str:
    """BCP 47, lower case; empty when nothing tells.

    ``declared`` is the ``lang`` attribute (or another declaration), ``text`` what a reader
    sees of the content.
    """
    tag = normalise_tag(declared)
    heard = hear_language(text)
    if heard and heard != tag.split("-", maxsplit=1)[0]:
        return heard
    return tag or hint_of_url(url)


def normalise_tag(tag: str) -> str:
    """``en_GB`` to ``en-gb``; empty when it is no language tag (RFC 5646)."""
    match = _TAG.match(tag)
    return re.split(r"[,;\s]", tag.strip())[0].replace("_", "-").lower() if match else ""


def hint_of_url(url: str) -> str:
    """A language named in a URL: ``/de/``, ``-greek.htm``, ``.es.html``; else empty."""
    match = _URL_HINT.search(url)
    if not match:
        return ""
    code, name, suffix = match.groups()
    return _NAMED[name.lower()] if name else (code or suffix).lower()


def hear_language(text: str) -> str:
    """The language whose small words clearly win, or whose script is Greek; else empty."""
    words = _words(text[: WORDS_LOOKED_AT * 8].lower())[:WORDS_LOOKED_AT]
    if not words:
        return ""
    times = Counter(words)
    foreign = [(word, n) for word, n in times.items() if not word.isascii()]
    if sum(n for word, n in foreign if _GREEK.match(word)) >= max(5, 0.4 * len(words)):
        return "el"
    if sum(n for word, n in foreign if _CYRILLIC.match(word)) > 0.4 * len(words):
        return ""
    votes: Counter[str] = Counter()
    for word in times.keys() & _LANGUAGES_OF.keys():
        for language in _LANGUAGES_OF[word]:
            votes[language] += times[word]
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < max(FEWEST_VOTES, 0.15 * len(words)):
        return ""
    if len(ranked) > 1 and ranked[0][1] < 1.4 * ranked[1][1]:
        return ""
    return ranked[0][0]


def _words(text: str) -> list[str]:
    """Runs of letters; of ASCII in a quarter of the time."""
    return text.translate(_APART).split() if text.isascii() else _WORD.findall(text)
