"""Capture records as they go into a package, which must stand by itself.

Records of captures and renderings that the tables do not know (hidden ones, and what a crash left
over) stay behind, with their requests. A revisit becomes a response with the content it stands for,
since readers of packages show a 304 as a 304, or find nothing; what the server had answered is kept
in ``WARC-JSON-Metadata``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from sqlite_utils import Database

from archive.crawls import capture_by_id
from archive.records import Capture
from archive.warc.captures import DamagedCapture, is_readable, read_exchange
from archive.warc.files import pieces_of_any
from archive.warc.framing import headers_of, is_chunked, split_head
from archive.warc.parsing import LOSSES, Record, address_of, bare_id, parse
from archive.warc.renderings import is_rendering
from archive.warc.warc_records import RECEIVED, Value, member

_KEPT = ("WARC-Date", "WARC-Target-URI", "WARC-IP-Address", "WARC-Cipher-Suite", "WARC-Warcinfo-ID")
"""Headers of a revisit that its response has too."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as it goes into a package."""

    data: bytes
    """One gzip member."""
    capture: Capture | None = None
    """The capture it holds; None for requests, warcinfo and the like."""
    is_revisit: bool = False
    status: int = 0
    """HTTP status of what it holds."""
    new_id: str = ""
    """Of a revisit that is spelt out, which has another id than the capture."""
    rendering: Record | None = None
    """The picture or document of a page that it holds, as a record."""


class RecordSource:
    """The records of one capture file after the other."""

    def __init__(
        self, db: Database, captures: Path, barred: Collection[str], *, keep_revisits: bool
    ) -> None:
        """``barred``: URLs of which nothing goes into the package. ``keep_revisits``: revisits
        stay as they are, and the package small."""
        self._db = db
        self._captures = captures
        self._barred = frozenset(map(address_of, barred))
        self._keep_revisits = keep_revisits

    def records_of(self, file: str) -> Iterator[Packed]:
        """Every record of a file that goes into the package, in order.

        Raises DamagedCapture where a record or the original of a revisit is damaged, OSError.
        """
        request = received = b""
        asked = ""
        path = self._captures / file
        with path.open("rb") as original:
            for piece in pieces_of_any(path):
                record, problems = parse(piece.data) if not piece.damage else (None, [])
                if record is None or LOSSES & {kind for kind, _ in problems}:
                    raise DamagedCapture(f"{path} is damaged at byte {piece.offset}.")
                original.seek(piece.offset)
                data = original.read(piece.length)
                if record.kind == "request":
                    request, received, asked = data, b"", record.id
                elif record.target.startswith(RECEIVED):
                    received, beside = b"" if self._is_barred(record) else data, record
                elif record.is_capture:
                    capture = capture_by_id(self._db, record.id)
                    if capture is not None:
                        yield from [Packed(request)] if request else []
                        packed = self._packed(record, data, capture)
                        if received and packed.new_id:
                            received = _naming(beside, packed.new_id)
                        yield from [Packed(received)] if received else []
                        yield packed
                    request = received = b""
                elif is_rendering(record):
                    if self._db.table("renderings").count_where("id = ?", [record.id]):
                        yield Packed(data, rendering=record)
                elif not self._is_barred(record):
                    if record.kind == "metadata" and asked == _request_of(record):  # no answer
                        yield from [Packed(one) for one in (request, received) if one]
                    request = received = b""
                    yield Packed(data)

    def _is_barred(self, record: Record) -> bool:
        """Whether it is about what is hidden."""
        return record.address in self._barred

    def _packed(self, record: Record, data: bytes, capture: Capture) -> Packed:
        if record.kind != "revisit" or capture.revisit_of is None:
            return Packed(data, capture, status=capture.status)
        original = capture_by_id(self._db, capture.revisit_of)
        if self._keep_revisits or not (original and is_readable(self._captures, original)):
            return Packed(data, capture, is_revisit=True, status=capture.status)
        return self._whole(record, capture, original)

    def _whole(self, record: Record, capture: Capture, original: Capture) -> Packed:
        """A revisit as a response with its content."""
        content = read_exchange(self._captures, original)
        own = split_head(record.block)
        if capture.status == 304 or own is None:
            head, status = content.raw_response, original.status
            body = content.framed or content.body
        else:
            head, status, body = own[0], capture.status, content.body
            if is_chunked(headers_of(head)):
                body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
        said: dict[str, object] = {
            "fidelity": "reconstructed",
            "elapsed_ms": capture.elapsed_ms,
            "was": {"revisit": capture.id, "status": capture.status, "content_of": original.id},
            **({"requisite": True} if capture.is_requisite else {}),
        }
        fields: dict[str, Value] = {
            **{name: record.field(name) for name in _KEPT},
            "WARC-Concurrent-To": f"<urn:uuid:{_request_of(record)}>"
            if _request_of(record)
            else "",
            "WARC-JSON-Metadata": json.dumps(said),
            "WARC-Payload-Digest": f"sha256:{original.payload_sha256}",
        }
        kind = "resource" if not head else "response"
        content_type = next(iter(content.headers), ("", ""))[1] if not head else None
        name = str(uuid5(NAMESPACE_URL, f"{capture.id} {original.id}"))
        data = member(kind, name, head + body, fields, content_type)
        return Packed(data, capture, status=status, new_id=name)


def _naming(received: Record, answer_id: str) -> bytes:
    """What came besides an answer, as a record that names the answer by its id in the package."""
    fields: dict[str, Value] = {name: received.field(name) for name in _KEPT}
    fields["WARC-Concurrent-To"] = f"<urn:uuid:{answer_id}>"
    content_type = received.field("Content-Type")
    return member("metadata", received.id, received.block, fields, content_type)


def _request_of(record: Record) -> str:
    return bare_id(record.field("WARC-Concurrent-To"))
