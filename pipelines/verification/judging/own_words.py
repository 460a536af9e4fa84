"""Whether a page itself says that a work it cites was retracted. Pure.

What journals, PubMed and people write: a stamp before the title (``RETRACTED:``), a remark in
brackets (``(zurückgezogen 2010)``), PubMed's ``Retraction in: …``, or a sentence of its own
(``This study has since been retracted``). A word alone is no remark: tendons are retracted, drugs
withdrawn from the market, patients from trials.
"""

from __future__ import annotations

import re

from archive.records import Notice

LONGEST = 3000
"""Characters of a text that are looked at."""

_TAKEN_BACK = re.compile(
    r"(?i)\b(?:retracted|withdrawn|removed|retrahiert\w{0,2}|zur(?:ü|ue)ckgezogen\w{0,2}"
    r"|widerrufen\w{0,2}|r[ée]tract[ée]e?s?|retir[ée]e?s?|retra(?:ct|t|c)ad[oa]s?|retirad[oa]s?"
    r"|ritrattat[oaie]|ritirat[oaie]|ingetrokken|teruggetrokken|geri çekil(?:di|miş(?:tir)?|en)"
    r"|wycofan[yaeio]|tillbakadrag(?:en|na)|återkalla[dt]|tilbagetrukket|tilbaketrukket"
    r"|trukket tilba[gk]e|stažen[oaý]?|visszavon(?:t|ták)|retras[ăe]?|ретрагирован[ао]?"
    r"|отозван[ао]?)(?!\w)"
)
_TAKING_BACK = re.compile(
    r"(?i)\b(?:retractions?|withdrawal|retraktion|widerruf|r[ée]tractations?|rétraction"
    r"|retractaci[oó]n|retrata[cç][aã]o|ritrattazione|retractie|intrekking|retrakcja|wycofanie"
    r"|geri çekme)(?!\w)"
)
_SIGNS = (
    "ret", "rét", "rit", "withdr", "remov", "ckgezogen", "widerruf", "trokken", "trekking",
    "geri ç", "wycofa", "tillbakadra", "kalla", "tilba", "stažen", "visszavon", "рован", "озван",
)  # fmt: skip
"""What has any of these words has one of these in it, in small letters; quick."""
_IDEOGRAMS = re.compile("撤稿|撤回|철회")
_DENIED = re.compile(
    r"(?i)(?:\b(?:not|never|nicht|nie|niemals|pas|jamais|no|non|nunca|mai|niet|nooit|inte|ikke|не)"
    r"|n['’]t)(?:\s(?:yet|ever|been|being|formally|worden|bisher|encore|été|ha|sido|fue|está|è"
    r"|stat[oa]|został[ao]?)){0,3}\s$"
)
_FROM_USE = re.compile(
    r"(?i)\s*(?:\w+ )?(?:from|vom|aus|du|de la|del|dal|dalla|do|da|van de|z|ze|fra|från)\b"
    r"(?! (?:(?:the )?(?:literature|journal|publication)|publi))"
)
"""Drugs are withdrawn from the market, patients from the study; texts from no place."""
_TEXT_WORDS = (
    "article|paper|study|trial|publication|chapter|preprint|manuscript|work|report|artikel|studie"
    "|arbeit|publikation|veröffentlichung|beitrag|übersichtsarbeit|étude|etude|essai|travail"
    "|artículo|articulo|estudio|trabajo|ensayo|publicación|artigo|estudo|articolo|studio|lavoro"
    "|pubblicazione|onderzoek|publicatie|makale|çalışma|yayın|artykuł|badanie|praca|publikacja"
    "|artikeln|studien|artiklen|članek|článek|статья|исследование"
)
_TEXT = re.compile(rf"(?i)\b(?:\w+-)?(?:{_TEXT_WORDS})(?:s|n|en|sı|si)?(?!\w)")
_AUXILIARY = re.compile(
    r"(?i)\b(?:was|were|been|is|are|wurden?|worden|ist|sind|été|est|sont|sido|fue|fueron|está|foi"
    r"|stat[oaie]|è|werd|werden|is|został[aoy]?|zostały|blev|ble|var|är|er|byl[ao]?|был[ао]?|a fost"
    r"|since|later|now|subsequently|meanwhile|inzwischen|mittlerweile|später|depuis|inmiddels)"
    r"\s(?:\w{2,14}\s){0,2}$"
)
_SINCE = re.compile(r"(?i)\b(?:since|later|now|subsequently|meanwhile)\s(?:been\s|formally\s)?$")
_FILLER = re.compile(
    "this|the|that|it|which|has|have|had|been|was|were|is|are|now|since|later|then|subsequently"
    "|formally|officially|meanwhile|also|note|caution|attention|warning|by|journal|publisher"
    "|authors?|dieser?|dieses|der|die|das|wurde|worden|ist|inzwischen|mittlerweile|später|achtung"
    "|cet|cette|l|le|la|a|été|est|depuis|este|esta|el|lo|ha|sido|fue|está|foi|questo|stat[oa]|è"
    "|dit|deze|het|de|inmiddels|werd|bu|ten|to|został[ao]?|see|siehe|voir|ver|vedi|zie"
)
_BEHIND = re.compile(
    r"(?i)\s*(?:[\])】〕：:;,.!–—-]|\d|$|(?:in|by|on|due|because|for|since|after|at|see|and|am|im|von"
    r"|wegen|durch|seit|vgl|siehe|und|par|en|pour|depuis|voir|et|por|el|y|ver|da|nel|per|il|e|door"
    r"|wegens|om|op|tarafından|przez|w|worden|wurde)\b)"
)
_COLON = re.compile(r"[\"”»'*\])】\s]{0,4}(?:[:：]|\s?[–—]|--)")
_BEGINNING = re.compile(r"(?:^|[.?!;:)\]*†‡⚠•]|\d[a-z]?\)?[.,:]?)[\"“«'*⚠\[(【\s\W]{0,4}$")
_OPEN = re.compile(r"[\[(【〔]([^\[\](){}【】〔〕]{0,120})$")
_OF_A_TEXT = re.compile(
    rf"(?i)\s(?:notice|note|statement|published)\b|\s(?:in|of|to|for|de|di|von|van|du)?\s?[:：]"
    rf"|\s(?:of|to|for|de|di|von|van|du|der) (?:\w+ )?(?:{_TEXT_WORDS})\b"
)
_CONCERN = re.compile(
    r"(?i)expressions? of (?:editorial )?concern|ausdruck der besorgnis|äußerung von bedenken"
    r"|expression de préoccupation|mise en garde|expresión de preocupación"
    r"|espressione di preoccupazione|uiting van (?:be|on)zorg\w+|endişe (?:beyanı|ifadesi)"
    r"|wyraż\w+ (?:obaw|zaniepokojeni)\w*"
)
_NAME = re.compile(r"(?:https?://\S{1,200}?)?\b10\.\d{4,9}/[^\s()\[\]]{1,200}")
_ARTICLE = re.compile(r"(?i)^\W*(?:l['’])?")
_REMARK = re.compile(r"^[\s.,]*[\[(][^\])]{0,200}[\])]")
_GRAVE = (Notice.RETRACTED, Notice.WITHDRAWN)


