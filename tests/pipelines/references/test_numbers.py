"""Year, volume, issue, pages and article number, in the shapes that lists use."""

import re

import pytest

from pipelines.references import numbers
from pipelines.references.numbers import read_numbers, read_year

SHAPES = [
    # why, text, fields
    (
        "GOST in Latin letters",
        "// Archives of Dermatology. 1973. Vol. 108. P. 855-856.",
        {"volume": "108", "pages": "855-856"},
    ),
    (
        "GOST with dashes",
        "// Spine. – 2010. – Vol. 35, No 2. – P. 145–149.",
        {"volume": "35", "issue": "2", "pages": "145–149"},
    ),
    (
        "Roman pages",
        "2010;10(1):vii-ix.",
        {"year": "2010", "volume": "10", "issue": "1", "pages": "vii-ix"},
    ),
    ("Roman pages with a label", "London: Press; 2010. pp. xi–xiv.", {"pages": "xi–xiv"}),
    ("one Roman page", "2010;10:iv.", {"year": "2010", "volume": "10", "pages": "iv"}),
    (
        "one Roman page behind an issue",
        "2010;10(2):vii",
        {"year": "2010", "volume": "10", "issue": "2", "pages": "vii"},
    ),
    ("one Roman page with a label", "London: Press; 2010. p. xi.", {"pages": "xi"}),
    ("a volume behind a year in brackets", "12 (2010), v. 3", {"year": "2010", "volume": "12"}),
    (
        "a word of one Roman figure",
        "Spine 2010;10(2): i risultati.",
        {"year": "2010", "volume": "10", "issue": "2"},
    ),
    (
        "a word of Roman figures",
        "Spine 2010;10(2): il dolore e altro.",
        {"year": "2010", "volume": "10", "issue": "2"},
    ),
    ("a study by its letters and year", "Burden of Disease Study 2019 (GBD 2019) Results.", {}),
    (
        "a note of the Chicago style",
        "Spine 25, no. 21 (October 2000): 2838–43",
        {"year": "2000", "volume": "25", "issue": "21", "pages": "2838–43"},
    ),
    (
        "ABNT",
        "Cadernos, v. 31, n. 6, p. 1141-1156, 2015.",
        {"volume": "31", "issue": "6", "pages": "1141-1156"},
    ),
    (
        "Vancouver",
        "2010;19(11):1849–1854",
        {"year": "2010", "volume": "19", "issue": "11", "pages": "1849–1854"},
    ),
    (
        "month",
        "2010 Dec; 18(12): 1271-3",
        {"year": "2010", "volume": "18", "issue": "12", "pages": "1271-3"},
    ),
    (
        "article number",
        "2015; 2015: 328196",
        {"year": "2015", "volume": "2015", "article_number": "328196"},
    ),
    ("a newspaper", "The Guardian, 12 May 2017, p. 4", {"year": "2017", "pages": "4"}),
    ("a ratio in a title", "A trial with 2:1 randomisation of braces", {}),
    (
        "a ratio, and behind it the place",
        "Dose 5:1 in rats. Spine 19:1849",
        {"volume": "19", "pages": "1849"},
    ),
    ("letter and number", "338:a3115", {"volume": "338", "article_number": "a3115"}),
    ("electronic page", "2016;39:e434", {"year": "2016", "volume": "39", "article_number": "e434"}),
    (
        "no volume",
        "2021;(9/10):CD009790",
        {"year": "2021", "issue": "9/10", "article_number": "CD009790"},
    ),
    (
        "supplement",
        "2009;18(Suppl 3):395–401",
        {"year": "2009", "volume": "18", "issue": "Suppl 3", "pages": "395–401"},
    ),
    (
        "bare supplement",
        "2006;33 Suppl 1:16-21",
        {"year": "2006", "volume": "33", "issue": "Suppl 1", "pages": "16-21"},
    ),
    ("volume and issue only", "2022;3(2).", {"year": "2022", "volume": "3", "issue": "2"}),
    ("APA", "Psychology, 31(3), 564–570.", {"volume": "31", "issue": "3", "pages": "564–570"}),
    ("APA without issue", "Disord, 16, 370.", {"volume": "16", "pages": "370"}),
    ("year behind", "Biol. 46, 2227-2237 (2001)", {"volume": "46", "pages": "2227-2237"}),
    ("year between", "JHEP 09 (2007) 126", {"volume": "09", "year": "2007", "pages": "126"}),
    ("labels", "vol. 27, no. 2, p. 308, 2011", {"volume": "27", "issue": "2", "pages": "308"}),
    ("hyphen in the volume", "1962;44-A:539", {"year": "1962", "volume": "44-A", "pages": "539"}),
    ("supplement pages", "2009;18:S95–S101", {"year": "2009", "volume": "18", "pages": "S95–S101"}),
    (
        "Jahrgang and Heft",
        "50. Jg., Heft 3, 2012, S. 201-207",
        {"year": "2012", "volume": "50", "issue": "3", "pages": "201-207"},
    ),
    ("Jg. and H.", "Jg. 64, H. 3, S. 21–29.", {"volume": "64", "issue": "3", "pages": "21–29"}),
    (
        "Greek labels",
        "τόμος 12, τεύχος 3, σελ. 45-52",
        {"volume": "12", "issue": "3", "pages": "45-52"},
    ),
    ("a double issue", "2008, n° 9/10, pp. 981-985", {"issue": "9/10", "pages": "981-985"}),
    (
        "n° before the year",
        "Science 36, n° 10 (1994): 1789-1803",
        {"year": "1994", "volume": "36", "issue": "10", "pages": "1789-1803"},
    ),
    ("number of a law", "Regulation (EC) No 1831/2003 on braces", {}),
    ("pages and a year are no volume", "Proc. X, pp. 93–100 (1999)", {"pages": "93–100"}),
    ("place in a law", "vom 4. April 2017 (BGBl. I S. 778)", {"pages": "778"}),
    ("letters inside", "Research 45: W00A12", {"volume": "45", "article_number": "W00A12"}),
    ("article number", "PLoS ONE 3, e3845.", {"volume": "3", "article_number": "e3845"}),
    ("semicolons", "2010;25;177-180.", {"year": "2010", "volume": "25", "pages": "177-180"}),
    (
        "report of a series",
        "AREDS report No. 19. Ophthalmology 112:533",
        {"volume": "112", "pages": "533"},
    ),
    ("a label in small letters", "Huisarts Wet (jaargang 53), 2010.", {"volume": "53"}),
    ("a date is none", "October 19, 2020", {}),
    ("prose is none", "about 12 of 100 adults had it", {}),
]


