"""Content-codings: removed, bounded, and never half a page taken for a whole one."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from random import Random

import brotli
import pytest

from archive.records import Exchange
from archive.warc.codings import UndecodableBody, decoded_body

TEXT = b"Acupuncture for low back pain. " * 50


def coded(coding: str, body: bytes) -> Exchange:
    return Exchange(
        url="https://a.test/", started_at=datetime(2026, 3, 1, tzinfo=UTC), elapsed_ms=0,
        raw_request=b"", body=body, status=200, headers=(("Content-Encoding", coding),),
    )  # fmt: skip


RAW = zlib.compressobj(wbits=-15)
GOOD = [
    ("none", "", TEXT),
    ("identity", "identity", TEXT),
    ("gzip", "gzip", gzip.compress(TEXT)),
    ("old name, upper case", "X-GZIP", gzip.compress(TEXT)),
    ("two members", "gzip", gzip.compress(TEXT[:70]) + gzip.compress(TEXT[70:])),
    ("many members", "gzip", gzip.compress(b"") * 9_999 + gzip.compress(TEXT)),
    ("bytes behind the end", "gzip", gzip.compress(TEXT) + b"\0\0\0"),
    ("deflate as it should be", "deflate", zlib.compress(TEXT)),
    ("deflate without its header", "deflate", RAW.compress(TEXT) + RAW.flush()),
    ("brotli", "br", brotli.compress(TEXT)),
    ("one on top of the other", "deflate, gzip", gzip.compress(zlib.compress(TEXT))),
]


@pytest.mark.parametrize(("why", "coding", "body"), GOOD, ids=[row[0] for row in GOOD])
def test_decoded(why, coding, body) -> None:
    assert decoded_body(coded(coding, body)) == TEXT


@pytest.mark.parametrize("size", [16_000, 16_384, 50_000])
def test_members_larger_than_what_is_unpacked_at_a_time(size: int) -> None:
    text = Random(0).randbytes(size)
    assert decoded_body(coded("gzip", gzip.compress(text) * 3 + b"rest"), 3 * size) == text * 3
    assert decoded_body(coded("deflate", zlib.compress(text)), size) == text


def test_an_empty_body_needs_no_decoding() -> None:
    assert decoded_body(coded("gzip", b"")) == b""


BOMB = b"\0" * 2_000_000
BAD = [
    ("broken off", "gzip", gzip.compress(TEXT)[:-9], "breaks off"),
    ("wrong sum", "gzip", gzip.compress(TEXT)[:-6] + b"123456", "broken compression"),
    ("brotli broken off", "br", brotli.compress(TEXT)[:-3], "breaks off"),
    ("not compressed at all", "gzip", TEXT, "broken compression"),
    ("unknown", "compress", TEXT, "unknown content-coding compress"),
    ("too many", ",".join(["gzip"] * 6), TEXT, "6 content-codings"),
    ("gzip bomb", "gzip", gzip.compress(BOMB), "more than 100000 bytes"),
    ("deflate bomb", "deflate", zlib.compress(BOMB), "more than 100000 bytes"),
    ("brotli bomb", "br", brotli.compress(BOMB), "more than 100000 bytes"),
    ("bomb in members", "gzip", gzip.compress(BOMB[:60_000]) * 2, "more than"),
    ("more members than a text has", "gzip", gzip.compress(b"") * 200_000, "more than 10000 gzip"),
    ("a second member broken off", "gzip", gzip.compress(TEXT) + gzip.compress(TEXT)[:-9],
     "breaks off"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "coding", "body", "words"), BAD, ids=[row[0] for row in BAD])
def test_refused(why, coding, body, words) -> None:
    with pytest.raises(UndecodableBody, match=words):
        decoded_body(coded(coding, body), max_bytes=100_000)
