"""The transfer-coding of HTTP/1 bodies is undone, and what is no such coding is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.framing import (
    MOST_LINE,
    BadFraming,
    dechunk,
    headers_of,
    is_chunked,
    split_head,
    split_interim,
)

HEADS = [
    (
        "whole",
        b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\nbody",
        (b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\n", b"body"),
    ),
    ("bare line feeds", b"HTTP/1.1 200 OK\nA: 1\n\nb", (b"HTTP/1.1 200 OK\nA: 1\n\n", b"b")),
    ("an empty body", b"HTTP/1.1 200 OK\r\n\r\n", (b"HTTP/1.1 200 OK\r\n\r\n", b"")),
    ("cut in a header", b"HTTP/1.1 200 OK\r\nA: 1\r\n", None),
    ("nothing", b"", None),
]


@pytest.mark.parametrize(("why", "data", "parts"), HEADS, ids=[h[0] for h in HEADS])
def test_a_head_ends_with_its_empty_line(why, data, parts) -> None:
    assert split_head(data) == parts


CHUNKED = [
    ("one chunk", b"3\r\nabc\r\n0\r\n\r\n", b"abc"),
    ("two", b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde"),
    ("extensions", b"3;a=b\r\nabc\r\n0;z\r\n\r\n", b"abc"),
    ("a long extension", b"3;" + b"a" * (MOST_LINE - 3) + b"\r\nabc\r\n0\r\n\r\n", b"abc"),
    ("a padded size", b" 3 \t;a\r\nabc\r\n0 \r\n\r\n", b"abc"),
    ("a trailer", b"3\r\nabc\r\n0\r\nX: 1\r\n\r\n", b"abc"),
    ("line ends inside", b"4\r\na\r\nb\r\n0\r\n\r\n", b"a\r\nb"),
    ("capitals and zeros", b"00A\r\n0123456789\r\n000\r\n\r\n", b"0123456789"),
    ("bare line feeds", b"3\nabc\n0\n\n", b"abc"),
    ("empty", b"0\r\n\r\n", b""),
    ("more than a line behind it", b"3\r\nabc\r\n0\r\n" + b"x" * (MOST_LINE + 1), b"abc"),
]


@pytest.mark.parametrize(("why", "framed", "entity"), CHUNKED, ids=[c[0] for c in CHUNKED])
def test_chunks_are_joined(why, framed, entity) -> None:
    assert dechunk(framed) == entity


WRONG = [
    ("plain text", b"<p>not chunked</p>\n"),
    ("no last chunk", b"3\r\nabc\r\n"),
    ("cut", b"ff\r\nabc"),
    ("negative", b"-3\r\nabc\r\n0\r\n\r\n"),
    ("a blank in a size", b"3 3\r\nabc\r\n0\r\n\r\n"),
    ("too long an extension", b"3;" + b"a" * MOST_LINE + b"\r\nabc\r\n0\r\n\r\n"),
    ("too long a size", b"f" * 17 + b"\r\nabc"),
]


@pytest.mark.parametrize(("why", "framed"), WRONG, ids=[w[0] for w in WRONG])
def test_what_is_not_chunked_is_refused(why, framed) -> None:
    with pytest.raises(BadFraming):
        dechunk(framed)


def test_of_a_cut_body_what_came_is_kept() -> None:
    assert dechunk(b"3\r\nabc\r\nff\r\nde", is_cut=True) == b"abcde"


def test_headers_keep_order_case_and_repeats() -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nx-b: 2\r\nSet-Cookie: a\r\nno colon\r\nSet-Cookie: b\r\n more\r\n\r\n"
    )
    assert headers_of(head) == (("x-b", "2"), ("Set-Cookie", "a"), ("Set-Cookie", "b more"))


def test_a_header_is_folded_as_often_as_it_likes() -> None:
    head = b"HTTP/1.1 200 OK\r\nX:\r\n" + b" a\r\n\tb \r\n" * 50_000 + b"Y: 1\r\n\r\n"
    assert headers_of(head) == (("X", " ".join(["a b"] * 50_000)), ("Y", "1"))


CODINGS = [
    ((("Transfer-Encoding", "chunked"),), True),
    ((("transfer-encoding", "gzip, Chunked"),), True),
    ((("Transfer-Encoding", "chunked, gzip"),), False),
    ((("Content-Encoding", "chunked"),), False),
    ((), False),
]


@pytest.mark.parametrize(("headers", "expected"), CODINGS)
def test_chunked_is_the_last_coding(headers, expected) -> None:
    assert is_chunked(headers) is expected


def test_interim_answers_are_skipped_but_not_switching_protocols() -> None:
    final = b"HTTP/1.1 200 OK\r\n\r\nx"
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
    assert split_interim(hints + hints + final) == (hints + hints, final)
    switching = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
    assert split_interim(switching + final) == (b"", switching + final)


@given(st.lists(st.binary(min_size=1, max_size=50)), st.integers(0, 400))
def test_any_chunking_gives_the_entity_back(parts: list[bytes], cut: int) -> None:
    framed = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"
    entity = b"".join(parts)
    assert dechunk(framed) == entity
    assert entity.startswith(dechunk(framed[:cut], is_cut=True))


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    assert b"".join(split_interim(data)) == data
    headers_of(data)
    with suppress(BadFraming):
        dechunk(data, is_cut=True)
