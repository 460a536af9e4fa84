"""Title and container of a printed reference, between authors and numbers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.records import Field
from pipelines.references.authors import CAPITALS, EAST_ASIAN, SEMITIC, Authors, read_authors
from pipelines.references.books import find_chapter
from pipelines.references.labels import ARTICLES, ISSUES, SIDES, VOLUMES, alternatives
from pipelines.references.notes import DAY, MAY_HOLD_DAY, find_behind_title
from pipelines.references.spans import EDGE, blank, field_between
from pipelines.references.towns import is_place

_QUOTED = re.compile(
    r"[\s.,:]{0,3}(?:[“\"«„]\s?(?P<title>[^”\"»“]{8,300}?)[,.]?\s?[”\"»“](?!:)|‘(?P<single>[^’]{8,300}?)[,.]?’(?=[\s,.])"
    r"|'(?P<plain>(?:[^'\n]|'(?=\w)|'(?=\s\w)){8,300}?)(?:[,.]'(?=\s)|'(?=[,.]\s)))"
)
_SENTENCE = re.compile(
    r"[.?!](?:(?<=[?!])|(?<=[^\s.]{2}\.)(?<!\bsp\.)(?<!\bSt\.)(?<!\bvs\.)|(?<=\)\.)|(?<=[\s.]\d\.)|"
    r"(?<=\s\s\.)|(?=\s(?:In|En|Dans)\b))\s+"
    rf"(?=[{CAPITALS}{EAST_ASIAN}{SEMITIC}\d\"“(]|[a-z]{{1,4}}[A-Z][a-z]|de\s[A-Z])"
)
"""Where a sentence begins; ``medRxiv`` and ``de Volkskrant`` with a small letter.

Two blanks are a note that was blanked out.
"""
_GLUED_SENTENCE = re.compile(
    rf"\b[a-z][\w-]{{2,30}}\.(?=[{CAPITALS}][a-z])|(?<=[{EAST_ASIAN}\s)\]])\.(?=[{EAST_ASIAN}])"
)
"""Without a blank, as in Chinese and Japanese."""
_JOURNAL_OF = re.compile(
    rf"(?:[{CAPITALS}]\w{{2,20}}\s){{0,3}}Journal\s(?:of|for)\s[^.?!:]{{3,60}}\.\s+"
)
"""``Journal of Experimental Psychology. Learning, Memory, and Cognition``: a journal in parts."""
_LOOSE_SENTENCE = re.compile(rf"(?<=\s\w)\.\s+(?=[{CAPITALS}])")
_SLASHES = re.compile(r"\s//\s(?=[^\W\d_])")
_SAID_BY = re.compile(rf"\s/\s(?=[{CAPITALS}]\.\s?(?:[{CAPITALS}]\.\s?)?[{CAPITALS}])")
"""Where a title ends before those who wrote it, initials first: ``Title / И. П. Кузнецов // …``."""
_BEFORE_YEAR = re.compile(r"[.,]\s(?:[-–—]\s)?(?:(?:1[89]|20)\d\d(?!\d)|[ТтVv]\.|№|Вып\.)|\s?\Z")
"""Where a journal ends that stands behind two strokes: ``Title // Journal. – 2017. – Т. 14``."""
_IN_FIRST = re.compile(r"[\s,;”\"»'’]*(?:[Ii]n|En|Dans)\s?:?\s+")
_IN = re.compile(r"(?:^|[\s.,;])(?:In|In:|En:|Dans|In\s?:|:\s?in)[:\s]\s?(?=[^\s])")
_ABBREVIATION = re.compile(rf"\s*(?:[{CAPITALS}][\w’'-]{{0,14}}\.?\s{{0,2}}){{1,3}}")
_JOURNAL_ALONE = re.compile(
    rf"(?:\s[–—|·-]\s|[\s.,;]*)(?:(?:[{CAPITALS}][\w’'-]{{0,20}}\s+){{1,6}}|"
    rf"J\.\s(?:[{CAPITALS}][\w’'-]{{0,20}}\.?\s){{1,5}}|"
    rf"(?=[{CAPITALS}][\w’'-]{{0,7}}\.)(?=.{{0,60}}\b[A-Z]\.)"
    rf"(?:[{CAPITALS}][\w’'-]{{0,7}}\.\s?){{1,5}}[{CAPITALS}][\w’'-]{{0,20}}[\s.,;]+)"
)
"""``Eur Spine J``, ``Br. J. Haematol.``: no sentence, and no two of them."""
_JOURNAL_BEGINS = re.compile(
    r"(?<=[^\W\d_])(?P<comma>,\s)(?:(?:Acta|Adv|Am|Ann|Appl|Arch|Asian|Aust|Biol|Br|Bull|Can|Chin|Clin|"
    r"Comput|Curr|Dtsch|Eur|Exp|Expert|Indian|Int|Ital|J|Jpn|Med|N|Nat|Neurol|Neurosurg|Nucl|Orthop|"
    r"Phys|Proc|Rev|Scand|Sci|Semin|Surg|World|Z)\.\s+){1,4}\Z"
)
"""Words that journals begin with, behind the comma of Elsevier's titles: ``stenosis, Eur. ``."""
_MONTH_BEFORE = re.compile(r"\s?\((?:\d{1,2}\s)?[^\W\d_]{3,10}\.?\s(?:\d{1,2},?\s)?(?=\d{4}\))")
"""``(March 2015)``, ``(3 March 2015)``: the month before the year of a work."""
_AFTER_YEAR = re.compile(r"[a-z]?(?:,[^()]{1,24})?\)?|")
_YEAR_LAST = re.compile(r"[\s.,(]+(?:1[89]|20)\d\d$")
_YEAR_INSIDE = re.compile(r"[;.,]\s+\(?(?:1[89]|20)\d\d(?![\w–-])")
_QUOTE_END = re.compile(r"[\s.,]*[”\"»’]\s*")
_IN_NEXT = re.compile(r"(?:In|En|Dans)\s")
_LABEL_LAST = re.compile(
    rf"[\s.,;(]+(?:{alternatives(' '.join((VOLUMES, ISSUES, SIDES, ARTICLES)))}|h(?=\.)|P)[\s.:]*\Z"
)
"""A label whose number was read: ``, Issue``, ``(pp.``."""
_MOST_BEHIND = 3
"""Kinds, versions and numbers that are printed behind one title; a bound on what is sought."""
_NUMBER_NEXT = re.compile(r"(?!(?:1[89]|20)\d\d\s?[;)])\d")
_VOLUME_NEXT = re.compile(r"[,\s]{1,2}v\.\s?\d")
"""The volume behind the town of a journal (ABNT): ``Revista, São Paulo, v. 45``."""
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[^\W\d_].")
_TOWN_LAST = re.compile(r",\s(?P<town>[^,;.]{2,30})[\s,.;]*\Z")
_PRESS = re.compile(
    r"\b(?:Press|Publish(?:ers?|ing)|[\w-]*[Vv]erlag|Books|Uitgeverij|Wydawnictwo|Yayın\w{0,8}|"
    r"Εκδόσεις|Éditions|Edizioni|Editorial|Editora|Office)$"
    r"|^(?:University|Universi\w{2,5}) (?:of|de|di|du)\b"
)
"""Names of publishers and universities."""


