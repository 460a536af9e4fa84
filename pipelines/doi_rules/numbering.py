"""Words behind which a number is that of a file, a vote or an order, in the languages of Europe.

What is registered is a DOI name all the same; no word is a proof. Pure.
"""

from __future__ import annotations

import re

from pipelines.doi_rules.surroundings import MONTH, OF_A_JOURNAL, SHORT_NUMBER

# A word in full, in any case and without a full stop behind it: titles end with these.
_WORDS = """
    № nummer numer numero numbero número numéro número sayı sayısı reference référence reférence
    referenz referencia referência riferimento file dossier docket case order batch vote votum
    akte aktenzeichen geschäftszahl geschäftszeichen zahl tagebuchnummer vorgangsnummer drucksache
    kenmerk zaaknummer dossiernummer rolnummer referentienummer
    journalnummer sagsnummer saksnummer diarienummer ärendenummer
    diaarinumero asianumero viite toimiku viide
    akt znak sprawy sprawa spisová značka spisu číslo jednací jednacie konania
    klasa urbroj broj predmeta spisa predmet številka zadeve zadeva
    iktatószám iktatószáma iktatószámú ügyszám ügyiratszám ügyiratszáma szám hivatkozás
    expediente expedient pratica fascicolo processo ofício asunto affaire décision
    dosar dosarul decizia înregistrare lietas bylos numurs numeris
    karar esas dosya evrak protocol protokol protokola protokół protokołu protocollo protocolo
    protocole protokoll protokollnummer πρωτοκόλλου πρωτόκολλο πρωτόκολλου αριθμός αριθμόν φακέλου
    απόφασης дело дела справа справи преписка номер број предмета класа
    málsnúmer tilvísun numru uimhir
"""
# What is short for a word, in exactly this case, with or without its full stops and blanks.
_SHORT = """
    No no Nos nos Nr nr Nrs nrs Az Gz Ref ref Réf réf Rif rif Núm núm Num num Sygn sygn Expte expte
    Dnr dnr Dnro dnro DNro Jnr jnr Αρ αρ αριθ Αριθ πρωτ Πρωτ ΠΡΩΤ prot Prot PROT φακ nru Nru nro Nro
    číslo jedn zn.spr Zn.spr sp.zn Sp.zn sp.z spis.zn ikt.sz iktsz ügysz hiv.sz ür.sz opr.št
    ur.br Ur.br posl.br Posl.br del.br Del.br ев.бр изх вх рег исх арх Дел.бр
"""
# The same, but never without a full stop or a colon.
_STOPPED = """
    n č č.j čj č.k č.sp ev.č j.č sz br бр št Zl Gesch.-Z GeschZ Tgb L.dz l.dz zn reģ înreg Uimh uimh
"""
# Capitals are initials of names, too, so a colon must follow: ``AZ:``, and no ``Lee AZ.``
_CAPITALS = "AZ A.Z GZ NO NR ZL KLASA URBROJ E K Α.Π Α.Δ.Α ΑΔΑ SP.ZN ČJ Č.J J.NO"


def _spelt(label: str) -> str:
    """A pattern of a label: behind each full stop within may stand a blank."""
    return re.escape(label).replace(r"\.", r"\.?\s?")


def _any(labels: str) -> str:
    return "|".join(map(_spelt, sorted(labels.split(), key=len, reverse=True)))


_NUMBER_WORD = re.compile(
    rf"(?<![^\W_])(?:(?:{_any(_SHORT)})\.?|(?:{_any(_STOPPED)})(?:\.|\s?(?=:))"
    rf"|(?:{_any(_CAPITALS)})\.?(?=\s?:)|(?i:(?!d[o0]i)[^\W\d_]{{2,16}}-?nr)\.?|(?i:n\.?[°ºª]|num[bm]er|prot\.?\s?n\.?|{_any(_WORDS)}))"
    r"\s?:?\s{0,3}$"
)
_OF_A_DOI = re.compile(r"(?i)(?:d[o0]i|identifier|object id)\W{0,4}$")


def is_numbered(before: str, name: str) -> bool:
    """Whether a word for a number stands right before a name that may be one: it has a year in
    front of its slash, or little behind it, and is no name of a journal.

    Volumes are numbered, too.

    >>> is_numbered("Ethics vote no. ", "10.2024/1187-BK"), is_numbered("DOI no. ", "10.2024/1187")
    (True, False)
    >>> is_numbered("J Trauma no. 3. ", "10.1186/s1-2"), is_numbered("no. ", "10.1136/bmj.h444")
    (False, False)
    """
    word = _NUMBER_WORD.search(before[-40:])
    if word is None or _OF_A_DOI.search(before[-40:][: word.start()]):
        return False
    registrant, _, suffix = name[3:].partition("/")
    is_own = OF_A_JOURNAL.match(suffix)
    if is_own and not is_own[0].isdigit():
        return False
    return len(suffix) < SHORT_NUMBER or MONTH.fullmatch(registrant) is not None
