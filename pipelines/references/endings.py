"""Lines that end a list of references: what sites print below it. Pure data and one test.

Copyright, authors and reviewers of the page, contacts, sharing, printing, comments, orders and
licences, in the languages of the site. A phrase counts at the beginning of a line only.
"""

from __future__ import annotations

import re

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
printed from; printed on; page generated; was this page; did you find this; is this page;
    this page was printed; our booklet; our leaflet; our brochure; registered charity; honcode;
    registered in england; hon code; cite this; how to cite; zitierweise; zitation:; vnr:;
    vnr 27; cme:; cme-punkte
aktualizováno; poslední aktualizace; naposledy aktualizováno; aktualizované; autor článku:;
    frissítve; utoljára frissítve; szerző:; szerzők:; lektorálta; päivitetty; kirjoittaja:;
    kirjoittajat:; julkaistu; tarkistettu; senast uppdaterad; senast granskad; skriven av;
    granskad av; uppdaterad:; sist oppdatert; oppdatert; skrevet av; sidst opdateret; opdateret;
    skrevet af; forfatter:; bijgewerkt; laatst bijgewerkt; laatst gewijzigd; geschreven door;
    auteur van; ultima actualizare; actualizat; scris de; revizuit de; zadnje ažurirano;
    ažurirano; napisao; napisala; zadnja posodobitev; posodobljeno; atnaujinta;
    paskutinį kartą atnaujinta; atjaunots; pēdējo reizi atjaunots; uuendatud; viimati uuendatud;
    последно обновяване; обновено; обновлено; последнее обновление; дата обновления;
    автор статьи; автор:; авторы:; проверено; оновлено; останнє оновлення; cập nhật;
    tham vấn y khoa; ditinjau; diperbarui; terakhir diperbarui; ditulis oleh; disemak oleh;
    dikemas kini; อัปเดต; ปรับปรุงล่าสุด; อัพเดท; अंतिम अद्यतन; آخر تحديث; تاريخ التحديث; كتابة:;
    مراجعة:; آخرین بروزرسانی; به روز رسانی; نویسنده:; עודכן; עדכון אחרון; נכתב על ידי; 最終更新;
    更新日; 監修; 執筆; 著者:; 最后更新; 最後更新; 更新时间; 更新時間; 发布时间; 作者：; 作者:;
    编辑：; 审核：; 최종 수정; 최종 업데이트; 최종수정; 작성자:; 감수:
"""
_STARTS: dict[str, tuple[str, ...]] = {}
"""First letter -> phrases."""
for _line in _PHRASES.replace("\n    ", " ").splitlines():
    for _phrase in filter(None, map(str.strip, _line.split(";"))):
        _STARTS[_phrase[0]] = (*_STARTS.get(_phrase[0], ()), _phrase)
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
_NAME_CHAR = re.compile(r"\w")
_FIRST_UNSPACED = "\u0e00"
"""Thai and what is behind it, Chinese and Japanese above all, is written without spaces."""
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
            is_spaced = phrase[-1] < _FIRST_UNSPACED and phrase[-1].isalnum()
            is_within_word = is_spaced and _NAME_CHAR.match(after)
            if lowered.startswith(phrase) and not is_within_word:
                return True
    if not lowered[:1].isdigit():
        return False
    return _COUNTED.match(lowered) is not None or _POSTED.match(lowered) is not None


def is_interruption(line: str) -> bool:
    """Whether a line is nothing but the word above an advertisement, in the middle of a list."""
    return len(line) < 60 and _INTERRUPTION.fullmatch(line) is not None


def is_contact(line: str) -> bool:
    """Whether a line prints a telephone number or an e-mail address."""
    if len(line) > LONGEST_CONTACT:
        return False
    lowered = line.lower()
    return any(map(lowered.__contains__, _HINTS)) and _CONTACT.search(line) is not None
