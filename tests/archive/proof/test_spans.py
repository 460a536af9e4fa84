"""A passage as printed, and where it stands in the source."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.proof import searching
from archive.proof import spans as spans_module
from archive.proof.markup import pieces_of
from archive.proof.searching import find_literal, find_text, find_value
from archive.proof.spans import Span, fold, fold_source, read_html, read_plain
from archive.proof.undrawn import words_of

FOUND = [
    ("plain", "<p>Rest helps.</p>", "Rest helps.", "Rest helps."),
    ("blanks fold", "<p>Rest\n   helps.</p>", "Rest helps.", "Rest\n   helps."),
    ("line breaks of the row", "<p>A<br>B</p>", "A\nB", "A<br>B"),
    ("tags between", "<p>Low <b>back</b> pain</p>", "Low back pain", "Low <b>back</b> pain"),
    ("named references", "<p>M&uuml;ller &amp; Co</p>", "Müller & Co", "M&uuml;ller &amp; Co"),
    ("numbered references", "<p>5 &#8211; 7&#x2009;mm</p>", "5 – 7 mm", "5 &#8211; 7&#x2009;mm"),
    ("references without semicolon", "<p>A &amp B</p>", "A & B", "A &amp B"),
    ("no-break space", "<p>10&nbsp;mg</p>", "10 mg", "10&nbsp;mg"),
    ("soft hyphen", "<p>phy&shy;sio</p>", "physio", "phy&shy;sio"),
    ("zero-width space", "<p>a\u200bb</p>", "ab", "a\u200bb"),
    ("kinds of dash", "<p>185\u2013190</p>", "185-190", "185\u2013190"),
    ("raised numbers", "<p>pain<sup>3,5-7</sup></p>", "pain³,⁵⁻⁷", "pain<sup>3,5-7"),
    ("composed and decomposed", "<p>Mu\u0308ller</p>", "Müller", "Mu\u0308ller"),
    ("ligature", "<p>of\ufb01ce</p>", "office", "of\ufb01ce"),
    ("script looked through", "<p>a<script>b</script>c</p>", "ac", "a<script>b</script>c"),
    ("comment looked through", "<p>Rest <!-- not -->helps</p>", "Rest helps",
     "Rest <!-- not -->helps"),
    ("not in the title", "<title>Pain</title><h1>Pain</h1>", "Pain", None),
    ("encoded twice, mended", "<p>M\u00c3\u00bcller</p>", "Müller", "M\u00c3\u00bcller"),
    ("hidden text between", "<p>Rest often <i hidden>(or not)</i> helps you a lot.</p>",
     "Rest often helps you a lot.", "Rest often <i hidden>(or not)</i> helps you a lot."),
    ("a lone ampersand", "<p>R&D, A & B</p>", "R&D, A & B", "R&D, A & B"),
    ("less than", "<p>p < 0.05</p>", "p < 0.05", "p < 0.05"),
    ("cells side by side", "<td>Lee S<td><td>2015<td>Rest helps", "Lee S | 2015 | Rest helps",
     "Lee S<td><td>2015<td>Rest helps"),
    ("a line that is printed", "<p>Lee S | 2015 | Rest</p>", "Lee S | 2015 | Rest",
     "Lee S | 2015 | Rest"),
    ("a row, not the text before it", "<p>2012 12<table><td>1</td> <td>2", "1 | 2", "1</td> <td>2"),
    ("cells with a hidden note between", "<td>Lee S, Kim T<td hidden>x<td>Rest helps most",
     "Lee S, Kim T | Rest helps most", "Lee S, Kim T<td hidden>x<td>Rest helps most"),
    ("a cell that prints a joint", "<td>Lee S<td>Journal | of Pain", "Lee S | Journal | of Pain",
     "Lee S<td>Journal | of Pain"),
    ("a table in a cell", "<tr><td>Lee S<td><table><tr><td>2015</table>", "Lee S | 2015",
     "Lee S<td><table><tr><td>2015"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "passage", "expected"), FOUND)
def test_a_passage_is_found(why: str, source: str, passage: str, expected: str | None) -> None:
    found = find_text(read_html(source).visible, passage)
    assert found.is_whole, why
    assert found.hull is not None
    if expected is not None:
        assert source[found.hull.start : found.hull.end] == expected, why
    else:
        assert found.hull.start == source.index("<h1>Pain") + 4


LOST = [
    ("another word", "<p>Rest helps most people.</p>", "Rest helps few people.", "<p>Rest helps"),
    ("cut off", "<p>Rest helps mo", "Rest helps most people.", "<p>Rest helps mo"),
    (
        "more of it as a line",
        "<p>Lee S | Rest helps most people",
        "Lee S | Rest helps most | x",
        "<p>Lee S | Rest helps most",
    ),
    ("another cell", "<td>Rest helps<td>most", "Rest helps | few", "<td>Rest helps"),
]


@pytest.mark.parametrize(("why", "source", "passage", "met"), LOST)
def test_what_differs_is_said(why: str, source: str, passage: str, met: str) -> None:
    found = find_text(read_html(source).visible, passage)
    assert not found.is_whole
    assert found.hull is not None
    assert found.hull.end >= len(met) - 3, why
    assert fold(passage).endswith(found.rest) or found.rest in fold(passage)


ABSENT = [
    ("not there", "<p>Rest helps.</p>", "Heat helps."),
    ("only in a script", "<script>Rest helps.</script>", "Rest helps."),
    ("only in a comment", "<!-- Rest helps. -->", "Rest helps."),
    ("another case", "<p>REST HELPS.</p>", "Rest helps."),
    ("another letter", "<p>Mullers Lehre</p>", "Müllers Lehre"),
    ("nothing to look for", "<p>x</p>", " \u200b "),
    ("an empty page", "", "x"),
    ("a joint is not nothing", "<p>in 2012</p>", "1 | 2"),
    ("a joint is not a blank", "<p>Lee S 2016</p>", "Lee S | 2016"),
    ("nor any tag", "<p>Lee S <b>2016</b></p>", "Lee S | 2016"),
    ("cells of two rows", "<tr><td>A</td></tr><tr><td>B", "A | B"),
    ("cells of two rows, nothing closed", "<tr><td>A<tr><td>B", "A | B"),
    ("an end is no cell", "<td><p>A</td>B", "A | B"),
]


@pytest.mark.parametrize(("why", "source", "passage"), ABSENT)
def test_a_passage_is_not_invented(why: str, source: str, passage: str) -> None:
    assert not find_text(read_html(source).visible, passage).is_whole, why


def test_the_wanted_one_of_several() -> None:
    source = "<p>DOI</p><p>DOI</p><p>DOI</p>"
    page = read_html(source)
    starts = [find_text(page.visible, "DOI", ordinal=n).spans[0].start for n in (1, 2, 3, 4)]
    assert starts == [3, 13, 23, 23]


def test_within_a_sentence() -> None:
    source = "<p>See 10.1/ab.</p><p>Or 10.1/abc.</p>"
    page = read_html(source)
    around = find_text(page.visible, "Or 10.1/abc.").hull
    found = find_text(page.visible, "10.1/abc", within=around)
    assert found.hull is not None
    assert source[found.hull.start : found.hull.end + 1] == "10.1/abc."


def test_values_of_attributes() -> None:
    source = '<a href="/x?a=1&amp;b=2">x</a><img src=/x><a href="/x?a=1&b=2">'
    page = read_html(source)
    spans = find_value(page, "/x?a=1&b=2", "a", "href")
    assert [source[s.start : s.end] for s in spans] == ["/x?a=1&amp;b=2", "/x?a=1&b=2"]
    assert find_value(page, "/x", "a", "href") == []
    assert len(find_value(page, "/x", "img", "src")) == 1
    assert [s.start for s in find_value(read_html("<b id=q><a href=q><b id=q>"), "q")] == [
        6,
        16,
        24,
    ]


def test_attributes_are_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many links of a page are asked for: a hostile one has twenty thousand."""
    folded: list[str] = []
    for module in (spans_module, searching):
        monkeypatch.setattr(module, "fold", lambda text: folded.append(text) or text)
    page = read_html("".join(f"<a href=/{n}&amp;>" for n in range(100)))
    assert all(len(find_value(page, f"/{n}&", "a", "href")) == 1 for n in range(100))
    assert len(folded) == 100 + 2 * 100, "each that is asked for, and each attribute in two forms"


