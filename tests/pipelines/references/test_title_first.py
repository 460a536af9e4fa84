"""References that begin with their title."""

import pytest

from pipelines.references.fields import read_fields
from pipelines.references.lines import Part, likeness
from pipelines.references.title_first import names_behind_title

ROWS = [
    # why, printed, authors
    ("two people", "Predictors of symptoms. Hara N, Oka H. Spine. 2010;19:18-9.", "Hara N, Oka H"),
    ("one alone", "Curved spines. Mehregan AH. Arch Dis. 1971;103(1):50-57.", "Mehregan AH"),
    (
        "a question; others are not named",
        "Does walking help? van der Berg B, Lee A, et al. Spine. 2010 Nov 3;4:1-2.",
        "van der Berg B, Lee A, et al.",
    ),
    (
        "the title has two sentences",
        "Bullous disease. Report of a case. Paltzik RL. Arch Dermatol. 1980;116(4):474-6.",
        "Paltzik RL",
    ),
]


@pytest.mark.parametrize(("why", "printed", "authors"), ROWS, ids=[row[0] for row in ROWS])
def test_title_names_place(why: str, printed: str, authors: str) -> None:
    title, _, place = printed.partition(authors)
    read = {field.name: field.value for field in read_fields(printed)}
    assert read["authors"].rstrip(".") == authors.rstrip(".")
    assert read["title"] == title.rstrip(" .")
    assert place.startswith((f". {read['container']}.", f" {read['container']}."))
    assert likeness(printed).part is Part.WHOLE


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("names first", "Hara N, Oka H. Predictors of symptoms. Eur Spine J. 2010;19:1849."),
        ("no name", "Bone and diet. Vitamin D. Osteoporos Int. 2010;19:1849."),
        ("no names", "Exercise for backs. Cochrane Database Syst Rev. 2010;2:CD0001."),
        ("names in a sentence", "It was shown first. Hara N thought of it before Oka did."),
    ],
)
def test_no_names_behind_a_title(why: str, text: str) -> None:
    names = names_behind_title(text)
    assert names is None, why
