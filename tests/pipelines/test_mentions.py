"""Identifiers of a page and the places they stand at."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.records import (
    Anchor,
    Block,
    BlockKind,
    Link,
    Mention,
    PageKind,
    PageRecord,
    Place,
    Reference,
    Region,
    Scheme,
)
from pipelines.bibliography import find_references
from pipelines.mentions import find_mentions


def page(
    *blocks: Block,
    links: tuple[Link, ...] = (),
    meta: tuple[tuple[str, str], ...] = (),
    references: tuple[Reference, ...] = (),
) -> PageRecord:
    return PageRecord(
        url="https://example.org/",
        capture_id="c",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        kind=PageKind.ARTICLE,
        blocks=blocks,
        links=links,
        meta=meta,
        references=references,
    )


def linked(before: str, text: str, href: str, after: str = "") -> tuple[Block, Link]:
    """A block with one link in it, and the link."""
    start = len(before)
    anchor = Anchor(start=start, end=start + len(text), href=href)
    block = Block(kind=BlockKind.PARAGRAPH, text=before + text + after, anchors=(anchor,))
    return block, Link(printed=href, url=href, block=0, anchor_text=text)


def places(record: PageRecord) -> list[tuple[str, str, str]]:
    return [(m.place.value, m.scheme.value, m.value) for m in find_mentions(record)]


def mentioned(block: Block, link: Link) -> tuple[Mention, ...]:
    return find_mentions(page(block, links=(link,)))


def test_text_target_and_meta_in_page_order() -> None:
    block, link = linked("See PMID: 1234567 and ", "this", "https://doi.org/10.1136/bmj.a3115")
    record = page(
        block, links=(link,), meta=(("citation_doi", "doi:10.1007/ABC12"), ("author", "x"))
    )
    assert places(record) == [
        ("meta", "doi", "10.1007/abc12"),
        ("text", "pmid", "1234567"),
        ("href", "doi", "10.1136/bmj.a3115"),
    ]
    assert [m.position for m in find_mentions(record)] == [1, 2, 3]


def test_chrome_counts_too() -> None:
    footer = Block(kind=BlockKind.PARAGRAPH, text="doi:10.1136/bmj.a3115", region=Region.CHROME)
    assert places(page(footer)) == [("text", "doi", "10.1136/bmj.a3115")]


def test_text_and_target_that_agree_are_one_place() -> None:
    text, href = mentioned(*linked("", "10.1136/bmj.a3115", "https://doi.org/10.1136/bmj.a3115"))
    assert (text.place, href.place) == (Place.TEXT, Place.HREF)
    assert (text.block, text.start, text.end) == (href.block, href.start, href.end) == (0, 0, 17)
    assert text.conflicts_with == href.conflicts_with == ""
    assert href.link == 0


def test_text_and_target_that_differ_name_each_other() -> None:
    text, href = mentioned(
        *linked("doi: ", "10.1136/bmj.a311", "https://doi.org/10.1136/bmj.a3115")
    )
    assert (text.value, text.conflicts_with) == ("10.1136/bmj.a311", "10.1136/bmj.a3115")
    assert (href.value, href.conflicts_with) == ("10.1136/bmj.a3115", "10.1136/bmj.a311")


DECIDED = [
    # why, text, target, what both mean
    (
        "the target decides between readings",
        "10.1111/j.1475-4983.2012.01203",
        "https://doi.org/10.1111/j.1475-4983.2012.01203.x",
        "10.1111/j.1475-4983.2012.01203.x",
    ),
    (
        "a text cut short",
        "https://doi.org/10.1111/j.1475-4983…",
        "https://doi.org/10.1111/j.1475-4983.2012.01203.x",
        "10.1111/j.1475-4983.2012.01203.x",
    ),
    *(
        (
            f"a text cut short: {text}",
            text,
            "https://doi.org/10.1007/s00586-010-1374-1",
            "10.1007/s00586-010-1374-1",
        )
        for text in (
            "https://doi.org/10.1007/s00586-…",
            "10.1007/s00586-010-...",
            "10.1007/s00586-[...]",
            "doi.org/10.1007/s00586 […]",
            "10.1007/s00586-(…)",
            "10.1007/s00586-010…",
            "10.1007/s005…374-1",
            "https://doi.org/10.1007/s00586-...-1374-1)",
            "10.1007/s00586-&hellip;",
            "10.1007/s00586-⋯",
            "10.1007/s00586-….",
        )
    ),
    (
        "a text cut short behind a dot",
        "10.1136/bmj.[...]",
        "https://doi.org/10.1136/bmj.a3115",
        "10.1136/bmj.a3115",
    ),
    (
        "a text cut short behind a bracket",
        "doi.org/10.1016/S0140-6736(…",
        "https://doi.org/10.1016/S0140-6736(09)62164-4",
        "10.1016/s0140-6736(09)62164-4",
    ),
    (
        "the text decides what belongs to an address",
        "10.1093/bja/57.9.904",
        "https://academic.oup.com/bja/article/doi/10.1093/bja/57.9.904/305871",
        "10.1093/bja/57.9.904",
    ),
]


@pytest.mark.parametrize(("why", "text", "href", "value"), DECIDED, ids=[row[0] for row in DECIDED])
def test_text_and_target_help_each_other(why: str, text: str, href: str, value: str) -> None:
    mentions = mentioned(*linked("see ", text, href))
    assert [m.value for m in mentions] == [value, value]
    assert all(m.candidates[0].value == value and not m.conflicts_with for m in mentions)


OTHERWISE = [
    # why, text, target
    ("cut short, of another name", "10.1007/s00587-…", "https://doi.org/10.1007/s00586-010-1374-1"),
    ("another end", "10.1007/s005…374-2", "https://doi.org/10.1007/s00586-010-1374-1"),
    ("shorter, and nothing left out", "10.1136/bmj", "https://doi.org/10.1136/bmj.a3115"),
    ("a full stop leaves nothing out", "10.1136/bmj.", "https://doi.org/10.1136/bmj.a3115"),
]


@pytest.mark.parametrize(("why", "text", "href"), OTHERWISE, ids=[row[0] for row in OTHERWISE])
def test_a_text_that_says_another_name_than_its_link(why: str, text: str, href: str) -> None:
    block, link = linked("see ", text, href)
    printed, target = mentioned(block, link)
    assert (printed.conflicts_with, target.conflicts_with) == (target.value, printed.value)


def test_a_number_as_anchor_text_is_no_conflict() -> None:
    block, link = linked(
        "as shown ", "[12]", "https://doi.org/10.1136/bmj.a3115", " doi:10.1007/abc12"
    )
    assert [m.conflicts_with for m in mentioned(block, link)] == ["", ""]


@pytest.mark.parametrize(
    "link",
    [
        Link(printed="https://zenodo.org/badge/DOI/10.5281/zenodo.1.svg", url="u", element="img"),
        Link(printed="https://doi.org/10.1136/bmj.a3115", url="u", hidden=True),
        Link(printed="https://doi.org/10.1136/bmj.a3115", url="u", element="link"),
        Link(printed="https://www.bmj.com/", url="u"),
    ],
    ids=["badge", "hidden", "not to be clicked", "no identifier"],
)
def test_links_that_are_no_mentions(link: Link) -> None:
    assert find_mentions(page(links=(link,))) == ()


def test_links_outside_of_blocks_and_twice_in_one() -> None:
    href = "https://doi.org/10.1136/bmj.a3115"
    anchors = (Anchor(start=0, end=3, href=href), Anchor(start=4, end=7, href=href))
    block = Block(kind=BlockKind.PARAGRAPH, text="one two", anchors=anchors)
    links = tuple(Link(printed=href, url=href, block=b) for b in (0, 0, None))
    mentions = find_mentions(page(block, links=links))
    assert [(m.block, m.link, m.start) for m in mentions] == [(0, 0, 0), (0, 1, 4), (None, 2, 0)]


def test_reference_and_context() -> None:
    first = "Read more. Liu L. Acupuncture. doi:10.1155/2015/328196. Madsen MV. BMJ. 338:a3115"
    begin, end = first.index("Liu"), first.index(" Madsen")
    references = (
        Reference(position=1, printed="", first_block=0, last_block=0, start=begin, end=end),
        Reference(position=2, printed="", first_block=0, last_block=1, start=end + 1, end=21),
    )
    block = Block(kind=BlockKind.PARAGRAPH, text=first)
    second = Block(kind=BlockKind.PARAGRAPH, text="doi:10.1136/bmj.a3115 and doi:10.1007/abc12 too")
    mentions = find_mentions(page(block, second, references=references))
    assert [(m.value, m.reference) for m in mentions] == [
        ("10.1155/2015/328196", 1),
        ("10.1136/bmj.a3115", 2),
        ("10.1007/abc12", None),
    ]
    assert mentions[0].context == "Acupuncture. doi:10.1155/2015/328196."
    assert mentions[0].printed == "10.1155/2015/328196"


def test_identifiers_inside_of_a_doi_are_none() -> None:
    block = Block(kind=BlockKind.PARAGRAPH, text="doi:10.1234/PMC1234567 and PMC7654321")
    assert places(page(block)) == [
        ("text", "doi", "10.1234/pmc1234567"),
        ("text", "pmcid", "PMC7654321"),
    ]


def test_meta_of_other_schemes() -> None:
    meta = (
        ("citation_pmid", "12345678"),
        ("DC.Identifier", "doi:10.1136/x12"),
        ("citation_isbn", "x"),
    )
    assert [(m.scheme, m.value) for m in find_mentions(page(meta=meta))] == [
        (Scheme.PMID, "12345678"),
        (Scheme.DOI, "10.1136/x12"),
    ]


def test_numbers_that_only_their_column_names_are_identifiers() -> None:
    row = "Deyo RA, Mirza SK | 2016 | Herniated disk | N Engl J Med 374:1763-72 | {}"
    printed = ("27144851", "PMID: 6857385", "–", "999999999")
    table = [Block(kind=BlockKind.ROW, text="Authors | Year | Title | Journal | PMID")]
    table += [Block(kind=BlockKind.ROW, text=row.format(number)) for number in printed]
    found = find_mentions(page(*table, references=find_references(table)))
    assert [(m.scheme, m.value, m.printed, m.reference, m.candidates[0].rule) for m in found] == [
        (Scheme.PMID, "27144851", "27144851", 1, "column"),
        (Scheme.PMID, "6857385", "6857385", 2, "label"),
    ]
    for mention in found:
        assert table[mention.block].text[mention.start : mention.end] == mention.printed


@pytest.mark.parametrize(
    ("why", "block", "is_example"),
    [
        ("in words", Block(kind=BlockKind.PARAGRAPH, text="Cite 10.1234/abcd so"), False),
        ("code", Block(kind=BlockKind.ITEM, text="Cite 10.1234/abcd", code=((5, 17),)), True),
        ("other code", Block(kind=BlockKind.ITEM, text="ls, 10.1234/abcd", code=((0, 2),)), False),
        ("a block of it", Block(kind=BlockKind.CODE, text="cite 10.1234/abcd"), True),
    ],
)  # fmt: skip
def test_a_name_in_code_is_an_example(why: str, block: Block, is_example: bool) -> None:
    (mention,) = find_mentions(page(block))
    assert (mention.candidates[0].rule.startswith("example+")) is is_example, why


def test_a_reference_in_code_and_a_link_around_it_are_no_examples() -> None:
    text = "Liu L. Backs. Spine 2015;1:2-9. doi:10.1234/abcd"
    whole = Reference(position=1, printed=text, first_block=0, last_block=0, start=0, end=len(text))
    block = Block(kind=BlockKind.CODE, text=text)
    (mention,) = find_mentions(page(block, references=(whole,)))
    assert mention.candidates[0].rule == "as_printed"
    block, link = linked("see ", "10.1234/abcd", "https://doi.org/10.1234/abcd")
    mentions = find_mentions(page(replace(block, code=((4, 16),)), links=(link,)))
    assert {m.place: m.candidates[0].rule for m in mentions} == {
        Place.TEXT: "example+as_printed",
        Place.HREF: "resolver",
    }
