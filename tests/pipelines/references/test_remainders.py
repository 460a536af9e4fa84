"""Lines that no entry begins with, beside lines that one may begin with."""

import pytest

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references
from pipelines.references.remainders import begins_with_place, is_end_of_numbers, is_note

PLACES = [
    # why, line, whether no entry begins so
    ("a journal", "Evid Based Complement Alternat Med. 2015;2015:328196.", True),
    ("one word", "Pain. 2013;154:9-12.", True),
    ("dots", "J. Bone Joint Surg. Am. 1990;72(3):403–408.", True),
    ("months", "N Engl J Med. 2016 May 5;374(18):1763-72.", True),
    ("a town in brackets", "Spine (Phila Pa 1976). 2010;35:1.", False),
    ("a county in brackets", "Rheumatology (Oxford). 2010;35(2):1-9.", True),
    ("no year", "Orthopedics, 39(3): e434-e437.", True),
    ("volume and pages, and a town", "Journal of Zoology, London 238: 167–180.", True),
    ("a journal and its year", "European Spine Journal. 2010.", True),
    ("numbers", "2015;2015:328196.", True),
    ("pages", "pp. 12–30.", True),
    ("volume", "Vol. 12, No. 3", True),
    ("an edition", "2nd ed. Champaign: Human Kinetics; 2002.", True),
    ("a publisher", "Champaign: Human Kinetics; 2002.", True),
    ("a chapter", "In: Frymoyer JW, editor. The adult spine. New York: Raven Press; 1991.", True),
    ("proceedings", "In Proceedings of the 2nd Conference on Gait, pp. 170-175", True),
    ("a thesis", "PhD thesis, University of Maryland, 1995.", True),
    ("a title before the journal", "Back pain in Europe. Lancet. 2003;361:12-13.", False),
    ("names", "Smith J (2010) Back pain. Spine 12:3-9", False),
    ("names and a colon", "Citation: Li Z, Yi Y (2008). PLoS ONE 3(5): e2273.", False),
    ("a title that begins with a number", "2016 SOSORT guidelines: treatment of scoliosis.", False),
    ("a title that begins with In", "In search of the cause of back pain: a diary.", False),
    ("a day", "May 12, 2019", False),
    ("prose", "In 2019 about 12 of 100 adults had back pain.", False),
    ("nothing", "", False),
]


@pytest.mark.parametrize(("why", "line", "expected"), PLACES, ids=[row[0] for row in PLACES])
def test_place(why: str, line: str, expected: bool) -> None:
    assert begins_with_place(line) is expected


NUMBERS = [
    # why, what stands before, line, whether it is nothing but numbers
    ("pages", "J Pain. 2012;5:", "371–380.", True),
    ("a year", "Spine, pp. 397-408.", "1967.", True),
    ("a year in brackets", "Phys Lett 70A, 27", "(1979).", True),
    ("volume and pages", "Anim. Behav.", "72: 189–197.", True),
    ("what a label announces", "Spine, vol. 2, pp.", "397 in the second edition", True),
    ("a number of pages before", "Cowansville, Québec, 561 p.", "2014: Kindheiten.", False),
    ("a time of day", "Opening hours", "8:00 to 12:00", False),
    ("a date", "Last seen", "12.3.2019", False),
    ("a pager", "Spine. 2010;3:4-9.", "1 2 3 4", False),
]


@pytest.mark.parametrize(
    ("why", "before", "line", "expected"), NUMBERS, ids=[row[0] for row in NUMBERS]
)
def test_end_of_numbers(why: str, before: str, line: str, expected: bool) -> None:
    assert is_end_of_numbers(before, line) is expected


NOTES = [
    # why, line, whether it is a note
    ("a DOI name", "doi: 10.2147/JPR.S25330", True),
    ("an address", "https://doi.org/10.2147/JPR.S25330", True),
    ("a PMID", "PMID: 20640863", True),
    ("ahead of print", "[Epub ahead of print]", True),
    ("where", "Available from: https://www.dovepress.com/back-pain", True),
    ("when", "Accessed 12 May 2019.", True),
    ("not from where", "Available in our shop", False),
    ("names", "Dois A, Epstein B. Pain. Spine. 2010;3:4-9.", False),
]


@pytest.mark.parametrize(("why", "line", "expected"), NOTES, ids=[row[0] for row in NOTES])
def test_note(why: str, line: str, expected: bool) -> None:
    assert is_note(line) is expected


@pytest.mark.parametrize(
    ("line", "is_publisher"),
    [
        ("Information Age Publishing, Charlotte.", True),
        ("Hogrefe Leitlinien Verlag, Göttingen.", True),
        ("Hernia Society Press, Hamburg.", True),
        ("Information for patients, Charlotte.", False),
        ("Press release: information for patients.", False),
    ],
)
def test_a_publisher_may_have_a_leaflets_word_in_its_name(line: str, is_publisher: bool) -> None:
    book = "Lee K, Smith JB (2012). Living with pain."
    others = [f"Weber H, Holmberg P. Ten years of discs {n}. Spine. 1983;{n}:3-9." for n in (1, 2)]
    heading = Block(kind=BlockKind.HEADING, text="References", level=2)
    texts = (others[0], book, line, others[1])
    found = find_references([heading, *(Block(kind=BlockKind.PARAGRAPH, text=t) for t in texts)])
    assert (f"{book}\n{line}" in [one.printed for one in found]) is is_publisher
