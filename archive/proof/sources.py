"""The body of an answer as text to point into: encoding, lines, bytes, excerpts. Pure."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

import webencodings

from archive.proof.spans import Span

_CONTEXT = 240
"""Characters shown before and behind a passage."""
_SHOWN = 1200
"""Characters of a passage that are shown."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_TEXT_TYPES = frozenset({"", "application/xhtml+xml", "application/xml"})
_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
_HTML_START = re.compile(
    rb"\s*(?:<!--.{0,200}?-->\s*)?<(?:!doctype\s+html|html|head|body|title|frameset|table|div|p|h1)"
    rb"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)


def is_text(mime: str, body: bytes) -> bool:
    """Whether a passage can be shown in it: markup or plain text, also where its server did not
    know (WHATWG MIME Sniffing)."""
    if b"%PDF-" in body[:1024] or body.startswith(_SIGNATURES):
        return False
    if mime == "text/html":
        return True
    if b"\x00" in body[:200] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return mime in _TEXT_TYPES or mime.startswith("text/") or _is_markup(body)


def is_plain(mime: str, body: bytes) -> bool:
    """Whether it is text without markup."""
    return mime == "text/plain" and not _is_markup(body)


def _is_markup(body: bytes) -> bool:
    return _HTML_START.match(body[:1024]) is not None


def position(source: str, at: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    starts = _line_starts(source)
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1


@lru_cache(maxsize=1)  # a page is asked for one place after the other
def _line_starts(source: str) -> array[int]:
    """Where each line begins."""
    lengths = [len(line) + 1 for line in source.split("\n")]
    return array("L", accumulate(lengths[:-1], initial=0))


def bytes_of(source: str, span: Span, body: bytes, charset: str) -> tuple[int | None, int | None]:
    """The same span in bytes; None where the characters do not lead back to them."""
    mark = next((len(m) for m, _ in _MARKS if body.startswith(m)), 0)
    encoding = webencodings.lookup(charset) or webencodings.UTF8
    try:
        start = mark + len(webencodings.encode(source[: span.start], encoding))
        text = webencodings.encode(source[span.start : span.end], encoding)
    except (UnicodeError, LookupError):
        return None, None
    if body[start : start + len(text)] != text:
        return None, None
    return start, start + len(text)


def excerpt(source: str, span: Span) -> tuple[str, str, str]:
    """A few lines before, the span itself, and a few lines behind."""
    begin = max(span.start - _CONTEXT, 0)
    before = source[begin : span.start]
    lines = before.split("\n")
    before = ("…" if begin and len(lines) < 4 else "") + "\n".join(lines[-3:])
    text = source[span.start : span.end]
    if len(text) > _SHOWN:
        text = f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}"
    after = source[span.end : span.end + _CONTEXT]
    lines = after.split("\n")
    is_cut = span.end + _CONTEXT < len(source) and len(lines) < 4
    return before, text, "\n".join(lines[:3]) + ("…" if is_cut else "")
