"""Printed numbers of entries, and entries that share one line. Pure.

``(1)``, ``[1]``, ``1.``, ``1)``, ``#1``, ``Ref. 1:``, ``¹``, ``①``, ``1/``, ``1↩`` and ``1`` before
a name; keys like ``[ACL30]``, ``[Lee+09]`` and ``[Lee et al., 2009]``; bullets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.dois import may_print_name, prints_name
from pipelines.references.authors import (
    CAPITALS,
    EAST_ASIAN,
    SEMITIC,
    begins_with_author,
    read_authors,
)
from pipelines.references.books import ORGANISATION
from pipelines.references.fields import read_fields
from pipelines.references.lines import ENOUGH, LONGEST, Part, likeness
from pipelines.references.remainders import begins_with_place, begins_with_town, is_note
from pipelines.references.title_first import names_behind_title

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹０１２３４５６７８９", "0123456789" * 2) | {
    0x2460 + number: str(number + 1) for number in range(20)
}
"""Raised, full-width and circled figures."""
_START = rf"(?=[{CAPITALS}“\"«„‘(\[]|(?:[a-z]{{2,5}}\s){{1,3}}[{CAPITALS}])"
# What says that a work was taken back is no key: ``[RETRACTED] Reuben SS. ...``.
_STAMP = (
    r"(?!(?i:retra[ct]|withdraw|r[ée]tract|retir|ritrat|ritir|zur(?:ü|ue)ckgez|ingetrok|teruggetrok"
    r"|geri çek|wycof|tillbakad|tilba[gk]e|stažen|removed\b))"
)
_KEY = (
    rf"(?:{_STAMP}[^\W\d_][^\W\d_+-]{{0,11}}(?:[+-][^\W\d_]{{0,8}}){{0,2}}\s?\d{{0,4}}[a-z]?|"
    r"(?!(?:Accessed|Cited|Epub|Internet|Online|Published|Retrieved|Updated)\b)"
    rf"{_STAMP}[{CAPITALS}][^\[\]\n]{{2,60}}?[\s,(](?:1[89]|20)\d\d\)?[a-k]?)"
)
_WORD = (
    r"(?:Ref(?:erence|erenz|erencia|erência)?|R[ée]f(?:érence)?|Lit(?:eratur)?|Quelle|Source|Fuente|"
    r"Fonte|Źródło|Kaynak)\.?"
)
_WORD_FIRST = "RLQSFŹK"
_NO_SMALL = rf"(?:[^a-zß-öø-ÿ\s]|https?:|www\.|doi|(?:[a-z]{{2,5}}\s){{1,3}}[{CAPITALS}])"
"""What stands behind a dash that is a bullet; behind that of a title, a small letter does."""
_NO_EDITION = (
    r"(?!\s?(?:[Aa]ufl(?:age)?|[Ee]d(?:n|ition|ición|izione|ição)?|éd(?:ition)?|[Jj]ahrgang|Jg"
    r"|[Vv]yd(?:ání)?|[Ii]zd(?:anje)?|[Uu]dg(?:ave)?|[Uu]tg(?:[åa]v[ae])?|painos|kiadás|bask[ıi]|druk"
    r"|oplag|uitgave)\b(?!\s(?:[A-Z][^\W\d_]{1,20}\s)?[A-Z]{1,3}\b))"
)
"""``2. Aufl.`` begins what is left of an entry, no entry's number; ``Ed Smith J`` is a name."""
_NO_PAGES = r"(?!\s?(?:\d{1,5}\s?[-–?]\s?\d|PMID|doi:))"
"""``35: 141–148`` is a volume and its pages, cut from an entry."""
_NO_DATE = (
    r"(?!\s?(?:[^\W\d_]{3,9}\.?\s(?:19|20)\d\d\b|(?:Year|Month|Week|Day|Hour)s?\s[a-z]"
    r"|Jahr[^\W\d_]{0,3}\s))"
)
"""``12/ Mai 2009`` and ``2- Year outcomes`` begin with no number."""
_MARKER = re.compile(
    rf"\s*(?:[(（]\s?(?P<paren>\d{{1,3}})\s?[)）]|[\[［]\s?(?P<bracket>\d{{1,3}})\s?[\]］]\.?|(?P<dot>\d{{1,3}})[.)]{_NO_EDITION}{_START}|(?P<wide>\d{{1,3}})[．、）]\s?(?=[{CAPITALS}{EAST_ASIAN}{SEMITIC}])"
    rf"|(?P<spaced>\d{{1,3}})(?:(?:\s?[.):]|\.\)){_NO_EDITION}{_NO_PAGES}\s|[/-]\s{_NO_DATE}(?=\s?[{CAPITALS}{SEMITIC}“\"]))|#(?P<hash>\d{{1,3}})[.):]?\s"
    rf"|{_WORD}\s?(?P<word>\d{{1,3}})(?:\s?[.):]\s|\s{_START})|(?P<row>\d{{1,3}})\s\|\s"
    rf"|(?P<back>\d{{1,3}})\s?[↩↑⬆⤴⏎][\ufe0e\ufe0f]?|(?P<raised>[⁰¹²³⁴-⁹]{{1,3}}|[①-⑳]|\d(?=\ufe0f?\u20e3))[\ufe0f\u20e3]{{0,2}}"
    rf"|\[(?P<key>{_KEY})\]\.?|(?P<bullet>\*{{2,6}}|[•·▪◦‣●○■□►◆▶➤➢→»›✓✔*]|[–-](?=\s{_NO_SMALL}))\s)\s*(?:\|\s+)?"
)
_BARE = re.compile(
    rf"\s*(?P<bare>\d{{1,3}})\s?(?=[{CAPITALS}{EAST_ASIAN}]|[a-z]{{2,5}}\s[{CAPITALS}])"
)
_NEXT = {
    "paren": re.compile(rf"(?<=\s)\((\d{{1,3}})\)\s*{_START}"),
    "bracket": re.compile(rf"(?<=\s)\[(\d{{1,3}})\]\.?\s*{_START}"),
    "dot": re.compile(rf"(?<=\s)(\d{{1,3}})[.)]\s*{_START}"),
    "bare": re.compile(rf"(?<=\s)(\d{{1,3}})\s*{_START}"),
    "raised": re.compile(rf"(?<=\s)([⁰¹²³⁴-⁹]{{1,3}})\s*{_START}"),
}
_COUNTED = re.compile(
    r"(?:№|\b(?:[Nn][or]?|[Vv](?:ol)?|[Bb]d|[Tt]|[Тт]|[Hh]eft|[Ii]ssue|[Pp]art|[Cc]hapter|[Tt]ype|[Gg]rade|"
    r"[Ss]tage|[Pp]hase|[Cc]lass)\.?)\s*$"
)
"""A number behind it is that of an issue, a volume, a part."""
_STYLE = {"spaced": "dot"}
_ENTRY_END = re.compile(rf"\s\s*(?=[{CAPITALS}]|(?:van|von|de|der|den|del|di|da)\s)")
_SEMICOLON = re.compile(r";\s(?=[^\W\d_])")
_REMARK = re.compile(
    r"(?:Comments?|Correct|Discussion|Errat|Reply|Republished|Update)\w*\b.*?\b(?:[io]n|to)\b"
)
"""What is said of the entry before: ``Comment in Spine. 2010;35:4``."""
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(
    r"(?:\[[^\[\]]{2,20}\]|\b(?:[Ff]ull [Tt]ext|Volltext|Abstract|PubMed|CrossRef|Google Scholar)"
    r"|\b(?:[Aa]ccessed|[Cc]ited|[Rr]etrieved)\s(?:in|on)\s[^\W\d_]{3,9})\s*$"
)
"""The words of a link, or the month in which a page was seen, at the end of an entry."""
_LABELS = ("]", "ext ", "Abstract ", "PubMed ", "CrossRef ", "Scholar ", "ccessed ", "ited ",
           "etrieved ")  # fmt: skip
