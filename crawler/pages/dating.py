"""What each date on a page is the date of: publication, update, event. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.records import BlockKind, DateKind, PrintedDate
from crawler.pages.dates import date_of_url, find_dates, fold, may_hold_date, parse_date
from crawler.pages.metadata import Metadata
from crawler.pages.pieces import Piece

NEAR_TITLE = 4
"""Pieces after the title in which a date line is looked for."""
LONGEST_DATE_LINE = 90

_UPDATE_WORDS = re.compile(
    r"updated|modified|revised|aktualisiert|geandert|mise a jour|modifie|actualizad|modificad"
    r"|aggiornat|atualizad|aktualizac|guncellen|ενημερωσ|bijgewerkt"
)
_EVENT_LABEL = re.compile(r"\s*(?:date|datum|fecha|data|tarih|ημερομηνια|wann|when)\s*:")


def printed_dates(
    pieces: Sequence[Piece], title: int | None, language: str
) -> Iterator[PrintedDate]:
    """Dates that readers see: the date line below the title, an event, the last update."""
    begin = 0 if title is None else title + 1
    published = None if title is None else _date_line(pieces[begin : begin + NEAR_TITLE], language)
    if published:
        yield published
    for piece in pieces:
        if len(piece.text) > 5_000 or not may_hold_date(piece.text):
            continue
        for line in piece.text.split("\n"):
            if len(line) > LONGEST_DATE_LINE or not may_hold_date(line):
                continue
            kind = _kind_of_line(line)
            found = find_dates(line, language) if kind else []
            if kind and found:
                printed = line[found[0].start : found[0].end]
                yield PrintedDate(kind=kind, printed=printed, iso=found[0].iso)


def _date_line(pieces: Sequence[Piece], language: str) -> PrintedDate | None:
    """The first line near the title that is a date and little else."""
    for piece in pieces:
        if piece.kind is BlockKind.CODE:
            continue
        for line in piece.text.split("\n")[:3]:
            if len(line) > LONGEST_DATE_LINE or _kind_of_line(line):
                continue
            found = find_dates(line, language)
            if found and len(line) - (found[0].end - found[0].start) <= 40:
                first = found[0]
                return PrintedDate(
                    kind=DateKind.PUBLISHED, printed=line[first.start : first.end], iso=first.iso
                )
    return None


def _kind_of_line(line: str) -> DateKind | None:
    folded = fold(line)
    if _EVENT_LABEL.match(folded):
        return DateKind.EVENT
    return DateKind.UPDATED if _UPDATE_WORDS.search(folded) else None


def declared_dates(metadata: Metadata, url: str, language: str) -> Iterator[PrintedDate]:
    """Dates of the head and, last, of the URL."""
    for kind, printed in (
        (DateKind.PUBLISHED, metadata.published),
        (DateKind.UPDATED, metadata.updated),
    ):
        iso = parse_date(printed, language)
        if iso:
            yield PrintedDate(kind=kind, printed=printed, iso=iso)
    found = date_of_url(url)
    if found:
        yield PrintedDate(
            kind=DateKind.PUBLISHED, printed=url[found.start : found.end], iso=found.iso
        )


def best_of_each_kind(dates: Iterator[PrintedDate]) -> tuple[PrintedDate, ...]:
    """The first date of each kind; printed dates come before declared ones."""
    best: dict[DateKind, PrintedDate] = {}
    for one in dates:
        best.setdefault(one.kind, one)
    return tuple(best[kind] for kind in DateKind if kind in best)
