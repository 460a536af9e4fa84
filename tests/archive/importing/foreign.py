"""WARC and WACZ files as other tools write them, each with its habits."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import zstandard
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SITE = "https://site.test"
HTML = "text/html; charset=utf-8"


def page(name: str) -> bytes:
    """A page with a reference of its own."""
    return (
        f"<!doctype html><html lang=en><title>About {name}</title><main><h1>About {name}</h1>"
        f"<p>{name} is a long enough sentence to be the text of a page that one can read.</p>"
        f"<h2>References</h2><ol><li>Smith J. On {name}. Spine. 2001;26(1):1-9. "
        f"doi:10.1000/{name.lower()}</li></ol></main></html>"
    ).encode()


def sha1(data: bytes) -> str:
    """As most tools write digests: Base32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def record(kind: str, fields: dict[str, str], block: bytes, version: str = "1.1") -> bytes:
    """One record, not packed."""
    named = {"WARC-Type": kind, **fields, "Content-Length": str(len(block))}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def message(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK", mime: str = HTML) -> bytes:
    """An HTTP answer."""
    lines = [status, f"Content-Type: {mime}", *headers]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


def asking(path: str) -> bytes:
    """An HTTP request."""
    return f"GET {path} HTTP/1.1\r\nHost: site.test\r\n\r\n".encode()


def uuid(number: int) -> str:
    """The id of a record."""
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"


def by_warcio(path: Path, name: str, *, packed: bool = True, version: str = "WARC/1.1") -> Path:
    """warcio: the answer before its request, digests of the chunk framing."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=packed, warc_version=version)
        info = {"software": "warcio test", "format": "WARC"}
        writer.write_record(writer.create_warcinfo_record(path.name, info))
        body = page(name)
        framed = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        headers = [("Content-Type", HTML), ("Transfer-Encoding", "chunked")]
        answer = writer.create_warc_record(
            f"{SITE}/{name}", "response", BytesIO(framed),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
        )  # fmt: skip
        request = writer.create_warc_record(
            f"{SITE}/{name}", "request", BytesIO(b""),
            http_headers=StatusAndHeaders(f"GET /{name} HTTP/1.1", [("Host", "site.test")]),
        )  # fmt: skip
        writer.write_request_response_pair(request, answer)
    return path


def by_fastwarc(path: Path, name: str) -> Path:
    """FastWARC: one gzip member for all records, unless it is told otherwise."""
    with path.open("wb") as out:
        packed = GzipWriter(out)
        for kind, block, target in (
            (WarcRecordType.warcinfo, b"software: FastWARC test\r\n", ""),
            (WarcRecordType.response, message(page(name)), f"{SITE}/{name}"),
        ):
            made = WarcRecord()
            made.init_headers(kind)
            if target:
                made.headers["WARC-Target-URI"] = target
                made.headers["Content-Type"] = "application/http; msgtype=response"
            made.set_bytes_content(block)
            made.write(packed, checksum_data=True)
        packed.close()
    return path


def by_wget(path: Path, name: str) -> Path:
    """wget 1.21: WARC/1.0, targets in angle brackets, its manifest and log as records."""
    block = message(page(name), "Server: x", status="HTTP/1.0 200 OK")
    common = {"WARC-Date": "2019-05-06T07:08:09Z", "WARC-Warcinfo-ID": uuid(1)}
    target = {**common, "WARC-Target-URI": f"<{SITE}/{name}>", "WARC-IP-Address": "192.0.2.1"}
    http = "application/http;msgtype="
    records = [
        record("warcinfo", {**common, "WARC-Record-ID": uuid(1)},
               b"software: Wget/1.21.3 (linux-gnu)\r\nformat: WARC File Format 1.0\r\n", "1.0"),
        record("request", {**target, "WARC-Record-ID": uuid(2),
                           "Content-Type": http + "request",
                           "WARC-Block-Digest": sha1(asking(f"/{name}"))},
               asking(f"/{name}"), "1.0"),
        record("response", {**target, "WARC-Record-ID": uuid(3),
                            "WARC-Concurrent-To": uuid(2), "Content-Type": http + "response",
                            "WARC-Block-Digest": sha1(block),
                            "WARC-Payload-Digest": sha1(page(name))}, block, "1.0"),
        record("metadata", {**common, "WARC-Record-ID": uuid(4), "Content-Type": "text/plain",
                            "WARC-Target-URI": "<metadata://gnu.org/software/wget/warc/MANIFEST>"},
               uuid(1).encode(), "1.0"),
        record("resource", {**common, "WARC-Record-ID": uuid(5), "Content-Type": "text/plain",
                            "WARC-Target-URI": "<metadata://gnu.org/software/wget/warc/wget.log>"},
               b"a log", "1.0"),
    ]  # fmt: skip
    path.write_bytes(b"".join(gzip.compress(r, mtime=0) for r in records))
    return path


def answer(name: str, number: int, body: bytes | None = None, **fields: str) -> bytes:
    """A response record of a tool that writes plain WARC/1.1."""
    block = message(page(name) if body is None else body)
    return record("response", {
        "WARC-Record-ID": uuid(number), "WARC-Date": f"2020-01-01T00:00:{number % 60:02}Z",
        "WARC-Target-URI": f"{SITE}/{name}", "Content-Type": "application/http; msgtype=response",
        **fields,
    }, block)  # fmt: skip


def by_zstd(path: Path, names: list[str]) -> Path:
    """wget-AT: a frame a record, their dictionary in a skippable frame before them."""
    records = [answer(name, 100 + at) for at, name in enumerate(names)]
    shared = zstandard.ZstdCompressionDict(b"".join(records[:1]) * 2)
    packed = zstandard.ZstdCompressor().compress(shared.as_bytes())
    out = b"\x5d\x2a\x4d\x18" + len(packed).to_bytes(4, "little") + packed
    packer = zstandard.ZstdCompressor(dict_data=shared)
    path.write_bytes(out + b"".join(packer.compress(r) for r in records))
    return path


def by_browsertrix(path: Path, name: str) -> Path:
    """browsertrix: several WARC files in a package, revisits across them that name URL and date,
    texts and screenshots as ``urn:`` resources, headers of HTTP/2 as those of HTTP/1.1."""
    dated = {"WARC-Date": "2021-02-03T04:05:06.789Z", "Content-Type": "application/http"}
    body = page(name)
    first = record("response", {
        **dated, "WARC-Record-ID": uuid(20), "WARC-Target-URI": f"{SITE}/{name}",
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "WARC-JSON-Metadata": json.dumps({"ipType": "Public", "cert": {"issuer": "R3"}}),
    }, message(body, "x-orig-content-encoding: br", status="HTTP/1.1 200 "))  # fmt: skip
    request = record("request", {
        **dated, "WARC-Record-ID": uuid(21), "WARC-Target-URI": f"{SITE}/{name}",
        "WARC-Concurrent-To": uuid(20),
    }, asking(f"/{name}"))  # fmt: skip
    text = record("resource", {
        "WARC-Record-ID": uuid(22), "WARC-Target-URI": f"urn:text:{SITE}/{name}",
        "WARC-Date": dated["WARC-Date"], "Content-Type": "text/plain",
    }, b"the text")  # fmt: skip
    image = record("response", {
        **dated, "WARC-Record-ID": uuid(23), "WARC-Target-URI": f"{SITE}/i.png",
    }, message(b"\x89PNG", mime="image/png"))  # fmt: skip
    other = record("response", {
        **dated, "WARC-Record-ID": uuid(24), "WARC-Target-URI": "https://cdn.test/page",
    }, message(b"<h1>another site</h1>"))  # fmt: skip
    again = record("revisit", {
        **dated, "WARC-Record-ID": uuid(25), "WARC-Target-URI": f"{SITE}/{name}",
        "WARC-Date": "2021-02-04T00:00:00Z",
        "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        "WARC-Refers-To-Target-URI": f"{SITE}/{name}",
        "WARC-Refers-To-Date": dated["WARC-Date"],
    }, message(b""))  # fmt: skip
    packed = [
        b"".join(gzip.compress(r, mtime=0) for r in records)
        for records in ((again,), (first, request, text, image, other))
    ]
    with ZipFile(path, "w") as out:
        for at, warc in enumerate(packed):
            out.writestr(f"archive/rec-{at}.warc.gz", warc, ZIP_STORED)
        out.writestr("indexes/index.cdx.gz", gzip.compress(b""), ZIP_STORED)
        out.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n', ZIP_DEFLATED)
        facts = {"profile": "data-package", "software": "Browsertrix-Crawler 1.14.1"}
        out.writestr("datapackage.json", json.dumps(facts), ZIP_DEFLATED)
    return path
