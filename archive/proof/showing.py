"""Where the passages of a row stand in an opened capture, in words and numbers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from archive.proof.passages import Passage
from archive.proof.pdf_source import place_of
from archive.proof.searching import find_literal, find_text, find_value
from archive.proof.sources import bytes_of, excerpt, position
from archive.proof.spans import Found, Page, Span


@dataclass(frozen=True, slots=True)
class Opened:
    """The content of a capture as a text to point into, or why it is none."""

    said: str
    page: Page | None = None
    body: bytes = b""
    charset: str = ""
    is_pdf: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A passage and where it stands in the decoded source."""

    field: str
    printed: str
    is_found: bool
    said: str
    """Where it stands, or why it was not found."""
    start: int | None = None
    end: int | None = None
    """Characters of the decoded source."""
    start_byte: int | None = None
    end_byte: int | None = None
    """Bytes of the entity without its content-coding."""
    line: int | None = None
    column: int | None = None
    """From 1."""
    pieces: int = 0
    before: str = ""
    passage: str = ""
    after: str = ""
    """The source around it, and itself."""


def show(opened: Opened, passage: Passage, url: str) -> Shown:
    """Where a passage stands, in words, numbers and lines."""
    if opened.page is None:
        return _made(passage, url) or _missing(passage, opened.said)
    page = opened.page
    found = find_passage(page, passage)
    hull = found.hull
    if not found.is_whole or hull is None:
        return _made(passage, url) or _missing(passage, _why(page, found))
    before, text, after = excerpt(page.source, hull)
    shown = Shown(
        field=passage.field,
        printed=passage.printed,
        is_found=True,
        said="",
        pieces=len(found.spans),
        before=before,
        passage=text,
        after=after,
    )
    if opened.is_pdf:
        return replace(shown, said=place_of(page, hull))
    return _with_numbers(shown, opened, page.source, hull)


def _with_numbers(shown: Shown, opened: Opened, source: str, hull: Span) -> Shown:
    """A passage of markup or plain text with its line, characters and bytes."""
    line, column = position(source, hull.start)
    start_byte, end_byte = bytes_of(source, hull, opened.body, opened.charset)
    said = f"Line {line}, column {column}; characters {hull.start} to {hull.end}"
    if start_byte is not None:
        said += f"; bytes {start_byte} to {end_byte}"
    if shown.pieces > 1:
        said += f"; in {shown.pieces} pieces, with what is not printed in between"
    return replace(
        shown,
        said=said + ".",
        start=hull.start,
        end=hull.end,
        start_byte=start_byte,
        end_byte=end_byte,
        line=line,
        column=column,
    )


def _made(passage: Passage, url: str) -> Shown | None:
    """How a title is shown that was made of the page's address; None for any other passage."""
    if passage.field != "title" or not is_made_of(passage.printed, url):
        return None
    said = f"Made of the address of the page, which has no title of its own: {url}"
    return replace(_missing(passage, said), is_found=True, passage=passage.printed)


def is_made_of(title: str, url: str) -> bool:
    """Whether a title is the last part of an address in words.

    >>> is_made_of("Neck pain", "https://x.org/en/neck-pain.htm?print=1")
    True
    """
    path = urlsplit(url).path.rstrip("/")
    last = re.sub(r"\.\w{1,5}$", "", unquote(path.rpartition("/")[2]))
    letters = re.sub(r"[-_+\s]", "", title.casefold())
    return bool(letters) and letters == re.sub(r"[-_+\s]", "", last.casefold())


def _missing(passage: Passage, said: str) -> Shown:
    return Shown(field=passage.field, printed=passage.printed, is_found=False, said=said)


def find_passage(page: Page, passage: Passage) -> Found:
    """Where a passage stands in a page, or how far it could be followed."""
    if passage.place != "text":
        wanted = "content" if passage.place == "meta" else passage.attribute
        element = "meta" if passage.place == "meta" else passage.element
        spans = find_value(page, passage.printed, element, wanted)
        return _nth(spans or find_literal(page.source, passage.printed), passage)
    if passage.field == "html_title":
        return find_text(page.title, passage.printed)
    within = None
    if passage.context:
        around = find_text(page.visible, passage.context)
        within = around.hull if around.is_whole else None
    found = find_text(page.visible, passage.printed, ordinal=passage.ordinal, within=within)
    if not found.is_whole and within is not None:
        found = find_text(page.visible, passage.printed, ordinal=passage.ordinal)
    if not found.is_whole:  # some titles stand in the title element or in an attribute only
        elsewhere = find_text(page.title, passage.printed)
        if elsewhere.is_whole:
            return elsewhere
        spans = find_value(page, passage.printed)
        return _nth(spans, passage) if spans else found
    return found


def _nth(spans: list[Span], passage: Passage) -> Found:
    if not spans:
        return Found(wanted=1, rest=passage.printed[:60])
    return Found((spans[min(passage.ordinal, len(spans)) - 1],), 1, 1)


def _why(page: Page, found: Found) -> str:
    """Why a passage was not found, as far as it can be said."""
    if found.wanted == 0:
        return "The row has no text that could be looked for."
    if not found.spans or found.departs_at is None:
        return "It does not stand in the captured page, as far as can be seen."
    line, column = position(page.source, found.departs_at)
    there = " ".join(page.source[found.departs_at : found.departs_at + 60].split())
    return (
        f"Its first {found.matched} of {found.wanted} characters (blanks not counted) stand there;"
        f" at line {line}, column {column} the page goes on with “{there}” where the row has"
        f" “{found.rest}”."
    )
