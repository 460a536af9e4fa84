"""Lines that end a reference list: what sites print below it. Pure data and one test.

Copyright, authors and reviewers of the page, contacts, sharing, printing, comments, orders and
licences, in the languages of the site. A phrase counts at the beginning of a line only.
"""

from __future__ import annotations

import re

from pipelines.references.remainders import is_note

_PHRASES = """
©; copyright; all rights reserved; tous droits réservés; alle rechte vorbehalten
share this; share on; share:; tweet; teilen; seite teilen; partager; compartir; condividi;
    compartilhar; udostępnij; paylaş; κοινοποίηση
print this; print page; print:; seite drucken; drucken; imprimer; imprimir; stampa; drukuj;
    yazdır; εκτύπωση; download as; download pdf; download this; download the; herunterladen;
    télécharger; descargar; scarica; baixar; pobierz; indir
last updated; last reviewed; last modified; last changed; updated:; updated on; reviewed:;
    reviewed by; reviewed on; next review; medically reviewed; fact checked; page id; version:
zuletzt aktualisiert; zuletzt geändert; zuletzt geprüft; letzte aktualisierung; letzte änderung;
    stand:; aktualisiert am; mise à jour; dernière mise à jour; última actualización;
    actualizado el
ultimo aggiornamento; aggiornato il; última atualização; atualizado em; ostatnia aktualizacja;
    son güncelleme; τελευταία ενημέρωση
written by; author:; authors:; about the author; about the authors; about us; posted by;
    posted on; published by:; published on:; editor:; autor:; autoren:; autorin:; über den autor;
    über die autorin; über die autoren; verfasst von; geschrieben von; auteur:; auteurs:
rédigé par; écrit par; autores:; escrito por; autore:; autori:; scritto da; autorzy:;
    napisane przez; yazar:; yazan:; συγγραφέας:
contact:; contact us; contact information; kontakt:; kontaktieren sie; contactez; contacto:;
    contatti; contato:; address:; adresse:; dirección:; indirizzo:; endereço:; adres:; iletişim:;
    επικοινωνία; tel.; tel:; phone:; telephone:; fax:; fax.; telefon:; e-mail:; email:
dr.; dr med; dr. med; prof.; pd dr; priv.-doz.; dott.; dott.ssa; dra.
correspondence:; correspondence to; for more information; for further information;
    weitere informationen
image:; image credit; image credits; images:; photo:; photos:; photo credit; photo credits;
    picture:; picture credit; picture credits; credit:; credits:; bild:; bilder:; bildnachweis;
    foto:; crédit photo; crédits:; illustration:
disclaimer; this information is; this leaflet; haftungsausschluss; avertissement; aviso legal;
    conflict of interest; conflicts of interest; competing interests; declaration of interest;
    interessenkonflikt; conflit d’intérêt; conflits d’intérêt; funding:; danksagung; förderung:
acknowledgement; acknowledgements; acknowledgment; acknowledgments
related articles; related links; related pages; related topics; related content; related news;
    see also; read more; read next; you may also; you might also; next:; previous:; next page;
    previous page; back to the; back to top; siehe auch; mehr zum; lesen sie auch; weiterlesen
voir aussi; lire aussi; ver también; leer más; vedi anche; leggi anche; veja também; zobacz też;
    ayrıca bakınız; δείτε επίσης
subscribe; newsletter:; sign up; follow us; order our; order this; order here; buy this; donate;
    support us; tags:; tagged; categories:; category:; keywords:; schlagwörter:; schlagworte:;
    mots-clés:; etiquetas:; filed under; leave a comment; leave a reply; post a comment;
    comments:; kommentare:; abonnieren; bestellen; s’abonner; suscríbete; iscriviti; assine
this work is licensed; this article is licensed; licence:; license:; licensed under; lizenz:;
    creative commons; cc by
this page was printed; page generated; was this page; did you find this; is this page;
    registered in england; cme-punkte
"""
_PHRASES_BEFORE_A_DATE = """
printed from; printed on; registered charity no; registered charity no.; registered charity number;
    vnr; cme
autor článku; szerző; szerzők; kirjoittaja; kirjoittajat; uppdaterad; forfatter; автор; авторы;
    编辑; 审核; 작성자; 감수
aktualizováno; poslední aktualizace; naposledy aktualizováno; aktualizované; frissítve;
    utoljára frissítve; lektorálta; päivitetty; julkaistu; tarkistettu; senast uppdaterad;
    senast granskad; skriven av; granskad av; sist oppdatert; oppdatert; skrevet av;
    sidst opdateret; opdateret; skrevet af; bijgewerkt; laatst bijgewerkt; laatst gewijzigd;
    geschreven door; auteur van; ultima actualizare; actualizat; scris de; revizuit de;
    zadnje ažurirano; ažurirano; napisao; napisala; zadnja posodobitev; posodobljeno;
    atnaujinta; paskutinį kartą atnaujinta; atjaunots; pēdējo reizi atjaunots; uuendatud;
    viimati uuendatud; последно обновяване; обновено; обновлено; последнее обновление;
    дата обновления; автор статьи; проверено; оновлено; останнє оновлення; cập nhật;
    cập nhật lần cuối; tham vấn y khoa; ditinjau; diperbarui; terakhir diperbarui;
    ditulis oleh; disemak oleh; dikemas kini; อัปเดต; อัปเดตล่าสุด; ปรับปรุงล่าสุด; อัพเดท;
    อัพเดทล่าสุด; अंतिम अद्यतन; آخر تحديث; تاريخ التحديث; كتابة; مراجعة; آخرین بروزرسانی;
    به روز رسانی; نویسنده; עודכן; עדכון אחרון; נכתב על ידי; 最終更新; 最終更新日; 更新日; 監修;
    執筆; 著者; 最后更新; 最后更新时间; 最後更新; 最後更新時間; 更新时间; 更新時間; 发布时间;
    作者; 최종 수정; 최종 수정일; 최종 업데이트; 최종수정; 최종수정일
"""
"""With these titles begin, too, so that a colon or a date has to stand right behind."""
_DATE = re.compile(
    r"\s{0,3}(?:[:：]|(?:(?:dne|den|d\.|op|pe|la|на|від|от|am|no\.?|nr\.?|n[°º.])\s)?\d"
    r"|(?:https?:|www\.)|[^\W\d_]{3,10}\.?\s\d{1,2},?\s(?:19|20)\d\d)"
)


