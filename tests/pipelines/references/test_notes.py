"""What a reference prints besides its fields: rows (why, printed, what is left of it)."""

import pytest

from pipelines.references.notes import BEHIND_TITLE, DAY, blank_notes

NOTES = [
    ("day of a visit", "Backs. 2019. Accessed 3 May 2021.", "Backs. 2019."),
    ("in brackets", "Backs. 2019 [cited 2021 Feb 3].", "Backs. 2019"),
    ("German, with full stops", "Rücken. 2019 (abgerufen am 3. März 2021).", "Rücken. 2019"),
    ("in figures", "Plecy. [dostęp: 12.03.2020].", "Plecy."),
    ("no day, no visit", "Retrieved implants: a review.", "Retrieved implants: a review."),
    ("the year of an update stays", "Backs. Last updated: 3 March 2019.", "Backs. 2019."),
    ("a title", "Revised 2003 consensus on backs.", "Revised 2003 consensus on backs."),
    ("in press", "Walking. Spine. In press 2022.", "Walking. Spine. 2022."),
    ("a title that begins with it", "In press rooms, backs ache.", "In press rooms, backs ache."),
    ("what it is", "Backs [press release]. 2019.", "Backs . 2019."),
    ("a title in brackets", "Lee A. [Backs of men]. Spine.", "Lee A. [Backs of men]. Spine."),
    ("no date", "Backs. (n.d.).", "Backs. ."),
    ("edition", "Backs. 2. Auflage. Berlin", "Backs. Berlin"),
    ("number of a register", "Kreuz. AWMF-Register-Nr. 033-998. 2019.", "Kreuz. . 2019."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "expected"), NOTES, ids=[row[0] for row in NOTES])
def test_notes_are_blanked(why: str, printed: str, expected: str) -> None:
    left = blank_notes(printed)
    assert len(left) == len(printed)
    assert left.split() == expected.split()


BEHIND = [
    ("thesis", "Backs. PhD thesis, University of Leeds", "Backs. "),
    ("in brackets", "Backs (Doctoral dissertation, Leeds)", "Backs ("),
    ("version", "Backs. Version 2.1. Lumen", "Backs. "),
    ("version in the title", "A new version of backs", "A new version of backs"),
    ("number of a guideline", "Backs. NICE guideline [NG412]", "Backs. "),
    ("a meeting, its year", "Backs, and Braces (ABC 2010)", "Backs, and Braces (ABC 2010)"),
    ("genes are no guidelines", "Genes BRCA1, BRCA2, and backs", "Genes BRCA1, BRCA2, and backs"),
    ("series", "Backs. WHO Technical Report Series", "Backs. "),
    ("translator", "Backs. Trans. Ann Lee", "Backs. "),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "before"), BEHIND, ids=[row[0] for row in BEHIND])
def test_what_a_work_is_ends_its_title(why: str, printed: str, before: str) -> None:
    found = BEHIND_TITLE.search(printed)
    assert printed[: found.start() if found else None] == before


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("The Guardian, 12 May 2018", "12 May"),
        ("Zeitung, 3. März 2017, S. 21", "3. März"),
        ("El País, 5 de junio de 2019", "5 de junio de"),
        ("The Times. 2019 Mar 4; p. 12", "Mar 4"),
        ("Soins, janvier 2015, p. 59", "janvier"),
        ("Lessons of 11 September", None),
        ("Spine, 12 patients", None),
    ],
)
def test_days(printed: str, day: str | None) -> None:
    found = DAY.search(printed)
    assert (found[0] if found else None) == day
