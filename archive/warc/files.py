"""WARC files of any tool: those of a folder, the records of one, its seal's digest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.warc.captures import SEAL
from archive.warc.members import MAGIC, Piece, pieces_of, plain_pieces_of
from archive.warc.zstd import is_zstd, zstd_pieces_of


def warc_files(folder: Path) -> list[Path]:
    """The WARC files of a folder by name, those still open included."""
    others = (SEAL, ".cut", ".rewrite", ".new")
    found = (p for p in folder.iterdir() if ".warc" in p.name and p.suffix not in others)
    return sorted(p for p in found if p.is_file())


def pieces_of_any(path: Path) -> Iterator[Piece]:
    """The members of a compressed file, or the records of a plain one."""
    with path.open("rb") as file:
        start = file.read(4)
    if is_zstd(start) or path.name.endswith(".zst"):
        return zstd_pieces_of(path)
    if MAGIC.startswith(start[: len(MAGIC)]) or ".gz" in path.name:
        return pieces_of(path)
    return plain_pieces_of(path)


def read_seal(seal: Path) -> str:
    """The digest in a ``sha256sum`` file; empty when there is none."""
    return (seal.read_text(encoding="utf-8", errors="replace").split() or [""])[0].lower()
