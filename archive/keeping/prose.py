"""The words of a page: its text as Markdown, its digest, its place in a series. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.keys import text_sha256
from archive.records import Block, BlockKind, PageRecord, Region

# Blocks that follow each other line by line; all others stand apart by an empty line.
_RUNS = {BlockKind.ITEM, BlockKind.ROW}

# What the parts of a series are called, in the languages the audited sites have. A closed
# list, since " - " also stands before the name of a site and inside ordinary titles.
_PARTS = re.compile(
    r"""(?ix)
    (introduction|overview|diagnosis|treatments?|therapy|causes|symptoms|prevention|surgery
    |rehabilitation|aftercare|outlook|prognosis|part\ \d+
    |einführung|einleitung|diagnose|behandlung|therapie|ursachen|symptome|vorbeugung|teil\ \d+
    |diagnostic|traitements?|symptômes|prévention|partie\ \d+
    |introducción|diagnóstico|tratamientos?|causas|síntomas|prevención|parte\ \d+
    |introduzione|diagnosi|trattament[oi]|cause|sintomi|prevenzione
    |introdução|tratamento|sintomas|prevenção
    |wprowadzenie|diagnoza|leczenie|przyczyny|objawy
    |giriş|tanı|tedavi|nedenleri|belirtileri
    |εισαγωγή|διάγνωση|θεραπεία|αίτια|συμπτώματα|πρόληψη)"""
)
_WORD = re.compile(r"\w+")
_APART = str.maketrans({c: " " for c in map(chr, range(128)) if not (c.isalnum() or c == "_")})
_LAST_STOP = re.compile(r"(?s).*(?:[.!?…]\s+|\n\s*)")
_END = re.compile(r"[.!?…](?=\s|$)|\n")
_SERIES = re.compile(r"(?s)(?P<series>.*\S)\s+[-–—]\s+(?P<part>[^-–—]+)")


def fold(text: str) -> str:
    """Words only, in one case, with single spaces: what two prints of one text share.

    >>> fold("Low  Back Pain – Treatment!")
    'low back pain treatment'
    """
    return " ".join(_words(text.casefold()))


def count_words(text: str) -> int:
    """How many words a text has.

    >>> count_words("Exercise is well-tolerated.")
    4
    """
    return len(_words(text))


def _words(text: str) -> list[str]:
    r"""What ``\w+`` finds; for ASCII it takes a quarter of the time."""
    return text.translate(_APART).split() if text.isascii() else _WORD.findall(text)


def series_of(title: str) -> tuple[str, str]:
    """The common title of a series and the part's own, or two empty texts.

    >>> series_of("Low Back Pain - Treatment")
    ('Low Back Pain', 'Treatment')
    >>> series_of("Surgery - what to expect")
    ('', '')
    """
    found = _SERIES.fullmatch(title.strip())
    if found and _PARTS.fullmatch(found["part"].strip()):
        return found["series"].strip(), found["part"].strip()
    return "", ""


def markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown-like text: ``#`` headings, ``-`` or numbered items, ``|`` rows.

    Nothing is escaped: the text is for reading and searching, and whoever shows it as HTML has
    to sanitise it.
    """
    parts: list[str] = []
    before: BlockKind | None = None
    for block in blocks:
        text = block.text.strip()
        if not text:
            continue
        if parts:
            together = block.kind in _RUNS and block.kind is before
            glued = together or (before, block.kind) == (BlockKind.TERM, BlockKind.DEFINITION)
            parts.append("\n" if glued else "\n\n")
        parts.append(_line(block, text))
        before = block.kind
    return "".join(parts)


def _line(block: Block, text: str) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return "#" * min(max(block.level, 1), 6) + " " + " ".join(text.split())
        case BlockKind.ITEM:
            number = re.search(r"\d+", block.marker)
            bullet = f"{number[0]}. " if number else "- "
            indent = "  " * max(block.level - 1, 0)
            return indent + bullet + text.replace("\n", "\n" + indent + " " * len(bullet))
        case BlockKind.ROW:
            return "| " + " ".join(text.split()) + " |"
        case BlockKind.QUOTE:
            return "> " + text.replace("\n", "\n> ")
        case BlockKind.CODE:
            return "```\n" + text + "\n```"
        case BlockKind.DEFINITION:
            return ": " + text
    return text


def page_text(record: PageRecord) -> str:
    """What the page says below its title: content blocks as Markdown.

    The heading that repeats the title and paragraphs that repeat the lead are left out, since
    title and lead have columns of their own.
    """
    title, lead = fold(record.title), fold(record.lead)
    kept: list[Block] = []
    for block in record.blocks:
        if block.region is not Region.CONTENT:
            continue
        if block.kind is BlockKind.HEADING and title and fold(block.text) == title:
            title = ""  # once: a later heading of the same words is a section
            continue
        if lead and _may_say(block.text, lead) and fold(block.text) == lead:
            continue
        kept.append(block)
    return markdown(kept)


def _may_say(text: str, folded: str) -> bool:
    """Whether a text may be ``folded`` when it is folded; a quick test, by its first word."""
    first = _WORD.search(text[:100].casefold())
    return first is None or folded.startswith(first[0])


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says, computed once for all the rows made from it."""

    text: str
    """See ``page_text``."""
    sha256: str
    """See ``content_sha256``."""
    words: int
    """Of lead and text."""


def told_by(record: PageRecord) -> Told:
    """What a page says below its title."""
    text = page_text(record)
    digest = content_sha256(record.title, record.lead, text)
    return Told(text, digest, count_words(f"{record.lead}\n{text}"))


def content_sha256(title: str, lead: str, text: str) -> str:
    """Digest of what a page says. Authors, dates and boilerplate do not count."""
    return text_sha256("\x1f".join((title, lead, text)))


def sentence_around(text: str, start: int, end: int, limit: int = 300) -> str:
    """The sentence of a text around ``text[start:end]``, at most ``limit`` characters.

    >>> sentence_around("One. See the guide here. Three.", 9, 18)
    'See the guide here.'
    """
    # Only the neighbourhood is looked at: a block may be a megabyte with a thousand links.
    left = max(start - limit, 0)
    before = _LAST_STOP.match(text[left:start])
    begin = left + before.end() if before else left
    stop = _END.search(text[end : end + limit])
    finish = end + (stop.end() if stop else limit)
    if finish - begin > limit:
        spare = max(limit - (end - start), 0)
        begin = max(begin, start - spare // 2)
        finish = min(finish, begin + limit)
    return " ".join(text[begin:finish].split())
