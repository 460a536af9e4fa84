"""What a style sheet loads, and what only looks as if it did."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import PageKind, Source
from crawler.pages.css import (
    MAX_CSS,
    MOST_ADDRESSES,
    addresses_of_css,
    issues_of_css,
    read_style_sheet,
)
from tests.crawler.pages.html_page import page

SHEETS = [
    ("quoted", "a{background:url('a.png')}", ["a.png"]),
    ("bare", "a{background:url( a.png )}", ["a.png"]),
    ("escaped", r"a{background:url(a\28 1\29.png)}", ["a(1).png"]),
    ("import", "@import 'a.css'; @import url(b.css) print;", ["a.css", "b.css"]),
    ("import with conditions", "@import url('a.css') layer(b) supports(display:grid) all;", ["a.css"]),
    ("import behind a charset and a layer", "@charset 'utf-8'; @layer a, b; @import 'a.css';", ["a.css"]),
    ("import behind a comment", "/* all */ @import 'a.css';", ["a.css"]),
    ("import behind a rule", "a{color:red} @import 'a.css';", []),
    ("import behind a layer with rules", "@layer a{b{color:red}} @import 'a.css';", []),
    ("import behind a name", "@namespace s url(http://ns.test/x); @import 'a.css';", []),
    ("import inside a rule", "@media print{@import 'a.css';}", []),
    ("font", "@font-face{src:url(a.woff2) format('woff2'),url('b.woff')}", ["a.woff2", "b.woff"]),
    ("nested", "@media print{a{background:image-set(url(a.png) 1x)}}", ["a.png"]),
    ("nested as in CSS Nesting", "a{&:hover{background:url(a.png)} b &{color:red}}", ["a.png"]),
    ("set of images", "a{background:image-set('a.png' 1x, 'b.avif' type('image/avif'))}", ["a.png", "b.avif"]),
    ("set of images of old", "a{background:-webkit-image-set(url(a.png) 1x)}", ["a.png"]),
    ("variable", "a{--b:url(a.png)}", ["a.png"]),
    ("comment", "/* url(no.png) */ a{content:'url(no.png)'}", []),
    ("name", "@namespace svg url(http://ns.test/x);", []),
    ("condition on the address", "@document url(http://x.test/){a{background:url(a.png)}}", []),
    ("question to the browser", "@supports (background:url(no.png)){a{background:url(a.png)}}", ["a.png"]),
    ("selector", "a[href='url(no.png)']{background:url(a.png)}", ["a.png"]),
    ("place in the page itself", "a{fill:url(#b);clip-path:url('#c')}", []),
    ("behaviour of a browser that is gone", "a{behavior:url(a.htc);-moz-binding:url(b.xml#c)}", []),
    ("nothing", "a{background:url() url('')}", []),
    ("embedded", "a{background:url(data:image/png;base64,AA==) url(a.png)}", ["a.png"]),
    ("embedded and quoted", "a{background:url( 'data:x,<a b=\"(\">' ),url(a.png)}", ["a.png"]),
    ("twice", "a{background:url(a.png)}b{background:url(a.png)}", ["a.png"]),
    ("capitals", "A{BACKGROUND:URL(a.png)}", ["a.png"]),
    ("broken", "a{background:url(a.png", ["a.png"]),
    ("none", "a{color:red}", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "css", "found"), SHEETS, ids=[row[0] for row in SHEETS])
def test_css(why, css, found) -> None:
    assert addresses_of_css(css) == found


def test_a_style_attribute_holds_declarations_and_no_imports() -> None:
    css = "background:url(a.png); @import 'b.css'; mask:image-set('c.png' 1x)"
    assert addresses_of_css(css, is_attribute=True) == ["a.png", "c.png"]


def sheet(css: str):
    return read_style_sheet(
        Source(
            url="https://www.x.org/a.css",
            capture_id="c",
            fetched_at=datetime(2026, 1, 5, tzinfo=UTC),
            status=200,
            content_type="text/css",
            body=css.encode(),
        )
    )


def test_a_font_that_is_embedded_hides_nothing() -> None:
    font = "@font-face{src:url(data:font/woff2;base64," + "A" * 2 * MAX_CSS + ")}"
    record = sheet(font + "a{background:url(b.png)}")
    assert [link.printed for link in record.links] == ["b.png"]
    assert record.issues == ()


def test_what_is_too_long_is_read_so_far_and_it_is_said() -> None:
    css = "a{background:url(b.png)}" + " " * MAX_CSS + "a{background:url(c.png)}"
    record = sheet(css)
    assert [link.printed for link in record.links] == ["b.png"]
    [issue] = record.issues
    assert (issue.code, issue.url) == ("page_cut", "https://www.x.org/a.css")
    assert "500,048 characters" in issue.message
    assert issues_of_css("a" * MAX_CSS) == ()
    assert [i.code for i in page(f"<style>{css}</style><p>text</p>").issues] == ["page_cut"]


def test_of_too_many_addresses_the_first_are_read_and_it_is_said() -> None:
    rules = [f"a{{b:url({number}.png)}}" for number in range(MOST_ADDRESSES + 1)]
    assert len(addresses_of_css("".join(rules[:-1]))) == MOST_ADDRESSES
    assert issues_of_css("".join(rules[:-1])) == ()
    record = sheet("".join(rules))
    assert len(record.links) == MOST_ADDRESSES
    assert [issue.code for issue in record.issues] == ["addresses_cut"]
    assert "more than 2,000 addresses" in record.issues[0].message
    around = page(f"<style>{''.join(rules)}</style><p>text</p>")
    assert [issue.code for issue in around.issues] == ["addresses_cut"]
    assert around.kind is not PageKind.UNREAD  # its text is whole
    fonts = "@font-face{src:url(data:font/woff2;base64,AA)}" * (MOST_ADDRESSES + 1)
    assert issues_of_css(fonts) == ()


@given(st.text(max_size=300))
def test_no_sheet_is_too_odd(text: str) -> None:
    for css in (text, f"a{{background:url({text}", f"@import {text}"):
        assert all(addresses_of_css(css))
        assert all(addresses_of_css(css, is_attribute=True))
