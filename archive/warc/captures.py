"""WARC files: exchanges in, captures out, and back again (ISO 28500:2017, WARC/1.1).

Every exchange is a request record and, right behind it, its response (or, for a 304 and for the
same bytes again, a ``revisit``; or a ``metadata`` record that names the failure); between the two
stands what came besides an answer, or instead of one, as ``metadata`` too. Each record is
a gzip member of its own, with SHA-256 digests of block and payload. A file is called
``….warc.gz.open`` while it is written; when it is closed it loses ``.open`` and is sealed: its
digest stands beside it as ``sha256sum`` writes it. So what is torn is known by its name:
``recover`` cuts such a file behind the last capture the database knows.

The payload digest is that of the entity after transfer-decoding and before content-decoding
(iipc/warc-specifications#22); some checkers want it of the chunked framing and will complain.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.moments import present, stamp_of
from archive.records import Capture, Exchange
from archive.warc.codings import UndecodableBody, decoded_body
from archive.warc.warc_records import (
    block_of,
    capture_of,
    check_last_member,
    failure_member,
    holds,
    is_capture,
    lines_of,
    member,
    member_of_lines,
    metadata_of,
    new_id,
    origin_of,
    read_member,
    read_record,
    received_member,
    received_with,
    warc_date,
    whole_end,
)

__all__ = [
    "CannotWrite", "CaptureWriter", "DamagedCapture", "UndecodableBody", "decoded_body",
    "file_of", "is_readable", "read_exchange", "recover", "walk",
]  # fmt: skip

OPEN = ".open"
SEAL = ".sha256"
CUT = ".cut"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
IDENTICAL_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class CannotWrite(Exception):
    """A capture could not be written; the file ends with the last whole record again."""


class DamagedCapture(Exception):
    """A record cannot be read or does not match its digest; the message names file and offset."""


class CaptureWriter:
    """Appends exchanges to the WARC files of one folder. Only one writer per folder at a time."""

    def __init__(
        self,
        folder: Path,
        *,
        site: str,
        contact: str,
        software: str,
        robots: str,
        max_file_bytes: int = 1_000_000_000,
        now: Callable[[], datetime] = present,
    ) -> None:
        self._folder = folder
        self._site = site
        self._info = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "operator": contact,
            "robots": robots,
            "isPartOf": site,
        }
        self._max_file_bytes = max_file_bytes
        self._now = now
        self._fd = -1
        self._path = folder
        self._size = 0
        self._digest = hashlib.sha256()
        self._is_synced = True
        self._warcinfo_id = ""

    def write(self, exchange: Exchange, revisit_of: Capture | None = None) -> Capture | None:
        """Append one exchange; returns the capture of its response, or None when there was no
        response.

        ``revisit_of`` is the capture that a 304 says still holds, or whose content came again:
        then the head alone is written. Raises ``CannotWrite``.
        """
        if self._fd >= 0 and self._is_synced and self._size >= self._max_file_bytes:
            self.close()  # only between batches: a closed file holds nothing uncommitted
        if self._fd < 0:
            self._open()
        request_id, response_id = new_id(), new_id()
        date = f"WARC-Date: {warc_date(exchange.started_at)}\r\n"
        asked = f"{date}WARC-Target-URI: {exchange.url}\r\n"
        origin = origin_of(exchange, self._warcinfo_id)
        # Where the bytes came from is said once, on the answer; a week of 304s consists of this.
        of_request = "" if exchange.status else origin
        concurrent = f"WARC-Concurrent-To: <urn:uuid:{response_id}>\r\n"
        request = member_of_lines(
            "request", request_id, exchange.raw_request, asked + of_request + concurrent
        ) + received_member(exchange, (date, of_request + concurrent))
        if exchange.status is None:
            self._append(request + failure_member(exchange, date, (response_id, request_id)))
            return None
        payload_sha256 = hashlib.sha256(exchange.body).hexdigest()
        lines = asked + origin + metadata_of(exchange, is_revisit=revisit_of is not None)
        if exchange.truncated:
            lines += f"WARC-Truncated: {exchange.truncated}\r\n"
        kind, is_304 = "response", exchange.status == 304
        block = exchange.raw_response + (exchange.framed or exchange.body)
        if revisit_of is not None:
            block = block if is_304 else exchange.raw_response
            kind, payload_sha256 = "revisit", revisit_of.payload_sha256
            lines += lines_of(
                {
                    "WARC-Profile": NOT_MODIFIED_PROFILE if is_304 else IDENTICAL_PROFILE,
                    "WARC-Refers-To": f"<urn:uuid:{revisit_of.id}>",
                    "WARC-Refers-To-Target-URI": revisit_of.url,
                    "WARC-Refers-To-Date": warc_date(revisit_of.fetched_at),
                }
            )
        lines += f"WARC-Payload-Digest: sha256:{payload_sha256}\r\n"
        response = member_of_lines(kind, response_id, block, lines)
        start = self._append(request + response) + len(request)
        return capture_of(
            exchange,
            response_id,
            payload_sha256,
            self._path.name,
            start,
            len(response),
            revisit_of.id if revisit_of is not None else None,
        )

    def copy(self, records: bytes) -> tuple[str, int]:
        """Append finished records as one unit; returns their file and the offset where they begin.

        Raises ``CannotWrite``.
        """
        if self._fd >= 0 and self._is_synced and self._size >= self._max_file_bytes:
            self.close()
        if self._fd < 0:
            self._open()
        start = self._append(records)
        return self._path.name, start

    def sync(self) -> None:
        """Make everything written so far survive a power cut. Raises ``CannotWrite``."""
        if self._fd >= 0 and not self._is_synced:
            try:
                os.fsync(self._fd)
            except OSError as error:
                raise self._cannot(error) from error
            self._is_synced = True

    def close(self) -> None:
        """Close the current file: it is complete, and its name says so."""
        if self._fd < 0:
            return
        self.sync()
        os.close(self._fd)
        self._fd = -1
        seal(self._path, self._digest.hexdigest())  # first: a file that is closed has its seal
        os.replace(_opened(self._path), self._path)
        sync_folder(self._folder)

    def abandon(self) -> None:
        """Leave the file as it is; ``recover`` will recognise it by its name."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _open(self) -> None:
        stamp = stamp_of(self._now())
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            serial = 0
            while True:
                self._path = self._folder / f"{self._site}-{stamp}-{serial:05}.warc.gz"
                if not any(path.exists() for path in _of_one_name(self._path)):
                    break
                serial += 1
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            self._fd = os.open(_opened(self._path), flags, 0o644)
            sync_folder(self._folder)
        except OSError as error:
            raise self._cannot(error) from error
        self._size = 0
        self._digest = hashlib.sha256()
        self._warcinfo_id = new_id()
        fields = "".join(f"{name}: {value}\r\n" for name, value in self._info.items() if value)
        self._append(
            member(
                "warcinfo",
                self._warcinfo_id,
                fields.encode(),
                {"WARC-Date": warc_date(self._now()), "WARC-Filename": self._path.name},
            )
        )

    def _append(self, data: bytes) -> int:
        """Write all of ``data`` or nothing; the offset it begins at. Raises ``CannotWrite``."""
        start, rest = self._size, memoryview(data)
        self._is_synced = False
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError as error:
            os.ftruncate(self._fd, start)
            raise self._cannot(error) from error
        self._size += len(data)
        self._digest.update(data)
        return start

    def _cannot(self, error: OSError) -> CannotWrite:
        return CannotWrite(
            f"{self._path} cannot be written ({error.strerror}). Free some space or mend the "
            "permissions and run the same command again: everything kept so far stays, and the "
            "crawl goes on from there."
        )


