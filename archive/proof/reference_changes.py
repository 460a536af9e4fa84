"""References added, removed or changed between two captures of a page. Pure.

Of the capture that a page's references were read from, the rows of ``bibliography`` say what its
references are. Of any other capture they are told from its own words: what stands under a heading
that reference lists of this site have and looks like a reference, and what the rows print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.proof.comparing import (
    ALIKE,
    MAX_PARAGRAPHS,
    Block,
    blocks_of,
    likeness,
    words_between,
)
from archive.proof.spans import fold

MAX_REFERENCES = 200
"""Of a page that are compared."""
_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)])\s+")
"""What an entry of a list may begin with; a list that is numbered anew has not changed."""
_LIKELY = re.compile(r"\b(?:1[89]|20)\d\d\b|\b10\.\d{4,9}/|https?://|\bet al\b")
"""A year, a DOI name, an address or ``et al``: without any, a line of a list is no reference."""
_RUN = re.compile(r"\w+|[^\w\s]")
_BUTTON = re.compile(
    r"""[\s\[(|/·•,;–—→-]*
    (?:(?<!\w)(?:
        (?i:(?:times\ )?cited(?:\ by|\ in)?:?\ \d[\d,.]*(?:\ times|\ articles)?
        | \d[\d,.]*\ (?:citations?|views?|downloads?) | citations?:?\ \d[\d,.]*
        | pubmed(?:\ central|\ abstract)? | medline | google\ scholar | cross\s?ref | scopus
        | web\ of\ science | (?:pmc\ )?(?:free\ )?full\ text | pmc\ free\ article | view\ article)
        | (?<![a-z]\ )(?:View|Abstract|Download|PDF)
    ) | [↩↑])
    [\s\])|·•:.]*$""",
    re.VERBOSE,
)
"""What may stand behind an entry and is none of it: a count of citations, the label of a link. It
changes on every page without the reference having changed."""
_BUTTON_CHARS = 60
"""At the end of an entry, that a button is looked for in."""
_SHORTEST = 25
"""Folded characters of a reference."""
_LONGEST = 1200
"""Characters of one that is told from its looks: a longer paragraph is prose."""
_AROUND_NAMES = " \t:.0123456789"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows say of the references of a page."""

    rows: tuple[tuple[str, str], ...] = ()
    """Key and print of each, in page order."""
    is_of_before: bool = False
    """Whether the content they were read from is that of the earlier capture."""
    is_of_after: bool = False
    """Likewise of the later one; neither, where the page has changed since."""
    headings: frozenset[str] = frozenset()
    """Of reference lists, as printed."""


@dataclass(frozen=True, slots=True)
class ReferenceChange:
    """One reference that is not what it was."""

    what: str
    """added, removed or changed."""
    before: str
    after: str
    words: tuple[tuple[str, str], ...] = ()
    """As of a changed paragraph."""
    row: str = ""
    """Key of the row of ``bibliography`` that one of the two is in; empty when none is."""


def compare_references(before: str, after: str, reading: Reading) -> tuple[ReferenceChange, ...]:
    """The references that changed between two sources, in page order; moving one is no change."""
    old = _Side(before, reading, is_read=reading.is_of_before)
    new = _Side(after, reading, is_read=reading.is_of_after)
    keys = {fold(_bare(printed)): row for row, printed in reading.rows}
    for side in (old, new):
        widened = zip(side.standing, side.references, strict=False)
        keys = {fold(whole): keys.get(fold(text), "") for text, whole in widened} | keys
    gone = [text for text in old.references if not new.prints(text)]
    come = [text for text in new.references if not old.prints(text)]
    changes: list[ReferenceChange] = []
    for text in gone:
        other = _likest(text, come) or _likest(text, new.unlisted) or _held(text, new, old)
        if other in come:
            come.remove(other)
        changes.append(_change(text, other or "", keys))
    for text in come:
        other = _likest(text, old.unlisted) or _held(text, old, new)
        changes.append(_change(other or "", text, keys))
    return tuple(changes)


