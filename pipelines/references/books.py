"""What only books, chapters and guidelines print in a reference: pure patterns.

Publishers with their place, editors, and the bodies that sign. A journal article has none of
them, so they are looked for in any reference.
"""

from __future__ import annotations

import re

from pipelines.references.authors import CAPITALS, EAST_ASIAN, EDITORS, Authors, read_authors

_U = f"[{CAPITALS}]"
_TOWN_WORD = rf"(?:St\.|М\.|СПб\.|{_U}[\w'’-]{{1,30}}+|[{EAST_ASIAN}]{{2,8}})"
# A word takes its hyphens for good, since they join words too: no two ways to read one town.
_TOWN = rf"{_TOWN_WORD}(?:[\s,/&-]{{1,3}}(?:{_TOWN_WORD}|[a-z]{{2,3}}\b)){{0,5}}"
PUBLISHER = re.compile(
    rf"(?<=[.,;:)\]\s–—]\s)(?P<publisher>(?!(?:In|Dans|En|W)\s?:){_TOWN}\s?:\s?[{CAPITALS}{EAST_ASIAN}][^.:;\n]{{1,70}}?)"
    r"\s?[;,]?\s\(?(?P<year>(?:1[6-9]|20)\d\d)(?!\d)(?!\s?[;:,]\s?\d)"
)
"""``Edinburgh: Churchill Livingstone; 2004``."""
PUBLISHER_LAST = re.compile(
    rf"(?<=[.)\]\s]\s)(?P<publisher>(?!(?:In|Dans|En|W)\s?:){_TOWN}\s?:\s?{_U}[^.:;\n\d]{{1,70}}?)[\s.]*$"
)
"""The same where the year stands elsewhere."""
PUBLISHER_PAGED = re.compile(
    rf"(?<=[.,;)\]\s]\s)(?P<publisher>{_TOWN},\s[A-Z]{{2}}\s?:\s?{_U}[^.:;\n]{{1,70}}?|"
    rf"[{EAST_ASIAN}]{{2,8}}\s?:\s?[{EAST_ASIAN}]{{2,20}})"
    r"[;,]\s(?P<year>(?:1[6-9]|20)\d\d):\s?\d{1,4}[-–]\d"
)
"""``St. Louis, MO: Saunders; 2009:200-240``: a chapter; the land tells it from a journal."""
_IN = re.compile(r"(?<=[.?!”\"])\s{1,2}(?:In|Dans|En|W|Στο|İçinde)\s?:\s{0,2}")
_IN_EDITED = re.compile(r"(?<=[.?!])\s{1,2}In\s(?=[^\n]{3,160}?\(?\b(?:[Ee]ds?|[Ee]ditors?)\b)")
_EDITORS = re.compile(
    r"[\s,]{0,3}\(?(?:[Ee]ds?|[Ee]ditors?|[Hh]rsg|[Hh]g|[Hh]erausgeber|[Dd]irs?|[Cc]oord|[Rr]ed|"
    r"[Éé]d(?:iteurs?|s)?|[Ee]dit(?:or(?:es|e|i)|ör)|[Rr]edact(?:eur|ie)|[Rr]edakcja|[Oo]rgs?|"
    r"(?:a )?cura di|επιμ)\b\.?\)?[\s.,:;]{0,3}"
)
EDITORS_WITHIN = 200
ORGANISATION = re.compile(
    rf"(?:(?P<short>{_U}{{2,12}}(?:[/&-]{_U}{{2,8}})?)|(?P<long>(?:{_U}[\w'’.-]{{1,30}}\s){{0,2}}"
    r"(?:Gesellschaft|Statens|Министерство|Ассоциация|Общество|Всемирная организация|Міністерство|"
    r"[\w-]{2,30}(?:styrelsen|direktoratet|myndigheten|verket)|"
    r"Bundes[a-zä]{4,25}|Arbeitsgemeinschaft|Institut|Haute Autorité|Société|Ministère|Sociedad|"
    r"Asociación|Ministerio|Instituto|Società|Associazione|Ministero|Istituto|"
    r"Sociedade|Associação|Ministério|Ministry|Department|SOCIEDADE|ASSOCIAÇÃO|MINISTÉRIO|"
    r"INSTITUTO|Royal College|Mayo Clinic|"
    r"Cleveland Clinic|NHS|[\w-]{1,30}-Institut|Bundesamt|Stiftung|Verband|Assurance|Agence|"
    r"Fondation|"
    r"Organización|Fundación|Organizzazione|Fondazione|Organização|Fundação|Federatie|Vereniging|Genootschap|"
    r"Stichting|Ministerie|Towarzystwo|Ministerstwo|Instytut|Fundacja|Fundusz|Υπουργείο|[\w]{1,20}\sΟργανισμός|Εταιρεία|Ινστιτούτο|"
    r"[\w'’-]{1,30}\s(?:Bakanlığı|Derneği|Vakfı|Kurumu))(?:\s[\w'’&-]{1,30}){0,9}(?:\s\([\w-]{2,12}\))?)"
    rf"|(?P<east>[{EAST_ASIAN}]{{2,20}}(?:学会|學會|协会|協会|協會|委员会|委員会|研究所|労働省|卫生部|组织|学院|局|"
    r"학회|협회)))"
    r"(?=[.:,]\s|\s\((?:(?:1[89]|20)\d\d|[Hh]rsg\.?|[Hh]g\.|[Ee]ds?\.?)\))"
)
"""A body that signs a guideline or a web page, at the beginning of a reference."""
_MORE_BODIES = re.compile(r"(?:,|\s(?:and|und|et|y|e|en|i|&))\s")
_SIGNED = re.compile(
    rf"(?P<body>{_U}[\w'’&-]{{1,30}}(?:\s(?:(?:of|for|and|de|di|der|für|voor)\s)?{_U}[\w'’&-]{{1,30}}){{0,4}})"
    r"\.\s(?P<year>\([^()]{4,24}\)\.?\s)?(?P<title>[^.?!\n]{1,300})[.?!\n]"
)
_SITE = re.compile(r"https?://|www\.")


def begins_with_body(text: str) -> bool:
    """Whether a body stands at the beginning that is told by its words: ``Istituto …``."""
    match = ORGANISATION.match(text)
    return match is not None and match["short"] is None


def read_organisation(text: str, printed: str) -> Authors | None:
    """The body (or bodies) that a reference without people begins with.

    One that is not told by its words is believed on a web page only, before a longer title.
    """
    match = ORGANISATION.match(text)
    if match is None:
        signed = _SIGNED.match(text) if _SITE.search(printed) else None
        if signed is None:
            return None
        is_longer = len(signed["title"].split()) > len(signed["body"].split())
        if not (is_longer or signed["year"]):
            return None
        return Authors(0, signed.end("body"), 1, signed["body"], False)
    end, count = match.end(), 1
    while (more := _MORE_BODIES.match(text, end)) and (
        another := ORGANISATION.match(text, more.end())
    ):
        end, count = another.end(), count + 1
    editors = EDITORS.match(text, end)
    end = editors.end() if editors else end
    return Authors(0, end, count, match[0], False)


def find_chapter(text: str, start: int, end: int) -> tuple[int, int] | None:
    """(where a chapter's title ends, where the title of its book begins), editors left out."""
    match = _IN.search(text, start, end) if text.find(":", start, end) >= 0 else None
    if match is None and text.find("In", start, end) >= 0:
        match = _IN_EDITED.search(text, start, end)
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
