"""What a report proposes, as edits of the pages' sources, which are read from captures.

A finding is told once for all places of its page that print the same, so all of them are changed:
an address in every link that has it, a DOI name in the text and in the link around it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from archive.evidence.dois import select
from archive.proof.edits import Change, Edit, as_json, as_markup, edits_of, in_harmony
from archive.proof.markup import Piece, pieces_of
from archive.proof.passages import Passage, passages_of
from archive.proof.proving import page_of
from archive.proof.searching import find_text, find_value
from archive.proof.showing import find_passage
from archive.proof.spans import Page, Span
from archive.records import PageKind
from archive.reports.items import Item

# Where a finding's page prints the same for the same reason, and the finding's own place.
_LINKS = """
SELECT other.* FROM link_mentions AS this JOIN link_mentions AS other
ON other.page_id = this.page_id AND other.link_id IS this.link_id
AND other.printed = this.printed AND other.is_hidden = 0
WHERE this.id = :link_mention_id ORDER BY other.position"""
_MENTIONS = """
SELECT other.* FROM mentions AS this JOIN mentions AS other
ON other.page_id = this.page_id AND other.scheme = this.scheme AND other.value = this.value
AND other.bibliography_id IS this.bibliography_id
AND (this.bibliography_id IS NOT NULL OR other.context = this.context)
WHERE this.id = :mention_id ORDER BY other.id <> this.id, other.position"""
# Why there is no edit although it is known what to write.
_NO_SOURCE = "this is the printed text; it cannot be told apart in the page's source"
_IN_PDF = "this is printed in a PDF: change the document that it was made from"
_TAKEN = "another finding of this page changes the same words: do that first, then this by hand"
_SHARED = "the changes for another finding of this page make this one, too"
_Edits = tuple[tuple[Edit, ...], str]
"""The edits of a finding, and why there are none."""
_RESOLVER = re.compile(r"^https?://doi\.org/", re.IGNORECASE)
# What an address would go on with: a text found between such characters is part of another one.
_INSIDE = re.compile(r"[\w/%?=&#.~:@+-]")

# Comments of a style sheet, and what may hold their marks without being one.
# https://www.w3.org/TR/css-syntax-3/#tokenization
_CSS = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\(\s*[^"'\s)][^)]*\)""",
    re.DOTALL | re.IGNORECASE,
)
# What ends an address in a style sheet, or spoils it.
_ENDS_URL = re.compile(r"""[\s()'"\\]""")


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage of a capture, and what it has to say."""

    capture_id: str
    passage: Passage
    should_say: str
    around: Passage | None = None
    """What the passage is a part of."""


def with_edits(
    conn: Connection, captures: Path, items: Iterable[Item], findings: Mapping[str, Any]
) -> Iterator[Item]:
    """The items, those with something to replace with their edits; in the same order.

    ``findings`` are rows by id, ``captures`` is the folder of the WARC files. An item whose
    places cannot be found in a capture has no edits.
    """
    kept = list(items)
    waiting: dict[str, list[tuple[Item, list[_Place]]]] = defaultdict(list)
    for item in kept:
        finding = findings[item.id]
        # the text of a PDF is not what its author can change
        is_source = finding["page_kind"] != PageKind.DOCUMENT
        if is_source and item.is_replaced and item.change in ("new", "open"):
            places = list(_places(conn, item, finding))
            for capture_id in [place.capture_id for place in places][:1]:
                own = [place for place in places if place.capture_id == capture_id]
                waiting[capture_id].append((item, own))
    found: dict[str, _Edits] = {}
    for capture_id, asked in waiting.items():
        page = page_of(conn, captures, capture_id)
        if page is not None:
            found |= _edits(page, asked)
    for item in kept:
        edits, note = found.get(item.id, ((), ""))
        is_in_pdf = findings[item.id]["page_kind"] == PageKind.DOCUMENT
        if item.is_replaced and not edits:
            note = note or (_IN_PDF if is_in_pdf else _NO_SOURCE)
        yield replace(item, edits=edits, edits_note=note)


def _edits(page: Page, asked: list[tuple[Item, list[_Place]]]) -> dict[str, _Edits]:
    """Finding id -> its edits in one page, or why there are none."""
    wanted = [_changes(page, places) for _, places in asked]
    groups = in_harmony(page.source, wanted)
    made = edits_of(page.source, [group or () for group in groups])
    found: dict[str, _Edits] = {}
    for (item, _), changes, group, edits in zip(asked, wanted, groups, made, strict=True):
        note = ""
        if group is None:
            note = _TAKEN
        elif changes and edits == ():
            note = _SHARED
        found[item.id] = (edits or (), note)
    return found


def _places(conn: Connection, item: Item, finding: Mapping[str, Any]) -> Iterator[_Place]:
    """Everywhere the page has to be changed for one finding."""
    if finding["link_mention_id"]:
        for row in select(conn, _LINKS, finding):
            capture_id, (passage,) = passages_of(conn, "link_mentions", row)
            yield _Place(capture_id or "", passage, _as_short(row["printed"], item))
        return
    mentions = list(select(conn, _MENTIONS, finding)) if finding["mention_id"] else []
    if not mentions or item.says != mentions[0]["printed"]:  # a part of the reference's words
        reference = {**finding, "mention_id": None, "kind": ""}
        capture_id, passages = passages_of(conn, "findings", reference)
        for around in passages[:1]:
            part = Passage(field="says", printed=item.says)
            yield _Place(capture_id or "", part, item.should_say, around)
        return
    is_registered = mentions[0]["value"] == _RESOLVER.sub("", item.should_say).lower()
    for row in mentions:
        after = _instead(row["printed"], item)
        if after and not (is_registered and row["printed"] != item.says):
            capture_id, passages = passages_of(conn, "mentions", row)
            yield _Place(capture_id or "", passages[0], after)


def _as_short(printed: str, item: Item) -> str:
    """The address to write for a link; without scheme and host where the page prints it so."""
    old, new = urlsplit(item.subject), urlsplit(item.should_say)
    is_full = re.match(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", printed, re.IGNORECASE)
    is_elsewhere = (old.scheme, old.netloc) != (new.scheme, new.netloc)
    if is_full or is_elsewhere or new.path.startswith("//"):
        return item.should_say
    return urlunsplit(("", "", new.path or "/", new.query, new.fragment))


def _instead(printed: str, item: Item) -> str:
    """What to print where the name of an item is printed in another form; empty = not known."""
    if printed == item.says:
        return item.should_say
    meant = _RESOLVER.sub("", item.should_say)
    start = printed.lower().find(item.subject.lower())
    if start >= 0:
        return printed[:start] + meant + printed[start + len(item.subject) :]
    return f"https://doi.org/{meant}" if "doi.org/" in printed.lower() else ""


def _changes(page: Page, places: Iterable[_Place]) -> list[Change]:
    """The changes of all places in a page; none where one of them cannot be found."""
    changes: dict[Span, Change] = {}
    for place in places:
        spans = list(_spans(page, place))
        if not spans:
            return []
        for span in spans:
            before = page.source[span.start : span.end]
            change = Change(span, _written(page, place, span, before))
            if change.after != before:
                changes[span] = change
    return sorted(changes.values(), key=lambda change: change.span.start)


def _spans(page: Page, place: _Place) -> Iterator[Span]:
    """Where the print stands, in one piece and without the blanks around it."""
    passage = place.passage
    if place.around is not None:
        hull = find_passage(page, place.around).hull
        found = find_text(page.visible, passage.printed, within=hull) if hull else None
    elif passage.place == "value" and not _values(page, passage):
        yield from _inside(page, passage)
        return
    else:
        found = find_passage(page, passage)
    if found is not None and found.is_whole and len(found.spans) == 1:
        span = _trimmed(page.source, found.spans[0])
        behind = page.source[span.end : span.end + 1]
        is_cut = page.source[span.end - 1].isalnum() and behind.isalnum()
        if passage.place != "text" or not is_cut:
            yield span


def _values(page: Page, passage: Passage) -> list[Span]:
    return find_value(page, passage.printed, passage.element, passage.attribute)


def _inside(page: Page, passage: Passage) -> Iterator[Span]:
    """Where an address stands inside of something else: a srcset, a style, a script, a sheet."""
    element = passage.element
    attribute = "content" if element == "meta" else passage.attribute
    rooms = [
        (a.start, a.end) for name, a in page.attributes if (name, a.name) == (element, attribute)
    ] or list(_raw(page.source, element))
    if not page.attributes:  # a style sheet
        rooms = [(0, len(page.source))]
    printed = passage.printed
    for start, end in rooms:
        remarks = _remarks(page.source[start:end]) if _is_css(page, passage) else []
        for form in {printed, escape(printed), printed.replace("/", "\\/")}:
            for met in re.finditer(re.escape(form), page.source[start:end]):
                span = Span(start + met.start(), start + met.end())
                is_remark = any(a <= met.start() < b for a, b in remarks)
                if _is_apart(page.source, span) and not is_remark:
                    yield span


def _raw(source: str, element: str) -> Iterator[tuple[int, int]]:
    """Where raw contents of an element stand (``style``, ``script``); of scripts only JSON-LD."""
    tag: Piece | None = None
    for piece in pieces_of(source):
        if tag is not None and (piece.kind, piece.name) == ("raw", element):
            kind = tag.value("type").strip().lower()
            if element != "script" or kind == "application/ld+json":
                yield piece.start, piece.end
        tag = piece


def _is_css(page: Page, passage: Passage) -> bool:
    return not page.attributes or "style" in (passage.element, passage.attribute)


def _remarks(css: str) -> list[tuple[int, int]]:
    """Where the comments of a style sheet stand, which load nothing."""
    return [met.span() for met in _CSS.finditer(css) if met[0].startswith("/*")]


def _trimmed(source: str, span: Span) -> Span:
    text = source[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, max(start, span.end - len(text) + len(text.rstrip())))


def _is_apart(source: str, span: Span) -> bool:
    """Whether an address begins and ends there, and is no part of a longer one."""
    before, behind = source[: span.start][-1:], source[span.end : span.end + 1]
    is_begun = before == "=" or not _INSIDE.match(before)
    return is_begun and not _INSIDE.match(behind)


def _written(page: Page, place: _Place, span: Span, before: str) -> str:
    """What a place has to say, as the source writes it there."""
    text = place.should_say
    if place.passage.place == "value" and _is_css(page, place.passage):
        text = _ENDS_URL.sub(lambda met: quote(met[0], safe=""), text)
    if any(a.start <= span.start and span.end <= a.end for _, a in page.attributes):
        return as_markup(text, before, is_value=True)
    if place.passage.place == "text":
        is_markup = any(piece.kind == "start" for piece in pieces_of(page.source))
        return as_markup(text, before, is_value=False) if is_markup else text
    raw = (p for p in pieces_of(page.source) if p.kind == "raw" and p.name == "script")
    is_json = any(p.start <= span.start and span.end <= p.end for p in raw)
    return as_json(text, before) if is_json else text
