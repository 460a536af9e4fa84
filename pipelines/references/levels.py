"""What an evidence table prints beside a reference: number, level, grade, design. Pure."""

from __future__ import annotations

import re

from pipelines.references.lines import likeness
from pipelines.references.markers import lone_marker
from pipelines.references.tables import cells_of
from pipelines.text import fold_space

LONGEST_LEVEL = 60
"""Characters of a cell that says no more than a level."""
MOST_CELLS = 30
"""Cells of a row that holds one reference and what is said of it."""
_WORDS = (
    "level levels grade grades evidence of loe gor le gr ebm oxford ocebm cebm sign class "
    "recommendation strength quality "
    "evidenzgrad evidenzlevel evidenzklasse evidenz empfehlungsgrad empfehlung klasse grad stufe "
    "niveau de preuve preuves force nivel evidencia recomendación grado clase nível evidência "
    "recomendação grau livello di prova evidenza grado raccomandazione classe forza poziom "
    "wiarygodności dowodów klasa siła zaleceń düzeyi kanıt düzey derece επίπεδο τεκμηρίωσης "
    "very low moderate high strong weak conditional expert opinion consensus "
    "sehr niedrig gering mittel moderat hoch stark schwach "
    "faible modéré modérée élevé élevée bajo moderado alto baja moderada alta "
    "basso moderato niska umiarkowana wysoka düşük orta yüksek "
    "rct rcts cohort study case control series report reports randomised randomized controlled "
    "trial trials systematic review reviews meta analysis observational guideline retrospective "
    "prospective cross sectional pilot phase"
)
_LEVEL = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(set(_WORDS.split()), key=len, reverse=True))})\b"
    r"|\b(?:i{1,3}|iv|v|[1-5])[a-e]?\b|\b[a-e][1-5]?\b|\((?:oxford )?20(?:09|11)\)"
    r"|[ⅠⅡⅢⅣⅤ⊕⊝⨁◯●○★☆✓+−–—/&():.,;*\s-])+",
    re.IGNORECASE,
)
_EDITION = re.compile(r"\(20\d\d\)")
"""That of the Oxford levels, beside one of them; alone it is the year of the work."""
_DAY = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\.?\s[^\W\d_]{3,10}\.?\s\d{4}"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2},\s\d{4}"
)
"""When the row was written or looked at."""
_LETTER = re.compile(r"[^\W\d_]")
_RANGE = re.compile(r"\d\s?[–—−-]\s?\d")
"""Pages."""
_SMALL_NUMBER = re.compile(r"\d{1,3}[a-e]?")


def reference_in(text: str) -> tuple[int, int, str]:
    """Where the one cell of a row that holds a reference begins and ends, and the row's number.

    All of the row where that is not clear: a cell that says anything else may be part of it, and
    so may a number beside a text that has no place of its own.

    >>> row = "3 | Albanese M. Family study. J Pediatr Orthop. 1982;2:496. | IIb"
    >>> start, end, number = reference_in(row)
    >>> row[start:end], number
    ('Albanese M. Family study. J Pediatr Orthop. 1982;2:496.', '3')
    """
    cells = cells_of(text)
    if not 1 < len(cells) <= MOST_CELLS:
        return 0, len(text), ""
    number = text[slice(*cells[0])].strip()
    marker = lone_marker(number) or (number if _SMALL_NUMBER.fullmatch(number) else "")
    start, end = max(cells, key=lambda cell: cell[1] - cell[0])
    others = [cell for cell in cells[1 if marker else 0 :] if cell != (start, end)]
    cells_beside = [text[slice(*cell)].strip() for cell in others]
    is_dated = all(_DAY.fullmatch(cell) for cell in cells_beside)
    like = likeness(fold_space(text[start:end]))
    is_placed = like.has_place or (is_dated and others != [] and like.is_published)
    if not is_placed or not (is_dated or all(map(_is_level, cells_beside))):
        return 0, len(text), ""
    return start, end, marker


def _is_level(cell: str) -> bool:
    if len(cell) > LONGEST_LEVEL or _LEVEL.fullmatch(cell.strip()) is None:
        return False
    if _EDITION.search(cell) and not _LETTER.search(_EDITION.sub("", cell)):
        return False
    return _RANGE.search(cell) is None
