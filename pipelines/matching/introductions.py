"""Whether a DOI name is introduced as that of another work than its entry's. Pure.

``Comment on: …``, ``In response to doi:…``, ``Refers to …``, ``Original: …``: the entry is one
work, and its name points to another. Two forms count: the words stand directly before the name, or
they begin a part of the entry, with a colon, and the other work is described up to its name.
``Reply to Madsen. BMJ 2009`` is a title: the name behind it is the entry's own.

A report in the press, which has a day and no volume, gives the name of the study that it is about.
"""

from __future__ import annotations

import re

LONGEST = 600
"""Characters before a name that are looked at."""
LONGEST_WORDS = 60
"""Characters before a day that say what happened on it."""

_ORIGINAL = (
    r"(?:the )?origin(?:al(?:e[nrs]?|n[ya]|ny)?|eel)(?:[ -]?(?:article|paper|publication|study"
    r"|version|work|text"
    r"|arbeit|artikel|publikation|studie|veröffentlichung|fassung|ausgabe|titel|makale|artykuł))?"
    r"|(?:article|étude|publication|artículo|estudio|artigo|articolo|studio|artykuł|version"
    r"|versión)"
    r" (?:d['’])?origin(?:al[eo]?|e|aln[ya])|oorspronkelijke? (?:artikel|publicatie|studie)"
    r"|özgün (?:makale|çalışma|yayın)|orijinal(?:i| makale| çalışma)?|oryginał"
)
_WORDS = (
    # English
    r"(?:a )?(?:comments?|commentary|remarks?) (?:on|about|upon|to)|(?:in )?(?:reply|answer) to"
    r"|replies to|(?:in )?response to|respon(?:ds|ding|se) to|rejoinder to|letter (?:to|about"
    r"|regarding)"
    r"|regarding|concerning|refer(?:s|ring|red)? to|reference to|relat(?:es|ed|ing) to"
    r"|(?:is |are )?based (?:up)?on|builds on|according to|discussion of|critique of|review of"
    r"|summary of|synopsis of|translation of|(?:german|english|french|lay|short) version of"
    r"|(?:adapted|modified|reproduced|reprinted|translated|taken|excerpted|derived|abridged"
    r"|republished|updated)"
    r"(?: with permission)? from|(?:as )?(?:cited|quoted|discussed|described|reviewed"
    r"|summari[sz]ed|criticised|criticized"
    r"|reported|mentioned) (?:in|by|from)|see also|cf|companion (?:paper|article) (?:to|of)"
    r"|follow[- ]?up (?:of|to)|protocol (?:of|for)|supplements?(?: to)?|comment in"
    r"|(?:published )?(?:erratum|corrigendum|correction|addendum|retraction) (?:in|to|of|for"
    r"|on|published in)"
    # German
    r"|(?:kommentar|anmerkung(?:en)?|stellungnahme|leserbrief|bemerkung(?:en)?|replik|rezension"
    r"|editorial)"
    r" (?:zu|zum|zur|auf|über|von)|(?:als )?(?:antwort|erwiderung|reaktion) (?:auf|zu)"
    r"|(?:bezieht|beziehen) sich auf|bezug(?:nehmend)?(?: auf)?|in bezug auf|bas(?:iert"
    r"|ierend) auf|beruht auf"
    r"|gestützt auf|(?:deutsche |gekürzte )?(?:übersetz(?:t|ung)|zusammenfassung"
    r"|fassung)(?: (?:von|aus|nach|der|des|zu))?"
    r"|zitiert (?:in|nach|bei|von)|siehe auch|vgl\.? auch|besprochen in|korrektur (?:zu|in|von)"
    # French
    r"|commentaires? (?:sur|de|à propos de)|(?:en )?réponse (?:à|au|aux)|lettre (?:à propos de"
    r"|concernant)"
    r"|à propos (?:de|du)|(?:se )?(?:réfère|référence|rapporte) (?:à|au)|(?:fondé|basé)e? sur"
    r"|d['’]après"
    r"|tradu(?:it|ction|ite) (?:de|du)|résumé (?:de|du)|adapté de|cité (?:dans|par|d['’]après)"
    r"|voir aussi"
    # Spanish, Portuguese
    r"|comentarios? (?:a|al|sobre|de)|comentário (?:a|ao|sobre)|(?:en |em )?r[e]spuesta (?:a|al)"
    r"|(?:em )?resposta (?:a|ao)"
    r"|carta sobre|(?:se )?ref(?:iere|erido|ere-se) (?:a|al|ao)|basado en|baseado em|adapta(?:do"
    r"|da) d[eo]"
    r"|tradu(?:cción|cido|zido|ção) (?:de|del|do)|resum(?:en|o) (?:de|del|do)|citado (?:en|em|por)"
    r"|v[ée](?:ase|r|ja) (?:también|também)|a propósito (?:de|del|do)"
    # Italian
    r"|comment[oi] (?:a|al|su|sul|sull['’])|(?:in )?risposta (?:a|al|all['’])"
    r"|(?:si )?riferi(?:sce|to) (?:a|al)"
    r"|basato su|adattato da|tratto da|tradu(?:zione|tto) (?:di|da|dal)|riassunto di"
    r"|citato (?:in|da)"
    r"|vedi anche|a proposito di"
    # Dutch, Turkish, Polish, Nordic
    r"|commentaar op|reactie op|(?:in )?antwoord op|verwijst naar|naar aanleiding van|gebaseerd op"
    r"|verta(?:ling|ald) (?:van|uit)|samenvatting van|geciteerd (?:in|door)|zie ook"
    r"|(?:yorum|yanıt|cevap|çeviri(?:si)?|özet(?:i)?|atıf|düzeltme)(?: yapılan)?(?: (?:makale"
    r"|çalışma|yayın))?"
    r"|ayrıca (?:bkz\.?|bakınız)|komentarz do|(?:w )?odpowied(?:ź|zi) na|odnosi się do|dotyczy"
    r"|na podstawie"
    r"|opart[aey] na|(?:tłumaczenie|przekład|streszczenie)(?: z)?|cytowan[aey] (?:w|za|przez)"
    r"|zob(?:acz|\.)? (?:też|także)|list do|kommentar till?|svar (?:på|til)|baserat på|se også"
    r"|se även"
)
_INTRODUCED = rf"(?:{_WORDS}|{_ORIGINAL})"
_LABELS = (
    # what a report is about; ``article`` and ``full text`` name the entry's own
    r"on|about|(?:the )?(?:study|paper|trial|publication|results|findings|data|protocol)"
    r"|(?:zur |die )?(?:studie|publikation)|zu[mr]?|über|(?:zur )?veröffentlichung|ergebnisse|daten"
    r"|(?:l['’])?étude|publication|résultats|données|sur|estudi?o|publicación|publicação"
    r"|resultados|datos|dados|sobre|studio|pubblicazione|risultati|dati|su|onderzoek|publicatie"
    r"|resultaten|over|çalışma|bulgular|badanie|publikacja|wyniki|studien|undersökning"
)
_LABELLED = re.compile(
    r"(?i)(?:^\W*|[.;,(\[–—-]\W{0,4})(?:\d{1,2}[- ](?:years?|jahres?|months?|monats?)[- ])?"
    rf"(?:{_LABELS})\s?[:：]\W*(?:doi\W*|https?\W*(?:dx\.)?doi\.org/)?$"
)
"""``Study: doi:…`` behind a report, a book or a film about it."""
_TAKEN = re.compile(
    r"(?i)[.;([]\s?(?:data|figures|numbers|results|daten|zahlen|ergebnisse|données|chiffres"
    r"|résultats|datos|cifras|dati|gegevens|dane)(?: (?:are|is|come|were))?(?: taken)?"
    r" (?:from|aus|de|du|des|del|da|dal|dalla|uit|z) [^.;:()\[\]]{1,60}"
    r"[(\[]\W*(?:doi\W*|https?\W*(?:dx\.)?doi\.org/)?$"
)
"""``Data from DiRECT (doi:…)``."""
_BETWEEN = (
    r"(?:[^\w]|\b(?:doi|pmid:?\s?\d{1,9}|https?|dx|org|the|this|that|der|die|das|dem|den|des|le"
    r"|la|l|el|il|lo"
    r"|het|de|article|paper|study|artikel|arbeit|studie|article|artículo|estudio|articolo|studio"
    r"|and|und|et|y|e|en"
    r"|ve|i)\b)*"
)
_DIRECTLY = re.compile(rf"(?i)\b{_INTRODUCED}\b{_BETWEEN}$")
_OF_A_PART = re.compile(
    rf"(?i)(?:^\W*|[.;,(\[–—-]\W{{0,4}}|\d\W{{1,3}}|\b[a-z]{{2,4}}\s){_INTRODUCED}\s?[:：]"
)
_NAME = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:?\s?)?10\.\d{4,9}/\S+")
_MONTH = (
    r"(?:jan|feb|fév|févr|mar|mär|mars|apr|avr|abr|may|mai|maj|mag|mei|jun|juin|giu|jul|juil|lug"
    r"|aug|août|ago|sep|set|oct|okt|ott|nov|dec|dez|déc|dic|gen|ene)[a-zéûçäüß]{0,7}\.?"
)
_DAY = re.compile(
    rf"(?i)(?<![\w.])(?:\d{{1,2}}(?:\.|st|nd|rd|th)?\s(?:de\s)?{_MONTH}\s(?:de\s)?(?:19|20)\d\d"
    rf"|{_MONTH}\s\d{{1,2}},?\s(?:19|20)\d\d|(?:19|20)\d\d[,;]?\s{_MONTH}\s\d{{1,2}}"
    r"|\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?![\w/])"
)
_OF_SOMETHING_ELSE = re.compile(
    r"(?i)(?:access|acces|zugriff|zugegriffen|abgerufen|aufgerufen|retriev|viewed|visited|checked"
    r"|cited|consult|geraadpleegd|bezocht|dostęp|erişim|stand|besucht|gesehen|geprüft|updated"
    r"|published online|online first|epub|e-?pub|ahead of print|online (?:publiziert|erschienen"
    r"|veröffentlicht))[^.;]{0,30}$"
)
_JOINED = re.compile(r"(?i)(?:[^\w]|and|und|et|y|e|ed|en|ve|i|doi|https?|dx|org)*")


