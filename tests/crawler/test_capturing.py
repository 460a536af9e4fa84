"""Where Scrapy hides its bytes, captures are rebuilt from what it read, and say so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import scrapy.core.downloader.handlers.http11 as handlers
from scrapy.http import Request, Response

from archive.records import Exchange
from archive.warc.captures import CaptureWriter, walk
from archive.warc.checking import check_files, warc_files
from archive.warc.wire import Wire
from crawler.capturing import exchange_of
from crawler.wire import tee_pool

AT = datetime(2026, 11, 26, tzinfo=UTC)
URL = "https://www.example.test/a"
SENT = b"GET /a HTTP/1.1\r\nHost: www.example.test\r\n\r\n"
CAME = b"HTTP/1.1 200 Fine\r\nx-a: 1\r\n\r\n<p>a"


def captured(wire: Wire, *flags: str) -> Exchange:
    headers = {"X-A": "1", "Content-Type": "text/html"}
    response = Response(URL, body=b"<p>a", headers=headers, flags=list(flags))
    return exchange_of(Request(URL), response, wire, AT, 7)


@pytest.mark.parametrize(
    ("why", "wire", "flags", "expected"),
    [
        ("the bytes were seen", Wire(bytearray(SENT), bytearray(CAME)), (), "wire"),
        ("none were", Wire(), (), "reconstructed"),
        ("those of another answer were", Wire(bytearray(SENT), bytearray(CAME + b"b")), (),
         "reconstructed"),
        ("none were, and the body broke off", Wire(), ("dataloss",), "truncated"),
    ],
)  # fmt: skip
def test_fidelity(why: str, wire: Wire, flags: tuple[str, ...], expected: str) -> None:
    found = captured(wire, *flags)
    assert (found.fidelity, found.body, found.status) == (expected, b"<p>a", 200), why


def test_a_rebuilt_answer_is_a_sound_record(tmp_path) -> None:
    out = CaptureWriter(tmp_path, site="x", contact="", software="test", robots="obey")
    capture = out.write(captured(Wire()))
    out.close()
    assert capture is not None
    assert capture.fidelity == "reconstructed"
    assert check_files(warc_files(tmp_path)).anomalies == []
    [(_, exchange)] = walk(tmp_path)
    assert exchange.raw_response.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"X-A: 1\r\n" in exchange.raw_response
    assert exchange.body == b"<p>a"


def test_a_scrapy_without_the_names_we_lean_on_is_told(monkeypatch, caplog) -> None:
    monkeypatch.delattr(handlers, "_LenientHTTP11ClientProtocol")
    assert tee_pool(None, 4) is None
    assert "captures are reconstructed" in caplog.text
