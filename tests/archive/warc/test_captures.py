"""WARC files: what goes in comes out, and what is torn is noticed and mended."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import RFC_4122, UUID

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.integrity.recoveries import shortened
from archive.records import Capture, Exchange
from archive.warc.captures import (
    CannotWrite,
    CaptureWriter,
    DamagedCapture,
    read_exchange,
    recover,
    walk,
)
from archive.warc.warc_records import new_id
from archive.warc.wire import STATUS_LINE

MOMENT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def answer(url: str = "https://a.test/x", body: bytes = b"<p>hello", **changes: object) -> Exchange:
    values: dict[str, object] = {
        "url": url,
        "started_at": MOMENT,
        "elapsed_ms": 12,
        "raw_request": b"GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "raw_response": b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=x\r\nX-A: 1\r\n\r\n",
        "body": body,
        "status": 200,
        "headers": (("Content-Type", "Text/HTML; charset=x"), ("X-A", "1")),
        "ip_address": "127.0.0.1",
    }
    return Exchange(**(values | changes))  # type: ignore[arg-type]


def failure() -> Exchange:
    return answer(raw_response=b"", body=b"", status=None, headers=(), error="timeout")


def writer(folder: Path, **changes: object) -> CaptureWriter:
    values: dict[str, object] = {
        "site": "x", "contact": "web@a.test", "software": "patientline-archive/0",
        "robots": "obey", "now": lambda: MOMENT,
    }  # fmt: skip
    return CaptureWriter(folder, **(values | changes))  # type: ignore[arg-type]


def written(folder: Path, *exchanges: Exchange) -> list[Capture]:
    out = writer(folder)
    captures = [out.write(exchange) for exchange in exchanges]
    out.close()
    return [capture for capture in captures if capture]


BODIES = [b"", b"plain", b"\x00\xff" * 5000, b"line\r\n\r\nline\r\n\r\n"]


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    exchanges = [answer(f"https://a.test/{n}", body) for n, body in enumerate(BODIES)]
    captures = written(tmp_path, *exchanges)
    for exchange, capture in zip(exchanges, captures, strict=True):
        assert capture.mime == "text/html"
        assert capture.payload_sha256 == hashlib.sha256(exchange.body).hexdigest()
        found = read_exchange(tmp_path, capture)
        assert found.body == exchange.body
        assert found.headers == exchange.headers
        assert found.started_at == exchange.started_at
    assert [(c, e) for c, e in walk(tmp_path)] == list(zip(captures, exchanges, strict=True))


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 200OK", b"HTTP/1.1 200`OK", b"HTTP/1.1  200", b"HTTP/1.0 200"]
)
def test_a_status_with_something_behind_it_is_read_again(tmp_path: Path, line: bytes) -> None:
    """As the crawl reads it (``STATUS_LINE``); a replay over it was refused as damaged."""
    assert STATUS_LINE.match(line)
    [capture] = written(
        tmp_path, answer(raw_response=line + b"\r\nContent-Type: text/html\r\n\r\n")
    )
    [(again, _)] = walk(tmp_path)
    assert again == capture


def test_other_tools_read_it(tmp_path: Path) -> None:
    captures = written(tmp_path, answer(), failure(), answer(body=gzip.compress(b"z")))
    path = tmp_path / captures[0].warc_file
    subprocess.run(["gzip", "-t", path], check=True)
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        seen = []
        for record in records:
            record.content_stream().read()
            offset, length = records.get_record_offset(), records.get_record_length()
            gzip.decompress(path.read_bytes()[offset : offset + length])  # a member of its own
            assert record.rec_headers.protocol == "WARC/1.1"
            seen.append(record.rec_type)
            if record.rec_type == "response":
                assert captures[seen.count("response") - 1].warc_offset_bytes == offset
    assert seen == [
        "warcinfo", "request", "response", "request", "metadata", "request", "response",
    ]  # fmt: skip
    info = gzip.decompress(path.read_bytes()).split(b"\r\n\r\n")[1].decode()
    for fact in ("operator: web@a.test", "robots: obey", "software: patientline-archive/0"):
        assert fact in info


def test_a_304_refers_to_the_capture_that_holds(tmp_path: Path) -> None:
    out = writer(tmp_path)
    first = out.write(answer())
    unchanged = answer(status=304, body=b"", raw_response=b"HTTP/1.1 304 Not Modified\r\n\r\n")
    again = out.write(unchanged, revisit_of=first)
    out.close()
    assert first is not None
    assert again is not None
    assert (again.status, again.payload_sha256, again.bytes) == (304, first.payload_sha256, 0)
    assert read_exchange(tmp_path, again).status == 304
    text = gzip.decompress((tmp_path / again.warc_file).read_bytes()).decode()
    assert f"WARC-Refers-To: <urn:uuid:{first.id}>" in text
    assert "revisit/server-not-modified" in text
    assert "WARC-Refers-To-Target-URI: https://a.test/x" in text


def test_redirects_are_resolved(tmp_path: Path) -> None:
    for target, expected in [
        ("/y?a=1#b", "https://a.test/y?a=1#b"),
        ("//b.test", "https://b.test/"),
        ("/\xc3\xa4", "https://a.test/%C3%A4"),  # UTF-8, as its bytes look in Latin-1
        ("http://[", None),
    ]:
        out = writer(tmp_path / str(len(target)))
        capture = out.write(answer(status=302, headers=(("location", target),)))
        assert capture is not None
        assert capture.location == expected
        out.close()


def test_a_file_has_a_greatest_size(tmp_path: Path) -> None:
    out = writer(tmp_path, max_file_bytes=1)
    captures = []
    for n in range(3):
        captures.append(out.write(answer(f"https://a.test/{n}")))
        out.sync()
    out.close()
    assert len({capture.warc_file for capture in captures if capture}) == 3
    assert len(list(walk(tmp_path))) == 3


def test_a_torn_file_is_cut_behind_the_last_committed_record(tmp_path: Path) -> None:
    out = writer(tmp_path)
    first, second = out.write(answer()), out.write(answer(body=b"second"))
    assert first is not None
    assert second is not None
    out.abandon()
    path = tmp_path / first.warc_file
    opened = path.with_name(path.name + ".open")
    opened.write_bytes(opened.read_bytes()[:-7])  # a crash in the middle of the second
    end = first.warc_offset_bytes + first.warc_length_bytes
    tail = opened.read_bytes()[end:]
    assert read_exchange(tmp_path, first).body == b"<p>hello"
    [side] = recover(tmp_path, {first.warc_file: end})
    assert side.read_bytes() == tail
    assert not opened.exists()
    subprocess.run(["gzip", "-t", path], check=True)
    assert [capture for capture, _ in walk(tmp_path)] == [first]
    assert recover(tmp_path, {first.warc_file: end}) == []


def test_a_file_without_a_committed_record_goes_aside(tmp_path: Path) -> None:
    out = writer(tmp_path)
    out.write(failure())
    out.abandon()
    [side] = recover(tmp_path, {})
    assert side.stat().st_size > 0
    assert list(tmp_path.iterdir()) == [side]


def test_what_was_cut_off_is_never_cut_over(tmp_path: Path) -> None:
    """Two crashes within a second, or a clock that was set back: the name is not given again."""
    sides = []
    for body in (b"first", b"second"):
        out = writer(tmp_path, now=lambda: datetime(2026, 11, 26, tzinfo=UTC))
        out.write(answer(body=body))
        out.abandon()
        sides += recover(tmp_path, {})
    assert len({side.name for side in sides}) == 2
    assert [gzip.decompress(side.read_bytes()).count(b"second") for side in sides] == [0, 1]


@pytest.mark.parametrize("cut", range(1, 400, 19))
def test_a_cut_is_noticed(tmp_path: Path, cut: int) -> None:
    [capture] = written(tmp_path, answer())
    path = tmp_path / capture.warc_file
    os.truncate(path, path.stat().st_size - cut)
    with pytest.raises(DamagedCapture, match=capture.warc_file):
        read_exchange(tmp_path, capture)
    with pytest.raises(DamagedCapture, match=capture.warc_file):
        list(walk(tmp_path))


@pytest.mark.parametrize("place", range(60, 1200, 97))
def test_a_flipped_bit_is_noticed(tmp_path: Path, place: int) -> None:
    [capture] = written(tmp_path, answer())
    path = tmp_path / capture.warc_file
    data = bytearray(path.read_bytes())
    data[capture.warc_offset_bytes + place % capture.warc_length_bytes] ^= 4
    path.write_bytes(data)
    try:
        found = read_exchange(tmp_path, capture)
    except DamagedCapture:
        return
    assert found == answer(raw_request=b"")  # the bit was in the gzip header and means nothing


def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    """A limit on the file size stands in for the disk: the write fails half way."""
    code = f"""