"""What a text with such an end has in it; quick."""
_IDENTIFIED = re.compile(r"\b(?:10\.\d{4,9}/\S{4,}|PMID:?\s?\d{5,9}\.?|PMC\d{5,9}\.?)\s*$")
"""An identifier at the end of an entry."""
_IDENTIFIERS = ("10.", "PMID", "PMC")
_ANNOUNCED = re.compile(r"(?:(?<!doi)(?<!DOI)(?<!PMID):|\d[a-z]?\):\s[^\W\d_]+)\Z")
"""What stands behind is of the same entry: ``Licence: CC BY``, ``(2021): Profit Allocation``. The
label of an identifier may be left alone at an end."""
_UNSIGNED = re.compile(
    rf"(?!Erratum|Comment|Correct|Update|Epub|Reprint)[{CAPITALS}][^.?!:]{{10,150}}[.?!]\s"
    rf"[{CAPITALS}][^.?!:]{{2,60}}\.\s(?:1[89]|20)\d\d\.\s(?:doi\b|https?://(?:dx\.)?doi\.org/)"
)
"""A title, a container and a year before a DOI name of their own, and nobody named."""
_ALONE = re.compile(r"\s*(?:\(\s?(\d{1,3})\s?\)|\[\s?(\d{1,3})\s?\]|(\d{1,3})\s?[.):]?)\s*")
_KEY_ALONE = re.compile(rf"\s*\[\s?({_KEY})\s?\]\s*")
_BACK = re.compile(
    r"\s*(?:[↑⬆^](?:\s?[a-z]\b(?!\.)){0,26}[\s:]+)+(?=\S)|\s*[↑⬆](?=\d{1,3}(?:\s|[.)]))"
)
_ARROWS = frozenset("↩↑⬆⤴⏎^\ufe0e\ufe0f")
_BACK_AT_END = re.compile(r"(?:\s*[↩↑⬆⤴⏎^][\ufe0e\ufe0f]?)+\s*$")
SHORTEST = 40
"""Characters of an entry that shares its line with another."""
MOST_WORDS = 4000
MOST_NAMES = 40
"""Names with semicolons between them that are read at the beginning of one entry."""
MOST_AGAIN = 3
"""Places where a number comes again that are looked at."""
MOST_FAILURES = 40
"""Places in one line where another entry might begin; keep the time of hostile lines bounded."""


