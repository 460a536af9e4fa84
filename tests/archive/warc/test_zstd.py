"""What begins as a Zstandard frame and is no record costs no more than a file may cost."""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard

from archive.warc import zstd

PACK = zstandard.ZstdCompressor().compress
RECORD = PACK(b"WARC/1.1\r\n")
LARGE = PACK(bytes(1 << 20))  # a sound frame, of which no record is


@pytest.mark.parametrize(
    ("why", "frames", "is_found"),
    [
        ("a record right behind a damage", b"", True),
        ("behind what is less than the bound", LARGE, True),
        ("behind more than that", LARGE * 40, False),
    ],
)
def test_the_search_behind_a_damage_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str, frames: bytes, is_found: bool
) -> None:
    monkeypatch.setattr(zstd, "MAX_BYTES", 1 << 21)
    path = tmp_path / "x.warc.zst"
    path.write_bytes(b"?" + frames + RECORD)
    pieces = list(zstd.zstd_pieces_of(path))
    assert [piece.damage for piece in pieces] == (["garbage", ""] if is_found else ["garbage"]), why
    assert sum(piece.length for piece in pieces) == path.stat().st_size


def test_a_damaged_dictionary_is_no_dictionary(tmp_path: Path) -> None:
    """Frames that were packed without it are read; those that need it are damaged."""
    trained = zstandard.train_dictionary(
        2_000, [b"WARC/1.1 record %d of a file" % n for n in range(999)]
    )
    needy = zstandard.ZstdCompressor(dict_data=trained).compress(b"WARC/1.1 record 5 of a file")
    path = tmp_path / "x.warc.zst"
    states = []
    for at in range(8, 80):  # behind magic number and name of the dictionary
        raw = bytearray(trained.as_bytes())
        raw[at] ^= 0xFF
        frame = zstd._DICTIONARY + len(raw).to_bytes(4, "little") + raw
        path.write_bytes(frame + RECORD + needy)
        states.append(tuple(piece.damage for piece in zstd.zstd_pieces_of(path)))
    assert {state[0] for state in states} == {""}
    assert ("", "corrupt") in states
