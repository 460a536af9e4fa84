"""What changes from one printed reference to another, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, takewhile

Step = tuple[str, str]
"""``=`` kept, ``-`` taken out or ``+`` put in; and the text."""

_BEFORE, _BEHIND = re.escape("([\"“„'‘"), re.escape(".,;:)]\"”’'")
_WORD = re.compile(rf"([{_BEFORE}]*+)((?:\S*[^\s{_BEHIND}])?)([{_BEHIND}]*+)(\s*+)")
"""What opens, the word, what closes; and the white space behind."""
_MOST_WORK = 1_000_000
"""Pairs of words beyond which the middle is replaced as one: difflib takes their product."""
_SLIGHT = 2
"""Letters below which a kept piece between two changes only tears them apart."""


def tokens(text: str) -> list[str]:
    """The pieces that are compared; joined they are the text.

    White space, words, and the punctuation around them: a DOI name or an address is one word.

    >>> tokens("Liu L, 2015: (doi:10.1/a).")
    ['Liu', ' ', 'L', ',', ' ', '2015', ':', ' ', '(', 'doi:10.1/a', ').']
    """
    return [piece for pieces in _WORD.findall(text) for piece in pieces if piece]


def diff(before: str, after: str) -> tuple[Step, ...]:
    """The steps from one text to the other, in reading order, what goes before what comes.

    The texts of ``=`` and ``-`` joined are ``before``, those of ``=`` and ``+`` are ``after``.

    >>> diff("Liu L. 2014.", "Liu L. 2015.")
    (('=', 'Liu L. '), ('-', '2014'), ('+', '2015'), ('=', '.'))
    """
    old, new = tokens(before), tokens(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    pieces = [(head, head, True)]
    pieces += _middle(old[start : len(old) - end], new[start : len(new) - end])
    return tuple(_steps([*pieces, (tail, tail, True)]))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _middle(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str, bool]]:
    """(what was, what comes, whether it is kept) in reading order."""
    if len(old) * len(new) > _MOST_WORK:
        return [("".join(old), "".join(new), False)]
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, comes = "".join(old[i:j]), "".join(new[k:m])
        pieces.append((was, comes, tag == "equal" and len(was.strip()) >= _SLIGHT))
    return pieces


def _steps(pieces: Iterable[tuple[str, str, bool]]) -> Iterator[Step]:
    """Neighbours of one sort told as one step; empty ones left out."""
    for is_kept, group in groupby(pieces, key=lambda piece: piece[2]):
        run = list(group)
        was, comes = "".join(p[0] for p in run), "".join(p[1] for p in run)
        if is_kept:
            yield from [("=", was)] * bool(was)
        else:
            yield from [("-", was)] * bool(was)
            yield from [("+", comes)] * bool(comes)
