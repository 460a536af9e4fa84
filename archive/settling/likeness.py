"""How much two texts share, and which pages belong together by their addresses. Pure."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from urllib.parse import urlsplit
from zlib import crc32

from archive.keeping.prose import fold

RUN = 5  # words; shorter runs are shared by any two texts on one subject
MIN_SHARED = 20  # runs: about a paragraph, so that one equal sentence makes no duplicate
MIN_SCORE = 0.25  # of the shorter text: a page rewritten from another keeps whole sentences
MAX_PAGES = 8  # a run that more pages have is the site's own phrase
MAX_RUNS = 500_000  # kept at once, about 100 bytes each; above, every n-th stands for the rest
MAX_WORDS = 100_000  # whose numbers are kept at once

# Language names as sites put them into addresses, and their codes (ISO 639-1).
LANGUAGE_NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "francais": "fr",
    "spanish": "es", "espanol": "es", "italian": "it", "italiano": "it", "greek": "el",
    "portuguese": "pt", "portugues": "pt", "polish": "pl", "polski": "pl", "turkish": "tr",
    "turkce": "tr", "dutch": "nl", "nederlands": "nl", "russian": "ru", "czech": "cs",
    "hungarian": "hu", "romanian": "ro", "swedish": "sv", "danish": "da", "finnish": "fi",
    "norwegian": "no", "arabic": "ar", "chinese": "zh", "japanese": "ja", "ukrainian": "uk",
}  # fmt: skip
_CODES = set(LANGUAGE_NAMES.values())


class _Numbers(dict[str, int]):
    """Words as numbers, each worked out once; all anew when there are too many."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MAX_WORDS:
            self.clear()
        number = self[word] = crc32(word.encode())
        return number


def word_runs(text: str, numbers: _Numbers, every: int = 1) -> frozenset[int]:
    """Digests of all runs of five words of a folded text; with ``every`` only those of every
    n-th digest.

    That two different runs share a digest is rare, and it takes ``MIN_SHARED`` runs to make a
    duplicate. Python's hash of a tuple of numbers is quick and the same in every process.
    """
    words = list(map(numbers.__getitem__, text.split()))
    digests = map(hash, zip(*(words[start:] for start in range(RUN)), strict=False))
    return frozenset(digests if every == 1 else (d for d in digests if d % every == 0))


def near_duplicates(
    texts: Iterable[tuple[str, str]], characters: int = 0
) -> dict[tuple[str, str], float]:
    """Pairs of texts that share long passages (ids, smaller first), with a score of 0 to 1.

    ``texts`` are (id, folded text), looked at one after the other and not kept; ``characters``
    is about how long they are together. The score is the share of the shorter text's word runs
    that the longer one has too, so that a part which was merged into a bigger page scores as
    high as a copy.
    """
    every = 1 + characters // (6 * MAX_RUNS)
    numbers = _Numbers()
    runs: dict[str, array[int]] = {}
    pages_with: Counter[int] = Counter()
    for name, text in texts:
        some = word_runs(text, numbers, every)
        pages_with.update(some)
        runs[name] = array("q", some)
    holders: defaultdict[int, list[str]] = defaultdict(list)
    uncommon: dict[str, int] = {}
    for name in sorted(runs):
        own = [run for run in runs.pop(name) if pages_with[run] <= MAX_PAGES]
        uncommon[name] = len(own)
        for run in own:
            if pages_with[run] > 1:
                holders[run].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        shared.update(combinations(names, 2))
    found = {}
    for (one, other), count in shared.items():
        shorter = min(uncommon[one], uncommon[other])
        if count * every >= MIN_SHARED and count >= MIN_SCORE * shorter:
            found[one, other] = round(count / shorter, 3)
    return found


def without(text: str, passages: Iterable[str]) -> str:
    """A text, folded, without what prints one of the passages (references, for instance)."""
    left = fold(text)
    for passage in passages:
        left = left.replace(fold(passage), " ")
    return left


def address_stem(url: str) -> tuple[str, ...]:
    """An address without what only names a language: equal for translations of one page.

    >>> address_stem("https://a.example/en/scoliosis.htm")
    ('a.example', 'scoliosis')
    >>> address_stem("https://a.example/scoliosis-greek.htm")
    ('a.example', 'scoliosis')
    """
    parts = urlsplit(url)
    segments = [s for s in parts.path.lower().split("/") if s and s not in _CODES]
    if segments:
        segments[-1] = re.sub(r"\.\w{2,5}$", "", segments[-1])
        name, dash, last = segments[-1].rpartition("-")
        if dash and (last in LANGUAGE_NAMES or last in _CODES):
            segments[-1] = name
    query = (parts.query,) if parts.query else ()
    return (parts.netloc, *segments, *query)
