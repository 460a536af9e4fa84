"""The check tells the truth about WARC files, and recovery brings back what is there."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import shutil
import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importing.sources import records_of
from archive.integrity.checking import check_files, lone_cuts
from archive.integrity.facts import facts_again
from archive.integrity.losses import AcceptedLoss, accept, accepted_losses, known_loss
from archive.integrity.recoveries import Recovery, recoveries_at_end, recovery_member
from archive.integrity.salvage import salvage
from archive.warc import members
from archive.warc.captures import CaptureWriter, walk
from archive.warc.files import warc_files
from archive.warc.members import pieces_of
from archive.warc.parsing import examine, parse
from tests.archive.warc.test_captures import answer, failure, writer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two closed files with answers, a failure, a chunked answer and both kinds of revisit."""
    path = tmp_path_factory.mktemp("sound")
    out: CaptureWriter = writer(path)
    first = out.write(answer())
    assert first is not None
    out.write(failure())
    out.write(answer(body=b"<p>another"))
    out.close()
    out = writer(path)
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunked = replace(
        answer(body=b"abc"),
        raw_response=head,
        framed=b"3\r\nabc\r\n0\r\n\r\n",
        headers=(("Transfer-Encoding", "chunked"),),
    )
    out.write(chunked)
    out.write(answer(), revisit_of=first)
    out.close()
    return path


def kinds(folder: Path) -> list[str]:
    return sorted({a.kind for a in check_files(warc_files(folder)).anomalies})


def test_what_we_write_is_sound(folder: Path) -> None:
    checked = check_files(warc_files(folder))
    assert (checked.anomalies, checked.is_sound, checked.files) == ([], True, 2)
    assert checked.records == {
        "warcinfo": 2, "request": 5, "response": 3, "metadata": 1, "revisit": 1,
    }  # fmt: skip


def copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return sorted(to.glob("*.warc.gz"))[-1]


def test_truncation_at_every_byte_of_the_last_records_is_found(
    folder: Path, tmp_path: Path
) -> None:
    path = copy(folder, tmp_path)
    whole = path.read_bytes()
    offsets = [piece.offset for piece in pieces_of(path)]
    for end in range(offsets[-2], len(whole)):
        path.write_bytes(whole[:end])
        path.with_name(path.name + ".sha256").unlink(missing_ok=True)  # found without the seal too
        found = check_files([path])
        if end in offsets:  # between two records nothing is missing that the file could tell
            assert found.is_sound
        else:
            assert "truncated" in {a.kind for a in found.anomalies}, end


def test_the_seal_finds_a_file_that_lost_whole_records(folder: Path, tmp_path: Path) -> None:
    path = copy(folder, tmp_path)
    offsets = [piece.offset for piece in pieces_of(path)]
    path.write_bytes(path.read_bytes()[: offsets[-1]])
    assert kinds(tmp_path) == ["seal"]


def test_every_flipped_bit_is_found_and_the_other_records_come_back(
    folder: Path, tmp_path: Path
) -> None:
    path = copy(folder, tmp_path)
    whole = path.read_bytes()
    sound = [piece.data for piece in pieces_of(path)]
    chance = random.Random(7)
    for number in range(1000):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        assert not check_files([path]).is_sound, (at, bit)
        if number % 20 == 0:
            target = tmp_path / "clean.warc.gz"
            target.unlink(missing_ok=True)
            saved = salvage(path, target)
            *kept, _ = [piece.data for piece in pieces_of(target)]
            assert all(data in sound for data in kept)
            assert len(kept) == saved.records >= len(sound) - 1


def test_a_damaged_record_in_the_middle_costs_only_itself(folder: Path, tmp_path: Path) -> None:
    path = copy(folder, tmp_path)
    data = bytearray(path.read_bytes())
    pieces = list(pieces_of(path))
    middle = pieces[2]
    data[middle.offset + 40 : middle.offset + 60] = bytes(20)
    path.write_bytes(data)
    found = check_files([path])
    assert [(a.kind, a.offset) for a in found.anomalies if a.kind != "lost_original"] == [
        ("seal", None),
        ("corrupt", middle.offset),
    ]
    saved = salvage(path, tmp_path / "clean.warc.gz")
    lost = [(loss.offset, loss.length) for loss in saved.lost]
    assert (saved.records, lost) == (len(pieces) - 1, [(middle.offset, middle.length)])
    assert check_files([tmp_path / "clean.warc.gz"]).files == 1


