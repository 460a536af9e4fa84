"""Lines that begin no entry: the rest of one whose block ended too early. Pure.

A journal with its volume, numbers alone, a publisher with its town, an edition, a chapter's book,
an identifier, or how and when a page was found. Bounded patterns.
"""

from __future__ import annotations

import re

from pipelines.references.authors import CAPITALS, read_authors
from pipelines.references.books import PUBLISHER, PUBLISHER_LAST
from pipelines.references.lines import likeness
from pipelines.references.notes import EDITION

LONGEST_NOTE = 160
"""Characters of a line that says no more than where or when a work was found."""
LONGEST_IDENTIFIER = 60
"""Characters of a line that is an identifier, with its label."""
LONGEST_PART = 400
"""Characters of a block that goes on with the title or the place of an entry."""

_YEAR = r"\(?(?:1[6-9]|20)\d\d[a-z]?\)?"
_DATE = (
    rf"{_YEAR}(?:[\s,]{{1,2}}[^\W\d_]{{3,9}}\.?(?:[-/\s][^\W\d_]{{3,9}}\.?)?"
    r"(?:\s\d{1,2}(?:[-–]\d{1,2})?)?)?"
)
_VOLUME = r"[A-Z]{0,2}\d{1,4}(?:\s?\([^()]{1,20}\)|\s?[:,;]\s?(?:pp?\.?\s?)?[A-Za-z]{0,3}\d)"
_PLACE = rf"(?:{_DATE}\s?[;:,]\s?(?:[A-Z]{{0,2}}\d|[Ss]uppl|\()|{_VOLUME}|[Vv]ol(?:ume|\.)\s?\d)"
_NUMBERS = re.compile(
    rf"{_PLACE}|{_DATE}\s?[.;:,]*$|(?:pp?|S)\.\s?[a-z]?\d|(?:[Nn]o|Band|Bd)\.?\s?\d"
)
_WORD = rf"(?:[{CAPITALS}][\w’'-]*|of|and|the|for|in|on|de|des|du|für|und|et|&)"
_JOURNAL = (
    rf"(?:(?:{_WORD}\.?\s){{0,9}}[{CAPITALS}][\w’'-]*|"
    rf"[{CAPITALS}][\w’'-]*(?:\s[^\W\d][\w’'-]*|\s&){{0,9}})"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d"
_JOURNAL_FIRST = re.compile(
    rf"(?!{_MONTH}){_JOURNAL}(?:\s\([^()\d]{{2,24}}\)|,\s[{CAPITALS}]\w{{3,20}}(?=\s))?[.,:;]{{0,2}}\s"
    rf"(?:{_PLACE}|{_YEAR}[.;]?\s*(?:$|\(?doi\b|https?://(?:dx\.)?doi\.org/|PMID))"
)
_ABNT = re.compile(
    rf"{_JOURNAL},\s(?:[{CAPITALS}][\w’'-]*(?:\s[^\W\d][\w’'-]*){{0,3}},\s)?v\.\s?\d{{1,4}},\s(?:n|p)\.\s?\d"
)
"""``Revista Dor, São Paulo, v. 18, n. 2, p. 173-177``."""
_PUBLISHER_FIRST = re.compile(
    rf"(?![^;]{{0,60}}\b[{CAPITALS}]{{1,3}}\b)[{CAPITALS}][^.,;:\d\n]{{2,60}};\s(?:1[6-9]|20)\d\d\.(?=\s|$)"
)
"""``Medical Association; 2008.``: entries begin with a body too, but with no year behind it."""
_CHAPTER = re.compile(
    r"(?:In|Dans|En|W)\s?:\s|"
    r"In\s(?:[^\n]{0,60}?\bProc(?:eedings\b|\.)|[^\n]{3,160}?\(?\b[Ee]d(?:s|itors?)?\b)"
)
_THESIS = re.compile(
    r"(?:[\w.’']{1,12}\s){0,3}"
    r"(?:[Tt]hesis|[Dd]issertation|[Hh]abilitation\w{0,9}|[Tt]h[eè]se|[Tt]es[ei])\b[,.]?\s"
)
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
LONGEST_NUMBERS = 60
_NUMBERS_ALONE = re.compile(
    rf"(?:pp?\.\s?)?\d{{1,6}}\s?[-–]\s?\d{{1,6}}(?:[.,;\s]{{1,2}}{_YEAR})?\.?|{_YEAR}\."
)
_OPEN_LABEL = re.compile(r"(?<!\d\s)\b(?:pp?|[Vv]ol|[Nn]o|[Nn]r|Bd|Band|S)\.\s*$")
_NOTE = re.compile(
    r"[\s(\[]*(?:doi\b|pmid|pmc|https?:|www\.|url\s?:|10\.\d{4}|arxiv|isbn|issn|crossref|pubmed|"
    r"(?:free )?full text|volltext|pdf\b|abstract\b|epub|published online|"
    r"(?:last )?accessed|cited|retrieved|available (?:from|at|online)|abgerufen|"
    r"zugriff|verfügbar unter|consulté|consultado|"
    r"disponible (?:en|sur)|disponibile|disponível em|acesso em|dostęp|erişim)",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"(?:[\s|,;·•()\[\]]*(?:article|pubmed|pmc free article|cross ?ref|full text|"
    r"google scholar|web of science|scopus|medline|abstract|volltext|view (?:article|at publisher)|"
    r"pdf|cas|ads|mathscinet|math|bib|download)\b)+[\s|,;·•()\[\]]*",
    re.IGNORECASE,
)
LEAFLET = (
    r"pati[eë]nt|pacient|pacjent|pazient|doente|leaflet|booklet|brochure|broschüre|merkblatt|ratgeber"
    r"|information|fact\s?sheet|guide|guía|guia|folleto|folheto|opuscolo|ulotka|poradnik|folder"
    r"|fiche|encyclopedia|lexikon|leitlinie|linee guida|richtlijn|website|internet|página|\bweb\b"
    r"|sito web|strona|hernia|hernie|vorfall"
)
"""Words in the title of a leaflet or a page, and in no town's or publisher's name."""
_LEAFLET_FIRST = re.compile(rf"[^:]{{0,60}}(?:{LEAFLET})[\w\s’'-]{{0,30}}:", re.IGNORECASE)
"""``Patienteninformation: Leben mit Rückenschmerzen`` names no town."""
_PLACES = (_CHAPTER, _PUBLISHER_FIRST, _NUMBERS, _JOURNAL_FIRST, _ABNT, EDITION, _THESIS)


def begins_with_place(text: str) -> bool:
    """Whether a line begins with what says where a work is, and with no title.

    >>> begins_with_place("J. Bone Joint Surg. Am. 1990;72(3):403–408.")
    True
    >>> begins_with_place("Champaign: Human Kinetics; 2002."), begins_with_place("2nd ed. 2012.")
    (True, True)
    >>> begins_with_place("Back pain in Europe. Lancet. 2003;361:12.")
    False
    """
    if len(text) > LONGEST_PART:
        return False
    if any(shape.match(text) for shape in _PLACES):
        return True
    return begins_with_town(text)


def begins_with_town(text: str) -> bool:
    """Whether a line begins with the town of a publisher, and its name.

    >>> begins_with_town("Oxford: Blackwell."), begins_with_town("Citation: Li Z, Yi Y (2008)")
    (True, False)
    """
    if ":" not in text[:LONGEST_PART] or _LEAFLET_FIRST.match(text):
        return False
    behind = f". {text[:LONGEST_PART]}"  # as it would stand behind a title
    town = PUBLISHER.match(behind, 2) or PUBLISHER_LAST.match(behind, 2)
    return town is not None and read_authors(text, text.index(":") + 2) is None


def is_end_of_numbers(before: str, text: str) -> bool:
    """Whether a line is the end of numbers: nothing else, or what a label announces.

    >>> is_end_of_numbers("J Pain. 2012;5:", "371–380."), is_end_of_numbers("Spine, pp.", "3, 1990")
    (True, True)
    """
    if _NUMBERS_ALONE.fullmatch(text):
        return True
    is_number = text[:1].isdigit() and len(text) <= LONGEST_NUMBERS
    if is_number and not _LONG_WORD.search(text) and likeness(text).has_place:
        return True
    return text[:1].isdigit() and _OPEN_LABEL.search(before) is not None


def is_links(text: str) -> bool:
    """Whether a line is nothing but the words of links to a work: ``CrossRef | Google Scholar``."""
    return len(text) < LONGEST_NOTE and _LINKS.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a line begins with an identifier, an address, or how or when a work was found."""
    return len(text) < LONGEST_NOTE and _NOTE.match(text) is not None


def is_identifier(text: str) -> bool:
    """Whether a line is an identifier and nothing else.

    >>> is_identifier("PMID: 17538084"), is_identifier("PubMed")
    (True, False)
    """
    return len(text) <= LONGEST_IDENTIFIER and is_note(text) and likeness(text).is_named
