"""What is looked for before a costly pattern must be in every text that the pattern finds."""

from __future__ import annotations

import pytest

from pipelines.doi_rules.surroundings import is_labelled, is_other_number
from pipelines.references import notes
from pipelines.references.lines import likeness
from pipelines.references.notes import blank_notes
from pipelines.references.numbers import is_article_number, read_numbers


def spelled(words: str) -> list[str]:
    """Each note of an alternation, as it may be printed."""
    return words.replace("[eya]", "e").replace(" ?", " ").split("|")


@pytest.mark.parametrize("note", spelled(notes._ACCESSED))
def test_when_it_was_seen(note: str) -> None:
    for printed in (note, note.capitalize(), note.upper()):
        assert "2021" not in blank_notes(f"Lee A. Backs. {printed} 3.5.2021.")


@pytest.mark.parametrize("note", spelled(notes._UPDATED))
def test_when_it_was_updated(note: str) -> None:
    assert blank_notes(f"Lee A. Backs. {note}: 2021.").split() == ["Lee", "A.", "Backs.", "2021."]


@pytest.mark.parametrize("note", spelled(notes._AVAILABLE))
def test_where_it_is_to_be_had(note: str) -> None:
    assert blank_notes(f"Lee A. Backs. {note}: x").split() == ["Lee", "A.", "Backs.", "x"]


@pytest.mark.parametrize("note", spelled(notes._STATUS))
def test_what_state_it_is_in(note: str) -> None:
    assert blank_notes(f"Lee A. Backs. {note}.").split() == ["Lee", "A.", "Backs.", "."]


@pytest.mark.parametrize(
    "edition",
    ["2nd ed.", "2nded.", "3ª ed", "(3rd edition)", "2. Aufl.", "2.Auflage", "Rev. ed", "Wyd. 2",
     "2e druk", "First edition", "2η έκδ.", "4. baskı", "2a edizione", "2ème édition"],
)  # fmt: skip
def test_edition(edition: str) -> None:
    assert blank_notes(f"Lee A. Backs. {edition}").split() == ["Lee", "A.", "Backs."]


def test_numbers_behind_a_known_place() -> None:
    """An issue, or the number of an article, behind volume and pages."""
    for label in ("No. 4", "nr 4", "Issue 4", "Heft 4", "H. 4", "Núm. 4", "Sayı 4", "Вып. 4"):
        found = {f.name: f.value for f in read_numbers(f"Spine. 2009;19:12-9, {label}")}
        assert (found.get("volume"), found.get("issue")) == ("19", "4"), label
    for pages, is_article in (
        ("328196", True),
        ("a3115", True),
        ("S1234", False),
        ("12345-9", False),
    ):
        assert is_article_number(pages) is is_article


def test_points_are_counted_as_far_as_they_matter() -> None:
    printed = "Lee A, Kim B. Backs. Spine. 2009;19(2):12-9. doi:10.1097/brs.0b013e3181"
    like = likeness(printed)
    assert (like.points, like.has_place, like.is_named) == (6.0, True, True)


LABELS = (
    "doi:",
    "(DOI: ",
    "1-9.doi:",
    "Spinedoi ",
    "d0i ",
    "doi.0rg/",
    "Digital Object Identifier: ",
)
OTHERS = ("Tel. ", "Fax: ", "Tel. +41 ", "Telefon (041) ", "n = ", "HRB ")


@pytest.mark.parametrize("before", LABELS)
def test_labels(before: str) -> None:
    assert is_labelled(f"Lee A. Backs. {before}")
    assert not is_labelled(f"Lee A. Backs. {before} and more than that: ")


@pytest.mark.parametrize("before", OTHERS)
def test_other_numbers(before: str) -> None:
    assert is_other_number(f"Our office. {before}", "5678")
    assert not is_other_number("It goes on here - ", "5678")
