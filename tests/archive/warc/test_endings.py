"""Where answers end, whatever pieces they come in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.warc.endings import MOST_HEAD, MOST_INTERIM, Ending, TooLarge
from archive.warc.framing import MOST_LINE, BadFraming
from archive.warc.wire import Wire, read_wire

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

# Why, what comes, how many bytes of it are the answer (None = until the connection ends), and
# whether the connection may be asked again.
ANSWERS = [
    ("as long as it says", OK + b"Content-Length: 3\r\n\r\nabc", 41, True),
    ("nothing at all", OK + b"Content-Length: 0\r\n\r\n", 38, True),
    ("more than it says", OK + b"Content-Length: 3\r\n\r\nabcHTTP/1.1", 41, True),
    ("the length said twice", OK + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 60, True),
    ("the length said twice in one", OK + b"Content-Length: 3, 3\r\n\r\nabc", 44, True),
    ("no length", OK + b"\r\nabc", None, True),
    ("HTTP/1.0", b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", 39, False),
    ("HTTP/1.0, kept", b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na",
     63, True),
    ("to be closed", OK + b"Connection: close\r\nContent-Length: 1\r\n\r\na", 58, False),
    ("not modified, whatever length", b"HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n", 38, True),
    ("another protocol from here on", b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", 38, False),
    ("no content", b"HTTP/1.1 204 No\r\n\r\n", 19, True),
    ("bare line feeds", b"HTTP/1.1 200 OK\nContent-Length: 1\n\na", 36, True),
    ("a hint before it", b"HTTP/1.1 103 Hints\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\na", 61,
     True),
    ("hints with bare line feeds", b"HTTP/1.1 100\n\n" * MOST_INTERIM + OK + b"\r\n", None, True),
    ("chunks", CHUNKED + b"3\r\nabc\r\n0\r\n\r\nrest", 60, True),
    ("chunks and a length", OK + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"3\r\nabc\r\n0\r\n\r\n", 79, False),
    ("trailers", CHUNKED + b"1\r\na\r\n0\r\nX: 1\r\nY: 2\r\n\r\nrest", 70, True),
    ("chunks without the line behind them", CHUNKED + b"1\r\na\r\n0\r\n", None, True),
    ("a coding that is not chunked last", OK + b"Transfer-Encoding: gzip\r\n\r\nabc", None, True),
]  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(("why", "comes", "length", "kept"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_ends(why: str, comes: bytes, length: int | None, kept: bool, size: int) -> None:
    ending, fed = Ending(1000), 0
    while fed < len(comes) and not ending.is_over:
        piece = comes[fed : fed + size]
        ending.feed(piece)
        fed += len(piece)
    assert ending.is_over == (length is not None), why
    assert fed - ending.behind == (len(comes) if length is None else length)
    assert ending.is_kept_alive is kept


@pytest.mark.parametrize(
    ("why", "comes", "is_whole"),
    [
        ("no length was said", OK + b"\r\nabc", True),
        ("too little of a length", OK + b"Content-Length: 9\r\n\r\nabc", False),
        ("no last chunk", CHUNKED + b"3\r\nabc\r\n", False),
        ("no head", OK, False),
        ("over before", OK + b"Content-Length: 3\r\n\r\nabc", True),
    ],
)
def test_the_connection_ends(why: str, comes: bytes, is_whole: bool) -> None:
    ending = Ending(1000)
    ending.feed(comes)
    assert ending.closes() is is_whole, why


@pytest.mark.parametrize(
    ("why", "comes", "error"),
    [
        ("another protocol", b"SSH-2.0-OpenSSH\r\n", BadFraming),
        ("a page and no head", b"<!doctype html>", BadFraming),
        ("no status", b"HTTP/1.1 OK\r\n\r\n", BadFraming),
        ("HTTP/2", b"HTTP/2 200\r\n\r\n", BadFraming),
        ("two lengths", OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", BadFraming),
        ("no number", OK + b"Content-Length: -1\r\n\r\n", BadFraming),
        ("a number without end", OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", BadFraming),
        ("a large number", OK + b"Content-Length: " + b"9" * 19 + b"\r\n\r\n", TooLarge),
        ("no size of a chunk", CHUNKED + b"xyz\r\n", BadFraming),
        ("an endless head", OK + b"X: " + b"a" * MOST_HEAD, BadFraming),
        ("hints without end", b"HTTP/1.1 100\n\n" * (MOST_INTERIM + 1), BadFraming),
        ("said to be too large", OK + b"Content-Length: 1001\r\n\r\n", TooLarge),
        ("too large until the end", OK + b"\r\n" + b"a" * 1001, TooLarge),
        ("too large in chunks", CHUNKED + b"fff\r\n" + b"a" * 1001, TooLarge),
        ("framing without end", CHUNKED + b"1;" + b"x" * MOST_LINE, BadFraming),
        ("trailers without end", CHUNKED + b"0\r\n" + b"X: 1\r\n" * 250_000, TooLarge),
        ("a size behind blanks without end", CHUNKED + b" " * (MOST_LINE + 1), BadFraming),
        ("a trailer without end", CHUNKED + b"0\r\nX: " + b"x" * 1_300_000, TooLarge),
    ],
)
def test_refused(why: str, comes: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        Ending(1000).feed(comes)


def test_a_head_may_come_byte_by_byte() -> None:
    ending = Ending(1000)
    for byte in OK + b"X: " + b"a" * (MOST_HEAD - 100) + b"\r\nContent-Length: 1\r\n\r\na":
        ending.feed(bytes([byte]))
    assert ending.is_over


def test_an_answer_is_not_made_of_framing() -> None:
    ending = Ending(0)
    with pytest.raises(TooLarge, match="of framing around"):
        ending.feed(CHUNKED + b"2\r\nab\r\n" * 300_000)


def test_lines_may_be_chunks() -> None:
    ending = Ending(10_000_000)
    ending.feed(CHUNKED + (b"28\r\n" + b"a" * 39 + b"\n\r\n") * 250_000 + b"0\r\n\r\n")
    assert ending.is_over


def test_as_large_as_it_may_be() -> None:
    ending = Ending(1000)
    ending.feed(OK + b"Content-Length: 1000\r\n\r\n" + b"a" * 1000)
    assert ending.is_over


PARTS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 304 \r\n", b"HTTP/1.1 103 Hints\r\n\r\n", b"\r\n",
        b"Content-Length: 3\r\n", b"Content-Length: x\r\n", b"Transfer-Encoding: chunked\r\n",
        b"Connection: close\r\n", b" folded\r\n", b"3\r\nabc\r\n", b"0\r\n\r\n",
        b"0;a=b\r\nX: 1\r\n", b"\n", b"abc", b"\x00\xff", b":",
    ]
)  # fmt: skip


def outcome(pieces: list[bytes]) -> tuple[str, int]:
    """How an answer ended, and after how many bytes."""
    ending, fed = Ending(50), 0
    for piece in pieces:
        try:
            ending.feed(piece)
        except (BadFraming, TooLarge):
            return "refused", 0
        fed += len(piece)
        if ending.is_over:
            return "whole", fed - ending.behind
    return ("whole" if ending.closes() else "open"), fed


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=9), st.integers(1, 9))
def test_any_answer_ends_the_same_in_any_pieces_and_can_then_be_read(
    parts: list[bytes], size: int
) -> None:
    comes = b"HTTP/1.1 200 OK\r\n" + b"".join(parts)
    pieces = [comes[at : at + size] for at in range(0, len(comes), size)]
    how, length = outcome([comes])
    assert how == "refused" or outcome(pieces) == (how, length)
    if how == "whole":
        wire = Wire(bytearray(b"GET / HTTP/1.1\r\n\r\n"), bytearray(comes[:length]))
        assert read_wire(wire, "http://a.test/", datetime(2026, 1, 1, tzinfo=UTC), 1) is not None