def _record(kind: str, block: bytes, **fields: str) -> bytes:
    lines = {
        "WARC-Type": kind, "WARC-Date": "2026-03-01T12:00:00Z",
        "WARC-Target-URI": "https://a.test/", "Content-Type": "application/http;msgtype=response",
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block + kind.encode()).hexdigest()}>",
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        **{name.replace("_", "-"): value for name, value in fields.items()},
        "Content-Length": str(len(block)),
    }  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n")


def segments(**last: str) -> list[bytes]:
    """A response in three records; the first names the digest of the whole (ISO 28500:2017 §7)."""
    whole = b"HTTP/1.1 200 OK\r\n\r\n" + b"a long film" * 99
    digest = f"sha256:{hashlib.sha256(whole[19:]).hexdigest()}"
    first = _record("response", whole[:500], WARC_Segment_Number="1", WARC_Payload_Digest=digest)
    origin = parse(gzip.decompress(first))[0]
    assert origin is not None
    more = {"WARC_Segment_Origin_ID": f"<urn:uuid:{origin.id}>"}
    ends = {"WARC_Segment_Total_Length": str(len(whole)), **last}
    return [
        first,
        _record("continuation", whole[500:900], WARC_Segment_Number="2", **more),
        _record("continuation", whole[900:], WARC_Segment_Number="3", **more, **ends),
    ]


def test_a_payload_in_segments_is_no_payload_that_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(segments()))
    assert [a.kind for a in check_files([path]).anomalies] == ["unsealed"]
    alone = segments()[0]
    path.write_bytes(gzip.compress(gzip.decompress(alone).replace(b"Segment-Number", b"Nothing")))
    assert [a.kind for a in check_files([path]).anomalies] == ["unsealed", "payload_digest"]


SEGMENTS = [
    ("in another order, in two files", segments(), (2, 0, 1), ""),
    ("the first is gone", segments(), (1, 2), "Segment 1 of the record is not there."),
    ("one in between", segments(), (0, 2), "Segment 2 of the record is not there."),
    ("the last", segments(), (0, 1), "Segments behind number 2 are not there: none says"),
    ("only the first is left", segments(), (0,), "Segments behind number 1 are not there"),
    ("only the last", segments(), (2,), "Segment 1 of the record is not there."),
    ("another length", segments(WARC_Segment_Total_Length="9"), (0, 1, 2), "1108 of 9 bytes"),
    ("no length", segments(WARC_Segment_Total_Length="x"), (0, 1, 2), "behind number 3"),
    ("one twice", segments(), (0, 1, 1, 2), ""),
]  # fmt: skip


@pytest.mark.parametrize(("why", "parts", "kept", "said"), SEGMENTS, ids=[r[0] for r in SEGMENTS])
def test_a_record_of_which_a_segment_is_missing(tmp_path: Path, why, parts, kept, said) -> None:
    for number, at in enumerate(kept):
        (tmp_path / f"{number}.warc.gz").write_bytes(parts[at])
    checked = check_files(sorted(tmp_path.glob("*.warc.gz")))
    found = [a for a in checked.anomalies if a.kind == "lost_segment"]
    assert [said in a.message for a in found] == [True] * bool(said), found
    assert checked.is_sound is not bool(said)
    assert checked.look_no_further() == len(found)


