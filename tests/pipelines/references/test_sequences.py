"""Letters, Roman numbers and signs before the entries of a list: markers only in a row."""

from collections.abc import Sequence

import pytest

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references

LIU = "Liu L, Skinner M. Acupuncture for low back pain. Evid Based Med. 2015;2015:328196."
MADSEN = "Madsen MV, Gøtzsche PC. Acupuncture treatment for pain. BMJ. 2009;338:a3115."
HAUK = "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471."
WHO = "World Health Organization. WHO guideline for low back pain. Geneva: WHO; 2023."
LIST = (LIU, MADSEN, HAUK)


def found_in(lines: Sequence[str], *, one_block: bool) -> list[tuple[str, str]]:
    """(marker, print) of the entries in these lines below a heading."""
    texts = ["\n".join(lines)] if one_block else lines
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts]
    heading = Block(kind=BlockKind.HEADING, text="References", level=2)
    return [(one.marker, one.printed) for one in find_references([heading, *blocks])]


LABELS = [
    # how they are printed, the markers
    ("i. |ii. |iii. ", "i ii iii"),
    ("i) |ii) |iii) ", "i ii iii"),
    ("(i) |(ii) |(iii) ", "i ii iii"),
    ("(I)|(II)|(III)", "I II III"),
    ("I. |II. |III. ", "I II III"),
    ("1.1 |1.2 |1.3 ", "1.1 1.2 1.3"),
    ("2.1. |2.2. |2.3. ", "2.1 2.2 2.3"),
    ("No. 1 |No. 2 |No. 3 ", "1 2 3"),
    ("Nr. 1: |Nr. 2: |Nr. 3: ", "1 2 3"),
    ("R1. |R2. |R3. ", "1 2 3"),
    ("<1> |<2> |<3> ", "1 2 3"),
    ("/1/ |/2/ |/3/ ", "1 2 3"),
    ("〔1〕|〔2〕|〔3〕", "1 2 3"),
    ("【1】|【2】|【3】", "1 2 3"),
    ("a. |b. |c. ", "a b c"),
    ("a) |b) |c) ", "a b c"),
    ("(a) |(b) |(c) ", "a b c"),
    ("A) |B) |C) ", "A B C"),
    ("A. |B. |C. ", "A B C"),
    ("* |† |‡ ", "* † ‡"),
    ("*|†|‡", "* † ‡"),
    ("*|**|***", "* ** ***"),
    ("1 – |2 – |3 – ", "1 2 3"),
    ("Ref. 1: |Ref. 2: |Ref. 3: ", "1 2 3"),
    ("Reference 3. |Reference 4. |Reference 5. ", "3 4 5"),
    ("Quelle 1: |Quelle 2: |Quelle 3: ", "1 2 3"),
    ("#1 |#2 |#3 ", "1 2 3"),
    ("1.) |2.) |3.) ", "1 2 3"),
    ("[Liu2015] |[Madsen2009] |[Hauk78] ", "Liu2015 Madsen2009 Hauk78"),
]


@pytest.mark.parametrize("one_block", [False, True])
@pytest.mark.parametrize(("labels", "markers"), LABELS, ids=[row[0] for row in LABELS])
def test_labels_in_a_row(labels: str, markers: str, one_block: bool) -> None:
    lines = [label + entry for label, entry in zip(labels.split("|"), LIST, strict=True)]
    found = found_in(lines, one_block=one_block)
    assert found == list(zip(markers.split(), LIST, strict=True))


def test_an_entry_cut_in_two_stands_between_labels() -> None:
    title, place = "Liu L, Skinner M. Acupuncture for pain.", "Evid Based Med. 2015;2015:328196."
    found = found_in([f"a) {title}", place, f"b) {MADSEN}", f"c) {WHO}"], one_block=False)
    assert found == [("a", f"{title}\n{place}"), ("b", MADSEN), ("c", WHO)]


WRAPPED = [
    # the two lines of one entry: the second begins with what might be a number of its own
    ("Lee A, Kim B. Bracing of the young. Spine, Vol. 12,", "No. 3 March 2010, pp. 1-9."),
    ("Lindlof T, Boyd D. Mentoring at work. Feedback, Vol. 38,", "No. 1 (Winter 1997), 16-25."),
    ("Ito J. Slipped discs. Bull WHO, Suppl.", "Nr 1 Geneva: WHO, 2012."),
    ("Lee A, Kim B. Receptors and their ligands R2,", "R3. Spine 2012;12:3-5."),
    ("Lee A, Kim B. Bracing of the young at x", "<3> Years. Spine 2012;12:3-5."),
]


