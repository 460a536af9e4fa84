"""Files with many records in one gzip member or Zstandard frame lose nothing of them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from archive.importing.sources import records_of
from archive.integrity.checking import check_files
from archive.integrity.salvage import salvage
from archive.warc import members
from archive.warc.members import pieces_of
from tests.archive.importing.foreign import answer

RECORDS = [answer(f"P{number}", number) for number in range(1, 5)]
FORMS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("x.warc.gz", gzip.compress),
    ("x.warc.zst", zstandard.ZstdCompressor().compress),
]


@pytest.mark.parametrize(("name", "pack"), FORMS)
def test_a_file_that_was_packed_as_a_whole_is_sound(tmp_path: Path, name, pack) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"".join(RECORDS)))
    found = check_files([path])
    assert (found.records, found.is_sound) == ({"response": 4}, True)
    assert [(a.kind, a.offset) for a in found.anomalies] == [
        ("unsealed", None),
        ("many_records", 0),
    ]
    saved = salvage(path, tmp_path / "clean.warc.gz")
    assert (saved.records, saved.lost) == (4, ())
    assert [p.data for p in pieces_of(saved.path)][:4] == RECORDS


BARE = [record.removesuffix(b"\r\n\r\n") for record in RECORDS]
ENDS = [b"\n", b"\r\n", b"\n\n", b"\r\n\r\n ", b"\r\n\r\n" + bytes(30)]


@pytest.mark.parametrize("end", [b"", *ENDS])
@pytest.mark.parametrize(("name", "pack"), FORMS)
def test_whatever_blanks_stand_between_records_none_is_lost(tmp_path, name, pack, end) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"".join(bare + end for bare in BARE)[: -len(end) or None] + b"\r\n\r\n"))
    found = check_files([path])
    assert (found.records, found.is_sound) == ({"response": 4}, True)
    assert [(f.damage, f.record is None) for f in records_of(path)] == [("", False)] * 4


PLAIN_FORM = ("x.warc", bytes)


@pytest.mark.parametrize("fold", [b"\r\n ", b" \r\n\t  ", b"\r\n \r\n "])
@pytest.mark.parametrize(("name", "pack"), [*FORMS, PLAIN_FORM])
def test_header_lines_may_be_folded(tmp_path, name, pack, fold) -> None:
    """Each value begins on another line than its name (WARC 1.0 and 1.1, §4)."""
    heads = [record.partition(b"\r\n\r\n") for record in RECORDS]
    folded = [head.replace(b": ", b":" + fold) + b"\r\n\r\n" + rest for head, _, rest in heads]
    path = tmp_path / name
    path.write_bytes(pack(b"".join(folded)))
    found = check_files([path])
    assert (found.records, found.is_sound) == ({"response": 4}, True)
    assert {a.kind for a in found.anomalies} <= {"unsealed", "many_records"}
    (tmp_path / "plain.warc").write_bytes(b"".join(RECORDS))
    told = [f.record for f in records_of(path)]
    assert told == [f.record for f in records_of(tmp_path / "plain.warc")]
    assert None not in told


@pytest.mark.parametrize("end", ENDS)
def test_the_last_record_of_a_plain_file_may_end_as_the_others_do(tmp_path, end) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(bare + end for bare in BARE))
    found = check_files([path])
    assert (found.records, found.is_sound) == ({"response": 4}, True)
    assert [a.kind for a in found.anomalies].count("odd_end") == 4
    assert [f.damage for f in records_of(path)] == [""] * 4
    path.write_bytes(path.read_bytes()[: -len(end) - 1])
    assert [f.damage for f in records_of(path)] == ["", "", "", "truncated"]


@pytest.mark.parametrize("held", [1 << 23, 50])
def test_what_stands_before_a_damage_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """Also where a member is too large to be held."""
    monkeypatch.setattr(members, "_MOST_HELD", held)
    noise = answer("N", 9, bytes(range(256)) * 40)
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(b"".join([*RECORDS, noise]))[:-60])
    found = check_files([path])
    assert (found.records, found.is_sound) == ({"response": 4}, False)
    assert [(a.kind, a.offset) for a in found.anomalies if a.is_damage] == [("truncated", 0)]
    saved = salvage(path, tmp_path / "clean.warc.gz")
    assert (saved.records, [loss.offset for loss in saved.lost]) == (4, [0])
    assert [f.damage for f in records_of(path)] == ["", "", "", "", "truncated"]


ALTERED = [(b"10 mg", b"90 mg"), (b"http://a.test/", b"http://q.test/"), (b"10 mg", b"10 m\xe7")]


@pytest.mark.parametrize(("was", "altered"), ALTERED)
@pytest.mark.parametrize("has_digest", [False, True])
def test_nothing_is_taken_from_what_fails_its_check_sum(
    tmp_path: Path, was: bytes, altered: bytes, has_digest: bool
) -> None:
    """A flipped bit shows at the end of a member; no digest of a block covers the address."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nThe dose is 10 mg."
    digest = f"WARC-Block-Digest: sha256:{hashlib.sha256(block).hexdigest()}\r\n"
    dose = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:d>\r\n"
        "WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: http://a.test/\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n"
        f"{digest if has_digest else ''}\r\n"
    ).encode() + (block + b"\r\n\r\n")
    packed = gzip.compress(b"".join([dose, *RECORDS]), 0)  # not packed: a text stands as it is
    assert packed.count(was) == 1
    path = tmp_path / "x.warc.gz"
    path.write_bytes(packed.replace(was, altered))
    found = check_files([path])
    assert [a.kind for a in found.anomalies if a.is_damage] == ["corrupt"]
    assert (found.records, found.places) == ({}, {})
    clean = tmp_path / "clean.warc.gz"
    saved = salvage(path, clean)
    assert (saved.records, [(loss.offset, loss.length) for loss in saved.lost]) == (
        0,
        [(0, len(packed))],
    )
    assert not clean.exists()
    assert [(f.damage, f.record) for f in records_of(path)] == [("corrupt", None)]


def test_a_damaged_record_inside_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    broken = RECORDS[1].replace(b"Content-Length: ", b"Content-Length: 9")
    path.write_bytes(gzip.compress(b"".join([RECORDS[0], broken, *RECORDS[2:]])))
    found = check_files([path])
    assert [a.kind for a in found.anomalies if a.is_damage] == ["corrupt"]
    assert salvage(path, tmp_path / "clean.warc.gz").records == 3


def test_a_record_that_prints_another_is_one(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(answer("About WARC", 1, b"".join(RECORDS))))
    found = check_files([path])
    assert (found.records, [a.kind for a in found.anomalies]) == ({"response": 1}, ["unsealed"])
