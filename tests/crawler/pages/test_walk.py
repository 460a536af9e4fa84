"""Visible text as pieces: rows (why, HTML, expected ``kind/level/marker: text`` of each piece)."""

from __future__ import annotations

import pytest

from crawler.pages.pieces import Piece
from crawler.pages.tree import grow
from crawler.pages.walk import Walked, walk


def walked(html: str) -> Walked:
    return walk(grow(html))


def shown(piece: Piece) -> str:
    level = f"/{piece.level}" if piece.level else ""
    marker = f"/{piece.marker}" if piece.marker else ""
    return f"{piece.kind}{level}{marker}: {piece.text}"


ROWS = [
    (
        "what a browser draws instead of it counts",
        "<p>a<math><mi>x</mi><annotation>\\x</annotation></math> "
        "<ruby>b<rp>(</rp><rt>c</rt></ruby></p>",
        ["paragraph: ax bc"],
    ),
    ("blanks fold", "<p>a \n\t b</p>", ["paragraph: a b"]),
    ("inline elements join", "<p>a<b>b</b><span>c</span> <i> d</i></p>", ["paragraph: abc d"]),
    ("a DOI broken by <wbr>", "<p>10.1/<wbr>2<span>3</span></p>", ["paragraph: 10.1/23"]),
    ("a raised number is no digit of the word", "<p>pain<sup>3</sup></p>", ["paragraph: pain³"]),
    (
        "raised numbers and what joins them",
        "<p>a.<sup>[1]</sup> b<sup>2,4-6</sup> c<sup><a href='#r7'>7</a></sup> 10<sup>-3</sup></p>",
        ["paragraph: a.[1] b²,⁴⁻⁶ c⁷ 10⁻³"],
    ),
    (
        "raised by a style, or a link around it",
        "<p>a<span style='vertical-align:super'>8</span> b<a href='#r9'><sup>9</sup></a></p>",
        ["paragraph: a⁸ b⁹"],
    ),
    (
        "raised words stay",
        "<p>1<sup>st</sup> H<sub>2</sub>O<sup>®</sup></p>",
        ["paragraph: 1st H2O®"],
    ),
    ("line break", "<p>a <br> b<br/>c</p>", ["paragraph: a\nb\nc"]),
    ("two line breaks part", "<p>a<br><br>b<br>\xa0<br>c</p>", [f"paragraph: {c}" for c in "abc"]),
    ("text without any block", "a<br>b", ["paragraph: a\nb"]),
    ("unclosed paragraphs", "<p>a<p>b<div>c", [f"paragraph: {c}" for c in "abc"]),
    ("spacers are nothing", "<p>&nbsp;</p><p> a\xa0</p>", ["paragraph: a"]),
    ("no-break blank kept inside", "<p>a\xa0b</p>", ["paragraph: a\xa0b"]),
    ("headings", "<h1>a</h1><h3>b <i>c</i></h3>", ["heading/1: a", "heading/3: b c"]),
    (
        "headings by role and by framework class",
        "<div role=heading aria-level=4>a</div><div class='x h2'><span>b</span></div>",
        ["heading/4: a", "heading/2: b"],
    ),
    (
        "headings by looks",
        "<p><font size=4><b>a</b></font><p><b>b</b><p><font size='+2'><b>c</b></font>",
        ["heading/2: a", "heading/3: b", "heading/1: c"],
    ),
    ("a bold sentence is no heading", "<p><b>Call at once.</b></p>", ["paragraph: Call at once."]),
    ("a bold word is no heading", "<p><b>a</b> b</p>", ["paragraph: a b"]),
    (
        "a headline in an unclosed line",
        "<p>Label\n<font size=5><b>Title here</b></font><br><p>x",
        ["paragraph: Label", "heading/1: Title here", "paragraph: x"],
    ),
    (
        "a large first letter is no headline",
        "<p><font size=6><b>O</b></font>nce",
        ["paragraph: Once"],
    ),
    (
        "lists",
        "<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>",
        ["item/1/•: a", "item/2/•: b", "item/1/•: c", "paragraph: d"],
    ),
    (
        "numbers as a browser draws them",
        "<ol><li>a<li value=7>b<li>c</ol><ol start=4><li>d</ol><ol start=x><li>e</ol>",
        ["item/1/1.: a", "item/1/7.: b", "item/1/8.: c", "item/1/4.: d", "item/1/1.: e"],
    ),
    (
        "typed bullets",
        "<p>Causes:<br>• a<br>•&nbsp;b</p><p>- c<br>- d</p><p>- e</p>",
        ["paragraph: Causes:", *(f"item/1/•: {c}" for c in "abcde")],
    ),
    (
        "a dash in a text is no bullet",
        "<p>a<br>– b<br>c</p>",
        ["paragraph: a\n– b\nc"],
    ),
    (
        "table of data",
        "<table><tr><th>a<th>b<tr><td>c<td><p>d</p><tr><td><td>e</table>",
        ["row: a | b", "row: c | d", "paragraph: e"],
    ),
    (
        "cells are not glued",
        "<table><tr><td>Poor posture</td><td>Which may hurt</td></tr></table>",
        ["row: Poor posture | Which may hurt"],
    ),
    (
        "numbers in the first cell number a list",
        "<table><tr><td>1.</td><td>a<br>b</td></tr><tr><td>[2]<td>c</table>",
        ["item/1/1.: a\nb", "item/1/[2]: c"],
    ),
    (
        "table of layout",
        "<table><tr><td>a</td><td><p>b<p>c<table><tr><td>d<td>e</table></td></tr></table>",
        ["paragraph: a", "paragraph: b", "paragraph: c", "row: d | e"],
    ),
    (
        "a quotation in a box",
        "<table cellpadding=8><tr><td><i>a b</i></td></tr></table><blockquote>c</blockquote>",
        ["quote: a b", "quote: c"],
    ),
    (
        "definition list",
        "<dl><dt>a<dd>b<dd><p>c</p><p>d</p></dl>",
        ["term: a", "definition: b", "definition: c", "definition: d"],
    ),
    ("preformatted", "<pre>\n a\n  b</pre>", ["code:  a\n  b"]),
    (
        "not for readers",
        "<title>t</title><style>s</style><script>s</script><!-- c --><template>t</template>"
        "<noscript>n</noscript><select><option>o</select><textarea>x</textarea><p>a</p>",
        ["paragraph: a"],
    ),
    ("hidden", "<p hidden>a</p><div style='display:none'><p>b</p></div><p>c</p>", ["paragraph: c"]),
    (
        "back links stand apart",
        "<h2>A<a href='#top'>upwards</a></h2><p><a href='#'>back to top</a></p>",
        ["heading/2: A", "paragraph: upwards", "paragraph: back to top"],
    ),
    ("permalinks are no text", "<h2 id=x>A <a href='#x'>¶</a></h2>", ["heading/2: A"]),
    ("fall-back of a frame", "<iframe src=x>no frames</iframe><p>a", ["paragraph: a"]),
    ("state ends with an empty element", "<b></b><p><i></i>a</p>", ["paragraph: a"]),
]


