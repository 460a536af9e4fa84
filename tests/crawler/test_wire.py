"""Captures hold the bytes that crossed the wire: a crawl of a server of literal answers."""

# ruff: noqa: E501  (a case is read best on one line)

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
import trustme
import zstandard

from archive.records import Capture, Exchange
from archive.warc.captures import walk
from tests.crawler.crawls import crawl, rows, write_profile
from tests.literal import Literal, LiteralServer

BODY = b"<!doctype html><title>t</title><p>Text of the page, long enough to be one.</p>"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
TYPE = b"Content-Type: text/html\r\n"
BIG = bytes(range(256)) * 8_000  # 2 MB


def plain(head: bytes, body: bytes = BODY) -> Literal:
    """A status line and header lines (each with its line end), the empty line, and a body."""
    return Literal((head + b"\r\n" + body,))


def kept(head: bytes, body: bytes = BODY) -> Literal:
    return Literal((head + b"\r\n" + body,), ends=False)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + TYPE + b"Transfer-Encoding: chunked\r\n"
half = len(BODY) // 2
ZSTD = zstandard.compress(BODY)
CHUNKS = b"%x\r\n%s\r\n%X\r\n%s\r\n" % (half, BODY[:half], len(BODY) - half, BODY[half:])

WHOLE: dict[str, tuple[Literal, bytes]] = {
    "plain": (plain(OK + TYPE + LENGTH), BODY),
    "without-length": (plain(OK + TYPE), BODY),
    "odd-reason": (plain(b"HTTP/1.1 200 Totally Fine\r\n" + TYPE + LENGTH), BODY),
    "no-reason": (plain(b"HTTP/1.1 200 \r\n" + TYPE + LENGTH), BODY),
    "latin-reason": (plain(b"HTTP/1.1 200 Tr\xe8s bien\r\n" + TYPE + LENGTH), BODY),
    "http10": (plain(b"HTTP/1.0 200 OK\r\n" + TYPE + LENGTH), BODY),
    "http10-no-length": (plain(b"HTTP/1.0 200 OK\r\n" + TYPE), BODY),
    "case-and-order": (plain(OK + b"x-b: 2\r\nX-A: 1\r\nCONTENT-TYPE: text/html\r\n" + LENGTH), BODY),
    "duplicates": (plain(OK + TYPE + b"Set-Cookie: a=1\r\nset-cookie: b=2\r\n" + LENGTH), BODY),
    "latin-value": (plain(OK + TYPE + b"X-Name: M\xfcnchen\r\n" + LENGTH), BODY),
    "utf8-value": (plain(OK + TYPE + "X-Name: München\r\n".encode() + LENGTH), BODY),
    "obs-fold": (plain(OK + TYPE + b"X-Long: one\r\n\ttwo\r\n  three\r\n" + LENGTH), BODY),
    "no-space": (plain(OK + b"Content-Type:text/html\r\nX-Tight:1\r\n" + LENGTH), BODY),
    "many-spaces": (plain(OK + TYPE + b"X-Wide:      1   \r\n" + LENGTH), BODY),
    "empty-value": (plain(OK + TYPE + b"X-Empty:\r\n" + LENGTH), BODY),
    "no-colon": (plain(OK + TYPE + b"this is no header\r\n" + LENGTH), BODY),
    "long-header": (plain(OK + TYPE + b"X-Long: " + b"a" * 9000 + b"\r\n" + LENGTH), BODY),
    "many-headers": (plain(OK + TYPE + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + LENGTH), BODY),
    "chunked": (kept(CHUNKED, CHUNKS + b"0\r\n\r\n"), BODY),
    "chunk-extension": (kept(CHUNKED, CHUNKS.replace(b"\r\n", b";a=b\r\n", 1) + b"0;x\r\n\r\n"), BODY),
    "trailer": (kept(CHUNKED, CHUNKS + b"0\r\nX-Sum: 9\r\n\r\n"), BODY),
    "zeros-in-size": (kept(CHUNKED, b"000" + CHUNKS + b"000\r\n\r\n"), BODY),
    "one-byte-chunks": (kept(CHUNKED, b"".join(b"1\r\n%c\r\n" % c for c in BODY) + b"0\r\n\r\n"), BODY),
    "te-in-capitals": (kept(OK + TYPE + b"TRANSFER-ENCODING: Chunked\r\n", CHUNKS + b"0\r\n\r\n"), BODY),
    "gzip": (plain(OK + TYPE + b"Content-Encoding: gzip\r\n", gzip.compress(BODY)), gzip.compress(BODY)),
    "brotli": (plain(OK + TYPE + b"Content-Encoding: br\r\n", brotli.compress(BODY)), brotli.compress(BODY)),
    "zstd": (plain(OK + TYPE + b"Content-Encoding: zstd\r\n", ZSTD), ZSTD),
    "gzip-chunked": (
        kept(CHUNKED + b"Content-Encoding: gzip\r\n", b"5\r\n\x1f\x8b\x08\x00\x00\r\n0\r\n\r\n"),
        b"\x1f\x8b\x08\x00\x00",
    ),
    "no-body-204": (kept(b"HTTP/1.1 204 No Content\r\nX-Why: nothing\r\n", b""), b""),
    "not-modified": (kept(b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n", b""), b""),
    "not-modified-with-a-coding": (kept(b"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n", b""), b""),
    "no-body-204-chunked": (kept(b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n", b""), b""),
    "partial-206": (plain(b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\n" + LENGTH), BODY),
    "not-found": (plain(b"HTTP/1.1 404 Nope\r\n" + TYPE + LENGTH), BODY),
    "gone": (plain(b"HTTP/1.1 410 Gone\r\n" + TYPE + LENGTH), BODY),
    "teapot": (plain(b"HTTP/1.1 418 I'm a teapot\r\n" + TYPE + LENGTH), BODY),
    "redirect": (plain(b"HTTP/1.1 301 Moved\r\nLocation: /plain\r\n" + LENGTH), BODY),
    "binary": (plain(OK + b"Content-Type: application/pdf\r\nContent-Length: 256\r\n", bytes(range(256))), bytes(range(256))),
    "empty": (kept(OK + TYPE + b"Content-Length: 0\r\n", b""), b""),
    "two-megabytes": (plain(OK + b"Content-Type: image/png\r\nContent-Length: %d\r\n" % len(BIG), BIG), BIG),
    "in-pieces": (Literal((OK[:9], OK[9:] + TYPE, LENGTH + b"\r", b"\n" + BODY[:3], BODY[3:])), BODY),
    "chunks-in-pieces": (
        Literal((CHUNKED + b"\r\n", CHUNKS[:1], CHUNKS[1:20], CHUNKS[20:] + b"0\r", b"\n\r\n"), ends=False),
        BODY,
    ),
    "kept-1": (kept(OK + TYPE + LENGTH + b"X-Kept: 1\r\n"), BODY),
    "kept-2": (kept(OK + TYPE + LENGTH + b"X-Kept: 2\r\n"), BODY),
    "kept-after-error": (kept(b"HTTP/1.1 403 No\r\n" + TYPE + LENGTH), BODY),
    "query?a=1&b=%20": (plain(OK + TYPE + LENGTH + b"X-Query: yes\r\n"), BODY),
}  # fmt: skip
"""Name -> (the answer, its entity before content-decoding)."""

HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nlink:  <b>\r\n\r\n"
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
FINAL = OK + TYPE + LENGTH + b"\r\n" + BODY
INTERIM: dict[str, tuple[bytes, ...]] = {
    "continue-100": (GO_ON, FINAL),
    "early-hints": (HINTS + FINAL,),
    "processing-102": (b"HTTP/1.1 102 \r\n\r\n" + FINAL,),
    "several": (GO_ON + HINTS, HINTS, FINAL),
    "interim-in-pieces": (HINTS[:30], HINTS[30:-1], HINTS[-1:] + FINAL[:5], FINAL[5:]),
    "interim-not-modified": (HINTS, b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'),
}
"""Name -> pieces of an answer behind interim ones."""
CUT_BEHIND_INTERIM = Literal((HINTS, OK + TYPE + b"Content-Length: 99999\r\n\r\n" + BODY))
NO_ANSWER = {
    "interim-alone": Literal((GO_ON, HINTS)),
    "cut-in-head": Literal((HINTS + OK + TYPE[:9],)),
    "bad-chunks": Literal((CHUNKED + b"\r\n" + CHUNKS + b"what?\r\n",)),
}
"""Name -> what comes and is no answer."""

CUT: dict[str, tuple[Literal, str]] = {
    "cut-in-body": (plain(OK + TYPE + b"Content-Length: 99999\r\n"), "disconnect"),
    "cut-in-chunk": (Literal((CHUNKED + b"\r\n" + b"ff\r\nonly this",)), "disconnect"),
    "cut-after-chunk": (Literal((CHUNKED + b"\r\n" + CHUNKS,)), "disconnect"),
    "never-ending": (
        Literal((OK + TYPE + LENGTH + b"\r\n" + BODY[:9], BODY[9:]), pause_s=9.0), "time",
    ),
}  # fmt: skip
"""Name -> (an answer that breaks off, how WARC-Truncated calls it)."""


@dataclass
class Literally:
    """What was served, and what was captured of it, by path."""

    server: LiteralServer
    captured: dict[str, tuple[Capture, Exchange]]
    records: bytes


def crawled(folder: Path, server: LiteralServer, url: str, ca_file: str = "") -> Literally:
    allowed = '["127.0.0.0/8", "::1/128"]'
    profile = write_profile(
        folder, url, allowed=allowed, ca_file=ca_file, max_bytes=20_000_000, timeout_s=2.0
    )
    ended = crawl(profile, folder / "data")
    assert ended.returncode == 0, ended.stderr
    captured = {}
    for capture, exchange in walk(folder / "data" / "captures"):
        captured.setdefault(capture.url.removeprefix(url), (capture, exchange))
    assert rows(folder / "data", "SELECT count(*) FROM captures WHERE fidelity = 'wire'")[0][0] > 0
    records = b"".join(
        gzip.decompress(file.read_bytes()) for file in (folder / "data" / "captures").glob("*.gz")
    )
    return Literally(server, captured, records)


def home(names: list[str]) -> Literal:
    anchors = "".join(f'<p><a href="/{name}">{name}</a></p>' for name in names)
    body = f"<!doctype html><title>home</title><h1>Home</h1>{anchors}".encode()
    return kept(OK + TYPE + b"Content-Length: %d\r\n" % len(body), body)


@pytest.fixture(scope="module")
def literally(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Literally]:
    answers = {name: case for group in (WHOLE, CUT) for name, (case, _) in group.items()}
    answers |= {name: Literal(pieces, ends=False) for name, pieces in INTERIM.items()}
    answers |= {"cut-behind-interim": CUT_BEHIND_INTERIM, **NO_ANSWER}
    cases = {f"/{name}": case for name, case in answers.items()} | {"/": home(list(answers))}
    with LiteralServer(cases) as server:
        url = f"http://127.0.0.1:{server.port}"
        yield crawled(tmp_path_factory.mktemp("wire"), server, url)


@pytest.mark.parametrize("name", WHOLE)
def test_answers_are_kept_byte_for_byte(literally: Literally, name: str) -> None:
    case, entity = WHOLE[name]
    capture, exchange = literally.captured[f"/{name}"]
    assert exchange.raw_response + (exchange.framed or exchange.body) == case.whole
    assert exchange.body == entity
    assert (capture.fidelity, capture.truncated, capture.ip_address) == ("wire", None, "127.0.0.1")


@pytest.mark.parametrize("name", [*WHOLE, *INTERIM, *CUT])
def test_requests_are_kept_byte_for_byte(literally: Literally, name: str) -> None:
    _, exchange = literally.captured[f"/{name}"]
    assert exchange.raw_request == literally.server.asked[f"/{name}"][0]


@pytest.mark.parametrize("name", INTERIM)
def test_interim_answers_are_kept_beside_the_answer(literally: Literally, name: str) -> None:
    capture, exchange = literally.captured[f"/{name}"]
    final = next(
        start for start in (FINAL, INTERIM[name][-1]) if b"".join(INTERIM[name]).endswith(start)
    )
    assert exchange.raw_response + exchange.body == final
    assert exchange.interim + final == b"".join(INTERIM[name])
    assert (capture.fidelity, exchange.status) == ("wire", 304 if "304" in str(final) else 200)


def test_an_answer_that_breaks_off_behind_an_interim_one(literally: Literally) -> None:
    capture, exchange = literally.captured["/cut-behind-interim"]
    assert exchange.interim + exchange.raw_response + exchange.body == CUT_BEHIND_INTERIM.whole
    assert (capture.fidelity, capture.truncated) == ("truncated", "disconnect")


@pytest.mark.parametrize("name", NO_ANSWER)
def test_what_came_instead_of_an_answer_is_kept(literally: Literally, name: str) -> None:
    assert f"/{name}" not in literally.captured
    records = literally.records.split(b"WARC/1.1\r\n")
    target = f"urn:received:http://127.0.0.1:{literally.server.port}/{name}\r\n".encode()
    [record, *_] = [record for record in records if target in record]
    assert record.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n") == NO_ANSWER[name].whole


@pytest.mark.parametrize("name", CUT)
def test_what_came_of_a_broken_answer_is_kept(literally: Literally, name: str) -> None:
    case, why = CUT[name]
    capture, exchange = literally.captured[f"/{name}"]
    came = case.pieces[0] if why == "time" else case.whole
    assert exchange.raw_response + (exchange.framed or exchange.body) == came
    assert (capture.fidelity, capture.truncated) == ("truncated", why)


def test_records_say_how_the_bytes_came(literally: Literally) -> None:
    assert b"WARC-Protocol: http/1.0\r\n" in literally.records
    assert b"WARC-Protocol: http/1.1\r\n" in literally.records


def test_over_tls(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    names = ["plain", "chunked", "kept-1"]
    cases = {f"/{name}": WHOLE[name][0] for name in names}
    cases |= {"/": home([*names, "several"]), "/several": Literal(INTERIM["several"], ends=False)}
    with LiteralServer(cases, tls=context) as server:
        found = crawled(tmp_path, server, f"https://127.0.0.1:{server.port}", str(ca_file))
    for name in names:
        exchange = found.captured[f"/{name}"][1]
        assert exchange.raw_response + (exchange.framed or exchange.body) == cases[f"/{name}"].whole
        assert exchange.raw_request == found.server.asked[f"/{name}"][0]
        assert exchange.tls == "tls/1.3"
    hinted = found.captured["/several"][1]
    assert hinted.interim + hinted.raw_response + hinted.body == cases["/several"].whole
    assert b"WARC-Protocol: tls/1.3\r\n" in found.records
    assert b"WARC-Cipher-Suite: TLS_" in found.records


def test_over_ipv6(tmp_path: Path) -> None:
    if not socket.has_ipv6:
        pytest.fail("this machine has no IPv6 on loopback, which the test needs")
    cases = {"/": home(["plain"]), "/plain": WHOLE["plain"][0]}
    with LiteralServer(cases, family=socket.AF_INET6) as server:
        found = crawled(tmp_path, server, f"http://[::1]:{server.port}")
    capture, exchange = found.captured["/plain"]
    assert capture.ip_address == "::1"
    assert exchange.raw_response + exchange.body == cases["/plain"].whole
