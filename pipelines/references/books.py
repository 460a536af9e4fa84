"""What references to books, chapters and guidelines print besides: pure patterns.

Publishers with their place, editors, and the bodies that sign. A journal article has none of
them, so they are looked for in any reference.
"""

from __future__ import annotations

import re

from pipelines.references.authors import CAPITALS, read_authors

_U = f"[{CAPITALS}]"
_TOWN_WORD = rf"(?:St\.|{_U}[\w'’-]{{1,30}})"
_TOWN = rf"{_TOWN_WORD}(?:[\s,/&-]{{1,3}}(?:{_TOWN_WORD}|[a-z]{{2,3}}\b)){{0,5}}"
PUBLISHER = re.compile(
    rf"(?<=[.,;:)\]\s]\s)(?P<publisher>{_TOWN}\s?:\s?{_U}[^.:;\n]{{1,70}}?)"
    r"\s?[;,]?\s\(?(?P<year>(?:1[6-9]|20)\d\d)(?!\d)(?!\s?[;:,]\s?\d)"
)
"""``Edinburgh: Churchill Livingstone; 2004``."""
PUBLISHER_LAST = re.compile(
    rf"(?<=[.)\]\s]\s)(?P<publisher>{_TOWN}\s?:\s?{_U}[^.:;\n\d]{{1,70}}?)[\s.]*$"
)
"""The same where the year stands elsewhere."""
_IN = re.compile(r"(?<=[.?!”\"])\s{1,2}(?:In|Dans|En|W)\s?:\s{0,2}")
_IN_EDITED = re.compile(r"(?<=[.?!])\s{1,2}In\s(?=[^\n]{3,160}?\(?\b(?:[Ee]ds?|[Ee]ditors?)\b)")
_EDITORS = re.compile(
    r"[\s,]{0,3}\(?(?:[Ee]ds?|[Ee]ditors?|[Hh]rsg|[Hh]g|[Hh]erausgeber|[Dd]irs?|[Cc]oord|[Rr]ed|"
    r"(?:a )?cura di|επιμ)\b\.?\)?[\s.,:;]{0,3}"
)
EDITORS_WITHIN = 200
ORGANISATION = re.compile(
    rf"(?:(?P<short>{_U}{{2,8}}(?:[/&-]{_U}{{2,8}})?)|(?P<long>(?:{_U}[\w'’.-]{{1,30}}\s)?"
    r"(?:Gesellschaft|Bundes[a-zä]{4,25}|Arbeitsgemeinschaft|Institut|Haute Autorité|Société|"
    r"Ministère|Sociedad|Asociación|Ministerio|Instituto|Società|Associazione|Ministero|Istituto|"
    r"Sociedade|Associação|Ministério|Polskie Towarzystwo|Ministry|Department|Royal College|"
    r"Mayo Clinic|Cleveland Clinic|NHS)(?:\s[\w'’&-]{1,30}){0,9}(?:\s\([\w-]{2,12}\))?))"
    rf"(?=[.:,]\s|\s\((?:1[89]|20)\d\d\))"
)
"""A body that signs a guideline or a web page, at the beginning of a reference."""


def find_chapter(text: str, start: int, end: int) -> tuple[int, int] | None:
    """(where a chapter's title ends, where the title of its book begins), editors left out."""
    match = _IN.search(text, start, end) or _IN_EDITED.search(text, start, end)
    if match is None:
        return None
    at = match.end()
    editors = _EDITORS.search(text, at, min(end, at + EDITORS_WITHIN))
    names = read_authors(text, at)
    if editors and (editors.start() - at < 60 or (names and names.count > 1)):
        at = editors.end()
    elif names and names.end < end and names.count > 1:
        at = names.end
    return match.start(), at
