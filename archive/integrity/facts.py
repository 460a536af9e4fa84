"""What a record and its row both say: address, moment, status, media type and the like.

While a file is checked, this is taken from the heads of a record as it passes. Only where a row
says otherwise is the record read as a replay reads it, which decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from warcio.exceptions import ArchiveLoadFailed

from archive.keeping.rows import Row, sound_rows
from archive.moments import moment_text, present
from archive.records import Exchange
from archive.warc.framing import end_of_head, headers_of, is_chunked
from archive.warc.messages import location_of, mime_of
from archive.warc.parsing import Record, bare_id
from archive.warc.renderings import row_of_record
from archive.warc.warc_records import read_member

OF_EXCHANGES = (
    "url", "fetched_at", "status", "mime", "ip_address", "fidelity", "truncated", "elapsed_ms",
    "bytes",
)  # fmt: skip
OF_CAPTURES = (*OF_EXCHANGES, "location", "revisit_of", "is_requisite")
OF_RENDERINGS = (
    "kind", "capture_id", "url", "rendered_at", "browser", "is_scripted", "width", "height",
    "page_height", "refused", "parts_json", "refused_json", "mime",
)  # fmt: skip
"""Columns of these tables that stand in the records, besides digest and place."""
_NOT_OURS = (
    ValueError, TypeError, IndexError, AttributeError, RecursionError, OverflowError,
)  # fmt: skip
"""What comes of heads that another tool wrote, or that were damaged: a number without end, a
moment outside of all years, a list where an object should be."""


def facts_of_heads(record: Record, held: bytes) -> Row | None:
    """The row of an answer, read from the beginning of its record; without ``bytes`` where only the
    whole body would tell them. None = the record is not as we write it."""
    try:
        return _facts_of_heads(record, held)
    except _NOT_OURS:
        return None


def _facts_of_heads(record: Record, held: bytes) -> Row:
    start = end_of_head(held) or 0
    size = int(record.field("Content-Length"))
    status = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", record.field("Content-Type")),)
    if record.kind != "resource":
        head = held[start : end_of_head(held, start)]
        headers, status = headers_of(head), int(head.split(None, 2)[1][:3])
        size -= len(head)
    extra = json.loads(record.field("WARC-JSON-Metadata") or "{}")
    answer = Exchange(
        url=record.target, started_at=present(), elapsed_ms=0, raw_request=b"",
        status=status, headers=headers,
    )  # fmt: skip
    is_revisit = record.kind == "revisit"
    return {
        "url": record.target,
        "fetched_at": moment_text(datetime.fromisoformat(record.field("WARC-Date"))),
        "status": status,
        "mime": mime_of(answer),
        "ip_address": record.field("WARC-IP-Address") or None,
        "fidelity": str(extra.get("fidelity", "reconstructed")),
        "truncated": record.field("WARC-Truncated") or None,
        "elapsed_ms": int(extra.get("elapsed_ms", 0)),
        "bytes": _size(size, extra, is_revisit=is_revisit, is_framed=is_chunked(headers)),
        "location": location_of(answer),
        "revisit_of": bare_id(record.field("WARC-Refers-To")) or None if is_revisit else None,
        "is_requisite": int(bool(extra.get("requisite"))),
    }


def _size(
    size: int, extra: Mapping[str, object], *, is_revisit: bool, is_framed: bool
) -> int | None:
    if is_revisit and "bytes" in extra:
        return int(str(extra["bytes"]))
    return None if is_framed else size


def facts_of_rendering(record: Record) -> Row | None:
    """The same of a picture or document of a page, but for its length."""
    return row_of_record(record)


def fingerprint(facts: Row, columns: Sequence[str]) -> int:
    """What is compared in the place of all facts; the same within one process only."""
    return hash(tuple(facts.get(column) for column in columns if column != "bytes"))


def facts_again(path: Path, offset: int, length: int) -> Row | None:
    """The facts of an answer as a replay reads them; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            _, capture = read_member(file.read(length))
        fetched_at = moment_text(capture.fetched_at)
    except (OSError, ArchiveLoadFailed, StopIteration, *_NOT_OURS):
        return None
    facts: Row = {column: getattr(capture, column) for column in OF_CAPTURES}
    facts |= {
        "fetched_at": fetched_at,
        "is_requisite": int(capture.is_requisite),
        "ip_address": capture.ip_address or None,
        "truncated": capture.truncated or None,
    }
    return sound_rows([facts])[0]