import resource, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from tests.archive.warc.test_captures import answer, writer
from archive.warc.captures import CannotWrite
out = writer(Path({str(tmp_path)!r}))
out.write(answer())
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    out.write(answer(body=__import__("os").urandom(3000)))
except CannotWrite as error:
    print(error)
out.close()
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "cannot be written (File too large)" in run.stdout
    assert [exchange.body for _, exchange in walk(tmp_path)] == [b"<p>hello"]


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "captures").write_text("a file where the folder should be")
    with pytest.raises(CannotWrite, match="captures"):
        writer(tmp_path / "captures").write(answer())


def test_a_file_that_we_may_not_read_is_not_damaged(tmp_path: Path, monkeypatch) -> None:
    [capture] = written(tmp_path, answer())

    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionError, match=capture.warc_file):
        list(walk(tmp_path))


def test_the_ids_of_records_are_uuids_that_begin_with_their_moment() -> None:
    """Version and variant stand where RFC 9562 §4 has them, and no two are alike."""
    before = time.time_ns() // 1_000_000
    ids = [new_id() for _ in range(1_000)]
    after = time.time_ns() // 1_000_000
    moments = [int(name[:8] + name[9:13], 16) for name in ids]
    assert before <= moments[0] <= moments[-1] <= after
    assert [name[:18] for name in ids] == sorted(name[:18] for name in ids)
    assert len(set(ids)) == len(ids)
    for name in ids:
        read = UUID(name)
        assert (str(read), read.version, read.variant) == (name, 7, RFC_4122)
    assert len({name[19] for name in ids}) == 4, "no bits but those of the variant are fixed"
    assert len(set(map(shortened, ids))) == len(ids), "told apart when they are shortened"
