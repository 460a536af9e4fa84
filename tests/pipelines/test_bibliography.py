"""Reference lists: every entry, no boilerplate, in every shape."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Block, BlockKind, Region
from pipelines.bibliography import find_references

A = (
    "Liu L, Skinner M, Baxter GD. Acupuncture for Low Back Pain: An Overview of Reviews. "
    "Evid Based Complement Alternat Med. 2015;2015:328196. doi: 10.1155/2015/328196"
)
B = (
    "Madsen M.V., Gotzsche, P.C., Hrobjartsson, A. (2009). Acupuncture treatment for pain. "
    "BMJ. 338:a3115"
)
C = "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471."
D = "Hara N, Oka H, et al: Predictors of residual symptoms. Eur Spine J 2010, 19(11):1849–1854."
ALL = (A, B, C, D)

BLURB = "The Patient Line website offers information about the spine and is kept by its members."
PROSE = "You should stay active. In 2019 about 12 of 100 adults had back pain for longer."


def paragraph(text: str, **more: object) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, **more)  # type: ignore[arg-type]


def heading(text: str, level: int = 2) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def items(texts: Iterable[str], marker: str = "{}.") -> list[Block]:
    return [
        Block(kind=BlockKind.ITEM, text=text, level=1, marker=marker.format(n))
        for n, text in enumerate(texts, 1)
    ]


SHAPES = {
    "paragraphs": [paragraph(text) for text in ALL],
    "ordered list": items(ALL),
    "bullets": items(ALL, "•"),
    "lines of one paragraph": [paragraph("\n".join(ALL))],
    "one paragraph, numbered": [paragraph(" ".join(f"{n}. {t}" for n, t in enumerate(ALL, 1)))],
    "one paragraph, brackets": [paragraph(" ".join(f"[{n}] {t}" for n, t in enumerate(ALL, 1)))],
    "one paragraph, no numbers": [paragraph(" ".join(ALL))],
    "printed (1)": [paragraph(f"({n}) {text}") for n, text in enumerate(ALL, 1)],
    "printed 1.": [paragraph(f"{n}. {text}") for n, text in enumerate(ALL, 1)],
    "printed [1]": [paragraph(f"[{n}] {text}") for n, text in enumerate(ALL, 1)],
    "raised numbers": [paragraph(f"{n} {text}") for n, text in enumerate(ALL, 1)],
    "table rows": [
        Block(kind=BlockKind.ROW, text="No. | Reference"),
        *(Block(kind=BlockKind.ROW, text=f"{n} | {text}") for n, text in enumerate(ALL, 1)),
    ],
    "two in one block": [paragraph(f"{A}\n{B}"), paragraph(f"{C}\n{D}")],
    "blurb glued on": [*(paragraph(text) for text in ALL[:-1]), paragraph(f"{D}\n{BLURB}")],
}


@pytest.mark.parametrize("above", ["", "References", "Literatur", "Βιβλιογραφία"])
@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str, above: str) -> None:
    blocks = [heading("Acupuncture"), paragraph(PROSE)]
    blocks += [heading(above)] if above else []
    blocks += [
        *SHAPES[shape],
        paragraph(BLURB),
        paragraph("website by somebody", region=Region.CHROME),
    ]
    references = find_references(blocks)
    assert [reference.printed for reference in references] == list(ALL)
    assert [reference.position for reference in references] == [1, 2, 3, 4]
    assert {reference.heading for reference in references} == {above}
    signs = ("1", "ordered", "numbered", "brackets", "raised", "rows")
    numbered = any(sign in shape for sign in signs)
    assert [r.marker for r in references] == (["1", "2", "3", "4"] if numbered else [""] * 4)
    for reference in references:
        first, last = blocks[reference.first_block].text, blocks[reference.last_block].text
        assert first[reference.start :].startswith(reference.printed[:20])
        assert last[: reference.end].endswith(reference.printed[-20:])


CUT = [
    # why, blocks, entries
    (
        "author line and title line",
        [
            paragraph(
                "Liu, L., Skinner M., McDonough,S. (2015)\nAcupuncture. BMJ. 2015; 2015: 328196."
            )
        ],
        ["Liu, L., Skinner M., McDonough,S. (2015)\nAcupuncture. BMJ. 2015; 2015: 328196."],
    ),
    (
        "in two blocks",
        [
            paragraph("Liu, L., Skinner M. (2015)"),
            paragraph("Acupuncture. Evid Based Med. 2015; 2015: 328196."),
        ],
        ["Liu, L., Skinner M. (2015)\nAcupuncture. Evid Based Med. 2015; 2015: 328196."],
    ),
    (
        "DOI in a line of its own",
        [paragraph(f"{C}\ndoi:10.1111/j.1399-0004.1978.tb01200.x")],
        [f"{C}\ndoi:10.1111/j.1399-0004.1978.tb01200.x"],
    ),
    (
        "DOI in a paragraph of its own",
        [paragraph(C), paragraph("https://doi.org/10.1111/j.1399-0004.1978.tb01200.x")],
        [f"{C}\nhttps://doi.org/10.1111/j.1399-0004.1978.tb01200.x"],
    ),
    (
        "DOI broken by the line end",
        [paragraph("Reme SE. Pain. J Pain Res. 2012;5:371. doi:10.2147/\nJPR.S25330")],
        ["Reme SE. Pain. J Pain Res. 2012;5:371. doi:10.2147/\nJPR.S25330"],
    ),
    (
        "hard-wrapped lines",
        [
            paragraph(
                "Sveinsdottir V, Eriksen HR, Reme SE. Assessing the role of\n"
                "behavioral therapy in the management of back pain. J Pain\nRes. 2012;5:371–380."
            )
        ],
        [
            "Sveinsdottir V, Eriksen HR, Reme SE. Assessing the role of\n"
            "behavioral therapy in the management of back pain. J Pain\nRes. 2012;5:371–380."
        ],
    ),
    (
        "cards of a list of publications",
        [
            heading("2026"),
            paragraph("HetNetEX: exact asymptotic inference"),
            paragraph("Lucas A. Gillenwater, Casey S. Greene"),
            paragraph("openRxiv · 06 Jul 2026 · doi:10.64898/2026.07.05.736581"),
        ],
        [
            "HetNetEX: exact asymptotic inference\nLucas A. Gillenwater, Casey S. Greene\n"
            "openRxiv · 06 Jul 2026 · doi:10.64898/2026.07.05.736581"
        ],
    ),
    (
        "cards whose titles are headings",
        [
            heading("Our research"),
            paragraph("We study how backs heal."),
            heading("Herniated lumbar intervertebral disk", 3),
            paragraph("Richard A. Deyo, Sohail K. Mirza"),
            paragraph("N Engl J Med. 2016;374:1763-72. doi:10.1056/NEJMcp1512658"),
            paragraph("Most patients with a herniated disk recover without an operation."),
            heading("Lumbar disc herniation with ten years of observation", 3),
            paragraph("Henrik Weber, Peter Holmberg"),
            paragraph("Spine. 1983;8:131-40. doi:10.1097/00007632-198303000-00003"),
            heading("Contact", 3),
            paragraph("Call us."),
        ],
        [
            "Herniated lumbar intervertebral disk\nRichard A. Deyo, Sohail K. Mirza\n"
            "N Engl J Med. 2016;374:1763-72. doi:10.1056/NEJMcp1512658",
            "Lumbar disc herniation with ten years of observation\nHenrik Weber, Peter Holmberg\n"
            "Spine. 1983;8:131-40. doi:10.1097/00007632-198303000-00003",
        ],
    ),
    (
        "the parts of one article are no cards",
        [
            heading("Reading of the month"),
            heading("Herniated lumbar intervertebral disk", 2),
            paragraph("Richard A. Deyo, Sohail K. Mirza"),
            paragraph("N Engl J Med. 2016;374:1763-72. doi:10.1056/NEJMcp1512658"),
            heading("Introduction", 2),
            paragraph("Most patients recover."),
        ],
        [
            "Richard A. Deyo, Sohail K. Mirza\n"
            "N Engl J Med. 2016;374:1763-72. doi:10.1056/NEJMcp1512658"
        ],
    ),
    ("one with a label", [paragraph(f"Source: {C}")], [C]),
    (
        "lines of one paragraph: a title, a year in it, a publisher",
        [
            heading("References"),
            paragraph(
                "Wan ZY, Shan H. (2022). Emerging Issues\nQuestioning the Current Treatment. "
                "Front Surg, 9: 814531.\nNegrini S, Donzelli S. (2018). 2016\nSOSORT guidelines. "
                "Scoliosis, 13: 3.\nRondinelli RD, Katz RT. Guides, 6th Edition. American\n"
                "Medical Association; 2008. ISBN 978-1-57947-888-9"
            ),
        ],
        [
            "Wan ZY, Shan H. (2022). Emerging Issues\nQuestioning the Current Treatment. "
            "Front Surg, 9: 814531.",
            "Negrini S, Donzelli S. (2018). 2016\nSOSORT guidelines. Scoliosis, 13: 3.",
            "Rondinelli RD, Katz RT. Guides, 6th Edition. American\nMedical Association; 2008. "
            "ISBN 978-1-57947-888-9",
        ],
    ),
    (
        "a run in which nobody is named: behind each DOI name another begins",
        [
            paragraph(
                "Lamb SE, et al. Lancet. 2010. doi: 10.1016/S0140-6736(09)62164-4 Data "
                "Intelligence. 2022. doi: 10.1162/dint_a_00109 Software for reading images. "
                "Zenodo. 2019. https://doi.org/10.5281/zenodo.2553043"
            )
        ],
        [
            "Lamb SE, et al. Lancet. 2010. doi: 10.1016/S0140-6736(09)62164-4",
            "Data Intelligence. 2022. doi: 10.1162/dint_a_00109",
            "Software for reading images. Zenodo. 2019. https://doi.org/10.5281/zenodo.2553043",
        ],
    ),
    (
        "an entry with little in it, below a heading",
        [heading("References"), *items([A, "Carson R (1962) Silent spring. Houghton, Boston", B])],
        [A, "Carson R (1962) Silent spring. Houghton, Boston", B],
    ),
]


@pytest.mark.parametrize(("why", "blocks", "entries"), CUT, ids=[row[0] for row in CUT])
def test_cut_entries(why: str, blocks: list[Block], entries: list[str]) -> None:
    assert [reference.printed for reference in find_references(blocks)] == entries


def test_what_is_set_in_pre_is_read_below_a_heading() -> None:
    block = Block(kind=BlockKind.CODE, text="\n".join(f"{n}. {e}" for n, e in enumerate(ALL, 1)))
    found = find_references([heading("References"), block])
    assert [(reference.marker, reference.printed) for reference in found] == [
        (str(number), entry) for number, entry in enumerate(ALL, 1)
    ]


NONE = [
    # why, blocks
    (
        "prose about a paper",
        [paragraph("The Walk Back trial was recently published in The Lancet in 2024.")],
    ),
    (
        "a poll",
        [
            paragraph("1. Would you operate?"),
            Block(kind=BlockKind.ROW, text="Yes | 34 votes"),
            paragraph("Total: 136 Specialists answered"),
        ],
    ),
    (
        "a heading and nothing to it",
        [heading("Sources"), paragraph("The pain has many sources, and you know them.")],
    ),
    (
        "a news item",
        [
            paragraph("20 December 2022"),
            paragraph("Derek T. Cawley wrote an essay about 12 patients."),
        ],
    ),
    ("chrome", [paragraph(A, region=Region.CHROME)]),
    ("code", [Block(kind=BlockKind.CODE, text=A)]),
    (
        "a blog's teasers",
        [
            paragraph("Infant in arms: travelling solo with an infant"),
            paragraph("Casey Greene"),
            paragraph("January 29, 2019 August 09, 2026"),
        ],
    ),
    ("nothing", []),
]


@pytest.mark.parametrize(("why", "blocks"), NONE, ids=[row[0] for row in NONE])
def test_no_references(why: str, blocks: list[Block]) -> None:
    assert find_references(blocks) == ()


LINES = st.lists(
    st.sampled_from(
        [
            *ALL,
            BLURB,
            PROSE,
            "1. ",
            "(2)",
            "Liu L, Skinner M (2015)",
            "References",
            "doi:",
            "\n",
            "et al.",
            " ",
            "A. ",
            "Title. J Pain. 2010;1:2.",
            "•",
            "é",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(BlockKind), LINES | st.text(max_size=60)), max_size=8))
def test_any_blocks(parts: list[tuple[BlockKind, str]]) -> None:
    blocks = [Block(kind=kind, text=text) for kind, text in parts]
    last = (0, 0)
    for found in find_references(blocks):
        begin, end = (found.first_block, found.start), (found.last_block, found.end)
        assert last <= begin < end
        last = end
        assert found.end <= len(blocks[found.last_block].text)
        assert found.printed.strip() == found.printed != ""


def test_a_journal_on_a_line_of_its_own_belongs_to_the_number_above() -> None:
    """A line that reads like a whole reference, where the numbered entry is none without it."""
    wrapped = (
        "1. Moseley GL, Hodges PW. Are postural changes caused by pain interference?\n{}\n2. " + C
    )
    place = "Clin J Pain. 2005;21:323-329. PMID: 15951650"
    (first, _) = find_references([heading("References"), paragraph(wrapped.format(place))])
    assert first.printed.endswith(place)
    (one, other, _) = find_references([heading("References"), paragraph(f"1. {A}\n{D}\n2. {C}")])
    assert (one.printed, other.printed) == (A, D)


def test_a_semicolon_behind_a_whole_reference_announces_no_names() -> None:
    (one, other) = find_references([heading("References"), paragraph(f"{A};\n{D}")])
    assert (one.printed, other.printed) == (f"{A};", D)


CARDS = [
    # why, the lines of a numbered entry with one of these below it
    (
        "a note below a card",
        "Lumbar disc herniation in violinists\nMarta Muster, Anna Beispiel\n"
        "Spine. 1983;8:131-40. doi:10.1097/00007632-198303000-00003\nIn German",
        "In German",
    ),
    (
        "a title that reads like a name, and an address",
        "Muster, M., Beispiel, A. (2020). Measures After Multilevel Lumbar\n"
        "Total Disc Arthroplasty for the Treatment of the Many\n"
        "Worn Disc Disease. Spine.\nhttps://doi.org/10.1097/BRS.0000000000003201",
        "",
    ),
]


@pytest.mark.parametrize(("why", "lines", "note"), CARDS, ids=[row[0] for row in CARDS])
def test_cards_and_lines_in_a_numbered_list(why: str, lines: str, note: str) -> None:
    """Three lines that look like a card: what is below them, and an entry that they end."""
    found = find_references([heading("References"), paragraph(f"1. {lines}\n2. {C}")])
    assert [one.printed for one in found] == [lines.removesuffix(note).strip(), C]
    (alone,) = find_references([heading("References"), paragraph(f"1. {lines}")])
    assert alone.printed.startswith(lines.removesuffix(note).strip())


WEB = "Cleveland Clinic. Pinched nerves. Viewed 12 May 2020, https://www.example.org/nerves"


def test_a_page_of_the_web_between_two_numbers_is_an_entry() -> None:
    found = find_references(items((A, WEB, "Unpublished notes on the spine by L. Weber.", B)))
    assert [reference.marker for reference in found] == ["1", "2", "4"]
    assert found[1].printed == WEB


@pytest.mark.parametrize(
    "lines",
    [
        ("专家讲座：2019年5月 第3期 10-12页", "健康讲堂, 义诊 (2020): 5(2): 10-12"),
        ("颈椎病, 腰椎病 (2019). 门诊 2019; 8: 30-45.",),
        ("Our spine team publishes often. Hara N, Oka H. Visit us in 2019; 12:30-14.",),
        ("Rückenschmerz. Meier A. Montag 2019; 8:30-10.",),
    ],
)
def test_lectures_and_office_hours_are_no_references(lines: tuple[str, ...]) -> None:
    assert find_references([heading("Sprechstunden"), *map(paragraph, lines)]) == ()


def test_tips_between_references_that_are_counted_with_them_are_none() -> None:
    tip = "Sleep well and long on a mattress that fits you"
    walk, ask = "Keep moving and walk every day", "Ask your doctor if it does not get better"
    found = find_references(items((walk, A, tip, B, ask)))
    assert [reference.printed for reference in found] == [A, B]


def test_a_page_of_the_web_that_no_number_holds_is_none_without_a_heading() -> None:
    found = find_references(items((A, B, WEB)))
    assert [reference.printed for reference in found] == [A, B]


def test_words_of_links_alone_are_no_entry() -> None:
    links = paragraph("CrossRef Full Text | Google Scholar")
    note = paragraph("Notes of ours, kept at home in a box.")
    found = find_references([heading("References"), paragraph(A), note, links, paragraph(C)])
    assert not any(reference.printed.startswith("CrossRef") for reference in found)


@pytest.mark.parametrize(
    ("below", "announced"), [(A, "Quellen"), ("Tel. 12 of our office, open from 9 to 12", None)]
)
def test_an_unclear_heading_set_as_a_line(below: str, announced: str | None) -> None:
    """``Quellen`` alone may be springs; above a reference it announces a list."""
    found = find_references([paragraph("Quellen"), paragraph(below), paragraph(WEB), paragraph(C)])
    assert {reference.heading for reference in found} == {announced or ""}


def test_stars_that_count_up_are_no_part_of_an_entry() -> None:
    found = find_references([heading("References"), *map(paragraph, (f"* {A}", f"** {B}"))])
    assert [reference.printed for reference in found] == [A, B]


def test_lines_of_a_few_letters_are_no_list() -> None:
    """Letters set upright, or a column of numbers, however long it is."""
    blocks = (
        Block(kind=BlockKind.HEADING, text="References", level=2),
        Block(kind=BlockKind.PARAGRAPH, text="A, B\n" * 40 + "2009"),
        Block(kind=BlockKind.PARAGRAPH, text="1\nLee A, Kim B. Backs.\nSpine. 2009;34:1-9."),
    )
    assert [r.first_block for r in find_references(blocks)] == [2]


@pytest.mark.parametrize(
    "below",
    [
        "If you have any questions about what you have read please speak to your physiotherapist; "
        "we moved to the new building in 2019.",
        "This leaflet was written by the team of the spine clinic in 2019 and it will be looked at "
        "again in the coming years.",
    ],
)
def test_what_a_leaflet_says_below_its_list_is_no_part_of_the_last_entry(below: str) -> None:
    entries = (
        "Lee A, Kim B. Bracing in scoliosis of the young. Spine. 2012;12:3-5.",
        "Deyo RA, Weinstein JN. Low back pain, N Engl J Med",
    )
    text = "\n".join(f"{number}. {one}" for number, one in enumerate(entries, 1))
    heading = Block(kind=BlockKind.HEADING, text="References", level=2)
    found = find_references([heading, paragraph(f"{text}\n{below}")])
    assert [one.printed for one in found] == list(entries)


def test_a_line_inside_an_entry_is_part_of_what_it_prints() -> None:
    heading = Block(kind=BlockKind.HEADING, text="References", level=2)
    text = "1. Lee A, Kim B. Bracing of the young.\nAdvertisement\nSpine. 2012;12:3-5."
    found = find_references([heading, paragraph(text)])
    assert [text[one.start : one.end] for one in found] == [one.printed for one in found] != []


@pytest.mark.parametrize("below", ["", "\nAsk your team. This leaflet was written by it in 2019."])
def test_the_last_entry_of_a_leaflet_is_put_together_as_those_before_it(below: str) -> None:
    last = (
        "Miko BA, Cohen B, et al. Personal and Household Hygiene, Environmental\n"
        "Contamination, and Health in Undergraduate Residence Halls in New York City, 2011. PLoS\n"
        "ONE. 2013;8(11):e81460. doi:10.1371/journal.pone.0081460"
    )
    first = "Springall R, et al. Interferon-Gamma. PLoS ONE. 2013;8(8):e72291."
    found = find_references([paragraph(f"References\n1. {first}\n2. {last}{below}")])
    assert [(one.marker, one.printed) for one in found] == [("1", first), ("2", last)]