def test_what_stands_in_a_style_sheet_is_found_as_it_is() -> None:
    source = "<style>a { background: url(/b.png) }</style>"
    [span] = find_literal(source, "/b.png")
    assert source[span.start : span.end] == "/b.png"
    assert find_literal('{"url": "https:\\/\\/a.example"}', "https://a.example") != []
    assert find_literal(source, "") == []


def test_plain_text_has_no_references() -> None:
    found = find_text(read_plain("a &amp; <b>").visible, "a &amp; <b>")
    assert found.is_whole


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_has_a_page(source: str, passage: str) -> None:
    page = read_html(source)
    places = [page.visible.place(at) for at in range(len(page.visible.text))]
    assert all(0 <= place.start < place.end <= len(source) for place in places)
    assert places == sorted(places, key=lambda place: place.start)
    found = find_text(page.visible, passage)
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(source)


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<b>", "&amp;", "&", "x", " ", "é", "<!--", "-->"]))
)
def test_what_a_page_prints_is_found_in_it(parts: list[str]) -> None:
    page = read_html("".join(parts))
    if page.visible.text:
        assert find_text(page.visible, page.visible.text).is_whole


def test_places_of_plain_ascii_are_those_of_the_long_way() -> None:
    """A character of another kind before the run sends it the long way; all else is the same."""
    plain = "".join(map(chr, range(128))) + " a &b; &x c & d\x1c e"
    for text, references in ((plain, False), (plain.replace("&", "+"), True)):
        short = fold_source(text, [(0, len(text))], references=references)
        long = fold_source("é" + text, [(0, len(text) + 1)], references=references)
        assert short.text == long.text[2:]
        places = [short.place(at) for at in range(len(short.text))]
        assert [Span(p.start + 1, p.end + 1) for p in places] == [
            long.place(at) for at in range(2, len(long.text))
        ]


