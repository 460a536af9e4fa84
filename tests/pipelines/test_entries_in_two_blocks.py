"""An entry cut in several blocks is one reference, two entries side by side are two.

Each row is read as paragraphs, as numbered paragraphs, as items and as rows of a table, below a
heading that announces references and below none: the same rule decides in all of them. Longer than
other files because it is a table.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references

FIRST = "Haukipuro K. Familial occurrence of lumbar spondylolysis. Clin Genet. 1978;13:471."
LAST = "Hara N, Oka H, et al: Predictors of residual symptoms. Eur Spine J 2010, 19(11):1849–1854."
BLURB = "The Patient Line website offers information about the spine and is kept by its members."

P, N, LI, TR = "paragraphs", "numbered paragraphs", "items", "rows"
SETS = (P, N, LI, TR)
Entry = tuple[str, ...]

CUT: list[tuple[str, Entry]] = [
    # where it is cut, the blocks of one reference
    (
        "before the journal",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for low back pain: an overview of reviews.",
            "Evid Based Complement Alternat Med. 2015;2015:328196.",
        ),
    ),
    (
        "before a journal of one word",
        ("Shiri R, Falah-Hassani K. Does leisure protect from sciatica?", "Pain. 2013;154:9-12."),
    ),
    (
        "before a journal that reads as a name",
        (
            "van Middelkoop M, Rubinstein SM. A systematic review on physical treatments.",
            "Eur Spine J. 2011;20(1):19–39.",
        ),
    ),
    (
        "before a journal with dots",
        (
            "Boden S.D., Davis D.O., Dina T.S. Abnormal magnetic-resonance scans of the spine.",
            "J. Bone Joint Surg. Am. 1990;72(3):403–408.",
        ),
    ),
    (
        "before a journal with months",
        (
            "Deyo RA, Mirza SK. Herniated lumbar intervertebral disk.",
            "N Engl J Med. 2016 May 5;374(18):1763-72.",
        ),
    ),
    (
        "before a journal, the year in brackets at the names",
        (
            "Nitta, A., Sakai, T. (2016). Prevalence of symptomatic lumbar spondylolysis.",
            "Orthopedics, 39(3): e434-e437.",
        ),
    ),
    (
        "before the numbers",
        (
            "Weber H, Holmberg P. Lumbar disc herniation with ten years of observation. Spine.",
            "1983;8:131-40.",
        ),
    ),
    (
        "before the volume",
        (
            "Weber H, Holmberg P. Lumbar disc herniation with ten years. Spine. 1983 Mar;",
            "8(2):131-140.",
        ),
    ),
    (
        "behind the names",
        (
            "Liu L., Skinner M., McDonough S. (2015)",
            "Acupuncture for low back pain. Evid Based Med. 2015; 2015: 328196.",
        ),
    ),
    (
        "behind the names, and behind the title",
        (
            "Liu L., Skinner M., McDonough S. (2015)",
            "Acupuncture for low back pain: an overview of reviews.",
            "Evid Based Med. 2015; 2015: 328196.",
        ),
    ),
    (
        "behind names without a year, and behind the title",
        (
            "Liu L, Skinner M, McDonough S.",
            "Acupuncture for low back pain: an overview of reviews.",
            "Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the title, before a small letter",
        (
            "Sveinsdottir V, Eriksen HR, Reme SE. Assessing the role of",
            "behavioral therapy in the management of back pain. J Pain Res. 2012;5:371–380.",
        ),
    ),
    (
        "in the title, before a capital",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for",
            "Low Back Pain: An Overview of Reviews. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the title, and behind it",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for",
            "low back pain: an overview of reviews.",
            "Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "before the second half of a title",
        (
            "Liu L, Skinner M, Baxter GD. Acupuncture for low back pain:",
            "An overview of reviews. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the names, behind a comma",
        (
            "Liu L, Skinner M,",
            "Baxter GD. Acupuncture for low back pain. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the names, behind and",
        (
            "Madsen, M.V., Gøtzsche, P.C. and",
            "Hróbjartsson, A. (2009). Acupuncture treatment for pain. BMJ, 338: a3115.",
        ),
    ),
    (
        "in the names, before the comma",
        (
            "Liu L, Skinner M",
            ", Baxter GD. Acupuncture for low back pain. Evid Based Med. 2015;2015:328196.",
        ),
    ),
    (
        "in the names, before and",
        (
            "Madsen MV, Gøtzsche PC",
            "and Hróbjartsson A. Acupuncture treatment for pain. BMJ. 2009;338:a3115.",
        ),
    ),
    (
        "before et al.",
        (
            "Hara N, Oka H",
            "et al. Predictors of residual symptoms. Eur Spine J. 2010;19(11):1849–1854.",
        ),
    ),
    (
        "before a labelled DOI",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.", "doi: 10.2147/JPR.S25330"),
    ),
    (
        "before a DOI as an address",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "https://doi.org/10.2147/JPR.S25330",
        ),
    ),
    (
        "in a DOI",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371. doi:10.2147/", "JPR.S25330"),
    ),
    (
        "before a PMID",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.", "PMID: 20640863"),
    ),
    (
        "before DOI and PMID, a block each",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "doi: 10.2147/JPR.S25330",
            "PMID: 20640863",
        ),
    ),
    (
        "before Epub",
        ("Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.", "Epub 2012 May 3."),
    ),
    (
        "before Epub ahead of print",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "[Epub ahead of print]",
        ),
    ),
    (
        "before Available from",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371.",
            "Available from: https://www.dovepress.com/back-pain",
        ),
    ),
    (
        "before Accessed",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371. https://www.dovepress.com/a",
            "Accessed 12 May 2019.",
        ),
    ),
    (
        "before In:",
        (
            "Weinstein JN. Lumbar spinal stenosis.",
            "In: Frymoyer JW, editor. The adult spine. New York: Raven Press; 1991. p. 12–30.",
        ),
    ),
    (
        "before the publisher",
        ("McGill S, Norman R. Low back disorders.", "Champaign: Human Kinetics; 2002."),
    ),
    (
        "before the edition",
        ("McGill S, Norman R. Low back disorders.", "2nd ed. Champaign: Human Kinetics; 2002."),
    ),
    (
        "before the last year",
        ("Burnett DS, Lee GJ. Back pain at work. Spine Letters, v. 2, pp. 397-408.", "1967."),
    ),
    (
        "behind pp.",
        ("Burnett DS, Lee GJ (1967) Back pain at work. Spine Letters, vol. 2, pp.", "397–408."),
    ),
    (
        "before a thesis",
        ("Oetgen JG (2002) Sitting in the wild.", "PhD thesis, State University. hdl:11858/00-5"),
    ),
    (
        "before the publisher of a chapter's book",
        (
            "Malouf R (2002) A comparison of braces. In: Carter M (ed) The spine (pp. 1–7).",
            "Oxford: Blackwell.",
        ),
    ),
    (
        "behind the name of somebody, before the year",
        (
            "Brannigan, Augustine.",
            "1981. The basis of pain. Spine 12(3): 45–67.",
        ),
    ),
    (
        "before the pages of a chapter",
        (
            "Weinstein JN. Stenosis. In: Frymoyer JW, editor. The spine. New York: Raven; 1991.",
            "p. 12–30.",
        ),
    ),
]


def blocks_of(entries: Sequence[Entry], how: str) -> list[Block]:
    """The parts of the entries as blocks; only the first part of an entry may have a number."""
    blocks = []
    for number, parts in enumerate(entries, 1):
        for count, part in enumerate(parts):
            text, is_first = part, count == 0
            if how == N and is_first:
                text = f"{number}. {part}"
            elif how == TR:
                text = f"{number} | {part}" if is_first else f" | {part}"
            kind = {LI: BlockKind.ITEM, TR: BlockKind.ROW}.get(how, BlockKind.PARAGRAPH)
            blocks.append(Block(kind=kind, text=text, marker="•" if how == LI else ""))
    return blocks


def found_in(entries: Sequence[Entry], how: str, heading: str, below: Sequence[str]) -> list[str]:
    """What is found in these entries, set so, below such a heading; with paragraphs below them."""
    above = Block(kind=BlockKind.HEADING, text=heading or "Acupuncture", level=2)
    tail = [Block(kind=BlockKind.PARAGRAPH, text=text) for text in below]
    return [found.printed for found in find_references([above, *blocks_of(entries, how), *tail])]


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize("heading", ["", "References"])
@pytest.mark.parametrize(("where", "parts"), CUT, ids=[row[0] for row in CUT])
def test_one_entry(where: str, parts: Entry, heading: str, how: str) -> None:
    expected = [FIRST, "\n".join(parts), LAST]
    assert found_in([(FIRST,), parts, (LAST,)], how, heading, [BLURB]) == expected
    assert found_in([parts, (LAST,)], how, heading, []) == expected[1:], "as the first"
    assert found_in([(FIRST,), parts], how, heading, [BLURB]) == expected[:2], "as the last"
    twice = found_in([parts, parts], how, heading, [BLURB])
    assert twice == [expected[1]] * 2, "twice"


NUMBERED: list[tuple[str, Entry]] = [
    # where it is cut, the blocks of one reference between two printed numbers
    (
        "before the journal alone",
        ("Lee A, Kim B (2010) Back pain and rest.", "European Spine Journal"),
    ),
    ("before the year", ("Lee A, Kim B. Back pain and rest. European Spine Journal.", "2010.")),
    (
        "an organisation and its town",
        ("World Health Organization. Guidelines on low back pain.", "Geneva, Switzerland, 2023."),
    ),
    ("a title and its subtitle", ("Lee A (2010) Back pain.", "A guide for those who sit. Boston")),
    ("a note of the author", ("Lee A, Kim B. Back pain. Spine. 2010;3:4-9.", "Article in Korean.")),
    (
        "a title without names",
        ("Back pain in adults: a guideline for family doctors.", "London: NICE; 2016."),
    ),
]


@pytest.mark.parametrize("how", [N, TR])
@pytest.mark.parametrize(("where", "parts"), NUMBERED, ids=[row[0] for row in NUMBERED])
def test_between_two_numbers(where: str, parts: Entry, how: str) -> None:
    """What stands between two numbers of a list belongs to the first of them."""
    expected = [FIRST, "\n".join(parts), LAST]
    assert found_in([(FIRST,), parts, (LAST,)], how, "References", [BLURB]) == expected


TWO: list[tuple[str, Sequence[str]]] = [
    # why, whole entries that stand side by side
    (
        "books without a place",
        ("Carson R. Silent spring. 1962.", "Sacks O. A leg to stand on. New York. 1984."),
    ),
    (
        "the first without a year",
        (
            "Carson R. Silent spring. Boston, Houghton Mifflin",
            "Deyo RA, Mirza SK. Herniated lumbar disk. N Engl J Med. 2016;374:1763-72.",
        ),
    ),
    (
        "the first with little in it",
        ("Carson R, Smith J. Silent spring in the mountains", FIRST),
    ),
    (
        "names and a year",
        ("Carson R, Lee K, Smith JB (1962a)", "Sacks O, Miller EF, Brown T (1984)"),
    ),
    (
        "web pages without authors",
        (
            "NHS. Back pain. Overview. https://www.nhs.uk/conditions/back-pain/",
            "NICE. Low back pain and sciatica (2016). https://www.nice.org.uk/guidance/ng59",
        ),
    ),
    (
        "an article without authors behind a whole one",
        (
            "Deyo RA, Mirza SK. Herniated lumbar disk. N Engl J Med. 2016;374:1763-72.",
            "Back pain in Europe. Lancet. 2003;361:12-13.",
        ),
    ),
    (
        "an article without authors behind one of another year",
        (
            "Deyo RA, Mirza SK (2016). Herniated lumbar disk. New York",
            "Back pain in Europe: a survey. Lancet. 2003;361:12-13.",
        ),
    ),
    (
        "an organisation behind a book",
        (
            "McGill S, Norman R. Low back disorders. Champaign: Human Kinetics; 2002.",
            "World Health Organization. WHO guideline for low back pain. Geneva: WHO; 2023.",
        ),
    ),
    (
        "a book behind a book",
        (
            "McGill S, Norman R. Low back disorders. Champaign: Human Kinetics; 2002.",
            "Bogduk N, Twomey L. Clinical anatomy of the lumbar spine. London: Churchill; 1991.",
        ),
    ),
    (
        "names first in capitals",
        (
            "PONTALIS J.-B. and LEE K. Entre le rêve et la douleur. Paris: Gallimard; 1977.",
            "ANZIEU D. and SMITH B. Le moi-peau. Paris: Dunod; 1985.",
        ),
    ),
    (
        "a small particle begins the next",
        (
            "Deyo RA, Mirza SK. Herniated lumbar disk. N Engl J Med. 2016;374:1763-72.",
            "van Tulder MW, Koes BW. Exercise therapy for back pain. Spine. 2000;25:2784-96.",
        ),
    ),
    (
        "initials first",
        (
            "R. A. Deyo, S. K. Mirza, Herniated lumbar disk, N Engl J Med 374, 1763-1772 (2016).",
            "M. W. van Tulder, B. W. Koes, Exercise for back pain, Spine 25, 2784-2796 (2000).",
        ),
    ),
    (
        "an address of another page",
        (
            "Deyo RA, Mirza SK. Back pain. https://www.nejm.org/back-pain. Accessed 3 May 2019.",
            "NHS. Sciatica. https://www.nhs.uk/conditions/sciatica/. Accessed 4 May 2019.",
        ),
    ),
    (
        "Epub at the end of a whole one",
        (
            "Reme SE, Eriksen HR. Back pain. J Pain Res. 2012;5:371. Epub 2012 May 3.",
            "Lee A, Kim B. Back pain and rest. Spine. 2010;3:4-9. Epub 2009 Dec 24.",
        ),
    ),
    (
        "a number of pages, and a year first",
        (
            "BARIL, Jean (2013). Droit à l’information. Éditions Blais, Cowansville, 561 p.",
            "2014: Volker Schönwiese: Kindheiten. Zeitschrift Nr. 25/2014/1, Seite 345 – 358",
        ),
    ),
    (
        "a name and a colon before a journal",
        (
            "Inderwisch K, Lee T (2010) Braces. In: FISITA Congress. Fédération, London",
            "H. Okamoto: Journal of Phase Equilibria and Diffusion Vol. 31(2) (2010), pp.202-203.",
        ),
    ),
    (
        "a label and a colon, of another year",
        (
            "Lave, J. and Wenger, E. 1991. Situated Learning: Legitimate Participation.",
            "Li Z, Yi Y, Yin X, Zhang Z, Liu J (2008). PLoS ONE 3(5): e2273.",
        ),
    ),
    (
        "a year in brackets first",
        (
            "Baskan, B. (2002). Waqf system as a mechanism. Paper presented at Chicago.",
            "(1984). Animal models of amnesias. In Lee A (Ed.), Memory (pp. 367-373). London.",
        ),
    ),
    (
        "et al. and a colon",
        (
            "Hara N, et al: Predictors of symptoms. Eur Spine J 2010, 19(11):1849–1854",
            "Ono K, et al: Clinical spondylolysis in athletes. Spine 2012, 20(1):84–88",
        ),
    ),
]


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize(("why", "entries"), TWO, ids=[row[0] for row in TWO])
def test_two_entries(why: str, entries: Sequence[str], how: str) -> None:
    whole = [(FIRST,), *((entry,) for entry in entries), (LAST,)]
    assert found_in(whole, how, "References", [BLURB]) == [FIRST, *entries, LAST]


BELOW = [
    # what stands below the list
    BLURB,
    "EUROSPINE is a society of spine specialists. Ask your doctor in 2019 or later.",
    "Available in our shop: the brochure about back pain, for 5 euro.",
    "Last updated: 12 March 2022.",
    "You can read more about this on the pages about pain, which we wrote in 2019.",
]


@pytest.mark.parametrize("how", SETS)
@pytest.mark.parametrize("heading", ["", "References"])
@pytest.mark.parametrize("below", BELOW)
def test_what_stands_below(below: str, heading: str, how: str) -> None:
    assert found_in([(FIRST,), (LAST,)], how, heading, [below]) == [FIRST, LAST]


def test_a_heading_stands_between() -> None:
    """What follows a heading goes on with nothing before it."""
    parts = ("Liu L, Skinner M. Acupuncture for low back pain.", "Evid Based Med. 2015;2015:328.")
    above, between = (
        Block(kind=BlockKind.HEADING, text=text, level=level)
        for text, level in (("References", 2), ("Reviews", 3))
    )
    first, second = (Block(kind=BlockKind.PARAGRAPH, text=text) for text in parts)
    whole = Block(kind=BlockKind.PARAGRAPH, text=FIRST)
    found = find_references([above, whole, first, between, second, whole])
    assert all(" ".join(parts)[:80] not in one.printed.replace("\n", " ") for one in found)
    assert [one.printed for one in found if one.printed == FIRST] == [FIRST, FIRST]
