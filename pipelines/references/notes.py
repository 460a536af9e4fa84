"""Notes in a reference besides its fields: when and how it was read, which edition it is.

Pure patterns, in the languages of the site: English, German, French, Spanish, Italian, Dutch,
Polish, Portuguese, Greek and Turkish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.references.spans import blank
from pipelines.text import words_of

_MONTH = (
    r"(?:jan|feb|fév|m[aä]r|mrz|mrt|maa|apr|avr|abr|kwi|ma[iyj]|mei|mag|jun|juin|giu|cze|jul|juil|"
    r"lug|lip|aug|aoû|ago|sie|sep|set|wrz|o[ck]t|ott|out|paź|nov|lis|d[eé][cz]|dic|gru|gen|ene|sty|"
    r"lut|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|ιαν|φεβ|μ[αά][ρϊΐι]|απρ|ιο[υύ][νλ]|α[υύ]γ|σεπ|"
    r"οκτ|νο[εέ]|δεκ)[^\W\d_]{0,9}\.?"
)
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s)?{_MONTH}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?)"
)
_DATE = (
    rf"(?:{_DAY},?\s(?:de\s)?{_YEAR}|{_YEAR}[\s,]{{1,2}}{_MONTH}(?:\s\d{{1,2}})?|{_MONTH}\s{_YEAR}|"
    rf"\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?\d{{2,4}}|{_YEAR}-\d\d-\d\d|{_YEAR})(?!\d)"
)
_ACCESSED = (
    "accessed|retrieved|viewed|cited|access date|zugriff|zugegriffen|abgerufen|aufgerufen|"
    "eingesehen|abruf|consulté|accès|consultado|citado|acceso|consultato|accesso|geraadpleegd|"
    "bekeken|dostęp|acesso|acessado|erişim|ανακτήθηκε|πρόσβαση|citerad|hämtad|hämtat|besøgt|lest|"
    "viitattu|luettu|letöltve|letöltés|cit|citováno|accesat|дата обращения|дата звернення|访问日期|"
    "引用日期"
)
_NEXT_REVIEW = "review date|review due|next review"
_UPDATED = (
    "updated|reviewed|revised|modified|aktualisiert|stand|mise à jour|actualizado|actualización|"
    "aggiornato|aggiornamento|atualizado|atualização|bijgewerkt|aktualizacja|güncelleme|ενημέρωση|published"
)
_AVAILABLE = (
    "retrieved from|available from|available at|available online|verfügbar|abrufbar|online unter|"
    "zu finden unter|disponible|disponibile|disponível em|beschikbaar|dostępn[eya]|erişim|"
    "erişim adresi|διαθέσιμο στο|διαθέσιμο από|hämtad från|tillgänglig|tilgjengelig|tilgængelig|"
    "saatavilla|elérhető|dostupné|режим доступа|доступно|url"
)
_STATUS = (
    "in press|in print|in preparation|in review|under review|im druck|sous presse|en prensa|"
    "in stampa|in druk|w druku|no prelo|baskıda|υπό έκδοση|forthcoming|accepted|submitted|"
    "eingereicht|unpublished|online first|ahead of print"
)

_FORM = (
    "internet|online|web|website|web ?page|thesis|dissertation|doktorsavhandling|avhandling|"
    "väitöskirja|afhandling|электронный ресурс|tezi|tese|tesis|thèse|abstract|"
    "data ?set|data|video|film|podcast|blog|press release|pressemitteilung|communiqué|comunicado|"
    "comunicato|computer program|software|app|preprint|presentation|poster|lecture|leaflet|"
    "brochure|manuscript|pdf|en ligne|en línea|em linha|vídeo|vidéo"
)


def _apart_in(notes: str) -> frozenset[str]:
    """Of each note, one word that stands apart in it: the longest."""
    printed = notes.replace("dostępn[eya]", "dostępne|dostępny|dostępna").split("|")
    return frozenset(max(note.replace("?", "").split(), key=len) for note in printed)


_NONE: frozenset[str] = frozenset()
_NOTES = tuple(
    (words, signs, re.compile(pattern, re.I))
    for words, signs, pattern in (
        (
            _apart_in(_ACCESSED),
            (),
            r"[\[(]?(?:\b(?:last|letzter|zuletzt|ultimo|último|dernier|laatst|ostatni|τελευταία)\s)?"
            rf"\b(?:{_ACCESSED})\b(?=\D{{0,60}}\d)"  # a date is sought only where a figure is
            rf"[^.;\n\])\d]{{0,30}}{_DATE}[^.;\n\])]{{0,40}}[.;\])]{{0,2}}",
        ),
        (
            frozenset({"published", "epub"}),
            (),
            r"\[?\(?\b(?:Published online|Epub)\b[^.;\n\])]{0,60}[.;\])]{0,2}",
        ),
        (frozenset({"web"}), (), rf"\bWeb\.\s{_DATE}\.?"),
        (_NONE, ("review",), rf"\b(?:next )?(?:{_NEXT_REVIEW})\s?:?\s{{0,2}}{_DATE}"),
        (
            _apart_in(_UPDATED),
            (),
            r"\b(?:page )?(?:(?:last|zuletzt|letzte|dernière|última|ultimo|laatst|ostatnia|son|"
            r"τελευταία)\s)?"
            rf"(?:{_UPDATED})(?:\s[^\W\d_]{{1,3}})?\s?:?\s"
            rf"(?:{_DAY},?\s(?:de\s)?|{_MONTH}\s|\d{{1,2}}[./]\d{{1,2}}[./])?"
            rf"(?={_YEAR}(?:[.,;)\]\n]|\s*$|\s\s))",
        ),
        (
            _apart_in(_AVAILABLE),
            (),
            rf"\b(?:online )?(?:{_AVAILABLE})(?: (?:unter|en|sur|su|à|da|via|op|na|pod))?"
            r"(?=\s?:|\s\s|\s?$)\s?:?",
        ),
        (
            _NONE,
            ("[",),
            rf"(?<=[^\s.]\s)\[(?:[^\[\]\n\d]{{0,30}}\b(?:{_FORM})\b[^\[\]\n\d]{{0,20}}|"
            r"(?:article )?in \w+|(?:cited|accessed|version \d)[^\]\n]{0,60})\](?=[\s.,;:]|$)",
        ),
        (
            _NONE,
            ("[",),
            r"\[(?:[JMDCRNPSGAZ]|EB|DB|CP)(?:/OL)?\](?=[\s.,．，]|$)",
        ),
        (
            _apart_in(_STATUS),
            (),
            rf"(?:(?<=[.,;]\s)|(?<=[(\[])|(?<=\s[(\[]))(?:epub )?(?:{_STATUS})"
            r"(?: for publication| data| work| observations| manuscript| report)?"
            rf"(?=[.,;)\]]|\s*$|\s\(?{_YEAR})",
        ),
        (
            _NONE,
            ("n.", "o.", "s.", "b."),
            r"[(\[](?:n\.\s?d|o\.\s?J|s\.\s?[df]|b\.\s?d)\.[)\]]|\[[Ss]\.\s?[ln]\.\]",
        ),
        (
            _NONE,
            ("register",),
            r"\b[\w-]{0,14}Register-?(?:Nr|Nummer)\b\.?:?\s?\d[\d/-]{2,12}",
        ),
    )
)
"""Words that such a note has one of, or signs it has in it; and the note. Part of no field.

