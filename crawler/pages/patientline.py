"""What the Patient Line prints around its texts, as data: known by words, not by tags.

Only rendered text of the site is known, never its markup. Sources: the labels of some twenty
English pages; the other languages are as a translator would write them, so the patterns are
loose. A new label is a new line here, never an ``if`` elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_LABEL = 160
"""Characters; longer lines are text."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Standing text of one site. Patterns are matched against a whole line or its beginning."""

    site: re.Pattern[str]
    """A line that tells that a page belongs to this site."""
    labels: re.Pattern[str]
    """Whole lines that are never content."""
    tails: re.Pattern[str]
    """Whole lines after which no content comes."""
    news: re.Pattern[str]
    """Whole line above the box of announcements."""
    blurbs: re.Pattern[str]
    """How the site's description of itself begins."""

    def is_label(self, line: str) -> bool:
        """Whether a line is never content."""
        return len(line) <= LONGEST_LABEL and bool(self.labels.fullmatch(line))

    def is_tail(self, line: str) -> bool:
        """Whether no content comes after this line."""
        return len(line) <= LONGEST_LABEL and bool(self.tails.fullmatch(line))

    def is_news_label(self, line: str) -> bool:
        """Whether announcements follow this line."""
        return len(line) <= LONGEST_LABEL and bool(self.news.fullmatch(line))

    def is_blurb(self, line: str) -> bool:
        """Whether the site begins to describe itself."""
        return bool(self.blurbs.match(line))

    def is_shown_by(self, line: str) -> bool:
        """Whether this line tells that a page belongs to the site."""
        return self.is_blurb(line) or (
            len(line) <= LONGEST_LABEL and bool(self.site.fullmatch(line))
        )


def _lines(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"[\W_]*(?:" + "|".join(alternatives) + r")[\W_]*", re.I)


_LOGIN = (
    "member login",
    "(?:close|open) login",
    "mitglieder-?login",
    "login schlie(?:ss|ß)en",
    "accès membres",
    "acceso de miembros",
    "accesso membri",
    "acesso de membros",
    "logowanie członków",
    "üye girişi",
    "είσοδος μελών",
    "fermer|cerrar|chiudi|fechar|zamknij|kapat|κλείσιμο",
)
_NAVIGATION = (
    "area navigation",
    "bereichsnavigation",
    "navigation de la rubrique",
    "navegación del área",
    "navigazione dell.area",
    "navegação da área",
    "nawigacja działu",
    "alan menüsü",
    "πλοήγηση ενότητας",
)
_NEWS = (
    "latest news",
    "aktuelles",
    "dernières nouvelles",
    "últimas noticias",
    "ultime notizie",
    "últimas notícias",
    "aktualności",
    "son haberler",
    "τελευταία νέα",
)
_SOCIAL = r"(?:(?:facebook|twitter|x|linkedin|instagram|youtube(?: channel)?)[\W_]*){2,}"
_MAKER = r".{0,40}\bbestview(?: gmbh)?"
_COPYRIGHT = r"(?:©|\(c\)|copyright).{0,80}"
_UP = r"back to top|upwards|zurück nach oben|nach oben"
_LETTERS = r"\[(?:\s*\w\s*[|·,]?){5,}\]"

_SKIP = (
    "(?:skip|jump|go) to (?:the )?(?:main |page )?(?:content|navigation|text)",
    "zum (?:haupt)?inhalt(?: springen)?",
    "aller au contenu(?: principal)?",
    "(?:saltar|ir) al contenido",
)
_NEVER = re.compile(r"(?!)")

ANY_SITE = Boilerplate(
    site=_NEVER,
    labels=_lines(_SOCIAL, _COPYRIGHT, _UP, _LETTERS, *_SKIP),
    tails=_NEVER,
    news=_NEVER,
    blurbs=_NEVER,
)
"""What stands around the texts of nearly every site."""

PATIENT_LINE = Boilerplate(
    site=_lines("eurospine(?: patient line)?", "patient line", "©.{0,20} eurospine.{0,80}", _MAKER),
    labels=_lines(
        *_SKIP,
        "eurospine(?: patient line)?",
        "patient line",
        "to the content",
        "don.?t click",
        "content",
        *_LOGIN,
        *_NAVIGATION,
        _SOCIAL,
        _MAKER,
        _COPYRIGHT,
        _UP,
        _LETTERS,
    ),
    tails=_lines(*_NAVIGATION, *_NEWS, _SOCIAL, _MAKER),
    news=_lines(*_NEWS),
    blurbs=re.compile(
        r"(?:\w{1,3}\s)?Patient Line\b(?: website)?.{0,80}?"
        r"\b(?:offers information|informiert|informe|informa|informuje|ενημερώνει|bilgi verir)"
        r"|(?:\w{1,2}\s)?EUROSPINE\b.{0,50}?\b(?:society of spine|gesellschaft von wirbels"
        r"|société de spécialistes|sociedad de especialistas|società di specialisti"
        r"|sociedade de especialistas|towarzystwo specjalist|omurga uzmanları"
        r"|εταιρεία ειδικών)",
        re.I,
    ),
)


def recognise(lines: Sequence[str]) -> Boilerplate:
    """The site whose standing text these lines of a page show."""
    for line in lines:
        if PATIENT_LINE.is_shown_by(line):
            return PATIENT_LINE
    return ANY_SITE
