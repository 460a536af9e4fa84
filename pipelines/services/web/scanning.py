"""A stranger's HTML page, read once from left to right. Pure.

This is no parser for reading articles (``crawler.pages`` does that in a child process): it
sees only what the verdict on a link needs, and its time is proportional to the length of the
page whatever the page does.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import webencodings

# Elements whose content no reader sees.
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "textarea"})
_TOLD_BY_ATTRIBUTES = frozenset({"html", "meta", "link", "input"})
_MEDIA = frozenset(
    {"img", "svg", "video", "audio", "object", "embed", "iframe", "frame", "canvas", "picture"}
)
_TOLD = "|".join(sorted({"title", "h1", *_UNSEEN, *_TOLD_BY_ATTRIBUTES, *_MEDIA}))
_TELLING = re.compile(rf"<({_TOLD})(?![a-z0-9-])", re.I | re.A)
# Text and tags that tell nothing, as much as there is: most of a page, passed in one step.
# No possessive group: before Python 3.11.5 it keeps the first letters of what did not fit.
_PLAIN = re.compile(
    rf"(?:[^<]++|</[a-z][^>]*+>|<(?!(?:{_TOLD})(?![a-z0-9-]))[a-z][^>]*+>)*", re.I | re.A
)
_OPENING = re.compile(r"<[a-z/!?]", re.I | re.A)
_PLAIN_TAG = re.compile(r"<[^>]*+>")
_TAG = re.compile(r"<[^<>]*+>")
_ENDS = {name: re.compile(f"</{name}", re.I) for name in {"title", "h1", *_UNSEEN}}
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([a-zA-Z:_-]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")
_NO_BREAK_SPACE = b"\xc2\xa0"
_SPACED = bytes(32 if code < 128 and chr(code).isspace() else code for code in range(256))
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.I)

Shown = bytes
"""What a reader sees of a page: UTF-8, every blank a space, none folded. It is not cut into words
either: to make thousands of them costs more than all else that is done with a page."""


@dataclass(slots=True, kw_only=True)
class Scan:
    """One page as seen by the scan."""

    title: str = ""
    shown: Shown = b""
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


def decode(body: bytes, content_type: str) -> str:
    """Text of an HTML body: byte order mark, header, ``<meta>``, UTF-8, else windows-1252.

    Labels are the WHATWG's (https://encoding.spec.whatwg.org/#names-and-labels) and no others.
    """
    for mark, label in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le")):
        if body.startswith(mark):
            return body[len(mark) :].decode(label, "replace")
    declared = _CHARSET.search(content_type.encode("ascii", "ignore")) or _CHARSET.search(
        body[:2048]
    )
    if declared is not None:
        encoding = webencodings.lookup(declared[1].decode("ascii", "ignore"))
        if encoding is not None and encoding.name not in ("replacement", "x-user-defined"):
            return str(webencodings.decode(body, encoding, "replace")[0])
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("windows-1252", "replace")


def scan(source: str) -> Scan:
    """Read a page once from left to right."""
    page = Scan()
    text: list[str] = []
    at = 0
    while at < len(source):
        plain = _PLAIN.match(source, at)
        start = plain.end() if plain is not None else at
        text.append(_PLAIN_TAG.sub(" ", source[at:start]))
        at = _pass_by(page, source, start, text) if start < len(source) else start
    seen = html.unescape(" ".join(text)).encode("utf-8", "replace")
    page.shown = seen.replace(_NO_BREAK_SPACE, b" ").translate(_SPACED)
    return page


def text_of(shown: Shown) -> str:
    """What a reader sees as one text, blanks folded."""
    return " ".join(shown.decode("utf-8", "ignore").split())


def _pass_by(page: Scan, source: str, start: int, text: list[str]) -> int:
    """Where to read on after the ``<`` at ``start``, which is no plain tag."""
    if source.startswith("<!--", start):
        end = source.find("-->", start + 4)
        return end + 3 if end >= 0 else len(source)
    telling = _TELLING.match(source, start)
    if telling is None and _OPENING.match(source, start) is None:
        text.append("<")
        return start + 1
    end = source.find(">", start)
    if end < 0:
        return len(source)
    return end + 1 if telling is None else _open(page, telling[1].lower(), source, start, end)


def _open(page: Scan, name: str, source: str, start: int, end: int) -> int:
    """Note what a start tag tells; where to read on (past what no reader sees)."""
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
    for match in _ATTRIBUTE.finditer(tag):
        found.setdefault(match[1].lower(), html.unescape(match[2].strip("\"'")))
    return found


def _fold(text: str) -> str:
    return " ".join(html.unescape(text).split())
