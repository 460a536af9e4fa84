"""Where another place than the work's own begins in a reference: ``Erratum in: Spine 2015;24:1``.

PubMed prints comments, corrections and reprints behind a record, and people copy them; others add
a translation, or where they have read of a work. Journal, year, volume and page of these are none
of the work's. Pure; bounded patterns, in the languages of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from archive.records import Field
from pipelines.references.spans import blank

_ENGLISH = (
    # PubMed's own words, and AMA's
    r"(?:(?:an? )?(?:published |publisher |author |partial )?(?:errat(?:um|a)|corrigend(?:um|a)"
    r"|corrections?|addend(?:um|a)|retraction|expression of concern)"
    r"|(?:corrected and |retracted and )?(?:republished|reprint(?:ed)?)|comments?|commentary"
    r"|(?:summary for patients|patient summary)|original report|dataset use reported)"
    r" (?:appears |appeared |published |has been published )?in"
)
_NOTICE = (
    rf"{_ENGLISH}|(?:erratum|correction|corrigendum|expression of concern|addendum|comments?)"
    r" (?:for|on|to)|(?:partial )?(?:retraction|reprint|update|summary|translation) of|update in"
    r"|(?:corrected and |retracted and )?republished from|discussion in"
    # German
    r"|(?:berichtigung|korrektur|kommentar|nachdruck|abgedruckt|wiederabdruck|erneut veröffentlicht"
    r"|widerruf|zusammenfassung) in"
    # French, Spanish, Portuguese, Italian
    r"|(?:errat(?:um|a)|rectificatif|correction|commentaires?|réimprimé|republié|rétractation) dans"
    r"|(?:fe de erratas?|errat(?:um|a)|correcci[óo]n|comentarios?|reimpreso|retractaci[óo]n) en"
    r"|(?:errat(?:um|a)|correção|comentários?|reimpresso|retratação) em"
    r"|(?:correzione|commento|ristampato|ritrattazione) (?:in|su)"
    # Dutch, Polish, Nordic, Russian, Greek
    r"|(?:rectificatie|correctie|commentaar|herdrukt) in"
    r"|(?:errat(?:um|a)|sprostowanie|komentarz|przedruk) w|(?:kommentar|rättelse|rettelse) i"
    r"|(?:исправлен\w{1,3}|комментари\w|опечатк\w|перепечат\w{1,6}) в|(?:διόρθωση|σχόλιο) στο"
)
_VERSION = (
    r"(?:german|english|french|spanish|italian|dutch|polish|turkish|original|lay|short)"
    r" (?:version|edition|translation)"
    r"|(?:dt|dtsch|deutsche|engl|englische|franz|französische|ital|italienische|originale)\.?"
    r" (?:fassung|version|ausgabe|übers(?:etzung|\.)|kurzfassung|titel)"
    r"|(?:deutsch|original|kurz)(?:fassung|ausgabe|version|übersetzung|titel)"
    r"|(?:version|traduction|édition) (?:française|anglaise|allemande|originale)"
    r"|(?:versión|traducción|edición) (?:en |al )?(?:español|española|inglés|inglesa|original)"
    r"|(?:versão|tradução|edição) (?:em )?(?:português|portuguesa|inglês|inglesa|original)"
    r"|(?:versione|traduzione|edizione) (?:italiana|inglese|originale)"
    r"|(?:nederlandse|engelse|oorspronkelijke) (?:versie|vertaling|uitgave)"
    r"|(?:wersja|tłumaczenie|wydanie) (?:polsk\w{1,3}|angielsk\w{1,3})"
    r"|(?:türkçe|ingilizce) (?:çeviri(?:si)?|sürümü?|baskı(?:sı)?)"
    r"|(?:русский|рус\.|английский) (?:перевод|пер\.)"
    r"|errat(?:um|a)|corrigend(?:um|a)|rectificatif|fe de erratas|sprostowanie|düzeltme"
    r"|(?:zitiert|zit\.) (?:nach|in|bei)|(?:as )?(?:cited|quoted) (?:in|by|from|after)"
    r"|citée? (?:dans|par|d['’]après|in)|citado (?:en|em|por)|citato (?:in|da)"
    r"|geciteerd (?:in|door)|(?:cyt\.|cytowan[aey]) (?:za|w)|цит\. по"
    r"|see also|siehe auch|vgl\. auch|voir aussi|véase también|veja também"
    r"|vedi anche|zie ook|zob\. też|ayrıca bkz\.?|см\. также"
)
_BEGINNINGS = (
    "an |a c|a e|a p|abg|add|as |aut|ayr|ber|cit|com|cor|cyt|dat|deu|dis|dt.|dts|dut|düz|edi|eng"
    "|ern|err|exp|fe |fra|gec|ger|her|ing|ita|kom|kor|kur|lay|nac|ned|oor|ori|par|pat|pol|prz|pub"
    "|quo|rec|rei|rep|ret|ris|rit|rät|réi|rép|rét|see|sho|sie|spa|spr|sum|tra|tur|tłu|tür|upd|ver"
    "|vgl|voi|véa|ved|vej|wer|wid|wie|wyd|zie|zit|zob|zus|édi|διό|σχό|анг|исп|ком|опе|пер|рус"
    "|см.|цит"
)
"""How the words begin; what begins otherwise is not compared with each of them."""
_BOUNDARY = re.compile(
    rf"[-.;,)\]\d–—?!(\[\n\t](?:\s{{1,2}}[(\[]?|(?<=[(\[\n\t]))(?={_BEGINNINGS})"
)
_OPENED = re.compile(rf"[(\[]\s?(?={_BEGINNINGS})")
_SECOND = re.compile(
    rf"(?:(?P<notice>{_NOTICE})|(?P<version>{_VERSION}))\s?[:：]\s|(?P<named>{_ENGLISH})\s"
)
"""Of a text in small letters."""
_BRACKET = re.compile(r"[(\[][^()\[\]]{0,200}(?:\([^()\[\]]{1,60}\)[^()\[\]]{0,200}){0,6}[)\]]")
_OF_A_PLACE = frozenset({"volume", "pages", "article_number"})
_BEHIND_A_TITLE = frozenset({*_OF_A_PLACE, "year", "doi", "pmid", "pmcid", "publisher"})


def blank_bracketed(text: str) -> str:
    """The text with spaces for such places in brackets, wherever they stand; same length.

    >>> blank_bracketed("Backs [Erratum in: JAMA 1999;281(1):37]. JAMA 1998;2:1")
    'Backs                                      . JAMA 1998;2:1'
    """
    if "(" not in text and "[" not in text:
        return text
    small = _small(text)
    for opened in _OPENED.finditer(small):
        if _SECOND.match(small, opened.end()):
            bracket = _BRACKET.match(text, opened.start())
            text = blank(text, *bracket.span()) if bracket else text
    return text


def own_part(text: str, read: Callable[[str], Sequence[Field]]) -> str:
    """A reference up to where another place begins: all of it where none does.

    ``read`` gives the fields of a text. Before another place the work has a title and a year or
    number; ``Erratum in Spine`` and ``German version:`` may be words of a title, so that more of
    the work's own place has to stand before these.
    """
    small = _small(text)
    for boundary in _BOUNDARY.finditer(small):
        second = _SECOND.match(small, boundary.end())
        if second is None or (second["named"] and not text[second.end() :][:1].isupper()):
            continue
        before = text[: second.start()]
        needed = _OF_A_PLACE if second["named"] else _BEHIND_A_TITLE
        if _is_whole(read(before), needed, is_behind=second["notice"] is None):
            return before
    return text


def begins_with_second_place(line: str) -> bool:
    """Whether a line begins with such words, as PubMed sets them below a reference.

    >>> begins_with_second_place("Erratum in: Spine 2015;24:1200.")
    True
    """
    second = _SECOND.match(_small(line))
    return second is not None and second["version"] is None


def _small(text: str) -> str:
    """In small letters, same length: of some capitals ``lower`` makes two letters."""
    small = text.replace("İ", "i").lower()
    return small if len(small) == len(text) else text


def _is_whole(fields: Sequence[Field], needed: frozenset[str], *, is_behind: bool) -> bool:
    """Whether a work has its title and one of the fields ``needed``, perhaps behind it."""
    titles = [field.start for field in fields if field.name in ("title", "container")]
    first = min(titles, default=-1)
    return bool(titles) and any(
        f.name in needed and (f.start > first or not is_behind) for f in fields
    )