def read_marker(line: str) -> tuple[str, str, int]:
    """(number or key, its style, where the entry begins); ("", "", 0) when there is none.

    A star, which may be a bullet or the first of several signs, is given as it is.

    >>> read_marker("[12] Liu L."), read_marker("3 Madsen MV, Gotzsche PC.")
    (('12', 'bracket', 5), ('3', 'bare', 2))
    """
    if line[:1].isalpha() and line[0] not in _WORD_FIRST:
        return "", "", 0  # as most lines do
    match = _MARKER.match(line)
    if match is None:
        match = _BARE.match(line)
        if match is None or not _begins_entry(line, match.end()):
            return "", "", 0
    style = match.lastgroup or ""
    value = match[style].translate(_SUPERSCRIPTS)
    is_bullet = style == "bullet" and value != "*"
    return ("" if is_bullet else value), _STYLE.get(style, style), match.end()


def _begins_entry(line: str, at: int) -> bool:
    """Whether people, or an organisation by its full name, stand there."""
    body = ORGANISATION.match(line, at)
    return begins_with_author(line, at) or (body is not None and body["long"] is not None)


def lone_marker(text: str) -> str:
    """The number, or the key in brackets, that is all of a text; or empty.

    >>> lone_marker("[12]"), lone_marker("3."), lone_marker("[Lee+09]"), lone_marker("•")
    ('12', '3', 'Lee+09', '')
    """
    if not text:
        return ""
    match = _ALONE.fullmatch(text.translate(_SUPERSCRIPTS)[:12]) or _KEY_ALONE.fullmatch(text[:70])
    return next(filter(None, match.groups()), "") if match else ""


