"""Makes addresses that scroll a browser to a text: text fragments. Pure.

https://wicg.github.io/scroll-to-text-fragment/: ``#:~:text=[prefix-,]start[,end][,-suffix]``.
Each part has to stand within one line and to begin and end with whole words; a browser takes the
first place that fits. So a text that stands twice gets the words around it, and one that cannot
be told from an earlier one gets no address rather than that of the wrong place.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

_WHOLE = 10
"""Words of a text that is named whole; a longer one by its first and last words."""
_ENDS = 5
_AROUND = 6
"""Words before and behind that are tried to tell a text from its likes."""
_NEAR = 500
"""Characters in which these words are looked for."""
_LIKES = 200
"""Places with the same words; with more of them none but the first is told from its likes."""


def fragment_of(page: str, start: int, end: int) -> str:
    """The fragment for ``page[start:end]``; empty when no words stand there, or none that would
    lead to the place itself.

    ``page`` is the page as drawn (``archive.proof.drawn``): lines with single blanks.
    """
    start, end = _whole_words(page, start, end)
    lines = [line for line in page[start:end].split("\n") if line.strip()]
    if not lines:
        return ""
    first, last = lines[0].split(), lines[-1].split()
    if len(lines) == 1 and len(first) <= _WHOLE:
        begin, finish = " ".join(first), ""
    else:
        begin, finish = " ".join(first[:_ENDS]), " ".join(last[-_ENDS:])
    begins_at = start + len(page[start:end]) - len(page[start:end].lstrip())
    places = _places(page, begin)
    if begins_at not in places:
        return ""
    if finish and not _ends_at(page, finish, begins_at + len(begin), end):
        finish = ""
    around = _told_apart(page, places, begins_at, begins_at + len(begin), is_range=bool(finish))
    return "" if around is None else directive(begin, finish, *around)


def directive(begin: str, finish: str = "", prefix: str = "", suffix: str = "") -> str:
    """The parts, encoded: in the directive dash, comma and ampersand have a meaning of their own.

    >>> directive("a-b, c & d", prefix="see")
    '#:~:text=see-,a%2Db%2C%20c%20%26%20d'
    """
    parts = [encoded(prefix) + "-"] if prefix else []
    parts += [encoded(part) for part in (begin, finish) if part]
    parts += ["-" + encoded(suffix)] if suffix else []
    return "#:~:text=" + ",".join(parts)


def encoded(text: str) -> str:
    """A text for the inside of a directive.

    >>> encoded("10.1/a-b")
    '10.1%2Fa%2Db'
    """
    return quote(text, safe="").replace("-", "%2D")


def _whole_words(page: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to where words begin and end."""
    while 0 < start < len(page) and page[start - 1].isalnum() and page[start].isalnum():
        start -= 1
    while 0 < end < len(page) and page[end - 1].isalnum() and page[end].isalnum():
        end += 1
    return start, end


def _places(page: str, words: str, start: int = 0, most: int = _LIKES) -> list[int]:
    """Where a browser would find the words from ``start`` on: whole ones, in whatever case; the
    first ``most`` of them."""
    text, sought = _folded(page), _folded(words)
    places: list[int] = []
    at = text.find(sought, start)
    while at >= 0 and len(places) < most:
        if _whole_words(page, at, at + len(words)) == (at, at + len(words)):
            places.append(at)
        at = text.find(sought, at + 1)
    return places


@lru_cache(maxsize=4)
def _folded(text: str) -> str:
    """The text in small letters, each where it stood; a page is folded once for its findings."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _ends_at(page: str, words: str, start: int, end: int) -> bool:
    """Whether the words stand at the end of the text, and nowhere between its start and there."""
    first = _places(page, words, start, most=1)
    return bool(first) and first[0] + len(words) == len(page[:end].rstrip())


def _told_apart(
    page: str, places: list[int], at: int, end: int, *, is_range: bool
) -> tuple[str, str] | None:
    """Words before, and behind, that no other of the places has; None when there are none.

    Behind a range nothing is tried: it would have to follow the end of the range.
    """
    if len(places) == 1:
        return "", ""
    length = end - at
    for count in range(1, _AROUND + 1):
        prefix = _words_before(page, at, count)
        alike = [p for p in places if _words_before(page, p, count) == prefix]
        if alike == [at]:
            return prefix, ""
    for count in range(1, 0 if is_range else _AROUND + 1):
        suffix = _words_behind(page, end, count)
        alike = [p for p in places if _words_behind(page, p + length, count) == suffix]
        if alike == [at]:
            return "", suffix
    return ("", "") if places[0] == at else None


def _words_before(page: str, at: int, count: int) -> str:
    """The last words before a place, of the last line that has any; fewer where it begins."""
    line = page[max(at - _NEAR, 0) : at].rstrip().rpartition("\n")[2]
    return " ".join(line.split()[-count:])


def _words_behind(page: str, at: int, count: int) -> str:
    """The first words behind a place, of the next line that has any."""
    line = page[at : at + _NEAR].lstrip().partition("\n")[0]
    return " ".join(line.split()[:count])
