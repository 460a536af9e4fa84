"""Seeded words, moments and ids: what the rows of a large archive are made of. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from zlib import crc32

from archive.moments import moment_text

SITE = "https://www.large.test"
START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
WEEKS = 5
VERSION = "bench"


def _drawn() -> list[str]:
    """Words in the order of a very long text: thirty thousand different ones, by Zipf's law."""
    rng = Random(1)
    letters = "etaoinshrdlucmfwyp"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 11))) for _ in range(30_000)]
    weights = list(accumulate(1 / (n + 3) for n in range(len(words))))
    return rng.choices(words, cum_weights=weights, k=400_000)


_DRAWN = _drawn()


def source(kind: str, number: int) -> Random:
    """A source of chance for one thing, always the same."""
    return Random(crc32(kind.encode()) << 32 | number)


def sentence(rng: Random, words: int) -> str:
    """So many words from somewhere in the text, with a capital first and a full stop."""
    start = int(rng.random() * (len(_DRAWN) - words))
    return " ".join(_DRAWN[start : start + words]).capitalize() + "."


def drawn_words(*, rank: int | None, many: int) -> list[str]:
    """So many different words about as frequent as the one of this rank; None: neighbours."""
    if rank is None:
        return _DRAWN[1_000 : 1_000 + many]
    by_frequency = [word for word, _ in Counter(_DRAWN).most_common() if len(word) > 3]
    return by_frequency[rank : rank + many]


def at(week: int, second: float = 0) -> str:
    """A moment in one of the weeks."""
    return moment_text(START + timedelta(weeks=week, seconds=second))


def capture_id(week: int, number: int) -> str:
    """The capture of a page in a week; ``number`` is the page's."""
    return f"{week:08x}-0000-4000-8000-{number:012x}"


def one_of_many(rng: Random, number: int) -> int:
    """One of so many, the first ones far more often than the last."""
    return int(number * rng.random() ** 2.5)
