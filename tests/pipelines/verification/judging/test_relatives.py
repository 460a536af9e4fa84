"""Records of which one may stand for the other, and records that are strangers."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace

import pytest

from archive.records import Work
from pipelines.verification.judging.relatives import are_strangers, may_belong_together
from tests.pipelines.matching.test_twins import DUNN, PEARSON, TWIN

LETTER = Work(doi="10.1/a", agency="Crossref", title="Letter to the editor", authors=("Ito, S",), year=2004)  # fmt: skip
OWN_TITLE = replace(PEARSON, doi="10.1/b", authors=("Somebody Else",))
GERMAN = Work(doi="10.1002/ange.1", agency="Crossref", title="Katalyse mit Gold", container="Angewandte Chemie", authors=("Hashmi, A", "Toste, F"), year=2006, volume="118", pages="8064-8105")  # fmt: skip
ENGLISH = replace(GERMAN, doi="10.1002/anie.1", agency="PubMed", title="Homogeneous synthesis of rings", container="Angewandte Chemie (International ed. in English)", volume="45", pages="7896-7936")  # fmt: skip
ROWS = [
    # why, one, other, whether they may belong together
    ("registered twice", DUNN, TWIN, True),
    ("other title, author and year", DUNN, PEARSON, False),
    ("related", DUNN, replace(PEARSON, relations=(("is-version-of", DUNN.doi),)), True),
    ("versions of one thing", replace(DUNN, relations=(("is-version-of", "10.5/all"),)), replace(PEARSON, relations=(("is-version-of", "10.5/all"),)), True),
    ("a notice that names it", DUNN, replace(PEARSON, is_notice_of=(DUNN.doi,)), True),
    ("a notice with its title", DUNN, Work(doi="", agency="PubMed", title=f"Correction to: {DUNN.title}"), True),
    ("a notice of something else", DUNN, Work(doi="", agency="PubMed", title=f"Correction to: {PEARSON.title}"), False),
    ("a reply with its title, by others", DUNN, replace(DUNN, doi="10.1/c", title="On bothersomeness: a reply", authors=("Ito, S",)), False),
    ("names are written otherwise", PEARSON, OWN_TITLE, True),
    ("a title that many have, by two people", LETTER, replace(LETTER, doi="10.1/d", authors=("Dunn, K",)), False),
    ("that title, one author", LETTER, replace(LETTER, doi="10.1/d", year=2015), True),
    ("that title, no author known", LETTER, replace(LETTER, doi="10.1/d", authors=()), True),
    ("data of the same people", DUNN, replace(DUNN, doi="10.5/data", agency="DataCite", title="Questionnaires"), True),
    ("data of others", DUNN, replace(PEARSON, doi="10.5/data", agency="DataCite"), False),
    ("two articles of the same people", DUNN, replace(DUNN, doi="10.1/e", title="Sick leave among nurses"), False),
    ("the edition in another language", GERMAN, ENGLISH, True),
    ("the same, printed a year later", GERMAN, replace(ENGLISH, year=2007), True),
    ("that edition, by others", GERMAN, replace(ENGLISH, authors=("Ito, S",)), False),
    ("that edition, by one more", GERMAN, replace(ENGLISH, authors=(*GERMAN.authors, "Ito, S")), False),
    ("that edition, years later", GERMAN, replace(ENGLISH, year=2010), False),
    ("the same people in another journal", GERMAN, replace(ENGLISH, container="Chemical Reviews"), False),
    ("no author known", replace(GERMAN, authors=()), replace(ENGLISH, authors=()), False),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_records_that_may_belong_together(why: str, one: Work, other: Work, expected: bool) -> None:
    assert may_belong_together(one, other) is may_belong_together(other, one) is expected
    assert are_strangers(one, other) is not expected