def described_before(entry: str, printed: str) -> str:
    """How the work is described that a name, printed so, is introduced as; empty when it is not.

    >>> described_before("Comment on: Lee A. Backs. BMJ 2009. doi:10.1136/a", "10.1136/a")
    'Lee A. Backs. BMJ 2009. doi:'
    """
    before = entry[max(0, entry.find(printed) - LONGEST) : max(0, entry.find(printed))]
    if _NAME.search(before):
        return ""  # of several names each may be another's
    *_, last = (None, *_OF_A_PART.finditer(before))
    return before[last.end() :].strip() if last else ""


def is_of_another(entry: str, printed: str) -> bool:
    """Whether an entry introduces a name, printed so, as that of another work.

    >>> is_of_another("Smith J. A reply. BMJ 2009. In response to doi:10.1136/a", "10.1136/a")
    True
    >>> is_of_another("Smith J. Reply to Madsen. BMJ 2009. doi:10.1136/b", "10.1136/b")
    False
    """
    at = entry.find(printed)
    if at < 0:
        return False
    before = entry[max(0, at - LONGEST) : at]
    while True:
        *_, last = (None, *_NAME.finditer(before))
        since = before[last.end() :] if last else before
        if any(words.search(since) for words in (_DIRECTLY, _OF_A_PART, _LABELLED, _TAKEN)):
            return True
        if last is None or not _JOINED.fullmatch(since):
            return False
        before = before[: last.start()]  # ``based on doi:… and doi:…``


def is_of_a_day(entry: str) -> bool:
    """Whether an entry gives a day, as reports in the press do, and not only that of a visit.

    >>> is_of_a_day("Ärzte Zeitung, 18.9.2015: Pills help. doi:10.1/a")
    True
    >>> is_of_a_day("Smith J. Backs. Spine 2015 (accessed 3 March 2025). doi:10.1/a")
    False
    """
    return any(
        not _OF_SOMETHING_ELSE.search(entry[max(0, day.start() - LONGEST_WORDS) : day.start()])
        for day in _DAY.finditer(entry)
    )