def read_title(
    printed: str, text: str, authors: Authors | None, year: Field | None, numbers: list[Field]
) -> list[Field]:
    """Title and container, as far as they are printed.

    ``numbers`` are the fields behind title and container: volume, pages, publisher ...
    """
    if not (authors or year or numbers):
        return []
    start = authors.end if authors else 0
    end = min((f.start for f in numbers), default=len(text))
    is_book = any(field.name == "publisher" for field in numbers)
    has_volume = any(field.name == "volume" for field in numbers)
    if not has_volume and _DIGIT.search(text, start) and MAY_HOLD_DAY.search(text):
        for day in DAY.finditer(text, start):
            text = blank(text, *day.span())
    end = _without_label(text, start, end)
    dated = _MONTH_BEFORE.match(text, start) if year else None
    if year and start <= year.start <= (
        dated.end() if dated else start + 4
    ):  # "Names (2015) Title"
        rest = _AFTER_YEAR.match(text, year.end)
        start = rest.end() if rest else year.end
    elif year and year.start < end and not text[year.end : end].strip(EDGE):
        end = _before_bracket(text, start, year.start)
    elif year and not numbers:
        end = min(end, year.start) if year.start > start else end
    if not has_volume:
        for _ in range(_MOST_BEHIND):
            behind = find_behind_title(printed, start, end)
            if behind is None or not text[start : behind.start()].strip(EDGE):
                break
            end, is_book = behind.start(), True
    body = _Body(printed, text, start, end, has_volume=has_volume, is_book=is_book)
    return [f for f in _read_parted(body) or _split(body, has_numbers=bool(numbers)) if f]


@dataclass(frozen=True, slots=True)
class _Body:
    """What stands between authors and numbers: ``text[start:end]``."""

    printed: str
    text: str
    start: int
    end: int
    has_volume: bool
    is_book: bool

    def field(self, name: str, start: int, end: int, confidence: float) -> Field | None:
        return field_between(name, self.printed, self.text, start, end, confidence)


def _read_parted(body: _Body) -> list[Field | None]:
    """Title and container where quotation marks or the word *In* part them; else empty."""
    quoted = _QUOTED.match(body.text, body.start, body.end)
    if quoted:
        group = next(name for name in ("title", "single", "plain") if quoted[name])
        title = body.field("title", *quoted.span(group), 0.95)
        return [title, _container(body, quoted.end(), body.end)]
    strokes = None
    if "//" in body.text:
        strokes = _SLASHES.search(body.text, body.start, body.end)
    if strokes:
        said = _SAID_BY.search(body.text, body.start, strokes.start())
        title = body.field("title", body.start, (said or strokes).start(), 0.85)
        last = _BEFORE_YEAR.search(body.text, strokes.end(), body.end)
        stop = last.start() if last else body.end
        return [title, body.field("container", strokes.end(), stop, 0.8)]
    chapter = find_chapter(body.text, body.start, body.end)
    if chapter:
        title = body.field("title", body.start, chapter[0], 0.85)
        return [title, _container(body, chapter[1], body.end, in_book=True)]
    return []


