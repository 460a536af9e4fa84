"""Decodes the bytes of a page as its author meant them, whatever the header says. Pure.

Labels are read with the WHATWG table only (https://encoding.spec.whatwg.org/#names-and-labels):
``codecs.lookup`` of a stranger's label reaches codecs such as ``punycode`` that take minutes.
A declaration is believed only if the bytes bear it out, since wrong headers are common.

There is one decoder, so that a proof, and the facts of a page that a link leads to, are of the text
that a crawl reads in the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import webencodings

from archive.records import Issue

# How far a declaration in the markup may stand from the start. The standard says 1,024 bytes;
# browsers also find later ones while they build the tree.
PRESCAN_BYTES = 8192

SAMPLE_BYTES = 300_000
"""How much of a page is looked at for the script it is written in."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_MARKS = tuple(mark for mark, _ in _BOMS)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s;"',]{1,60})""", re.I)
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_META_TAG = re.compile(rb"<meta\b[^>]{0,1000}", re.I)
_META_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{1,60})""", re.I)
_XML_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.\-]{1,60})""")
_HTML_LANGUAGE = re.compile(rb"""<html\b[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z]{2})""", re.I)
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_MARKUP = re.compile(rb"<[^<>]{0,2000}>|&#?\w{1,10};")

# Single-byte encodings by language, for pages that declare a language but no usable charset.
_BY_LANGUAGE = {
    "el": "iso-8859-7",
    "tr": "windows-1254",
    "pl": "iso-8859-2",
    "ru": "windows-1251",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the WHATWG name of its encoding, and what was odd."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(body: bytes, content_type: str = "", language: str = "") -> Decoded:
    """The text of a page. Never raises; NUL becomes U+FFFD.

    ``content_type`` is the header as received, ``language`` a hint (BCP 47) for bytes that no
    declaration explains.
    """
    issues: list[Issue] = []
    encoding = _choose(body, content_type, language, issues)
    text = _decode_with(body, _lookup(encoding))
    if encoding == "utf-8" and "�" in text and b"\xef\xbf\xbd" not in body:
        issues.append(_issue("charset_damaged", "Some bytes are not UTF-8; they read as U+FFFD."))
    if "\x00" in text:
        issues.append(_issue("nul_characters", "The page has NUL characters; kept as U+FFFD."))
        text = text.replace("\x00", "�")
    return Decoded(text, encoding, tuple(issues))


def decode_as(body: bytes, encoding: str) -> str:
    """The text of a page read with an encoding that ``decode`` told; UTF-8 if there is no such."""
    text = _decode_with(body, _lookup(encoding) or webencodings.UTF8)
    return text.replace("\x00", "�")


def encoding_of(body: bytes, content_type: str = "", language: str = "") -> str:
    """WHATWG name of the encoding with which ``decode`` reads a page."""
    return _choose(body, content_type, language, [])


def charset_of(content_type: str) -> str:
    """WHATWG name of the charset that a header names; empty for none, or one that nobody knows."""
    header = _HEADER_CHARSET.search(content_type)
    return (_named(header.group(1)) or "") if header else ""


def _choose(body: bytes, content_type: str, language: str, issues: list[Issue]) -> str:
    """The encoding: byte order mark, then a declaration the bytes bear out, then evidence."""
    for bom, marked in _BOMS:
        if body.startswith(bom):
            return marked
    for origin, label in _declarations(body, content_type):
        name = _named(label)
        if name is None:
            issues.append(
                _issue("charset_unknown", f"The {origin} names the unknown charset {label!r}.")
            )
            continue
        if origin == "markup" and name.startswith("utf-16"):
            name = "utf-8"  # a readable declaration proves that it is not UTF-16 (WHATWG)
        doubt = _doubt(body, name)
        if doubt is None:
            return name
        issues.append(
            _issue("charset_conflict", f"The {origin} says {name}, but the bytes are {doubt}.")
        )
    return _detect(body, language)


def _declarations(body: bytes, content_type: str) -> Iterator[tuple[str, str]]:
    """(where, label) of each declaration, most authoritative first."""
    header = _HEADER_CHARSET.search(content_type)
    if header:
        yield "header", header.group(1)
    start = body[:PRESCAN_BYTES]
    xml = _XML_DECLARATION.match(start)
    if xml:
        yield "markup", xml.group(1).decode("ascii", "replace")
    commented, end, rest = start.rpartition(b"-->")  # an unclosed comment hides nothing
    for tag in _META_TAG.findall(_COMMENT.sub(b"", commented + end) + rest):
        declared = _META_CHARSET.search(tag)
        if declared:
            yield "markup", declared.group(1).decode("ascii", "replace")
            return


def _named(label: str) -> str | None:
    """WHATWG name of a label, or None."""
    found = _lookup(label)
    if found is None:
        return None
    name = str(found.name)
    if name == "replacement":  # encodings that browsers refuse, e.g. iso-2022-kr
        return None
    return "windows-1252" if name == "x-user-defined" else name


def _doubt(body: bytes, name: str) -> str | None:
    """What the bytes are instead of ``name``, in words; None if they may well be ``name``."""
    if name == "utf-8":
        return None if _looks_utf8(body) else "not UTF-8"
    if name.startswith("utf-16"):
        # Half the bytes of Western UTF-16 are zero; markup without any zero byte is not UTF-16.
        return None if b"\x00" in body else "without a zero byte"
    if body.isascii():  # of most pages that is all there is to say
        return None
    if _is_valid_utf8(body) and _UTF8_SEQUENCE.search(body):
        return "valid UTF-8 with characters beyond ASCII"
    if name == "windows-1252":  # iso-8859-1 is what servers say when nobody has told them
        if _declared_tongue(body) == "ru":
            return "Cyrillic letters" if _runs_of_letters(body) else None
        if _looks_greek(body):
            return "Greek letters"
    return None


def _looks_utf8(body: bytes) -> bool:
    """Valid, or damaged so little that a reader would still call it UTF-8."""
    if _is_valid_utf8(body):
        return True
    high = b" ".join(_HIGH_RUN.findall(body))  # sequences have no other bytes, a page has many
    valid = len(_UTF8_SEQUENCE.findall(high))
    stray = len(_HIGH_RUN.findall(_UTF8_SEQUENCE.sub(b"", high)))
    return valid > 2 * stray


def _is_valid_utf8(body: bytes) -> bool:
    if body.isascii():
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body that was cut off may end inside a character.
        return error.reason == "unexpected end of data" and error.start >= len(body) - 3
    return True


def _detect(body: bytes, language: str) -> str:
    """The encoding of bytes that nothing explains: UTF-8, Greek, or what the Web falls back on."""
    if _looks_utf8(body):
        return "utf-8"
    declared = _declared_tongue(body)
    tongue = declared or language[:2].lower()
    if declared != "ru" and _looks_greek(body):  # Polish and Turkish do not look like it
        tongue = "el"
    elif tongue == "el":
        tongue = ""  # says Greek, but its letters are mostly ASCII
    name = _BY_LANGUAGE.get(tongue, "windows-1252")
    return _windows_variant(body, name)


def _declared_tongue(body: bytes) -> str:
    """The language that the markup tells, two small letters; empty when it tells none."""
    declared = _HTML_LANGUAGE.search(body[:PRESCAN_BYTES])
    return declared.group(1).decode("ascii").lower() if declared else ""


def _runs_of_letters(body: bytes) -> list[bytes]:
    """The runs of high bytes of a page in a script of its own; empty for accented Latin letters,
    which stand alone. One letter in twenty is enough: pages in Greek keep Latin navigation."""
    text = _MARKUP.sub(b" ", body[:SAMPLE_BYTES])
    runs = _HIGH_RUN.findall(text)
    high = sum(map(len, runs))
    if high < 2.5 * len(runs) or high * 20 < len(_LETTER.findall(text)):
        return []
    return runs


def _looks_greek(body: bytes) -> bool:
    """Greek letters stand in runs of high bytes.

    In ISO-8859-7 and windows-1253 the letters are 0xB6, 0xB8 to 0xFE without 0xD2. Accented vowels
    (0xDC to 0xDF, 0xFC to 0xFE) are frequent in Greek and rare capitals in Cyrillic; 0xD2 and 0xFF,
    a frequent letter in Russian, are none there, and one in two hundred is no slip.
    """
    runs = _runs_of_letters(body)
    high = sum(map(len, runs))
    greek = sum(1 for run in runs for byte in run if byte >= 0xB8 or byte == 0xB6)
    accented = sum(1 for run in runs for byte in run if 0xDC <= byte <= 0xDF or 0xFC <= byte < 0xFF)
    none = sum(run.count(b"\xd2") + run.count(b"\xff") for run in runs)
    if not runs or none * 200 > high:
        return False
    return greek >= 0.9 * high and accented >= 0.03 * high


def _windows_variant(body: bytes, name: str) -> str:
    """The Windows sibling when bytes 0x80 to 0x9F (controls in ISO 8859) are used."""
    sibling = {"iso-8859-7": "windows-1253", "iso-8859-2": "windows-1250"}.get(name)
    return sibling if sibling and re.search(rb"[\x80-\x9f]", body) else name


@lru_cache(maxsize=256)
def _lookup(label: str) -> webencodings.Encoding | None:
    return webencodings.lookup(label)


def _decode_with(body: bytes, encoding: webencodings.Encoding) -> str:
    if encoding is webencodings.UTF8 and not body.startswith(_MARKS):
        return body.decode("utf-8", "replace")  # as below, by a shorter way
    text, _ = webencodings.decode(body, encoding, errors="replace")
    return str(text)


def _issue(code: str, message: str) -> Issue:
    return Issue(code=code, message=message, stage="read")
