"""Small versions of pages that make parsers hang: each is read, and what was cut is said.

No time is asserted: a step that is quadratic in the page would take minutes here.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import PageKind
from crawler.pages import markup, read, tree
from crawler.pages.tree import bound
from tests.crawler.pages.html_page import content_text, source

N = 3_000
PAGES = {
    "nested divs": "<div>" * N + "deep",
    "nested lists": "<ul><li>" * N + "deep",
    "nested tables": "<table><tr><td>" * N + "deep",
    "nested hidden links": "deep<div hidden>" + "<a href=x>y<div>" * N,
    "nested quotations": "<blockquote>" * N + "deep",
    "unclosed formatting": "<b><i><a href=x>" * N + "deep",
    "misnested formatting": "<b><i><u>" * N + "deep" + "</b></i></u>" * N,
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(N)) + ">deep",
    "one long attribute": f"<a href='{'a' * 1_000_000}' style='{'a:b;' * 100_000}'>deep</a>",
    "angle brackets": "<" * 200_000 + " deep",
    "references": "&amp;" * 100_000 + "deep",
    "lines of links": "<p>" + "<a href=x>y</a><br>" * N + "deep",
    "one line of links": "<p>" + "<a href=x>y</a>" * N + "deep",
    "breaks": "<p>" + "<br>" * N + "deep",
    "punctuation": "<p>" + "-_ " * 100_000 + "deep",
    "one long word": "<h1>T</h1><p>" + "y" * 500_000 + "deep",
    "digits": "<h1>T</h1><p>" + "1 2. " * 50_000 + "deep",
    "rows": "<table>" + "<tr><td>a<td>b" * N + "</table>deep",
    "style rules": "<style>" + ".a{display:none}" * N + "@" * N + "</style>deep",
    "surrogates": "&#xD800;&#xDFFF;&#0;&#x110000;deep",
    "blanks in an address": f"<a href='{' ' * 300_000}x'>y</a><div hidden>z</div>deep",
    "terms": "<dl><dt>a<dd>b" * N + "deep",
}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_hostile_pages_are_read(html: str) -> None:
    record = read(source(html))
    assert "deep" in "".join(block.text for block in record.blocks)
    assert content_text(record).encode("utf-8") is not None
    assert not {i.code for i in record.issues} & {"page_cut", "reader_error"}


TOKENS = """
    <p> </p> <br>
    <b> </b> <a|href=/x> <a|href='http://['> </a> <h1> </h2> <table> <tr> <td> </table>
    <ul> <ol> <li> <dl> <dt> <dd> <pre> <font|size=5> <div|hidden> <style> <nav> <main> <summary>
    <title> </title> <button> <base|href=//y> <meta|http-equiv=refresh|content=0;/z> <!-- -->
    &nbsp; \x00 \x0b • 1. 20.12.2022 10.1000/1 Speakers: upwards Date: © <!doctype> <frameset> <svg>
"""
MARKUP = st.sampled_from([token.replace("|", " ") for token in TOKENS.split()])


@given(st.lists(st.one_of(MARKUP, st.text(max_size=8)), max_size=60), st.sampled_from(PageKind))
@settings(max_examples=150, deadline=None)
def test_any_page_is_read_and_can_be_kept(parts: list[str], kind: PageKind) -> None:
    html = " ".join(parts).encode("utf-8", "surrogatepass")
    record = read(replace(source(html), kind=kind))
    for block in record.blocks:
        assert block.text.encode("utf-8")
        assert block.text == block.text.strip(" ") or block.kind == "code"
        assert "\x00" not in block.text
        for anchor in block.anchors:
            assert block.text[anchor.start : anchor.end].strip()
    for link in record.links:
        assert link.block is None or link.block < len(record.blocks)
        assert link.url or link.problem


@pytest.mark.parametrize(
    ("limit", "html", "kept"),
    [
        ("MAX_CHARACTERS", "<p>" + "word " * 100, 95),
        ("MAX_LINKS", "<p>" + "<a href=x>y</a>" * 100, 95),
        ("MAX_TAGS", "<p>x" * 100, 95),
        ("MAX_STRAY", "<p>" + "< " * 100, 95),
    ],
)
def test_cuts_are_said(monkeypatch: pytest.MonkeyPatch, limit: str, html: str, kept: int) -> None:
    monkeypatch.setattr(tree, limit, kept)
    record = read(source(html))
    assert [issue.code for issue in record.issues if issue.code == "page_cut"] == ["page_cut"]
    assert record.kind == "unread"  # half an article is not a version of it
    assert len(record.links) <= kept


SETS = {
    "a set of images": "<img srcset='" + ", ".join(f"/{n}.png {n}w" for n in range(90)) + "'>",
    "styles": "".join(f"<i style='background:url({n}.png)'>x</i>" for n in range(90)),
    "JSON-LD": '<script type="application/ld+json">{"@type":"Article","image":['
    + ",".join(f'"https://a.test/{n}.png"' for n in range(90))
    + "]}</script>",
}


@pytest.mark.parametrize("html", SETS.values(), ids=SETS)
def test_a_page_names_as_many_addresses_as_we_can_keep(
    monkeypatch: pytest.MonkeyPatch, html: str
) -> None:
    monkeypatch.setattr(markup, "MOST_LINKS", 50)
    record = read(source(f"<h1>Backs</h1><p>Text</p>{html}"))
    assert len(record.links) == 50
    assert [issue.code for issue in record.issues] == ["links_left_out"]
    assert record.kind != "unread"  # its text is whole


def test_nothing_is_cut_without_need() -> None:
    html = "<p><a href=x>y</a> < >" * 1000
    assert bound(html) == (html, ())
