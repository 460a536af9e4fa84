"""Pointers: rows (why, text, list, expected ``printed → position``), and what is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Anchor, Block, BlockKind, PageKind, PageRecord, Pointer, Region
from pipelines.pointers import find_dangling, find_pointers
from pipelines.stages import find_bibliography, refine

WORKS = (
    "Liu L, Skinner M, Baxter GD. Acupuncture for low back pain. Evid Based Med. 2015;2015:328196.",
    "Madsen MV, Gøtzsche PC. Acupuncture treatment for pain. BMJ. 2009;338:a3115.",
    "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471.",
    "van Middelkoop M, Rubinstein SM, van Tulder MW. Surgery. Eur Spine J. 2013;22(1):16-26.",
    "Lee JH, Kim S, Park Y. Walking and pain. Spine. 2009a;34(2):12-19.",
    "Lee JH, Choi K. Swimming and pain. Spine. 2009b;34(3):20-29.",
    "World Health Organization (2020). Guidelines on physical activity. WHO Press. 2020;1:1-9.",
)


def page(*texts: str | Block, marker: str = "{}. ", works: tuple[str, ...] = WORKS) -> PageRecord:
    """Text above a list whose entries are printed behind ``marker``."""
    above = [
        text if isinstance(text, Block) else Block(kind=BlockKind.PARAGRAPH, text=text)
        for text in texts
    ]
    entries = [
        Block(kind=BlockKind.PARAGRAPH, text=marker.format(number) + work)
        for number, work in enumerate(works, 1)
    ]
    heading = Block(kind=BlockKind.HEADING, text="References", level=2)
    record = PageRecord(
        url="https://www.x.org/a.htm",
        capture_id="c",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        kind=PageKind.ARTICLE,
        title="Back pain",
        blocks=(*above, heading, *entries),
    )
    return find_bibliography(record)


def shown(pointers: tuple[Pointer, ...]) -> list[tuple[str, int]]:
    return [(pointer.printed, pointer.reference) for pointer in pointers]


NUMBERS = [
    # why, text, marker of the list, expected
    ("and in brackets", "Walking helps [1, 2 and 4].", "{}. ", [("1", 1), ("2", 2), ("4", 4)]),
    ("from bracket to bracket", "Walking helps [2]–[4].", "{}. ",
     [("2", 2), ("2]–[4", 3), ("4", 4)]),
    ("refs without a full stop", "Walking helps (refs 2, 3 and 5).", "{}. ",
     [("2", 2), ("3", 3), ("5", 5)]),
    ("in brackets", "Walking helps [3].", "{}. ", [("3", 3)]),
    ("the first in parentheses, alone", "Walking helps (1).", "{}. ", [("1", 1)]),
    ("several in brackets", "Walking helps [2-4, 7].", "[{}] ",
     [("2-4", 2), ("2-4", 3), ("2-4", 4), ("7", 7)]),
    ("en dash, semicolon, announced", "So [1–2; 5] and [ref. 6].", "{}. ",
     [("1–2", 1), ("1–2", 2), ("5", 5), ("6", 6)]),
    ("side by side", "So it is [1][2] here.", "{}. ", [("1", 1), ("2", 2)]),
    ("raised", "Walking helps.³ It is safe⁴,⁵ too.", "{}. ", [("³", 3), ("⁴", 4), ("⁵", 5)]),
    ("raised range", "Walking helps²⁻⁴.", "{}. ", [("²⁻⁴", 2), ("²⁻⁴", 3), ("²⁻⁴", 4)]),
    ("raised with a blank", "Walking helps ³.", "{}. ", [("³", 3)]),
    ("in parentheses as the list", "Walking helps (3). So does rest (1,2).", "({}) ",
     [("3", 3), ("1", 1), ("2", 2)]),
    ("in parentheses, counted up", "Rest (1), then walk (2). Swim (1, 3).", "{}. ",
     [("1", 1), ("2", 2), ("1", 1), ("3", 3)]),
    ("after a word for it", "For more see reference 4 and refs. 5, 6.", "{}. ",
     [("4", 4), ("5", 5), ("6", 6)]),
    ("in a list that prints no numbers", "Walking helps [3].", "", [("3", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "text", "marker", "expected"), NUMBERS, ids=[row[0] for row in NUMBERS]
)
def test_numbers(why: str, text: str, marker: str, expected: list[tuple[str, int]]) -> None:
    record = page(text, marker=marker)
    pointers = find_pointers(record)
    assert shown(pointers) == expected
    for pointer in pointers:
        assert text[pointer.start : pointer.end] == pointer.printed
        assert pointer.context
        assert 0 < pointer.confidence <= 1
    assert find_dangling(record) == ()


NAMES = [
    # why, text, expected
    ("a semicolon between two", "It helps (MADSEN; GØTZSCHE, 2009).",
     [("MADSEN; GØTZSCHE, 2009", 2)]),
    ("and others, in Greek", "Βοηθά (Liu κ.ά., 2015).", [("Liu κ.ά., 2015", 1)]),
    ("y of two people", "Madsen y Gøtzsche (2009) dudan.", [("Madsen y Gøtzsche (2009", 2)]),
    ("og of two people", "Madsen og Gøtzsche (2009) tviler.", [("Madsen og Gøtzsche (2009", 2)]),
    ("in parentheses", "It helps (Liu et al., 2015).", [("Liu et al., 2015", 1)]),
    ("several", "Both (Liu et al. 2015; Haukipuro 1978) say so.",
     [("Liu et al. 2015", 1), ("Haukipuro 1978", 3)]),
    ("in the sentence", "Madsen and Gøtzsche (2009) doubt it.", [("Madsen and Gøtzsche (2009", 2)]),
    ("without diacritics", "Madsen & Gotzsche, 2009, doubt it.", [("Madsen & Gotzsche, 2009", 2)]),
    ("colleagues", "Liu and colleagues (2015) agree.", [("Liu and colleagues (2015", 1)]),
    ("other languages", "So Liu und Kollegen (2015) und Haukipuro (1978).",
     [("Liu und Kollegen (2015", 1), ("Haukipuro (1978", 3)]),
    ("possessive", "Haukipuro’s 1978 study is old.", [("Haukipuro’s 1978", 3)]),
    ("a word before the name", "Recently Haukipuro (1978) found this.", [("Haukipuro (1978", 3)]),
    ("a particle, and none", "As van Middelkoop et al. (2013) and Middelkoop et al. 2013 say.",
     [("van Middelkoop et al. (2013", 4), ("Middelkoop et al. 2013", 4)]),
    ("told apart by letter", "See Lee 2009a, 2009b.", [("Lee 2009a", 5), ("2009b", 6)]),
    ("told apart by the second author", "See Lee and Choi 2009.", [("Lee and Choi 2009", 6)]),
    ("an organisation", "Move more (World Health Organization 2020, WHO 2020).",
     [("World Health Organization 2020", 7), ("WHO 2020", 7)]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "expected"), NAMES, ids=[row[0] for row in NAMES])
def test_names(why: str, text: str, expected: list[tuple[str, int]]) -> None:
    pointers = find_pointers(page(text))
    assert shown(pointers) == expected
    assert all(text[p.start : p.end] == p.printed for p in pointers)


@pytest.mark.parametrize(
    ("cited", "listed"),
    [("Mueller", "Müller"), ("Müller", "Mueller"), ("Oestergaard", "Østergaard"), ("Aas", "Ås")],
)
def test_an_umlaut_in_two_letters(cited: str, listed: str) -> None:
    works = (f"{listed} K, Oz T. Neck pain. Eur Spine J. 2012;5:14-19.", *WORKS)
    record = page(f"It hurts ({cited} & Oz, 2012).", works=works)
    assert shown(find_pointers(record)) == [(f"{cited} & Oz, 2012", 1)]


OTHER_COUNTS = [
    # text, the numbers that point: what is counted behind an "and" is no entry
    ("See reference 2 and 12 months later.", ["2"]),
    ("See references 1 and 90 other trials.", ["1"]),
    ("See references 2, 3 und 14 weitere.", ["2", "3"]),
    ("Refs 2 and 50 patients were seen.", ["2"]),
    ("It helps (ref. 2 and 5 others).", ["2"]),
    ("It helps (refs 2 and 50).", ["2"]),
    ("It helps (refs 2 and 5).", ["2", "5"]),
    ("See references 2 and 5. They agree.", ["2", "5"]),
    ("A score of [1 and 5] was told.", []),
    ("It helps [1 and 50].", ["1"]),
]


@pytest.mark.parametrize(("text", "numbers"), OTHER_COUNTS, ids=[row[0] for row in OTHER_COUNTS])
def test_a_count_behind_an_and_neither_points_nor_accuses(text: str, numbers: list[str]) -> None:
    record = page(text, marker="[{}] ")
    assert [pointer.printed for pointer in find_pointers(record)] == numbers
    assert find_dangling(record) == ()


KEYS = [
    # why, keys of the list, text, expected
    ("of the author and the year", ("Liu15", "Mad+09"), "It helps [Liu15] or not [Mad+09].",
     [("Liu15", 1), ("Mad+09", 2)]),
    ("several in one bracket", ("Liu15", "MG09", "Hau78"), "So say [Liu15, MG09; Hau78].",
     [("Liu15", 1), ("MG09", 2), ("Hau78", 3)]),
    ("a word before, a page behind", ("Liu15", "Mül09"), "So [vgl. Mül09, S. 12] and [see Liu15].",
     [("Mül09", 2), ("Liu15", 1)]),
    ("printed a little otherwise", ("ACL30", "Lee 2009"), "Here [ACL 30], there [lee2009].",
     [("ACL 30", 1), ("lee2009", 2)]),
    ("without figures, as all have it", ("Liu", "Mad"), "It helps [Liu].", [("Liu", 1)]),
    ("names and a year", ("Liu et al., 2015", "Madsen & Gøtzsche, 2009"),
     "It helps [Liu et al., 2015; Madsen & Gøtzsche, 2009].",
     [("Liu et al., 2015", 1), ("Madsen & Gøtzsche, 2009", 2)]),
    ("of two entries", ("Liu15", "Liu15"), "It helps [Liu15].", []),
    ("no entry's", ("Liu15", "Mad09"), "Illness [COVID19], [sic] and [PDF].", []),
    ("not in brackets", ("Liu15", "Mad09"), "The code Liu15 and (Mad09).", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "keys", "text", "expected"), KEYS, ids=[row[0] for row in KEYS])
def test_keys(why: str, keys: tuple[str, ...], text: str, expected: list[tuple[str, int]]) -> None:
    works = tuple(f"[{key}] {work}" for key, work in zip(keys, WORKS, strict=False))
    record = page(text, marker="", works=works)
    assert [reference.marker for reference in record.references] == list(keys)
    pointers = find_pointers(record)
    assert shown(pointers) == expected
    assert all(text[p.start : p.end] == p.printed for p in pointers)
    assert find_dangling(record) == ()


def test_a_word_that_one_entry_begins_with_is_no_key() -> None:
    works = (f"[PDF] {WORKS[0]}", *WORKS[1:5])
    assert find_pointers(page("Read this [PDF].", marker="", works=works)) == ()


def test_the_heading_above_an_entry_points_to_none() -> None:
    titled = [Block(kind=BlockKind.HEADING, text="Liu 2015", level=4)]
    record = page("It helps (Liu 2015).")
    at = next(n for n, block in enumerate(record.blocks) if block.text.startswith("1. Liu"))
    blocks = (*record.blocks[:at], *titled, *record.blocks[at:])
    record = find_bibliography(replace(record, blocks=blocks))
    assert [pointer.block for pointer in find_pointers(record)] == [0]


NONE = [
    # why, text, marker of the list
    ("a year", "It was shown [2010] and (2009) and Lee said in 2019.", "{}. "),
    ("a year that two entries have", "See Lee 2009.", "{}. "),
    ("the author of another year", "See Liu 2014 and Smith 2015.", "{}. "),
    ("the number of a letter", "Please quote our ref 2 when you write.", "{}. "),
    ("a dose", "Take it (3 mg) or [5] mg or (2) % of it.", "({}) "),
    ("an interval", "Half (95% CI [2, 7]) got better, range [1-3].", "[{}] "),
    ("an interval with zero", "A number in [0, 1].", "[{}] "),
    ("powers, units, ions", "10³ people, 5 m², 25 kg/m², χ² and R² with ¹³C, Ca²⁺.", "{}. "),
    ("items of a sentence", "Do this: (1) rest, (2) walk and (3) swim.", "({}) "),
    ("items in sentences", "(1) Rest a lot. (2) Walk a lot.", "({}) "),
    ("number of a figure", "Look at Figure (2), stage (3) and grade (1).", "({}) "),
    ("a number in words", "Only two (2) came.", "({}) "),
    ("parentheses, one only", "We asked patients (3).", "{}. "),
    ("parentheses that do not count up", "It hurts (4), then less (2).", "{}. "),
    ("the number of a paragraph", "[3] The third thing.", "{}. "),
    ("a note below the text", "³ In 2019 only.", "{}. "),
    ("a range of too many", "Ages [1-90] and [7-3].", "{}. "),
    ("a month", "Since May 2009 nobody asked.", "{}. "),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "marker"), NONE, ids=[row[0] for row in NONE])
def test_no_pointer(why: str, text: str, marker: str) -> None:
    record = page(text, marker=marker)
    assert shown(find_pointers(record)) == []
    assert find_dangling(record) == ()


def test_no_list_no_pointer() -> None:
    record = page("Walking helps [3].", works=())
    assert find_pointers(record) == ()
    assert find_dangling(record) == ()


def linked(text: str, *links: tuple[str, str]) -> Block:
    """A paragraph with links, each (its text, its target), in order."""
    anchors, at = [], 0
    for label, href in links:
        start = text.index(label, at)
        at = start + len(label)
        anchors.append(Anchor(start=start, end=at, href=href))
    return Block(kind=BlockKind.PARAGRAPH, text=text, anchors=tuple(anchors))


LINKS = [
    # why, block, expected
    ("one link each", linked("So³⁴.", ("³", "#ref3"), ("⁴", "#ref4")), [("³", 3), ("⁴", 4)]),
    ("in brackets", linked("So [3].", ("[3]", "#cite_note-Haukipuro-3")), [("3", 3)]),
    ("a name", linked("As Haukipuro says.", ("Haukipuro", "#bib3")), [("Haukipuro", 3)]),
    ("the page's own address", linked("So 3 says.", ("3", "a.htm#fn:3")), [("3", 3)]),
    ("the next page", linked("1 2 3", ("2", "?page=2"), ("3", "#page3")), []),
    ("a chapter", linked("Chapter 3", ("3", "#chapter3")), []),
    ("another page", linked("So [9] b.", ("9", "b.htm#ref9")), []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "block", "expected"), LINKS, ids=[row[0] for row in LINKS])
def test_links(why: str, block: Block, expected: list[tuple[str, int]]) -> None:
    pointers = find_pointers(page(block))
    assert shown(pointers) == expected


def test_confidence_says_how_sure() -> None:
    """A number that the list prints is surer than one counted, a link is surest."""
    by_link = find_pointers(page(linked("So [3].", ("3", "#ref3"))))[0].confidence
    printed = find_pointers(page("So [3]."))[0].confidence
    counted = find_pointers(page("So [3].", marker=""))[0].confidence
    assert 1 == by_link > printed > counted


def test_dangling_numbers() -> None:
    record = page("So [3] and [9], not [12-13].")
    assert find_dangling(record) == (9, 12, 13)
    issues = [i for i in refine(record).issues if i.code == "dangling_pointer"]
    assert [i.message for i in issues] == [
        "The text points to references 9, 12, 13, but no such number is among the 7 found."
    ]
    assert refine(refine(record)).issues == refine(record).issues


@pytest.mark.parametrize(
    ("href", "dangling"),
    [("tel:+48123", ()), ("mailto:a@x.org", ()), ("#ref9", (9,)), ("/x", (9,))],
)
def test_what_is_to_be_called_points_to_no_reference(href: str, dangling: tuple[int, ...]) -> None:
    record = page("So [3].", linked("Call [9].", ("[9]", href)))
    assert find_dangling(record) == dangling
    assert shown(find_pointers(record)) == [("3", 3)]


def test_a_style_that_points_nowhere_is_not_dangling() -> None:
    assert find_dangling(page("A footnote⁹ and a score (9).", "Walking helps [3].")) == ()


def test_two_lists() -> None:
    """Each text points to the list below it."""
    record = page("First [1].", *(f"{n}. {w}" for n, w in enumerate(WORKS[:3], 1)), "Second [1].",
                  works=WORKS[3:])  # fmt: skip
    assert shown(find_pointers(record)) == [("1", 1), ("1", 4)]


def test_nothing_outside_of_the_content() -> None:
    chrome = Block(kind=BlockKind.PARAGRAPH, text="Menu [3].", region=Region.CHROME)
    code = Block(kind=BlockKind.CODE, text="x[3]")
    assert find_pointers(page(chrome, code)) == ()


PIECES = st.lists(
    st.sampled_from([
        "[3]", "[2-", "4]", "(1)", "(", "³", "⁻", "Lee", "et al.", "2009", "a", ",", " ", "\n",
        "and ", "Liu L. ", "ref. ", "[", "]", "10", "van ", "é", "%", *WORKS[:2],
    ]),
    max_size=30,
).map("".join)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(BlockKind), PIECES | st.text(max_size=40)), max_size=6))
def test_any_text(parts: list[tuple[BlockKind, str]]) -> None:
    blocks = [
        Block(kind=kind, text=text, anchors=(Anchor(start=0, end=len(text), href="#ref2"),))
        for kind, text in parts
    ]
    record = page(*blocks, marker="[{}] ", works=())
    positions = {reference.position for reference in record.references}
    for pointer in find_pointers(record):
        text = record.blocks[pointer.block].text
        assert text[pointer.start : pointer.end] == pointer.printed != ""
        assert pointer.reference in positions
    find_dangling(record)