def _by_first_letter(lines: str) -> dict[str, tuple[str, ...]]:
    starts: dict[str, tuple[str, ...]] = {}
    for line in lines.replace("\n    ", " ").splitlines():
        for phrase in filter(None, map(str.strip, line.split(";"))):
            starts[phrase[0]] = (*starts.get(phrase[0], ()), phrase)
    return starts


_STARTS = _by_first_letter(_PHRASES)
_DATED_STARTS = _by_first_letter(_PHRASES_BEFORE_A_DATE)
_INTERRUPTION = re.compile(
    r"(?i)[\W_]{0,3}(?:advertisements?|sponsored(?: content)?|anzeige|werbung|publicit[ée]"
    r"|publicidad|pubblicità|publicidade|advertentie|reklam[ay]?|annons|annonse|annonce|реклама"
    r"|広告|广告|廣告|광고|(?:scroll to )?continue reading(?: below)?"
    r"|story continues below(?: advertisement)?)[\W_]{0,3}"
)
"""What stands between two entries and belongs to neither."""
_COUNTED = re.compile(
    r"\d{1,5} (?:comments?|repl(?:y|ies)|shares?|likes?|kommentare?|commentaires?|comentarios?|"
    r"commenti|comentários?|komentarz|yorum|σχόλια)\b",
    re.I,
)
_POSTED = re.compile(
    r"\d{1,2}\.? [^\W\d_]{3,10}\.? (?:19|20)\d\d,?(?: (?:at|um|à|a las|alle|às|o) \d|\s?[-–:,|])",
    re.I,
)
"""How a comment or a piece of news begins: with its day."""
_CONTACT = re.compile(
    r"\b(?:tel|telefon|telephone|phone|fax|tél|teléfono|telefono|τηλ)\b\.?:?\s?[+(\d]|"
    r"(?<!\d)\+\d{2}[\s(]{1,2}\d|\b[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2}",
    re.I,
)
_HINTS = ("@", "+", "tel", "tél", "τηλ", "phone", "fax")
"""A contact has one of these in it; quick, since every line of every page is asked."""
_IMPRINT = re.compile(
    r"(?i)(?:published|publi[ée]e? par|édité|herausgegeben|hrsg\.|publicado|editado|pubblicato|"
    r"edito da|uitgegeven|uitgave|wydan|wydawca|udgivet|utgiven|utgitt|yayınlayan|kiadja|vydáv?á?)"
    r".{0,120}\be?ISSN\b"
)
"""Who publishes the page, and as what: an ISSN stands in no reference that begins so."""
_DAY_ALONE = re.compile(
    r"[^\W\d_][^\d:]{2,40}[:：]\s?(?:\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}\.?(?:\s(?:de|of))?\s[^\W\d_]{3,12}\.?(?:\sde)?\s(?:19|20)\d\d"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2},?\s(?:19|20)\d\d)\.?"
)
"""A few words, and a day: when the page was written, whatever the words are."""
_NAME_CHAR = re.compile(r"\w")
LONGEST_CONTACT = 400