@pytest.mark.parametrize("empty", [gzip.compress(b""), bytes.fromhex(
    "1f8b08040000000000ff0600424302001b0003000000000000000000"  # where bgzip ends
)], ids=["gzip", "bgzip"])  # fmt: skip
def test_a_member_with_nothing_in_it_is_no_damage(empty: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(_record("metadata", b"a") + empty + _record("metadata", b"b") + empty)
    found = check_files([path])
    assert [a.kind for a in found.anomalies] == ["unsealed", "empty_member", "empty_member"]
    assert (found.is_sound, found.records.total()) == (True, 2)
    saved = salvage(path, tmp_path / "clean.warc.gz")
    assert (saved.records, saved.lost) == (2, ())
    assert [one.damage for one in records_of(path)] == ["", ""]


def test_a_recovery_that_is_stopped_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.integrity.salvage.recovery_member", stop)
    with pytest.raises(KeyboardInterrupt):
        salvage(warc_files(folder)[0], tmp_path / "clean.warc.gz")
    assert list(tmp_path.iterdir()) == []


def test_what_is_repeated_may_lie_in_another_file(folder: Path) -> None:
    first, second = warc_files(folder)
    alone = check_files([second])
    assert "lost_original" in [a.kind for a in alone.anomalies]
    assert alone.look_no_further() == 1
    assert alone.is_sound
    assert [a.kind for a in alone.anomalies if a.kind != "unsealed"] == ["elsewhere"]
    assert "is in none of these files" in alone.anomalies[-1].message
    both = check_files([first, second])
    assert (both.look_no_further(), both.is_sound) == (0, True)


def test_a_recovered_file_tells_what_was_lost_and_of_which_file(
    folder: Path, tmp_path: Path
) -> None:
    """So do several recoveries of the same file: each tells of its own places."""
    path = copy(folder, tmp_path)
    for number, which in ((1, 4), (2, 1)):
        pieces = list(pieces_of(path))
        broken = tmp_path / f"{number} broken.warc.gz"
        data = bytearray(path.read_bytes())
        data[pieces[which].offset + pieces[which].length - 6] ^= 1  # of the check sum
        broken.write_bytes(data)
        path.unlink()
        lost = parse(pieces[which].data)[0]
        assert lost is not None
        assert [loss.id for loss in salvage(broken, path).lost] == [lost.id]
        made, recovery = check_files([path]).recoveries[-1]
        assert (made, recovery.file, recovery.bytes) == (path.name, broken.name, len(data))
        assert recovery.sha256 == hashlib.sha256(data).hexdigest()
        assert recovery.has_lost("", pieces[which].offset)
        assert not recovery.has_lost("", pieces[which].offset - 1)
        assert recovery.has_lost("", len(data)), "a file may have been cut short besides"
        assert recovery.has_lost(lost.id, 0)
    assert [one.file for _, one in check_files([path]).recoveries] == [
        "1 broken.warc.gz",
        "2 broken.warc.gz",
    ]
    last = parse(list(pieces_of(path))[-1].data)[0]
    assert last is not None
    assert (last.kind, last.target) == ("metadata", "urn:recovery:2%20broken.warc.gz")


def test_a_revisit_of_a_record_that_a_recovery_names_as_lost_is_a_known_loss(
    folder: Path, tmp_path: Path
) -> None:
    copy(folder, tmp_path)
    path = min(tmp_path.glob("*.warc.gz"))  # that of the original
    piece = list(pieces_of(path))[2]
    data = bytearray(path.read_bytes())
    data[piece.offset + piece.length - 6] ^= 1
    path.unlink()
    broken = tmp_path / "broken"
    broken.write_bytes(data)
    salvage(broken, path)
    assert kinds(tmp_path) == ["known_loss"]
    assert check_files(warc_files(tmp_path)).is_sound


def test_an_answer_without_a_readable_head_is_named_by_its_request(
    folder: Path, tmp_path: Path
) -> None:
    """Without a database nothing else tells which record it was."""
    copy(folder, tmp_path)
    path = min(tmp_path.glob("*.warc.gz"))
    piece = list(pieces_of(path))[2]
    lost = parse(piece.data)[0]
    assert lost is not None
    data = bytearray(path.read_bytes())
    data[piece.offset + 12 : piece.offset + piece.length] = bytes(piece.length - 12)
    path.unlink()
    broken = tmp_path / "broken"
    broken.write_bytes(data)
    assert [loss.id for loss in salvage(broken, path).lost] == [""]
    [(_, recovery)] = check_files([path]).recoveries
    assert recovery.named == (lost.id,)
    assert kinds(tmp_path) == ["known_loss"], "the revisit of it"


def test_a_loss_that_was_accepted_is_known(folder: Path, tmp_path: Path) -> None:
    copy(folder, tmp_path)
    path = min(tmp_path.glob("*.warc.gz"))
    path.unlink()
    found = check_files(warc_files(tmp_path))
    [original] = found.missing.values()
    decision = {"who": "A", "why": "gone", "at": "2026-01-02T03:04:05Z", "file": path.name}
    made = accept(tmp_path, [AcceptedLoss(ids=(original,), **decision)])
    assert made.name == "losses-20260102030405-00000.warc.gz"
    assert kinds(tmp_path) == ["known_loss"]
    assert accept(tmp_path, [AcceptedLoss(ids=("other",), **decision)]) != made
    assert set(accepted_losses(tmp_path)) == {original, "other"}
    said = "accepted as lost, 2026-01-02T03:04:05Z: gone"
    assert known_loss(tmp_path, path, original, 0) == said
    assert known_loss(tmp_path, path, "third", 0) == ""


def test_what_a_terminal_would_obey_is_shown(tmp_path: Path) -> None:
    odd = SOUND.replace("resource", "\x1b[2J\x9b1m")
    path = tmp_path / "odd.warc"
    path.write_bytes(record(odd))
    [_, said] = [a.message for a in check_files([path]).anomalies]
    assert said == "\\x1b[2J\xc2\\x9b1m type is not one of the standard."


ODD_HEADS = {
    "a number without end": 'WARC-JSON-Metadata: {"elapsed_ms": Infinity}\r\n',
    "a number too large": 'WARC-JSON-Metadata: {"elapsed_ms": 1e999}\r\n',
    "a size too large": 'WARC-JSON-Metadata: {"bytes": 1e999}\r\n',
    "facts that are a list": "WARC-JSON-Metadata: [1]\r\n",
    "facts without end": f"WARC-JSON-Metadata: {'[' * 100_000}\r\n",
    "before the first year": "WARC-Date: 0001-01-01T00:00:00+05:00\r\n",
    "after the last year": "WARC-Date: 9999-12-31T23:59:59-05:00\r\n",
}


@pytest.mark.parametrize("head", ODD_HEADS.values(), ids=ODD_HEADS)
@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_an_odd_head_of_another_tool_does_not_end_the_check(
    tmp_path: Path, head: str, kind: str
) -> None:
    fields = SOUND.replace("resource", kind)
    if kind == "conversion":
        fields = fields.replace("http://a.test/", "urn:view:http://a.test/")
    if head.startswith("WARC-Date"):
        fields = "".join(f"{line}\r\n" for line in fields.splitlines() if "-Date" not in line)
    path = tmp_path / "odd.warc"
    path.write_bytes(record(fields + head))
    checked = check_files([path])
    assert (checked.records, checked.is_sound) == ({kind: 1}, True)
    assert facts_again(path, 0, path.stat().st_size) is None


@pytest.mark.parametrize(("start", "most"), [(b"WARC/1.1", 1 << 23), (b"urn:recovery:", 1 << 27)])
def test_a_recovery_is_found_behind_what_unpacks_to_much(
    tmp_path: Path, start: bytes, most: int
) -> None:
    """Nothing else is unpacked; of what only calls itself one no more than one can have."""
    recovery = Recovery(file="x.warc.gz", sha256="0", bytes=1, at="2026-01-02T03:04:05Z", saved=())
    path = tmp_path / "made.warc.gz"
    large = gzip.compress(start + bytes(1 << 28))
    path.write_bytes(large + recovery_member(recovery))
    tracemalloc.start()
    try:
        found, peak = list(recoveries_at_end(path)), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == [recovery]
    assert peak < most


@pytest.mark.parametrize("kept", [slice(13), slice(-12, None)], ids=["once", "now"])
def test_a_record_that_was_saved_was_not_lost_however_its_id_was_kept(kept: slice) -> None:
    """Ids of version 7 come from other tools, too, and were shortened as all others once."""
    saved, lost = "01890000-0000-7000-8000-000000000001", "01890001-0000-7000-8000-000000000002"
    recovery = Recovery(
        file="x.warc.gz", sha256="0", bytes=9, at="2026-01-02T03:04:05Z", saved=(saved[kept],)
    )
    assert [recovery.has_lost(name, 9) for name in (saved, lost)] == [False, True]


def test_what_a_page_prints_is_no_recovery(tmp_path: Path) -> None:
    """A hostile page that sends such a record packed, in a file that keeps its bytes as they are,
    as the last record or behind noise; the recovery that made the file is found all the same."""
    at = "2026-01-02T03:04:05Z"
    real = Recovery(file="x.warc.gz", sha256="0", bytes=9, at=at, saved=())
    feigned = recovery_member(replace(real, bytes=1))
    earlier = replace(real, file="w.warc.gz")
    page = record(SOUND, feigned + bytes(8) + feigned)
    noise = random.Random(3).randbytes(100_000)
    for name, data in (
        ("plain.warc", page),
        ("stored.warc.gz", gzip.compress(page, 0)),
        ("noise.warc.gz", gzip.compress(record(SOUND, noise + feigned + noise), 9)),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert feigned in data
        assert (list(recoveries_at_end(path)), check_files([path]).recoveries) == ([], [])
        path.write_bytes(data + recovery_member(earlier) + recovery_member(real))
        assert list(recoveries_at_end(path)) == [real, earlier]
        path.write_bytes(recovery_member(earlier) + gzip.compress(page))
        assert list(recoveries_at_end(path)) == []
        assert check_files([path]).recoveries == [], "nothing stands behind it in a file of ours"


def test_many_that_unpack_to_one_bomb_are_given_up(tmp_path: Path) -> None:
    path = tmp_path / "made.warc.gz"
    begin = gzip.compress(b"urn:recovery:")[:10] + b"\x00\x0d\x00\xf2\xffurn:recovery:"
    swallowing = b"\x00" + struct.pack("<HH", len(begin), 0xFFFF ^ len(begin))
    bomb = gzip.compress(bytes(1 << 26))[10:]
    path.write_bytes((begin + swallowing) * 500 + begin + bomb)
    started = time.process_time()
    assert list(recoveries_at_end(path)) == []
    assert time.process_time() - started < 10


@pytest.mark.parametrize("block", [b"", b"[]", b"{}", b'{"losses": [{}]}', b"[" * 100_000, b"\xff"])
@pytest.mark.parametrize("urn", ["urn:recovery:x", "urn:loss:x"])
def test_what_only_calls_itself_a_recovery_excuses_nothing(
    tmp_path: Path, block: bytes, urn: str
) -> None:
    fields = SOUND.replace("resource", "metadata").replace("http://a.test/", urn)
    path = tmp_path / "odd.warc.gz"
    path.write_bytes(gzip.compress(record(fields, block)))
    checked = check_files([path])
    assert (checked.recoveries, checked.accepted, checked.is_sound) == ([], {}, True)


def test_a_recovery_that_is_killed_is_done_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target = copy(folder, tmp_path), tmp_path / "clean.warc.gz"
    with monkeypatch.context() as patched:
        patched.setattr("archive.integrity.salvage.os.replace", killed_at(target))
        with pytest.raises(KeyboardInterrupt):
            salvage(path, target)
    assert not target.exists()
    salvage(path, target)
    kinds = {anomaly.kind for anomaly in check_files([target]).anomalies}
    assert not kinds & {"unsealed", "seal"}


def killed_at(name: Path) -> Callable[[Path, Path], None]:
    """``os.replace`` that is cut off before it puts a file of that name into its place."""
    replace = os.replace

    def replace_or_die(source: Path, target: Path) -> None:
        if target == name:
            raise KeyboardInterrupt
        replace(source, target)

    return replace_or_die


def test_what_a_crash_left_is_told_of_also_where_its_file_is_gone(tmp_path: Path) -> None:
    (tmp_path / "x-00000.warc.gz.cut").write_bytes(b"12345")
    (tmp_path / "x-00001.warc.gz.cut").write_bytes(b"1")
    (tmp_path / "x-00001.warc.gz").touch()
    assert [(a.file, a.kind, a.is_damage) for a in lone_cuts(tmp_path)] == [
        ("x-00000.warc.gz.cut", "cut_tail", False)
    ]


def test_recovery_never_overwrites(folder: Path, tmp_path: Path) -> None:
    path = copy(folder, tmp_path)
    with pytest.raises(FileExistsError, match="is there already"):
        salvage(path, path)


def test_a_file_whose_name_is_no_unicode_is_recovered(folder: Path, tmp_path: Path) -> None:
    """Names of files are bytes, and old archives have old ones."""
    broken = tmp_path / os.fsdecode(b"R\xfccken.warc.gz")
    broken.write_bytes(sorted(folder.glob("*.warc.gz"))[0].read_bytes()[:-9])
    clean = tmp_path / "clean.warc.gz"
    salvage(broken, clean)
    ((_, recovery),) = check_files([clean]).recoveries
    assert recovery.file == broken.name


def test_a_plain_file_is_read_and_recovered(folder: Path, tmp_path: Path) -> None:
    packed = sorted(folder.glob("*.warc.gz"))[0]
    path = tmp_path / "plain.warc"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    found = check_files([path])
    assert found.is_sound
    assert found.records["response"] == 2
    path.write_bytes(path.read_bytes()[:-9])
    assert [a.kind for a in check_files([path]).anomalies if a.is_damage] == ["truncated"]
    saved = salvage(path, tmp_path / "clean.warc.gz")
    assert [e.body for _, e in walk(tmp_path)] == [b"<p>hello"]
    assert saved.records == 6
    assert check_files([tmp_path / "clean.warc.gz"]).records["metadata"] == 2


def record(fields: str, block: bytes = b"", version: str = "1.1") -> bytes:
    head = f"WARC/{version}\r\n{fields}Content-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


SOUND = (
    "WARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    "WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: http://a.test/\r\n"
)


def long_record(length: bytes) -> bytes:
    """A record that announces another length than it has."""
    return record(SOUND, b"abc").replace(b"Content-Length: 3", b"Content-Length: " + length)


def cut_revisit(digest: str, why: str) -> bytes:
    """A revisit with a digest of its block that fits another one."""
    fields = SOUND.replace("resource", "revisit")
    fields += f"WARC-Profile: x\r\nWARC-Truncated: {why}\r\nWARC-Block-Digest: {digest}\r\n"
    return record(fields, b"HTTP/1.1 200 OK\r\n\r\n")


RECORDS = [
    ("sound", record(SOUND, b"abc"), []),
    ("older version", record(SOUND, b"abc", "1.0"), []),
    ("later version", record(SOUND, b"abc", "2.0"), ["odd_version"]),
    ("no version", b"HTTP/1.1 200 OK\r\n\r\n", ["no_record"]),
    ("a type of its own", record(SOUND.replace("resource", "thing")), ["odd_type"]),
    ("no id", record(SOUND.replace("<urn:uuid:1>", "1 2")), ["no_id"]),
    ("no date", record(SOUND.replace("2026-01-01T00:00:00Z", "yesterday")), ["no_date"]),
    ("no target", record(SOUND.replace("WARC-Target-URI", "X-Target")), ["no_target"]),
    ("no profile", record(SOUND.replace("resource", "revisit")), ["no_profile"]),
    ("cut block", record(SOUND, b"abcdef")[:-7], ["short_block"]),
    ("length in thousands of digits", long_record(b"9" * 5000), ["no_length"]),
    ("length in other digits", long_record(b"\xb2"), ["no_length"]),
    ("bad end", record(SOUND, b"abc")[:-1] + b"x", ["bad_end"]),
    (
        "sha1 in Base32",
        record(SOUND + "WARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\n", b"abc"),
        [],
    ),
    ("wrong digest", record(f"{SOUND}WARC-Block-Digest: md5:{'0' * 32}\r\n"), ["block_digest"]),
    ("a revisit of wget, with the digest of what it cut off too",
     cut_revisit("sha1:" + "0" * 40, "length"), ["odd_digest"]),
    ("a revisit of another tool, of ours say", cut_revisit("sha256:" + "0" * 64, "length"),
     ["block_digest"]),
    ("a revisit that was cut otherwise", cut_revisit("sha1:" + "0" * 40, "time"),
     ["block_digest"]),
    ("unknown digest", record(SOUND + "WARC-Block-Digest: crc:1\r\n", b"a"), ["odd_digest"]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "data", "expected"), RECORDS, ids=[r[0] for r in RECORDS])
def test_what_is_wrong_with_a_record(why, data, expected) -> None:
    _, problems = parse(data)
    assert [kind for kind, _ in problems] == expected


def test_a_digest_of_the_framing_is_told_apart() -> None:
    """What warcio and wget write for chunked answers; see iipc/warc-specifications#22."""
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    fields = SOUND.replace("resource", "response") + "Content-Type: application/http\r\n"
    of_entity = f"sha256:{hashlib.sha256(b'abc').hexdigest()}"
    data = record(f"{fields}WARC-Payload-Digest: {of_entity}\r\n", block)
    assert parse(data)[1] == []
    framing = hashlib.md5(b"3\r\nabc\r\n0\r\n\r\n").hexdigest()
    wrong = record(f"{fields}WARC-Payload-Digest: md5:{framing}\r\n", block)
    assert [kind for kind, _ in parse(wrong)[1]] == ["payload_digest_of_framing"]
    neither = record(f"{fields}WARC-Payload-Digest: md5:{'0' * 32}\r\n", block)
    assert [kind for kind, _ in parse(neither)[1]] == ["payload_digest"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"\x1f\x8b\x08", b"WARC/1.1\r\n"]))