@pytest.mark.parametrize("numbers", [("2. ", "3. "), ("", "")], ids=["numbered", "bare"])
@pytest.mark.parametrize("lines", WRAPPED, ids=[row[1] for row in WRAPPED])
def test_a_wrapped_line_is_no_entry_of_its_own(
    lines: tuple[str, str], numbers: tuple[str, str]
) -> None:
    found = found_in([numbers[0] + lines[0], lines[1], numbers[1] + MADSEN], one_block=True)
    assert [printed for _, printed in found] == ["\n".join(lines), MADSEN]


NAMES = [
    # why, lines that begin with no label
    (
        "initials of names, in the order of the alphabet",
        (
            "A. Adams, B. Lee. Back pain and rest. Spine 12(3): 45–67, 2010.",
            "B. Brown, C. Kim. Pain in the neck. Spine 13(3): 45–67, 2011.",
            "C. Clark, D. Ito. Pain in the leg. Spine 14(3): 45–67, 2012.",
        ),
    ),
    (
        "initials of people who wrote alone",
        (
            "A. Adams, Herniated discs at work, Spine 12(3): 45–67, 2010.",
            "B. Brown, Fusion of the neck, Spine 13(3): 45–67, 2011.",
            "C. Clark, Tumours of the leg, Spine 14(3): 45–67, 2012.",
        ),
    ),
    (
        "two initials each",
        (
            "A. K. Adams, B. Lee. Back pain and rest. Spine 12(3): 45–67, 2010.",
            "B. M. Brown, C. Kim. Pain in the neck. Spine 13(3): 45–67, 2011.",
            "C. T. Clark, D. Ito. Pain in the leg. Spine 14(3): 45–67, 2012.",
        ),
    ),
    (
        "an initial that is a Roman number",
        (
            "I. Newton, R. Hooke. Gravity and the spine. Spine 12(3): 45–67, 2010.",
            "V. Ito, K. Lee. Pain in the neck. Spine 13(3): 45–67, 2011.",
            "X. Chen, L. Wu. Pain in the leg. Spine 14(3): 45–67, 2012.",
        ),
    ),
    (
        "a worm",
        (
            LIU,
            "C. elegans Sequencing Consortium. Genome of the nematode. Science. 1998;282:2012-8.",
            MADSEN,
        ),
    ),
    ("one label alone", (LIU, f"b) {MADSEN}", HAUK)),
    ("stars that remark", (f"*{LIU}", MADSEN, f"**{HAUK}")),
]


@pytest.mark.parametrize(("why", "lines"), NAMES, ids=[row[0] for row in NAMES])
def test_names_are_not_eaten(why: str, lines: Sequence[str]) -> None:
    assert found_in(lines, one_block=False) == [("", line) for line in lines]


def test_a_roman_number_of_two_letters_tells_numbers_from_initials() -> None:
    people = ("J. Chanda", "T. P. Ito", "R. Forsey", "B. Du")
    texts = [f"{name}, “Pain of the back,” Spine, vol. 1, pp. 1-9, 1976." for name in people]
    lines = [f"{n}. {text}" for n, text in zip(("I", "II", "III", "IV"), texts, strict=True)]
    found = found_in(lines, one_block=False)
    assert found == list(zip(("I", "II", "III", "IV"), texts, strict=True))


def test_labels_out_of_order_are_left() -> None:
    lines = [f"b) {LIU}", f"d) {MADSEN}", f"* {HAUK}"]
    assert found_in(lines, one_block=False) == [("", lines[0]), ("", lines[1]), ("", HAUK)]


TITLES = (
    "Acupuncture for low back pain. Liu L, Skinner M. Evid Based Med. 2015;2015:328196.",
    "Treatment for pain. Madsen MV, Gøtzsche PC. BMJ. 2009;338:a3115.",
    "Familial occurrence of lysis. Haukipuro K. Clin Genet. 1978;13:471.",
)


@pytest.mark.parametrize("one_block", [True, False])
def test_figures_that_count_up_before_titles(*, one_block: bool) -> None:
    lines = [f"{number}{title}" for number, title in enumerate(TITLES, 1)]
    assert found_in(lines, one_block=one_block) == list(zip("123", TITLES, strict=True))


def test_figures_that_begin_titles_are_no_numbers() -> None:
    lines = [f"[{n}] {e}" for n, e in enumerate(("2 cases of gout." + TITLES[0], LIU, HAUK), 1)]
    found = found_in(lines, one_block=False)
    assert [marker for marker, _ in found] == ["1", "2", "3"]
    assert found[0][1].startswith("2 cases of gout.")
