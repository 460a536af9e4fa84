"""The stages in their order, alone and as Scrapy item pipelines."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.records import (
    Anchor,
    Block,
    BlockKind,
    Link,
    PageKind,
    PageRecord,
    Teaser,
    Term,
)
from pipelines import stages

BLURB = "The Patient Line website offers information about the spine."
RECORD = PageRecord(
    url="https://example.org/en/acupuncture.htm",
    capture_id="c",
    fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    status=200,
    kind=PageKind.ARTICLE,
    title=" Acu\u00adpuncture\u00a0 ",
    blocks=(
        Block(kind=BlockKind.PARAGRAPH, text="Needles  help.\u200b Some say."),
        Block(
            kind=BlockKind.PARAGRAPH,
            text="Liu, L., Skinner M. (2015)\r\nAcupuncture. Evid Based Med. 2015; 2015: 328196. "
            "doi: 10.1155/\u200b2015/32819",
        ),
        Block(
            kind=BlockKind.PARAGRAPH,
            text=f"Madsen M.V.  (2009). Acupuncture for pain. BMJ. 338:a3115\n{BLURB}",
            anchors=(Anchor(start=21, end=32, href="doi:10.1136/bmj.a3115"),),
        ),
    ),
    terms=(Term(letter="A", term="Ar\u00adthrosis ", definition="wear\n\n of joints"),),
    teasers=(Teaser(title=" News ", text="cut  …", published=None),),
    links=(Link(printed="doi:10.1136/bmj.a3115", url="doi:10.1136/bmj.a3115", block=2),),
)


def test_the_founding_page() -> None:
    record = stages.refine(RECORD)
    assert record.title == "Acupuncture"
    assert [r.printed.split(".")[0] for r in record.references] == ["Liu, L", "Madsen M"]
    assert not any(BLURB in reference.printed for reference in record.references)
    assert [(m.value, m.place.value, m.reference) for m in record.mentions] == [
        ("10.1155/2015/32819", "text", 1),
        ("10.1136/bmj.a3115", "href", 2),
    ]
    linked = next(field for field in record.references[1].fields if field.name == "doi")
    assert linked.value == "10.1136/bmj.a3115"  # in the target of a link only
    assert record.references[1].printed[linked.start : linked.end] == "Acupuncture"
    assert record.issues == ()


def test_refining_again_changes_nothing() -> None:
    once = stages.refine(RECORD)
    assert stages.refine(once) == once


def test_clean_text_keeps_anchors_on_their_text() -> None:
    record = stages.clean_text(RECORD)
    block, before = record.blocks[2], RECORD.blocks[2]
    old, new = before.anchors[0], block.anchors[0]
    assert block.text[new.start : new.end] == before.text[old.start : old.end]
    assert record.blocks[0].text == "Needles help. Some say."
    assert (record.terms[0].term, record.terms[0].definition) == ("Arthrosis", "wear\nof joints")
    assert (record.teasers[0].title, record.teasers[0].text) == ("News", "cut …")


def test_links_are_explained_once() -> None:
    links = (
        Link(printed="doi:10.1136/bmj.a3115", url=None),
        Link(printed="doi:10.1136/bmj.a3115", url=None, problem="known already"),
        Link(printed="https://www.bmj.com/", url="https://www.bmj.com/"),
    )
    record = stages.normalise_links(replace(RECORD, links=links))
    assert [link.problem.split(":")[0] for link in record.links] == ["the doi", "known already", ""]


def test_what_looks_misread_becomes_an_issue() -> None:
    record = stages.check_expectations(replace(RECORD, title=""))
    assert [(issue.code, issue.stage, issue.url) for issue in record.issues] == [
        ("no_title", "stages", RECORD.url)
    ]
    assert stages.check_expectations(record) == record


def test_a_page_cannot_have_as_many_identifiers_asked_as_it_likes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stages, "MOST_MENTIONS", 3)
    meta = tuple(("citation_doi", f"10.1234/meta.{n}") for n in range(1_000))
    blocks = tuple(
        Block(kind=BlockKind.PARAGRAPH, text=f"See doi:10.1234/text.{n}.") for n in range(5)
    )
    record = stages.find_identifiers(replace(RECORD, meta=meta, blocks=blocks))
    values = [mention.value for mention in record.mentions]
    assert values[99:] == ["10.1234/meta.99", *(f"10.1234/text.{n}" for n in range(3))]
    [issue] = record.issues
    assert (issue.code, issue.url) == ("identifiers_left_out", RECORD.url)
    assert issue.message.startswith("The page prints 1,006 identifiers; 903 were left out,")
    assert stages.find_identifiers(record) == record


def test_the_item_pipeline_passes_all_stages() -> None:
    assert stages.Refine().process_item(RECORD) == stages.refine(RECORD)


def test_other_items_pass() -> None:
    item = {"url": "https://example.org/"}
    assert stages.Refine().process_item(item) is item


def test_a_page_cannot_have_as_many_references_kept_as_it_likes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One of 20,000 held up a crawl for minutes: each is read in the crawl's own process."""
    monkeypatch.setattr(stages, "MOST_REFERENCES", 3)
    head = Block(kind=BlockKind.HEADING, level=2, text="References")
    listed = [
        Block(kind=BlockKind.ITEM, text=f"Smith J. Low back pain. Spine. 2001;{n}:2-3.")
        for n in range(1, 6)
    ]
    long = stages.find_bibliography(replace(RECORD, blocks=(head, *listed)))
    assert [reference.position for reference in long.references] == [1, 2, 3]
    [issue] = long.issues
    assert (issue.code, issue.url) == ("references_left_out", RECORD.url)
    assert stages.find_bibliography(long) == long
    whole = stages.find_bibliography(replace(RECORD, blocks=(head, *listed[:3])))
    assert (len(whole.references), whole.issues) == (3, RECORD.issues)


def test_a_title_of_a_whole_book_is_cut_and_said_to_be() -> None:
    """It stood in every list of the published site, five megabytes long."""
    long = stages.clean_text(replace(RECORD, title="Back " * 1000, html_title="Back"))
    assert (long.title, long.html_title) == (("Back " * 400).rstrip(), "Back")
    assert [issue.code for issue in long.issues] == ["title_cut"]
    assert stages.clean_text(long) == long
