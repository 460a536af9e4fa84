"""A page prepared so that passages can be found in it as they were printed. Pure, linear.

Page and passage are folded to what is drawn: blanks, invisible characters, the kind of dash and the
height of a number do not count, references stand for their characters, and tags are looked through.
What is found in the folded page is shown in the source.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import compress
from typing import NamedTuple

from archive.proof.markup import REFERENCE, Attribute, Piece, tags_of
from archive.proof.undrawn import Curtain

UNDRAWN = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
) | frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Nothing is drawn for them: soft hyphen, zero-width characters, direction marks, variation
selectors."""
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u207b\u208b\ufe58\ufe63\uff0d")
_PART = re.compile(rf"((?:[!-%'-~]|&(?![#A-Za-z]))+)|({REFERENCE.pattern})|(\s+)|(.)", re.DOTALL)

_IS_DRAWN = bytes(not chr(byte).isspace() for byte in range(256))
"""Of a byte of ASCII: 1 where something is drawn for it, 0 for blanks."""


class Span(NamedTuple):
    """``source[start:end]``, in characters."""

    start: int
    end: int


class Found(NamedTuple):
    """Where a passage stands, or how far it could be matched."""

    spans: tuple[Span, ...] = ()
    """One, or several when something that is not printed stands in between."""
    matched: int = 0
    """Folded characters of the passage that were met."""
    wanted: int = 0
    """Folded characters it has."""
    departs_at: int | None = None
    """Where in the source it could be followed no further."""
    rest: str = ""
    """The folded rest of the passage there."""

    @property
    def is_whole(self) -> bool:
        """Whether all of the passage was found."""
        return self.wanted > 0 and self.matched == self.wanted

    @property
    def hull(self) -> Span | None:
        """From the first to the last character found."""
        return Span(self.spans[0].start, self.spans[-1].end) if self.spans else None


Places = tuple["array[int]", "array[int] | None"]
"""For each folded character where what it was made of begins and ends in the source; None for the
ends where each is made of one character."""


@dataclass(slots=True)
class Folded:
    """A text as it is drawn, run by run. Where its characters stood is worked out only for the few
    runs that are asked about."""

    text: str = ""
    source: str = ""
    has_references: bool = False
    begins: array[int] = field(default_factory=lambda: array("L"))
    stops: array[int] = field(default_factory=lambda: array("L"))
    """Of each run that is drawn: ``source[begin:stop]``, in order."""
    offsets: array[int] = field(default_factory=lambda: array("L"))
    """Where in ``text`` each run begins."""
    sought: dict[str, Found] = field(default_factory=dict)
    """Passages that were sought, and where each stands first; the rows of a page ask for the same
    entry, or sentence, one after the other."""
    _known: dict[int, Places] = field(default_factory=dict)

    def place(self, at: int) -> Span:
        """What ``text[at]`` was made of."""
        run = bisect_right(self.offsets, at) - 1
        at -= self.offsets[run]
        starts, ends = self._places(run)
        start = starts[at]
        return Span(start, start + 1 if ends is None else ends[at])

    def span(self, start: int, end: int) -> Span:
        """The span of the source that ``text[start:end]`` was made of; not empty."""
        return Span(self._begin(start), self._end(end - 1))

    def _begin(self, at: int) -> int:
        """Where the source of ``text[at]`` begins; quick where a run does, as for most passages."""
        run = bisect_right(self.offsets, at) - 1
        at -= self.offsets[run]
        if at == 0 and run not in self._known:
            text = self.source[self.begins[run] : self.stops[run]]
            if self._is_bare(text):
                return self.stops[run] - len(text.lstrip())
        return self._places(run)[0][at]

    def _end(self, at: int) -> int:
        """Where it ends."""
        run = bisect_right(self.offsets, at) - 1
        following = self.offsets[run + 1] if run + 1 < len(self.offsets) else len(self.text)
        if at == following - 1 and run not in self._known:
            text = self.source[self.begins[run] : self.stops[run]]
            if self._is_bare(text):
                return self.begins[run] + len(text.rstrip())
        at -= self.offsets[run]
        starts, ends = self._places(run)
        return starts[at] + 1 if ends is None else ends[at]

    def _is_bare(self, text: str) -> bool:
        """Whether each character that is drawn is drawn for one that is written."""
        return text.isascii() and "\x00" not in text and not (self.has_references and "&" in text)

    def window(self, within: Span | None) -> tuple[int, int]:
        """The part of the folded text that a span of the source became."""
        if within is None:
            return 0, len(self.text)
        return self._first(within.start), self._first(within.end)

    def _first(self, least: int) -> int:
        """The first character that begins there in the source, or behind."""
        run = bisect_right(self.begins, least) - 1
        if run < 0:
            return 0
        if least == self.begins[run]:
            return self.offsets[run]
        if least >= self.stops[run]:
            return self.offsets[run + 1] if run + 1 < len(self.offsets) else len(self.text)
        return self.offsets[run] + bisect_left(self._places(run)[0], least)

    def _places(self, run: int) -> Places:
        known = self._known.get(run)
        if known is None:
            begin, stop = self.begins[run], self.stops[run]
            known = _places_in(self.source, begin, stop, self.has_references)
            self._known[run] = known
        return known