def recover(folder: Path, committed: Mapping[str, int] | None) -> list[Path]:
    """Cut files that a crash left open back to the last committed record; returns the side files
    made.

    ``committed`` maps file names to the end of their last record that the database knows, in
    bytes; None = the database itself is lost, and every whole record counts. What lies behind
    is moved to ``….warc.gz.cut`` and the file is closed. Safe to be killed in and run again.
    """
    cuts: list[Path] = []
    for opened in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        path = opened.with_name(opened.name.removesuffix(OPEN))
        end = whole_end(opened) if committed is None else committed.get(path.name, 0)
        with opened.open("r+b") as file:
            file.seek(end)
            tail = file.read()
            if tail:
                side = path.with_name(path.name + CUT)
                with side.open("wb") as other:
                    other.write(tail)
                    os.fsync(other.fileno())
                cuts.append(side)
                file.truncate(end)
                os.fsync(file.fileno())
        if end:
            seal(path, digest_of(opened))
            os.replace(opened, path)
        else:
            opened.unlink()
        sync_folder(folder)
    return cuts


def seal(path: Path, digest: str) -> None:
    """Write the digest of a closed file beside it; ``sha256sum --check`` reads it."""
    beside = path.with_name(path.name + SEAL)
    draft = beside.with_name(f".{beside.name}.new")
    draft.write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    os.replace(draft, beside)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_exchange(folder: Path, capture: Capture) -> Exchange:
    """The exchange of a capture, its digest verified; ``raw_request`` stays empty.

    That of a revisit has no body: its content is that of the capture it names. Raises
    ``DamagedCapture``.
    """
    path = file_of(folder, capture)
    where = f"{path} at byte {capture.warc_offset_bytes}"
    try:
        with path.open("rb") as file:
            file.seek(capture.warc_offset_bytes)
            data = file.read(capture.warc_length_bytes)
        if len(data) < capture.warc_length_bytes:
            raise DamagedCapture(f"{where}: the record is cut off.")
        exchange, found = read_member(data)
    except (OSError, ArchiveLoadFailed, StopIteration, ValueError) as error:
        raise DamagedCapture(f"{where}: the record cannot be read ({_said(error)}).") from error
    digest = hashlib.sha256(exchange.body).hexdigest()
    if found.id != capture.id or (digest != capture.payload_sha256 and not found.revisit_of):
        raise DamagedCapture(f"{where}: the record is not the one that was captured.")
    return exchange


