"""Where a passage, as it was printed, stands in the HTML it was read from. Pure, linear.

Both are folded to what is drawn: blanks, invisible characters, the kind of dash and the height of
a number do not count, references stand for their characters, and tags are looked through. What
is found in the folded page is shown in the source.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape
from itertools import compress

from archive.proof.markup import REFERENCE, Attribute, Piece, pieces_of
from archive.proof.undrawn import words_of

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

CELL_JOINT = " | "
"""Between the cells of a row, where its text is one of ours."""
_ANCHOR = 8
"""Characters that must agree before a passage is taken to begin at a place."""
_TRIES = 60
"""Places where a passage may begin that are looked at."""
_MOST_PIECES = 60
_WIDEST_GAP = 3000


@dataclass(frozen=True, slots=True)
class Span:
    """``source[start:end]``, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage stands, or how far it could be followed."""

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
        """Whether all of the passage was met."""
        return self.wanted > 0 and self.matched == self.wanted

    @property
    def hull(self) -> Span | None:
        """From the first to the last character that was met."""
        return Span(self.spans[0].start, self.spans[-1].end) if self.spans else None


Places = tuple["array[int]", "array[int]"]
"""For each folded character where what it was made of begins and ends in the source."""


@dataclass(slots=True)
class Folded:
    """A text as it is drawn, run by run; where its characters stood is worked out for the runs
    that are asked about, which are few of them."""

    text: str = ""
    source: str = ""
    has_references: bool = False
    begins: array[int] = field(default_factory=lambda: array("L"))
    stops: array[int] = field(default_factory=lambda: array("L"))
    """Of each run that is drawn: ``source[begin:stop]``, in order."""
    offsets: array[int] = field(default_factory=lambda: array("L"))
    """Where in ``text`` each run begins."""
    _known: dict[int, Places] = field(default_factory=dict)

    def place(self, at: int) -> Span:
        """What ``text[at]`` was made of."""
        run = bisect_right(self.offsets, at) - 1
        starts, ends = self._places(run)
        at -= self.offsets[run]
        return Span(starts[at], ends[at])

    def span(self, start: int, end: int) -> Span:
        """The span of the source that ``text[start:end]`` was made of; not empty."""
        return Span(self.place(start).start, self.place(end - 1).end)

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
        following = self.offsets[run + 1] if run + 1 < len(self.offsets) else len(self.text)
        if least >= self.stops[run]:
            return following
        return self.offsets[run] + bisect_left(self._places(run)[0], least)

    def _places(self, run: int) -> Places:
        if run not in self._known:
            begin, stop = self.begins[run], self.stops[run]
            self._known[run] = _places_in(self.source, begin, stop, self.has_references)
        return self._known[run]


@dataclass(frozen=True)
class Page:
    """A source, ready to be searched."""

    source: str
    visible: Folded
    title: Folded
    attributes: tuple[tuple[str, Attribute], ...]
    """Element and attribute, in order."""

    @cached_property
    def values(self) -> dict[str, dict[tuple[str, str], list[Span]]]:
        """Folded value, then element and attribute, to where it stands, in order.

        A page is asked for one link after the other: looking through its attributes each time
        would be quadratic, and a page of twenty thousand links take hours.
        """
        found: dict[str, dict[tuple[str, str], list[Span]]] = {}
        for element, (name, value, start, end) in self.attributes:
            written, folded = self.source[start:end], fold(value)
            forms = {folded} if written == value else {folded, fold(written)}
            for form in forms:
                places = found.setdefault(form, {}).setdefault((element, name), [])
                places.append(Span(start, end))
        return found


def read_html(source: str) -> Page:
    """A page of markup: its text, its title element, its attributes."""
    title: list[tuple[int, int]] = []
    attributes: list[tuple[str, Attribute]] = []

    def noted() -> Iterator[Piece]:
        for piece in pieces_of(source):
            if piece.kind == "start":
                attributes.extend([(piece.name, attribute) for attribute in piece.attributes])
            elif piece.name == "title" and piece.kind == "text":
                title.append((piece.start, piece.end))
            yield piece

    visible = [(p.start, p.end) for p in words_of(source, noted()) if p.kind == "text"]
    folded = fold_source(source, visible, references=True)
    return Page(source, folded, fold_source(source, title, references=True), tuple(attributes))


def read_plain(source: str) -> Page:
    """A page of text without markup."""
    whole = [(0, len(source))]
    return Page(source, fold_source(source, whole, references=False), Folded(), ())


def fold(text: str) -> str:
    """A text as it is drawn, without blanks.

    >>> fold("Low\u00a0Back  Pain \u2013 10\u00b3")
    'LowBackPain-103'
    """
    bare = "".join(text.split())  # at what Python calls space, which is never drawn
    return bare if bare.isascii() and "\x00" not in bare else bare.translate(_DRAWN)


def fold_source(source: str, runs: Iterable[tuple[int, int]], *, references: bool) -> Folded:
    """The runs of a source, which are in order, as one folded text."""
    folded = Folded(source=source, has_references=references)
    parts: list[str] = []
    length = 0
    for begin, stop in runs:
        text = source[begin:stop]
        if references and "&" in text:
            text = REFERENCE.sub(_unescaped, text)
        drawn = fold(text)
        if drawn:
            parts.append(drawn)
            folded.begins.append(begin)
            folded.stops.append(stop)
            folded.offsets.append(length)
            length += len(drawn)
    folded.text = "".join(parts)
    return folded


def _unescaped(reference: re.Match[str]) -> str:
    return unescape(reference[0])


def _places_in(source: str, begin: int, stop: int, has_references: bool) -> Places:
    """Where each folded character of a run stands."""
    text = source[begin:stop]
    if text.isascii() and not (has_references and "&" in text):  # one is made of one, or of none
        drawn = text.encode().translate(_IS_DRAWN)
        return (
            array("L", compress(range(begin, stop), drawn)),
            array("L", compress(range(begin + 1, stop + 1), drawn)),
        )
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


def find_text(
    folded: Folded, passage: str, *, ordinal: int = 1, within: Span | None = None
) -> Found:
    """Where a passage stands, the ``ordinal``-th time (or the last time before that).

    Whole if it stands there so; otherwise in pieces, with what is not printed (hidden text,
    notes) between them; otherwise as far as it can be followed. A passage that was mended of
    double encoding is met where it stands double-encoded, and one of several cells where they
    stand side by side, since what we print between them stands nowhere.
    """
    if CELL_JOINT in passage:
        found = _find_whole_first(folded, passage, ordinal, within)
        if found.is_whole:
            return found
        passage = passage.replace(CELL_JOINT, " ")
    return _find_whole_first(folded, passage, ordinal, within)


def _find_whole_first(folded: Folded, passage: str, ordinal: int, within: Span | None) -> Found:
    """The passage as it is, whole or in pieces."""
    wanted = fold(passage)
    if not wanted:
        return Found()
    low, high = folded.window(within)
    form = wanted
    places = list(_places(folded.text, form, low, high, ordinal))
    if not places and (form := _doubly_encoded(passage)):
        places = list(_places(folded.text, form, low, high, ordinal))
    if places:
        span = folded.span(places[-1], places[-1] + len(form))
        return Found((span,), len(wanted), len(wanted))
    return max(
        (
            _follow(folded, wanted, at, high)
            for at in _places(folded.text, wanted[:_ANCHOR], low, high, _TRIES)
        ),
        key=lambda found: (found.matched, -len(found.spans)),
        default=Found(wanted=len(wanted), rest=wanted),
    )


def find_value(page: Page, printed: str, element: str = "", attribute: str = "") -> list[Span]:
    """Where an attribute has a value: its spans in order, of that element and attribute alone."""
    places = page.values.get(fold(printed))
    if places is None:
        return []
    if element and attribute:
        return places.get((element, attribute), [])
    fitting = [
        spans
        for (name, of), spans in places.items()
        if element in ("", name) and attribute in ("", of)
    ]
    if len(fitting) == 1:
        return fitting[0]
    return sorted((span for spans in fitting for span in spans), key=lambda span: span.start)


def find_literal(source: str, printed: str) -> list[Span]:
    """Where a text stands in the source as it is, or as HTML or JSON write it."""
    for form in dict.fromkeys((printed, escape(printed), printed.replace("/", "\\/"))):
        if form:
            places = _places(source, form, 0, len(source), 1000)
            if spans := [Span(at, at + len(form)) for at in places]:
                return spans
    return []


def _places(text: str, wanted: str, low: int, high: int, most: int) -> Iterator[int]:
    at = low - 1
    for _ in range(most):
        at = text.find(wanted, at + 1, high)
        if at < 0:
            return
        yield at


def _follow(folded: Folded, wanted: str, at: int, high: int) -> Found:
    """The passage from ``at`` on, over what stands in between."""
    spans: list[Span] = []
    done = 0
    while done < len(wanted):
        length = _common(folded.text, at, wanted, done)
        if length:
            spans.append(folded.span(at, at + length))
            at, done = at + length, done + length
        if done == len(wanted) or len(spans) >= _MOST_PIECES:
            break
        following = wanted[done : done + _ANCHOR]
        gap = min(_WIDEST_GAP, len(following) ** 2 * 30)
        further = folded.text.find(following, at, min(high, at + gap))
        if further < 0:
            break
        at = further
    departs = folded.place(at).start if at < len(folded.text) else None
    is_whole = done == len(wanted)
    return Found(
        tuple(spans), done, len(wanted), None if is_whole else departs, wanted[done : done + 60]
    )


def _common(text: str, at: int, wanted: str, done: int) -> int:
    """How many characters agree from there on: doubling steps, then halving ones."""
    length, step = 0, 16
    while step:
        part = wanted[done + length : done + length + step]
        agrees = len(part) == step and text.startswith(part, at + length)
        length, step = (length + step, step * 2) if agrees else (length, step // 2)
    return length


def _doubly_encoded(passage: str) -> str:
    """The passage as it stands where UTF-8 was read as windows-1252; empty when it is the same."""
    if passage.isascii():
        return ""
    characters = []
    for byte in passage.encode("utf-8", "surrogatepass"):
        one = bytes((byte,))
        try:
            characters.append(one.decode("cp1252"))
        except UnicodeDecodeError:
            characters.append(one.decode("latin-1"))
    return fold("".join(characters))
