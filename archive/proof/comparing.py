"""What changed between two captures of a page, as a reader sees it. Pure.

Paragraphs are compared as they are drawn: new markup around the same words is no change. Long
pages are compared as far as the bounds below go, and the comparison says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from html import unescape

from archive.proof.markup import REFERENCE, pieces_of
from archive.proof.spans import fold
from archive.proof.undrawn import words_of

MAX_PARAGRAPHS = 2000
MAX_WORDS = 1500
"""Of a paragraph that is compared word by word."""
_LOOKED_AT = 3000
"""Characters of a paragraph by which another is taken for the same one."""
ALIKE = 0.5
"""Share of equal words from which a paragraph counts as the other one, changed."""

_NAMES = """a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s
samp small span strike strong sub sup time tt u var wbr"""
_WITHIN = frozenset(_NAMES.split())
"""Elements that do not end a paragraph."""
_LANDMARKS = frozenset({"article", "aside", "footer", "form", "main", "nav", "section"})
"""Where they begin and end, another part of the page begins."""
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>&?#]{1,200}")
_DATE = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d"
    r"|\d{1,2}\.? [^\W\d_]{3,12} (?:19|20)\d\d|[^\W\d_]{3,12} \d{1,2}, (?:19|20)\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a page."""

    text: str
    element: str = ""
    """The element that begins with it, lower case; empty when one has ended before it."""
    part: int = 0
    """Counts the landmarks (main, footer ...) that began or ended before it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that is not what it was."""

    what: str
    """added, removed or changed."""
    before: str
    after: str
    words: tuple[tuple[str, str], ...] = ()
    """Changed: pairs of ``=``, ``-`` or ``+`` and text, from the one to the other."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two captures of a page say differently."""

    changes: tuple[Change, ...]
    kept: int
    """Paragraphs that stand in both."""
    dois: tuple[tuple[str, ...], tuple[str, ...]]
    """DOI names, in text or links, that were added and that were removed."""
    dates: tuple[tuple[str, ...], tuple[str, ...]]
    """Dates as printed, likewise."""
    is_cut: bool
    """Whether one of the pages was too long to be compared to its end."""


def compare(before: str, after: str) -> Comparison:
    """From one source to another."""
    olds, news = paragraphs_of(before), paragraphs_of(after)
    is_cut = max(len(olds), len(news)) > MAX_PARAGRAPHS
    olds, news = olds[:MAX_PARAGRAPHS], news[:MAX_PARAGRAPHS]
    matcher = SequenceMatcher(None, [fold(p) for p in olds], [fold(p) for p in news])
    changes: list[Change] = []
    kept = 0
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            kept += b - a
        else:
            changes += _changes(olds[a:b], news[c:d])
    return Comparison(
        tuple(changes),
        kept,
        _apart(_dois_of(before), _dois_of(after)),
        _apart(_dates_of(olds), _dates_of(news)),
        is_cut,
    )


def paragraphs_of(source: str) -> list[str]:
    """The visible text of a page, paragraph by paragraph, blanks folded.

    >>> paragraphs_of("<h1>A</h1><p>b <b>c</b><br>d<script>e</script>")
    ['A', 'b c', 'd']
    """
    return [block.text for block in blocks_of(source)]


def blocks_of(source: str) -> list[Block]:
    """The paragraphs of a page, each with what it stands in.

    >>> [(b.element, b.part) for b in blocks_of("<h1>A</h1><p>b</p><nav><p>c</nav>d")]
    [('h1', 0), ('p', 0), ('p', 1), ('', 2)]
    """
    found: list[tuple[str, int, list[str]]] = [("", 0, [])]
    part = 0
    for piece in words_of(source):
        if piece.kind == "text":
            text = source[piece.start : piece.end]
            found[-1][2].append(REFERENCE.sub(lambda reference: unescape(reference[0]), text))
        elif piece.kind in ("start", "end") and piece.name not in _WITHIN:
            part += piece.name in _LANDMARKS
            element = piece.name if piece.kind == "start" else ""
            if found[-1][2]:
                found.append((element, part, []))
            else:
                found[-1] = (element, part, [])
    folded = (
        Block(" ".join("".join(texts).split()), element, part) for element, part, texts in found
    )
    return [block for block in folded if block.text]


def _changes(olds: Sequence[str], news: Sequence[str]) -> list[Change]:
    """A stretch that differs: paragraphs that are alike are the same one, changed."""
    changes: list[Change] = []
    rest = list(news)
    for old in olds:
        pair = next((new for new in rest[:20] if likeness(old, new) >= ALIKE), None)
        if pair is None:
            changes.append(Change("removed", old, ""))
            continue
        at = rest.index(pair)
        changes += [Change("added", "", new) for new in rest[:at]]
        rest = rest[at + 1 :]
        changes.append(Change("changed", old, pair, words_between(old, pair)))
    return changes + [Change("added", "", new) for new in rest]


def likeness(old: str, new: str) -> float:
    """Share of words that two paragraphs have in common, in whatever order."""
    one, other = _words(old), _words(new)
    return 2 * len(one & other) / max(len(one) + len(other), 1)


@lru_cache(maxsize=2 * MAX_PARAGRAPHS)
def _words(text: str) -> frozenset[str]:
    """Those by which two paragraphs are likened; each is likened to many."""
    return frozenset(text[:_LOOKED_AT].casefold().split())


def words_between(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The change of a paragraph word by word; as a whole where it is too long for that.

    >>> words_between("six to twelve sessions", "six sessions")
    (('=', 'six'), ('-', 'to twelve'), ('=', 'sessions'))
    """
    a, b = old.split(), new.split()
    if max(len(a), len(b)) > MAX_WORDS:
        return (("-", old), ("+", new))
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes():
        if tag == "equal":
            found.append(("=", " ".join(a[i:j])))
            continue
        found += [("-", " ".join(a[i:j]))] if j > i else []
        found += [("+", " ".join(b[k:m]))] if m > k else []
    return tuple(found)


def _dois_of(source: str) -> set[str]:
    """DOI names as they stand in text and links, lower case, without what ends a sentence."""
    targets = (
        attribute.value
        for piece in pieces_of(source)
        for attribute in piece.attributes
        if attribute.name in ("href", "content")
    )
    texts = [*paragraphs_of(source), *targets]
    return {
        found.rstrip(".,;:)]}").lower()
        for text in texts
        for found in _DOI.findall(text.replace("%2F", "/").replace("%2f", "/"))
    }


def _dates_of(paragraphs: Iterable[str]) -> set[str]:
    return {found for paragraph in paragraphs for found in _DATE.findall(paragraph)}


def _apart(before: set[str], after: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(after - before)), tuple(sorted(before - after))
