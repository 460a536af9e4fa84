"""Tables of works: each row one entry with its fields; other tables are none."""

from __future__ import annotations

import pytest

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references

TITLE = "Acupuncture for low back pain: an overview"
NAMES = "Liu L, Skinner M"
LIU = {"authors": NAMES, "year": "2015", "title": TITLE}
PLACE = {"volume": "2015", "article_number": "328196"}
DOI = "10.1155/2015/328196"
SECOND = "Madsen MV | 2009 | Acupuncture treatment for pain | BMJ"


def rows(*texts: str) -> list[Block]:
    return [Block(kind=BlockKind.ROW, text=text) for text in texts]


TABLES = [
    # why, header, row, expected fields of it
    ("English", "Author(s) | Year | Title | Journal | DOI",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med 2015:328196 | {DOI}",
     LIU | PLACE | {"container": "Evid Based Med", "doi": DOI}),
    ("German, numbers in columns", "Autoren | Jahr | Titel | Zeitschrift | Band | Seiten",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med | 12 | 16–26",
     LIU | {"container": "Evid Based Med", "volume": "12", "pages": "16–26"}),
    ("French, the year last", "Titre | Auteurs | Revue | Année",
     f"{TITLE} | {NAMES} | Evid Based Med | 2015", LIU | {"container": "Evid Based Med"}),
    ("Spanish, volume and issue together", "Autores | Año | Título | Revista | Volumen",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med | 12(3)",
     LIU | {"container": "Evid Based Med", "volume": "12", "issue": "3"}),
    ("Italian", "Autori | Anno | Titolo | Rivista | Pagine",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med | e16",
     LIU | {"container": "Evid Based Med", "article_number": "e16"}),
    ("Polish, an address", "Autorzy | Rok | Tytuł | Link",
     f"{NAMES} | 2015 | {TITLE} | https://doi.org/{DOI}", LIU | {"doi": DOI}),
    ("Turkish", "Yazarlar | Yıl | Başlık | Dergi", f"{NAMES} | 2015 | {TITLE} | Evid Based Med",
     LIU | {"container": "Evid Based Med"}),
    ("Greek", "Συγγραφείς | Έτος | Τίτλος | Περιοδικό",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med", LIU | {"container": "Evid Based Med"}),
    ("a PubMed number without a label", "Authors | Year | Title | Journal | PMID",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med | 25648293",
     LIU | {"container": "Evid Based Med", "pmid": "25648293"}),
    ("an empty cell", "Authors | Year | Title | Journal | Volume | DOI",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med | {DOI}",
     LIU | {"container": "Evid Based Med", "doi": DOI}),
    ("a dash for an empty cell", "Authors | Year | Title | Journal | Volume | DOI",
     f"{NAMES} | 2015 | {TITLE} | Evid Based Med | – | {DOI}",
     LIU | {"container": "Evid Based Med", "doi": DOI}),
    ("the year behind the journal", "Authors | Title | Source",
     f"{NAMES} | {TITLE} | Evid Based Med, 2015", LIU | {"container": "Evid Based Med"}),
    ("another column between", "Authors | Year | Country | Title | Journal",
     f"{NAMES} | 2015 | China | {TITLE} | Evid Based Med", LIU | {"container": "Evid Based Med"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "header", "row", "expected"), TABLES, ids=[row[0] for row in TABLES]
)
def test_each_column_is_a_field(why: str, header: str, row: str, expected: dict[str, str]) -> None:
    [found] = find_references(rows(header, row))
    assert found.printed == row
    assert {field.name: field.value for field in found.fields} == expected
    for field in found.fields:
        assert found.printed[field.start : field.end] == field.value


def test_without_a_header() -> None:
    first = f"{NAMES} | 2015 | {TITLE} | {DOI}"
    second = "Madsen MV, Gøtzsche PC | 2009 | Acupuncture treatment for pain | 10.1136/bmj.a3115"
    found = find_references(rows(first, second))
    assert [reference.printed for reference in found] == [first, second]
    assert {f.name: f.value for f in found[0].fields} == LIU | {"doi": DOI}


def test_numbers_of_rows_are_markers() -> None:
    header = "No. | Authors | Year | Title | Journal"
    found = find_references(rows(header, f"1. | {SECOND}", f"[2] | {SECOND}"))
    assert [(one.marker, one.printed) for one in found] == [("1", SECOND), ("2", SECOND)]


def test_two_tables_and_a_row_that_divides() -> None:
    header = "Authors | Year | Title | Journal"
    found = find_references(
        rows(header, "Trials", SECOND, "Titel | Autor | Zeitschrift", f"{TITLE} | {NAMES} | Spine")
    )
    assert [one.value("title") for one in found] == ["Acupuncture treatment for pain", TITLE]


NONE = [
    # why, rows
    ("studies and their results", "Study | Country | Patients | Result",
     "Liu 2015 | China | 45 | Better in 12 of 45", "Lee 2009 | Korea | 30 | No change"),
    ("events", "Year | Event | Place", "2015 | Annual meeting of the society | Zurich"),
    ("news", "Date | Title | Source", "12 March 2015 | Back pain on the rise again | The Times"),
    ("films", "Year | Title | Director", "2015 | The long way home and back again | Smith J"),
    ("people", "Name | Since | Hospital | Link",
     "Smith J | 2015 | University hospital of the city of Zurich | https://www.x.org/smith"),
    ("times", "Day | From | To", "Monday | 8:00 | 12:00", "Tuesday | 13:00 | 17:00"),
]  # fmt: skip


@pytest.mark.parametrize("table", NONE, ids=[row[0] for row in NONE])
def test_other_tables(table: tuple[str, ...]) -> None:
    assert find_references(rows(*table[1:])) == ()


REFERENCE = "Lehrer N. Treatment With Hormones. Neurol Rep. 1996;20(1):65. doi:10.1097/0125308"
LEVELS = [
    # why, row, number
    ("number and level", f"3 | {REFERENCE} | II", "3"),
    ("number in brackets, level in words", f"[12] | {REFERENCE} | Level of evidence: 1b", "12"),
    ("level before", f"1 | IIa | {REFERENCE}", "1"),
    ("level and grade", f"1. | {REFERENCE} | 2++ | B", "1"),
    ("GRADE", f"{REFERENCE} | ⊕⊕⊝⊝ low", ""),
    ("edition of the levels", f"{REFERENCE} | Evidenzlevel 1b (Oxford 2011)", ""),
    ("design", f"{REFERENCE} | RCT | Ib", ""),
    ("Polish", f"2 | {REFERENCE} | klasa I, poziom A", "2"),
    ("an empty cell", f"2 | {REFERENCE} | –", "2"),
    ("Japanese", "2 | Bond J：Fungi．Genet．６０巻３号，２３６頁．doi:10.1017/s001 | II", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "row", "number"), LEVELS, ids=[row[0] for row in LEVELS])
def test_levels_of_evidence_are_no_part_of_a_reference(why: str, row: str, number: str) -> None:
    header = "No. | Study | Level of evidence"
    [found] = find_references(
        [Block(kind=BlockKind.HEADING, text="References"), *rows(header, row)]
    )
    assert found.printed == max(row.split(" | "), key=len)
    assert found.marker == number
    assert row[found.start : found.end] == found.printed


PARTS = [
    ("names", f"{NAMES} | {TITLE}. Evid Based Med. 2015;12:16-26."),
    ("a year", f"{NAMES}. {TITLE}. | 2015 | Evid Based Med 12:16-26"),
    ("a year of the levels, alone", f"{NAMES}. {TITLE}. Spine 12(3):3-5. | (2011)"),
    ("such a year first", f"(2009) | {NAMES}. {TITLE}. Spine 12(3):3-5."),
    ("pages", f"{NAMES}. {TITLE}. Spine 2012;12(3). | 3-5"),
    ("volume and page", f"{NAMES}. {TITLE}. Evid Based Med 2015 | 2 | 3"),
    ("a link that may carry its name", f"{REFERENCE} | PubMed"),
    ("a name of its own", f"{NAMES}. {TITLE}. Evid Based Med. 2015;12:16-26. | {DOI}"),
]


@pytest.mark.parametrize(("why", "row"), PARTS, ids=[row[0] for row in PARTS])
def test_cells_that_may_be_part_of_a_reference_stay(why: str, row: str) -> None:
    [found] = find_references([Block(kind=BlockKind.HEADING, text="References"), *rows(row)])
    assert found.printed == row