The year of an update is left: it is that of the text. The year of a visit is not.
"""
_ORDINAL = r"\d{1,2}\.?\s?(?:st|nd|rd|th|a|ª|ème|e|er|η)?\.?"
_EDITION_WORDS = (
    "edn?|edition|[Aa]ufl|[Aa]uflage|éd|édition|edición|edizione|edição|editie|druk|wyd|vyd|"
    "baskı|έκδ|έκδοση"
)
_EDITION = (
    rf"(?:(?<=[.,;)\s])|^)\(?\b(?:(?:{_ORDINAL}|[Rr]ev\.?|[Nn]ew|[Ff]irst|"
    r"[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth)\s?"
    rf"(?:{_EDITION_WORDS})|[Ww]yd\.\s\d{{1,2}})\b\.?\)?"
)
EDITION = re.compile(_EDITION)
"""``2nd ed.``, ``(3rd edition)``, ``2. Auflage``."""
_GLUED_EDITION = re.compile(rf"\d(?:st|nd|rd|th|a|ª|ème|e|er|η)?(?:{_EDITION_WORDS})\b")
_EDITION_WORD = frozenset(
    before + word
    for before in (
        *("", "rev", "new", "first", "second", "third", "fourth", "fifth"),
        *("st", "nd", "rd", "th", "a", "ª", "ème", "e", "er", "η"),
    )
    for word in re.sub(r"\[Aa\]", "a", _EDITION_WORDS).replace("edn?", "ed|edn").split("|")
)
"""Words of a text (in small letters) with an edition; what counts it may be glued to them."""
_EDITIONS = ("ed", "éd", "aufl", "druk", "wyd", "vyd", "bask", "έκδ")
"""What a text (in small letters) with an edition has in it."""
_KIND = (
    r"(?:(?:unpublished )?(?:ph\.?\s?d\.?|doctoral|master['’]?s|m\.?sc\.?|bachelor['’]?s)"
    r" (?:thesis|diss(?:ertation|\.(?=,)))|thesis|(?:inaugural-?)?dissertation|doktorarbeit|"
    r"habilitation\w{0,9}|"
    r"(?:master|bachelor|diplom)arbeit|thèse|tesis|tesi di|tese|dissertação|proefschrift|rozprawa|"
    r"praca (?:doktorska|magisterska)|(?:doktora|yüksek lisans) tezi|διδακτορική διατριβή|"
    r"press release|pressemitteilung|communiqué de presse|(?:comunicado|nota) de prensa|"
    r"comunicato stampa|persbericht|komunikat prasowy|basın bülteni|δελτίο τύπου|"
    r"vortrag|lecture at|keynote at|"
    r"(?:(?:paper|poster|abstract) )?presented at|(?:patient )?(?:information )?leaflet)"
)
_VERSION = r"(?:version|versión|versione|versie|versão|wersja|sürüm)\s\d[\d.]{0,7}"
_CODE = rf"[\[(][A-Z]{{1,5}}[ -]?(?!{_YEAR})\d{{1,5}}[\])]"
_UP_TO_FOUR = r"(?:[^\W\d_][\w-]{1,20}\s){0,4}"
BEHIND_TITLE = re.compile(
    rf"{_EDITION}|(?:(?<=[.,;”\"»’]\s)|(?<=[(\[]))(?i:{_KIND}|{_VERSION})(?!\w)|"
    rf"(?<=[.,;]\s){_UP_TO_FOUR}(?:{_CODE}|[A-Z]{{2,5}}\d{{1,5}})(?=[.,;\s]*$)|"
    r"(?<=[.,;?]\s)(?:[Ee]dited by|[Tt]rans(?:\.(?=\s\w)|lated by)|[Hh]erausgegeben von|"
    r"[Hh]rsg\. v(?:on|\.)|[Üü]bers(?:etzt|\.) v(?:on|\.)|[Tt]raduit (?:par|de)|"
    r"[Tt]rad(?:ucción|uzione|ução|\.) (?:de|di|por))(?!\w)|"
    rf"(?<=[.,;]\s){_UP_TO_FOUR}(?:Series|Schriftenreihe|Reihe|Serie)(?=[.,;\s]*$)"
)
"""What a work is rather than where it stands, in a reference without a volume.