class _Side:
    """One of the two pages, with what its references are."""

    def __init__(self, source: str, reading: Reading, *, is_read: bool) -> None:
        """``is_read``: the rows are those of this very content."""
        self._blocks = blocks_of(source)
        self._text, self._edges = _folded(self._blocks)
        printed = [_bare(text) for _, text in reading.rows if text.strip()][:MAX_REFERENCES]
        listed = [_bare(text) for text in _listed(self._blocks, reading.headings)]
        listed = listed[:MAX_REFERENCES]
        self.standing = printed if is_read else [text for text in printed if self.prints(text)]
        """What the rows print, of what the page prints."""
        self.references = _whole(self.standing, listed)
        """The same to the ends of their entries, in the same order, and what else is listed."""
        if not is_read:
            self.references += _without(listed, self.standing)

    def prints(self, text: str) -> bool:
        """Whether the page prints it anywhere, from the edge of a word to the edge of a word."""
        wanted, at = fold(text), -1
        while (at := self._text.find(wanted, at + 1)) >= 0:
            if {at, at + len(wanted)} <= self._edges:
                return True
        return False

    @cached_property
    def unlisted(self) -> list[str]:
        """Paragraphs that may be references, and are none of those that are known."""
        blocks = self._blocks[:MAX_PARAGRAPHS]
        likely = [_bare(block.text) for block in blocks if _is_likely(block.text)]
        return _without(likely, self.references)[:MAX_REFERENCES]


def _folded(blocks: Iterable[Block]) -> tuple[str, set[int]]:
    """The page as one text without blanks, and where in it words, and parts of words, meet."""
    parts: list[str] = []
    at, edges = 0, {0}
    for block in blocks:
        for run in _RUN.findall(block.text):
            drawn = fold(run)
            parts.append(drawn)
            at += len(drawn)
            edges.add(at)
    return "".join(parts), edges


def _without(texts: Iterable[str], known: Iterable[str]) -> list[str]:
    """The texts that neither hold a known text nor are part of one."""
    folded = [fold(text) for text in known]
    whole = "\n".join(folded)
    return [
        text
        for text in texts
        if (drawn := fold(text)) not in whole and not any(one in drawn for one in folded)
    ]


def _whole(standing: Sequence[str], listed: Iterable[str]) -> list[str]:
    """What the rows print, to the ends of their entries."""
    folded = [fold(text) for text in standing]
    entries = []
    for block in listed:
        entry = fold(block)
        if sum(other in entry for other in folded) == 1:
            entries.append((entry, block))
    return [
        next((to for entry, to in entries if entry.startswith(drawn) and entry != drawn), text)
        for drawn, text in zip(folded, standing, strict=True)
    ]


def _held(text: str, side: _Side, own: _Side) -> str | None:
    """The reference of the other side that this one holds whole, and more: it stood there so."""
    kept = {fold(other) for other in own.references}
    drawn = fold(text)
    held = [other for other in side.references if (it := fold(other)) in drawn and it not in kept]
    return _likest(text, held)


def _listed(blocks: Sequence[Block], headings: Iterable[str]) -> list[str]:
    """What stands under the headings of reference lists, up to the next heading or landmark.

    Where such a name stands as a heading, the same words elsewhere (a table of contents) are none.
    """
    names = {fold(name).strip(_AROUND_NAMES).casefold() for name in headings} - {""}
    named = [
        at
        for at, block in enumerate(blocks)
        if len(block.text) < 100 and fold(block.text).strip(_AROUND_NAMES).casefold() in names
    ]
    tagged = [at for at in named if blocks[at].element in _HEADINGS]
    found: list[str] = []
    for at in tagged or named[-1:]:
        for block in blocks[at + 1 :]:
            if block.element in _HEADINGS or block.part != blocks[at].part:
                break
            if _is_likely(block.text):
                found.append(block.text)
    return found


def _is_likely(text: str) -> bool:
    is_sized = len(text) <= _LONGEST and len(fold(text)) >= _SHORTEST
    return is_sized and _LIKELY.search(text) is not None


def _likest(text: str, others: Sequence[str]) -> str | None:
    best = max(others, key=lambda other: likeness(text, other), default=None)
    return best if best is not None and likeness(text, best) >= ALIKE else None


def _change(old: str, new: str, keys: dict[str, str]) -> ReferenceChange:
    row = keys.get(fold(new)) or keys.get(fold(old), "")
    if old and new:
        return ReferenceChange("changed", old, new, words_between(old, new), row)
    return ReferenceChange("removed" if old else "added", old, new, row=row)


def _bare(text: str) -> str:
    """A reference without its number in the list and the buttons behind it."""
    bare = rest = _NUMBER.sub("", " ".join(text.split()), count=1)
    while found := _BUTTON.search(rest, max(0, len(rest) - _BUTTON_CHARS)):
        rest = rest[: found.start()]
    return rest or bare
