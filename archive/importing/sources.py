"""The files to import: WARC files as they are, and packages opened up."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZipFile, is_zipfile

from archive.counting import shown
from archive.importing.copies import as_told
from archive.packages.checking import UNREADABLE, doubts_of
from archive.warc.bundles import parts_of
from archive.warc.captures import digest_of
from archive.warc.files import pieces_of_any
from archive.warc.members import Piece
from archive.warc.parsing import LOSSES, Record, parse

_REFUSED = LOSSES - {"bad_end"}
"""What is wrong with a record that is not taken over. A record with something behind it is whole;
only what stands behind it is left out, and told."""
MOST_BYTES = 1 << 28
"""Of a record; copying one takes some four times its size in memory."""
_STEP = 1 << 20
_MOST_ABOUT = 10_000_000
"""Bytes of datapackage.json that are read."""
_MOST_TOOL = 200
_NOT_OF_NAMES = re.compile(r"[^\w.+-]")
_MOST_NAME = 60
"""Characters of a file's name that are kept, the last ones: file systems take 255 bytes."""


class CannotImport(Exception):
    """A file is neither a WARC file nor a package of them; the message names it."""

    def __init__(self, said: str) -> None:
        """A name of a file may hold what a terminal would obey."""
        super().__init__(shown(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that is imported."""

    path: Path
    sha256: str
    warcs: tuple[Path, ...]
    """The WARC files in it; the file itself when it is one."""
    tool: str
    """Who made it, by its own word; empty = it does not say."""
    lost: tuple[str, ...] = ()
    """What of a package could not be opened, in sentences."""
    doubts: tuple[str, ...] = ()
    """Where a package is not what it says itself, in sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record of a file, or a place where there is none that could be read."""

    file: str
    offset: int
    """Of the piece of the file that holds it."""
    record: Record | None = None
    damage: str = ""
    """Empty, or what is wrong, as ``archive check`` names it."""


def open_source(path: Path, room: Path) -> Source:
    """What is in a file; a package is unpacked into the folder ``room``.

    Raises CannotImport, OSError.
    """
    if not path.is_file():
        raise CannotImport(f"{path} is not a file. Give the WARC or WACZ files one by one.")
    if not is_zipfile(path):
        first = next((f for f in records_of(path) if f.record), None)
        if first is None:
            raise CannotImport(
                f"{path} holds no WARC record that can be read. Give a WARC file (plain, .gz or "
                ".zst) or a WACZ package."
            )
        tool = _tool_of(first.record) if first.record else ""
        return Source(path=path, sha256=digest_of(path), warcs=(path,), tool=tool)
    warcs, lost, tool = _unpack(path, room)
    if not warcs:
        why = f" {lost[0]}" if lost else ""
        if _is_of_packages(path):
            why = " It holds packages: unpack it, and import those."
        raise CannotImport(f"{path} is a ZIP file without a WARC file in archive/.{why}")
    return Source(
        path=path, sha256=digest_of(path), warcs=tuple(warcs), tool=tool, lost=tuple(lost),
        doubts=doubts_of(path),
    )  # fmt: skip


def _unpack(path: Path, room: Path) -> tuple[list[Path], list[str], str]:
    """The WARC files of a package, what could not be unpacked, and the tool that made it.

    ZIP verifies each file's CRC; a damaged one is taken as far as it can be read.
    """
    warcs: list[Path] = []
    lost: list[str] = []
    tool = ""
    try:
        with ZipFile(path) as opened:
            with suppress(*UNREADABLE):
                with opened.open("datapackage.json") as file:
                    about = json.loads(file.read(_MOST_ABOUT))
                tool = str(about.get("software") or "")[:_MOST_TOOL]
            files = [one for one in opened.infolist() if ".warc" in _last(one.filename)]
            size = sum(one.file_size for one in files)
            free = shutil.disk_usage(room).free
            if size > free:  # zipfile gives no more of a file than is announced here
                raise CannotImport(
                    f"{path} unpacks to {size / 1e9:.1f} GB, and {room.parent} has room for "
                    f"{free / 1e9:.1f} GB. Free some space, or look whether it is what it seems."
                )
            for number, one in enumerate(sorted(files, key=lambda one: one.filename)):
                target = room / f"{number:04}" / _last(one.filename)[-_MOST_NAME:]
                target.parent.mkdir(parents=True)
                with target.open("wb") as out:
                    try:
                        with opened.open(one) as file:  # by its place: a name may stand twice
                            copyfileobj(file, out, _STEP)
                    except UNREADABLE as error:
                        if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
                            raise CannotImport(f"{path} cannot be unpacked: {error}.") from error
                        lost.append(f"{shown(one.filename)} in it is damaged ({error}).")
                warcs.append(target)
    except UNREADABLE as error:
        lost.append(f"It cannot be read as a package ({error}).")
    return warcs, lost, tool


def _is_of_packages(path: Path) -> bool:
    """Whether a ZIP file holds WACZ files, as that of a crawl by several browsers does."""
    try:
        with ZipFile(path) as opened:
            return any(name.endswith(".wacz") for name in opened.namelist())
    except UNREADABLE:
        return False


def _last(name: str) -> str:
    """The last part of a path, as a name that is safe for a terminal and a folder: a package does
    not decide where its files are unpacked."""
    return _NOT_OF_NAMES.sub("_", name.rpartition("/")[2])


def records_of(path: Path) -> Iterator[Found]:
    """Every record of a WARC file of any tool, whatever is wrong with it. Raises OSError."""
    name = shown(path.name)
    for piece in pieces_of_any(path):
        is_bundle = False
        for part in parts_of(piece):
            is_bundle = True
            yield from _found(name, piece.offset, part)
        if piece.damage:
            yield Found(file=name, offset=piece.offset, damage=piece.damage)
        elif not is_bundle and not piece.is_empty:
            yield from _found(name, piece.offset, piece)


def _found(file: str, offset: int, piece: Piece) -> Iterator[Found]:
    """The record of a piece, which lies at ``offset``, and what else stands in that."""
    if piece.damage:
        yield Found(file=file, offset=offset, damage=piece.damage)
        return
    data = _held(piece)
    if data is None:
        yield Found(file=file, offset=offset, damage="too_large")
        return
    record, problems = parse(data)
    kinds = {kind for kind, _ in problems}
    loss = min(kinds & _REFUSED, default="")
    told = as_told(record) if record and not loss else None
    yield Found(file=file, offset=offset, record=told, damage=loss)
    if told and "bad_end" in kinds:
        yield Found(file=file, offset=offset, damage="bad_end")


def _held(piece: Piece) -> bytes | None:
    """All that a piece unpacks to; None when that is too much to hold."""
    data = bytearray()
    for chunk in piece.chunks():
        data += chunk
        if len(data) > MOST_BYTES:
            return None
    return bytes(data)


def _tool_of(record: Record) -> str:
    """The software that a warcinfo record names."""
    if record.kind != "warcinfo":
        return ""
    for line in record.block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "software":
            return value.strip()[:_MOST_TOOL]
    return ""
