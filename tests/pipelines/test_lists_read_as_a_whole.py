"""What the blocks of a list show together: remarks behind its entries, text wrapped in blocks."""

from __future__ import annotations

import textwrap

import pytest

from archive.records import Block, BlockKind
from pipelines.bibliography import find_references
from tests.pipelines.printed_lists import FIRST, LAST

HEADING = Block(kind=BlockKind.HEADING, text="References", level=2)
ENTRIES = (
    FIRST,
    "Liu L, Skinner M, Baxter GD. Acupuncture for low back pain: an overview of reviews. Evid "
    "Based Complement Alternat Med. 2015;2015:328196.",
    "Weber H, Holmberg P. Lumbar disc herniation with ten years of observation. A controlled and "
    "prospective study of those who waited. Spine. 1983;8(2):131-140. doi: 10.1097/00007632-1",
    "Deyo RA, Mirza SK. Herniated lumbar intervertebral disk. N Engl J Med. 2016;374(18):1763-72.",
    LAST,
)
REMARKS = (
    "A good overview of the causes of back pain for patients.",
    "Guter Überblick für alle, die mehr wissen wollen.",
    "Un bon aperçu des causes du mal de dos.",
    "The authors followed 120 patients for 5 years. Pain was less in those who walked.",
    "Una buona panoramica delle cause del mal di schiena.",
)


def printed(texts: list[str]) -> list[str]:
    """What is read in these paragraphs below a heading, line ends as blanks."""
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts]
    return [one.printed.replace("\n", " ") for one in find_references([HEADING, *blocks])]


@pytest.mark.parametrize("form", ["{e}", "{n}. {e}", "[{n}] {e}"])
def test_a_remark_behind_each_entry_is_part_of_none(form: str) -> None:
    numbered = (form.format(n=n, e=entry) for n, entry in enumerate(ENTRIES, 1))
    texts = [text for pair in zip(numbered, REMARKS, strict=True) for text in pair]
    assert printed(texts) == list(ENTRIES)


def test_one_note_between_two_numbers_belongs_to_the_first() -> None:
    texts = [f"{n}. {entry}" for n, entry in enumerate(ENTRIES, 1)]
    texts.insert(1, "Article in Korean.")
    assert printed(texts) == [f"{FIRST} Article in Korean.", *ENTRIES[1:]]


@pytest.mark.parametrize("width", [60, 72, 88])
@pytest.mark.parametrize("form", ["{e}", "{n}. {e}"])
def test_each_line_of_wrapped_text_a_paragraph(form: str, width: int) -> None:
    numbered = [form.format(n=n, e=entry) for n, entry in enumerate(ENTRIES, 1)]
    texts = [
        line
        for entry in numbered
        for line in textwrap.wrap(entry, width, break_long_words=False, break_on_hyphens=False)
    ]
    assert printed(texts) == list(ENTRIES)


def test_titles_and_journals_in_turns_though_nobody_is_named() -> None:
    """A title without names before a journal: three pairs show how the list is cut."""
    pairs = [
        ("Back pain in adults: what helps.", "Lancet. 2003;361:12-13."),
        ("Sciatica and walking.", "BMJ. 2016;353:45-49."),
        ("Braces for the young.", "Spine. 2012;37(5):301-308."),
    ]
    texts = [part for pair in pairs for part in pair]
    assert printed(texts) == [" ".join(pair) for pair in pairs]


TITLES = (
    "Patient leaflet: Living with back pain, Arthritis UK",
    "Nationale VersorgungsLeitlinie Kreuzschmerz",
    "Brochure pour les patients : Vivre avec le mal de dos",
    "Chartered Society of Physiotherapy. Back pain myth busters.",
    "Che cosa fare quando fa male la schiena",
    "Surgery of the lumbar spine: what is to be known.",
)


@pytest.mark.parametrize("form", ["{e}", "{n}. {e}"])
def test_titles_of_leaflets_between_articles_are_references(form: str) -> None:
    """Undated and with nobody's name, as remarks are: what is doubtful is not lost."""
    numbered = (form.format(n=n, e=entry) for n, entry in enumerate(ENTRIES, 1))
    titles = (*TITLES[: len(ENTRIES) - 1], "")  # below the last nothing tells it from a blurb
    texts = [text for pair in zip(numbered, titles, strict=True) for text in pair if text]
    entries = [text for pair in zip(ENTRIES, titles, strict=True) for text in pair if text]
    assert printed(texts) == entries


@pytest.mark.parametrize("behind", TITLES)
@pytest.mark.parametrize("head", ["Lee K, Smith JB (2012). Living with pain.", "Lee K. Pain"])
def test_a_leaflet_behind_an_entry_without_a_place(head: str, behind: str) -> None:
    entries = [FIRST, head, behind, *ENTRIES[1:]]
    assert behind in printed(entries)