def part_about(text: str, printed: str) -> str:
    """The text about one of several DOI names: what stands between its neighbours, without the
    remark on the one before and the beginning of the one behind.

    >>> part_about("A. doi:10.1234/a (retracted); B. doi:10.1234/b", "10.1234/b")
    '; B. doi: '
    """
    text = text[max(0, text.find(printed) - LONGEST // 2) :][:LONGEST]
    at = text.find(printed)
    names = [found for found in _NAME.finditer(text) if found[0] not in printed]
    if at < 0 or not names:
        return text
    since = max((name.end() for name in names if name.end() <= at), default=0)
    until = min((name.start() for name in names if name.start() > at), default=len(text))
    before, behind = text[since:at], text[at + len(printed) : until]
    if since:
        before = _REMARK.sub("", before)
    if until < len(text):
        behind = re.split(r"[;\n]", behind, maxsplit=1)[0]
    return f"{before} {behind}"


def says_itself(text: str, notice: Notice) -> bool:
    """Whether a reference, or a sentence about a work, says what a notice says of it.

    >>> says_itself("Reuben SS. RETRACTED: Analgesia. JBJS 2005", Notice.RETRACTED)
    True
    >>> says_itself("Repair of retracted tendons. JBJS 2005", Notice.RETRACTED)
    False
    """
    text = _NAME.sub(" ", text[:LONGEST])
    if notice in _GRAVE:
        return says_taken_back(text)
    return notice is Notice.CONCERN and (bool(_CONCERN.search(text)) or says_taken_back(text))


def says_taken_back(text: str) -> bool:
    """Whether a text says of a work that it was retracted or withdrawn."""
    if _IDEOGRAMS.search(text):
        return True
    # The patterns take İ and ı for i, as the engine does without regard to case.
    lowered = text.casefold().replace("\u0307", "").replace("ı", "i")
    if not any(map(lowered.__contains__, _SIGNS)):
        return False
    for found in _TAKEN_BACK.finditer(text):
        before, behind = text[max(0, found.start() - 150) : found.start()], text[found.end() :][:80]
        if _DENIED.search(before) or _FROM_USE.match(behind):
            continue
        if _is_stamp(before, behind) or _is_bracketed(before, behind) or _is_told(before, behind):
            return True
    for found in _TAKING_BACK.finditer(text):
        before, behind = text[max(0, found.start() - 150) : found.start()], text[found.end() :][:80]
        if not _DENIED.search(before) and (
            _OF_A_TEXT.match(behind)
            or (_COLON.match(behind) and _BEGINNING.search(before))
            or _is_bracketed(before, behind)
        ):
            return True
    return False


def _is_stamp(before: str, behind: str) -> bool:
    """``RETRACTED:``, ``Retracted article –``, ``Artículo retractado:`` where a part begins."""
    noun = _TEXT.match(behind.lstrip())
    rest = behind.lstrip()[noun.end() :] if noun else behind
    if not _COLON.match(rest):
        return False
    if named := _ends_with_text(before):
        before = named
    return _BEGINNING.search(before) is not None


def _is_bracketed(before: str, behind: str) -> bool:
    """``[retracted]``, ``(This article has been retracted.)``, and no ``(retracted tears)``."""
    opened = _OPEN.search(before)
    if opened is None or not (_BEHIND.match(behind) or _TEXT.match(behind.lstrip())):
        return False
    words = re.findall(r"[^\W\d_]+", opened[1].lower())
    return len(words) <= 10 and all(
        _FILLER.fullmatch(word) or _TEXT.fullmatch(word) for word in words
    )


def _is_told(before: str, behind: str) -> bool:
    """``This study was retracted``, ``a since retracted …``, ``the retracted study``."""
    if _TEXT.match(behind.lstrip()) or _ends_with_text(before) is not None:
        return True
    if _SINCE.search(before) and _BEHIND.match(behind):
        return True
    sentence = re.split(r"[.;!?]\s", before)[-1]
    return _AUXILIARY.search(sentence) is not None and _TEXT.search(sentence) is not None


def _ends_with_text(before: str) -> str | None:
    """What stands before a word for a text that ends a string; None when none does."""
    words = before.rstrip().rpartition(" ")
    return words[0] if _TEXT.fullmatch(_ARTICLE.sub("", words[2])) else None