PARTS = [
    "<p>", "</p>", '<a href="/x">', "<a href=/y&amp;z>", "</a>", "<title>", "</title>", "<select>",
    "</select>", "<template>", "</template>", '<template shadowrootmode="open">', "<svg><defs>",
    "</defs>", "<defs/>", "<xmp>", "</xmp>", "<script>", "</script>", "<textarea>", "</textarea>",
    '<object data="x">', "</object>", "<noscript>", "</noscript>", "<!--", "-->", "<br/>", "<a b='",
    "x", " ", "\n", "\x00", "&amp;", "&", "é", "\u00ad", "\ufb01", "Rest helps.", "DOI",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_a_page_is_read_as_its_pieces_say(parts: list[str]) -> None:
    """It is read without them, which is twice as fast."""
    source = "".join(parts)
    page = read_html(source)
    visible = [(p.start, p.end) for p in words_of(source) if p.kind == "text"]
    titles = [(p.start, p.end) for p in pieces_of(source) if p.kind == "text" and p.name == "title"]
    assert page.visible == fold_source(source, visible, references=True)
    assert page.title == fold_source(source, titles, references=True)
    assert page.attributes == tuple(
        (p.name, a) for p in pieces_of(source) if p.kind == "start" for a in p.attributes
    )


def test_a_span_goes_from_its_first_character_to_its_last() -> None:
    """Where it begins or ends with a run, that is not taken apart; each character is told by it."""
    parts = ("", "<b>", "x", " ", "\n", "&amp;", "&nbsp;", "é", "\u00ad")
    for source in map("".join, product(parts, repeat=3)):
        places = read_html(source).visible
        for start, end in combinations(range(len(places.text) + 1), 2):
            span = Span(places.place(start).start, places.place(end - 1).end)
            assert read_html(source).visible.span(start, end) == span, source


def test_what_was_sought_once_is_found_again_where_it_is() -> None:
    visible = read_html("<p>DOI 1</p><p>DOI 1</p>").visible
    for _ in range(2):
        assert find_text(visible, "DOI 1").spans == (Span(3, 8),)
        assert find_text(visible, "DOI 1", ordinal=2).spans == (Span(15, 20),)
        assert find_text(visible, "DOI 1", within=Span(12, 24)).spans == (Span(15, 20),)
        assert not find_text(visible, "DOI 2").is_whole
