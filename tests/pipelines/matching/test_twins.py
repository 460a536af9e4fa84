"""Two records: one work, two works, or nobody can tell."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace

import pytest

from archive.records import Work
from pipelines.matching.twins import are_one_work, are_two_works

# Facts of Crossref's records.
DUNN = Work(
    doi="10.1097/01.brs.0000173900.46863.02",
    agency="Crossref",
    title="Classification of low back pain in primary care: using bothersomeness to identify the "
    "most severe cases",
    authors=("Dunn, KM", "Croft, PR"),
    container="Spine",
    year=2005,
    volume="30",
    pages="1887-1892",
)
PEARSON = Work(
    doi="10.1097/01.brs.0000090836.50508.f7",
    agency="Crossref",
    title="Facet joint kinematics and injury mechanisms during simulated whiplash",
    authors=("Pearson, AM", "Ivancic, PC", "Ito, S", "Panjabi, MM"),
    container="Spine",
    year=2004,
    volume="29",
    pages="390-397",
)
# The same article as another registration has it.
TWIN = replace(DUNN, doi="10.2307/1234567")
POOR = Work(doi="10.1000/poor", agency="PubMed")
ONE, TWO, UNKNOWN = (True, False), (False, True), (False, False)

PAIRS = [
    # why, one record, other record, (certainly one work, certainly two)
    ("the publisher's and JSTOR's", DUNN, TWIN, ONE),
    ("in capitals, printed a year later", DUNN, replace(TWIN, title=DUNN.title.upper(), year=2006), ONE),
    ("without place and year", DUNN, replace(TWIN, volume="", pages="", year=None), ONE),
    ("pages with another dash", DUNN, replace(TWIN, pages="1887–92"), ONE),
    ("one title in two volumes", DUNN, replace(TWIN, volume="31"), UNKNOWN),
    ("one title on two pages", DUNN, replace(TWIN, pages="12-14"), UNKNOWN),
    ("one title, years apart", DUNN, replace(TWIN, year=2015), UNKNOWN),
    ("one title of two people", DUNN, replace(TWIN, authors=("Ito, S",)), UNKNOWN),
    ("a title of one word", replace(DUNN, title="Editorial"), replace(TWIN, title="Editorial"), UNKNOWN),
    ("part 1 and part 2", replace(DUNN, title="Pain of the back, part 1"),
     replace(TWIN, title="Pain of the neck, part 2"), UNKNOWN),
    ("other title, author and year", DUNN, PEARSON, TWO),
    ("one of them is not known", DUNN, None, UNKNOWN),
    ("no title", DUNN, POOR, UNKNOWN),
    ("other title, same author and year", DUNN, replace(DUNN, title="Lendenwirbelsäule"), UNKNOWN),
    ("other title, other year", DUNN, replace(DUNN, title="Whiplash", year=1999), TWO),
    ("other title, the year beside it", DUNN, replace(DUNN, title="Whiplash", year=2006), UNKNOWN),
    ("other title, no year known", DUNN, replace(DUNN, title="Whiplash", year=None), UNKNOWN),
    ("other title, other author", DUNN, replace(DUNN, title="Whiplash", authors=("Ito, S",)), TWO),
    ("its title in the original language",
     replace(DUNN, original_title="Klassifikation des Kreuzschmerzes", year=1999),
     replace(DUNN, title="Klassifikation des Kreuzschmerzes"), UNKNOWN),
    ("a preprint and its article",
     replace(PEARSON, relations=(("is-preprint-of", DUNN.doi),)), DUNN, ONE),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other", "expected"), PAIRS, ids=[row[0] for row in PAIRS])
def test_pairs(why: str, one: Work | None, other: Work | None, expected: tuple[bool, bool]) -> None:
    assert (are_one_work(one, other), are_two_works(one, other)) == expected
    assert (are_one_work(other, one), are_two_works(other, one)) == expected