def is_ending(line: str) -> bool:
    """Whether a line belongs to what stands below a list.

    A line that begins with a small letter is the middle of a sentence.

    >>> is_ending("© 2022 EUROSPINE"), is_ending("Share this page"), is_ending("Shared care. 2019")
    (True, True, False)
    """
    if is_contact(line) or _IMPRINT.match(line):
        return True
    start = line[:60].lstrip(" *•–-|")
    if start[:1].islower():
        return False
    lowered = start.lower()
    phrases = _STARTS.get(lowered[:1], ())
    if lowered.startswith(phrases):
        for phrase in phrases:
            after = lowered[len(phrase) : len(phrase) + 1]
            is_within_word = phrase[-1].isalnum() and _NAME_CHAR.match(after)
            if lowered.startswith(phrase) and not is_within_word:
                return True
    if is_doubtful_ending(line):
        return True
    if not lowered[:1].isdigit():
        return False
    return _COUNTED.match(lowered) is not None or _POSTED.match(lowered) is not None


def is_doubtful_ending(line: str) -> bool:
    """Whether a line that ends a list might be an entry of one, too: where the list goes on it is.

    >>> is_doubtful_ending("Oppdatert 12.3.2021"), is_doubtful_ending("Oppdatert veileder. 2019")
    (True, False)
    """
    if line.rstrip(".")[-1:].isdigit() and _DAY_ALONE.fullmatch(line, 0, 100):
        return len(line) <= 100 and not is_note(line)
    lowered = line[:100].lstrip(" *•–-|").lower()
    phrases = _DATED_STARTS.get(lowered[:1], ())
    return lowered.startswith(phrases) and any(
        lowered.startswith(phrase) and _DATE.match(lowered, len(phrase)) for phrase in phrases
    )


def is_interruption(line: str) -> bool:
    """Whether a line is nothing but the word above an advertisement, in the middle of a list."""
    return len(line) < 60 and _INTERRUPTION.fullmatch(line) is not None


def is_contact(line: str) -> bool:
    """Whether a line prints a telephone number or an e-mail address."""
    if len(line) > LONGEST_CONTACT:
        return False
    lowered = line.lower()
    return any(map(lowered.__contains__, _HINTS)) and _CONTACT.search(line) is not None
