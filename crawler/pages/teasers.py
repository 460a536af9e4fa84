"""News announced on another page (date, title, cut text), found by its date lines. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from archive.records import BlockKind, DateKind, PrintedDate, Teaser
from crawler.pages.dates import find_dates, may_hold_date
from crawler.pages.pieces import Piece
from crawler.pages.regions import LINKED

Target = Callable[[int], str]
"""Number of a link -> its resolved URL, or empty."""

LONGEST_TITLE = 300
LONGEST_SPARE = 3
"""Characters beside a date that stands alone: a bullet, a bracket, a full stop."""
WITHIN = 100
"""Characters of a line in which such a date ends."""


@dataclass(slots=True)
class _Draft:
    published: PrintedDate
    title: str = ""
    texts: list[str] = field(default_factory=list)
    href: str = ""

    def finish(self) -> Teaser:
        return Teaser(
            title=self.title,
            text=" ".join(" ".join(self.texts).split()),
            published=self.published,
            href=self.href,
        )


def read_teasers(pieces: Sequence[Piece], language: str, target: Target) -> tuple[Teaser, ...]:
    """Announcements in page order. A line that is a date begins one; its title is the next line,
    or the line before where titles come first; its text is what follows in one piece."""
    if not any(may_hold_date(piece.text) for piece in pieces):
        return ()
    lines = [
        (n, line, _begin(line, language, target))
        for n, piece in enumerate(pieces)
        for line in piece.lines()
    ]
    return tuple((_read_titles_first if _titles_first(lines) else _read)(lines, target))


Lines = list[tuple[int, Piece, _Draft | None]]
"""Lines with the numbers of their pieces, and the announcements that they begin."""


def _read(lines: Lines, target: Target) -> Iterator[Teaser]:
    draft: _Draft | None = None
    text_piece = -1
    for number, line, begun in lines:
        if begun is not None:
            if draft is not None and draft.title:
                yield draft.finish()
            draft, text_piece = begun, -1
        elif draft is None:
            continue
        elif not draft.title:
            draft.title, draft.href = _title(line), _href(line, target)
            text_piece = number
        elif number == text_piece or (not draft.texts and line.looks.linked < LINKED):
            if line.kind is BlockKind.HEADING:
                yield draft.finish()
                draft = None
                continue
            draft.texts.append(line.text)
            draft.href = draft.href or _href(line, target)
            text_piece = number
        else:
            yield draft.finish()
            draft = None
    if draft is not None and draft.title:
        yield draft.finish()


def _begin(line: Piece, language: str, target: Target) -> _Draft | None:
    """A date alone, or a date followed by a linked title."""
    found = find_dates(line.text[:WITHIN], language)[:1]
    if not found or found[0].start > LONGEST_SPARE:
        return None
    date = found[0]
    published = PrintedDate(
        kind=DateKind.PUBLISHED, printed=line.text[date.start : date.end], iso=date.iso
    )
    rest = line.cut(date.end)
    title = rest.cut(len(rest.text) - len(rest.text.lstrip(" :–—-|,")))
    linked = sum(s.end - s.start for s in title.spans)
    if not linked and len(title.text) <= LONGEST_SPARE:
        return _Draft(published)
    if linked >= LINKED * len(title.text) and len(title.text) <= LONGEST_TITLE:
        return _Draft(published, title=_title(title), href=_href(title, target))
    return None


def _titles_first(lines: Lines) -> bool:
    """Whether the first date stands below a linked title."""
    for index, (_, _, begun) in enumerate(lines):
        if begun is not None and not begun.title:
            return index > 0 and _is_linked(lines[index - 1][1])
    return False


def _read_titles_first(lines: Lines, target: Target) -> Iterator[Teaser]:
    for index in range(1, len(lines)):
        number, _, begun = lines[index]
        above = lines[index - 1][1]
        if begun is None or begun.title or not _is_linked(above):
            continue
        begun.title, begun.href = _title(above), _href(above, target)
        for later, text, _ in lines[index + 1 :]:
            if later > number + 1 or _is_linked(text) or text.kind is BlockKind.HEADING:
                break
            begun.texts.append(text.text)
        yield begun.finish()


def _is_linked(line: Piece) -> bool:
    return bool(line.spans) and sum(s.end - s.start for s in line.spans) >= LINKED * len(line.text)


def _title(line: Piece) -> str:
    return " ".join(line.text.split())


def _href(line: Piece, target: Target) -> str:
    return next((url for s in line.spans if (url := target(s.link))), "")
