"""Reads a stranger's HTML page once, from left to right. Pure.

This is no parser for reading articles (``crawler.pages`` does that in a child process): it
sees only what the verdict on a link needs, and its time is proportional to the length of the
page whatever the page does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Elements whose content no reader sees.
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "textarea"})
_TOLD_BY_ATTRIBUTES = frozenset({"html", "meta", "link", "input"})
_MEDIA = frozenset(
    {"img", "svg", "video", "audio", "object", "embed", "iframe", "frame", "canvas", "picture"}
)
_TOLD = "|".join(sorted({"title", "h1", *_UNSEEN, *_TOLD_BY_ATTRIBUTES, *_MEDIA}))
# What is no plain tag: a start tag that tells something, and signs behind which no letter stands.
# The tags that most of a page is made of are told first; the rest of a page is passed in one step.
_STOP = re.compile(
    rf"<(?!/[a-z]|(?:[abp]|li|ul|td|tr|th|div|span)[\s>])(?:({_TOLD})(?![a-z0-9-])|(?!/?[a-z]))",
    re.I | re.A,
)
_SIGNS = ("!", "?", "/")
_PLAIN_TAG = re.compile(r"<[^>]*+>")
_TAG = re.compile(r"<[^<>]*+>")
_ENDS = {name: re.compile(f"</{name}", re.I) for name in {"title", "h1", *_UNSEEN}}
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([a-zA-Z:_-]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")
# What is a blank to readers and not to ``bytes.split``.
_NO_BREAK_SPACE = "\xa0".encode()
_ODD_BLANKS = (b"\x1c", b"\x1d", b"\x1e", b"\x1f")
# Characters of the source that are read together, and how often a place is sought where they may
# be cut.
_AT_A_TIME = 4_000
_TRIES = 4

Shown = bytes
"""What a reader sees of a page: UTF-8, every blank one that ``bytes.split`` knows, none folded."""


@dataclass(slots=True, kw_only=True)
class Scan:
    """One page as seen by the scan, as far as it was read."""

    source: str
    parts: list[tuple[int, int]] = field(default_factory=list)
    """Where in the source text and plain tags stand, all that a reader sees."""
    title: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    """(lower-case name or property, content)."""
    canonical: str = ""
    lang: str = ""
    """The language that the page says it is in, as written."""
    heading: str = ""
    """Text of the first ``<h1>``."""
    refresh: str = ""
    """Content of the first ``<meta http-equiv=refresh>``."""
    has_password: bool = False
    """A field for a password."""
    has_media: bool = False
    """A picture, a film or a frame: something to be seen besides words."""
    is_whole: bool = False
    """Whether it was read to its end."""
    _at: int = 0
    """Where the next part begins."""
    _look: int = 0
    """Where the next stop is looked for: behind ``_at`` while that is inside a tag."""
    _cut: int = 0
    """How far it is looked for at first."""

    @property
    def shown(self) -> Shown:
        """All that a reader sees, made anew each time; costs as much as the scan."""
        self.read_all()
        texts: list[str] = []
        for start, end in self.parts:
            texts += _PLAIN_TAG.split(self.source[start:end])
        return _seen(texts)

    def read_all(self) -> None:
        """Read to the end of the page."""
        while not self.is_whole:
            self._read_on()

    def read_names(self) -> None:
        """Read until title and heading are known: to the end where it lacks one of them."""
        while not self.is_whole and not (self.title and self.heading):
            self._read_on()

    def _read_on(self) -> None:
        """Add a part: to the next stop, or some thousand characters where there is none."""
        source = self.source
        while True:
            if self._look >= self._cut:
                self._cut = _next_cut(source, self._look, len(source))
            stop = _STOP.search(source, self._look, self._cut)
            if stop is None and self._cut == len(source):
                break
            if stop is None:
                self.parts.append((self._at, self._cut))
                self._at = self._look = self._cut
                return
            start = stop.start()
            before = source.rfind("<", self._at, start)
            if before < 0 or source.find(">", before, start) >= 0:
                self.parts.append((self._at, start))
                self._at = self._look = _pass_by(self, source, stop)
                return
            self._look = source.find(">", start) + 1  # it is inside a plain tag
            if not self._look:
                break
        # A tag that never ends is not seen, nor is anything behind it.
        open_tag = source.find("<", max(source.rfind(">", self._at) + 1, self._at))
        self.parts.append((self._at, open_tag if open_tag >= 0 else len(source)))
        self.is_whole = True

    def _parts(self) -> Iterator[tuple[int, int]]:
        """The parts, read on while they are wanted."""
        number = 0
        while number < len(self.parts) or not self.is_whole:
            if number == len(self.parts):
                self._read_on()
            yield self.parts[number]
            number += 1

    def first_words(self, most: int) -> list[Shown]:
        """The first words of ``shown``, at most so many; the rest of the page is not looked at.

        To make all its words would cost more than all else that is done with a long page.
        """
        words: list[Shown] = []
        texts: list[str] = []
        length = 0
        source = self.source
        for start, end in self._parts():
            while start < end:
                is_long = end - start > 2 * _AT_A_TIME
                cut = _next_cut(source, start, end) if is_long else end
                texts += _PLAIN_TAG.split(source[start:cut])
                length += cut - start
                start = cut
                if length >= _AT_A_TIME:
                    some = _seen(texts).split(maxsplit=most)
                    words = words + some if words else some
                    if len(words) >= most:
                        del words[most:]
                        return words
                    texts, length = [], 0
        words += _seen(texts).split(maxsplit=most)
        del words[most:]
        return words

    def note(self, found: dict[str, str]) -> None:
        """What the attributes of a ``meta``, ``link`` or ``input`` tell."""
        name = (found.get("name") or found.get("property") or "").lower()
        if name and "content" in found:
            self.meta.append((name, _fold(found["content"])))
        self.has_password = self.has_password or found.get("type", "").lower() == "password"
        if found.get("http-equiv", "").lower() == "refresh":
            self.refresh = self.refresh or found.get("content", "")
        if found.get("rel", "").lower() == "canonical":
            self.canonical = self.canonical or found.get("href", "")


def text_of(shown: Shown) -> str:
    """What a reader sees as one text, blanks folded."""
    return " ".join(shown.decode("utf-8", "ignore").split())


def _seen(texts: list[str]) -> Shown:
    """Texts without tags as a reader sees them."""
    text = html.unescape(" ".join(texts))
    seen = text.encode("utf-8", "replace")
    for blank in _ODD_BLANKS if text.isascii() else (_NO_BREAK_SPACE, *_ODD_BLANKS):
        if blank in seen:
            seen = seen.replace(blank, b" ")
    return seen


def _next_cut(source: str, start: int, end: int) -> int:
    """Where a long part may be cut: behind a tag that begins and ends there; else its end."""
    cut = start + _AT_A_TIME
    for _ in range(_TRIES if end - start > 2 * _AT_A_TIME else 0):
        cut = source.find(">", cut, end) + 1
        if not cut:
            break
        opening = source.rfind("<", cut - _AT_A_TIME, cut)
        if opening >= 0 and source.find(">", opening, cut) == cut - 1:
            return cut
    return end


def _pass_by(page: Scan, source: str, stop: re.Match[str]) -> int:
    """Where to read on after a ``<`` that begins no plain tag."""
    start, name = stop.start(), stop[1]
    if name is None and source.startswith("<!--", start):
        end = source.find("-->", start + 4)
        return end + 3 if end >= 0 else len(source)
    if name is None and not source.startswith(_SIGNS, start + 1):
        page.parts.append((start, start + 1))
        return start + 1
    end = source.find(">", start)
    if end < 0:
        return len(source)
    return end + 1 if name is None else _open(page, name.lower(), source, start, end)


def _open(page: Scan, name: str, source: str, start: int, end: int) -> int:
    """Note the facts of a start tag; returns where to read on, behind what no reader sees."""
    page.has_media = page.has_media or name in _MEDIA
    if name in _TOLD_BY_ATTRIBUTES:
        end = _tag_end(source, start, end)
        attributes = _attributes(source[start : min(end, start + 2_000)])
        if name == "html":
            page.lang = page.lang or attributes.get("lang", "")
        else:
            page.note(attributes)
    at = end + 1
    if name not in _ENDS:
        return at
    if name == "h1":
        if not page.heading:
            close = _ENDS[name].search(source, at, at + 2_000)
            page.heading = _fold(_TAG.sub(" ", source[at : close.start() if close else at + 300]))
        return at
    if name == "title" and page.title:
        return at
    close = _ENDS[name].search(source, at)
    if name == "title":
        page.title = _fold(source[at : close.start() if close else at + 300])
        return close.start() if close else at
    return close.start() if close else len(source)


def _tag_end(source: str, start: int, end: int) -> int:
    """Index of the ``>`` that ends a tag, those inside quotes passed over (``end``: the first)."""
    for _ in range(3):
        tag = source[start : min(end, start + 2_000)]
        if not (tag.count('"') % 2 or tag.count("'") % 2):
            return end
        after = source.find(">", end + 1, start + 2_000)
        if after < 0:
            return end
        end = after
    return end


def _attributes(tag: str) -> dict[str, str]:
    """Attributes of a tag; the first of equal names counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), html.unescape(value.strip("\"'")))
    return found


def _fold(text: str) -> str:
    return " ".join(html.unescape(text).split())
