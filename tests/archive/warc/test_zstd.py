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
