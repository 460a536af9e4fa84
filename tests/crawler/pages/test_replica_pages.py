"""Every page of the sample site, read from its bytes in three markups, against what is true.

No HTTP: the pages come from the writers of the replica. What the profile of the sample site
knows of a URL is handed over as the crawl would, and once more withheld.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from archive.records import Block, DateKind, Link, PageKind, PageRecord, Region, Source
from crawler.pages import read
from crawler.profile_loading import load_profile
from crawler.scope import Scope
from tests.crawler.pages.html_page import content_text
from tests.replica import truth
from tests.replica.site.pages import Page, pages
from tests.replica.site.sending import page_bytes

MARKUPS = ("semantic", "soup", "tables")
FIELDS = (
    "kind", "title", "html_title", "lead", "language", "charset", "authors", "dates", "terms",
    "teasers", "declared_url", "refresh_url", "noindex", "meta",
)  # fmt: skip
SCOPE = Scope(load_profile("sample"))
PAGES = [p for p in pages() if p.kind not in ("document", "unread") and not p.generated]
TRUTHS = {page.url: page for page in truth.pages()}


@cache
def record_of(page: Page, markup: str, *, profiled: bool = True, news: int = 0) -> PageRecord:
    return read(source_of(page, markup, profiled=profiled, news=news))


def source_of(page: Page, markup: str, *, profiled: bool = True, news: int = 0) -> Source:
    known = SCOPE.rule_of(page.url) if profiled else None
    return Source(
        url=page.url,
        capture_id="capture",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        content_type=page.content_type,
        body=page_bytes(page, markup, news),
        kind=known.kind if known else None,
        generation=known.generation if known else "",
        language=known.language if known else "",
    )


def content(record: PageRecord) -> list[Block]:
    return [b for b in record.blocks if b.region is Region.CONTENT]


def places(record: PageRecord) -> Counter[tuple[object, ...]]:
    def place(link: Link) -> tuple[object, ...]:
        return (
            link.printed,
            link.url,
            link.fragment,
            link.element,
            link.anchor_text,
            link.rel,
            link.region,
            link.hidden,
            link.problem,
        )

    return Counter(place(link) for link in record.links)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.path)
def test_three_markups_give_one_record(page: Page) -> None:
    first = record_of(page, MARKUPS[0])
    for markup in MARKUPS[1:]:
        other = record_of(page, markup)
        for field in FIELDS:
            assert getattr(other, field) == getattr(first, field), (markup, field)
        assert content(other) == content(first), markup
        assert places(other) == places(first), markup
        assert set(other.anchors) >= set(first.anchors) - {"content", "main", "top"}
        assert [i.code for i in other.issues] == [i.code for i in first.issues]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.path)
def test_the_record_is_true(page: Page) -> None:
    if page.refresh:
        assert record_of(page, "semantic").refresh_url == f"https://{page.host}{page.refresh}"
        return
    true, record = TRUTHS[page.url], record_of(page, "semantic")
    assert record.kind == true.kind
    assert record.language == true.language
    if true.title:
        assert record.title == true.title
    if page.frame:
        assert true.html_title in ("", record.html_title)
    dates = {d.kind: d.iso for d in record.dates}
    # The sample site prints no update in generations A and C.
    assert dates.get(DateKind.UPDATED) == (true.updated if page.generation == "B" else None)
    assert dates.get(DateKind.PUBLISHED) == true.published
    assert dates.get(DateKind.EVENT) == true.event
    assert tuple((t.letter, t.term, t.definition) for t in record.terms) == true.terms
    text = " ".join(content_text(record).split())
    for entry in true.references:
        assert " ".join(entry.text.split()).partition(" (")[0] in text


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.path)
def test_nothing_of_the_frame_is_content(page: Page) -> None:
    record = record_of(page, "tables")
    text = content_text(record)
    for words in ("EUROSPINE is a society of spine", "area navigation", "Dont click", "bestview"):
        assert words not in text
    assert not any(b.text == "The Patient Line website offers" for b in content(record))
    titles = {teaser.title for teaser in record.teasers}
    if page.kind not in ("listing", "news") and page.generation == "B":
        assert not titles & {b.text for b in content(record)}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.path)
def test_without_a_profile_the_texts_are_the_same(page: Page) -> None:
    with_profile, without = (record_of(page, "soup", profiled=known) for known in (True, False))
    assert without.title == with_profile.title
    assert content_text(without) == content_text(with_profile)
    if page.kind in ("article", "news", "glossary"):
        listed = {"/en/further-reading.htm", "/en/links.htm"}  # long lists of links
        assert without.kind == (PageKind.LISTING if page.path in listed else page.kind)
    assert "page_changed" not in {issue.code for issue in without.issues}


def told_without_tags() -> list[tuple[Page, str]]:
    """Articles and news; in div soup only a class name tells a title that <title> does not."""
    texts = [p for p in PAGES if p.kind in ("article", "news") and p.frame]
    told = [p for p in texts if p.title in (p.html_title or f"EUROSPINE - {p.title}")]
    return [(p, m) for m in MARKUPS for p in (told if m == "soup" else texts)]


@pytest.mark.parametrize(
    ("page", "markup"), told_without_tags(), ids=lambda v: getattr(v, "path", v)
)
def test_text_and_place_are_enough(page: Page, markup: str) -> None:
    """Without class names, ids and elements that mean something, the text is still found."""
    bare = replace(source_of(page, markup), body=without_hints(page_bytes(page, markup)))
    record, known = read(bare), record_of(page, markup)
    assert (record.title, record.kind) == (known.title, known.kind)
    assert content_text(record) == content_text(known)


def without_hints(html: bytes) -> bytes:
    html = re.sub(rb"<(/?)(?:header|main|nav|aside|footer|article|section)\b", rb"<\1div", html)
    return re.sub(rb'<((?!a |area |html )\w+)([^<>]*?)\s(?:class|role|id)="[^"]*"', rb"<\1\2", html)


def at(path: str) -> Page:
    return next(p for p in pages() if p.path == path)


@pytest.mark.parametrize("markup", MARKUPS)
def test_blurb_glued_to_the_last_reference_is_cut_off(markup: str) -> None:
    record = record_of(at("/en/acupuncture.htm"), markup)
    texts = [b.text for b in content(record)]
    assert texts[-2].startswith("Liu, L., Skinner M., McDonough,S.")
    assert texts[-2].endswith("doi: 10.1155/2015/32819")
    assert "\n" in texts[-2]  # author line and title line of one reference
    assert texts[-1].startswith("Madsen M.V., Gotzsche")
    assert texts[-1].endswith("BMJ. 338:a3115")


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_newer_news_box_does_not_change_the_content(markup: str) -> None:
    page = at("/en/acupuncture.htm")
    before, after = record_of(page, markup), record_of(page, markup, news=1)
    assert page_bytes(page, markup) != page_bytes(page, markup, 1)
    assert content(before) == content(after)
    assert before.teasers != after.teasers
    assert len(before.teasers) == len(after.teasers) == 2


@pytest.mark.parametrize("markup", MARKUPS)
def test_teasers_of_the_news_box(markup: str) -> None:
    teaser = record_of(at("/en/acupuncture.htm"), markup).teasers[0]
    assert teaser.title == at("/patients/patient-line-news/moving-towards-a-patient-tailored-"
    "consent-process-in-spine-surgery-in-the-21st-century/").title  # fmt: skip
    assert teaser.published is not None
    assert (teaser.published.printed, str(teaser.published.iso)) == (
        "20 December 2022",
        "2022-12-20",
    )
    assert teaser.text.endswith("...")
    assert teaser.href.startswith("https://www.eurospine")


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_page_without_a_title_is_a_landing_page(markup: str) -> None:
    record = record_of(at("/en/pain3"), markup)
    assert (record.kind, record.title) == (PageKind.LANDING, "Pain3")
    assert record.html_title == "EUROSPINE Patient Line"
    assert [b.text for b in content(record) if b.level == 2] == [
        "Pain that has just begun",
        "Pain that stays",
        "Pain that needs help at once",
    ]


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_lead_printed_twice_is_content_once(markup: str) -> None:
    page = at(
        "/patients/patient-line-news/"
        "evidence-based-physical-activity-prescription-and-low-back-pain"
    )
    record = record_of(page, markup)
    assert [b.text for b in content(record)].count(record.lead) == 1
    assert record.authors == ("Ida Example", "Bruno Muster", "Chloé Modèle")


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_byline_is_apart_from_the_first_paragraph(markup: str) -> None:
    page = at("/en/winning-essay---what-every-patient-should-know-before-surgery.htm")
    record = record_of(page, markup)
    assert record.authors == ("Anna Example",)
    assert "Written by" not in record.lead


@pytest.mark.parametrize("markup", MARKUPS)
def test_cells_of_a_table_are_not_glued_together(markup: str) -> None:
    record = record_of(at("/patients/spine-conditions/cervical-spondylosis-and-neck-pain/"), markup)
    rows = [b.text for b in content(record) if b.kind == "row"]
    assert rows
    assert all(" | " in row for row in rows)


@pytest.mark.parametrize("markup", MARKUPS)
def test_options_of_a_poll_are_rows(markup: str) -> None:
    record = record_of(at("/p31000274.html"), markup)
    rows = [b.text for b in content(record) if b.kind == "row"]
    assert rows
    assert all(row.endswith("votes") and " | " in row for row in rows)


@pytest.mark.parametrize("markup", MARKUPS)
def test_hidden_trap_links_are_recorded_as_hidden(markup: str) -> None:
    traps = truth.traps()
    for page in PAGES:
        for link in record_of(page, markup).links:
            if link.url in traps:
                assert link.hidden, (page.path, link)