@dataclass(frozen=True)
class Page:
    """A source, prepared for searching."""

    source: str
    visible: Folded
    title: Folded
    attributes: tuple[tuple[str, Attribute], ...]
    """Element and attribute, in order."""
    _values: dict[tuple[str, str], dict[str, list[Span]]] = field(default_factory=dict)

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], list[Attribute]]:
        """Element and name to the attributes of that kind, in order."""
        found: dict[tuple[str, str], list[Attribute]] = {}
        for element, attribute in self.attributes:
            found.setdefault((element, attribute.name), []).append(attribute)
        return found

    def _asked(self, element: str, name: str) -> Iterable[Attribute]:
        """The attributes of that element and name, in order; empty = any."""
        if element and name:
            return self._kinds.get((element, name), ())
        return (a for of, a in self.attributes if element in ("", of) and name in ("", a.name))

    def values(self, element: str, name: str) -> dict[str, list[Span]]:
        """Folded value to where attributes of that element and name (empty = any) have it, in
        order.

        A page is asked for one link after the other: looking through its attributes each time
        would be quadratic, and a page of twenty thousand links take hours.
        """
        known = self._values.get((element, name))
        if known is not None:
            return known
        found = self._values[element, name] = {}
        for _, value, start, end in self._asked(element, name):
            written, folded = self.source[start:end], fold(value)
            span = Span(start, end)
            found.setdefault(folded, []).append(span)
            if written != value and (form := fold(written)) != folded:
                found.setdefault(form, []).append(span)
        return found


def read_html(source: str) -> Page:
    """Prepare a page of markup: its text, its title element, its attributes."""
    title: list[tuple[int, int]] = []
    attributes: list[tuple[str, Attribute]] = []
    visible: list[tuple[int, int]] = []
    curtain = Curtain(source)
    for before, start, end, kind, name, written, stop in tags_of(source):
        if before < start and not curtain.opened:
            visible.append((before, start))
        if written and kind == "start":
            attributes += [(name, attribute) for attribute in written]
        if curtain.opened or curtain.may_fall_at(name):
            curtain.shows(Piece(kind, start, end, name, written))
        if end < stop and name == "title":
            title.append((end, stop))
        elif end < stop and name == "xmp" and not curtain.opened:
            visible.append((end, stop))
    folded = fold_source(source, visible, references=True)
    return Page(source, folded, fold_source(source, title, references=True), tuple(attributes))


def read_plain(source: str) -> Page:
    """Prepare a page of text without markup."""
    whole = [(0, len(source))]
    return Page(source, fold_source(source, whole, references=False), Folded(), ())


def fold(text: str) -> str:
    """A text as it is drawn, with all blanks removed.

    >>> fold("Low\u00a0Back  Pain \u2013 10\u00b3")
    'LowBackPain-103'
    """
    bare = "".join(text.split())  # at what Python calls space, which is never drawn
    return bare if bare.isascii() and "\x00" not in bare else bare.translate(_DRAWN)


def fold_source(source: str, runs: Iterable[tuple[int, int]], *, references: bool) -> Folded:
    """The runs of a source, which are in order, as one folded text."""
    parts: list[str] = []
    begins, stops, offsets, length = array("L"), array("L"), array("L"), 0
    for begin, stop in runs:
        text = source[begin:stop]
        if references and "&" in text:
            text = REFERENCE.sub(lambda found: unescape(found[0]), text)
        if drawn := fold(text):
            parts.append(drawn)
            begins.append(begin)
            stops.append(stop)
            offsets.append(length)
            length += len(drawn)
    return Folded("".join(parts), source, references, begins, stops, offsets)


def _places_in(source: str, begin: int, stop: int, has_references: bool) -> Places:
    """Where each folded character of a run stands."""
    text = source[begin:stop]
    if text.isascii() and not (has_references and "&" in text):  # one is made of one, or of none
        drawn = text.encode().translate(_IS_DRAWN)
        return array("L", compress(range(begin, stop), drawn)), None
    starts, ends = array("L"), array("L")
    for part in _PART.finditer(source, begin, stop):
        start, end = part.span()
        if part[1] is not None or (part[2] is not None and not has_references):
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        elif part[3] is None:
            length = len(fold(unescape(part[0]) if part[2] is not None else part[0]))
            starts.extend([start] * length)
            ends.extend([end] * length)
    return starts, ends


class _Drawn(dict[int, str]):
    """What is drawn for a character by its number; a cache that stays small."""

    def __missing__(self, number: int) -> str:
        if len(self) >= 4096:
            self.clear()
        self[number] = drawn = _drawn(chr(number))
        return drawn


_DRAWN = _Drawn()


def _drawn(char: str) -> str:
    if char.isspace() or char in UNDRAWN:
        return ""
    if char in _DASHES:
        return "-"
    if char == "\x00":
        return "\ufffd"
    plain = unicodedata.normalize("NFKD", char)
    return plain if plain == char else "".join(_drawn(c) for c in plain if c != char)