def _split(body: _Body, *, has_numbers: bool) -> list[Field | None]:
    """Title and container between authors and numbers: the container is the last sentence."""
    text, start, end = body.text, body.start, body.end
    if body.has_volume and _JOURNAL_ALONE.fullmatch(text[start:end].rstrip(EDGE) + " "):
        return [_container(body, start, end, 0.5)]
    patterns = (_SENTENCE, _LOOSE_SENTENCE, _GLUED_SENTENCE)
    cuts = next(filter(None, (_cuts(pattern, text, start, end) for pattern in patterns)), None)
    if not cuts:
        return _split_at_comma(body, has_numbers=has_numbers)
    cut = cuts[-1]
    for earlier in reversed(cuts[:-1]):  # "J. Geophys. Res. Lett.": abbreviations are sentences too
        if not (
            _ABBREVIATION.fullmatch(text, earlier, cut) or _JOURNAL_OF.fullmatch(text, earlier, cut)
        ):
            break
        cut = earlier
    if body.has_volume and "," in text[(near := max(start, cut - 40)) : cut]:
        first = _JOURNAL_BEGINS.search(text, near, cut)
        if first and text[start : first.start()].strip(EDGE):
            cut = first.end("comma")
    title = body.field("title", start, cut, 0.85)
    sure = has_numbers and not body.is_book
    if body.is_book and not _IN_NEXT.match(text, cut):
        return [body.field("title", start, _without_publisher(text, start, end), 0.8)]
    return [title, _container(body, cut, end, 0.85 if sure else 0.5)]


def _split_at_comma(body: _Body, *, has_numbers: bool) -> list[Field | None]:
    """One sentence: a title alone, or title and container with a comma between."""
    name = body.field("title", body.start, body.end, 0.8 if body.is_book else 0.4)
    if body.is_book:
        return [name]
    comma = body.text.rfind(",", body.start, body.end)
    if has_numbers and comma > body.start + 20:
        title = body.field("title", body.start, comma, 0.3)
        return [title, _container(body, comma, body.end, 0.3)]
    return [name] if name and len(name.value) > 3 else []


def _cuts(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[int]:
    cuts = [match.end() for match in pattern.finditer(text, start, end)]
    return [c for c in cuts if text[start:c].strip(EDGE) and text[c:end].strip(EDGE)]


def _container(
    body: _Body, start: int, end: int, confidence: float = 0.8, *, in_book: bool = False
) -> Field | None:
    inside = _IN_FIRST.match(body.text, start, end) or _IN.search(body.text, start, end)
    if inside:
        start = inside.end()
        names = None if body.has_volume else read_authors(body.text, start)
        if names and names.count > 1 and names.end < end:
            start = names.end
    elif quote := _QUOTE_END.match(body.text, start, end):
        start = quote.end()
    end = _without_label(body.text, start, end)
    if not body.has_volume:
        if year := _YEAR_INSIDE.search(body.text, start, end):
            end = year.start()
        end = _without_publisher(body.text, start, end, in_book=in_book or inside is not None)
    elif _VOLUME_NEXT.match(body.text, end):
        town = _TOWN_LAST.search(body.text, start, end)
        end = town.start() if town and is_place(town["town"]) else end
    found = body.field("container", start, end, confidence)
    if found and (last := _YEAR_LAST.search(found.value)):
        end = found.end - len(found.value) + last.start()
        found = body.field("container", start, end, confidence)
    is_name = found is not None and len(found.value) <= 200 and _NAME.search(found.value)
    return found if is_name else None


def _without_publisher(text: str, start: int, end: int, *, in_book: bool = False) -> int:
    """Where a container ends before its publisher: its last sentence, or all there is.

    In a book it may be the last two parts of a sentence: ``Rücken, Springer, Berlin``.
    """
    last = max(_cuts(_SENTENCE, text, start, end), default=start)
    name = _YEAR_LAST.sub("", text[last:end].strip(EDGE))
    town = _TOWN_LAST.search(name)
    is_in_town = town is not None and is_place(town["town"])
    if not (is_in_town or is_place(name) or _PRESS.search(name)):
        return end
    if "(" in name:  # "Essays (University of Chicago Press"
        return text.rfind("(", last, end)
    parts = name.split(", ")
    if is_in_town and in_book and last == start and len(parts) > 2:
        return text.index(", ".join(parts[-2:]), start)
    return last


def _before_bracket(text: str, start: int, end: int) -> int:
    """The end of what stands before a bracket that holds the year: ``Boston (August 2000)``."""
    opened = text.rfind("(", max(start, end - 16), end)
    return end if opened < 0 or ")" in text[opened:end] else opened


def _without_label(text: str, start: int, end: int) -> int:
    """Where a text ends without the label of the number behind it."""
    if _NUMBER_NEXT.match(text, end) is None:
        return end
    label = _LABEL_LAST.search(text, max(start, end - 40), end)
    return label.start() if label else end
