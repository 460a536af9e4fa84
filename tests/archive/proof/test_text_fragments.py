"""Pages as drawn, and addresses that make a browser scroll to a text of theirs."""

from __future__ import annotations

import re

import pytest

from archive.proof.drawn import link_text, read_drawn
from archive.proof.spans import Span
from archive.proof.text_fragments import fragment_of

DRAWN = [
    ("blanks fold", "<p>Rest \n  helps.</p>", "\nRest helps.\n"),
    ("blocks are lines", "<h1>A</h1><p>B</p>C", "\nA\nB\nC"),
    ("a line break too, and no blank before it", "<p>a <br>b</p>", "\na\nb\n"),
    ("tags within a line", "lo<b>w</b> <i>back</i>", "low back"),
    ("references", "M&uuml;ller&nbsp;&amp; Co", "Müller & Co"),
    ("what is not drawn", "phy&shy;si\u200bo", "physio"),
    ("scripts, comments, titles", "<title>T</title>a<script>b</script><!-- c -->d", "\nad"),
    ("inert elements", "a<noscript><p>b</p></noscript>c<template>d</template>", "ac"),
    (
        "choices, fields, fall-backs",
        "a<select><option>b</select><textarea>c</textarea><canvas>d</canvas>e",
        "a\ne",
    ),
    (
        "a title of a drawing, a note of a formula",
        "a<svg><title>b</title></svg><math><annotation>c</annotation></math>d",
        "a\nd",
    ),
    ("as it is typed", "<xmp>a</xmp>", "a"),
]


@pytest.mark.parametrize(("why", "source", "text"), DRAWN, ids=[row[0] for row in DRAWN])
def test_a_page_is_drawn(why: str, source: str, text: str) -> None:
    drawn = read_drawn(source)
    assert drawn.text.strip("\n") == text.strip("\n")
    assert len(drawn.starts) == len(drawn.text)
    assert list(drawn.starts) == sorted(drawn.starts)


def test_characters_lead_back_to_the_source() -> None:
    source = "<p>See &amp; <b>rest</b></p>"
    drawn = read_drawn(source)
    at = drawn.text.index("rest")
    assert source[drawn.starts[at] :].startswith("rest</b>")
    start, end = drawn.within(Span(source.index("&amp;"), source.index("</b>")))
    assert drawn.text[start:end] == "& rest"


LINKS = [
    ("its text", '<p><a href="/x">More <b>here</b></a> and on</p>', "More <b>here</b>"),
    ("until the next one where it never ends", '<a href="/x">one <a href="/y">two</a>', "one "),
    ("no link", '<img src="/x">text', None),
    ("never ends", '<a href="/x">text', None),
]


@pytest.mark.parametrize(("why", "source", "text"), LINKS, ids=[row[0] for row in LINKS])
def test_the_text_of_a_link(why: str, source: str, text: str | None) -> None:
    found = link_text(source, source.index("/x"))
    assert (found and source[found.start : found.end]) == text


# The span is what stands between the first [ and the first ].
FRAGMENTS = [
    ("a few words", "see [the text] here", "the%20text"),
    ("a dash has a meaning of its own", "a [low-back] b", "low%2Dback"),
    ("comma and ampersand too", "[a, b & c]", "a%2C%20b%20%26%20c"),
    ("what is not ASCII", "[Ärzte – 5 %]", "%C3%84rzte%20%E2%80%93%205%20%25"),
    ("long ones by their ends", "[1 2 3 4 5 6 7 8 9 0 1]", "1%202%203%204%205,7%208%209%200%201"),
    ("over lines by their ends", "[a b\nc d]", "a%20b,c%20d"),
    ("nothing", "abc []", None),
    ("only blanks", "a [ \n ] b", None),
    ("inside a word the whole word", "the vert[ebr]ae", "vertebrae"),
    ("twice: the word before", "see this, not [this]", "not-,this"),
    ("twice, and the first: the same", "see [this], not this", "see-,this"),
    ("whatever the case", "This is so. [This] too", "so.-,This"),
    ("the same before: the word behind", "a pain b\na [pain] c", "pain,-c"),
    ("a part of a longer word is no likeness", "painful [pain]", "pain"),
    ("the line before, where it begins a line", "x\nmore\ny\n[more]", "y-,more"),
    ("nothing tells them apart, the first", "[a] a" + " a" * 20, "a"),
    ("nothing tells them apart, a later one", "b " * 20 + "[b] " + "b " * 20, None),
    ("the end stands in between: only the beginning", "[1 2 3 4 5 x y z a b x y z a b]",
     "1%202%203%204%205"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "marked", "expected"), FRAGMENTS, ids=[r[0] for r in FRAGMENTS])
def test_a_fragment_leads_to_the_place(why: str, marked: str, expected: str | None) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    page = marked.replace("[", "", 1).replace("]", "", 1)
    found = fragment_of(page, start, end)
    assert found == ("" if expected is None else f"#:~:text={expected}")


def test_one_text_many_times_is_told_by_what_stands_around_its_first_places_only() -> None:
    page = "\n".join(f"row {n} lorem 10.1000/abc" for n in range(1_000))
    found = [m.start() for m in re.finditer("10.1000", page)]
    fragments = [fragment_of(page, at, at + len("10.1000/abc")) for at in found]
    assert fragments[0] == "#:~:text=0%20lorem-,10.1000%2Fabc"
    assert fragments[7] == "#:~:text=7%20lorem-,10.1000%2Fabc"
    assert set(fragments[200:]) == {""}