def test_no_bytes_crash_the_check(tmp_path_factory, data: bytes, start: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.warc.gz"
    path.write_bytes(start + data)
    checked = check_files([path])
    assert checked.files == 1
    if start + data:
        assert checked.anomalies


@pytest.mark.parametrize(("why", "data", "expected"), RECORDS, ids=[r[0] for r in RECORDS])
@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_record_that_comes_in_pieces_is_judged_the_same(why, data, expected, size) -> None:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    record, problems = examine(pieces)
    assert [kind for kind, _ in problems] == expected
    assert record is None or record.block == b"", "it is not kept"


@settings(deadline=None)
@given(st.binary(max_size=120), st.integers(1, 9), st.booleans())
def test_chunked_payloads_in_pieces_are_judged_the_same(body: bytes, size: int, is_cut) -> None:
    framed = b"".join(b"%x;a=b\r\n%s\r\n" % (len(body[i : i + 5]), body[i : i + 5])
                      for i in range(0, len(body), 5))  # fmt: skip
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed
    block += b"" if is_cut else b"0\r\n\r\n"
    entity = framed if is_cut else body
    fields = SOUND.replace("resource", "response") + "Content-Type: application/http\r\n"
    fields += f"WARC-Payload-Digest: sha256:{hashlib.sha256(entity).hexdigest()}\r\n"
    data = record(fields, block)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert examine(pieces)[1] == parse(data)[1] == []


def test_a_large_record_is_not_held(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = check_files(warc_files(folder))
    sound = [piece.data for path in warc_files(folder) for piece in pieces_of(path)]
    monkeypatch.setattr(members, "_MOST_HELD", 50)
    assert check_files(warc_files(folder)) == whole
    pieces = [piece for path in warc_files(folder) for piece in pieces_of(path)]
    assert max(len(piece.held) for piece in pieces) == 50
    assert [piece.data for piece in pieces] == sound


@pytest.mark.parametrize("head", [b"\x1f\x8b\x08", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"])
def test_what_only_looks_like_members_is_not_unpacked(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    """A head at every third byte, and each of them may have a file name without an end."""
    sound = min(folder.glob("*.warc.gz"))
    hostile = tmp_path / "hostile.warc.gz"
    hostile.write_bytes(head * 5000 + sound.read_bytes())
    unpacked: list[int] = []
    member = members._member

    def counted(file: BinaryIO, offset: int) -> members.Piece:
        unpacked.append(offset)
        return member(file, offset)

    monkeypatch.setattr(members, "_member", counted)
    first, *others = members.pieces_of(hostile)
    assert (first.length, bool(first.damage)) == (len(head) * 5000, True)
    assert not [at for at in unpacked if 0 < at < first.length]
    assert [p.held for p in others] == [p.held for p in members.pieces_of(sound)]


def test_members_that_share_one_end_are_not_unpacked_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each head begins with a stored block (RFC 1951 §3.2.4) that ends where all others end."""
    heads, shared = b"", zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    end = shared.compress(bytes(1 << 20)) + shared.flush(zlib.Z_FULL_FLUSH) + b"\xff" * 9
    for rest in range(20 * 199 + 5, 0, -20):
        block = struct.pack("<BHH", 0, rest, rest ^ 0xFFFF) + b"WARC/"
        heads += b"\x1f\x8b\x08" + bytes(7) + block
    hostile = tmp_path / "hostile.warc.gz"
    hostile.write_bytes(heads + end)
    monkeypatch.setattr(members, "MAX_BYTES", 1 << 22)
    unpacked: list[int] = []
    member = members._member

    def count(file: BinaryIO, offset: int) -> members.Piece:
        piece = member(file, offset)
        unpacked.append(piece.unpacked)
        return piece

    monkeypatch.setattr(members, "_member", count)
    [piece] = pieces_of(hostile)
    assert piece.damage == "corrupt"
    assert len(unpacked) > 3
    assert sum(unpacked) < 1 << 23


@pytest.mark.parametrize("behind", [b"", b"\r\n", b"\n", b"\r\n\r\n\r\n", b"\r\n\r\n" + bytes(300)])
@pytest.mark.parametrize("form", ["plain", "members", "one member"])
def test_another_number_of_line_ends_costs_no_record(
    tmp_path: Path, behind: bytes, form: str
) -> None:
    """Not every tool writes two behind a record; what its length says is there, is there."""
    first, second = (record(SOUND.replace("uuid:1", f"uuid:{n}"), b"abc") for n in "12")
    first = first.removesuffix(b"\r\n\r\n") + behind
    path = tmp_path / "x.warc.gz"
    if form == "plain":
        path = tmp_path / "x.warc"
        path.write_bytes(first + second)
    elif form == "members":
        path.write_bytes(gzip.compress(first) + gzip.compress(second))
    else:
        path.write_bytes(gzip.compress(first + second))
    found = check_files([path])
    assert (found.records, found.is_sound) == ({"resource": 2}, True)
    assert "odd_end" in {a.kind for a in found.anomalies}
    saved = salvage(path, tmp_path / "clean.warc.gz")
    assert (saved.records, saved.lost) == (2, ())
    blocks = [parse(p.data)[0].block for p in pieces_of(saved.path)][:2]
    assert blocks == [b"abc", b"abc"]


def test_blank_lines_before_the_first_record_cost_none(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(b"\r\n\r\n" + record(SOUND, b"abc"))
    assert check_files([path]).records == {"resource": 1}
    assert salvage(path, tmp_path / "clean.warc.gz").records == 1


@pytest.mark.parametrize("form", ["plain", "members", "one member"])
def test_heads_whose_lines_end_in_a_line_feed_alone(tmp_path: Path, form: str) -> None:
    records = [record(SOUND.replace("uuid:1", f"uuid:{n}"), b"a\r\n\r\nb") for n in "12"]
    heads = [one.partition(b"\r\n\r\n") for one in records]
    odd = [head.replace(b"\r\n", b"\n") + b"\n\n" + rest for head, _, rest in heads]
    path = tmp_path / ("x.warc" if form == "plain" else "x.warc.gz")
    whole = {"plain": b"".join(odd), "one member": gzip.compress(b"".join(odd))}
    path.write_bytes(whole.get(form, b"".join(map(gzip.compress, odd))))
    found = check_files([path])
    assert (found.records, found.is_sound) == ({"resource": 2}, True)
    assert salvage(path, tmp_path / "clean.warc.gz").records == 2
