"""Where another work or reprint begins in a reference: ``Erratum in: Spine 2015;24:1``.

PubMed prints comments, corrections and reprints behind a record, and people copy them; others add
a translation, or where they have read of a work. Journal, year, volume and page of these are none
of the work's. Pure; bounded patterns, in the languages of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from archive.records import Field
from pipelines.references.numbers import YEAR
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
    "an |a a|a c|a e|a p|a r|abg|add|as |aut|ayr|ber|cit|com|cor|cyt|dat|deu|dis|dt |dt.|dts|dut"
    "|düz|edi|eng|ern|err|exp|fe |fra|fre|gec|ger|her|ing|ita|kom|kor|kur|lay|nac|ned|oor|ori|par"
    "|pat|pol|prz|pub|quo|rec|rei|rep|ret|ris|rit|rät|réi|rép|rét|see|sho|sie|spa|spr|sum"
    "|tra|tur|tłu|tür|upd|ver|vgl|voi|véa|ved|vej|wer|wid|wie|wyd|zie|zit|zob|zus|édi|διό"
    "|σχό|анг|исп|ком|опе|пер|рус|см.|цит"
)
"""How the words begin; what begins otherwise is not compared with each of them."""
_FIRST_TWO = frozenset(beginning[:2] for beginning in _BEGINNINGS.split("|"))
_BOUNDARY = re.compile(
    rf"[-.;,)\]\d–—?!(\[\n\t](?:\s{{1,2}}[(\[]?|(?<=[(\[\n\t]))(?={_BEGINNINGS})"
)
_OPENED = re.compile(rf"[(\[]\s?(?={_BEGINNINGS})")
_SECOND = re.compile(
    rf"(?:(?P<notice>{_NOTICE})|(?P<version>{_VERSION}))\s?[:：]\s|(?P<named>{_ENGLISH})\s"
)
"""Of a text in small letters."""
_BRACKET = re.compile(r"[(\[][^()\[\]]{0,200}(?:\([^()\[\]]{1,60}\)[^()\[\]]{0,200}){0,6}[)\]]")
_IN = (" in", " dans", " en", " em", " su", " w", " i", " в", " στο")
_OF_A_PLACE = frozenset({"volume", "pages", "article_number"})
_BEHIND_A_TITLE = frozenset({*_OF_A_PLACE, "doi", "pmid", "pmcid", "publisher"})
_APART_BEFORE = re.compile(r"(?:[(\[][^()\[\]]{0,12}|[.;]\s)$")
_APART_BEHIND = re.compile(r"\s?[.,;)\]]")
"""Around a year that is no word of a title: ``(2013)``, ``; 2013.``, ``. 1834.``."""
_MOST_TRIED = 4
"""Such words in one reference before which the work's own place is looked for: each is a reading
of all that stands before."""


def blank_bracketed(text: str) -> str:
    """The text with spaces for such places in brackets, wherever they stand; same length.

    >>> blank_bracketed("Backs [Erratum in: JAMA 1999;281(1):37]. JAMA 1998;2:1")
    'Backs                                  . JAMA 1998;2:1'
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

    ``read`` gives the fields of a text. Before another place the work has a title and a number,
    a name or a year that is set apart: ``Back pain 1999. Comment on: the trial`` is one title.
    ``Erratum in Spine`` and ``German version:`` may be words of a title as well, so that more of
    the work's own place has to stand before these.
    """
    small = _small(text)
    for second in islice(_seconds(text, small), _MOST_TRIED):
        before = text[: second.start()]
        fields = read(before)
        titles = [field.start for field in fields if field.name in ("title", "container")]
        if not titles:
            continue
        # before words that only follow a title, what tells a place is behind that title
        first = -1 if second["notice"] else min(titles)
        own = [field for field in fields if field.start > first]
        needed = _OF_A_PLACE if second["named"] else _BEHIND_A_TITLE
        if any(field.name in needed for field in own):
            return before
        is_dated = not second["named"] and any(_is_year_apart(before, field) for field in own)
        if is_dated and not _has_place(read(text[second.end() :])):
            return before
    return text


def _seconds(text: str, small: str) -> Iterator[re.Match[str]]:
    """The words of another place, wherever they may begin one."""
    for boundary in _BOUNDARY.finditer(small):
        second = _SECOND.match(small, boundary.end())
        if second and (not second["named"] or text[second.end() :][:1].isupper()):
            yield second


def _is_year_apart(text: str, field: Field) -> bool:
    """Whether it is a year that stands apart from a title."""
    return (
        field.name == "year"
        and _APART_BEFORE.search(text[max(0, field.start - 14) : field.start]) is not None
        and _APART_BEHIND.match(text, field.end) is not None
    )


def _has_place(fields: Sequence[Field]) -> bool:
    """Whether volume and pages are there: the work's own, where none stand before."""
    names = {field.name for field in fields}
    return "volume" in names and not names.isdisjoint({"pages", "article_number"})


def before_other_place(text: str) -> str:
    """The text up to the words that announce another place, if a year stands before them; else all
    of it.

    ``Erratum in`` is meant; ``Corrigendum to`` and ``Comment on`` begin titles of their own.
    Whether the place behind the words is the work's own, nobody can tell where none is before:
    ``Nails. Arch Derm 1974. Comment in: Ann Intern Med 2012;156:2``.
    """
    for second in islice(_seconds(text, _small(text)), _MOST_TRIED):
        words = second["notice"] or second["named"] or ""
        before = text[: second.start()]
        if words.endswith(_IN) and YEAR.search(before):
            return before
    return text


def begins_with_second_place(line: str) -> bool:
    """Whether a line begins with such words, as PubMed sets them below a reference.

    >>> begins_with_second_place("Erratum in: Spine 2015;24:1200.")
    True
    """
    small = _small(line)
    second = _SECOND.match(small) if small[:2] in _FIRST_TWO else None
    return second is not None and second["version"] is None


def _small(text: str) -> str:
    """In small letters, same length: of some capitals ``lower`` makes two letters."""
    small = text.replace("İ", "i").lower()
    return small if len(small) == len(text) else text
