"""What changed between two captures of a page, as a reader sees it. Pure.

Paragraphs are compared as they are drawn: new markup around the same words is no change. Long
pages are compared as far as the bounds below go, and the comparison says so.
"""

from __future__ import annotations

import re
from collections import Counter
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
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<!\w)(?:{_YEAR}([-/.])\d\d?\1\d\d?|\d{{1,2}}([-./]) ?\d{{1,2}}\2 ?{_YEAR}"
    rf"|\d{{1,2}}(?:\.|er|º|ª|st|nd|rd|th)? (?:d[eio] |of )?[^\W\d_]{{3,12}}\.?,? (?:del? )?{_YEAR}"
    rf"|[^\W\d_]{{3,12}}\.? \d{{1,2}}(?:st|nd|rd|th)?, {_YEAR}"
    rf"|{_YEAR} ?[年년] ?\d\d? ?[月월](?: ?\d\d? ?[日일])?)(?!\w)"
)
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Letters of languages that are written without blanks between words: Thai, Khmer, Chinese ..."""
_RUN = re.compile(f"[{_UNSPACED}]+")
_WORD = re.compile(f"[{_UNSPACED}]|[^\\s{_UNSPACED}]+")


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
    """Paragraphs that stand in both, in the same order."""
    moved: int
    """Paragraphs that stand in both, in another order."""
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
    stayed = _without_moved(changes)
    return Comparison(
        tuple(stayed),
        kept,
        (len(changes) - len(stayed)) // 2,
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


def _without_moved(changes: Sequence[Change]) -> list[Change]:
    """The changes but for paragraphs that are gone in one place and new in another."""
    gone = Counter(fold(change.before) for change in changes if change.what == "removed")
    new = Counter(fold(change.after) for change in changes if change.what == "added")
    moved = {"removed": gone & new, "added": gone & new}
    stayed = []
    for change in changes:
        left, text = moved.get(change.what, Counter[str]()), fold(change.before or change.after)
        if left[text]:
            left[text] -= 1
        else:
            stayed.append(change)
    return stayed


def likeness(old: str, new: str) -> float:
    """Share of words that two paragraphs have in common, in whatever order."""
    one, other = _words(old), _words(new)
    return 2 * len(one & other) / max(len(one) + len(other), 1)


@lru_cache(maxsize=2 * MAX_PARAGRAPHS)
def _words(text: str) -> frozenset[str]:
    """Those by which two paragraphs are likened; each is likened to many. Where there are no blanks
    between words, pairs of letters stand for them."""
    folded = text[:_LOOKED_AT].casefold()
    runs = _RUN.findall(folded)
    pairs = (run[at : at + 2] for run in runs for at in range(max(len(run) - 1, 1)))
    return frozenset([*_RUN.sub(" ", folded).split(), *pairs])


def words_between(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The change of a paragraph word by word; as a whole where it is too long for that.

    >>> words_between("six to twelve sessions", "six sessions")
    (('=', 'six'), ('-', 'to twelve'), ('=', 'sessions'))
    >>> words_between("治疗疼痛的方法", "治疗腰痛的方法")
    (('=', '治疗'), ('-', '疼'), ('+', '腰'), ('=', '痛的方法'))
    """
    olds, news = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    if max(len(olds), len(news)) > MAX_WORDS:
        return (("-", old), ("+", new))
    matcher = SequenceMatcher(None, [word[0] for word in olds], [word[0] for word in news])
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "insert":
            sign = "=" if tag == "equal" else "-"
            found.append((sign, old[olds[i].start() : olds[j - 1].end()]))
        if tag in ("insert", "replace"):
            found.append(("+", new[news[k].start() : news[m - 1].end()]))
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
    return {found[0] for paragraph in paragraphs for found in _DATE.finditer(paragraph)}


def _apart(before: set[str], after: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(after - before)), tuple(sorted(before - after))