What is printed from here on (editor, university, publisher, number of a guideline) is neither
title nor container.
"""
_BEHIND_SIGNS = (
    *_EDITIONS,
    *("thes", "diss", "arbeit", "habilitation", "thèse", "tesi", "tese", "proefschrift"),
    *("rozprawa", "praca ", " tez", "διατριβή", "release", "mitteilung", "communiqué", "prensa"),
    *("stampa", "persbericht", "prasowy", "bülten", "τύπου", "vortrag", "lecture at", "keynote at"),
    *("presented at", "leaflet", "versi", "versão", "wersja", "sürüm", "herausgegeben", "hrsg"),
    *("edited by", "bersetzt", "bers.", "trans", "trad", "serie", "reihe"),
)
_MAY_BE_CODE = re.compile(r"[A-Z][ -]?\d")


def find_behind_title(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first match of ``BEHIND_TITLE``, which is sought where a text has a sign of one."""
    lowered = text[start:end].lower()
    has_sign = any(map(lowered.__contains__, _BEHIND_SIGNS))
    if not has_sign and _MAY_BE_CODE.search(text, start, end) is None:
        return None
    return BEHIND_TITLE.search(text, start, end)


DAY = re.compile(
    rf"(?:(?:(?<=[.,;(\s]\s)|(?<=\d\d\s)){_DAY}(?:\sde)?|(?<=[.,;(\s]\s){_MONTH}(?=\s{_YEAR}))"
    rf"(?=\s?[.,;)\n]|\s+{_YEAR}|\s*$)",
    re.I,
)
"""The day (or month) of a newspaper: ``The Guardian, 12 May 2018``, ``2019 Mar 4``."""


MAY_HOLD_DAY = re.compile(
    r"\d(?:st|nd|rd|th|er|º|\.)?\s(?:de\s)?[^\W\d_]{3}|[^\W\d_]{3}\.?\s\d", re.I
)
"""What a text with a day or a month has in it: a word beside a figure; quick."""


def blank_notes(text: str) -> str:
    """The text with spaces for its notes and its edition; same length.

    >>> blank_notes("Smith J. Backs. In press 2020. Accessed 3 May 2021.")
    'Smith J. Backs.          2020.                     '
    """
    for start, end in _find_notes(text):
        text = blank(text, start, end)
    return text


def _find_notes(text: str) -> Iterator[tuple[int, int]]:
    lowered = text.lower()
    words = set(words_of(lowered))
    for own_words, signs, pattern in _NOTES:
        if not own_words.isdisjoint(words) or any(map(lowered.__contains__, signs)):
            for match in pattern.finditer(text):
                yield match.span()
    if not _EDITION_WORD.isdisjoint(words) or _GLUED_EDITION.search(lowered):
        for match in EDITION.finditer(text):
            yield match.span()
