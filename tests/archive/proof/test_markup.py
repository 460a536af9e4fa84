"""Pieces of HTML sources, also of those that nobody should write."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.proof import markup
from archive.proof.markup import pieces_of, unescape_value

CASES = [
    ("text and tags", "a<b>c</b>", ["text:a", "start:<b>", "text:c", "end:</b>"]),
    ("less than is text", "1 < 2 <3", ["text:1 < 2 <3"]),
    ("comments", "a<!-- <b> -->c", ["text:a", "comment:<!-- <b> -->", "text:c"]),
    ("a comment that is none", "<!-->x", ["comment:<!-->", "text:x"]),
    ("a comment without end", "a<!-- b", ["text:a", "comment:<!-- b"]),
    ("a comment ended oddly", "<!--a--!>b", ["comment:<!--a--!>", "text:b"]),
    ("doctype", "<!DOCTYPE html>x", ["doctype:<!DOCTYPE html>", "text:x"]),
    ("instruction", "<?xml version='1'?>x", ["comment:<?xml version='1'?>", "text:x"]),
    ("an end tag without name", "a</>b", ["text:a", "comment:</>", "text:b"]),
    ("script", "<script>a<b</script>c", ["start:<script>", "raw:a<b", "end:</script>", "text:c"]),
    ("style without end", "<style>a{}", ["start:<style>", "raw:a{}"]),
    ("a script within", "<SCRIPT>'</scripty>'</Script >", [
        "start:<SCRIPT>", "raw:'</scripty>'", "end:</Script >"]),
    ("title is text", "<title>a<b></title>", ["start:<title>", "text:a<b>", "end:</title>"]),
    ("greater than in a value", '<a title="a>b">c', ['start:<a title="a>b">', "text:c"]),
    ("a tag without end is nothing", 'a<b title="c', ["text:a"]),
    ("slashes between attributes", "<br/class=a/>x", ["start:<br/class=a/>", "text:x"]),
    ("nothing", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "expected"), CASES)
def test_pieces(why: str, source: str, expected: list[str]) -> None:
    assert [f"{p.kind}:{source[p.start : p.end]}" for p in pieces_of(source)] == expected, why


ATTRIBUTES = [
    ("quoted", "<a href='x y'>", {"href": "x y"}),
    ("bare", "<a href=x/y>", {"href": "x/y"}),
    ("none", "<a hidden>", {"hidden": ""}),
    ("blanks around the sign", '<a href = "x" id = y>', {"href": "x", "id": "y"}),
    ("the first of two counts", "<a id=1 ID=2>", {"id": "1"}),
    ("references", '<a href="?a&amp;b&#61;">', {"href": "?a&b="}),
    ("a name that begins with a sign", "<a =b=c>", {"=b": "c"}),
    ("an empty value", "<a href= >", {"href": ""}),
]


@pytest.mark.parametrize(("why", "source", "expected"), ATTRIBUTES)
def test_attributes(why: str, source: str, expected: dict[str, str]) -> None:
    [piece] = pieces_of(source)
    assert {a.name: a.value for a in piece.attributes} == expected, why
    for found in piece.attributes:
        assert unescape_value(source[found.start : found.end]) == found.value


def test_every_piece_follows_the_one_before() -> None:
    source = "<p a=1>x<!-- y --><script>z</script></p>\n<title>&amp;</title><i"
    pieces = list(pieces_of(source))
    assert pieces[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(pieces))
    assert source[pieces[-1].end :] == "<i"


WRITTEN = [
    ' href="x"', ' b="&amp;1"', ' B="2"', '\n c="d e"', "=", " HREF='y'", " b", ' =c="d"',
    ' "e"="f"', '"', "<", "/", " ", "\x1f", ">",
]  # fmt: skip


@given(st.sampled_from(["a", "/A", "title"]), st.lists(st.sampled_from(WRITTEN), max_size=6))
def test_tags_written_as_nearly_all_are_say_what_the_long_way_says(
    name: str, parts: list[str]
) -> None:
    source = f"<{name}{''.join(parts)}>"
    opening = markup._OPEN.match(source)
    assert opening is not None
    if opening[4]:
        short = markup._written(source, opening), opening.end()
        assert markup._attributes(source, opening.end(2)) == short
