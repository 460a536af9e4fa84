"""How much two texts share, and which addresses look like one family. Pure."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from itertools import combinations, groupby
from urllib.parse import urlsplit
from zlib import crc32

from archive.keeping.prose import fold

RUN = 5  # words; shorter runs are shared by any two texts on one subject
MIN_SHARED = 20  # runs: about a paragraph, so that one equal sentence makes no duplicate
MIN_SCORE = 0.25  # of the shorter text: a page rewritten from another keeps whole sentences
MAX_PAGES = 8  # a run that more pages have is the site's own phrase
MAX_RUNS = 500_000  # kept at once, eight bytes each; above, every n-th stands for the rest
MAX_WORDS = 20_000  # whose numbers are kept at once
RULES = f"2: {RUN}, {MIN_SHARED}, {MIN_SCORE}, {MAX_PAGES}, {MAX_RUNS}"
"""What the answer depends on besides the texts: the first number goes up with the code."""

# A run and a text that has it, as one number: 43 bits of the run's digest above 20 of the text's.
_BUCKETS = 64  # counted one at a time, since counting needs many times the memory
_DIGEST = (1 << 43) - 1
_TEXT = (1 << 20) - 1

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
    names: list[str] = []
    buckets = [array("q") for _ in range(_BUCKETS)]
    numbers = _Numbers()
    uncommon: Counter[int] = Counter()  # runs of each text that are no phrases of the site's own
    for number, (name, text) in enumerate(texts):
        names.append(name)
        runs = word_runs(text, numbers, every)
        uncommon[number & _TEXT] += len(runs)
        for run in runs:
            buckets[run % _BUCKETS].append((run // _BUCKETS & _DIGEST) << 20 | number & _TEXT)
    shared: Counter[tuple[int, int]] = Counter()
    for bucket in buckets:
        times = Counter([mark >> 20 for mark in bucket])
        common = {digest for digest, n in times.items() if n > MAX_PAGES}
        uncommon.subtract([mark & _TEXT for mark in bucket if mark >> 20 in common])
        for holders in _holders(bucket, {d for d, n in times.items() if 1 < n <= MAX_PAGES}):
            shared.update(combinations(holders, 2))
    found = {}
    for pair, count in shared.items():
        shorter = min(uncommon[number] for number in pair)
        if count * every >= MIN_SHARED and count >= MIN_SCORE * shorter:
            one, other = sorted(names[number] for number in pair)
            found[one, other] = round(count / shorter, 3)
    return found


def _holders(bucket: array[int], digests: Set[int]) -> Iterator[list[int]]:
    """Of each run with one of these digests, the texts that have it, in order."""
    held = sorted([mark for mark in bucket if mark >> 20 in digests])
    for _, marks in groupby(held, lambda mark: mark >> 20):
        yield [mark & _TEXT for mark in marks]


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