def is_readable(folder: Path, capture: Capture) -> bool:
    """Whether the record of a capture lies where its row says, and its checksum still fits."""
    try:
        with file_of(folder, capture).open("rb") as file:
            file.seek(capture.warc_offset_bytes)
            return holds(file.read(capture.warc_length_bytes), capture.id)
    except OSError:
        return False


def walk(folder: Path) -> Iterator[tuple[Capture, Exchange]]:
    """Every capture of a folder with its exchange, file by file in the order of their names.

    Raises ``DamagedCapture`` where a file ends in the middle of a record or is no WARC, and
    ``PermissionError`` where we may not read one: that is no damage.
    """
    for path in sorted(folder.glob("*.warc.gz")):
        offset = end = 0
        request, received = b"", {"": b""}
        try:
            with path.open("rb") as file:
                records = ArchiveIterator(file, no_record_parse=True)
                for record in records:
                    block = block_of(record)
                    offset, length = records.get_record_offset(), records.get_record_length()
                    end = offset + length
                    if record.rec_type == "request":
                        request = block
                    elif answer_id := received_with(record):
                        received = {answer_id: block}
                    elif is_capture(record):
                        exchange, capture = read_record(
                            record, block, request, path.name, offset, length
                        )
                        request = b""
                        if capture.id in received:
                            exchange = replace(exchange, interim=received[capture.id])
                        yield capture, exchange
                check_last_member(path, offset)
        except PermissionError:
            raise
        except (OSError, EOFError, ArchiveLoadFailed, ValueError, zlib.error) as error:
            raise DamagedCapture(f"{path} behind byte {end}: {_said(error)}.") from error


def _said(error: Exception) -> str:
    """What went wrong without the bytes of the record, which a terminal might obey."""
    if isinstance(error, ArchiveLoadFailed):
        return "what stands there is no whole record"
    return str(error)[:200].encode("unicode_escape").decode()


def file_of(folder: Path, capture: Capture) -> Path:
    """The file that holds the record of a capture, which may still be open for writing."""
    path = folder / capture.warc_file
    return path if path.exists() else _opened(path)


def _opened(path: Path) -> Path:
    return path.with_name(path.name + OPEN)


def _of_one_name(path: Path) -> tuple[Path, ...]:
    """A WARC file and what may lie beside it: its name is not to be given away once more."""
    return path, *(path.with_name(path.name + ending) for ending in (OPEN, SEAL, CUT))


def sync_folder(folder: Path) -> None:
    """Make the creation and renaming of files in a folder survive a power cut."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
