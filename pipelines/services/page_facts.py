"""What a stranger's HTML page says about itself, in one linear pass. Pure.

This is no parser for reading articles (``crawler.pages`` does that in a child process): it
sees only what the verdict on a link needs, and its time is proportional to the length of the
page whatever the page does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import webencodings

from pipelines.services import markers

# Elements whose content no reader sees.
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "textarea"})
_TOLD_BY_ATTRIBUTES = frozenset({"meta", "link"})
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*+)")
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([a-zA-Z:_-]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.I)
_SEPARATOR = re.compile(r"\s+[|–—·:-]+\s+|\s*[|»«]\s*")
# How much of the visible text is searched for phrases, and how little a page must say for its
# source to be searched as well.
_FIRST_TEXT = 3_000
_FEW_WORDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One page as seen by the scan."""

    title: str
    text: str
    """Visible text, spaces folded."""
    meta: tuple[tuple[str, str], ...]
    """(lower-case name or property, content)."""
    canonical: str


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
    lowered = source.lower()
    text: list[str] = []
    meta: list[tuple[str, str]] = []
    title, canonical = "", ""
    at = 0
    while True:
        start = source.find("<", at)
        text.append(source[at : start if start >= 0 else len(source)])
        if start < 0:
            break
        if source.startswith("<!--", start):
            end = source.find("-->", start + 4)
            at = end + 3 if end >= 0 else len(source)
            continue
        name_match = _NAME.match(source, start)
        end = source.find(">", start)
        if end < 0:
            break
        if name_match is None:
            text.append(source[start] if not source.startswith(("<!", "</", "<?"), start) else "")
            at = start + 1 if text[-1] else end + 1
            continue
        name, is_closing = name_match[1].lower(), source.startswith("</", start)
        if name in _TOLD_BY_ATTRIBUTES:
            end = _tag_end(source, start, end)
        at = end + 1
        text.append(" ")
        if is_closing:
            continue
        if name == "meta":
            meta.extend(_meta(source[start : min(end, start + 2_000)]))
        elif name == "link" and not canonical:
            found = _attributes(source[start : min(end, start + 2_000)])
            canonical = found.get("href", "") if found.get("rel", "").lower() == "canonical" else ""
        elif name == "title" and not title:
            close = lowered.find("</title", at)
            title = _fold(source[at : close if close >= 0 else at + 300])
            at = close if close >= 0 else at
        elif name in _UNSEEN:
            close = lowered.find(f"</{name}", at)
            at = close if close >= 0 else len(source)
    return Scan(title=title, text=_fold(" ".join(text)), meta=tuple(meta), canonical=canonical)


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


def facts_of(
    body: bytes, content_type: str, headers: Mapping[str, str], url: str
) -> dict[str, object]:
    """The facts of an HTML page; empty ones are left out.

    ``title``, ``canonical``, ``citation_doi`` (list, as printed), ``words``, ``not_found`` (the
    words of the title), ``challenge``, ``login``, ``parked``, ``casino`` (words found, as
    evidence). ``headers`` have lower-case names; ``url`` is where the page was at last.
    """
    source = decode(body, content_type)
    page = scan(source)
    words = len(page.text.split())
    shown = f"{page.title}\n{page.text[:_FIRST_TEXT]}".lower()
    says_little = words < _FEW_WORDS
    bare = source.lower() if says_little else ""
    named = page.title.lower()
    names = ("citation_doi", "dc.identifier", "prism.doi", "bepress_citation_doi")
    facts: dict[str, object] = {
        "title": page.title[:300],
        "canonical": page.canonical[:2_000],
        "citation_doi": [c[:300] for n, c in page.meta if n in names and "10." in c][:5],
        "not_found": not_found_title(page.title),
        "challenge": challenge(headers, url, shown if words < 1_000 else named, bare),
        "login": _login(url, page.title),
        "parked": _found(markers.PARKING_PHRASES, shown if says_little else named)
        + _found(markers.PARKING_SOURCES, bare),
        "casino": _found(markers.CASINO_PHRASES, shown),
    }
    return {"words": words} | {name: value for name, value in facts.items() if value}


def challenge(headers: Mapping[str, str], url: str, shown: str, source: str) -> str:
    """The sign that a wall answered instead of the site, or an empty string."""
    for name, value in markers.CHALLENGE_HEADERS:
        if name in headers and value in headers[name].lower():
            return f"header {name}"
    for wall in markers.COOKIE_WALLS:
        if wall in url.lower():
            return f"address {wall}"
    found = _found(markers.CHALLENGE_PHRASES, shown) or _found(markers.CHALLENGE_SOURCES, source)
    return found[0] if found else ""


def not_found_title(title: str) -> str:
    """The part of a title that says the page is not there, or an empty string."""
    parts = [title, *_SEPARATOR.split(title)]
    for part in parts:
        if part.strip(" .!").lower() in markers.NOT_FOUND_TITLES:
            return part.strip()
    return ""


def _login(url: str, title: str) -> str:
    path = url.lower().partition("://")[2].partition("?")[0]
    found = _found(markers.LOGIN_PATHS, path)
    if found:
        return f"address {found[0]}"
    parts = [part.strip().lower() for part in _SEPARATOR.split(title)]
    return next((part for part in parts if part in markers.LOGIN_TITLES), "")


def _found(phrases: Sequence[str], text: str) -> list[str]:
    return [phrase for phrase in phrases if phrase in text] if text else []


def _meta(tag: str) -> list[tuple[str, str]]:
    found = _attributes(tag)
    name = (found.get("name") or found.get("property") or "").lower()
    return [(name, _fold(found["content"]))] if name and "content" in found else []


def _attributes(tag: str) -> dict[str, str]:
    """Attributes of a tag; the first of equal names counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag):
        found.setdefault(match[1].lower(), html.unescape(match[2].strip("\"'")))
    return found


def _fold(text: str) -> str:
    return " ".join(html.unescape(text).split())
