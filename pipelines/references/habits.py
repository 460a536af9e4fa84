"""What the blocks of a list have in common, seen only when all are compared. Pure.

Two blocks side by side say less than the list they stand in: its entries may all be cut before the
journal, have each a remark behind them, or be text that was wrapped, a line a block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.references.lines import Line
from pipelines.references.numbers import YEAR
from pipelines.references.remainders import is_note

NARROWEST, WIDEST = 40, 140
"""Letters in a line of text that is wrapped."""
SLACK = 2
"""Letters by which such lines are shorter than they might be."""
FEWEST_WRAPPED = 6
"""Lines of such text."""
LONGEST_TAIL = 60
FEWEST = 3
"""Pairs of blocks that show how the entries of a list are cut."""

LONGEST_NAME = 110
"""Characters before the numbers that may be the name of a journal, a series or a congress."""

PART = re.compile(r"[.?!:][”\"»’']?\s+")
YEAR_ALONE = re.compile(r"\(?(?:1[6-9]|20)\d\d[a-z]?(?:\s?[-–/]\s?\d{2,4})?\)?[.,:;]*\s*")
_NUMBERS = re.compile(
    r"(?:\b(?:vol(?:ume)?|v|no|nr|n|pp?|bd|band|tome|t|issue|heft|jg|art|s|С|Т)\.?\s?)?[°º№]?\s?"
    r"\(?(?<![\w/-])\d|(?<=[^\W\d_]{2}\.)\d",
    re.IGNORECASE,
)
_LOWER_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]{3,}")
_LEADING = re.compile(r"\d{1,5}[.)]\s(?=[^\W\d_])")
_ADDRESS = re.compile(r"https?:|\bwww\.", re.IGNORECASE)
_ENDED = re.compile(r"[.?!\])”\"»]\s*$")
_TAIL = re.compile(
    r"(?:Вып|вып|Т|С)\.\s\d{1,4}\.?|(?:\+\s?)?\d{1,4}\s?(?:pp?|S|Seiten|pages|págs?|с|s)\.?"
    r"|\[[^\[\]]{0,30}\d{4}[^\[\]]{0,12}\]\.?"
    r"|(?:forthcoming|print|in press|in print|im Druck|sous presse|en prensa|in stampa)\.?",
    re.IGNORECASE,
)
"""What is left behind a place: ``111pp.``, ``[Available on 2019-06-01].``, ``Forthcoming``."""
_HOUSE = re.compile(
    r"(?:[A-Z][\w'’.&-]*,?\s){1,4}(?:Press|Verlag|Publish(?:ing|ers)|Books)(?:,?\s[A-Z][\w'’.-]*){0,4}\.?"
)
"""``AAAI Press.``, ``Springer Verlag, New York.``: what stands behind a chapter is no remark."""
FEWEST_WORDS = 5
"""Words of a comment, and of its first sentence."""
_TELLS = re.compile(
    r"\b(?:"
    # the work, pointed at
    r"(?:this|these|the present)\s(?:\w+\s)?(?:study|studies|trial|paper|article|review|work|book|"
    r"report|text|survey|chapter|authors?)|the\s(?:study|trial|paper|article|review|report|authors?)(?!\s(?:of|and|on)\b)"
    r"|diese[rs]?\s(?:\w+\s)?(?:studie|arbeit|artikel|übersicht|buch|untersuchung|bericht|text)"
    r"|(?:die|der)\s(?:autor(?:en|in)?|verfasser|studie|artikel)"
    r"|cet(?:te)?\s(?:étude|article|essai|revue|travail|livre|ouvrage)|ce\s(?:travail|livre|texte)"
    r"|les\sauteurs|l['’]auteur|l['’]étude"
    r"|est[ea]\s(?:estudi?o|ensayo|artículo|artigo|revisión|revisão|trabajo|trabalho|libro|livro)"
    r"|l[oa]s\saut[oa]r[ea]s|os\sautores|quest['’oa]\s?(?:studio|articolo|lavoro|revisione|libro)"
    r"|gli\sautori|l['’]autore|dez?e\s(?:studie|auteurs?)|dit\s(?:artikel|onderzoek|boek)"
    r"|t[oa]\s(?:badanie|praca)|ten\sartykuł|autorzy|den(?:na|ne)\s(?:studie|artikel)"
    # what it does
    r"|shows|showed|describe[sd]|compares|explain(?:s|ed)|discuss(?:es|ed)|examine[sd]"
    r"|summari[sz]e[sd]|concludes?d?|zeigt(?:e|en)?|beschreibt|verglich(?:en)?|erklärt|fasst"
    r"|montre|décrit|explique|muestra|describe|explica|mostra|descrive|spiega|descreve"
    r"|toont|beschrijft|vergeleek|pokazuje|opisuje|porównało"
    # what it is worth
    r"|(?:good|excellent|useful|helpful|best|readable|recommended|very)\s(?:\w+\s)?"
    r"(?:overview|review|introduction|reading|summary|study|trial|paper|account)|worth\sreading"
    r"|(?:gute[rs]?|beste[rs]?|ausgezeichnete[rs]?)\s(?:überblick|übersicht|einführung|arbeit|studie)"
    r"|lesenswert|bon(?:ne)?\s(?:aperçu|introduction|revue|résumé|synthèse|article)"
    r"|buen[oa]?\s(?:revisión|resumen|introducción|visión|artículo)"
    r"|buon[ao]?\s(?:panoramica|introduzione|riassunto|rassegna|articolo)"
    r"|boa\s(?:revisão|introdução|visão)|bom\s(?:resumo|artigo)"
    r"|goede?\s(?:overzicht|inleiding|samenvatting)|dobry\s(?:przegląd|artykuł)"
    r")\b",
    re.IGNORECASE,
)
"""What a sentence says that is about a work, and none of its title."""
_SENTENCE = re.compile(r"[^\W\d_][^:?!|]{20,}\.")
_ASKS = re.compile(
    r"(?:how|what|why|when|who|where|wie|was|warum|comment|pourquoi|que|cómo|qué|come|che|cosa|como"
    r"|o que|hoe|wat|jak|co)\b",
    re.IGNORECASE,
)
"""How a title begins, though a verb stands in it."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How the blocks of a list follow one another."""

    is_cut: bool = False
    """Its entries are cut before where they were published."""
    has_remarks: bool = False
    """Between its entries stands what is part of none."""
    is_interleaved: bool = False
    """Most of its entries have something behind them that is undated and nobody's."""
    is_annotated: bool = False
    """Most of its entries have a sentence about them behind them."""
    width: int = 0
    """Letters of the longest line, where each line of wrapped text is a block; 0 = it is not."""