def without_back_links(line: str) -> tuple[int, int]:
    """The span of a line without the arrows that lead back into the text (``^ a b``, ``↩``)."""
    if line.lstrip()[:1] not in _ARROWS and line.rstrip()[-1:] not in _ARROWS:
        return 0, len(line)
    before, after = _BACK.match(line[:120]), _BACK_AT_END.search(line, max(0, len(line) - 40))
    start, end = before.end() if before else 0, after.start() if after else len(line)
    return (start, end) if start < end else (0, len(line))


def split_line(line: str) -> list[tuple[int, int]]:
    """Spans of the entries that one line holds, markers included; one span when it is one.

    Numbered entries are told by numbers that count up from the first, unnumbered ones by a
    complete reference before, and the names of authors after.
    """
    if len(line) < SHORTEST:
        return [(0, len(line))]
    starts = [0, *_numbered(line)]
    if len(starts) == 1:
        starts = sorted({0, *_unnumbered(line), *_behind_semicolons(line)})
    spans = list(zip(starts, [*starts[1:], len(line)], strict=True))
    parted = [(start, start + len(line[start:end].rstrip(" ;"))) for start, end in spans[:-1]]
    if 2 * sum(";" in line[end : end + 1] for _, end in parted) > len(parted):
        return [*parted, spans[-1]]
    return spans


def _behind_semicolons(line: str) -> Iterator[int]:
    """Where entries begin that have semicolons between them.

    Semicolons stand in entries as well, so that a whole one is before and one that may stand
    alone behind: no licence, no group that took part, no owner of the rights.
    """
    start = 0
    for semicolon in islice(_SEMICOLON.finditer(line, SHORTEST), MOST_WORDS):
        at = semicolon.end()
        if _is_too_long(line, start, semicolon.start()):
            return
        if semicolon.start() - start < SHORTEST or not _begins_with_names(line, at):
            continue
        before = likeness(line[start : semicolon.start()].strip())
        is_sure = before.part is Part.WHOLE and before.points >= ENOUGH
        if is_sure and (before.has_place or before.is_published) and _is_entry(line, at):
            start = at
            yield at


def _is_too_long(line: str, start: int, end: int) -> bool:
    """Whether more stands there than is judged, so that no end is found behind it either."""
    return end - start > LONGEST and len(line[start:end].strip()) > LONGEST


def _begins_with_names(line: str, at: int) -> bool:
    return _begins_entry(line, at) or names_behind_title(line[at : at + LONGEST]) is not None


def _is_entry(line: str, at: int) -> bool:
    """Whether an entry stands behind a semicolon: more than names, and where the work is."""
    behind = islice(_SEMICOLON.finditer(line, at, at + LONGEST), MOST_NAMES)
    ends = [next_.start() for next_ in behind if _begins_with_names(line, next_.end())]
    for end in (*ends, at + LONGEST):
        text = line[at:end].strip()
        like = likeness(text)
        if len(text) < SHORTEST or like.part is Part.HEAD:
            continue  # names with semicolons between them
        read = {field.name: field.value for field in read_fields(text)}
        has_place = like.has_place or like.is_published
        title = read.get("title", "")
        is_titled = "container" in read or (title != "" and not _REMARK.match(title))
        return has_place and "year" in read and is_titled
    return False


def _numbered(line: str) -> Iterator[int]:
    value, style, _ = read_marker(line)
    if not value.isdigit() or style not in _NEXT:
        return
    expected, start, failures = int(value) + 1, 0, 0
    numbers = [(_number(match[1]), match) for match in _NEXT[style].finditer(line, 1)]
    for at, (number, match) in enumerate(numbers):
        if number != expected:
            continue
        is_name_next = style != "bare" or begins_with_author(line, match.end())
        is_counted = _COUNTED.search(line, max(0, match.start() - 10), match.start()) is not None
        if not is_name_next or is_counted:
            continue
        is_title = failures < MOST_FAILURES and _is_end_of_title(line, start, match)
        failures += is_title
        if is_title and _may_be_skipped(line, expected, numbers[at + 1 :]):
            continue
        expected, start = expected + 1, match.start()
        yield start