@pytest.mark.parametrize(("why", "text", "expected"), SHAPES, ids=[row[0] for row in SHAPES])
def test_read_numbers(why: str, text: str, expected: dict[str, str]) -> None:
    fields = read_numbers(text)
    assert {field.name: field.value for field in fields} == expected
    for field in fields:
        assert text[field.start : field.end].startswith(field.value)


def test_each_label_begins_with_a_letter_that_is_looked_for() -> None:
    """Of each label the first letter, or those of the class that it begins with."""
    before = (numbers._VOLUMES, numbers._ISSUES, numbers._SIDES, numbers._ARTICLES)
    behind = (numbers._VOLUMES_BEHIND, numbers._ISSUES_BEHIND, numbers._SIDES_BEHIND)
    labels = "|".join((*before, *behind))
    first = re.findall(r"(?:^|\|)(?:\[([^]]+)\]|(.))", labels)
    letters = {letter for either in first for letter in "".join(either)}
    assert letters == set(numbers._LABEL_FIRST)
    assert len(letters) > 20


YEARS = [
    ("in brackets before the numbers", "(2009). Title. 2010;1:2", "2009"),
    ("with a letter", "(2006b) Title", "2006"),
    ("with a month", "(2015, March 4) Title", "2015"),
    ("at the end", "Title. Verlag, Berlin, 1999.", "1999"),
    ("not a page", "Title. J 12:1999-2003", None),
    ("absent", "Title. J 12:3", None),
]


@pytest.mark.parametrize(("why", "text", "expected"), YEARS, ids=[row[0] for row in YEARS])
def test_read_year(why: str, text: str, expected: str | None) -> None:
    field = read_year(text, 0, read_numbers(text))
    assert (field.value if field else None) == expected
