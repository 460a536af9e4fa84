"""Another place behind the work's own, or in brackets: journal and numbers of it are not read."""

import pytest

from archive.records import Block, BlockKind, Field
from pipelines.bibliography import find_references
from pipelines.references.fields import read_fields
from pipelines.references.second_places import before_other_place, own_part

WORDS = """
Erratum in
An erratum appears in
Published correction appears in
A published erratum appeared in
Publisher correction in
Author correction in
Partial retraction in
Corrected and republished in
Retracted and republished in
A retraction appears in
Republished in
Reprint in
Reprinted in
Comment in
Comments in
Commentary in
Summary for patients in
Patient summary in
Original report in
Dataset use reported in
Expression of concern in
Addendum in
Erratum for
Comment on
Correction to
Retraction of
Partial retraction of
Update of
Update in
Summary of
Republished from
Discussion in
Berichtigung in
Korrektur in
Kommentar in
Nachdruck in
Abgedruckt in
Wiederabdruck in
Erneut veröffentlicht in
Widerruf in
Zusammenfassung in
Erratum dans
Rectificatif dans
Commentaire dans
Réimprimé dans
Republié dans
Rétractation dans
Fe de errata en
Fe de erratas en
Errata en
Corrección en
Comentario en
Reimpreso en
Retractación en
Errata em
Correção em
Comentário em
Reimpresso em
Retratação em
Correzione in
Commento in
Ristampato in
Ritrattazione in
Rectificatie in
Correctie in
Commentaar in
Herdrukt in
Erratum w
Sprostowanie w
Komentarz w
Przedruk w
Kommentar i
Rättelse i
Rettelse i
Исправление в
Исправления в
Комментарий в
Опечатки в
Перепечатано в
Διόρθωση στο
Σχόλιο στο
German version
French version
Dutch edition
Spanish translation
Original version
Lay version
Short version
Polish version
Turkish version
Dt. Ausgabe
Dt Fassung
Dt. Übers.
Dtsch. Fassung
Deutsche Fassung
Engl. Version
Englische Ausgabe
Franz. Ausgabe
Französische Fassung
Ital. Ausgabe
Originaltitel
Originale Fassung
Deutschfassung
Originalausgabe
Kurzfassung
Version française
Traduction française
Édition originale
Versión en español
Traducción al español
Edición española
Versão em português
Tradução portuguesa
Edição original
Versione italiana
Traduzione inglese
Edizione originale
Nederlandse vertaling
Engelse versie
Oorspronkelijke uitgave
Wersja polska
Tłumaczenie angielskie
Wydanie polskie
Türkçe çeviri
Türkçe çevirisi
İngilizce sürüm
Русский перевод
Рус. пер.
Английский перевод
Erratum
Corrigendum
Rectificatif
Fe de erratas
Sprostowanie
Düzeltme
Zitiert nach
zit. nach
zitiert in
Cited in
As cited in
Quoted from
Cité par
Cité d’après
Cité dans
Citado en
Citato in
Geciteerd in
Cyt. za
Cytowane za
Цит. по
See also
Siehe auch
Vgl. auch
Voir aussi
Véase también
Veja também
Vedi anche
Zie ook
Zob. też
Ayrıca bkz.
См. также
"""
LEE = "Lee A, Kim B. Bracing in scoliosis. Spine 2013;12:1-9"
OWN = ("2013", "12", "1-9", "Spine")


def place_of(printed: str) -> tuple[str | None, ...]:
    """Year, volume, page and journal as read."""
    found = {f.name: f.value for f in read_fields(printed)}
    return tuple(found.get(name) for name in ("year", "volume", "pages", "container"))


@pytest.mark.parametrize("words", WORDS.split("\n")[1:-1])
def test_words_of_another_place(words: str) -> None:
    assert place_of(f"{LEE}. {words}: Orthopäde 2015;44:100-9.") == OWN
    small = words.replace("İ", "i").lower()
    assert place_of(f"{LEE} ({small}: Orthopäde 2015;44(5):100-9).") == OWN


BEHIND = [
    f"{LEE}. Comment in Evid Based Med 2014;19(2):66.",
    f"{LEE}. doi:10.1007/s00586-012-2553-z. Erratum in: Eur Spine J 2015;24(5):1200-1201.",
    f"{LEE}. [Published correction appears in JAMA. 1999;281(1):37]",
    f"{LEE}. Retraction in: Spine. 2016;41:77. Update in: Cochrane Rev. 2018;3:CD001.",
    f"{LEE}. Dt. Ausgabe: Lee A. Skoliose und Korsett. Orthopäde 2015;44:100-9. doi:10.1/a",
    f"{LEE}\nErratum in: Eur Spine J 2015;24(5):1200-1201.",
    f"{LEE}; zitiert nach: Meyer K. Rücken. Berlin: Springer; 1999. S. 45.",
    "Lee A, Kim B (2013). Bracing in scoliosis. Spine, 12, 1-9. Erratum in: Spine (2015), 40, 100.",
    "Lee A, Kim B. Bracing in scoliosis [erratum in: JAMA. 1999;281(1):37]. Spine 2013;12:1-9.",
    "Lee A. Bracing [published erratum appears in JAMA 1999;281:37]. Spine 2013;12:1-9.",
]


@pytest.mark.parametrize("printed", BEHIND)
def test_another_place_behind_or_in_brackets(printed: str) -> None:
    assert place_of(printed) == OWN


