"""What reference lists are called, in the languages of the site. Pure data and one test."""

from __future__ import annotations

import re

from pipelines.text import fold

_WORDS = """
en: references; reference; reference list; list of references; bibliography; literature;
    literature cited; works cited; cited literature; cited references; selected references;
    key references; citations; sources; source; bibliographic references; notes and references
de: literatur; literaturverzeichnis; literaturangaben; literaturhinweise; literaturliste; quellen;
    quelle; quellenangaben; quellenverzeichnis; referenzen; bibliografie; bibliographie;
    einzelnachweise; weiterführende literatur
fr: références; référence; références bibliographiques; bibliographie; littérature; sources
es: referencias; referencia; referencias bibliográficas; bibliografía; literatura; fuentes; fuente
it: riferimenti; riferimenti bibliografici; bibliografia; letteratura; fonti; fonte; referenze
pt: referências; referência; referências bibliográficas; bibliografia; literatura; fontes; fonte
pl: piśmiennictwo; bibliografia; literatura; literatura cytowana; źródła; źródło; referencje
tr: kaynaklar; kaynak; kaynakça; referanslar; bibliyografya; literatür
el: βιβλιογραφία; βιβλιογραφικές αναφορές; αναφορές; παραπομπές; πηγές; πηγή
"""

NAMES = frozenset(
    fold(name)
    for line in _WORDS.replace("\n    ", " ").strip().splitlines()
    for name in line.partition(":")[2].split(";")
)
"""Folded (ASCII, lower case), of all languages together: a page's language is often not known."""

_AMBIGUOUS = frozenset(
    {"source", "sources", "quelle", "quellen", "fuente", "fuentes", "fonte", "fonti", "fontes"}
    | {"kaynak", "kaynaklar", "zrodlo", "zrodla", "pege", "peges", "citations", "literature"}
    | {"reference", "referencia", "referenz", "literatura"}
)
LONGEST = 60
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-Z]\.)\s+")
_LABEL = re.compile(r"^\s*([^\W\d_][^:\n]{2,40}?)\s?:\s+(?=\S)")


def is_reference_heading(text: str, *, set_as_heading: bool = True) -> bool:
    """Whether a heading (or a line on its own) announces a list of references.

    A line that is not set as a heading has to be clearer: ``Source`` alone is often a link.

    >>> is_reference_heading("5. Literaturverzeichnis:"), is_reference_heading("Causes")
    (True, False)
    >>> is_reference_heading("Source", set_as_heading=False)
    False
    """
    if len(text) > LONGEST:
        return False
    name = fold(_NUMBERED.sub("", text)).rstrip("0123456789 ")
    if name not in NAMES:
        return False
    return set_as_heading or name not in _AMBIGUOUS or text.rstrip().endswith(":")


def reference_label(text: str) -> int:
    """Length of a label that opens a reference on its own line (``Source: Liu L …``), or 0."""
    if ":" not in text:
        return 0
    match = _LABEL.match(text)
    return match.end() if match and fold(match[1]) in NAMES else 0