def habits_of(lines: Sequence[Line]) -> Habits:
    """How a section writes its references, as only all of its blocks together show."""
    cut = whole = remarks = comments = entries = 0
    waiting = waiting_comment = False
    for before, line in pairwise(lines):
        if line.block == before.block:
            continue
        is_complete = before.like.has_place or before.like.is_published
        entries += is_complete
        if line.like.has_place and not line.like.authors:
            is_cut = not (is_complete or has_own_title(line.text))
            cut, whole = cut + is_cut, whole + (not is_cut)
        elif is_complete and is_remark(line):
            waiting, waiting_comment = True, is_comment(line)
        if line.like.authors or line.marker:  # what stands below the last entry is no remark
            remarks, comments = remarks + waiting, comments + waiting_comment
            waiting = waiting_comment = False
    return Habits(
        is_cut=cut >= FEWEST and cut >= 4 * whole,
        has_remarks=remarks > 0,
        is_interleaved=remarks >= FEWEST and 2 * remarks >= entries,
        is_annotated=comments >= FEWEST and 2 * comments >= entries,
        width=_width(lines),
    )


def _width(lines: Sequence[Line]) -> int:
    """The width that text was wrapped at, if nearly every line that ends nothing is full."""
    width = max((line.end for line in lines), default=0)
    if len(lines) < FEWEST_WRAPPED or not NARROWEST <= width <= WIDEST:
        return 0
    open_, full = 0, 0
    for line, following in pairwise(lines):
        begins = following.like.authors > 0 or following.marker != ""
        if line.block != following.block and not (begins or _ENDED.search(line.text)):
            open_, full = open_ + 1, full + is_full(line, following, width)
    return width if open_ >= FEWEST and 3 * open_ >= len(lines) and 10 * full >= 9 * open_ else 0


def is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line had no room any more in a line."""
    return line.end + 1 + len(following.text.split(maxsplit=1)[0]) > width - SLACK


def is_tail(text: str) -> bool:
    """Whether a line is no more than what is left behind a place.

    >>> is_tail("111pp."), is_tail("Forthcoming"), is_tail("Page 3 of 5")
    (True, True, False)
    """
    return len(text) <= LONGEST_TAIL and _TAIL.fullmatch(text) is not None


def is_remark(line: Line) -> bool:
    """Whether a line has nothing of a reference: nobody, no year, no place, no address."""
    like, text = line.like, line.text
    if line.marker or like.authors or like.has_place or like.is_published:
        return False
    is_short = is_note(text) or is_tail(text) or _HOUSE.fullmatch(text) is not None
    return not is_short and YEAR.search(text) is None and _ADDRESS.search(text) is None


def is_comment(line: Line) -> bool:
    """Whether a remark is a sentence about a work beyond doubt, no title of a leaflet or a site.

    Titles stand between the entries of a list as well, undated and with nobody's name: what is
    doubtful is kept.
    """
    text = line.text
    if not is_remark(line) or _SENTENCE.fullmatch(text) is None:
        return False
    first = text.partition(". ")[0]
    if len(first.split()) < FEWEST_WORDS or _ASKS.match(text):
        return False
    return _TELLS.search(text) is not None


def has_own_title(text: str) -> bool:
    """Whether words stand before the numbers that are the name of no journal or publisher."""
    leading = YEAR_ALONE.match(text) or _LEADING.match(text)
    start = leading.end() if leading else 0
    number = _NUMBERS.search(text, start)
    head = text[start : number.start() if number else len(text)]
    if len(head) > LONGEST_NAME:
        return True
    *titles, _ = PART.split(head)
    return any(len(part.split()) > 2 and _LOWER_WORD.search(part) for part in titles)