def test_what_another_place_names_is_found_and_not_read() -> None:
    printed = f"{LEE}. doi:10.1097/brs.1. Erratum in: Spine 2015;40:7. doi:10.1097/brs.2."
    assert [f.value for f in read_fields(printed) if f.name == "doi"] == [
        "10.1097/brs.1",
        "10.1097/brs.2",
    ]
    printed = "Heine J. Rücken und Haltung. 1834. Zitiert nach: Meyer K. Rücken. 1999, S. 45."
    assert place_of(printed) == ("1834", None, None, None)


TITLES = [
    # the same words in a title, or where no place stands before them: the place is the work's
    "Lee A. Update in: anaesthesia for backs. Spine 2013;12:1-9.",
    "Lee A (2013). Comment in: backs and necks. Spine 12:1-9.",
    "Lee A. Erratum: bracing in scoliosis. Spine 2013;12:1-9.",
    "Lee A. Backs in old age. Comment on: bracing in scoliosis. Spine 2013;12:1-9.",
    "Lee A. Neck Disability Index: German version: a validation. Spine 2013;12:1-9.",
    "Lee A. The German version: how it was made. Spine 2013;12:1-9.",
    "Lee A. Comment in Dutch newspapers. Spine 2013;12:1-9.",
    "Lee A. Oswestry Index (German version: 2.1). Spine 2013;12:1-9.",
    # a year is a word of the title, however it ends there
    "Lee A. The Oswestry Index 2000. Italian version: validation. Spine 2013;12:1-9.",
    "Lee A. Vertebroplasty 1999. Comment on: the INVEST trial. Spine 2013;12:1-9.",
    "Lee A. Leitlinie Skoliose 2010. Kurzfassung: Empfehlungen. Spine 2013;12:1-9.",
    "Lee A. Leitlinie Skoliose 2002 (Kurzfassung: Empfehlungen). Spine 2013;12:1-9.",
    "Lee A. SF-36, 1992. German version: reliability. Spine 2013;12:1-9.",
    "Lee A. Backs, 1990. See also: Necks. Spine 2013;12:1-9.",
    "Lee A. Surgery rates, 1990-2000: Update of: the Maine study. Spine 2013;12:1-9.",
    "Lee A. Erratum 1992. Comment in: old papers. Spine 2013;12:1-9.",
]


@pytest.mark.parametrize("printed", TITLES)
def test_such_words_in_a_title(printed: str) -> None:
    assert place_of(printed) == OWN


BOOKS = [
    # the year of the work, and whether what follows such words is another place
    ("Lee A. Burden of back pain 2000. Short version: methods. Geneva: WHO; 2012.", "2012"),
    ("Smith J. Back pain 1999. Comment on: the INVEST trial. London: Press; 2010.", "2010"),
    ("Meyer K. Rücken 1990. Originalausgabe: Schmerz. In: Handbuch. Berlin; 2010. S. 1-9.", "2010"),
    ("Meyer K. Rücken. Berlin: Springer; 1999. Erratum in: Spine 2010;3:4-9.", "1999"),
    ("Meyer K. Rücken. 3. Aufl. Berlin: Springer, 1999. Engl. Version: Backs. 2010.", "1999"),
    ("Meyer K (1999). Rücken und Haltung. Zitiert nach: Lee A. Backs. 2010, S. 45.", "1999"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "year"), BOOKS)
def test_year_of_a_book_before_or_behind_such_words(printed: str, year: str) -> None:
    assert place_of(printed)[0] == year


@pytest.mark.parametrize("piece", ["a; Erratum: ", "[comment in: (", "A, B; Erratum: "])
def test_words_again_and_again_are_tried_a_few_times(piece: str) -> None:
    read: list[str] = []

    def nothing(text: str) -> tuple[Field, ...]:
        read.append(text)
        return ()

    text = piece * 300
    assert own_part(text, nothing) == text
    assert 0 < len(read) <= 8


@pytest.mark.parametrize("kind", [BlockKind.ITEM, BlockKind.PARAGRAPH])
@pytest.mark.parametrize(
    "notice",
    [
        "Erratum in: Eur Spine J 2015;24(5):1200-1201.",
        "Comment in: Evid Based Med 2014;19(2):66.",
        "Kommentar in: Orthopäde 2014;19(2):66.",
        "Update of: Cochrane Database Syst Rev. 2007;(2):CD000335.",
    ],
)
def test_a_line_that_begins_so_is_no_entry(notice: str, kind: BlockKind) -> None:
    last = "Koes BW, van Tulder MW. Treatment of low back pain. BMJ. 2006;332:1430-4."
    heading = Block(kind=BlockKind.HEADING, text="References", level=2)
    for texts in ((f"{LEE}.", notice, last), (f"{LEE}.\n{notice}", last)):
        found = find_references([heading, *(Block(kind=kind, text=t, level=1) for t in texts)])
        assert [one.printed for one in found] == [f"{LEE}.\n{notice}", last]
        assert {f.name: f.value for f in found[0].fields}["year"] == "2013"


def test_what_stands_before_the_words_of_another_place() -> None:
    dated, undated = "Lee A. Nails. Arch Derm 1974.", "Lee A. Nails. Arch Derm."
    assert before_other_place(f"{dated} Comment in: Pain 2012;1:2").strip() == dated
    assert before_other_place(text := f"{undated} Comment in: Pain 2012;1:2") == text
    assert before_other_place(dated) == dated
    own = "Lee A (2010) Corrigendum to: Bracing in scoliosis. Spine 12:1-9"
    assert before_other_place(own) == own
