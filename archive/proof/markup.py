"""Cuts an HTML source into pieces with their offsets, as browsers do. Pure, linear.

What the tokenizer of the HTML standard does (https://html.spec.whatwg.org/#tokenization), as far
as it tells text from tags: nothing is repaired, nothing is nested, any text has pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content is not markup."""
PLAIN = frozenset({"title", "textarea"})
"""Elements whose content is text with references, and nothing else."""

REFERENCE = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,9}|[A-Za-z][A-Za-z0-9]{0,39});?")
_OPEN = re.compile(
    r"""<(?:(/?)([A-Za-z][^\s/>]*)(?:((?:\s+[^\s/>=]+="[^"]*")*+)\s*(>))?|(?=[/!?]))"""
)
"""Where a tag begins, and all of it as far as it is written as nearly all are; or a declaration."""
_WRITTEN = re.compile(r"""\s+([^\s/>=]+)="([^"]*)\"""")
"""An attribute as nearly all are written."""
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(>)|(=?[^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(?![\s"'])([^\s>]*)))?)"""
)
"""The end of the tag, or the next attribute; with a value unless its quotation never ends."""
_EQUALS = re.compile(r"\s*=")
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in sorted(RAW | PLAIN)}
_COMMENT_END = re.compile(r"--!?>")


class Attribute(NamedTuple):
    """One attribute: lower-case name, value without references, and where the value stands."""

    name: str
    value: str
    start: int
    end: int


class Piece(NamedTuple):
    """One piece of a source: ``source[start:end]``."""

    kind: str
    """text, raw (content of script, style ...), start, end, comment, or doctype."""
    start: int
    end: int
    name: str = ""
    """Of a tag, lower case; of text and raw, the element that makes it special, or empty."""
    attributes: tuple[Attribute, ...] = ()

    def value(self, name: str) -> str:
        """The value of an attribute; empty when it has none."""
        return next((a.value for a in self.attributes if a.name == name), "")


def pieces_of(source: str) -> Iterator[Piece]:
    """Every piece in order. A tag that never ends is the end of the page, as in browsers."""
    for before, start, end, kind, name, attributes, stop in tags_of(source):
        if start > before:
            yield Piece("text", before, start)
        if kind:
            yield Piece(kind, start, end, name, attributes)
        if stop > end:
            yield Piece("raw" if name in RAW else "text", end, stop, name)


Tag = tuple[int, int, int, str, str, tuple[Attribute, ...], int]
"""Text, what ends it, and the content of that: ``source[before:start]``, which may be empty;
``source[start:end]``, of a kind as in ``Piece`` (empty = the end of the page), with name and
attributes; ``source[end:stop]``, where that is no markup."""


def tags_of(source: str) -> Iterator[Tag]:
    """The same, without a ``Piece`` for each: pages are read whole for their spans."""
    at, size = 0, len(source)
    while at < size:
        opening = _OPEN.search(source, at)
        if opening is None:
            yield at, size, size, "", "", (), size
            return
        start, end = opening.span()
        is_end, name, written, is_closed = opening.groups()
        if name is None:
            kind, end = _declaration(source, start)
            yield at, start, end, kind, "", (), end
            at = end
            continue
        attributes = _written(source, opening) if is_closed and written else ()
        if not is_closed:
            found = _attributes(source, end)
            if found is None:
                yield at, start, start, "", "", (), start
                return
            attributes, end = found
        name, stop = name.lower(), end
        if not is_end and name in _ENDS:
            closing = _ENDS[name].search(source, end)
            stop = closing.start() if closing else size
        yield at, start, end, "end" if is_end else "start", name, attributes, stop
        at = stop


def _declaration(source: str, at: int) -> tuple[str, int]:
    """A comment or a doctype, and where it ends."""
    if source.startswith("<!--", at):
        if source.startswith((">", "->"), at + 4):
            return "comment", source.index(">", at) + 1
        closing = _COMMENT_END.search(source, at + 4)
        return "comment", closing.end() if closing else len(source)
    closed = source.find(">", at)
    is_doctype = source[at + 2 : at + 9].lower() == "doctype"
    return "doctype" if is_doctype else "comment", closed + 1 if closed >= 0 else len(source)


def _written(source: str, opening: re.Match[str]) -> tuple[Attribute, ...]:
    """The attributes of a tag that is written as nearly all are; the same as ``_attributes``."""
    found: dict[str, Attribute] = {}
    for met in _WRITTEN.finditer(source, *opening.span(3)):
        name = met[1].lower()
        if name not in found:
            found[name] = Attribute(name, unescape_value(met[2]), *met.span(2))
    return tuple(found.values())


def _attributes(source: str, at: int) -> tuple[tuple[Attribute, ...], int] | None:
    """The attributes from ``at`` on and where the tag ends; None when it never does."""
    if source.startswith(">", at):
        return (), at + 1
    found: dict[str, Attribute] = {}
    while met := _ATTRIBUTE.match(source, at):
        at = met.end()
        if met[1]:
            return tuple(found.values()), at
        if at >= len(source):
            return None
        value = met.lastindex or 2
        if value == 2 and _EQUALS.match(source, at):  # a quotation that never ends
            return None
        name = met[2].lower()
        if name not in found:
            start, end = met.span(value) if value > 2 else (at, at)
            found[name] = Attribute(name, unescape_value(source[start:end]), start, end)
    return None


def unescape_value(raw: str) -> str:
    """The value of an attribute without references: ``?a=1&copy=2`` keeps its ampersand.

    >>> unescape_value("?a=1&amp;b=2&copy=3")
    '?a=1&b=2&copy=3'
    """
    if "&" not in raw:
        return raw

    def one(reference: re.Match[str]) -> str:
        is_bare = not reference[0].endswith(";") and reference[0][1] != "#"
        follows = raw[reference.end() : reference.end() + 1]
        return reference[0] if is_bare and follows == "=" else unescape(reference[0])

    return REFERENCE.sub(one, raw)