@pytest.mark.parametrize(("html", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_pieces(html: str, expected: list[str]) -> None:
    assert [shown(piece) for piece in walked(html).pieces] == expected


@pytest.mark.parametrize("html", [row[1] for row in ROWS], ids=[row[0] for row in ROWS])
def test_anchors_show_their_text(html: str) -> None:
    linked = "<a href='/x'> see\n this </a>"
    page = walked(html + f"<p>before {linked} after</p>")
    last = page.pieces[-1]
    span = last.spans[0]
    assert last.text == "before see this after"
    assert last.text[span.start : span.end] == "see this"
    assert page.sites[span.link].printed == "/x"


def test_one_link_over_several_blocks() -> None:
    page = walked("<a href='/x'><h3>Title</h3><p>Text</p></a>")
    assert [(p.text, len(p.spans)) for p in page.pieces] == [("Title", 1), ("Text", 1)]
    assert len(page.sites) == 1


def test_ids_and_names_are_anchors() -> None:
    page = walked("<p id=a><a name=b></a><span id=c hidden><i id=d></i></span><img id=e>")
    assert page.anchors == ("a", "b", "c", "d", "e")


def test_spans_survive_cuts() -> None:
    page = walked(
        "<p>• one <a href=1>two</a><br>• <a href=2>three</a> four<br><br><a href=3>five</a>"
    )
    found = [(p.text, [p.text[s.start : s.end] for s in p.spans]) for p in page.pieces]
    assert found == [("one two", ["two"]), ("three four", ["three"]), ("five", ["five"])]


def test_mending_comes_first() -> None:
    page = walk(grow("<p>a <a href=x>b</a></p>"), mend=lambda text: text.replace("b", "long"))
    assert page.pieces[0].text == "a long"
    assert page.pieces[0].spans[0].end == 6


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>Cite <code>10.1234/ab</code> so</p>", [["10.1234/ab"]]),
        ("<p> <kbd>a</kbd> or <samp>b <b>c</b></samp></p>", [["a", "b ", "c"]]),
        ("<table><tr><td>a <code>b</code></td><td>c</td></tr></table>", [["b"]]),
        ("<p>a<br><br>b <code>c</code></p>", [[], ["c"]]),
        ("<p>none</p>", [[]]),
    ],
)
def test_what_is_set_as_code(html: str, code: list[list[str]]) -> None:
    blocks = [piece.to_block(()) for piece in walked(html).pieces]
    assert [[b.text[start:end] for start, end in b.code] for b in blocks] == code


def test_elements_of_a_sites_own_making() -> None:
    """Side by side and long they are blocks; in a sentence they are words."""
    entry = "Lee A, Kim B. Backs. Spine. 2009;34:1-9."
    html = f"<ref-list><ref-item>{entry}</ref-item> <ref-item>{entry}</ref-item></ref-list>"
    assert [piece.text for piece in walked(html).pieces] == [entry, entry]
    html = "<p>so <g-emoji>x</g-emoji><g-emoji>y</g-emoji> and <a-term>spine</a-term> it is</p>"
    assert [piece.text for piece in walked(html).pieces] == ["so xy and spine it is"]