def _number(figures: str) -> int:
    return int(figures if figures.isascii() else figures.translate(_SUPERSCRIPTS))


def _is_end_of_title(line: str, start: int, number: re.Match[str]) -> bool:
    """``… quiz case 2. Arch Dermatol. 1980;116:90``: the journal of the entry stands behind it."""
    if not begins_with_place(line[number.end() : number.end() + SHORTEST * 4]):
        return False
    return not likeness(line[start : number.start()].strip()).has_place


def _may_be_skipped(line: str, number: int, behind: list[tuple[int, re.Match[str]]]) -> bool:
    """Whether the list counts on without this number: it comes again where an entry begins, or
    the next does not come either. Else all that is behind would be of one entry."""
    again = islice((match.end() for other, match in behind if other == number), MOST_AGAIN)
    if any(not begins_with_place(line[end : end + SHORTEST * 4]) for end in again):
        return True
    return all(other != number + 1 for other, _ in behind)


def _unnumbered(line: str) -> Iterator[int]:
    if len(line) < 2 * SHORTEST:
        return
    start = failures = identified = 0
    has_label, has_address = any(map(line.__contains__, _LABELS)), "?" in line
    if not (has_label or _DIGIT.search(line, SHORTEST - 14, len(line) - SHORTEST)):
        return
    is_identified = any(map(line.__contains__, _IDENTIFIERS))
    for match in islice(_ENTRY_END.finditer(line, SHORTEST), MOST_WORDS):
        at = match.end()
        if len(line) - at < SHORTEST:
            return
        if at - start < SHORTEST:
            continue
        if not (
            _DIGIT.search(line, at - 14, at)
            or (has_label and _LABEL.search(line, at - 24, at))
            or (has_address and _IDENTIFIED.search(line, at - 80, at))
        ):
            continue  # entries end in pages, a year, a DOI name or the words of a link
        if _ANNOUNCED.search(line, at - 24, match.start()):
            continue
        may_be_named = is_identified and identified < MOST_FAILURES
        if not may_be_named and _is_too_long(line, start, at):
            return
        if may_be_named and _IDENTIFIED.search(line, max(start, at - 80), at):
            identified += 1
            if _begins_with_journal(line, at):
                start, failures, identified = at, 0, 0
                yield at
                continue
        if not begins_with_author(line, at) or _is_remainder(line[at : at + SHORTEST * 3]):
            continue
        before = likeness(line[start:at].strip())
        is_place = begins_with_place(line[start : start + SHORTEST * 4])
        is_whole = before.part is Part.WHOLE and (before.authors > 0 or is_place)
        is_whole |= is_place and before.is_named  # a journal, its year and a DOI name
        is_parted = line[match.start() - 1] != ";" or _is_entry(line, at)
        if is_whole and is_parted and read_authors(line[at : at + LONGEST]):
            start, failures, identified = at, 0, 0
            yield at
        else:
            failures += 1
            if failures > MOST_FAILURES:
                return


def _is_remainder(text: str) -> bool:
    """Whether what reads like a name goes on: ``PubMed PMID: 1``, ``Boston, MA: Birkhäuser``."""
    return is_note(text) or begins_with_town(text)


def _begins_with_journal(line: str, at: int) -> bool:
    """Whether a journal and its year stand behind the identifier that an entry ends with.

    ``… doi: 10.1097/x Spine. 2019;3:4. doi: …``: its own DOI name tells that it is an entry.
    """
    rest = line[at : at + SHORTEST * 4]
    if not may_print_name(rest):
        return False
    is_other = begins_with_place(rest) or _UNSIGNED.match(rest) is not None
    return is_other and prints_name(rest)
